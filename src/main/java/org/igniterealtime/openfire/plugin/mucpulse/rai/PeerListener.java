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

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.RelayListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what happens on the other servers of the cluster (K3), and treats it as if it had happened here, but for
 * writing it to the database. Where something was not heard, the other server is asked for all of late, and what is
 * stored is read again, so that everything is known in the end. Everything is done on the feature's executor. Any
 * thread may call it.
 */
final class PeerListener implements RelayListener, CrashedServers.Survivor {

    private static final Logger Log = LoggerFactory.getLogger(PeerListener.class);

    /** How often a server says that it is there, and how late it is. */
    static final Duration ALIVE_INTERVAL = Duration.ofSeconds(5);
    /** How long to wait before a server is asked: what was lost is often lost together. */
    static final Duration ASKING_DELAY = Duration.ofMillis(500);
    /** For how long into the past a server is asked at least: longer than anything waits for the database. */
    static final Duration PAST = Duration.ofMinutes(10);
    /** How far apart the timestamps of servers can be, which keep up with each other. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final ClusterPorts cluster;
    private final SerialExecutor executor;
    private final MonotonicTimestamps timestamps;
    private final PeerClocks clocks;
    private final PeersHeard heard;
    private final ActivityRecorder activities;
    private final VisitTracker visits;
    private final ActivityLevels levels;
    private final PeerAnswers answers;
    private final StoredUpdates stored;
    @Nullable
    private volatile CrashedServers crashed;

    // Confined to the executor from here on.
    private final Set<String> asking = new HashSet<>();
    private final Coalescer alive;

    PeerListener(@Nonnull final ClusterPorts cluster, @Nonnull final SerialExecutor executor,
                 @Nonnull final MonotonicTimestamps timestamps, @Nonnull final PeersHeard heard,
                 @Nonnull final ActivityRecorder activities, @Nonnull final VisitTracker visits,
                 @Nonnull final ActivityLevels levels, @Nonnull final PeerAnswers answers,
                 @Nonnull final StoredUpdates stored) {
        this.cluster = cluster;
        this.executor = executor;
        this.timestamps = timestamps;
        this.clocks = new PeerClocks(timestamps, cluster.names());
        this.heard = heard;
        this.activities = activities;
        this.visits = visits;
        this.levels = levels;
        this.answers = answers;
        this.stored = stored;
        this.alive = new Coalescer(task -> executor.schedule(ALIVE_INTERVAL, task), this::sayAlive);
    }

    /** Whose clocks are too far ahead. */
    @Nonnull
    PeerClocks clocks() {
        return clocks;
    }

    /** Has somebody find out whether servers that leave have crashed. */
    void findCrashed(@Nonnull final CrashedServers finder) {
        crashed = finder;
    }

    @Override
    @Nonnull
    public String topic() {
        return PeerMessage.TOPIC;
    }

    @Override
    public void peerJoined(@Nonnull final String peer) {
        executor.execute(() -> {
            // Before it is noted as heard, as it was not for some time.
            stored.lookAgain();
            catchUp(peer);
            heard.heard(peer, "", timestamps.next());
            sayAlive();
            final CrashedServers finder = crashed;
            if (finder != null) {
                finder.joined();
            }
        });
    }

    @Override
    public void messagesLost(@Nonnull final String peer) {
        executor.execute(() -> {
            catchUp(peer);
            // It may have asked, which it does not do again.
            answers.tell(peer, notHeardSince(peer));
        });
    }

    @Override
    public void peerLeft(@Nonnull final String peer) {
        executor.execute(() -> {
            final long now = timestamps.next();
            heard.left(peer);
            clocks.left(peer);
            stored.writeWhatIsMissing();
            final CrashedServers finder = crashed;
            if (finder != null) {
                heard.identity(peer).ifPresent(identity -> finder.left(identity, now));
            }
        });
    }

    @Override
    public void received(@Nonnull final String peer, @Nonnull final byte[] message) {
        executor.execute(() -> {
            final PeerMessage read;
            try {
                read = PeerMessage.of(message);
            } catch (final IOException e) {
                Log.debug("A message of the server {} cannot be read, and is ignored.", peer, e);
                return;
            }
            if (read.kind() == PeerMessage.Kind.ALIVE && read.number() != 0) {
                clocks.heard(peer, read.number());
            }
            heard.heard(peer, read.server(), timestamps.next());
            received(peer, read);
        });
    }

    private void received(final String peer, final PeerMessage message) {
        switch (message.kind()) {
            case UPDATE -> update(peer, message);
            case REQUEST -> answers.tell(peer, message.number());
            case LOST -> catchUp(peer);
            case ASSUMED -> activities.assumeActivityUpTo(message.number());
            case ALIVE -> { }
        }
    }

    private void update(final String peer, final PeerMessage message) {
        if (message.number() != 0) {
            levels.countedSince(message.number());
        }
        FailureIsolation.forEach(message.rooms().entrySet(), room ->
            visits.roomDestroyedElsewhere(room.getKey(), room.getValue()));
        FailureIsolation.forEach(message.users().entrySet(), user ->
            visits.userDeletedElsewhere(user.getKey(), user.getValue()));
        FailureIsolation.forEach(message.visits(), visits::visitedElsewhere);
        final String server = message.server().isEmpty() ? peer : message.server();
        FailureIsolation.forEach(message.updates(), said -> activities.saidElsewhere(said, server,
            cluster.self().get()));
        FailureIsolation.forEach(message.counts(), counts -> activities.countedElsewhere(counts, server,
            cluster.self().get()));
    }

    /** Learns what was not heard of a server. */
    private void catchUp(final String peer) {
        stored.readAgain();
        if (asking.add(peer)) {
            // At once, as it may be gone by the time of asking.
            final long since = notHeardSince(peer);
            executor.schedule(ASKING_DELAY, () -> {
                asking.remove(peer);
                cluster.relay().send(peer, PeerMessage.TOPIC,
                    new PeerMessage(PeerMessage.Kind.REQUEST, cluster.self().get(), since).toBytes());
            });
        }
    }

    private long notHeardSince(final String peer) {
        final long now = timestamps.next();
        return Math.min(heard.last(peer).orElse(now) - micros(SKEW), now - micros(PAST));
    }

    private void sayAlive() {
        if (!cluster.relay().peers().isEmpty()) {
            cluster.relay().toAll(PeerMessage.TOPIC,
                new PeerMessage(PeerMessage.Kind.ALIVE, cluster.self().get(), timestamps.now()).toBytes());
            alive.request();
        }
    }

    @Override
    @Nonnull
    public Set<String> present() {
        return heard.identities();
    }

    @Override
    public void assumeActivityUpTo(final long timestamp) {
        activities.assumeActivityUpTo(timestamp);
    }

    @Override
    public void assumed(final long timestamp) {
        cluster.relay().toAll(PeerMessage.TOPIC,
            new PeerMessage(PeerMessage.Kind.ASSUMED, cluster.self().get(), timestamp).toBytes());
    }

    @Override
    public void readStored() {
        executor.execute(stored::readAgain);
    }

    private static long micros(final Duration duration) {
        return TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
    }
}
