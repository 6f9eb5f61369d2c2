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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.store.Journal;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

/** R10, R14: the plugin's tables. */
class RaiTablesTest {

    private static final JID ORCHARD = new JID("orchard@conference.example.org");
    private static final JID BALCONY = new JID("balcony@conference.example.org");
    private static final JID ROMEO = new JID("romeo@example.org");
    private static final JID JULIET = new JID("juliet@example.org");

    private TestDatabase database;
    private RaiTables store;
    private final RaiChanges changes = new RaiChanges();

    @BeforeEach
    void thereIsADatabase() throws Exception {
        database = new TestDatabase();
        store = new RaiTables(database);
    }

    @AfterEach
    void everyConnectionWasClosed() throws SQLException {
        assertThat(database.openCount()).isZero();
        assertThat(database.uncleanCount()).isZero();
        database.close();
    }

    private void visit(final JID user, final JID room, final long stamp) {
        changes.visits().put(new Visit(user, room), stamp);
    }

    private void write() throws SQLException {
        store.write(changes);
        changes.users().clear();
        changes.rooms().clear();
        changes.visits().clear();
        changes.activities().clear();
    }

    private Map<JID, Long> visits(final JID user) throws SQLException {
        return store.visits(List.of(user)).getOrDefault(user, Map.of());
    }

    @Test
    void r4_visitorsOfARoomComeInTheOrderOfTheirKeysInParts() throws SQLException {
        final RaiWriteBehind log = new RaiWriteBehind(store, 1_000, user -> true, Journal.NONE);
        final StoredVisitors visitors = new StoredVisitors(store, log);
        final JID room = ORCHARD;
        final Set<JID> expected = new HashSet<>();
        for (int i = 0; i < 25; i++) {
            log.visited(new JID("user" + i + "@example.org"), room, 10 + i);
            log.visited(new JID("user" + i + "@example.org"), BALCONY, 99);
            expected.add(new JID("user" + i + "@example.org"));
            if (i == 19) {
                assertThat(log.flush()).isTrue();
            }
        }
        log.visited(new JID("user0@example.org"), room, 70);
        log.forgetUser(new JID("user1@example.org"));
        expected.remove(new JID("user1@example.org"));

        final Map<JID, Long> found = new HashMap<>();
        String after = "";
        RoomVisitors.Part part;
        do {
            part = visitors.visitors(room, after, 7);
            assertThat(part.visitors()).isNotEmpty();
            assertThat(part.visitors().firstKey()).isGreaterThan(after);
            part.visitors().values().forEach(visitor ->
                assertThat(found.put(visitor.user(), visitor.timestamp())).isNull());
            after = part.visitors().lastKey();
        } while (!part.last());

        assertThat(found).containsOnlyKeys(expected).containsEntry(new JID("user0@example.org"), 70L)
            .containsEntry(new JID("user24@example.org"), 34L);
        log.forgetRoom(room);
        assertThat(visitors.visitors(room, "", 7).visitors()).isEmpty();
        assertThat(log.flush()).isTrue();
        assertThat(visitors.visitors(room, "", 7).visitors()).isEmpty();
    }

    @Test
    void r10_visitsAreKept() throws SQLException {
        visit(ROMEO, ORCHARD, 5);
        visit(ROMEO, BALCONY, 6);
        visit(JULIET, ORCHARD, 7);
        write();

        assertThat(visits(ROMEO)).isEqualTo(Map.of(ORCHARD, 5L, BALCONY, 6L));
        assertThat(visits(JULIET)).isEqualTo(Map.of(ORCHARD, 7L));
        assertThat(visits(new JID("nurse@example.org"))).isEmpty();
    }

    @Test
    void r10_laterVisitReplacesTheEarlierOne() throws SQLException {
        visit(ROMEO, ORCHARD, 5);
        write();
        visit(ROMEO, ORCHARD, 9);
        write();

        assertThat(visits(ROMEO)).isEqualTo(Map.of(ORCHARD, 9L));
    }

    @Test
    void r10_newestVisitIsKnown() throws SQLException {
        assertThat(store.newestVisit()).isEmpty();
        visit(ROMEO, ORCHARD, 5);
        visit(JULIET, ORCHARD, 1_700_000_000_000_001L);
        write();

        assertThat(store.newestVisit()).hasValue(1_700_000_000_000_001L);
    }

    @Test
    void r10_activitiesAreKeptWithAllTheyKnow() throws SQLException {
        final Map<JID, Activity> activities = Map.of(
            ORCHARD, new Activity(9, ROMEO, 7),
            BALCONY, new Activity(8, JULIET, MonotonicTimestamps.NEVER),
            new JID("tomb@conference.example.org"), new Activity(6, null, MonotonicTimestamps.NEVER));
        changes.activities().putAll(activities);
        write();

        assertThat(store.activities()).isEqualTo(activities);
    }

    @Test
    void r10_laterActivityReplacesTheEarlierOne() throws SQLException {
        changes.activities().put(ORCHARD, new Activity(9, ROMEO, 7));
        write();
        changes.activities().put(ORCHARD, new Activity(12, JULIET, 9));
        write();

        assertThat(store.activities()).isEqualTo(Map.of(ORCHARD, new Activity(12, JULIET, 9)));
    }

    @Test
    void r14_visitsOfAUserAreForgottenAndTheAuthorIsNotNamed() throws SQLException {
        visit(ROMEO, ORCHARD, 5);
        visit(JULIET, ORCHARD, 5);
        changes.activities().put(ORCHARD, new Activity(9, ROMEO, 7));
        changes.activities().put(BALCONY, new Activity(9, JULIET, 7));
        write();
        changes.users().add(ROMEO);
        write();

        assertThat(visits(ROMEO)).isEmpty();
        assertThat(visits(JULIET)).hasSize(1);
        assertThat(store.activities())
            .isEqualTo(Map.of(ORCHARD, new Activity(9, null, 7), BALCONY, new Activity(9, JULIET, 7)));
    }

    @Test
    void r14_roomIsForgotten() throws SQLException {
        visit(ROMEO, ORCHARD, 5);
        visit(ROMEO, BALCONY, 5);
        changes.activities().put(ORCHARD, new Activity(9, ROMEO, 7));
        changes.activities().put(BALCONY, new Activity(9, ROMEO, 7));
        write();
        changes.rooms().add(ORCHARD);
        write();

        assertThat(visits(ROMEO)).containsOnlyKeys(BALCONY);
        assertThat(store.activities()).containsOnlyKeys(BALCONY);
    }

    @Test
    void r14_forgettingComesBeforeRemembering() throws SQLException {
        visit(ROMEO, ORCHARD, 5);
        changes.activities().put(ORCHARD, new Activity(9, ROMEO, 7));
        changes.users().add(ROMEO);
        changes.rooms().add(ORCHARD);
        write();

        assertThat(visits(ROMEO)).hasSize(1);
        assertThat(store.activities()).isEqualTo(Map.of(ORCHARD, new Activity(9, ROMEO, 7)));
    }

    @Test
    void r14_oldRecordsArePurged() throws SQLException {
        visit(ROMEO, ORCHARD, 99);
        visit(ROMEO, BALCONY, 100);
        changes.activities().put(ORCHARD, new Activity(99, ROMEO, 7));
        changes.activities().put(BALCONY, new Activity(100, ROMEO, 7));
        write();

        store.purgeBefore(100);

        assertThat(visits(ROMEO)).containsOnlyKeys(BALCONY);
        assertThat(store.activities()).containsOnlyKeys(BALCONY);
    }

    @Test
    void d5_guardOfTheDatabaseIsToldOfAPurgeThatFails() {
        final SQLException told = new SQLException("as the guard wants it");
        final Database guarded = new Database() {
            @Override
            @Nonnull
            public Connection open() throws SQLException {
                return database.open();
            }

            @Override
            @Nonnull
            public SQLException failed(@Nonnull final SQLException failure) {
                return told;
            }
        };
        database.failAt("prepareStatement");

        assertThatThrownBy(() -> new RaiTables(guarded).purgeBefore(100)).isSameAs(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"setAutoCommit", "prepareStatement", "commit"})
    void r10_failedWriteWritesNothing(final String method) throws SQLException {
        visit(ROMEO, ORCHARD, 5);
        write();
        visit(ROMEO, ORCHARD, 9);
        visit(JULIET, ORCHARD, 9);
        changes.rooms().add(ORCHARD);
        database.failAt(method);

        assertThatThrownBy(() -> store.write(changes)).isInstanceOf(SQLException.class);

        database.recover();
        assertThat(visits(ROMEO)).isEqualTo(Map.of(ORCHARD, 5L));
        assertThat(visits(JULIET)).isEmpty();
        store.write(changes);
        assertThat(visits(JULIET)).isEqualTo(Map.of(ORCHARD, 9L));
    }

    @Test
    void r10_manyChangesAreWrittenAtOnce() throws SQLException {
        for (int i = 0; i < 3000; i++) {
            visit(new JID("user" + i + "@example.org"), ORCHARD, i + 1);
            changes.activities().put(new JID("room" + i + "@conference.example.org"), new Activity(i, ROMEO, 0));
            changes.rooms().add(new JID("gone" + i + "@conference.example.org"));
        }
        final int before = database.openedCount();
        write();

        assertThat(database.openedCount() - before).isEqualTo(1);
        assertThat(database.rows("SELECT COUNT(*) FROM ofMucPulseLastVisit")).containsExactly("3000");
        assertThat(store.activities()).hasSize(3000);
    }

    @Test
    void d2_longestAddressesAreStoredLikeAnyOther() throws SQLException {
        final JID longUser = new JID("u".repeat(1023), "d".repeat(1023), null, true);
        final JID longRoom = new JID("\u00e9".repeat(511), "conference." + "d".repeat(1000), null, true);
        visit(longUser, longRoom, 5);
        visit(ROMEO, ORCHARD, 6);
        changes.activities().put(longRoom, new Activity(9, longUser, 7));
        write();

        assertThat(visits(longUser)).isEqualTo(Map.of(longRoom, 5L));
        assertThat(store.activities()).isEqualTo(Map.of(longRoom, new Activity(9, longUser, 7)));

        changes.users().add(longUser);
        write();

        assertThat(visits(longUser)).isEmpty();
        assertThat(visits(ROMEO)).isEqualTo(Map.of(ORCHARD, 6L));
        assertThat(store.activities()).isEqualTo(Map.of(longRoom, new Activity(9, null, 7)));
    }

    @Test
    void r10_addressesOfAllScriptsAreKept() throws SQLException {
        final JID room = new JID("b\u00e4ume_\u6a39\u6728@conference.example.org");
        visit(ROMEO, room, 5);
        write();

        assertThat(visits(ROMEO)).containsOnlyKeys(room);
    }

}
