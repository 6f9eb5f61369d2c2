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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/** The feature with a server around it that costs next to nothing. */
final class Bench {

    static final String SERVICE = "conference.pulse.example";
    private static final RaiSettings D = RaiSettings.DEFAULTS;
    private static final RaiSettings SETTINGS = new RaiSettings(true, D.interest(), 10_000_000, 10_000, 10_000_000,
        100, true, true, Duration.ZERO, D.retention(), D.stanzaSize(), D.roomsOff());

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Map<JID, Map<JID, Long>> visits = new HashMap<>();
    final AtomicLong stanzas = new AtomicLong();
    final RoomActivityIndicators rai;

    Bench() {
        rai = new RoomActivityIndicators(() -> SETTINGS, new QueueStrand(), Runnable::run, new CountingSender(),
            new OpenRooms(), new LocalUsers(), new EmptyDirectory(), new MapVisitLog(), (room, activity) -> { },
            new MonotonicTimestamps(InstantSource.system()), InstantSource.system(), Ticker.systemTicker(),
            (session, finding) -> { });
    }

    void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Leaves only what the feature itself remembers. */
    void forgetLog() {
        visits.clear();
    }

    static JID room(final int index) {
        return new JID("room" + index, SERVICE, null);
    }

    static JID session(final int index) {
        return new JID("user" + index, "pulse.example", "phone");
    }

    void visited(final JID user, final JID room) {
        visits.computeIfAbsent(user.asBareJID(), key -> new HashMap<>()).put(room, 1L);
    }

    void subscribe(final JID session) {
        final Presence presence = new Presence();
        presence.setFrom(session);
        presence.setTo(SERVICE);
        presence.addChildElement("rai", Rai.NAMESPACE);
        rai.presenceReceived(presence);
    }

    static Message message() {
        final Message message = new Message();
        message.setType(Message.Type.groupchat);
        message.setBody("Nay, answer me: stand, and unfold yourself.");
        return message;
    }

    private final class QueueStrand implements SerialExecutor {
        @Override
        public void execute(final Runnable task) {
            tasks.add(task);
        }

        @Override
        public boolean tryExecute(final Runnable task) {
            return tasks.add(task);
        }

        @Override
        public void schedule(final Duration delay, final Runnable task) {
            // Audits come once a second: not part of what is measured.
        }
    }

    private final class CountingSender implements StanzaSender {
        @Override
        public void send(final Packet stanza) {
            stanzas.incrementAndGet();
        }

        @Override
        public boolean offer(final Packet stanza) {
            send(stanza);
            return true;
        }
    }

    private static final class OpenRooms implements Rooms {
        @Override
        public Optional<RoomView> room(final JID room) {
            return Optional.of(new RoomView(room, RoomAccess.OPEN, true, false, List.of()));
        }

        @Override
        public Affiliation affiliation(final JID room, final JID user) {
            return Affiliation.NONE;
        }

        @Override
        public int accessFingerprint(final JID room) {
            return 1;
        }

        @Override
        public int affiliationsFingerprint(final JID room) {
            return 1;
        }

        @Override
        public boolean isServiceAdmin(final String service, final JID user) {
            return false;
        }

        @Override
        public Collection<RoomView> loaded() {
            return List.of();
        }
    }

    private static final class LocalUsers implements Users {
        @Override
        public boolean isLocal(final JID user) {
            return true;
        }

        @Override
        public boolean isAnonymous(final JID session) {
            return false;
        }

        @Override
        public boolean isReachable(final JID session) {
            return true;
        }

        @Override
        public Collection<String> identities(final JID user) {
            return List.of(user.toString());
        }
    }

    private static final class EmptyDirectory implements RoomDirectory {
        @Override
        public Map<JID, Entry> affiliatedRooms(final String service, final Collection<String> identities) {
            return Map.of();
        }

        @Override
        public Map<JID, Entry> rooms(final String service, final Collection<JID> rooms) {
            final Map<JID, Entry> all = new HashMap<>();
            rooms.forEach(room -> all.put(room, new Entry(RoomAccess.OPEN, Affiliation.NONE, Instant.EPOCH)));
            return all;
        }

        @Override
        public Map<JID, Entry> rooms(final String service) {
            return Map.of();
        }
    }

    private final class MapVisitLog implements VisitLog {
        @Override
        public void visited(final JID user, final JID room, final long timestamp) {
            visits.computeIfAbsent(user, key -> new HashMap<>()).put(room, timestamp);
        }

        @Override
        public Map<JID, Long> visits(final JID user) {
            return visits.getOrDefault(user, Map.of());
        }

        @Override
        public void forgetUser(final JID user) {
            visits.remove(user);
        }

        @Override
        public void forgetRoom(final JID room) {
            visits.values().forEach(rooms -> rooms.remove(room));
        }
    }
}
