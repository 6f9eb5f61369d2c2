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
package org.igniterealtime.openfire.plugin.mucpulse.testkit;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomHistory;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomSnapshot;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.SpeakerView;
import org.xmpp.packet.JID;

/**
 * The group chat services of a server, in memory. Answers with what the {@linkplain FakeRoom rooms} are at that moment,
 * counts how often it is asked, and can be made to fail.
 */
public final class FakeMuc implements Rooms, RoomProfiles {

    private final FakeUsers users;
    private final Map<JID, FakeRoom> rooms = new TreeMap<>();
    private final Set<JID> serviceAdmins = new HashSet<>();
    private final Map<JID, FakeRoom.Snapshot> frozen = new TreeMap<>();
    private Runnable observer = () -> { };
    private Runnable historyObserver = () -> { };
    private int questions;
    private int looks;
    @Nullable
    private Throwable failure;
    private boolean stanzaIds = true;

    public FakeMuc(@Nonnull final FakeUsers users) {
        this.users = users;
    }

    /** Has rooms give messages ids, or not, as old servers do not. */
    public void assignStanzaIds(final boolean assigned) {
        stanzaIds = assigned;
    }

    @Override
    public boolean assignsStanzaIds() {
        return stanzaIds;
    }

    @Override
    @Nonnull
    public Collection<JID> affiliates(@Nonnull final JID room) {
        return find(room).map(found -> Stream.of(found.owners, found.admins, found.members).flatMap(Set::stream)
            .toList()).orElse(List.of());
    }

    /** Creates a room that is persistent and open to all. */
    public FakeRoom create(@Nonnull final JID jid) {
        final FakeRoom room = new FakeRoom(jid, users);
        rooms.put(jid, room);
        return room;
    }

    /** Has a room again that was removed. */
    public void restore(@Nonnull final FakeRoom room) {
        rooms.put(room.jid, room);
    }

    public void remove(@Nonnull final JID jid) {
        rooms.remove(jid);
    }

    /** The room; fails where there is none. */
    public FakeRoom get(@Nonnull final JID jid) {
        return find(jid).orElseThrow();
    }

    public Optional<FakeRoom> find(@Nonnull final JID jid) {
        return Optional.ofNullable(rooms.get(jid));
    }

    public Collection<FakeRoom> all() {
        return rooms.values();
    }

    public void makeServiceAdmin(@Nonnull final JID user) {
        serviceAdmins.add(user);
    }

    /** How often anything was asked since the last call. */
    public int takeQuestions() {
        final int taken = questions;
        questions = 0;
        return taken;
    }

    /** How often a room was looked at since the last call; a snapshot is one look, whatever it is asked. */
    public int takeLooks() {
        final int taken = looks;
        looks = 0;
        return taken;
    }

    /** Has every question about a room answered by throwing; {@code null} ends that. */
    public void fail(@Nullable final Throwable thrown) {
        failure = thrown;
    }

    /** Has something done right before each question about a room is answered. */
    public void observe(@Nonnull final Runnable newObserver) {
        observer = newObserver;
    }

    /** Has something done right before the history of a room is read. */
    public void observeHistory(@Nonnull final Runnable newObserver) {
        historyObserver = newObserver;
    }

    /** Answers from now on with what the rooms are now: for benchmarks, where looking must cost next to nothing. */
    public void freeze() {
        rooms.forEach((jid, room) -> frozen.put(jid, room.snapshot()));
    }

    private void asked() {
        questions++;
        looks++;
        observer.run();
        failWhereToldSo();
    }

    private void failWhereToldSo() {
        if (failure instanceof Error error) {
            throw error;
        } else if (failure != null) {
            throw (RuntimeException) failure;
        }
    }

    @Override
    @Nonnull
    public RoomSnapshot snapshot(@Nonnull final JID room) {
        looks++;
        return RoomSnapshot.of(new Snapshot(), room);
    }

    /** The rooms as a snapshot asks them, without another look. */
    private final class Snapshot implements Rooms {

        private <T> T withoutLook(final Supplier<T> question) {
            final int before = looks;
            try {
                return question.get();
            } finally {
                looks = before;
            }
        }

        @Override
        @Nonnull
        public Optional<RoomView> room(@Nonnull final JID room) {
            return withoutLook(() -> FakeMuc.this.room(room));
        }

        @Override
        @Nonnull
        public Optional<JID> registeredMember(@Nonnull final JID room, @Nonnull final String nickname) {
            return withoutLook(() -> FakeMuc.this.registeredMember(room, nickname));
        }

        @Override
        @Nonnull
        public Affiliation affiliation(@Nonnull final JID room, @Nonnull final JID user) {
            return withoutLook(() -> FakeMuc.this.affiliation(room, user));
        }

        @Override
        @Nonnull
        public Optional<Set<JID>> affiliated(@Nonnull final JID room) {
            return withoutLook(() -> FakeMuc.this.affiliated(room));
        }

        @Override
        @Nonnull
        public Instant created(@Nonnull final JID room) {
            return withoutLook(() -> FakeMuc.this.created(room));
        }

        @Override
        public int accessFingerprint(@Nonnull final JID room) {
            return withoutLook(() -> FakeMuc.this.accessFingerprint(room));
        }

        @Override
        public int affiliationsFingerprint(@Nonnull final JID room) {
            return withoutLook(() -> FakeMuc.this.affiliationsFingerprint(room));
        }

        @Override
        public boolean isServiceAdmin(@Nonnull final String service, @Nonnull final JID user) {
            return FakeMuc.this.isServiceAdmin(service, user);
        }

        @Override
        @Nonnull
        public Collection<RoomView> loaded() {
            return FakeMuc.this.loaded();
        }
    }

    @Override
    @Nonnull
    public Optional<RoomView> room(@Nonnull final JID room) {
        asked();
        final FakeRoom.Snapshot snapshot = frozen.get(room);
        return snapshot == null ? find(room).map(FakeRoom::view) : snapshot.view();
    }

    @Override
    @Nonnull
    public Optional<SpeakerView> speaker(@Nonnull final JID room, @Nonnull final JID session) {
        asked();
        final FakeRoom.Snapshot snapshot = frozen.get(room);
        return snapshot == null ? find(room).flatMap(found -> found.speaker(session))
            : snapshot.speakers().getOrDefault(session, Optional.empty());
    }

    @Override
    @Nonnull
    public Map<JID, CapsAnnouncement> announcements(@Nonnull final JID room) {
        asked();
        return find(room).map(FakeRoom::announcements).orElse(Map.of());
    }

    @Override
    @Nonnull
    public Optional<JID> registeredMember(@Nonnull final JID room, @Nonnull final String nickname) {
        asked();
        return find(room).flatMap(found -> found.registered.entrySet().stream()
            .filter(entry -> entry.getValue().equalsIgnoreCase(nickname)).map(Map.Entry::getKey).findFirst());
    }

    @Override
    @Nonnull
    public Affiliation affiliation(@Nonnull final JID room, @Nonnull final JID user) {
        asked();
        if (!rooms.containsKey(room)) {
            return Affiliation.NONE;
        }
        return serviceAdmins.contains(user) ? Affiliation.OWNER : get(room).affiliation(users.identities(user));
    }

    @Override
    @Nonnull
    public Optional<Set<JID>> affiliated(@Nonnull final JID room) {
        asked();
        final Set<JID> affiliated = new HashSet<>(serviceAdmins);
        find(room).ifPresent(found ->
            List.of(found.owners, found.admins, found.members).forEach(affiliated::addAll));
        return Optional.of(affiliated).filter(all -> all.stream().noneMatch(users::isGroup));
    }

    @Override
    @Nonnull
    public Instant created(@Nonnull final JID room) {
        looks++;
        return find(room).map(found -> found.created).orElse(Instant.EPOCH);
    }

    @Override
    @Nonnull
    public RoomHistory history(@Nonnull final JID room, @Nonnull final Instant since) {
        historyObserver.run();
        final RoomHistory history = find(room).map(found -> found.history).orElseThrow();
        return new RoomHistory(history.complete(),
            history.messages().stream().filter(entry -> !entry.moment().isBefore(since)).toList());
    }

    @Override
    public int accessFingerprint(@Nonnull final JID room) {
        questions++;
        looks++;
        final FakeRoom.Snapshot snapshot = frozen.get(room);
        return snapshot == null ? find(room).map(FakeRoom::accessFingerprint).orElse(0)
            : snapshot.accessFingerprint();
    }

    @Override
    public int affiliationsFingerprint(@Nonnull final JID room) {
        asked();
        final FakeRoom.Snapshot snapshot = frozen.get(room);
        return snapshot == null ? find(room).map(FakeRoom::affiliationsFingerprint).orElse(0)
            : snapshot.affiliationsFingerprint();
    }

    @Override
    public boolean isServiceAdmin(@Nonnull final String service, @Nonnull final JID user) {
        asked();
        return serviceAdmins.contains(user);
    }

    @Override
    @Nonnull
    public Collection<RoomView> loaded() {
        failWhereToldSo();
        return rooms.values().stream().map(FakeRoom::view).toList();
    }

    @Override
    @Nonnull
    public Optional<RoomProfile> profile(@Nonnull final JID room) {
        asked();
        return find(room).map(FakeRoom::profile);
    }

    @Override
    @Nonnull
    public Collection<JID> sessions(@Nonnull final JID room, @Nonnull final JID user) {
        looks++;
        return find(room).map(found -> found.sessions(user)).orElse(List.of());
    }
}
