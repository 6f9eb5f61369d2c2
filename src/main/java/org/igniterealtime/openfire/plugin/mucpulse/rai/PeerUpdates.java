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

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.xmpp.packet.JID;

/**
 * Tells the other servers of the cluster what happens on this one: at once where nothing was told for a while, else
 * gathered until then. However many messages there are in a room, it is named once in a batch (K2). Without other
 * servers it does nothing, and costs one look at a field. Safe for use by several threads.
 */
final class PeerUpdates {

    /** After what time at the earliest one batch follows another. */
    static final Duration WINDOW = Duration.ofMillis(200);
    /** How many visits, and how many other events, are gathered at most; peers read anew what is left out. */
    static final int CAPACITY = 50_000;

    private final ClusterPorts cluster;
    private final Ticker ticker;
    private final Coalescer sending;
    private final Queue<TrackedRoom> rooms = new ConcurrentLinkedQueue<>();
    private final Queue<PeerMessage.PeerVisit> visits = new ConcurrentLinkedQueue<>();
    private final AtomicInteger gathered = new AtomicInteger();
    private final Object lock = new Object();
    private Map<JID, Long> destroyed = new LinkedHashMap<>();
    private Map<JID, Long> deleted = new LinkedHashMap<>();
    private volatile boolean lost;
    /** When the last batch was sent, in nanoseconds of the ticker. */
    private volatile long lastSent;

    PeerUpdates(@Nonnull final ClusterPorts cluster, @Nonnull final SerialExecutor executor,
                @Nonnull final Ticker ticker) {
        this.cluster = cluster;
        this.ticker = ticker;
        this.lastSent = ticker.read() - WINDOW.toNanos();
        this.sending = Coalescer.after(executor, this::pause, this::send);
    }

    /** How long to wait until the next batch. */
    private Duration pause() {
        return Duration.ofNanos(Math.max(0, lastSent + WINDOW.toNanos() - ticker.read()));
    }

    private boolean isAlone() {
        return cluster.relay().peers().isEmpty();
    }

    /** Something was said in a room. */
    void said(@Nonnull final TrackedRoom room) {
        if (!isAlone() && room.markUnsent()) {
            rooms.add(room);
            sending.request();
        }
    }

    /** A session entered or left a room. */
    void visited(@Nonnull final JID session, @Nonnull final JID room, final long timestamp, final boolean left) {
        if (!isAlone() && isPlace()) {
            visits.add(new PeerMessage.PeerVisit(session, room, timestamp, left));
            sending.request();
        }
    }

    void roomDestroyed(@Nonnull final JID room, final long timestamp) {
        if (!isAlone() && isPlace()) {
            synchronized (lock) {
                if (destroyed.put(room, timestamp) != null) {
                    gathered.decrementAndGet();
                }
            }
            sending.request();
        }
    }

    void userDeleted(@Nonnull final JID user, final long timestamp) {
        if (!isAlone() && isPlace()) {
            synchronized (lock) {
                if (deleted.put(user, timestamp) != null) {
                    gathered.decrementAndGet();
                }
            }
            sending.request();
        }
    }

    private boolean isPlace() {
        if (gathered.incrementAndGet() <= CAPACITY) {
            return true;
        }
        gathered.decrementAndGet();
        lost = true;
        sending.request();
        return false;
    }

    /** Tells what was gathered so far. On the feature's executor. */
    void send() {
        lastSent = ticker.read();
        final Map<JID, Long> someDestroyed;
        final Map<JID, Long> someDeleted;
        synchronized (lock) {
            someDestroyed = destroyed;
            someDeleted = deleted;
            destroyed = new LinkedHashMap<>();
            deleted = new LinkedHashMap<>();
        }
        gathered.addAndGet(-someDestroyed.size() - someDeleted.size());
        final PeerMessages messages = new PeerMessages(cluster.self().get(), 0, this::toAll);
        someDestroyed.forEach(messages::roomDestroyed);
        someDeleted.forEach(messages::userDeleted);
        for (PeerMessage.PeerVisit visit = visits.poll(); visit != null; visit = visits.poll()) {
            gathered.decrementAndGet();
            messages.add(visit);
        }
        // Not more than are there now: a room in which somebody speaks meanwhile has its turn in the next batch.
        for (int left = rooms.size(); left > 0; left--) {
            final TrackedRoom room = rooms.poll();
            if (room != null) {
                messages.add(room.takeUnsent());
            }
        }
        messages.flush();
        if (lost) {
            lost = false;
            toAll(new PeerMessage(PeerMessage.Kind.LOST, cluster.self().get(), 0).toBytes());
        }
    }

    private void toAll(final byte[] message) {
        cluster.relay().toAll(PeerMessage.TOPIC, message);
    }
}
