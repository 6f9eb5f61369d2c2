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

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.RequestContext;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * Decides which requests to rooms and occupants are for the feature, rather than for the server or for the occupant's
 * client. The server is asked who the sender and the addressee are, as its events about joins and nicknames arrive a
 * little later. Whether a request of somebody who is not in the room is claimed depends on the request and on the
 * settings alone, never on what exists. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html#approach-service">XEP-0316 §4.1</a>
 */
final class RequestClaims {

    /** Nodes by which the server itself is asked about rooms: XEP-0045 §6.3, §6.4 and §10.4, and XEP-0050 §2. */
    private static final Set<String> NODES_OF_THE_SERVER = Set.of("x-roomuser-item", "x-roominfo",
        "http://jabber.org/protocol/muc#traffic", "http://jabber.org/protocol/muc#rooms",
        Namespaces.COMMANDS);
    /** Part of the node that the server announces in its presence, and that it answers as if there was no node. */
    private static final String CAPS_OF_THE_SERVER = "://www.igniterealtime.org/projects/openfire/#";

    private final Predicate<JID> offered;
    private final Rooms rooms;
    private final KnownNodes nodes;

    /**
     * Creates it.
     *
     * @param offered whether the feature is on at an address
     * @param rooms the server's rooms
     * @param nodes the nodes that there are
     */
    RequestClaims(@Nonnull final Predicate<JID> offered, @Nonnull final Rooms rooms,
                  @Nonnull final KnownNodes nodes) {
        this.offered = offered;
        this.rooms = rooms;
        this.nodes = nodes;
    }

    /** As {@link MucEventing#claims}. */
    boolean claims(@Nonnull final IQ request) {
        final Element child = request.getChildElement();
        if (child == null || !isOffered(request)) {
            return false;
        }
        if (Pubsub.isRequest(child)) {
            return request.getTo().getResource() == null || request.getType() == IQ.Type.set
                || claimsGet(request, child);
        }
        return request.getType() == IQ.Type.get && Pubsub.isDisco(child) && claimsDisco(request, child);
    }

    /** As {@link MucEventing#claimsMalformed}. */
    @Nonnull
    Optional<QName> claimsMalformed(@Nonnull final IQ request) {
        return request.getElement().elements().stream().filter(Pubsub::isRequest).findFirst()
            .map(Element::getQName)
            .filter(any -> isOffered(request))
            .filter(any -> request.getTo().getResource() == null || request.getType() == IQ.Type.set
                || context(request).sender() == null);
    }

    /** As {@link EventingEntrance#claimsOversized}. */
    @Nonnull
    Optional<Element> claimsOversized(@Nonnull final IQ request) {
        return claimsMalformed(request).map(name -> Oversized.of(request.getChildElement()));
    }

    private boolean isOffered(final IQ request) {
        return request.getTo().getNode() != null && offered.test(request.getTo());
    }

    private RequestContext context(final IQ request) {
        return rooms.requestContext(request.getTo().asBareJID(), request.getFrom(), request.getTo().getResource());
    }

    /** Requests about nodes of the occupant are claimed; all else may be for the occupant's client. */
    private boolean claimsGet(final IQ request, final Element pubsub) {
        final RequestContext context = context(request);
        if (context.sender() == null || context.isOwn()) {
            return true;
        }
        final JID room = request.getTo().asBareJID();
        final OccupantView addressee = context.addressee();
        return addressee != null && pubsub.elements().stream().anyMatch(action -> {
            final String node = action.attributeValue("node");
            return node != null ? nodes.has(room, addressee, node)
                : ("subscriptions".equals(action.getName()) || "affiliations".equals(action.getName()))
                && nodes.hasAny(room, addressee);
        });
    }

    private boolean claimsDisco(final IQ request, final Element query) {
        final JID to = request.getTo();
        final String node = query.attributeValue("node");
        if (to.getResource() == null) {
            return node != null && !NODES_OF_THE_SERVER.contains(node) && !node.contains(CAPS_OF_THE_SERVER);
        }
        final boolean items = Namespaces.DISCO_ITEMS.equals(query.getNamespaceURI());
        if (node == null && !items) {
            return false;
        }
        final RequestContext context = context(request);
        if (context.sender() == null) {
            // The server refuses queries without a node, whoever is asked: XEP-0045 §6.5.
            return node != null;
        }
        final JID room = to.asBareJID();
        final OccupantView addressee = context.addressee();
        return addressee != null
            && (node == null ? nodes.hasAny(room, addressee) : nodes.has(room, addressee, node));
    }
}
