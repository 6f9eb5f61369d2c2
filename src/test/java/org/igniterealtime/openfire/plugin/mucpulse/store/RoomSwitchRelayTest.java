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

import com.google.common.base.Ticker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.InMemoryJournal;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.RelayNetwork;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is set for a room on one server of a cluster holds on all. */
class RoomSwitchRelayTest {

    private static final String ROOM = "orchard@conference.example.org";
    private static final Map<String, String> OFF = Map.of("rai", "off");

    private TestDatabase database;
    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final RelayNetwork network = new RelayNetwork();
    private RoomSwitchTable one;
    private RoomSwitchTable other;

    @BeforeEach
    void start() throws Exception {
        database = new TestDatabase();
        one = join("a");
        other = join("b");
        work();
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    private RoomSwitchTable table(final Journal journal) {
        return new RoomSwitchTable(database, new MonotonicTimestamps(executor), MucPulsePlugin.roomSwitches(), journal);
    }

    private RoomSwitchTable join(final String id) throws Exception {
        final RoomSwitchTable table = table(Journal.NONE);
        table.restore(false);
        final Hooks hooks = new Hooks(new ErrorHandler(Ticker.systemTicker()));
        final RelayNetwork.Server[] end = new RelayNetwork.Server[1];
        hooks.relay().add(new RoomSwitchRelay(new Relay() {
            @Override
            public Set<String> peers() {
                return end[0] == null ? Set.of() : end[0].peers();
            }

            @Override
            public void toAll(final String topic, final byte[] message) {
                end[0].toAll(topic, message);
            }

            @Override
            public void send(final String peer, final String topic, final byte[] message) {
                end[0].send(peer, topic, message);
            }

            @Override
            public boolean isCongested(final String peer) {
                return end[0].isCongested(peer);
            }
        }, table, executor));
        end[0] = network.join(id, hooks);
        return table;
    }

    private void work() {
        do {
            network.deliver();
            executor.advance(Duration.ofMillis(1));
        } while (network.isBusy());
    }

    @Test
    void k3_whatIsSetOnOneServerHoldsOnTheOther() {
        one.switches().set(ROOM, OFF);
        work();
        assertThat(other.switches().of(ROOM)).isEqualTo(OFF);

        executor.advance(Duration.ofSeconds(1));
        other.switches().set(ROOM, Map.of());
        work();
        assertThat(one.switches().of(ROOM)).isEmpty();
    }

    @Test
    void k3_laterChangeIsTheOneInTheTableWhicheverServerWritesLast() throws Exception {
        one.switches().set(ROOM, OFF);
        executor.advance(Duration.ofSeconds(1));
        other.switches().set(ROOM, Map.of("rai", "off", "mep", "off"));
        other.flush();
        one.flush();
        work();
        one.flush();
        other.flush();

        assertThat(one.load()).containsEntry(ROOM, Map.of("rai", "off", "mep", "off"));
        assertThat(one.switches().of(ROOM)).isEqualTo(other.switches().of(ROOM));
    }

    @Test
    void k5_whatWasLostIsSaidAgain() {
        one.switches().set(ROOM, OFF);
        network.lose("a", "b");
        work();
        executor.advance(RoomSwitchRelay.QUESTION_DELAY);
        work();

        assertThat(other.switches().of(ROOM)).isEqualTo(OFF);
    }

    /** What waits for a server that takes everything once a second. */
    private void workSlowly() {
        for (int seconds = 0; seconds < 30; seconds++) {
            network.deliver();
            executor.advance(Duration.ofSeconds(1));
        }
        network.deliver();
    }

    @Test
    void k5_moreThanMayWaitToBeSentIsSaidToAServerThatJoins() throws Exception {
        final Map<String, String> much = Map.of("rai", "x".repeat(4_000));
        for (int i = 0; i < 2_500; i++) {
            one.switches().set(i + ROOM, much);
        }
        work();
        network.limit(8 << 20);

        final RoomSwitchTable third = join("c");
        workSlowly();

        assertThat(third.switches().all()).hasSize(2_500).containsEntry(2_499 + ROOM, much);
        assertThat(network.droppedCount()).isZero();
    }

    @Test
    void k5_serverFromWhichMuchIsLostIsAskedOnceAndNotInALoop() {
        for (int i = 0; i < 100; i++) {
            one.switches().set(ROOM, Map.of("rai", "off" + i));
            network.lose("a", "b");
        }
        final int before = network.sentCount();
        workSlowly();

        assertThat(other.switches().of(ROOM)).isEqualTo(Map.of("rai", "off99"));
        assertThat(network.sentCount() - before).as("a question, and what either has").isLessThan(10);
    }

    /** A server that takes 64 KiB at once, and no more until the test says so. */
    private static final class SlowPeer implements Relay {

        private int taken;
        private final List<ByteBuffer> messages = new ArrayList<>();

        @Override
        public Set<String> peers() {
            return Set.of("peer");
        }

        @Override
        public void toAll(final String topic, final byte[] message) {
            // It has left room for that.
        }

        @Override
        public void send(final String peer, final String topic, final byte[] message) {
            taken += message.length;
            messages.add(ByteBuffer.wrap(message));
        }

        @Override
        public boolean isCongested(final String peer) {
            return taken >= 64 << 10;
        }
    }

    @Test
    void k5_whatIsSaidComesToItsEndThoughTheOtherServerGoesOnAsking() throws Exception {
        final RoomSwitchTable table = table(Journal.NONE);
        table.restore(false);
        final SlowPeer peer = new SlowPeer();
        final RoomSwitchRelay relay = new RoomSwitchRelay(peer, table, executor);
        for (int i = 0; i < 100; i++) {
            table.switches().set(i + ROOM, Map.of("rai", "x".repeat(4_000)));
        }

        for (int i = 0; i < 10; i++) {
            relay.received("peer", new byte[] {2});
            executor.advance(Duration.ofSeconds(1));
            peer.taken = 0;
        }
        assertThat(Set.copyOf(peer.messages)).hasSize(100);

        peer.messages.clear();
        relay.received("peer", new byte[] {2});
        for (int i = 0; i < 20; i++) {
            executor.advance(Duration.ofSeconds(1));
            peer.taken = 0;
        }
        assertThat(Set.copyOf(peer.messages)).as("said once more").hasSize(100);
        assertThat(executor.waitingCount()).isZero();
    }

    @Test
    void k5_whatTheOtherSideOfASplitHasStoredIsReadWhenItHasHealed() {
        network.separate("a", "b");
        one.switches().set(ROOM, OFF);
        work();
        assertThat(other.switches().of(ROOM)).isEmpty();

        network.reunite("a", "b");
        work();

        assertThat(other.switches().of(ROOM)).isEqualTo(OFF);
    }

    @Test
    void k5_whatOthersHaveStoredIsReadThoughTheDatabaseFailedInAnyWay() {
        network.separate("a", "b");
        one.switches().set(ROOM, OFF);
        work();
        final Runnable failure = () -> {
            throw new NoClassDefFoundError("as the test wants it");
        };
        database.observe(failure);
        // What b has not heard is in the table only.
        network.reunite("a", "b");
        network.lose("a", "b");
        executor.runUntilIdle();
        database.observe(() -> { });
        executor.advance(RoomSwitchRelay.RETRY_INTERVAL);
        work();
        executor.advance(RoomSwitchRelay.QUESTION_DELAY);
        work();

        assertThat(other.switches().of(ROOM)).isEqualTo(OFF);
    }

    @Test
    void k6_journalDoesNotBringBackWhatAnotherServerReplaced() throws Exception {
        final InMemoryJournal journal = new InMemoryJournal();
        final RoomSwitchTable crashed = table(journal);
        crashed.switches().set(ROOM, OFF);
        executor.advance(Duration.ofSeconds(5));
        one.switches().set(ROOM, Map.of("mep", "off"));
        one.flush();

        final RoomSwitchTable again = table(journal.afterCrash());
        again.restore(true);
        again.flush();

        assertThat(again.switches().of(ROOM)).isEqualTo(Map.of("mep", "off"));
        assertThat(one.load()).containsEntry(ROOM, Map.of("mep", "off"));
    }
}
