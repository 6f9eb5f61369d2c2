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
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.ACTIVITY;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.OWNER;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.activity;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.awaitEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.interest;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.occupant;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publish;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.ConsoleBrowser;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsChromium;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsCluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireServer;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OtherVersion;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** K7: two servers of a cluster whose versions of the plugin do not understand each other. */
@NeedsCluster
@NeedsChromium
class ClusterVersionsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final Cluster cluster = Cluster.of(2).withConsoles();

    /** Each serves its own users, says what is wrong, and logs nothing of it; after the upgrade they are peers. */
    @ParameterizedTest(name = "version {0}, format {1}")
    @CsvSource({"0.0.1, 0", "99.0.0, 2"})
    void k7_serversWithDifferentFormatsServeTheirOwnUsersUntilOneIsUpgraded(final String version, final int format) {
        awaitPeers(List.of("server-2"), List.of("server-1"));
        final TestClient alice = cluster.login(1, "alice");
        final TestClient bob = cluster.login(2, "bob");
        ClusterScene.subscribe(bob, cluster.server(2).mucDomain());
        assertTold(alice, bob);

        // As an administrator does it who replaces the JAR.
        cluster.server(2).control().offerPlugin(OtherVersion.of(version, format));
        awaitPeers(List.of(), List.of());
        for (final int number : List.of(1, 2)) {
            assertThat(cluster.server(number).control().relay().isHome()).as("home of server %s", number).isTrue();
            assertThat(listed(2)).isEqualTo(format + ";" + version);
            ClusterScene.assertServes(cluster, number);
            assertPublishes(number);
        }
        final String unheard = room(alice, bob);
        alice.say(unheard, "Server 2 does not understand that");
        assertShown(1, "mucpulse-is-warning", "on 1 of 2 servers", "member-server-2", version);
        assertShown(2, "mucpulse-is-warning", "on 1 of 2 servers", "member-server-1", ownVersion());
        assertThat(RaiScene.namedTo(bob)).doesNotContain(unheard);

        cluster.server(2).control().offerPlugin(OpenfireServer.pluginJar());
        awaitPeers(List.of("server-2"), List.of("server-1"));
        assertTold(alice, bob);
        assertEvents(alice, bob);
        ClusterScene.assertServes(cluster, 1);
        ClusterScene.assertServes(cluster, 2);
        assertShown(1, "mucpulse-is-good", "on 2 of 2 servers", "member-server-2", ownVersion());
        assertShown(2, "mucpulse-is-good", "on 2 of 2 servers", "member-server-1", ownVersion());
    }

    private static void awaitPeers(final List<String> ofFirst, final List<String> ofSecond) {
        Awaitility.await("peers").atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).ignoreExceptions()
            .untilAsserted(() -> {
                // Where the plugin is being replaced, it has no relay.
                assertThat(cluster.server(1).control().relay().peers()).isEqualTo(ofFirst);
                assertThat(cluster.server(2).control().relay().peers()).isEqualTo(ofSecond);
                assertThat(cluster.server(1).control().relay().listed()).hasSize(2);
            });
    }

    /** What a server says of itself, by the list. */
    private static String listed(final int number) {
        final String prefix = "server-" + number + '=';
        return cluster.server(1).control().relay().listed().stream().filter(entry -> entry.startsWith(prefix))
            .map(entry -> entry.substring(prefix.length())).findFirst().orElse("");
    }

    private static String ownVersion() {
        return listed(1).substring(listed(1).indexOf(';') + 1);
    }

    private static String room(final TestClient owner, final TestClient member) {
        final String room = cluster.newRoom("coven");
        Rooms.create(owner, room, OWNER, RoomConfig.open());
        Rooms.affiliate(owner, room, member.bareJid(), "member");
        return room;
    }

    private static void assertTold(final TestClient owner, final TestClient member) {
        final String room = room(owner, member);
        owner.say(room, "Something is said");
        Awaitility.await("told by the other server").atMost(PATIENCE).until(() ->
            RaiScene.namedTo(member).contains(room));
    }

    private static void assertEvents(final TestClient alice, final TestClient bob) {
        MepScene.tolerate(alice);
        MepScene.tolerate(bob);
        final MepScene scene = new MepScene(null, alice);
        final String room = cluster.newRoom("coven");
        Rooms.create(alice, room, OWNER, RoomConfig.open());
        scene.announce(alice, room, OWNER, interest(alice, ACTIVITY));
        scene.join(bob, room, "Bob", interest(bob, ACTIVITY));
        publish(bob, occupant(room, "Bob"), ACTIVITY, "1", activity("spinning"));
        awaitEvent(alice, occupant(room, "Bob"), ACTIVITY, "1");
        publish(alice, occupant(room, OWNER), ACTIVITY, "2", activity("weaving"));
        awaitEvent(bob, occupant(room, OWNER), ACTIVITY, "2");
    }

    /** A user who agrees to that has the own room published. */
    private static void assertPublishes(final int number) {
        final TestClient carol = cluster.login(number, "carol");
        final String room = cluster.newRoom("garden");
        Rooms.create(carol, room, OWNER, RoomConfig.open());
        ChattingParty.consent(carol);
        Awaitility.await("published by server " + number).atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(
            () -> ChattingParty.items(carol, carol.bareJid()).equals(List.of(room)));
    }

    private static void assertShown(final int number, final String level, final String servers, final String member,
                                    final String version) {
        try (ConsoleBrowser browser = ConsoleBrowser.open(cluster.server(number))) {
            final Page page = browser.signIn("mucpulse-overview.jsp");
            Awaitility.await("overview of server " + number).atMost(PATIENCE).pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    page.reload();
                    assertThat(page.locator("[data-health=cluster]").textContent()).contains(servers);
                    for (final String health : List.of("cluster", member)) {
                        assertThat(page.locator("[data-health=" + health + "]").getAttribute("class")).isEqualTo(level);
                    }
                    assertThat(page.locator("[data-health=" + member + "]").textContent()).contains(version);
                });
        }
    }
}
