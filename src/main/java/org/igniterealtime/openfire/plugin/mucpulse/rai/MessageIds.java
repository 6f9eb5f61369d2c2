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

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * By what users name the messages of rooms: the id that the room assigned (XEP-0359), and the one that the sender
 * chose. Only hashes are kept, with a key that nobody else knows, so that an id takes the same space whatever its
 * length. Immutable.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0359.html">XEP-0359: Unique and Stable Stanza IDs</a>
 */
final class MessageIds {

    /** The hash of an id that there is none of, or that cannot be relied on. */
    static final long NONE = 0;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final QName STANZA_ID = QName.get("stanza-id", Namespace.get(Namespaces.STANZA_IDS));

    private final Rooms rooms;
    private final HashFunction hash;

    /**
     * The hashes of the ids of one message.
     *
     * @param assigned that of the id that the room assigned, or {@link #NONE}
     * @param chosen that of the id that the sender chose, or {@link #NONE}
     */
    record Pair(long assigned, long chosen) {

        /** Of a message that nobody can name. */
        static final Pair UNKNOWN = new Pair(NONE, NONE);

        // Written out: see the description of the plugin's package.
        @Override
        public boolean equals(final Object other) {
            return other instanceof Pair that && assigned == that.assigned && chosen == that.chosen;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(assigned) * 31 + Long.hashCode(chosen);
        }
    }

    MessageIds(@Nonnull final Rooms rooms) {
        this.rooms = rooms;
        this.hash = Hashing.sipHash24(RANDOM.nextLong(), RANDOM.nextLong());
    }

    /** The hash of an id, which is never {@link #NONE} for one that there is. */
    long hash(@Nullable final String id) {
        return id == null || id.isEmpty() ? NONE : hash.hashBytes(id.getBytes(StandardCharsets.UTF_8)).asLong() | 1;
    }

    /**
     * The ids of a message as a room broadcast it. Where the server assigns them, what the sender chose does not count:
     * it can be an id that was assigned to an earlier message, which everybody in the room has seen.
     */
    @Nonnull
    Pair of(@Nonnull final JID room, @Nonnull final Message message) {
        return rooms.assignsStanzaIds() ? new Pair(assigned(room.toString(), message), NONE)
            : new Pair(NONE, hash(message.getID()));
    }

    /** Where the room assigns ids, it has removed others in its name: two of them cannot be relied on. */
    private long assigned(final String room, final Message message) {
        long found = NONE;
        final List<Element> ids = message.getElement().elements(STANZA_ID);
        for (final Element id : ids) {
            if (room.equals(id.attributeValue("by"))) {
                if (found != NONE) {
                    return NONE;
                }
                found = hash(id.attributeValue("id"));
            }
        }
        return found;
    }
}
