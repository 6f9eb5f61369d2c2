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
import java.util.List;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Accessibility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.ConsoleBrowser;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsChromium;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsCluster;
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
}
