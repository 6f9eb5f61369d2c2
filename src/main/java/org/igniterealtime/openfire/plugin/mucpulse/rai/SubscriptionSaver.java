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

import java.time.Duration;
import java.util.List;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Handover;

/**
 * Writes down the subscriptions for the next start: all of them when the plugin is stopped, and those of other servers
 * once in a while, as these go on where this server crashes. Confined to the feature's executor.
 */
final class SubscriptionSaver {

    /** How often those of other servers are written. */
    static final Duration INTERVAL = Duration.ofMinutes(10);

    private final SerialExecutor executor;
    private final RoomActivityIndicators rai;
    private final Handover handover;
    private boolean stopped;
    /** There is a file that has some. */
    private boolean written;

    SubscriptionSaver(@Nonnull final SerialExecutor executor, @Nonnull final RoomActivityIndicators rai,
                      @Nonnull final Handover handover) {
        this.executor = executor;
        this.rai = rai;
        this.handover = handover;
    }

    /** Begins to write those of other servers. For all threads. */
    void start() {
        executor.schedule(INTERVAL, this::save);
    }

    private void save() {
        if (stopped) {
            return;
        }
        executor.schedule(INTERVAL, this::save);
        final List<byte[]> remote = rai.handOverRemote();
        if (written || !remote.isEmpty()) {
            handover.write(remote.iterator());
            written = !remote.isEmpty();
        }
    }

    /** Writes all, and no more after that. */
    void stop() {
        stopped = true;
        handover.write(rai.handOver().iterator());
    }
}
