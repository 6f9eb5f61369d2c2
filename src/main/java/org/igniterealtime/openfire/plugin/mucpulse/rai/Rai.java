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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaId;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

/**
 * The namespace and the stanzas of Room Activity Indicators.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437</a>
 */
public final class Rai {

    /** The namespace of the protocol, and the feature that announces it. */
    public static final String NAMESPACE = "urn:xmpp:rai:0";

    private static final Namespace RAI = Namespace.get(NAMESPACE);
    private static final QName RAI_ELEMENT = QName.get("rai", RAI);
    private static final QName ACTIVITY_ELEMENT = QName.get("activity", RAI);
    private static final QName NO_STORE = QName.get("no-store", Namespaces.HINTS);

    /** What {@code <activity></activity>} adds to a room's JID. */
    private static final int ACTIVITY_OVERHEAD = "<activity></activity>".length();
    /** A generous bound for a notification without rooms and addresses. */
    private static final int MESSAGE_OVERHEAD = 256;

    private Rai() {
    }

    /**
     * Whether a presence stanza asks for activity indicators.
     *
     * @param presence a stanza for a service's bare domain
     * @return whether it is available presence that holds the element
     */
    static boolean isRequest(@Nonnull final Presence presence) {
        return presence.getType() == null && presence.getElement().element(RAI_ELEMENT) != null;
    }

    /**
     * A request for activity indicators, as a client sends it.
     *
     * @param session who asks
     * @param service the service's domain
     * @return the stanza
     */
    @Nonnull
    static Presence request(@Nonnull final JID session, @Nonnull final String service) {
        final Presence presence = new Presence();
        presence.setFrom(session);
        presence.setTo(new JID(null, service, null, true));
        presence.getElement().addElement(RAI_ELEMENT);
        return presence;
    }

    /**
     * Divides rooms such that each part fits into one notification: one part, unless the message would grow longer than
     * allowed.
     *
     * @param service the service's domain
     * @param session the full JID of the recipient
     * @param rooms the rooms with activity
     * @param size how long a message may grow, in bytes of UTF-8
     * @return the parts, none where there are no rooms
     */
    @Nonnull
    static List<List<TrackedRoom>> split(@Nonnull final String service, @Nonnull final JID session,
                                         @Nonnull final Collection<TrackedRoom> rooms, final int size) {
        final List<List<TrackedRoom>> parts = new ArrayList<>(1);
        final int empty = MESSAGE_OVERHEAD + escapedLength(session.toString()) + service.length();
        int length = 0;
        for (final TrackedRoom room : rooms) {
            final int more = ACTIVITY_OVERHEAD + escapedLength(room.jid().toString());
            if (parts.isEmpty() || length + more > size) {
                parts.add(new ArrayList<>());
                length = empty;
            }
            parts.get(parts.size() - 1).add(room);
            length += more;
        }
        return parts;
    }

    /**
     * Builds a notification.
     *
     * @param service the service's domain
     * @param session the full JID of the recipient
     * @param rooms the rooms with activity
     * @return the message
     */
    @Nonnull
    static Message notification(@Nonnull final String service, @Nonnull final JID session,
                                @Nonnull final Collection<JID> rooms) {
        final Message message = new Message();
        // Of that type, it is neither stored nor passed to other sessions where this one is gone (RFC 6121, 8.5.3.2.1).
        message.setType(Message.Type.headline);
        message.setID(StanzaId.random().value());
        message.setFrom(new JID(null, service, null, true));
        message.setTo(session);
        final Element rai = message.getElement().addElement(RAI_ELEMENT);
        rooms.forEach(room -> rai.addElement(ACTIVITY_ELEMENT).setText(room.toString()));
        message.getElement().addElement(NO_STORE);
        return message;
    }

    /** How many bytes a JID takes in XML: an ampersand or an apostrophe grows by escaping. */
    private static int escapedLength(final String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '&', '<', '>', '\'', '"' -> length += 5;
                default -> { }
            }
        }
        return length;
    }

    /**
     * Builds the refusal of a subscription.
     *
     * @param service the service's domain
     * @param session who asked
     * @param id the id of the request, if it had one
     * @param condition why it is refused
     * @return the stanza
     */
    @Nonnull
    static Presence refusal(@Nonnull final String service, @Nonnull final JID session, @Nullable final String id,
                            @Nonnull final PacketError.Condition condition) {
        final Presence refusal = new Presence();
        refusal.setID(id);
        refusal.setFrom(new JID(null, service, null, true));
        refusal.setTo(session);
        refusal.setError(condition);
        return refusal;
    }
}
