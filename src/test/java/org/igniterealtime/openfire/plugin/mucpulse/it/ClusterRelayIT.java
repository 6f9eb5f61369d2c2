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
package org.igniterealtime.openfire.plugin.mucpulse.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsCluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RelayControl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The relay between the servers of a real cluster, and which of them is home. */
@NeedsCluster
class ClusterRelayIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration STABLE = Duration.ofSeconds(7);
    private static final String FIRST = "server-1";
    private static final String SECOND = "server-2";

    @RegisterExtension
    static final Cluster cluster = Cluster.of(2);

    @BeforeEach
    void settle() {
        awaitSettled();
    }

    /** Waits until the two are peers and remain so: Hazelcast can fall apart once more after a server was started. */
    private static void awaitSettled() {
        Awaitility.await("both are peers, and remain so").atMost(PATIENCE.multipliedBy(4)).until(() -> {
            awaitPeers(1, SECOND);
            awaitPeers(2, FIRST);
            relay(1).listen();
            relay(2).listen();
            Thread.sleep(STABLE.toMillis());
            return relay(1).events().isEmpty() && relay(2).events().isEmpty()
                && relay(1).home().equals(relay(2).home());
        });
    }

    private static RelayControl relay(final int number) {
        return cluster.server(number).control().relay();
    }

    private static void awaitPeers(final int number, final String... peers) {
        Awaitility.await("peers of server " + number).atMost(PATIENCE).pollInterval(Duration.ofMillis(200))
            .until(() -> relay(number).peers().equals(List.of(peers)));
    }

    private static void awaitHome(final int number, final String home) {
        Awaitility.await("home of server " + number).atMost(PATIENCE).pollInterval(Duration.ofMillis(200))
            .until(() -> relay(number).home().equals(home));
    }

    private static void awaitReceived(final int number, final String peer, final List<String> texts) {
        Awaitility.await("what server " + number + " has received").atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(50)).untilAsserted(() ->
                assertThat(relay(number).received(peer)).isEqualTo(texts));
    }

    private static List<String> numbered(final String text, final int times) {
        return IntStream.rangeClosed(1, times).mapToObj(number -> text + number).collect(Collectors.toList());
    }

    /** The number of the server that is home. */
    private static int home() {
        return Integer.parseInt(relay(1).home().substring("server-".length()));
    }

    private static void assertRelays() {
        awaitSettled();
        relay(1).toAll("many-", 3);
        relay(1).send(SECOND, "one");
        relay(2).send(FIRST, "another");
        awaitReceived(2, FIRST, List.of("many-1", "many-2", "many-3", "one"));
        awaitReceived(1, SECOND, List.of("another"));
    }

    @Test
    void k2_messagesArriveOnceAndInOrder() {
        relay(1).toAll("message-", 5_000);
        relay(2).toAll("reply-", 5_000);

        awaitReceived(2, FIRST, numbered("message-", 5_000));
        awaitReceived(1, SECOND, numbered("reply-", 5_000));
        assertThat(relay(1).events()).noneMatch(event -> event.startsWith("messagesLost"));
        assertThat(relay(2).events()).noneMatch(event -> event.startsWith("messagesLost"));
    }

    @Test
    void k2_requestTakesMilliseconds() {
        relay(1).latency(SECOND, 200);
        final List<Long> micros = relay(1).latency(SECOND, 500);

        System.out.println("There and back: median " + micros.get(250) + " µs, 99 % " + micros.get(495) + " µs");
        assertThat(micros.get(250)).isLessThan(100_000);
    }

    @Test
    void k1_bothAgreeWhoIsHome() {
        assertThat(relay(1).home()).isEqualTo(relay(2).home()).isIn(FIRST, SECOND);
        assertThat(relay(1).isHome()).isNotEqualTo(relay(2).isHome());
    }

    @Test
    void k5_serverThatLeavesIsNoPeerAndHomeMoves() {
        final int leaving = home();
        final int staying = 3 - leaving;

        cluster.server(leaving).stop();
        cluster.awaitMembers();
        awaitPeers(staying);
        awaitHome(staying, "server-" + staying);
        assertThat(relay(staying).listed()).hasSize(1);
        assertThat(relay(staying).events()).containsExactly("peerLeft server-" + leaving,
            "homeMoved server-" + staying + " true");

        cluster.server(leaving).startAgain();
        cluster.awaitMembers();
        awaitPeers(staying, "server-" + leaving);
        awaitHome(leaving, "server-" + staying);
        awaitPeers(leaving, "server-" + staying);
        assertRelays();
    }

    @Test
    void k5_homeDiesAndTheOtherTakesItsPlace() {
        final int dying = home();
        final int staying = 3 - dying;

        cluster.server(dying).kill();
        cluster.awaitMembers();

        awaitHome(staying, "server-" + staying);
        assertThat(relay(staying).events()).containsExactly("peerLeft server-" + dying,
            "homeMoved server-" + staying + " true");
    }

    @Test
    void k5_eachSideOfASplitHasItsHomeAndOneRemains() {
        cluster.isolate(2);
        awaitHome(1, FIRST);
        awaitHome(2, SECOND);
        awaitPeers(1);
        awaitPeers(2);

        cluster.heal();
        awaitPeers(1, SECOND);
        awaitPeers(2, FIRST);
        Awaitility.await().atMost(PATIENCE).until(() -> relay(1).home().equals(relay(2).home()));
        assertRelays();
    }

    @Test
    void k2_relayWorksAfterTheRecipientReloadsThePlugin() {
        assertRelays();
        for (int number = 1; number <= 2; number++) {
            cluster.server(number).control().reloadPlugin();
            awaitPeers(1, SECOND);
            awaitPeers(2, FIRST);
            assertRelays();
        }
    }

    @Test
    void k7_serverWithoutThePluginIsNoPeer() {
        final int home = home();
        final int other = 3 - home;
        cluster.server(home).control().unloadPlugin();

        awaitPeers(other);
        awaitHome(other, "server-" + other);
        assertThat(relay(other).listed()).hasSize(1);

        cluster.server(home).control().loadPlugin();
        awaitPeers(other, "server-" + home);
        awaitHome(other, "server-" + home);
        assertRelays();
    }

    @Test
    void k7_serverWithAnotherFormatIsNoPeer() {
        // The server itself corrects that within half a minute; the other reads the list as often.
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            relay(1).list(SECOND, "2;9.9");
            return relay(1).events().contains("peerLeft " + SECOND);
        });
        awaitPeers(1, SECOND);
        assertRelays();
    }
}
