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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import javax.annotation.Nonnull;

/**
 * The numbers of nodes and items, counted again where they are older than a few seconds. Nothing blocks: the values are
 * those that were counted last. Safe for use by several threads.
 */
final class NodeCensus {

    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final NodeCount NONE = new NodeCount(0, 0);

    private final NodeAdministration nodes;
    private final InstantSource clock;
    private final AtomicReference<Instant> asked = new AtomicReference<>(Instant.EPOCH);
    private volatile Map<String, NodeCount> counts = Map.of();
    private volatile CompletionStage<?> counting = CompletableFuture.completedFuture(null);

    NodeCensus(@Nonnull final NodeAdministration nodes, @Nonnull final InstantSource clock) {
        this.nodes = nodes;
        this.clock = clock;
    }

    /** How many nodes there were in a service, a few seconds ago. */
    int nodes(@Nonnull final String service) {
        return of(service).nodes();
    }

    /** How many items there were in a service, a few seconds ago. */
    int items(@Nonnull final String service) {
        return of(service).items();
    }

    /** Counts again where the last count is older than a few seconds; completes when the numbers are there. */
    @Nonnull
    CompletionStage<?> refresh() {
        final Instant now = clock.instant();
        final Instant last = Objects.requireNonNull(asked.get());
        if (last.plus(FRESH).isBefore(now) && asked.compareAndSet(last, now)) {
            counting = nodes.census().thenAccept(counted -> counts = Map.copyOf(counted));
        }
        return counting;
    }

    private NodeCount of(final String service) {
        refresh();
        return counts.getOrDefault(service, NONE);
    }
}
