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
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.CountingSender;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeMuc;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.QueueExecutor;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Presence;

/** The feature with a server around it that costs next to nothing. */
final class Bench {

    static final String SERVICE = "conference.pulse.example";
    private static final RaiSettings D = RaiSettings.DEFAULTS;
    private static final RaiSettings SETTINGS = new RaiSettings(true, D.interest(), 10_000_000, 10_000, 10_000_000,
        100, true, true, Duration.ZERO, D.retention(), D.stanzaSize(), true, true, D.roomsOff());

    private final QueueExecutor executor = new QueueExecutor();
    private final Map<JID, Map<JID, Long>> visits = new HashMap<>();
    final CountingSender sender = new CountingSender();
    final RoomActivityIndicators rai;

    /** With so many rooms that are open to all, and empty. */
    Bench(final int rooms) {
        final FakeUsers users = new FakeUsers("pulse.example");
        final FakeMuc muc = new FakeMuc(users);
        for (int i = 0; i < rooms; i++) {
            muc.create(room(i));
        }
        muc.freeze();
        rai = new RoomActivityIndicators(() -> SETTINGS, executor, Runnable::run, sender,
            muc, users, new EmptyDirectory(), new MapVisitLog(), (room, activity) -> { },
            new MonotonicTimestamps(InstantSource.system()), InstantSource.system(), Ticker.systemTicker(),
            (session, finding) -> { }, ClusterPorts.ALONE);
    }

    void run() {
        executor.run();
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
