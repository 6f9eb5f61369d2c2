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

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.StorageException;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeMuc;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeRoom;
import org.xmpp.packet.JID;

/** Finds the persistent ones of the rooms in memory; can be made to fail as a database does. */
final class InMemoryRoomDirectory implements RoomDirectory {

    private final FakeMuc rooms;
    private Runnable observer = () -> { };
    private boolean failing;
    private final Set<JID> refused = new HashSet<>();
    private final List<Set<JID>> batches = new ArrayList<>();

    InMemoryRoomDirectory(final FakeMuc rooms) {
        this.rooms = rooms;
    }

    /** Has something done each time before single rooms are looked up. */
    void observe(final Runnable newObserver) {
        observer = newObserver;
    }

    void fail(final boolean fail) {
        failing = fail;
    }

    /** Fails from now on where it is asked about a user, alone or with others. */
    void refuse(final JID user) {
        refused.add(user);
    }

    /** The users of each query for their affiliations since the last call. */
    List<Set<JID>> takeBatches() {
        final List<Set<JID>> taken = List.copyOf(batches);
        batches.clear();
        return taken;
    }

    @Override
    @Nonnull
    public Map<JID, Map<JID, Entry>> affiliatedRooms(@Nonnull final String service,
                                                     @Nonnull final Map<JID, Collection<String>> identities) {
        batches.add(Set.copyOf(identities.keySet()));
        if (identities.keySet().stream().anyMatch(refused::contains)) {
            throw new StorageException("The database refuses a value", new SQLException("as the test wants it"));
        }
        return RoomDirectory.super.affiliatedRooms(service, identities);
    }

    private void mayFail() {
        if (failing) {
            throw new StorageException("The database fails", new IllegalStateException("as the test wants it"));
        }
    }

    @Override
    @Nonnull
    public Map<JID, Entry> affiliatedRooms(@Nonnull final String service,
                                           @Nonnull final Collection<String> identities) {
        mayFail();
        final Map<JID, Entry> found = new HashMap<>();
        for (final FakeRoom room : rooms.all()) {
            final Affiliation affiliation = room.affiliation(identities);
            if (isStored(room, service) && affiliation != Affiliation.NONE) {
                found.put(room.jid, new Entry(room.access(), affiliation, room.created));
            }
        }
        return found;
    }

    private static boolean isStored(final FakeRoom room, final String service) {
        return room.persistent && room.jid.getDomain().equals(service);
    }

    @Override
    @Nonnull
    public Map<JID, Entry> rooms(@Nonnull final String service, @Nonnull final Collection<JID> wanted) {
        observer.run();
        final Map<JID, Entry> found = rooms(service);
        found.keySet().retainAll(wanted);
        return found;
    }

    @Override
    @Nonnull
    public Map<JID, Entry> rooms(@Nonnull final String service) {
        mayFail();
        final Map<JID, Entry> found = new HashMap<>();
        for (final FakeRoom room : rooms.all()) {
            if (isStored(room, service)) {
                found.put(room.jid, new Entry(room.access(), Affiliation.NONE, room.created));
            }
        }
        return found;
    }
}
