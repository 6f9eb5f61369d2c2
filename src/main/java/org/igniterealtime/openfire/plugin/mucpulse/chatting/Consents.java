/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * What users chose: in memory, where it takes effect at once, and written to the database after that. Choices are few
 * and small, so that all of them can be held. Safe for use by several threads.
 */
final class Consents {

    private final ChattingStore store;
    private final Map<JID, Choice> choices = new ConcurrentHashMap<>();
    /** What is to be written yet; empty where a choice is to be forgotten. */
    private final Map<JID, Optional<Choice>> unwritten = new ConcurrentHashMap<>();

    Consents(@Nonnull final ChattingStore store) {
        this.store = store;
    }

    /** Reads all choices; those that were made in the meantime prevail. Blocks. */
    void load() throws IOException {
        store.choices().forEach((user, choice) -> {
            if (!unwritten.containsKey(user)) {
                choices.putIfAbsent(user, choice);
            }
        });
    }

    @Nonnull
    Optional<Choice> stated(@Nonnull final JID user) {
        return Optional.ofNullable(choices.get(user));
    }

    void state(@Nonnull final JID user, @Nonnull final Choice choice) {
        unwritten.put(user, Optional.of(choice));
        choices.put(user, choice);
    }

    void forget(@Nonnull final JID user) {
        unwritten.put(user, Optional.empty());
        choices.remove(user);
    }

    /** Writes what is not written yet. Blocks. What fails remains to be written. */
    void write() throws IOException {
        for (final Map.Entry<JID, Optional<Choice>> entry : unwritten.entrySet()) {
            final JID user = entry.getKey();
            final Optional<Choice> choice = entry.getValue();
            if (choice.isPresent()) {
                store.keep(user, choice.get());
            } else {
                store.forget(user);
            }
            // Unless the user has chosen something else in between.
            unwritten.remove(user, choice);
        }
    }
}
