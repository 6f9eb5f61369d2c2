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

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.UnaryOperator;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthProbe;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus.Level;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the timestamps keep up with the clocks of the other servers of the cluster (K3), and names those that are too far
 * ahead for that. Safe for use by several threads.
 */
final class PeerClocks implements HealthProbe {

    private static final Logger Log = LoggerFactory.getLogger(PeerClocks.class);

    private final MonotonicTimestamps timestamps;
    private final UnaryOperator<String> names;
    private final Set<String> tooFarAhead = new ConcurrentSkipListSet<>();

    /**
     * Creates it.
     *
     * @param timestamps are to keep up
     * @param names what a person calls the server with an id
     */
    PeerClocks(@Nonnull final MonotonicTimestamps timestamps, @Nonnull final UnaryOperator<String> names) {
        this.timestamps = timestamps;
        this.names = names;
    }

    /** A server has said what time it has. */
    void heard(@Nonnull final String peer, final long timestamp) {
        if (timestamps.keepUpWith(timestamp)) {
            tooFarAhead.remove(peer);
        } else if (tooFarAhead.add(peer)) {
            Log.warn("The clock of the server {} of the cluster is more than {} minutes ahead of this server's, which "
                + "does not go by it. Set the clock that is wrong.",
                names.apply(peer), MonotonicTimestamps.MOST_AHEAD.toMinutes());
        }
    }

    /** A server has left. */
    void left(@Nonnull final String peer) {
        tooFarAhead.remove(peer);
    }

    @Override
    @Nonnull
    public List<HealthStatus> statuses() {
        return tooFarAhead.stream().map(peer -> new HealthStatus("clock-" + peer,
            Text.of("health.clock", names.apply(peer)),
            Text.of("health.clock.ahead", MonotonicTimestamps.MOST_AHEAD.toMinutes()), Level.WARNING)).toList();
    }
}
