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

import java.util.function.Consumer;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * Divides what peers are to be told into messages of a moderate size. What was destroyed and who was where are to be
 * added before what was said, so that nobody is told of what they have seen. Not safe for use by several threads.
 */
final class PeerMessages {

    /** From how many bytes on, as estimated, a message is sent. */
    static final int SIZE = 32_768;
    /** The bytes of an entry without its addresses, about. */
    private static final int ENTRY = 40;
    /** The bytes of the count of one hour. */
    private static final int HOUR = Long.BYTES + Integer.BYTES;

    private final String server;
    private final long countedSince;
    private final Consumer<byte[]> sender;
    private PeerMessage message;
    private int size;

    /**
     * Begins.
     *
     * @param server the identity of this server
     * @param countedSince since when messages are counted, 0 where that is not said
     * @param sender sends a message
     */
    PeerMessages(@Nonnull final String server, final long countedSince, @Nonnull final Consumer<byte[]> sender) {
        this.server = server;
        this.countedSince = countedSince;
        this.sender = sender;
        this.message = empty();
    }

    private PeerMessage empty() {
        return new PeerMessage(PeerMessage.Kind.UPDATE, server, countedSince);
    }

    void roomDestroyed(@Nonnull final JID room, final long timestamp) {
        message.rooms().put(room, timestamp);
        added(room.toString().length());
    }

    void userDeleted(@Nonnull final JID user, final long timestamp) {
        message.users().put(user, timestamp);
        added(user.toString().length());
    }

    void add(@Nonnull final PeerMessage.PeerVisit visit) {
        message.visits().add(visit);
        added(visit.session().toString().length() + visit.room().toString().length());
    }

    void add(@Nonnull final PeerMessage.Update update) {
        message.updates().add(update);
        final JID author = update.activity().author();
        added(update.room().toString().length() + (author == null ? 0 : author.toString().length()));
    }

    void add(@Nonnull final PeerMessage.Counts counts) {
        message.counts().add(counts);
        added(counts.room().toString().length() + counts.origin().length() + counts.hours().size() * HOUR);
    }

    private void added(final int characters) {
        size += ENTRY + characters;
        if (size >= SIZE) {
            flush();
        }
    }

    /** Sends what was added since the last message. */
    void flush() {
        if (size > 0) {
            final PeerMessage full = message;
            message = empty();
            size = 0;
            sender.accept(full.toBytes());
        }
    }
}
