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
package org.igniterealtime.openfire.plugin.mucpulse.admin.pages;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseGuard.Condition;
import org.igniterealtime.openfire.plugin.mucpulse.store.JournalStatus;

/**
 * Says what becomes of something that is saved now and written to the database a moment later. Immutable, and safe for
 * use by several threads as far as the suppliers are.
 *
 * @param condition what can be done with the database
 * @param journal how the journal is
 * @param sinceFlush how long ago everything was written, empty where it never was
 */
public record Durability(@Nonnull Supplier<Condition> condition, @Nonnull Supplier<JournalStatus> journal,
                         @Nonnull Supplier<Optional<Duration>> sinceFlush) {

    /** From when on the database takes nothing, although it answers. */
    private static final Duration LATE = Duration.ofMinutes(1);

    /** What is to be expected. */
    public enum Outlook {
        /** It is written at once. */
        WRITTEN,
        /** It is in the journal until the database can be used. */
        JOURNAL,
        /** It is lost where the server is restarted before the database can be used. */
        MEMORY
    }

    /**
     * What becomes of what is saved now.
     *
     * @return the outlook
     */
    @Nonnull
    public Outlook outlook() {
        if (condition.get() == Condition.AVAILABLE
            && sinceFlush.get().filter(time -> time.compareTo(LATE) < 0).isPresent()) {
            return Outlook.WRITTEN;
        }
        return journal.get().condition() == JournalStatus.Condition.COMPLETE ? Outlook.JOURNAL : Outlook.MEMORY;
    }
}
