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
package org.igniterealtime.openfire.plugin.mucpulse.feature;

import java.util.List;
import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * Says why something is so, or not, for a user and a room, on the console's page of the user. What is said is found by
 * the code that decides, not by a description of it. Implementations are safe for use by several threads.
 */
public interface RoomQuestion {

    /**
     * What there is to say. Immutable.
     *
     * @param verdict whether it is so, and why, in one sentence
     * @param facts what the verdict follows from
     */
    record Explanation(@Nonnull Text verdict, @Nonnull List<UserSection.Fact> facts) {

        /** Takes a copy. */
        public Explanation {
            facts = List.copyOf(facts);
        }
    }

    /**
     * The name of the answer on the page.
     *
     * @return a word, different from those of all other questions and sections
     */
    @Nonnull
    String id();

    /**
     * The question.
     *
     * @return a text
     */
    @Nonnull
    Text title();

    /**
     * Answers the question. Does not block.
     *
     * @param user the user's bare JID; the user need not have an account
     * @param room the bare JID of a room, which need not exist
     * @return the answer
     */
    @Nonnull
    CompletionStage<Explanation> explain(@Nonnull JID user, @Nonnull JID room);
}
