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
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseGuard.Condition;
import org.igniterealtime.openfire.plugin.mucpulse.store.JournalStatus;

/** What becomes of what a test saves. */
public final class TestDurability {

    /** Everything is written at once. */
    public static final Durability WRITTEN = of(Condition.AVAILABLE, JournalStatus.Condition.COMPLETE);

    private TestDurability() {
    }

    static Durability of(final Condition database, final JournalStatus.Condition journal) {
        return new Durability(() -> database, () -> new JournalStatus(journal, "folder", 0, 0),
            () -> Optional.of(Duration.ZERO));
    }
}
