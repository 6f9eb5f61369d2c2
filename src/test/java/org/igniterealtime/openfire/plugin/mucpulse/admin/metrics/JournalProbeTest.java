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
package org.igniterealtime.openfire.plugin.mucpulse.admin.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Sample;
import org.igniterealtime.openfire.plugin.mucpulse.store.JournalStatus;
import org.igniterealtime.openfire.plugin.mucpulse.store.JournalStatus.Condition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** D6: the health part of the overview says whether the journal can be written. */
class JournalProbeTest {

    static Stream<Arguments> conditions() {
        return Stream.of(Arguments.of(Condition.COMPLETE, Text.of("health.journal.good", 2L), true),
            Arguments.of(Condition.INCOMPLETE, Text.of("health.journal.incomplete", 3L), false),
            Arguments.of(Condition.FAILING, Text.of("health.journal.failing", "/folder"), false),
            Arguments.of(Condition.LOCKED, Text.of("health.journal.locked", "/folder"), false));
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void d6_conditionOfTheJournalIsShown(final Condition condition, final Text text, final boolean good) {
        final JournalProbe probe = new JournalProbe(() -> new JournalStatus(condition, "/folder", 1025, 3));

        assertThat(probe.statuses())
            .containsExactly(new HealthStatus("journal", Text.of("health.journal"), text, good));
        assertThat(probe.samples()).containsExactly(Sample.gauge("journal_bytes", 1025),
            new Sample("journal_records_dropped_total", Metric.Kind.COUNTER, Map.of(), 3));
    }
}
