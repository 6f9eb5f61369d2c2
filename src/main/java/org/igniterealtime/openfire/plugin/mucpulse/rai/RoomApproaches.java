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

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.port.IqRequestListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.AddressHash;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * Knows which rooms sessions are about to enter: clients ask a room what it supports before they join it. Converse.js
 * takes the mark from a room when it is opened, asks, and joins; a notification in between would set the mark again,
 * and nothing would take it away. So a session is not notified of a room for a moment after it has asked. Bounded; safe
 * for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0045.html#disco-roominfo">XEP-0045 §6.4</a>
 */
final class RoomApproaches implements IqRequestListener {

    /** For how long a session that has asked is expected to join, also on a slow machine. */
    static final Duration EXPECTED = Duration.ofSeconds(5);
    /** How many are remembered. Where one is missing, a client may show a mark that it should not. */
    static final int MAXIMUM = 10_000;

    private final Subscriptions subscriptions;
    private final Users users;
    private final AddressHash hash = new AddressHash();
    /** By the hash of the session and the room. */
    private final Cache<Long, Boolean> local;
    /** Of users of other servers, who take no places of those of this one (S3). */
    private final Cache<Long, Boolean> remote;

    RoomApproaches(@Nonnull final Subscriptions subscriptions, @Nonnull final Users users,
                   @Nonnull final Ticker ticker) {
        this.subscriptions = subscriptions;
        this.users = users;
        final CacheBuilder<Object, Object> builder =
            CacheBuilder.newBuilder().ticker(ticker).maximumSize(MAXIMUM / 2).expireAfterWrite(EXPECTED);
        this.local = builder.build();
        this.remote = builder.build();
    }

    @Override
    public void requested(@Nonnull final IQ request) {
        final JID room = request.getTo();
        if (request.getType() != IQ.Type.get || room == null || room.getResource() != null
            || request.getFrom() == null || subscriptions.of(room.getDomain()) == null) {
            return;
        }
        final Element query = request.getChildElement();
        if (query != null && Namespaces.DISCO_INFO.equals(query.getNamespaceURI())
            && query.attributeValue("node") == null) {
            approachesOf(request.getFrom()).put(hash.of(request.getFrom(), room.toString()), true);
        }
    }

    /** Whether a session is about to enter a room. */
    boolean isApproaching(@Nonnull final JID session, @Nonnull final JID room) {
        return approachesOf(session).getIfPresent(hash.of(session, room.toString())) != null;
    }

    private Cache<Long, Boolean> approachesOf(final JID session) {
        return users.isLocal(session) ? local : remote;
    }
}
