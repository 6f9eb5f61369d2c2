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

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Accessibility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.ConsoleBrowser;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsChromium;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsCluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the console of one server shows of the other server of a cluster. */
@NeedsCluster
@NeedsChromium
class ClusterConsoleIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String HERE = "this server";
    /** The numbers of subscriptions. */
    private static final String SUM = "[data-sum=rai_subscriptions]";
    private static final String OWN = "[data-metric=rai_subscriptions][data-service='']";

    @RegisterExtension
    static final Cluster cluster = Cluster.of(2).withConsoles()
        // The server's own, where a server leaves while something is under way to it.
        .expectLog("Failed to execute cluster task");

    private static ConsoleBrowser browser;

    @BeforeAll
    static void openBrowser() {
        browser = ConsoleBrowser.open(cluster.server(1));
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @BeforeEach
    void serversArePeers() {
        for (int number = 1; number <= 2; number++) {
            final int server = number;
            Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() ->
                cluster.server(server).control().relay().peers().equals(List.of("server-" + (3 - server))));
        }
    }

    private static void subscribe(final TestClient client) {
        client.send("<presence id='sub' to='" + cluster.server(1).mucDomain() + "'><rai xmlns='urn:xmpp:rai:0'/></presence>");
        client.sync();
    }

    @Test
    void k7_subscriptionsOfAUserOnBothServersAreShownAndEnded() {
        final TestClient phone = cluster.login(1, "alice");
        final TestClient laptop = cluster.login(2, phone.user(), "laptop");
        subscribe(phone);
        subscribe(laptop);

        final Page page = browser.signIn("mucpulse-users.jsp?user=" + phone.user());
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            page.reload();
            assertThat(page.locator("#subscriptions li").allTextContents()).hasSize(2)
                .anySatisfy(line -> assertThat(line).startsWith(phone.jid()).endsWith(HERE))
                .anySatisfy(line -> assertThat(line).startsWith(laptop.jid()).endsWith("(127.0.1.2)"));
        });
        browser.picture(page, "cluster-user");
        assertThat(Accessibility.seriousFindings(page)).isEmpty();

        page.locator("#subscriptions button").click();
        page.locator(".mucpulse-good").waitFor();
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            page.reload();
            assertThat(page.locator("#subscriptions li").allTextContents()).isEmpty();
        });
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void k7_overviewSumsWhatBothServersHave() {
        final TestClient alice = cluster.login(1, "alice");
        final TestClient bob = cluster.login(2, "bob");
        final Page page = browser.signIn("mucpulse-overview.jsp");
        assertThat(page.locator("#cluster-sums").textContent()).contains("over 2 servers");
        assertThat(classOf(page, "cluster")).isEqualTo("mucpulse-is-good");
        assertThat(page.locator("[data-health=cluster]").textContent()).contains("on 2 of 2 servers; home:");
        final long before = number(page, SUM);

        subscribe(alice);
        subscribe(bob);
        // The page refreshes by itself.
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            assertThat(number(page, SUM)).isEqualTo(before + 2);
            assertThat(number(page, OWN)).isEqualTo(before + 1);
        });
        browser.picture(page, "cluster-overview");
        assertThat(Accessibility.seriousFindings(page)).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    private static long number(final Page page, final String cell) {
        return Long.parseLong(page.locator(cell).textContent().replace(",", ""));
    }

    private static String classOf(final Page page, final String health) {
        return page.locator("[data-health=" + health + "]").getAttribute("class");
    }

    @Test
    void k7_serverThatLacksThePluginIsYellow() {
        final Page page = browser.signIn("mucpulse-overview.jsp");
        cluster.server(2).control().unloadPlugin();

        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            page.reload();
            assertThat(classOf(page, "cluster")).isEqualTo("mucpulse-is-warning");
            assertThat(page.locator("[data-health=member-server-2]").textContent()).contains("MUC Pulse is not there");
            assertThat(classOf(page, "member-server-2")).isEqualTo("mucpulse-is-warning");
            assertThat(page.locator("#cluster-sums").textContent()).contains("over 1 server");
        });
        browser.picture(page, "cluster-overview-yellow");
        assertThat(Accessibility.seriousFindings(page)).isEmpty();

        cluster.server(2).control().loadPlugin();
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            page.reload();
            assertThat(classOf(page, "cluster")).isEqualTo("mucpulse-is-good");
        });
        browser.complaints();
    }

    @Test
    void k7_pageOfARoomSaysWhichServerHasItsNodes() {
        final TestClient alice = cluster.login(1, "alice");
        final String room = cluster.newRoom("coven");
        Rooms.create(alice, room, MepScene.OWNER, RoomConfig.open());
        MepScene.publish(alice, room, MepScene.MOOD, "1", "<mood xmlns='" + MepScene.MOOD + "'/>");
        final List<String> places = new ArrayList<>();
        for (int number = 1; number <= 2; number++) {
            try (ConsoleBrowser own = ConsoleBrowser.open(cluster.server(number))) {
                final Page page = own.signIn("mucpulse-room.jsp?room=" + room);
                Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
                    page.reload();
                    assertThat(page.locator("#nodes tbody th").allTextContents()).containsExactly(MepScene.MOOD);
                });
                places.add(page.locator("#nodes .mucpulse-place").textContent());
            }
        }

        assertThat(places).anySatisfy(place -> assertThat(place).contains("on this server"))
            .anySatisfy(place -> assertThat(place).contains("on the server pulse.example (127.0.1."));
    }
}
