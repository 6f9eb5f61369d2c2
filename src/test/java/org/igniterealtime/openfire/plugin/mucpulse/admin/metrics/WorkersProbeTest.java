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

import com.google.common.base.Ticker;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.BoundedWorker;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.KeyedExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.QueueLimits;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Registrations;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Workers;
import org.junit.jupiter.api.Test;

/** S1: every worker has a line of the health part, whenever and however it was created. */
class WorkersProbeTest {

    private static final QueueLimits LIMITS = new QueueLimits(100, 100_000, 100, 1_000_000, Duration.ofMinutes(1), 1, 1, 1,
        Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final Workers workers = new Workers(new ErrorHandler(Ticker.systemTicker()), Ticker.systemTicker());
    /** Created before any worker is. */
    private final WorkersProbe probe = new WorkersProbe(workers::all, Ticker.systemTicker());

    private List<String> lines() {
        return probe.statuses().stream().map(HealthStatus::id).toList();
    }

    @Test
    void s1_workerOfEveryKindHasALineFromItsCreationOn() {
        assertThat(lines()).containsExactly("dropped");

        try (Registrations registrations = new Registrations()) {
            workers.executor("serial", registrations);
            workers.pool("pooled", 1, 10, registrations);
            final List<BoundedWorker> bounded = workers.boundedWorkers("bounded", 2, 10, 1_000);
            registrations.onClose(() -> bounded.forEach(BoundedWorker::close));
            final KeyedExecutor<String> keyed = workers.keyedExecutor("keyed", LIMITS, key -> true);
            registrations.onClose(keyed::close);

            assertThat(lines()).containsExactly("queue-bounded", "queue-keyed", "queue-pooled", "queue-serial", "dropped");
            assertThat(probe.samples()).hasSize(4 * 4);
        }
    }

    /** A further kind of worker has to be tried above; one that repeats a step has the line that its creator adds. */
    @Test
    void s1_theseAreTheWaysToCreateWorkers() {
        assertThat(Arrays.stream(Workers.class.getDeclaredMethods()).filter(method -> Modifier.isPublic(method.getModifiers()))
            .map(Method::getName)).containsExactlyInAnyOrder("executor", "pool", "boundedWorkers", "keyedExecutor", "repeating",
                "add", "errors", "ticker", "all");
    }
}
