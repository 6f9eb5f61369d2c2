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
package org.igniterealtime.openfire.plugin.mucpulse.port;

import javax.annotation.Nonnull;

/**
 * Hears of servers that join and leave the cluster. Called on a thread of the server, which no listener may block: the
 * server does nothing else about the cluster meanwhile. After a split has healed, the side that gives way hears that it
 * left and joined; the other side hears of each member that joins it.
 */
public interface ClusterListener {

    /** This server joined a cluster; what the members share is there. */
    default void joined() {
    }

    /** This server left its cluster, or is shutting down. */
    default void left() {
    }

    /**
     * Another server joined.
     *
     * @param member the server's id
     */
    default void memberJoined(@Nonnull final String member) {
    }

    /**
     * Another server left, died, or cannot be reached.
     *
     * @param member the server's id
     */
    default void memberLeft(@Nonnull final String member) {
    }

    /** This server became the senior member. */
    default void becameSenior() {
    }
}
