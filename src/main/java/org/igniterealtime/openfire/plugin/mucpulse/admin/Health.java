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
package org.igniterealtime.openfire.plugin.mucpulse.admin;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.annotation.Nonnull;

/**
 * How the plugin is at the moment. Immutable.
 *
 * @param database whether the database answers
 * @param sinceFlush how long ago everything was written to the database, empty where it never was
 * @param queues how much waits, by the name of the queue
 * @param nodes how many servers form a cluster, 1 for a server by itself
 */
public record Health(boolean database, @Nonnull Optional<Duration> sinceFlush, @Nonnull Map<String, Integer> queues,
                     int nodes) {

    /** Takes a copy. */
    public Health {
        queues = new TreeMap<>(queues);
    }
}
