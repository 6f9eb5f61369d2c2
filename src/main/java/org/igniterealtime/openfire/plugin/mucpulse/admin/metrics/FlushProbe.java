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
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthProbe;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Sample;

/**
 * Says how long ago everything was written to the database.
 */
public final class FlushProbe implements HealthProbe {

    /** From when on it is too long ago. */
    private static final Duration LATE = Duration.ofMinutes(1);

    private final Supplier<Optional<Duration>> sinceFlush;

    /**
     * Creates a probe.
     *
     * @param sinceFlush gives how long ago everything was written, empty where it never was; safe for use by several
     *                   threads
     */
    public FlushProbe(@Nonnull final Supplier<Optional<Duration>> sinceFlush) {
        this.sinceFlush = sinceFlush;
    }

    @Override
    @Nonnull
    public List<HealthStatus> statuses() {
        final Optional<Duration> since = sinceFlush.get();
        return List.of(new HealthStatus("flush", Text.of("health.flush"),
            since.map(time -> Text.of("health.flush.ago", time.toSeconds())).orElseGet(() -> Text.of("health.never")),
            since.filter(time -> time.compareTo(LATE) < 0).isPresent()));
    }

    @Override
    @Nonnull
    public List<Sample> samples() {
        return sinceFlush.get().map(time -> Sample.gauge("seconds_since_flush", time.toSeconds())).stream().toList();
    }
}
