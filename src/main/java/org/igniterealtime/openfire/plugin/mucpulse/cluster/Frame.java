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
package org.igniterealtime.openfire.plugin.mucpulse.cluster;

import java.util.List;
import javax.annotation.Nonnull;

/**
 * What travels from one server to another at a time. The frames of one link, which has a number of its own, are
 * numbered from 1; a number that is skipped says that messages were lost. A frame without messages says that the link
 * exists, or that something was lost.
 *
 * @param kind what it says
 * @param sender the id of the server that sends it
 * @param link the number of the link, which is random: another one than before says that the sender regards the
 *     recipient as one that has just joined
 * @param sequence the number of the frame
 * @param messages the messages, in the order in which they were sent
 */
record Frame(@Nonnull Kind kind, @Nonnull String sender, long link, long sequence, @Nonnull List<Message> messages) {

    /** What a frame says. */
    enum Kind {
        /** The sender has messages. */
        MESSAGES,
        /** The sender's plugin is being stopped; this is the last frame of the link. */
        GOODBYE
    }

    /** How many bytes the messages take. */
    int size() {
        return messages.stream().mapToInt(Message::size).sum();
    }
}
