/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
package org.igniterealtime.openfire.plugin.mucpulse.server;

import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * Guesses when a room is configured, as no event of the server tells. An owner's request to the room tells that its
 * configuration is about to change; a room that answers a request with nothing but success has done as it was told, and
 * that may have been to change. Passes everything on. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0045.html#roomconfig">XEP-0045 §10.2</a>
 */
public final class ConfigurationHints implements RequestGate {

    private static final String OWNER = "http://jabber.org/protocol/muc#owner";

    private final RequestGate next;
    private final Rooms rooms;
    private final RoomConfigurationListener listener;

    /**
     * Creates the guesser.
     *
     * @param next to whom everything is passed on
     * @param rooms tells who owns a room: requests of others are refused, and change nothing
     * @param listener who is told
     */
    public ConfigurationHints(@Nonnull final RequestGate next, @Nonnull final Rooms rooms,
                              @Nonnull final RoomConfigurationListener listener) {
        this.next = next;
        this.rooms = rooms;
        this.listener = listener;
    }

    @Override
    public boolean claims(@Nonnull final IQ request) {
        final boolean claimed = next.claims(request);
        if (!claimed && isConfiguration(request)) {
            final JID room = request.getTo();
            final JID user = request.getFrom().asBareJID();
            if (rooms.affiliation(room, user) == Affiliation.OWNER || rooms.isServiceAdmin(room.getDomain(), user)) {
                listener.roomConfiguring(room);
            }
        }
        return claimed;
    }

    private static boolean isConfiguration(final IQ request) {
        if (request.getType() != IQ.Type.set || request.getTo().getResource() != null) {
            return false;
        }
        final Element child = request.getChildElement();
        return child != null && OWNER.equals(child.getNamespaceURI());
    }

    @Override
    public void take(@Nonnull final IQ request) {
        next.take(request);
    }

    @Override
    public void presenceInRoom(@Nonnull final JID occupant, @Nonnull final JID session,
                               @Nonnull final CapsAnnouncement announcement) {
        next.presenceInRoom(occupant, session, announcement);
    }

    @Override
    public void decorate(@Nonnull final IQ result) {
        next.decorate(result);
        if (result.getElement().elements().isEmpty()) {
            listener.roomConfigured(result.getFrom());
        }
    }
}
