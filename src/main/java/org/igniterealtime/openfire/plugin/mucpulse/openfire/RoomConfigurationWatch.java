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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.util.Optional;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.IqHandler;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomConfigurationListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * Tells when a room is configured, as no event of the server does. An owner's request to the room tells that its
 * configuration is about to change; the answer to that very request, be it a result or an error, tells that it has, or
 * will not. Answers are waited for within bounds: what is not found in time, or was pushed out by others, is not
 * reported as done. Passes everything on. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0045.html#roomconfig">XEP-0045 §10.2</a>
 */
public final class RoomConfigurationWatch implements IqHandler {

    /** How many requests are waited for at once. */
    static final int MOST = 1000;
    /** How many characters the id of a request that is waited for may have. */
    static final int LONGEST_ID = 1024;
    /** For how long the answer is waited for. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    private static final QName OWNER = QName.get("query", "http://jabber.org/protocol/muc#owner");
    /** Between the parts of a key; no JID has it. */
    private static final char SEPARATOR = '\n';

    private final IqHandler next;
    private final Rooms rooms;
    private final RoomConfigurationListener listener;
    /** The room that is configured, by {@link #key}. */
    private final Cache<String, JID> open;

    /**
     * Creates the watch.
     *
     * @param next to whom everything is passed on
     * @param rooms tells who owns a room: requests of others are refused, and change nothing
     * @param listener who is told
     * @param ticker measures time, whatever happens to the clock
     */
    public RoomConfigurationWatch(@Nonnull final IqHandler next, @Nonnull final Rooms rooms,
                              @Nonnull final RoomConfigurationListener listener, @Nonnull final Ticker ticker) {
        this.next = next;
        this.rooms = rooms;
        this.listener = listener;
        this.open = CacheBuilder.newBuilder().concurrencyLevel(1).maximumSize(MOST).expireAfterWrite(LONGEST)
            .ticker(ticker).build();
    }

    @Override
    public boolean claims(@Nonnull final IQ request) {
        final boolean claimed = next.claims(request);
        if (!claimed) {
            watch(request);
        }
        return claimed;
    }

    @Override
    @Nonnull
    public Optional<QName> claimsMalformed(@Nonnull final IQ request) {
        final Optional<QName> claimed = next.claimsMalformed(request);
        if (claimed.isEmpty()) {
            // The server may find a configuration in it nevertheless.
            watch(request);
        }
        return claimed;
    }

    private void watch(final IQ request) {
        if (request.getType() != IQ.Type.set || request.getElement().element(OWNER) == null) {
            return;
        }
        final JID room = request.getTo().asBareJID();
        final JID user = request.getFrom().asBareJID();
        if (rooms.affiliation(room, user) == Affiliation.OWNER || rooms.isServiceAdmin(room.getDomain(), user)) {
            listener.roomConfiguring(room);
            final Element element = request.getElement();
            final String id = element.attributeValue("id", "");
            if (id.length() <= LONGEST_ID) {
                open.put(key(element.attributeValue("from"), element.attributeValue("to"), id), room);
            }
        }
    }

    /** What a request and its answer have in common. */
    private static String key(final String requester, final String room, final String id) {
        return requester + SEPARATOR + room + SEPARATOR + id;
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
    }

    @Override
    public void answered(@Nonnull final IQ answer) {
        next.answered(answer);
        final Element element = answer.getElement();
        final String id = element.attributeValue("id", "");
        if (id.length() <= LONGEST_ID && open.size() > 0) {
            final JID room = open.asMap().remove(
                key(element.attributeValue("to"), element.attributeValue("from"), id));
            if (room != null) {
                listener.roomConfigured(room);
            }
        }
    }
}
