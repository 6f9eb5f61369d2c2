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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.JdbcChattingStore;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.databases.Engine.RealDatabase;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeTable;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeWriteBehind;
import org.igniterealtime.openfire.plugin.mucpulse.mep.OrphanedNodes;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.rai.ClusterPorts;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiPersistence;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiSettings;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiTables;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiWriteBehind;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RoomActivityIndicators;
import org.igniterealtime.openfire.plugin.mucpulse.store.JdbcRoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.store.Journal;
import org.igniterealtime.openfire.plugin.mucpulse.store.OrphanedRoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.store.RoomSwitchTable;
import org.igniterealtime.openfire.plugin.mucpulse.store.Sql;
import org.igniterealtime.openfire.plugin.mucpulse.store.StateTable;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeMuc;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.RecordingSender;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What start-up, a list and a flush cost on a large server. Runs where {@code -Dscale} is set, to the name of a database
 * to try that alone, as it takes minutes; its results are printed, and in {@code README.md}.
 */
@EnabledIfSystemProperty(named = "scale", matches = ".*")
class DatabaseScaleTest {

    private static final int VISITS = 1_000_000;
    private static final int ROOMS = 100_000;
    private static final int NODES = 10_000;
    private static final int ROOMS_OF_FIRST = 1_000;
    private static final int FLUSHED = 10_000;
    private static final int ROUNDS = 5;

    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final RecordingSender sender = new RecordingSender();

    /** A pool of one connection, as connecting takes longer than most statements. */
    private static final class OneConnection implements Database {

        private final Connection connection;

        OneConnection(final RealDatabase database) throws SQLException {
            connection = database.open();
        }

        @Override
        @Nonnull
        public Connection open() {
            return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if ("close".equals(method.getName())) {
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (final InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        }
    }

    private static void print(final String text, final Object... values) {
        System.out.println(String.format(Locale.ROOT, text, values));
    }

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    private static Duration time(final Step step) throws Exception {
        final long begun = System.nanoTime();
        step.run();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void aLargeServerIsFastEnough(final Engine engine) throws Exception {
        final String wanted = System.getProperty("scale");
        assumeTrue(engine.name().equalsIgnoreCase(wanted) || wanted.isEmpty() || "true".equals(wanted));
        final RealDatabase real = engine.database();
        final FilledDatabase filled = new FilledDatabase(engine, real);
        print("%s was filled in %s", engine, time(() -> filled.fill(VISITS, ROOMS, NODES, ROOMS_OF_FIRST)));
        final Database database = new OneConnection(real);
        final MonotonicTimestamps timestamps = new MonotonicTimestamps(executor);
        final RaiTables tables = new RaiTables(database);
        final RaiWriteBehind log = new RaiWriteBehind(tables, 500_000, user -> true, Journal.NONE);
        final JdbcRoomDirectory directory = new JdbcRoomDirectory(database, "shakespeare.lit");
        final FakeMuc muc = new FakeMuc(new FakeUsers("shakespeare.lit"));
        final RoomActivityIndicators rai = new RoomActivityIndicators(() -> RaiSettings.DEFAULTS, executor, Runnable::run,
            sender, muc, new FakeUsers("shakespeare.lit"), directory, log, log, timestamps, executor, executor.ticker(),
            (session, finding) -> { }, ClusterPorts.ALONE);
        final List<Object> held = new ArrayList<>();
        final long before = usedBytes();

        final Duration start = time(() -> held.addAll(start(database, rai, tables, log, directory, muc, timestamps)));

        final long megabytes = (usedBytes() - before) / 1_000_000;
        print("%s: start-up %d ms, %d MB", engine, start.toMillis(), megabytes);
        assertThat(held).isNotEmpty();

        final Duration list = list(rai);
        print("%s: first list of a user with %d rooms %d ms", engine, ROOMS_OF_FIRST, list.toMillis());

        final Duration bare = bareUpdates(database);
        final Duration inserted = flush(log, VISITS, ROOMS);
        final Duration updated = flush(log, VISITS, ROOMS);
        print("%s: %d visits are written in %d ms, and once more in %d ms; as many bare updates take %d ms", engine,
            FLUSHED, inserted.toMillis(), updated.toMillis(), bare.toMillis());
        final Duration found =
            bare(database, "UPDATE ofMucPulseLastVisit SET lastVisit=lastVisit+1 WHERE lastVisit+0<0 AND ");
        final Duration again = bareUpdates(database);
        filled.dropAgeIndex();
        final Duration unindexed = bareUpdates(database);
        print("%s: as many rows are found and left as they are in %d ms, updated in %d ms, and in %d ms where the time is in no index",
            engine, found.toMillis(), again.toMillis(), unindexed.toMillis());

        assertThat(megabytes).isLessThan(200);
        assertThat(start).isLessThan(Duration.ofSeconds(10));
        // Where the machine is busy, or the server has little memory, nothing is faster than the database itself.
        assertThat(inserted).isLessThan(longest(Duration.ofSeconds(1), bare.multipliedBy(3)));
        assertThat(updated).isLessThan(longest(Duration.ofSeconds(1), bare.multipliedBy(3)));
    }

    private static Duration longest(final Duration one, final Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** What it costs to give other visits than those that are flushed new timestamps, by the same index. */
    private static Duration bareUpdates(final Database database) throws Exception {
        return bare(database, "UPDATE ofMucPulseLastVisit SET lastVisit=lastVisit+1 WHERE ");
    }

    private static Duration bare(final Database database, final String statement) throws Exception {
        final List<String> users = new ArrayList<>();
        for (int i = 0; i < FLUSHED; i++) {
            users.add(FilledDatabase.user(1 + i * 7 % 9_000).toString());
        }
        return time(() -> Sql.inTransaction(database, connection ->
            Sql.forEach(connection, statement + "userKey=? AND roomKey=?", users, (prepared, user) -> {
                prepared.setString(1, Sql.key(user));
                final int number = ROOMS_OF_FIRST + (Integer.parseInt(user.substring(1, user.indexOf('@'))) - 1) * 100 + 3;
                prepared.setString(2, Sql.key(FilledDatabase.room((int) (number * 7L % ROOMS))));
            })));
    }

    /** What the features do with the database before the server is up, and in their first minute. */
    private List<Object> start(final Database database, final RoomActivityIndicators rai, final RaiTables tables,
                               final RaiWriteBehind log, final JdbcRoomDirectory directory, final FakeMuc muc,
                               final MonotonicTimestamps timestamps) throws SQLException, IOException {
        final RoomSwitchTable switches = new RoomSwitchTable(database, timestamps, MucPulsePlugin.roomSwitches(),
            Journal.NONE);
        switches.restore(false);
        new OrphanedRoomSwitches(switches, directory, muc, executor).start();
        new RaiPersistence(tables, log, new StateTable(database), timestamps, rai, () -> Duration.ofDays(36_500),
            () -> { }).restore(false);
        final NodeTable nodes = new NodeTable(database);
        new OrphanedNodes(nodes, directory, muc, new NodeWriteBehind(nodes, 1_000_000), executor, () -> true)
            .start();
        executor.runUntilIdle();
        final JdbcChattingStore chatting = new JdbcChattingStore(database);
        return List.of(switches, chatting.consents(), chatting.publications(), chatting.retractions());
    }

    /** The median of some, after the first. */
    private Duration list(final RoomActivityIndicators rai) throws Exception {
        final List<Duration> times = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            final String session = FilledDatabase.user(0) + "/" + round;
            times.add(time(() -> {
                rai.presenceReceived(Stanzas.presence("<presence from='" + session + "' to='" + FilledDatabase.SERVICE
                    + "'><rai xmlns='urn:xmpp:rai:0'/></presence>"));
                executor.runUntilIdle();
            }));
            final String sent = sender.take().toString();
            assertThat(sent.split("<activity", -1)).hasSize(ROOMS_OF_FIRST + 1);
        }
        print("lists: %s", times);
        times.remove(0);
        times.sort(null);
        return times.get(times.size() / 2);
    }

    /** Half of them are of rooms where the users were before. */
    private static Duration flush(final RaiWriteBehind log, final int visits, final int rooms) throws Exception {
        final long now = FilledDatabase.THEN + System.nanoTime();
        for (int i = 0; i < FLUSHED; i++) {
            final int number = ROOMS_OF_FIRST + (i * 97) % (visits - ROOMS_OF_FIRST);
            final int room = number * 7 % rooms + (i % 2 == 0 ? 0 : 1);
            log.visited(FilledDatabase.user(1 + (number - ROOMS_OF_FIRST) / 100),
                FilledDatabase.room(room % rooms), now + i);
        }
        final Duration taken = time(() -> assertThat(log.flush()).isTrue());
        assertThat(log.visits(FilledDatabase.user(1))).isNotEqualTo(Map.of());
        return taken;
    }
}
