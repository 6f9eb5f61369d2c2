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

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.Durability.Outlook;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseGuard.Condition;
import org.igniterealtime.openfire.plugin.mucpulse.store.JournalStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of what is saved now. */
class DurabilityTest {

    @Test
    void d6_whatADatabaseTakesIsWritten() {
        assertThat(TestDurability.WRITTEN.outlook()).isEqualTo(Outlook.WRITTEN);
    }

    @ParameterizedTest
    @EnumSource(value = Condition.class, names = "AVAILABLE", mode = EnumSource.Mode.EXCLUDE)
    void d6_whatNoDatabaseTakesIsInTheJournalAsFarAsThatWorks(final Condition condition) {
        assertThat(TestDurability.of(condition, JournalStatus.Condition.COMPLETE).outlook()).isEqualTo(Outlook.JOURNAL);
        assertThat(TestDurability.of(condition, JournalStatus.Condition.FAILING).outlook()).isEqualTo(Outlook.MEMORY);
        assertThat(TestDurability.of(condition, JournalStatus.Condition.LOCKED).outlook()).isEqualTo(Outlook.MEMORY);
        assertThat(TestDurability.of(condition, JournalStatus.Condition.INCOMPLETE).outlook())
            .isEqualTo(Outlook.MEMORY);
    }

    @Test
    void d6_databaseThatAnswersButTakesNothingIsNone() {
        final Durability refused = new Durability(() -> Condition.AVAILABLE,
            () -> new JournalStatus(JournalStatus.Condition.COMPLETE, "folder", 1, 0),
            () -> Optional.of(Duration.ofMinutes(2)));
        final Durability never = new Durability(() -> Condition.AVAILABLE,
            () -> new JournalStatus(JournalStatus.Condition.COMPLETE, "folder", 1, 0), Optional::empty);

        assertThat(refused.outlook()).isEqualTo(Outlook.JOURNAL);
        assertThat(never.outlook()).isEqualTo(Outlook.JOURNAL);
    }
}
