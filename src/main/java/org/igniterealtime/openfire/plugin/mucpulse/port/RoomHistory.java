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
package org.igniterealtime.openfire.plugin.mucpulse.port;

import java.time.Instant;
import java.util.List;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * What was said in a room since a moment, as far as the room keeps it for those who enter. Immutable.
 *
 * @param complete whether all messages that have a body are there; not where the room keeps none, or has kept so many
 *     that earlier ones are gone
 * @param messages the messages, the oldest first; possibly empty, never {@code null}
 */
public record RoomHistory(boolean complete, @Nonnull List<Entry> messages) {

    /** It is not known what was said. */
    public static final RoomHistory UNKNOWN = new RoomHistory(false, List.of());

    /** Takes a copy of the messages. */
    public RoomHistory {
        messages = List.copyOf(messages);
    }

    /**
     * A message that was broadcast.
     *
     * @param moment when, in milliseconds
     * @param author the bare JID of who sent it, {@code null} where the room hides that
     * @param message the message; not to be changed
     */
    public record Entry(@Nonnull Instant moment, @Nullable JID author, @Nonnull Message message) {
    }

    /**
     * Whether a room keeps a message. Those that have no text in their body are sent to whoever is there, and are not
     * kept.
     *
     * @param message a message that was broadcast
     * @return whether it can be found in the history afterwards
     */
    public static boolean isKept(@Nonnull final Message message) {
        final String body = message.getBody();
        return body != null && !body.trim().isEmpty();
    }
}
