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

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthProbe;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Sample;
import org.igniterealtime.openfire.plugin.mucpulse.store.JournalStatus;

/**
 * Says whether what waits for the database is safe in the journal.
 */
public final class JournalProbe implements HealthProbe {

    private static final long KIBIBYTE = 1024;

    private final Supplier<JournalStatus> journal;

    /**
     * Creates a probe.
     *
     * @param journal tells how the journal is; safe for use by several threads
     */
    public JournalProbe(@Nonnull final Supplier<JournalStatus> journal) {
        this.journal = journal;
    }

    @Override
    @Nonnull
    public List<HealthStatus> statuses() {
        final JournalStatus status = journal.get();
        final Text text = switch (status.condition()) {
            case COMPLETE -> Text.of("health.journal.good", (status.bytes() + KIBIBYTE - 1) / KIBIBYTE);
            case INCOMPLETE -> Text.of("health.journal.incomplete", status.dropped());
            case FAILING -> Text.of("health.journal.failing", status.folder());
            case LOCKED -> Text.of("health.journal.locked", status.folder());
        };
        return List.of(new HealthStatus("journal", Text.of("health.journal"), text,
            status.condition() == JournalStatus.Condition.COMPLETE));
    }

    @Override
    @Nonnull
    public List<Sample> samples() {
        final JournalStatus status = journal.get();
        return List.of(Sample.gauge("journal_bytes", status.bytes()),
            new Sample("journal_records_dropped_total", Metric.Kind.COUNTER, Map.of(), status.dropped()));
    }
}
