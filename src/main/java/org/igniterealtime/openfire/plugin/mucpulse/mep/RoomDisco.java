/*
 * Copyright (C) 2026 the MUC Pulse authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * Completes the service discovery results of rooms: that the room is a pubsub service, with the features that work, and
 * which nodes it has. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html#support">XEP-0316 §6</a>
 * @see <a href="https://xmpp.org/extensions/xep-0060.html#entity-nodes">XEP-0060 §5.2</a>
 */
final class RoomDisco {

    private final Supplier<MepSettings> settings;
    private final Rooms rooms;
    private final KnownNodes nodes;
    private final List<String> features;

    /**
     * Creates it.
     *
     * @param settings gives the current settings
     * @param rooms the server's rooms
     * @param nodes the nodes that there are
     * @param features the features to announce
     */
    RoomDisco(@Nonnull final Supplier<MepSettings> settings, @Nonnull final Rooms rooms,
              @Nonnull final KnownNodes nodes, @Nonnull final List<String> features) {
        this.settings = settings;
        this.rooms = rooms;
        this.nodes = nodes;
        this.features = List.copyOf(features);
    }

    /** Completes a result from a room, with whatever content, where the feature is on in the room. */
    void decorate(@Nonnull final IQ result) {
        final Element query = result.getChildElement();
        if (query == null || query.attributeValue("node") != null || !settings.get().isOffered(result.getFrom())) {
            return;
        }
        if (Namespaces.DISCO_INFO.equals(query.getNamespaceURI())) {
            describe(query);
        } else if (Namespaces.DISCO_ITEMS.equals(query.getNamespaceURI())) {
            list(query, result);
        }
    }

    private void describe(final Element query) {
        if (query.elements("identity").stream().noneMatch(known -> "mep".equals(known.attributeValue("type")))) {
            query.addElement("identity").addAttribute("category", "pubsub").addAttribute("type", "mep");
            features.forEach(feature -> query.addElement("feature").addAttribute("var", feature));
        }
    }

    /** The nodes of the room, for its occupants only, as far as they fit into the stanza. */
    private void list(final Element query, final IQ result) {
        final JID jid = result.getFrom();
        final Collection<NodeName> names = nodes.ofRoom(jid);
        if (names.isEmpty() || result.getTo() == null
            || query.elements("item").stream().anyMatch(item -> item.attributeValue("node") != null)
            || rooms.occupant(jid, result.getTo()).isEmpty()) {
            return;
        }
        final int most = settings.get().limits().stanzaSize();
        int left = most - StanzaSize.of(result.getElement(), most);
        for (final NodeName name : names) {
            left -= Discovery.size(jid, name);
            if (left >= 0) {
                Discovery.add(query, jid, name);
            }
        }
    }
}
