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
package org.igniterealtime.openfire.plugin.mucpulse.cluster;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.annotation.Nonnull;

/**
 * How the relay is at one moment. All numbers are those of this server, and those of what has happened are counted from
 * when the plugin was started. Immutable.
 *
 * @param view the cluster
 * @param queues what waits for each peer, by the ids of the peers
 * @param counts how often something has happened, by names such as {@code sent}, in the order in which they are shown
 */
public record RelayStatus(@Nonnull ClusterView view, @Nonnull Map<String, Queue> queues, @Nonnull List<Count> counts) {

    /** Takes copies. */
    public RelayStatus {
        queues = Collections.unmodifiableMap(new TreeMap<>(queues));
        counts = List.copyOf(counts);
    }

    /**
     * What waits for a peer.
     *
     * @param messages how many messages wait or are on their way
     * @param delay for how long the oldest of them has waited
     */
    public record Queue(int messages, @Nonnull Duration delay) {
    }

    /**
     * How often something has happened.
     *
     * @param name what
     * @param number how often
     */
    public record Count(@Nonnull String name, long number) {
    }

    /** For how long the oldest message of all has waited. */
    @Nonnull
    public Duration delay() {
        return queues.values().stream().map(Queue::delay).max(Duration::compareTo).orElse(Duration.ZERO);
    }
}
