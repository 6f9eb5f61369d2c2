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

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthProbe;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Sample;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseGuard.Condition;

/**
 * Says how long ago everything was written to the database, and whether anything can be.
 */
public final class FlushProbe implements HealthProbe {

    /** From when on it is too long ago. */
    private static final Duration LATE = Duration.ofMinutes(1);

    private final Supplier<Optional<Duration>> sinceFlush;
    private final Supplier<Condition> condition;
    private final InstantSource clock;

    /**
     * Creates a probe.
     *
     * @param sinceFlush gives how long ago everything was written, empty where it never was; safe for use by several
     *                   threads
     * @param condition tells what can be done with the database
     * @param clock the wall clock
     */
    public FlushProbe(@Nonnull final Supplier<Optional<Duration>> sinceFlush,
                      @Nonnull final Supplier<Condition> condition, @Nonnull final InstantSource clock) {
        this.sinceFlush = sinceFlush;
        this.condition = condition;
        this.clock = clock;
    }

    @Override
    @Nonnull
    public List<HealthStatus> statuses() {
        final Optional<Duration> since = sinceFlush.get();
        final boolean late = since.filter(time -> time.compareTo(LATE) < 0).isEmpty();
        return List.of(new HealthStatus("flush", Text.of("health.flush"), text(since, late),
            !late && condition.get() == Condition.AVAILABLE));
    }

    private Text text(final Optional<Duration> since, final boolean late) {
        final Text last = since.map(time -> Text.of("health.flush.ago", time.toSeconds()))
            .orElseGet(() -> Text.of("health.never"));
        return condition.get() != Condition.AVAILABLE ? Text.of("health.flush.impossible")
            : late && since.isPresent() ? Text.of("health.flush.late", last) : last;
    }

    @Override
    @Nonnull
    public List<Sample> samples() {
        return sinceFlush.get().map(time -> Sample.gauge("last_write_timestamp_seconds",
            clock.instant().minus(time).getEpochSecond())).stream().toList();
    }
}
