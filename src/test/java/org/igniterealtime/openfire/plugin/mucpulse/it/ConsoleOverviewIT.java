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

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Accessibility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.ConsoleBrowser;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsChromium;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The overview, in a real browser, and the same numbers for programs. */
@NeedsChromium
class ConsoleOverviewIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own(builder -> builder.adminPort(0));

    private static final String URL = "mucpulse-overview.jsp";

    private static ConsoleBrowser browser;

    @BeforeAll
    static void openBrowser() {
        browser = ConsoleBrowser.open(openfire.server());
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    private static String number(final Page page, final String metric, final String service) {
        return page.locator("[data-metric=" + metric + "][data-service='" + service + "']").textContent();
    }

    private static HttpResponse<String> get(final String path, final String authorization) throws Exception {
        final HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(browser.url(path)));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void overview_numbersRefreshByThemselves() {
        final Page page = browser.signIn(URL);
        final String service = openfire.server().mucDomain();
        final int before = Integer.parseInt(number(page, "rai_subscriptions", service));
        assertThat(Accessibility.seriousFindings(page)).isEmpty();

        final RaiScene scene = new RaiScene(openfire);
        final TestClient alice = openfire.login("alice");
        final String room = scene.roomWithMember(alice);
        scene.subscribe(alice);
        scene.say(room);

        Awaitility.await().atMost(RaiScene.PATIENCE).untilAsserted(() -> {
            page.waitForTimeout(500);
            assertThat(number(page, "rai_subscriptions", service)).isEqualTo(Integer.toString(before + 1));
            assertThat(number(page, "rai_notified", "")).isNotEqualTo("0");
            assertThat(page.locator("#busiest").textContent()).contains(room);
        });
        browser.picture(page, "overview");
        assertThat(page.locator("[data-health=database]").getAttribute("class")).isEqualTo("mucpulse-is-good");
        assertThat(page.locator("[data-health=flush]").getAttribute("class")).isEqualTo("mucpulse-is-good");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void selfTest_triesEverythingAndTellsNobody() {
        final RaiScene scene = new RaiScene(openfire);
        final TestClient alice = openfire.login("alice");
        final String room = scene.roomWithMember(alice);
        scene.subscribe(alice);
        final Page page = browser.signIn(URL);
        assertThat(page.locator("#selftest-lines").count()).isZero();

        page.locator("button[name=selfTest]").click();
        page.locator("#selftest-lines").waitFor();
        browser.picture(page, "overview-selftest");

        final String lines = page.locator("#selftest-lines").innerText();
        assertThat(page.locator(".mucpulse-test-bad").allInnerTexts()).isEmpty();
        assertThat(page.locator(".mucpulse-test-unknown").allInnerTexts()).isEmpty();
        assertThat(page.locator(".mucpulse-good").textContent()).contains("everything that was tried works");
        assertThat(lines).contains("A row was written, read and removed", "urn:xmpp:rai:0", "urn:xmpp:mmn:0",
            "http://jabber.org/protocol/chatstates", "http://jabber.org/protocol/pubsub", "The server offers it")
            .containsPattern("Told after [\\d,]+ ms").doesNotContain(room);
        assertThat(openfire.control().query("SELECT name FROM ofMucPulseState WHERE name LIKE 'selfTest%'")).isEmpty();
        assertThat(openfire.control().query("SELECT roomJID FROM ofMucPulseLastActivity WHERE roomJID LIKE '%self-test%'"))
            .isEmpty();
        assertThat(openfire.control().query("SELECT roomJID FROM ofMucPulseLastVisit WHERE roomJID LIKE '%self-test%'"))
            .isEmpty();
        assertThat(Accessibility.seriousFindings(page)).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void overview_readingNumbersDoesNotSpoilFormsThatAreOpen() {
        final Page settings = browser.signIn("mucpulse-settings.jsp");
        final APIResponse numbers = settings.request().get(browser.url("numbers"));
        settings.locator("#settings details").first().locator("summary").click();
        settings.locator("[id='rai.retention']").fill("33");
        settings.locator("[id='rai.retention']").press("Enter");
        settings.locator(".mucpulse-news").waitFor();

        assertThat(numbers.headers()).hasEntrySatisfying("content-type",
            type -> assertThat(type).startsWith("application/json"));
        assertThat(numbers.text()).startsWith("{\"total\":{\"rai_subscriptions\":");
        assertThat(openfire.control().property("mucpulse.rai.retention")).isEqualTo("33");
        openfire.control().deleteProperty("mucpulse.rai.retention");
    }

    @Test
    void overview_numbersAreForAdministratorsAlone() throws Exception {
        final Page page = browser.newPage();
        browser.signOut();
        page.navigate(browser.url(URL));

        assertThat(page.url()).contains("/login.jsp?url=");
        assertThat(get("numbers", null).statusCode()).isEqualTo(302);
        browser.complaints();
    }

    @Test
    void metrics_areForWhoeverHasTheToken() throws Exception {
        assertThat(get("metrics", "Bearer x").statusCode()).isEqualTo(404);

        final Page page = browser.signIn("mucpulse-settings.jsp");
        page.locator("#metrics button[name=metricsOn]").click();
        final String news = page.locator(".mucpulse-good").textContent();
        final String token = news.replaceAll(".*: (\\S{43}) .*", "$1");
        browser.picture(page, "metrics");

        assertThat(get("metrics", null).statusCode()).isEqualTo(401);
        assertThat(get("metrics", "Bearer " + token + "x").statusCode()).isEqualTo(401);
        final HttpResponse<String> answer = get("metrics", "Bearer " + token);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(answer.body()).contains(
            "mucpulse_rai_subscriptions{service=\"" + openfire.server().mucDomain() + "\"} ", "mucpulse_database_up 1");

        page.reload();
        assertThat(page.content()).doesNotContain(token);
        page.locator("#metrics button[name=metricsOff]").click();
        page.locator(".mucpulse-good").waitFor();
        assertThat(get("metrics", "Bearer " + token).statusCode()).isEqualTo(404);
    }

    @Test
    void overview_refreshesAgainAfterARequestThatFailed() {
        final Page page = browser.signIn(URL);
        page.route("**/numbers", route -> route.abort());
        page.locator("#stale:not([hidden])").waitFor();
        browser.picture(page, "overview-stale");
        assertThat(page.locator("#stale").textContent()).containsPattern("Not refreshed since\\s*\\d");

        page.unroute("**/numbers");
        page.locator("#stale[hidden]").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        browser.complaints();
    }

    @Test
    void overview_chartsAreDrawnAgainWithEachSample() {
        final Page page = browser.signIn(URL);
        final RaiScene scene = new RaiScene(openfire);
        final TestClient alice = openfire.login("alice");
        scene.roomWithMember(alice);
        scene.subscribe(alice);

        final Locator subscriptions = page.locator(".mucpulse-charts").first().locator("[data-chart=rai_subscriptions]");
        subscriptions.waitFor(new Locator.WaitForOptions().setTimeout(120_000));
        browser.picture(page, "overview-charts");

        assertThat(subscriptions.locator("polyline").getAttribute("points")).isNotEmpty();
        assertThat(subscriptions.locator("svg").getAttribute("aria-label")).contains("Subscriptions to activity, from ");
        final Locator dot = subscriptions.locator(".mucpulse-dot").last();
        assertThat(dot.locator("text").textContent()).matches(".*:.* · [1-9]\\d*");
        dot.locator("rect").hover();
        assertThat(dot.locator("text").evaluate("text => getComputedStyle(text).opacity")).isEqualTo("1");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void overview_firstViewHasTheNodesOfTheMoment() {
        final MepScene scene = new MepScene(openfire);
        final String room = scene.room();
        final TestClient alice = scene.enter(room, "Alice");
        MepScene.succeed(alice, "set", MepScene.occupant(room, "Alice"),
            MepScene.pubsub(MepScene.publication("urn:x:first", "1", MepScene.activity("Here"))));
        // What another view counted is shown for two seconds.
        Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> true);

        final Page page = browser.signIn(URL);

        assertThat(Integer.parseInt(number(page, "mep_nodes", ""))).isPositive();
    }

    @Test
    void metrics_makeNoSessionAndKnowHead() throws Exception {
        final Page page = browser.signIn("mucpulse-settings.jsp");
        page.locator("#metrics button[name=metricsOn]").click();
        final String token = page.locator(".mucpulse-good").textContent().replaceAll(".*: (\\S{43}) .*", "$1");
        final HttpClient client = HttpClient.newHttpClient();
        final URI address = URI.create(browser.url("metrics"));

        final HttpResponse<String> get = get("metrics", "Bearer " + token);
        final HttpResponse<String> head = client.send(HttpRequest.newBuilder(address)
            .header("Authorization", "Bearer " + token).method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
            HttpResponse.BodyHandlers.ofString());
        final HttpResponse<String> post = client.send(HttpRequest.newBuilder(address)
            .header("Authorization", "Bearer " + token).POST(HttpRequest.BodyPublishers.noBody()).build(),
            HttpResponse.BodyHandlers.ofString());

        assertThat(get.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(get.body()).contains("# HELP mucpulse_info ").doesNotContain("<html");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow")).contains("GET, HEAD");
        page.locator("#metrics button[name=metricsOff]").click();
        page.locator(".mucpulse-good").waitFor();
    }

    @Test
    void readme_breaksNothingOfTheConsolesPolicy() throws Exception {
        final byte[] readme = Files.readAllBytes(Path.of("readme.html"));
        final Page page = browser.newPage();
        page.route("**/readme.html", route -> route.fulfill(new Route.FulfillOptions().setBodyBytes(readme)
            .setHeaders(Map.of("Content-Type", "text/html; charset=UTF-8", "Content-Security-Policy",
                "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline' 'unsafe-eval';"
                    + " base-uri 'self'; form-action 'self'; img-src 'self' igniterealtime.org;"))));
        browser.complaints();

        page.navigate(browser.url("readme.html"));

        assertThat(page.locator("h2").count()).isGreaterThan(5);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void overview_cannotBeSent() {
        final Page page = browser.signIn(URL);

        final APIResponse answer = page.request().post(browser.url("numbers"), RequestOptions.create());

        assertThat(answer.status()).isEqualTo(405);
    }
}
