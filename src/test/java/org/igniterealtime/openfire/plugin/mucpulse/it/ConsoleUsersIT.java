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
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.time.Year;
import java.time.ZoneId;
import java.util.List;
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

/** The page about users, in a real browser. */
@NeedsChromium
class ConsoleUsersIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own(builder -> builder.adminPort(0));

    private static final String URL = "mucpulse-users.jsp";

    private static ConsoleBrowser browser;

    private final RaiScene scene = new RaiScene(openfire);

    @BeforeAll
    static void openBrowser() {
        browser = ConsoleBrowser.open(openfire.server());
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @Test
    void user_whatIsKnownIsShownAndForgotten() {
        final TestClient alice = openfire.login("alice");
        final String room = scene.roomVisitedBy(alice);
        scene.subscribe(alice);

        final Page page = browser.signIn(URL);
        page.locator("#user").fill(alice.user());
        page.locator("#user").press("Enter");
        page.locator("#subscriptions").waitFor();
        browser.picture(page, "user");
        assertThat(page.locator(".mucpulse-links a").evaluateAll("links => links.map(one => one.getAttribute('href'))"))
            .isEqualTo(List.of(URL, "../../user-properties.jsp?username=" + alice.user()));
        assertThat(page.locator("#subscriptions").textContent()).contains(alice.jid());
        assertThat(page.locator("#visits").textContent()).contains(room);
        assertThat(Accessibility.seriousFindings(page)).isEmpty();

        page.locator("#all button").click();
        page.locator(".mucpulse-bad").waitFor();
        assertThat(page.locator("#visits").textContent()).contains(room);

        page.locator("#sure").check();
        page.locator("#all button").click();
        page.locator(".mucpulse-good").waitFor();
        assertThat(page.locator("#subscriptions").textContent()).doesNotContain(alice.jid());
        assertThat(page.locator("#visits").textContent()).doesNotContain(room);
        Awaitility.await().atMost(RaiScene.PATIENCE).untilAsserted(() -> assertThat(openfire.control()
            .query("SELECT roomJID FROM ofMucPulseLastVisit WHERE userJID=?", alice.bareJid())).isEmpty());
        assertThat(openfire.control().query("SELECT details FROM ofSecurityAuditLog WHERE summary LIKE 'MUC Pulse%user'"))
            .anySatisfy(row -> assertThat(row.get(0)).isEqualTo(alice.bareJid()));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void users_subscribersAreListedFilteredAndSaved() {
        final TestClient alice = openfire.login("alice");
        final TestClient bob = openfire.login("bob");
        scene.subscribe(alice);
        scene.subscribe(bob);
        final Page page = browser.signIn(URL);
        assertThat(page.locator("#subscribers tbody").textContent()).contains(alice.bareJid(), bob.bareJid());
        page.locator("#text").fill(alice.bareJid());
        page.locator("#text").press("Enter");
        page.waitForURL(url -> url.contains("text="));
        page.locator("#subscribers thead a").getByText("Subscribed since").click();
        page.waitForURL(url -> url.contains("subscribers-sort=2"));
        browser.picture(page, "users-subscribers");

        assertThat(page.locator("#subscribers tbody").textContent()).contains(alice.bareJid()).doesNotContain(bob.bareJid());
        assertThat(page.locator("#subscribers th[aria-sort=ascending]").textContent()).isEqualTo("Subscribed since");
        assertThat(page.locator("#subscribers tbody .mucpulse-time").textContent())
            .contains(String.valueOf(Year.now(ZoneId.systemDefault())));
        assertThat(page.locator("#subscribers tbody td a").first().getAttribute("href"))
            .isEqualTo("../../user-properties.jsp?username=" + alice.user());
        assertThat(Accessibility.seriousFindings(page)).isEmpty();
        final APIResponse file =
            page.request().get(browser.url(page.locator("#subscribers .mucpulse-csv").getAttribute("href")));
        assertThat(file.headers().get("content-disposition")).isEqualTo("attachment; filename=\"mucpulse-subscribers.csv\"");
        assertThat(file.text()).contains("\"Subscribed since\"", "\"" + alice.bareJid() + "\"").doesNotContain(bob.bareJid());
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void user_isToldWhyOrWhyNot() {
        final TestClient alice = openfire.login("alice");
        final String room = scene.roomWithMember(alice);
        final Page page = browser.signIn(URL + "?user=" + alice.user());
        page.locator("#why input[name=room]").fill(room);
        page.locator("#why button").click();
        page.locator("#whyNotified").waitFor();
        assertThat(page.locator("#whyNotified").textContent()).contains("no session of the user is subscribed",
            "nobody else has said anything there", "member", "everybody may find and enter the room");
        assertThat(page.locator("#whyPublished").textContent())
            .contains("No: no session of the user that is connected to this server is in the room.");

        scene.subscribe(alice);
        scene.say(room);
        scene.awaitTold(alice, room);
        page.reload();
        browser.picture(page, "user-why");

        assertThat(page.locator("#whyNotified").textContent())
            .contains("No: the user was told of this room already", alice.jid() + " · was told of the room");
        assertThat(Accessibility.seriousFindings(page)).isEmpty();

        page.locator("#why input[name=room]").fill("\"><b id=hacked>");
        page.locator("#why button").click();
        page.locator("#room-error").waitFor();
        assertThat(page.locator("#hacked").count()).isZero();
        assertThat(page.locator("#why input[name=room]").inputValue()).isEqualTo("\"><b id=hacked>");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void user_withoutAnAccountIsSaidToHaveNone() {
        final Page page = browser.signIn(URL + "?user=nobody-of-that-name");
        browser.picture(page, "user-stranger");

        assertThat(page.locator("#account").textContent()).contains("There is no account nobody-of-that-name@");
        assertThat(Accessibility.seriousFindings(page)).isEmpty();
    }

    @Test
    void user_formWithAnOldTokenKeepsTheUser() {
        final TestClient alice = openfire.login("alice");
        final Page page = browser.signIn(URL + "?user=" + alice.user());
        page.evaluate("document.querySelector('#all input[name=mucpulseToken]').value = 'old'");
        page.locator("#sure").check();
        page.locator("#all button").click();
        page.locator(".mucpulse-bad").waitFor();

        assertThat(page.locator("h2").first().textContent()).isEqualTo(alice.bareJid());
        browser.complaints();
    }

    @Test
    void user_nonsenseIsRefusedAtTheField() {
        final String payload = "\"><img src=x onerror=window.hacked=1>@example.org";
        final Page page = browser.signIn(URL);
        page.locator("#user").fill(payload);
        page.locator("#user").press("Enter");
        page.locator("#user-error").waitFor();
        browser.picture(page, "user-wrong");

        assertThat(page.locator("#user").inputValue()).isEqualTo(payload);
        assertThat(page.evaluate("window.hacked")).isNull();
        assertThat(Accessibility.seriousFindings(page)).isEmpty();
        browser.complaints();
    }

    @Test
    void user_formWithoutTokenChangesNothing() {
        final TestClient alice = openfire.login("alice");
        final String room = scene.roomVisitedBy(alice);
        final Page page = browser.signIn(URL + "?user=" + alice.user());

        page.request().post(browser.url(URL), RequestOptions.create().setForm(
            FormData.create().set("user", alice.user()).set("forgetAll", "1").set("sure", "true")));
        page.reload();

        assertThat(page.locator("#visits").textContent()).contains(room);
    }

    @Test
    void user_whatRemainsIsSaidInFrontOfTheButton() {
        final Page page = browser.signIn(URL + "?user=" + openfire.login("alice").user());

        assertThat(page.locator("#all").textContent())
            .containsSubsequence("What the user published to rooms stays there", "Yes, that cannot be undone");
    }
}
