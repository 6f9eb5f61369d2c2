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
package org.igniterealtime.openfire.plugin.mucpulse.databases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.JdbcChattingStore;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.Publication;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.databases.Engine.RealDatabase;
import org.igniterealtime.openfire.plugin.mucpulse.port.Account;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.rai.Activity;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiTables;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiWriteBehind;
import org.igniterealtime.openfire.plugin.mucpulse.rai.Reconciliation;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseGuard;
import org.igniterealtime.openfire.plugin.mucpulse.store.JdbcRoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.store.Journal;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeMuc;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xmpp.packet.JID;

/** What the tables promise where several write, much is purged, or a row is refused, on every database: D3, K6, R14. */
class RaiContractTest {

    private static final String SERVICE = "chat.shakespeare.lit";
    private static final JID ROMEO = new JID("romeo@shakespeare.lit");
    private static final JID JULIET = new JID("juliet@shakespeare.lit");
    private static final JID ROOM = room(0);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static JID room(final int number) {
        return new JID("room" + number, SERVICE, null, true);
    }

    private static JID user(final int number) {
        return new JID("user" + number, "shakespeare.lit", null, true);
    }

    private static RaiWriteBehind log(final RealDatabase database) {
        return new RaiWriteBehind(new RaiTables(database), 100_000, user -> true, Journal.NONE);
    }

    @ParameterizedTest
    @EnumSource
    void k6_olderWriteDoesNotReplaceANewerOne(final Engine engine) throws SQLException, IOException {
        final RealDatabase database = engine.database();
        final RaiWriteBehind one = log(database);
        final RaiWriteBehind other = log(database);
        one.visited(ROMEO, ROOM, 20);
        one.changed(ROOM, new Activity(20, JULIET, 15));
        other.visited(ROMEO, ROOM, 10);
        other.visited(JULIET, ROOM, 10);
        other.changed(ROOM, new Activity(10, ROMEO, 5));
        other.changed(room(1), new Activity(10, null, 5));
        assertThat(one.flush()).isTrue();
        assertThat(other.flush()).isTrue();

        assertThat(one.visits(ROMEO)).isEqualTo(Map.of(ROOM, 20L));
        assertThat(one.visits(JULIET)).isEqualTo(Map.of(ROOM, 10L));
        assertThat(new RaiTables(database).activities()).isEqualTo(Map.of(ROOM, new Activity(20, JULIET, 15), room(1),
            new Activity(10, null, 5)));

        other.visited(ROMEO, ROOM, 30);
        other.changed(ROOM, new Activity(30, ROMEO, 20));
        assertThat(other.flush()).isTrue();
        assertThat(one.visits(ROMEO)).isEqualTo(Map.of(ROOM, 30L));
        assertThat(new RaiTables(database).activities()).containsEntry(ROOM, new Activity(30, ROMEO, 20));
    }

    @ParameterizedTest
    @EnumSource
    void k6_twoWhoWriteAtTheSameTimeLoseNothing(final Engine engine) throws Exception {
        final RealDatabase database = engine.database();
        final int rooms = 250;
        final int rounds = 8;
        final List<CompletableFuture<RaiWriteBehind>> writers = IntStream.range(0, 2).mapToObj(writer ->
            CompletableFuture.supplyAsync(() -> {
                final RaiWriteBehind log = log(database);
                for (int round = 0; round < rounds; round++) {
                    for (int i = 0; i < rooms; i++) {
                        // Who is later differs from room to room.
                        final long timestamp = 1 + 2L * round + (i + writer) % 2;
                        log.visited(user(i), room(i), timestamp);
                        log.changed(room(i), new Activity(timestamp, user(writer), 0));
                    }
                    Awaitility.await().atMost(PATIENCE).until(log::flush);
                }
                return log;
            }, task -> new Thread(task).start())).toList();
        for (final CompletableFuture<RaiWriteBehind> writer : writers) {
            assertThat(writer.get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS).dropped()).isZero();
        }

        final Map<JID, Activity> activities = new RaiTables(database).activities();
        assertThat(activities).hasSize(rooms);
        for (int i = 0; i < rooms; i++) {
            assertThat(log(database).visits(user(i))).isEqualTo(Map.of(room(i), 2L * rounds));
            assertThat(activities.get(room(i))).isEqualTo(new Activity(2L * rounds, user((i + 1) % 2), 0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void r14_whatIsOldIsPurged(final Engine engine) throws SQLException, IOException {
        final RealDatabase database = engine.database();
        final RaiWriteBehind log = log(database);
        log.visited(ROMEO, ROOM, 9);
        log.visited(ROMEO, room(1), 10);
        log.changed(ROOM, new Activity(9, JULIET, 0));
        log.changed(room(1), new Activity(10, JULIET, 0));
        assertThat(log.flush()).isTrue();

        new RaiTables(database).purgeBefore(10);

        assertThat(log.visits(ROMEO)).isEqualTo(Map.of(room(1), 10L));
        assertThat(new RaiTables(database).activities()).containsOnlyKeys(room(1));
    }

    /** The accounts of users with even numbers; the others are gone. */
    private static final class EvenAccounts implements Accounts {

        @Override
        public boolean isLocal(final JID user) {
            return true;
        }

        @Override
        public boolean isRegistered(final JID user) {
            return account(user).isPresent();
        }

        @Override
        public Optional<Account> account(final JID user) {
            return user.getNode().matches("user.*[02468]") ? Optional.of(new Account(Instant.ofEpochMilli(1)))
                : Optional.empty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void r14_whatIsOfRoomsAndAccountsThatAreGoneIsPurgedInPagesWithoutLoadingRooms(final Engine engine)
        throws SQLException, IOException {
        final RealDatabase database = engine.database();
        final int number = 1_200;
        database.execute("INSERT INTO ofMucService (serviceID, subdomain) VALUES (1, 'chat')");
        final RaiWriteBehind log = log(database);
        final long now = MonotonicTimestamps.of(Instant.ofEpochMilli(1_000));
        for (int i = 0; i < number; i++) {
            if (i % 3 == 0) {
                database.execute("INSERT INTO ofMucRoom (serviceID, roomID, name, naturalName, publicRoom, membersOnly,"
                    + " roomPassword, creationDate) VALUES (1, " + i + ", 'room" + i + "', NULL, 1, 0, NULL,"
                    + " '000000000000001')");
            }
            log.visited(user(i), room(i), now);
            log.visited(user(i), room(0), now);
            log.changed(room(i), new Activity(now, user(i), 0));
        }
        assertThat(log.flush()).isTrue();
        final ManualSerialExecutor executor = new ManualSerialExecutor();
        final FakeMuc muc = new FakeMuc(new FakeUsers("shakespeare.lit"));
        new Reconciliation(database, new JdbcRoomDirectory(database, "shakespeare.lit"), muc, new EvenAccounts(),
            user -> false, (user, before) -> { }, () -> 2 * now, executor).start();

        executor.advance(Duration.ofHours(1));

        assertThat(muc.all()).as("rooms in memory").isEmpty();
        final Map<JID, Activity> activities = new RaiTables(database).activities();
        assertThat(activities).hasSize(number / 3);
        assertThat(activities.get(room(3)).author()).isNull();
        assertThat(activities.get(room(6)).author()).isEqualTo(user(6));
        assertThat(log.visits(user(1))).isEmpty();
        assertThat(log.visits(user(2))).isEqualTo(Map.of(room(0), now));
        assertThat(log.visits(user(6))).containsOnlyKeys(room(0), room(6));
    }

    @ParameterizedTest
    @EnumSource
    void d3_itemOfAUserThatIsRefusedIsDroppedAloneAndCounted(final Engine engine) throws SQLException, IOException {
        final DatabaseGuard guard = new DatabaseGuard(engine.database(), new ManualSerialExecutor());
        final JdbcChattingStore store = new JdbcChattingStore(guard.tables());
        final Publication refused = new Publication(ROMEO, "i".repeat(2_000));

        assertThat(store.add(List.of(new Publication(ROMEO, "a"), refused, new Publication(JULIET, "z"))))
            .isEqualTo(Set.of(refused));

        assertThat(store.publications()).containsExactlyInAnyOrder(new Publication(ROMEO, "a"),
            new Publication(JULIET, "z"));
        assertThat(guard.refusedRows()).isEqualTo(1);
    }
}
