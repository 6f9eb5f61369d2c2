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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Handover;

/**
 * Writes down how many messages were counted, for the next start: every hour, as the numbers of a day are not to be
 * lost where the server crashes, and when the plugin is stopped. Safe for use by several threads.
 */
final class ActivityLevelSaver {

    /** How often they are written. */
    static final Duration INTERVAL = Duration.ofHours(1);
    /** When they are written first: what was read is no longer in the file. */
    static final Duration FIRST = Duration.ofMinutes(1);

    private final SerialExecutor executor;
    private final ActivityLevels levels;
    private final Handover handover;
    private boolean stopped;

    /**
     * Creates it.
     *
     * @param executor runs what writes the file
     * @param levels what is written
     * @param handover the file
     */
    ActivityLevelSaver(@Nonnull final SerialExecutor executor, @Nonnull final ActivityLevels levels,
                       @Nonnull final Handover handover) {
        this.executor = executor;
        this.levels = levels;
        this.handover = handover;
    }

    /**
     * Reads what the last run wrote, and begins to write. Blocks.
     *
     * @param missed whether the server went on without the plugin since a moment
     */
    synchronized void start(@Nonnull final Predicate<Instant> missed) {
        handover.take().ifPresent(earlier ->
            levels.takeOver(earlier.records(), earlier.written(), missed.test(earlier.written())));
        executor.schedule(FIRST, this::save);
    }

    private synchronized void save() {
        if (!stopped) {
            executor.schedule(INTERVAL, this::save);
            handover.write(levels.write());
        }
    }

    /** Writes a last time. */
    synchronized void stop() {
        stopped = true;
        handover.write(levels.write());
    }
}
