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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.xmpp.packet.JID;

/**
 * The choices that were made since the plugin was started, on whichever server of the cluster, as the database does not
 * say when one was made. Their number is bounded; those made longest ago are forgotten. Safe for use by several
 * threads.
 */
final class RecentChoices {

    /** How many are remembered. */
    static final int CAPACITY = 10_000;

    private final Map<JID, SharedChoice> choices = new LinkedHashMap<>();

    /** The last choice of a user, empty where it is not one of late. */
    @Nonnull
    synchronized Optional<SharedChoice> of(@Nonnull final JID user) {
        return Optional.ofNullable(choices.get(user));
    }

    /** Notes a choice that was made on this server. */
    @Nonnull
    synchronized SharedChoice made(@Nonnull final ConsentJournal.Choice choice, final boolean deleted) {
        final SharedChoice before = choices.get(choice.user());
        final SharedChoice made = new SharedChoice(choice,
            before == null ? MonotonicTimestamps.NEVER : before.choice().made(), deleted);
        put(made);
        return made;
    }

    /** Notes what applies from now on. */
    synchronized void put(@Nonnull final SharedChoice choice) {
        choices.remove(choice.choice().user());
        choices.put(choice.choice().user(), choice);
        final Iterator<SharedChoice> oldest = choices.values().iterator();
        while (choices.size() > CAPACITY) {
            oldest.next();
            oldest.remove();
        }
    }

    /** All of them; a copy. */
    @Nonnull
    synchronized List<SharedChoice> all() {
        return List.copyOf(choices.values());
    }
}
