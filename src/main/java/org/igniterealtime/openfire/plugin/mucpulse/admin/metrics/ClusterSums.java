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
import java.util.Optional;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.ActiveRoom;

/** The numbers of the other servers of the cluster, to be added to those of this server. */
interface ClusterSums {

    /** A server by itself. */
    ClusterSums ALONE = new ClusterSums() {
        @Override
        public boolean isInCluster() {
            return false;
        }

        @Override
        @Nonnull
        public Supplier<Optional<Others>> ask() {
            return Optional::empty;
        }
    };

    /**
     * The other servers. Immutable.
     *
     * @param servers how many servers have answered
     * @param silent the names of those that have not
     * @param totals the sums of their metrics, by the names of the metrics
     * @param rooms the rooms in which most was said on each of them, a room perhaps several times
     */
    record Others(int servers, @Nonnull List<String> silent, @Nonnull Map<String, Long> totals,
                  @Nonnull List<ActiveRoom> rooms) {

        /** Takes copies. */
        public Others {
            silent = List.copyOf(silent);
            totals = Map.copyOf(totals);
            rooms = List.copyOf(rooms);
        }
    }

    /** Whether this server is one of a cluster of several. */
    boolean isInCluster();

    /**
     * Asks the other servers.
     *
     * @return waits for the answers, for about a second at most; empty where this server is not one of a cluster
     */
    @Nonnull
    Supplier<Optional<Others>> ask();
}
