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

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.log4j.Level;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Faults;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.LogListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.store.JdbcRoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.store.Journal;
import org.igniterealtime.openfire.plugin.mucpulse.store.RoomSwitchTable;
import org.igniterealtime.openfire.plugin.mucpulse.store.RunningMarks;
import org.igniterealtime.openfire.plugin.mucpulse.store.StateTable;
import org.igniterealtime.openfire.plugin.mucpulse.store.StoreKeeper;
import org.igniterealtime.openfire.plugin.mucpulse.store.WriteBehind;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.RecordingSender;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mock;
import org.mockito.Mockito;
import org.mockito.junit.jupiter.MockitoExtension;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/** R10, R14: the life of what is remembered, from one start of the server to the next, on a real database. */
@ExtendWith(MockitoExtension.class)
class RaiPersistenceTest {

    private static final String SERVICE = "conference.example.org";
    private static final JID ORCHARD = new JID("orchard", SERVICE, null);
    private static final JID ROMEO = new JID("romeo@example.org");
    private static final JID ROMEO_PHONE = new JID("romeo@example.org/phone");
    private static final JID JULIET_PHONE = new JID("juliet@example.org/phone");
    private static final Duration RETENTION = Duration.ofDays(30);

    @Mock
    private Rooms rooms;
    private final LogListener log = new LogListener(StoreKeeper.class);
    private final LogListener crashLog = new LogListener(RaiPersistence.class);
    private final LogListener writeLog = new LogListener(WriteBehind.class);
    private TestDatabase database;
    private Database failingOrNot;
    private RaiTables tables;
    private StateTable state;
    private Life life;

    /** One run of the plugin. */
    private final class Life {
        private final ManualSerialExecutor executor = new ManualSerialExecutor();
        private final RecordingSender sender = new RecordingSender();
        private final MonotonicTimestamps timestamps = new MonotonicTimestamps(executor);
        private final RoomSwitchTable switchTable =
            new RoomSwitchTable(failingOrNot, timestamps, MucPulsePlugin.roomSwitches(), Journal.NONE);
        private final RoomSwitches switches = switchTable.switches();
        private final RaiWriteBehind writeBehind = new RaiWriteBehind(tables, 1000, user -> true, Journal.NONE);
        private final RoomActivityIndicators rai = new RoomActivityIndicators(new FakeSettings(), executor,
            Runnable::run, sender, rooms, new FakeUsers("example.org"),
            new JdbcRoomDirectory(database, "example.org"), writeBehind, writeBehind, timestamps, executor,
            executor.ticker(), (session, finding) -> { }, ClusterPorts.ALONE);
        private final StoreKeeper keeper = new StoreKeeper(new RunningMarks(state, Optional::empty), executor,
            Journal.NONE);

        void start() {
            keeper.add(switchTable);
            keeper.add(new RaiPersistence(tables, writeBehind, state, timestamps, rai, () -> RETENTION, () -> { }));
            keeper.start();
        }

        void visitOfRomeo() {
            rai.occupantJoined(ORCHARD, ROMEO_PHONE, "romeo");
            rai.occupantLeft(ORCHARD, ROMEO_PHONE);
        }

        void wordOfJuliet() {
            rai.messageBroadcast(ORCHARD, JULIET_PHONE, Stanzas.groupchat("<body>O Romeo</body>"));
        }

        /** Whether Romeo is told of the orchard when he subscribes. */
        boolean listsTheOrchard() {
            sender.take();
            rai.presenceReceived(Stanzas.presence("<presence from='" + ROMEO_PHONE + "' to='" + SERVICE
                + "'><rai xmlns='urn:xmpp:rai:0'/></presence>"));
            executor.runUntilIdle();
            final List<Packet> sent = sender.take();
            rai.sessionEnded(ROMEO_PHONE);
            executor.runUntilIdle();
            return sent.stream().anyMatch(stanza -> stanza.toXML().contains(ORCHARD.toString()));
        }
    }

    @BeforeEach
    void thereIsADatabase() throws Exception {
        Mockito.lenient().when(rooms.snapshot(Mockito.any())).thenCallRealMethod();
        Mockito.lenient().when(rooms.affiliation(Mockito.any(), Mockito.any())).thenReturn(Affiliation.NONE);
        database = new TestDatabase();
        database.execute("INSERT INTO ofMucService (serviceID, subdomain, isHidden) VALUES (1, 'conference', 0)");
        database.execute("INSERT INTO ofMucRoom (serviceID, roomID, name, publicRoom, membersOnly)"
            + " VALUES (1, 1, 'orchard', 1, 0)");
        tablesOf(database);
        begin();
    }

    @AfterEach
    void close() throws SQLException {
        log.close();
        crashLog.close();
        writeLog.close();
        database.close();
    }

    private void tablesOf(final Database one) {
        failingOrNot = one;
        tables = new RaiTables(one);
        state = new StateTable(one);
    }

    /** The plugin starts for the first time. */
    private void begin() {
        life = new Life();
        life.start();
    }

    /** The plugin starts again. */
    private void beginAt(final Instant time) {
        life = new Life();
        life.executor.setTime(time);
        life.start();
    }

    private void end() {
        life.keeper.stop();
    }

    private Instant soon() {
        return life.executor.instant().plusSeconds(5);
    }

    private void crashAndBegin() {
        beginAt(soon());
    }

    private void endAndBegin() {
        end();
        beginAt(soon());
    }

    private List<String> visits() throws SQLException {
        return database.rows("SELECT userJID, roomJID FROM ofMucPulseLastVisit");
    }

    @Test
    void r10_whatHappensIsWrittenRegularly() throws SQLException {
        life.visitOfRomeo();
        life.executor.advance(StoreKeeper.FLUSH_INTERVAL);
        assertThat(visits()).containsExactly(ROMEO + "|" + ORCHARD);

        life.wordOfJuliet();
        life.executor.advance(StoreKeeper.FLUSH_INTERVAL);

        assertThat(tables.activities()).containsOnlyKeys(ORCHARD);
    }

    @Test
    void r10_whatIsLeftIsWrittenAtTheStop() throws SQLException {
        life.visitOfRomeo();

        end();

        assertThat(visits()).hasSize(1);
    }

    @Test
    void r10_orderlyRestartTellsNeitherTooMuchNorTooLittle() {
        life.wordOfJuliet();
        life.visitOfRomeo();
        endAndBegin();
        assertThat(life.listsTheOrchard()).isFalse();

        life.wordOfJuliet();
        endAndBegin();

        assertThat(life.listsTheOrchard()).isTrue();
        assertThat(crashLog.heard(Level.INFO)).isEmpty();
    }

    @Test
    void r10_orderIsThatOfTheEventsThoughTheClockWasSetBackBetweenTwoLives() {
        life.wordOfJuliet();
        life.executor.setTime(soon().plus(Duration.ofDays(1)));
        life.visitOfRomeo();
        end();
        beginAt(soon().minus(Duration.ofDays(1)));

        life.wordOfJuliet();

        assertThat(life.listsTheOrchard()).isTrue();
    }

    @Test
    void r10_crashTellsTooMuchRatherThanTooLittle() {
        life.visitOfRomeo();
        life.executor.advance(StoreKeeper.FLUSH_INTERVAL);
        life.wordOfJuliet();

        crashAndBegin();

        assertThat(crashLog.heard(Level.INFO)).hasSize(1);
        assertThat(life.listsTheOrchard()).isTrue();
    }

    @Test
    void r10_crashIsRememberedByTheLivesAfterTheNext() {
        life.visitOfRomeo();
        life.executor.advance(StoreKeeper.FLUSH_INTERVAL);
        crashAndBegin();

        endAndBegin();

        assertThat(life.listsTheOrchard()).isTrue();
        life.visitOfRomeo();
        endAndBegin();
        assertThat(life.listsTheOrchard()).isFalse();
    }

    @Test
    void r10_startThatWasRolledBackForgetsNoCrash() {
        life.visitOfRomeo();
        life.executor.advance(StoreKeeper.FLUSH_INTERVAL);
        life.wordOfJuliet();
        life = new Life();
        life.keeper.add(life.switchTable);
        end();

        beginAt(soon());

        assertThat(life.listsTheOrchard()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void r10_startThatFailsAtAnyStepForgetsNoCrash(final int step) {
        life.visitOfRomeo();
        life.executor.advance(StoreKeeper.FLUSH_INTERVAL);
        life.wordOfJuliet();
        final AtomicInteger opened = new AtomicInteger();
        database.observe(() -> {
            if (opened.incrementAndGet() == step) {
                throw new IllegalStateException("as the test wants it");
            }
        });
        crashAndBegin();
        assertThat(opened).as("steps of the start").hasValueGreaterThanOrEqualTo(step);
        life.executor.advance(StoreKeeper.RETRY_INTERVAL);

        endAndBegin();

        assertThat(crashLog.heard(Level.INFO)).hasSize(1);
        assertThat(life.listsTheOrchard()).isTrue();
    }

    @Test
    void r10_stopThatCannotWriteCountsAsACrash() {
        life.visitOfRomeo();
        life.executor.advance(StoreKeeper.FLUSH_INTERVAL);
        life.wordOfJuliet();
        database.failAt("open");
        end();

        database.recover();
        beginAt(soon());

        assertThat(life.listsTheOrchard()).isTrue();
    }

    @Test
    void r10_lossOfActivityIsNotedOnceTheDatabaseTakesIt() throws SQLException {
        database.observe(() -> {
            throw new IllegalStateException("as the test wants it");
        });
        life.writeBehind.putBackActivityLoss();
        life.executor.advance(StoreKeeper.FLUSH_INTERVAL);
        assertThat(crashLog.heard(Level.WARN)).hasSize(1);

        database.observe(() -> { });
        life.executor.advance(StoreKeeper.FLUSH_INTERVAL);

        assertThat(state.state(RaiPersistence.ASSUMED)).isPresent();
    }

    @Test
    void r10_runThatCouldNotNoteALossOfActivityDoesNotEndInOrder() {
        life.visitOfRomeo();
        life.executor.advance(StoreKeeper.FLUSH_INTERVAL);
        life.writeBehind.putBackActivityLoss();
        database.failAt("open");
        end();

        database.recover();
        beginAt(soon());

        assertThat(crashLog.heard(Level.INFO)).hasSize(1);
    }

    @Test
    void r10_startIsTriedAgainWhereTheDatabaseFails() throws SQLException {
        life.wordOfJuliet();
        life.visitOfRomeo();
        end();
        database.failAt("open");
        beginAt(soon());
        life.executor.advance(StoreKeeper.RETRY_INTERVAL.multipliedBy(2));
        assertThat(log.heard(Level.WARN)).isNotEmpty();

        life.wordOfJuliet();
        database.recover();
        life.executor.advance(StoreKeeper.RETRY_INTERVAL);

        assertThat(state.state(RunningMarks.ALONE)).isPresent();
        assertThat(life.listsTheOrchard()).isTrue();
    }

    @Test
    void r10_startThatFailedTellsTooMuchRatherThanTooLittle() {
        life.visitOfRomeo();
        end();
        database.failAt("open");
        beginAt(soon());

        database.recover();

        assertThat(life.listsTheOrchard()).isTrue();
    }

    @Test
    void s7_whatDiffersInRoomsIsUnknownUntilItWasRead() {
        end();
        database.failAt("open");
        beginAt(soon());
        assertThat(life.switches.areReadable()).isFalse();
        assertThat(life.switches.isRestored()).isFalse();

        database.recover();
        life.executor.advance(StoreKeeper.RETRY_INTERVAL);

        assertThat(life.switches.areReadable()).isTrue();
        assertThat(life.switches.isRestored()).isTrue();
    }

    @Test
    void r10_startIsNotTriedAgainAfterTheStop() throws SQLException {
        end();
        database.failAt("open");
        beginAt(soon());
        end();

        database.recover();
        life.executor.advance(StoreKeeper.RETRY_INTERVAL.multipliedBy(2));

        assertThat(state.state(RunningMarks.ALONE)).isEmpty();
    }

    @Test
    void r10_poolThatIsClosedIsAFailureLikeAnyOther() throws SQLException {
        end();
        database.observe(() -> {
            throw new IllegalStateException("as the test wants it");
        });
        beginAt(soon());
        life.executor.advance(StoreKeeper.PURGE_INTERVAL);
        end();
        beginAt(soon());

        database.observe(() -> { });
        life.executor.advance(StoreKeeper.PURGE_INTERVAL.multipliedBy(2));

        assertThat(state.state(RunningMarks.ALONE)).isPresent();
        assertThat(life.executor.nextDue()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "prepareStatement"})
    void r14_oldRecordsArePurgedAlsoAfterAPurgeThatFailed(final String failing) throws SQLException {
        life.visitOfRomeo();
        life.wordOfJuliet();
        life.executor.advance(StoreKeeper.FLUSH_INTERVAL);
        life.executor.setTime(life.executor.instant().plus(RETENTION).minus(Duration.ofHours(2)));
        life.executor.advance(StoreKeeper.PURGE_INTERVAL);
        assertThat(visits()).hasSize(1);

        database.failAt(failing);
        life.executor.advance(StoreKeeper.PURGE_INTERVAL.multipliedBy(2));
        database.recover();
        life.executor.advance(StoreKeeper.PURGE_INTERVAL);

        assertThat(visits()).isEmpty();
        assertThat(tables.activities()).isEmpty();
        assertThat(log.heard(Level.WARN)).isNotEmpty();
    }

    @Test
    void r14_whatWasPurgedIsNotListed() throws SQLException {
        database.execute("INSERT INTO ofMucMember (roomID, jid) VALUES (1, '" + ROMEO + "')");
        life.wordOfJuliet();
        life.executor.advance(RETENTION.minus(StoreKeeper.PURGE_INTERVAL));
        assertThat(life.listsTheOrchard()).isTrue();

        life.executor.advance(StoreKeeper.PURGE_INTERVAL.multipliedBy(2));

        assertThat(life.listsTheOrchard()).isFalse();
    }

    /** A keeper whose database throws what it is told to. */
    @ParameterizedTest
    @MethodSource("org.igniterealtime.openfire.plugin.mucpulse.concurrent.Faults#all")
    void s1_loopsGoOnWhateverTheDatabaseThrows(final Throwable fault) {
        final AtomicBoolean failing = new AtomicBoolean();
        final AtomicInteger opened = new AtomicInteger();
        tablesOf(() -> {
            opened.incrementAndGet();
            if (failing.get()) {
                Faults.sneak(fault);
            }
            return database.open();
        });
        final Life failingLife = new Life();
        failingLife.start();
        runAll(failingLife);

        failing.set(true);
        for (int hour = 0; hour < 3; hour++) {
            failingLife.visitOfRomeo();
            failingLife.executor.setTime(failingLife.executor.instant().plus(StoreKeeper.PURGE_INTERVAL));
            runAll(failingLife);
        }
        failing.set(false);
        failingLife.executor.setTime(failingLife.executor.instant().plus(StoreKeeper.FLUSH_INTERVAL));
        runAll(failingLife);

        assertThat(failingLife.keeper.sinceFlush()).isPresent();
        assertThat(failingLife.executor.nextDue()).isPresent();
        final int before = opened.get();
        failingLife.executor.setTime(failingLife.executor.instant().plus(StoreKeeper.PURGE_INTERVAL));
        runAll(failingLife);
        assertThat(opened.get()).as("the purge goes on").isGreaterThan(before);
    }

    /** As the executor of a server does, which goes on whatever is thrown. */
    private static void runAll(final Life life) {
        boolean some = true;
        while (some) {
            try {
                some = life.executor.runNext();
            } catch (final Throwable thrown) {
                some = true;
            }
        }
    }
}
