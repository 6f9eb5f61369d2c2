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
package org.igniterealtime.openfire.plugin.mucpulse.mention;

import com.google.common.base.Utf8;
import java.time.Instant;
import java.util.List;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * A message that a room broadcast and that mentions somebody, as it is kept until it is forwarded: as text, as elements
 * take much more memory. Immutable.
 *
 * @param room the bare JID of the room
 * @param author the bare JID of the author
 * @param id what tells the message from others of the author
 * @param xml the message
 * @param excerpt what it says, in short
 * @param moment when it was broadcast
 * @param created when the room was created that broadcast it, by the clock of whichever server did that
 * @param uris who is mentioned, as the author wrote it
 */
record Broadcast(@Nonnull JID room, @Nonnull JID author, @Nonnull String id, @Nonnull String xml,
                 @Nonnull String excerpt, @Nonnull Instant moment, @Nonnull Instant created,
                 @Nonnull List<String> uris) {

    /** What a broadcast takes in memory besides its texts, in bytes. */
    private static final int OVERHEAD = 500;
    private static final int BYTES_PER_CHARACTER = 2;
    /** What the elements of a notification take that are the same for all, in bytes of UTF-8, generously. */
    private static final int FRAME = 1_000;
    /** How much longer a character can become that XML has to write otherwise. */
    private static final int ESCAPED = 5;
    private static final String TO_BE_ESCAPED = "<>&'\"";

    // Takes a copy.
    Broadcast {
        uris = List.copyOf(uris);
    }

    /** Who may be meant. Takes time: not for the threads of the server. */
    @Nonnull
    List<MentionTarget> targets() {
        return uris.stream().flatMap(uri -> MentionTarget.parse(uri, room).stream()).toList();
    }

    /**
     * How long a notification of it is.
     *
     * @param recipient to whom
     * @return a number of bytes in UTF-8; somewhat more than it is
     */
    int stanzaSize(@Nonnull final JID recipient) {
        // The room is where the notification is from, and to whom the message is.
        return FRAME + Utf8.encodedLength(xml) + escapedLength(excerpt) + 2 * escapedLength(room.toString())
            + escapedLength(recipient.toString());
    }

    private static int escapedLength(final String text) {
        int length = Utf8.encodedLength(text);
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || TO_BE_ESCAPED.indexOf(text.charAt(i)) >= 0) {
                length += ESCAPED;
            }
        }
        return length;
    }

    /** How much memory it takes, at most. */
    long bytes() {
        return OVERHEAD + (long) BYTES_PER_CHARACTER * (xml.length() + excerpt.length() + id.length()
            + uris.stream().mapToInt(String::length).sum());
    }
}
