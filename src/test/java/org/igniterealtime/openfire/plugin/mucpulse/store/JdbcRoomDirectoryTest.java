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
package org.igniterealtime.openfire.plugin.mucpulse.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory.Entry;
import org.igniterealtime.openfire.plugin.mucpulse.port.StorageException;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.JID;

/** R4, R9: rooms found in the server's own tables, without loading them. */
class JdbcRoomDirectoryTest {

    private static final String SERVICE = "conference.example.org";
    private static final String ROMEO = "romeo@example.org";
    private static final String GROUP = "c1imor8@example.org";
    private static final JID ORCHARD = new JID("orchard", SERVICE, null);
    private static final JID BALCONY = new JID("balcony", SERVICE, null);

    private TestDatabase database;
    private JdbcRoomDirectory directory;
    private int rooms;

    @BeforeEach
    void thereIsADatabase() throws Exception {
        database = new TestDatabase();
        directory = new JdbcRoomDirectory(database, "example.org");
        database.execute("INSERT INTO ofMucService (serviceID, subdomain, isHidden) VALUES (1, 'conference', 0)");
        database.execute("INSERT INTO ofMucService (serviceID, subdomain, isHidden) VALUES (2, 'rooms', 0)");
    }

    @AfterEach
    void everyConnectionWasClosed() throws SQLException {
        assertThat(database.openCount()).isZero();
        database.close();
    }

    private static Entry entry(final RoomAccess access, final Affiliation affiliation) {
        return new Entry(access, affiliation, Instant.parse("2026-01-01T00:00:00Z"));
    }

    private int room(final int service, final String name, final RoomAccess access) throws SQLException {
        final int id = ++rooms;
        database.execute("INSERT INTO ofMucRoom (serviceID, roomID, name, publicRoom, membersOnly, roomPassword,"
            + " creationDate)"
            + " VALUES (" + service + ", " + id + ", '" + name + "', " + (access.hidden() ? 0 : 1) + ", "
            + (access.membersOnly() ? 1 : 0) + ", " + (access.passwordProtected() ? "'secret'" : "NULL") + ", '001767225600000')");
        return id;
    }

    private int room(final String name) throws SQLException {
        return room(1, name, RoomAccess.OPEN);
    }

    private void affiliate(final int room, final String jid, final int affiliation) throws SQLException {
        if (affiliation == 30) {
            database.execute("INSERT INTO ofMucMember (roomID, jid) VALUES (" + room + ", '" + jid + "')");
        } else {
            database.execute("INSERT INTO ofMucAffiliation (roomID, jid, affiliation) VALUES (" + room + ", '" + jid
                + "', " + affiliation + ")");
        }
    }

    @ParameterizedTest
    @CsvSource({"10, OWNER", "20, ADMIN", "30, MEMBER", "40, OUTCAST"})
    void r4_everyAffiliationIsFound(final int code, final Affiliation affiliation) throws SQLException {
        affiliate(room("orchard"), ROMEO, code);
        affiliate(room("balcony"), "juliet@example.org", code);

        assertThat(directory.affiliatedRooms(SERVICE, List.of(ROMEO)))
            .isEqualTo(Map.of(ORCHARD, entry(RoomAccess.OPEN, affiliation)));
    }

    @Test
    void r4_affiliationsOfGroupsAreFound() throws SQLException {
        affiliate(room("orchard"), GROUP, 20);
        affiliate(room("balcony"), GROUP, 30);

        assertThat(directory.affiliatedRooms(SERVICE, List.of(ROMEO, GROUP))).isEqualTo(Map.of(
            ORCHARD, entry(RoomAccess.OPEN, Affiliation.ADMIN),
            BALCONY, entry(RoomAccess.OPEN, Affiliation.MEMBER)));
        assertThat(directory.affiliatedRooms(SERVICE, List.of(ROMEO))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10, 10, OWNER", "10, 20, OWNER", "10, 30, OWNER", "10, 40, OWNER",
        "20, 10, OWNER", "20, 20, ADMIN", "20, 30, ADMIN", "20, 40, ADMIN",
        "30, 10, OWNER", "30, 20, ADMIN", "30, 30, MEMBER", "30, 40, OUTCAST",
        "40, 10, OWNER", "40, 20, ADMIN", "40, 30, OUTCAST", "40, 40, OUTCAST"})
    void r9_ofSeveralAffiliationsTheOneCountsThatCountsInTheServer(final int own, final int group,
                                                                   final Affiliation counts) throws SQLException {
        final int room = room("orchard");
        affiliate(room, ROMEO, own);
        affiliate(room, GROUP, group);

        assertThat(directory.affiliatedRooms(SERVICE, List.of(ROMEO, GROUP)).get(ORCHARD).affiliation())
            .isEqualTo(counts);
        assertThat(directory.affiliatedRooms(SERVICE, List.of(GROUP, ROMEO)).get(ORCHARD).affiliation())
            .isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource({"false,false,false", "true,false,false", "false,true,false", "false,false,true", "true,true,true"})
    void r9_accessIsFound(final boolean membersOnly, final boolean hidden, final boolean password)
        throws SQLException {
        final RoomAccess access = new RoomAccess(membersOnly, hidden, password);
        affiliate(room(1, "orchard", access), ROMEO, 30);

        assertThat(directory.affiliatedRooms(SERVICE, List.of(ROMEO)).get(ORCHARD).access()).isEqualTo(access);
        assertThat(directory.rooms(SERVICE, List.of(ORCHARD))).isEqualTo(Map.of(ORCHARD, entry(access, Affiliation.NONE)));
        assertThat(directory.rooms(SERVICE)).isEqualTo(Map.of(ORCHARD, entry(access, Affiliation.NONE)));
    }

    @ParameterizedTest
    @CsvSource({"''", "'  '"})
    void r9_emptyPasswordIsNone(final String password) throws SQLException {
        final int id = room("orchard");
        database.execute("UPDATE ofMucRoom SET roomPassword='" + password + "' WHERE roomID=" + id);

        assertThat(directory.rooms(SERVICE)).containsEntry(ORCHARD, entry(RoomAccess.OPEN, Affiliation.NONE));
    }

    @Test
    void r4_servicesAreKeptApart() throws SQLException {
        affiliate(room(2, "orchard", RoomAccess.OPEN), ROMEO, 10);
        affiliate(room(2, "balcony", RoomAccess.OPEN), ROMEO, 30);

        assertThat(directory.affiliatedRooms(SERVICE, List.of(ROMEO))).isEmpty();
        assertThat(directory.rooms(SERVICE)).isEmpty();
        assertThat(directory.rooms(SERVICE, List.of(ORCHARD))).isEmpty();
        assertThat(directory.rooms("rooms.example.org")).hasSize(2);
        assertThat(directory.rooms("elsewhere.example.org")).isEmpty();
        assertThat(directory.rooms("conference.example.net")).isEmpty();
    }

    @Test
    void r9_onlyStoredRoomsAreFound() throws SQLException {
        room("orchard");

        assertThat(directory.rooms(SERVICE, List.of(ORCHARD, BALCONY))).containsOnlyKeys(ORCHARD);
        assertThat(directory.rooms(SERVICE, List.of())).isEmpty();
    }

    @Test
    void r4_anyNumberOfRoomsAndIdentitiesIsFound() throws SQLException {
        final List<JID> wanted = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            affiliate(room("room" + i), i % 2 == 0 ? ROMEO : "group" + i + "@example.org", i % 3 == 0 ? 30 : 10);
            wanted.add(new JID("room" + i, SERVICE, null));
        }
        final List<String> identities = new ArrayList<>(List.of(ROMEO));
        IntStream.range(0, 1200).forEach(i -> identities.add("group" + i + "@example.org"));

        assertThat(directory.rooms(SERVICE, wanted)).hasSize(1200);
        assertThat(directory.affiliatedRooms(SERVICE, identities)).hasSize(1200);
        assertThat(directory.affiliatedRooms(SERVICE, List.of(ROMEO))).hasSize(600);
    }

    @Test
    void r18_roomsOfManyUsersAreFoundWithFewQueries() throws SQLException {
        final Map<JID, Collection<String>> identities = new HashMap<>();
        final int shared = room("shared");
        affiliate(shared, GROUP, 20);
        for (int i = 0; i < 1_200; i++) {
            final String user = "user" + i + "@example.org";
            identities.put(new JID(user), i % 2 == 0 ? List.of(user, GROUP) : List.of(user));
            affiliate(room("room" + i), user, i % 3 == 0 ? 10 : 30);
        }
        affiliate(shared, "stranger@example.org", 10);
        final int before = database.openedCount();

        final Map<JID, Map<JID, Entry>> found = directory.affiliatedRooms(SERVICE, identities);

        assertThat(database.openedCount() - before).isLessThanOrEqualTo(6);
        assertThat(found).hasSize(1_200);
        for (int i = 0; i < 1_200; i++) {
            final Map<JID, Entry> expected = new HashMap<>(Map.of(new JID("room" + i, SERVICE, null),
                entry(RoomAccess.OPEN, i % 3 == 0 ? Affiliation.OWNER : Affiliation.MEMBER)));
            if (i % 2 == 0) {
                expected.put(new JID("shared", SERVICE, null), entry(RoomAccess.OPEN, Affiliation.ADMIN));
            }
            assertThat(found.get(new JID("user" + i + "@example.org"))).isEqualTo(expected);
        }
    }

    @Test
    void r18_nobodyIsLookedUpWithoutAQuery() {
        assertThat(directory.affiliatedRooms(SERVICE, Map.<JID, Collection<String>>of())).isEmpty();
    }

    @Test
    void r10_failureOfTheDatabaseIsReported() {
        database.failAt("open");

        assertThatThrownBy(() -> directory.rooms(SERVICE)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> directory.rooms(SERVICE, List.of(ORCHARD))).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> directory.affiliatedRooms(SERVICE, List.of(ROMEO)))
            .isInstanceOf(StorageException.class).hasCauseInstanceOf(SQLException.class);
    }
}
