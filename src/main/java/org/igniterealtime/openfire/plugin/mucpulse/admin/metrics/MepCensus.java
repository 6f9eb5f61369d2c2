/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeAdministration;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeCount;

/**
 * Remembers for a few seconds how many nodes there are, as they have to be counted. Nothing blocks: who asks gets what
 * was counted last. Safe for use by several threads.
 */
public final class MepCensus {

    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final NodeCount NONE = new NodeCount(0, 0);

    private final NodeAdministration nodes;
    private final InstantSource clock;
    private final AtomicReference<Instant> asked = new AtomicReference<>(Instant.EPOCH);
    private volatile Map<String, NodeCount> counts = Map.of();

    /**
     * Creates a census.
     *
     * @param nodes counts
     * @param clock the wall clock
     */
    public MepCensus(@Nonnull final NodeAdministration nodes, @Nonnull final InstantSource clock) {
        this.nodes = nodes;
        this.clock = clock;
    }

    /**
     * How many nodes there were in a service, a few seconds ago.
     *
     * @param service the service's domain
     * @return the number of nodes
     */
    public int nodes(@Nonnull final String service) {
        return of(service).nodes();
    }

    /**
     * How many items there were in a service, a few seconds ago.
     *
     * @param service the service's domain
     * @return the number of items
     */
    public int items(@Nonnull final String service) {
        return of(service).items();
    }

    private NodeCount of(final String service) {
        final Instant now = clock.instant();
        final Instant last = asked.get();
        if (last.plus(FRESH).isBefore(now) && asked.compareAndSet(last, now)) {
            nodes.census().thenAccept(counted -> counts = Map.copyOf(counted));
        }
        return counts.getOrDefault(service, NONE);
    }
}
