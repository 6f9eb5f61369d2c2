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
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * A list of users of whom a feature knows something, for the console's page of users. Implementations are safe for use
 * by several threads, and do not block.
 */
public interface UserList {

    /**
     * A line of the list.
     *
     * @param user the user's bare JID
     * @param cells what is known, for each of the {@link UserList#columns}; sorted as a number or a moment
     *              where they hold nothing else
     */
    record Line(@Nonnull JID user, @Nonnull List<Text> cells) {

        /** Takes a copy. */
        public Line {
            cells = List.copyOf(cells);
        }
    }

    /**
     * The name of the list on the page.
     *
     * @return a word, different from those of all other lists
     */
    @Nonnull
    String id();

    /**
     * The heading.
     *
     * @return a text
     */
    @Nonnull
    Text title();

    /**
     * The headings of the columns, after that of the user.
     *
     * @return the keys of the texts
     */
    @Nonnull
    List<String> columns();

    /**
     * Whose users these are, in a cluster of several servers.
     *
     * @return a sentence, empty where there is nothing to say
     */
    @Nonnull
    default Optional<Text> place() {
        return Optional.empty();
    }

    /**
     * The lines.
     *
     * @param limit how many at most; as many where there are more
     * @return the lines, in any order
     */
    @Nonnull
    CompletionStage<List<Line>> lines(int limit);
}
