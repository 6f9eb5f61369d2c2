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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster;

/** Decides which server is home. */
final class HomeRule {

    /** How long nobody is home while it is not known who the others are. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Cluster cluster;

    HomeRule(@Nonnull final Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Decides.
     *
     * @param before the server that has been home
     * @param known whether the list of the servers with the plugin was read since this server has joined
     * @param peers the peers
     * @param waited for how long this server has been joining, or has not been able to read the list
     * @return the server that is home from now on
     */
    @Nonnull
    Optional<String> decide(@Nonnull final Optional<String> before, final boolean known,
                            @Nonnull final Set<String> peers, @Nonnull final Duration waited) {
        final String self = cluster.self();
        final Optional<String> home = undisturbed(self, known, peers, waited);
        final boolean becomes = home.filter(self::equals).isPresent() && before.filter(self::equals).isEmpty();
        return becomes && cluster.isLeavingOthers() ? Optional.empty() : home;
    }

    private Optional<String> undisturbed(final String self, final boolean known, final Set<String> peers,
                                         final Duration waited) {
        final boolean isOver = waited.compareTo(PATIENCE) >= 0;
        return switch (cluster.state()) {
            case SINGLE -> Optional.of(self);
            case JOINING -> isOver && !cluster.isLeavingOthers() ? Optional.of(self) : Optional.empty();
            case JOINED -> known || isOver ? Optional.of(chosen(self, peers)) : Optional.empty();
        };
    }

    private String chosen(final String self, final Set<String> peers) {
        final TreeSet<String> candidates = new TreeSet<>(peers);
        candidates.add(self);
        return cluster.senior().filter(candidates::contains).orElseGet(candidates::first);
    }
}
