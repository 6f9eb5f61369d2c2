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

import com.google.common.base.Ticker;
import java.time.Duration;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.RepeatingWorker;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.WorkerStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Workers;

/**
 * Sends what waits for one peer, on a thread of its own. The thread ends when the link is closed, or when the call that
 * takes a frame to the peer has returned after that: the call is not interrupted, as the server would log that as an
 * error. Safe for use by several threads.
 */
final class PeerSender implements WorkerStatus.Source {

    /** The name of the line of the health page that all senders have in common. */
    static final String LINE = "relay_sender";

    private static final long IDLE = Long.MIN_VALUE;

    private final PeerLink link;
    private final Carrier carrier;
    private final Ticker ticker;
    private final RepeatingWorker worker;
    private volatile long since = IDLE;

    /** Starts the thread. */
    PeerSender(@Nonnull final PeerLink link, @Nonnull final Carrier carrier, @Nonnull final Workers workers) {
        this.link = link;
        this.carrier = carrier;
        this.ticker = workers.ticker();
        worker = workers.repeating("relay-" + link.peer(), this::sendNext);
    }

    private boolean sendNext() throws InterruptedException {
        final Frame frame = link.await();
        if (frame == null) {
            return false;
        }
        byte[] reply = {};
        since = ticker.read();
        try {
            reply = carrier.carry(link.peer(), FrameFormat.write(frame));
        } finally {
            since = IDLE;
            Reply.of(reply).settle(link);
        }
        return true;
    }

    @Override
    @Nonnull
    public WorkerStatus status() {
        final long begun = since;
        final Duration busy = begun == IDLE ? Duration.ZERO
            : Duration.ofNanos(Math.max(0, ticker.read() - begun));
        return new WorkerStatus(worker.isHealthy(), busy, link.waiting(), 0);
    }

    /** Whether the link was closed and the thread has ended. */
    boolean isOver() {
        return worker.isOver();
    }

    /**
     * Waits until the thread has ended.
     *
     * @param patience for how long at most
     */
    void join(@Nonnull final Duration patience) {
        worker.join(patience);
    }
}
