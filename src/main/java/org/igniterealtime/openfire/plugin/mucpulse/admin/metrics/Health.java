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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.WorkerStatus;

/**
 * How the plugin is at the moment. Immutable.
 *
 * @param database whether the database answers
 * @param sinceFlush how long ago everything was written to the database, empty where it never was
 * @param workers how the workers are, by their names
 * @param troubles what went wrong
 * @param nodes how many servers form a cluster, 1 for a server by itself
 */
public record Health(boolean database, @Nonnull Optional<Duration> sinceFlush,
                     @Nonnull Map<String, WorkerStatus> workers, @Nonnull Map<Trouble, Count> troubles, int nodes) {

    /** Takes copies. */
    public Health {
        workers = new TreeMap<>(workers);
        troubles = new TreeMap<>(troubles);
    }

    /** What can go wrong, and is counted. */
    public enum Trouble {
        /** Tasks and stanzas that were dropped, as too many waited. */
        DROPPED,
        /** Something was thrown where nothing should have been. */
        FAILURES,
        /** Requests that were answered with an error, as nothing else was said in time. */
        LATE
    }

    /**
     * How often something went wrong.
     *
     * @param number how often since the start
     * @param recent whether it did of late
     */
    public record Count(long number, boolean recent) {
    }
}
