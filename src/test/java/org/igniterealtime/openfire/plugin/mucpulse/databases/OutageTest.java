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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.log4j.Level;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.databases.Engine.RealDatabase;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.LogListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.StorageException;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiTables;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiWriteBehind;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseGuard;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseGuard.Condition;
import org.igniterealtime.openfire.plugin.mucpulse.store.Journal;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xmpp.packet.JID;

/** D4, D5: servers that die, hang, or lack the tables, and come back. */
class OutageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JID ROMEO = new JID("romeo@example.org");
    private static final JID ROOM = new JID("room@chat.example.org");

    private final ManualSerialExecutor executor = new ManualSerialExecutor();

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "FIREBIRD"})
    void d5_whatIsHeardWhileAServerIsDeadIsWrittenAfterwards(final Engine engine) throws SQLException, IOException {
        final RealDatabase database = engine.database();
        final DatabaseGuard guard = new DatabaseGuard(database, executor);
        guard.check();
        final RaiWriteBehind log = new RaiWriteBehind(new RaiTables(guard.tables()), 1_000, user -> true, Journal.NONE);
        log.visited(ROMEO, ROOM, 1);
        assertThat(log.flush()).isTrue();

        final LogListener messages = new LogListener(DatabaseGuard.class);
        database.server().kill();
        try {
            log.visited(ROMEO, ROOM, 2);
            for (int i = 0; i < 100; i++) {
                assertThat(log.flush()).isFalse();
            }
            assertThat(guard.condition()).isEqualTo(Condition.AWAY);
            assertThatThrownBy(() -> log.visits(ROMEO)).isInstanceOf(StorageException.class);
        } finally {
            database.server().startAndAwait();
        }
        Awaitility.await().atMost(PATIENCE).until(() -> {
            executor.advance(Duration.ofMinutes(1));
            return guard.condition() == Condition.AVAILABLE;
        });
        messages.close();

        assertThat(log.flush()).isTrue();
        assertThat(new RaiWriteBehind(new RaiTables(database), 1, user -> true, Journal.NONE).visits(ROMEO)).isEqualTo(Map.of(ROOM, 2L));
        assertThat(messages.heard(Level.WARN)).as("one line when it begins").hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "FIREBIRD"})
    void d5_serverThatHangsHoldsUpNobodyButWhoWritesToIt(final Engine engine) throws Exception {
        final RealDatabase database = engine.database();
        final RaiWriteBehind log = new RaiWriteBehind(new RaiTables(database), 1_000, user -> true, Journal.NONE);
        log.visited(ROMEO, ROOM, 1);
        final CompletableFuture<Boolean> flushed;
        database.server().pause();
        try {
            flushed = CompletableFuture.supplyAsync(log::flush, task -> new Thread(task).start());
            assertThatThrownBy(() -> flushed.get(2, TimeUnit.SECONDS)).as("hangs").isNotNull();

            final long begun = System.nanoTime();
            for (int i = 2; i < 1_000; i++) {
                log.visited(ROMEO, ROOM, i);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
            assertThat(flushed).isNotDone();
        } finally {
            database.server().resume();
        }

        assertThat(flushed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(log.flush()).isTrue();
        assertThat(new RaiWriteBehind(new RaiTables(database), 1, user -> true, Journal.NONE).visits(ROMEO))
            .isEqualTo(Map.of(ROOM, 999L));
    }

    @ParameterizedTest
    @EnumSource
    void d4_tablesThatAreMissingAreSaidOnceAndUsedWhenTheyAreMade(final Engine engine) throws SQLException, IOException {
        final RealDatabase database = engine.databaseWithoutTables();
        final LogListener messages = new LogListener(DatabaseGuard.class);
        final DatabaseGuard guard = new DatabaseGuard(database, executor);
        guard.check();
        final RaiWriteBehind log = new RaiWriteBehind(new RaiTables(guard.tables()), 1_000, user -> true, Journal.NONE);
        log.visited(ROMEO, ROOM, 1);

        assertThat(log.flush()).isFalse();
        assertThat(log.visits(ROMEO)).as("works from memory").isEqualTo(Map.of(ROOM, 1L));
        for (int i = 0; i < 5; i++) {
            executor.advance(Duration.ofMinutes(1));
        }
        assertThat(guard.condition()).as(messages.heard(Level.WARN).toString()).isEqualTo(Condition.MISSING);
        assertThat(messages.heard(Level.ERROR)).hasSize(1);

        database.execute(engine.firstStatement());
        executor.advance(Duration.ofMinutes(1));
        assertThat(guard.condition()).isEqualTo(Condition.INCOMPLETE);
        assertThat(messages.heard(Level.ERROR)).hasSize(2);
        database.execute("DROP TABLE ofMucPulseLastVisit");
        engine.runScript(database);
        executor.advance(Duration.ofMinutes(1));
        messages.close();

        assertThat(guard.condition()).isEqualTo(Condition.AVAILABLE);
        assertThat(log.flush()).isTrue();
        assertThat(messages.heard(Level.WARN)).isEmpty();

        database.execute("UPDATE ofVersion SET version=3 WHERE name='mucpulse'");
        guard.check();
        assertThat(guard.condition()).isEqualTo(Condition.OUTDATED);
    }
}
