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
 * What a feature adds to the console's page of a user: what it knows of the user, and a button that has it forgotten.
 * All sections are forgotten together as well. Implementations are safe for use by several threads, and do not block.
 */
public interface UserSection {

    /**
     * What is known of a user. Immutable.
     *
     * @param intro a sentence before the rest
     * @param items a list, possibly empty
     * @param facts labels with values, possibly empty
     * @param removable whether there is anything to forget, and so a button
     */
    record Content(@Nonnull List<Text> intro, @Nonnull List<Text> items, @Nonnull List<Fact> facts,
                   boolean removable) {

        /** Takes copies. */
        public Content {
            intro = List.copyOf(intro);
            items = List.copyOf(items);
            facts = List.copyOf(facts);
        }

        /**
         * A list with a button, or a sentence that says that there is nothing.
         *
         * @param items the list
         * @param none what to say where it is empty
         * @return the content
         */
        @Nonnull
        public static Content list(@Nonnull final List<Text> items, @Nonnull final Text none) {
            return new Content(items.isEmpty() ? List.of(none) : List.of(), items, List.of(), !items.isEmpty());
        }
    }

    /**
     * A label with its values.
     *
     * @param label what it is about
     * @param values the values, one a line
     */
    record Fact(@Nonnull Text label, @Nonnull List<Text> values) {

        /** Takes a copy. */
        public Fact {
            values = List.copyOf(values);
        }
    }

    /**
     * The name of the section on the page.
     *
     * @return a word, different from those of all other sections
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
     * What is known of a user.
     *
     * @param user the user's bare JID; the user need not have an account
     * @return the content
     */
    @Nonnull
    CompletionStage<Content> content(@Nonnull JID user);

    /**
     * The name of the button in the form.
     *
     * @return a word, different from those of all other buttons
     */
    @Nonnull
    String button();

    /**
     * What is written on the button.
     *
     * @return a text
     */
    @Nonnull
    Text buttonLabel();

    /**
     * What to say once the button was pressed. The text with the same key after {@code audit.} is written to the
     * security audit log.
     *
     * @return the key of a text without placeholders
     */
    @Nonnull
    String done();

    /**
     * Whether what is known is in the database, so that it is forgotten for good only once that can be written.
     *
     * @return {@code false} where it is in memory alone
     */
    default boolean isStored() {
        return true;
    }

    /**
     * Forgets what is known of a user.
     *
     * @param user the user's bare JID
     */
    void forget(@Nonnull JID user);
}
