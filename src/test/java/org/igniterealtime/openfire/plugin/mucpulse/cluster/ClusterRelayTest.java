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
package org.igniterealtime.openfire.plugin.mucpulse.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.RelaySimulation.Fate;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.RelaySimulation.Server;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster.State;
import org.junit.jupiter.api.Test;

class ClusterRelayTest {

    private final RelaySimulation world = new RelaySimulation();

    private Server joined(final String id) {
        final Server server = world.start(id);
        world.join(server, world.servers().get(0));
        world.settle();
        return server;
    }

    @Test
    void k4_nobodyIsHomeWhileJoiningForAMinute() {
        final Server server = world.start("a");
        assertThat(server.relay.server()).isEmpty();

        world.time.advance(Duration.ofSeconds(59));
        assertThat(server.relay.server()).isEmpty();
        assertThat(server.heard).isEmpty();

        world.time.advance(Duration.ofSeconds(2));
        assertThat(server.relay.isHere()).isTrue();
        assertThat(server.heard).containsExactly("home a true");
    }

    @Test
    void k1_seniorMemberIsHome() {
        final Server senior = joined("b");
        final Server other = joined("a");

        assertThat(senior.relay.server()).contains("b");
        assertThat(other.relay.server()).contains("b");
        assertThat(other.heard).containsExactly("joined b", "home b false");
        assertThat(senior.heard).containsExactly("home b true", "joined a");
    }

    @Test
    void k1_smallestPeerIsHomeWhereTheSeniorHasNoPlugin() {
        final Server senior = joined("c");
        final Server second = joined("b");
        final Server third = joined("a");

        senior.stopPlugin();
        world.settle();

        assertThat(second.relay.server()).contains("a");
        assertThat(third.relay.isHere()).isTrue();
        assertThat(third.heard).endsWith("left c", "home a true");
    }

    @Test
    void k4_serverThatShutsDownIsNoHome() {
        final Server senior = joined("a");
        final Server other = joined("b");
        world.stop(senior);
        world.settle();
        assertThat(other.relay.isHere()).isTrue();
        assertThat(senior.heard).endsWith("left b", "home nobody false");

        joined("c");
        world.stop(world.server("c"));
        assertThat(world.recordings.get(2).heard()).doesNotContain("home c true");
    }

    @Test
    void k5_eachSideOfASplitHasItsHomeAndOneRemains() {
        final Server first = joined("a");
        final Server second = joined("b");

        world.split(second);
        world.settle();
        assertThat(first.relay.isHere()).isTrue();
        assertThat(second.relay.isHere()).isTrue();
        assertThat(second.heard).endsWith("left a", "home b true");

        world.heal();
        world.settle();
        assertThat(first.relay.isHere()).isTrue();
        assertThat(second.relay.server()).contains("a");
        assertThat(second.heard).endsWith("home nobody false", "joined a", "home a false");
    }

    @Test
    void k2_peerThatWasRestartedUnnoticedHasLeftAndJoined() {
        final Server first = joined("a");
        final Server second = joined("b");
        first.crashPlugin();
        first.startPlugin("1.0");
        world.settle();

        assertThat(second.heard).endsWith("left a", "home nobody false", "joined a", "home a false");
        assertThat(first.heard).containsExactly("joined b", "home a true");
    }

    @Test
    void k2_lossIsToldWhenThePeerCanBeReachedAgain() {
        final Server first = joined("a");
        final Server second = joined("b");
        first.send("b");
        for (int second1 = 0; second1 < 40; second1++) {
            world.pump(List.of(Fate.LOST));
            world.time.advance(Duration.ofSeconds(1));
        }
        world.settle();

        assertThat(second.heard).endsWith("home a false", "lost a");
        assertThat(first.relay.counters().dropped.sum()).isEqualTo(1);
        assertThat(second.relay.counters().lost.sum()).isEqualTo(1);
    }

    @Test
    void k2_whatArrivesTwiceOrLateIsTakenOnce() {
        final Server first = joined("a");
        final Server second = joined("b");
        first.send("b");
        world.pump(List.of(Fate.LATE));
        world.time.advance(PeerLink.FIRST_PAUSE);
        world.pump(List.of(Fate.ANSWER_LOST));
        world.settle();
        first.send("b");
        world.settle();
        world.deliverLate();

        assertThat(second.heard).endsWith("received a 1", "received a 2");
        assertThat(second.relay.counters().outdated.sum()).isEqualTo(2);
    }

    @Test
    void k2_whatWasTakenBeforeTheGoodbyeIsStillHeard() {
        final Server first = joined("a");
        final Server second = joined("b");
        final PeerLink link = Objects.requireNonNull(first.relay.links().get("b"));
        first.send("b");
        final byte[] frame = FrameFormat.write(Objects.requireNonNull(link.poll()));
        second.relay.receive(frame);
        second.relay.receive(FrameFormat.write(link.goodbye()));
        assertThat(second.relay.receive(frame)).as("late").isEqualTo(Reply.ACCEPTED.toBytes());
        second.relay.receive(FrameFormat.write(link.goodbye()));
        world.time.runUntilIdle();

        assertThat(second.heard).endsWith("received a 1", "left a", "home b true");
        assertThat(second.relay.counters().received.sum()).isEqualTo(1);
    }

    @Test
    void k2_peerIsFoundThoughTheListFailedInAnyWay() {
        final Server first = joined("a");
        first.registryFailure = new NoClassDefFoundError("as the test wants it");
        final Server second = joined("b");
        assertThat(first.relay.peers()).isEmpty();

        world.time.runUntilIdle();
        first.relay.memberJoined("b");
        world.time.advance(Duration.ofMillis(200));
        first.registryFailure = null;
        world.time.advance(Duration.ofSeconds(3));

        assertThat(first.relay.peers()).containsExactly("b");
        assertThat(second.relay.peers()).containsExactly("a");
    }

    @Test
    void k2_linkInPlaceOfAnotherEndsThat() {
        final List<PeerLink> started = new ArrayList<>();
        final RelayThreads threads = mock(RelayThreads.class);
        when(threads.ticker()).thenReturn(world.time.ticker());
        doAnswer(call -> started.add(call.getArgument(0))).when(threads).startSending(any());
        final PeerLinks links = new PeerLinks(threads, new RelayCounters(), () -> started.size() + 1L);
        links.connect("a", "b");
        links.connect("a", "b");

        assertThat(links.all()).containsEntry("b", started.get(1));
        assertThat(started.get(0).poll()).as("of the first, which is closed").isNull();
        assertThat(started.get(1).poll()).isNotNull();
    }

    @Test
    void k7_peerWithAnotherFormatIsSentNothing() {
        final Server first = joined("a");
        final Server second = joined("b");
        first.list("b", "2;9.9");
        second.crashPlugin();
        world.settle();

        assertThat(first.relay.peers()).isEmpty();
        assertThat(first.relay.view().members()).containsExactlyInAnyOrder("a", "b");
        assertThat(first.relay.view().pluginVersion("b")).isEqualTo("9.9");
    }

    @Test
    void k2_entryThatWasLostIsRenewed() {
        final Server first = joined("a");
        final Server second = joined("b");
        second.list("a", "");
        world.time.advance(NodeWatch.INTERVAL.multipliedBy(2));
        world.settle();

        assertThat(first.relay.peers()).containsExactly("b");
        assertThat(second.relay.peers()).containsExactly("a");
    }

    @Test
    void k1_serverByItselfIsItsHomeAndRunsNoTask() {
        final Server server = world.startSingle("a");
        server.sendToAll();

        assertThat(server.relay.isHere()).isTrue();
        assertThat(server.relay.peers()).isEmpty();
        assertThat(world.time.waitingCount()).isZero();
        assertThat(server.state()).isEqualTo(State.SINGLE);
    }
}
