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
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.xmpp.packet.JID;

/**
 * Tells another server everything that happened since a moment, as it has joined or has lost messages: little by
 * little, so that neither this server nor the relay has too much to do at once. Confined to the feature's executor.
 */
final class PeerAnswers {

    /** After what time the next part follows. */
    static final Duration PAUSE = Duration.ofMillis(20);
    /** How many rooms are looked at for one part. */
    static final int ROOMS = 500;

    private final ClusterPorts cluster;
    private final SerialExecutor executor;
    private final VisitTracker visits;
    private final TrackedRooms tracked;
    private final ActivityLevels levels;
    /** By the server that is told. */
    private final Map<String, Answer> underWay = new HashMap<>();

    private record Answer(long since, Queue<byte[]> ready, Iterator<TrackedRoom> rooms) {
    }

    PeerAnswers(@Nonnull final ClusterPorts cluster, @Nonnull final SerialExecutor executor,
                @Nonnull final VisitTracker visits, @Nonnull final TrackedRooms tracked,
                @Nonnull final ActivityLevels levels) {
        this.cluster = cluster;
        this.executor = executor;
        this.visits = visits;
        this.tracked = tracked;
        this.levels = levels;
    }

    /** Begins to tell a server everything since a moment, or since an earlier one that it was being told of. */
    void tell(@Nonnull final String peer, final long moment) {
        final Answer before = underWay.get(peer);
        final long since = before == null ? moment : Math.min(moment, before.since);
        final Queue<byte[]> ready = new ArrayDeque<>();
        final PeerMessages messages = messages(ready);
        tracked.removedSince(since).forEach(messages::roomDestroyed);
        visits.usersDeletedSince(since).forEach(messages::userDeleted);
        visits.since(since).forEach((visit, timestamp) ->
            messages.add(new PeerMessage.PeerVisit(visit.user(), visit.room(), timestamp, false)));
        messages.flush();
        final Answer answer = new Answer(since, ready, tracked.all().iterator());
        underWay.put(peer, answer);
        goOn(peer, answer);
    }

    private PeerMessages messages(final Queue<byte[]> ready) {
        return new PeerMessages(cluster.self().get(), levels.countedSince().orElse(0), ready::add);
    }

    private void goOn(final String peer, final Answer answer) {
        if (underWay.get(peer) != answer || !cluster.relay().peers().contains(peer)) {
            underWay.remove(peer, answer);
            return;
        }
        if (answer.ready.isEmpty()) {
            final PeerMessages messages = messages(answer.ready);
            for (int left = ROOMS; left > 0 && answer.rooms.hasNext(); left--) {
                add(messages, answer.rooms.next(), answer.since);
            }
            messages.flush();
        }
        final byte[] next = answer.ready.poll();
        if (next != null) {
            cluster.relay().send(peer, PeerMessage.TOPIC, next);
        }
        if (answer.ready.isEmpty() && !answer.rooms.hasNext()) {
            underWay.remove(peer, answer);
        } else {
            executor.schedule(PAUSE, () -> goOn(peer, answer));
        }
    }

    private void add(final PeerMessages messages, final TrackedRoom room, final long since) {
        final JID jid = room.jid();
        if (room.activity().timestamp() >= since) {
            messages.add(new PeerMessage.Update(jid, room.activity(), 0, 0, 0));
        }
        room.forEachMessageCount("", (origin, hours) -> {
            if (!hours.isEmpty()) {
                messages.add(new PeerMessage.Counts(jid, origin, hours));
            }
        });
    }
}
