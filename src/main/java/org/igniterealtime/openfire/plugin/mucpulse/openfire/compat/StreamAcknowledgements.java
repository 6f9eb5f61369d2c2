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
package org.igniterealtime.openfire.plugin.mucpulse.openfire.compat;

import java.lang.reflect.Field;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.streammanagement.StreamManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * What clients that lost their connection have not acknowledged. No version of the server tells that: its list is read,
 * without the server's lock, which can be held while the server waits for a room. Where the list cannot be read,
 * everything counts as acknowledged. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0198.html">XEP-0198: Stream Management</a>
 */
public final class StreamAcknowledgements {

    private static final Logger Log = LoggerFactory.getLogger(StreamAcknowledgements.class);

    /** Holds the stanzas that were sent and not acknowledged, oldest first; {@code null} where there is none. */
    @Nullable
    private final Field unacknowledged;

    /** Finds out whether this server lets that be read. */
    public StreamAcknowledgements() {
        unacknowledged = find();
    }

    @Nullable
    private static Field find() {
        try {
            final Field field = StreamManager.class.getDeclaredField("unacknowledgedServerStanzas");
            field.setAccessible(true);
            return field;
        } catch (final NoSuchFieldException | RuntimeException e) {
            Log.debug("This server does not let it be known what clients have acknowledged.", e);
            return null;
        }
    }

    /**
     * Since when a session that lost its connection has not acknowledged what a room sent.
     *
     * @param session the session, {@code null} where there is none
     * @param room the bare JID of the room
     * @return when the server sent the first message of the room that was not acknowledged; empty where there is none,
     *     where the session is connected, or where that is not known
     */
    @Nonnull
    public Optional<Instant> since(@Nullable final ClientSession session, @Nonnull final JID room) {
        if (unacknowledged == null || !(session instanceof LocalClientSession local)
            || !local.isDetached() && !local.isClosed()) {
            return Optional.empty();
        }
        final StreamManager manager = local.getStreamManager();
        if (local.isDetached() && !manager.isEnabled()) {
            // So much was not acknowledged that the server gave up counting.
            return Optional.of(local.getLastActiveDate().toInstant());
        }
        try {
            for (final Object stanza : (Collection<?>) unacknowledged.get(manager)) {
                if (stanza instanceof StreamManager.UnackedPacket sent && isOf(sent.packet, room)) {
                    return Optional.of(sent.timestamp.toInstant());
                }
            }
        } catch (final IllegalAccessException | RuntimeException e) {
            // The list changes while it is read.
            Log.debug("It cannot be known what {} has acknowledged.", local.getAddress(), e);
            return Optional.of(local.getLastActiveDate().toInstant());
        }
        return Optional.empty();
    }

    private static boolean isOf(final Packet stanza, final JID room) {
        return stanza instanceof Message && stanza.getFrom() != null && stanza.getFrom().asBareJID().equals(room);
    }
}
