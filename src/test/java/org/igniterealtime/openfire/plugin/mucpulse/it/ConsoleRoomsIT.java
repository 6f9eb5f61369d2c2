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
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.activity;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.occupant;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publication;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.pubsub;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.succeed;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Accessibility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.ConsoleBrowser;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsChromium;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Xml;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pages about rooms, in a real browser. */
@NeedsChromium
class ConsoleRoomsIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own(builder -> builder.adminPort(0));

    private static final String LIST = "mucpulse-rooms.jsp";
    private static final String PAYLOAD = "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>";

    private static ConsoleBrowser browser;

    private final MepScene scene = new MepScene(openfire);

    @BeforeAll
    static void openBrowser() {
        browser = ConsoleBrowser.open(openfire.server());
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @Test
    void room_saysWhyChatStatesWereDropped() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        final Page page = open(troupe.room);
        assertThat(page.locator("#drops").textContent()).contains("None was dropped here");

        troupe.says(troupe.alice, "composing", "composing", "gone");
        troupe.settle();
        page.reload();
        browser.picture(page, "room-drops");

        assertThat(page.locator("#drops li").count()).isEqualTo(2);
        assertThat(page.locator("#drops li").first().textContent())
            .containsPattern("\\d+ s ago: <gone/> of .*: rooms are not sent this state");
        assertThat(page.locator("#drops li").last().textContent())
            .containsPattern("\\d+ s ago: <composing/> of .*: it was the same as before");
        assertThat(Accessibility.seriousFindings(page)).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    private static Page open(final String room) {
        return browser.signIn("mucpulse-room.jsp?room=" + room.replace("@", "%40"));
    }

    @Test
    void rooms_areFoundAmongTenThousandWithoutBeingLoaded() {
        final String room = scene.room(RoomConfig.open().name("Orchard " + PAYLOAD));
        copyTenThousandTimes(room.substring(0, room.indexOf('@')));

        final Page page = browser.signIn(LIST);
        final long before = System.nanoTime();
        page.reload();
        final long millis = (System.nanoTime() - before) / 1_000_000;
        browser.picture(page, "rooms");
        assertThat(page.locator("#found").textContent()).contains("10,00");
        assertThat(page.locator("#rooms tbody tr").count()).isEqualTo(50);
        assertThat(Accessibility.seriousFindings(page)).isEmpty();
        assertThat(millis).isLessThan(5_000);

        page.locator("a[rel=next]").click();
        assertThat(page.locator(".mucpulse-pages").textContent()).contains("Page 2 of");
        page.locator("#text").fill("COPY-777");
        page.locator("#text").press("Enter");
        page.waitForURL(url -> url.contains("text=COPY-777"));
        // 777, and 7770 to 7779.
        assertThat(page.locator("#rooms tbody tr").count()).isEqualTo(11);
        assertThat(openfire.control().isRoomLoaded("copy-777@" + openfire.server().mucDomain())).isFalse();
        assertThat(page.locator("#rooms").textContent()).contains(PAYLOAD);
        assertThat(page.evaluate("window.hacked")).isNull();
        assertThat(browser.complaints()).isEmpty();
        openfire.control().update("DELETE FROM ofMucRoom WHERE name LIKE 'copy-%'");
    }

    private static void copyTenThousandTimes(final String room) {
        final List<String> columns = openfire.control()
            .query("SELECT DISTINCT COLUMN_NAME FROM INFORMATION_SCHEMA.COLUMNS WHERE UPPER(TABLE_NAME)='OFMUCROOM'")
            .stream().map(row -> row.get(0)).toList();
        copy(columns, "1", "r.name='" + room + "'");
        // Each time as many again.
        for (int copies = 1; copies < 10_000; copies *= 2) {
            copy(columns, "r.roomID - 1000000 + " + copies,
                "r.name LIKE 'copy-%' AND r.roomID <= " + (1_010_000 - copies));
        }
    }

    private static void copy(final List<String> columns, final String number, final String condition) {
        final String values = columns.stream().map(column -> switch (column.toLowerCase(Locale.ROOT)) {
            case "name" -> "CONCAT('copy-', " + number + ")";
            case "roomid" -> "1000000 + " + number;
            default -> "r." + column;
        }).collect(Collectors.joining(", "));
        openfire.control().update("INSERT INTO ofMucRoom (" + String.join(", ", columns) + ") SELECT " + values
            + " FROM ofMucRoom r WHERE " + condition);
    }

    @Test
    void room_whatDiffersIsSavedAndTakesEffect() {
        final String room = scene.room();
        final TestClient alice = scene.enter(room, "Alice");
        succeed(alice, "set", occupant(room, "Alice"), pubsub(publication("urn:x:a", "1", activity("Here"))));

        final Page page = open(room);
        assertThat(page.locator("#mep").isChecked()).isTrue();
        page.locator("#mep").setChecked(false);
        page.locator("#policy").selectOption("suppress");
        page.locator("#overrides button").click();
        page.locator(".mucpulse-good").waitFor();

        assertThat(page.locator("#mep").isChecked()).isFalse();
        assertThat(page.locator("#rai").isChecked()).isTrue();
        assertThat(page.locator("#policy").inputValue()).isEqualTo("suppress");
        assertThat(alice.query("get", room, "<query xmlns='http://jabber.org/protocol/disco#info'/>").xml())
            .doesNotContain("type='mep'", "type=\"mep\"", "http://jabber.org/protocol/chatstates");
        assertThat(openfire.control().query("SELECT details FROM ofSecurityAuditLog WHERE summary LIKE 'MUC Pulse%room'"))
            .anySatisfy(row -> assertThat(row.get(0)).contains(room, "mep=false"));
        page.navigate(browser.url(LIST + "?text=" + room.substring(0, room.indexOf('@'))));
        assertThat(page.locator("#rooms tbody tr").last().locator("td").nth(4).textContent()).isEqualTo("yes");
    }

    @Test
    void room_nodesAndItemsAreShownAsTextAndDeleted() {
        final String room = scene.room();
        final String nick = "Al <img src=x onerror=window.hacked=1>";
        final String node = "urn:x:" + PAYLOAD;
        final TestClient alice = openfire.login("alice");
        alice.send("<presence to='" + Xml.escape(room + "/" + nick) + "'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        alice.await(stanza -> stanza.isPresence() && stanza.mucStatus().contains(110));
        final String own = occupant(room, nick);
        succeed(alice, "set", own, pubsub(publication(node, "1", activity("&lt;script>window.hacked=1&lt;/script>"))));
        succeed(alice, "set", own, pubsub(publication("urn:x:other", PAYLOAD, activity("Here"))));
        scene.owner().send("<message type='groupchat' to='" + room + "'><subject>" + Xml.escape(PAYLOAD) + "</subject></message>");
        scene.owner().sync();
        succeed(scene.owner(), "set", room, pubsub(publication("urn:xmpp:pins:0", "pin", activity("There"))));

        final Page page = open(room);
        browser.picture(page, "room");
        assertThat(page.locator("#node-table tbody th").allTextContents()).contains(node, "urn:x:other", "urn:xmpp:pins:0");
        assertThat(page.locator("#node-table").textContent()).contains(nick);
        assertThat(page.locator("#profile").textContent()).contains(PAYLOAD);
        assertThat(page.locator("a[href*='muc-room-edit-form.jsp']").getAttribute("href")).endsWith("roomJID=" + room.replace("@", "%40"));
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("urn:xmpp:pins:0")).click();
        assertThat(page.locator("#item-table").textContent()).contains("pin", "There");
        assertThat(page.url()).endsWith("#items");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(node)).click();
        assertThat(page.locator("#item-table pre").textContent()).contains("script&gt;window.hacked=1");
        assertThat(page.evaluate("window.hacked")).isNull();
        assertThat(Accessibility.seriousFindings(page)).isEmpty();

        // An item, by keyboard alone.
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("urn:x:other")).click();
        browser.picture(page, "room-items");
        assertThat(page.locator("button[name=deleteItems]").isVisible()).isFalse();
        page.locator("#item-table tbody input[type=checkbox]").focus();
        page.keyboard().press("Space");
        page.locator("form:has(#item-table) > details summary").focus();
        page.keyboard().press("Enter");
        page.locator("button[name=deleteItems]").focus();
        page.keyboard().press("Enter");
        page.locator(".mucpulse-good").waitFor();
        assertThat(page.locator("#item-table").count()).isZero();
        assertThat(MepScene.itemIds(alice, own, "urn:x:other")).isEmpty();

        // All nodes at once.
        page.locator("form:has(#node-table) [data-all]").check();
        page.locator("form:has(#node-table) > details summary").click();
        page.locator("button[name=deleteNodes]").click();
        page.locator(".mucpulse-good").waitFor();
        assertThat(page.locator(".mucpulse-good").textContent()).isEqualTo("3 nodes were deleted.");
        assertThat(page.locator("#node-table").count()).isZero();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void room_avatarIsShownAsAPicture() {
        final String png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        final String room = scene.room();
        succeed(scene.owner(), "set", room, pubsub(publication("urn:xmpp:avatar:data", "a",
            "<data xmlns='urn:xmpp:avatar:data'>" + png + "</data>")));
        final Page page = open(room);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("urn:xmpp:avatar:data")).click();
        page.waitForCondition(() -> Boolean.TRUE.equals(
            page.locator(".mucpulse-picture").evaluate("picture => picture.complete && picture.naturalWidth === 1")));
        browser.picture(page, "room-avatar");

        final APIResponse picture = page.request().get(browser.url(page.locator(".mucpulse-picture").getAttribute("src")));
        assertThat(picture.headers().get("content-type")).startsWith("image/png");
        assertThat(picture.headers()).containsEntry("x-content-type-options", "nosniff");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void room_formThatIsOpenIsSavedWhileOtherPagesWereOpenedInASecondTab() {
        final String room = scene.room();
        final Page page = open(room);
        final Page other = browser.newPage();
        other.navigate(browser.url(LIST));
        other.navigate(browser.url("mucpulse-settings.jsp"));

        page.locator("#mep").setChecked(false);
        page.locator("#overrides button").click();
        page.locator(".mucpulse-good").waitFor();

        assertThat(page.locator("#mep").isChecked()).isFalse();
    }

    @Test
    void room_formWithAnOldTokenIsShownAgainInTheSameRoom() {
        final String room = scene.room();
        final Page page = open(room);
        page.evaluate("document.querySelector('#overrides input[name=mucpulseToken]').value = 'old'");
        page.locator("#mep").setChecked(false);
        page.locator("#overrides button").click();
        page.locator(".mucpulse-bad").waitFor();

        assertThat(page.locator(".mucpulse > h2").first().textContent()).isEqualTo(room);
        assertThat(page.locator("#mep").isChecked()).isFalse();
        page.locator("#overrides button").click();
        page.locator(".mucpulse-good").waitFor();
        assertThat(page.locator("#mep").isChecked()).isFalse();
        browser.complaints();
    }

    @Test
    void rooms_temporaryOneIsFoundByItsNameAndPagesEnd() {
        final String room = scene.room(RoomConfig.open().name("Under the Balcony"));
        final Page page = browser.signIn(LIST);
        page.navigate(browser.url(LIST + "?text=the%20balcony&rooms-page=999999999"));
        browser.picture(page, "rooms-found");

        assertThat(page.locator("#rooms tbody").textContent()).contains(room, "Under the Balcony");
    }

    @Test
    void rooms_areFilteredSortedAndSavedAsAFile() {
        final String name = "=1+1, \"Café\"";
        final String room = scene.room(RoomConfig.open().name(name));
        final TestClient alice = scene.enter(room, "Alice");
        succeed(alice, "set", occupant(room, "Alice"), pubsub(publication("urn:x:a", "1", activity("Here"))));
        succeed(scene.owner(), "set", room, pubsub(publication("urn:x:b", "1", activity("There"))));
        final String empty = scene.room();
        final Page page = browser.signIn(LIST);
        page.locator("input[name=nodes]").check();
        page.locator(".mucpulse-search button").click();
        page.waitForURL(url -> url.contains("nodes=1"));
        page.locator("#rooms thead a").last().click();
        page.waitForURL(url -> url.contains("rooms-sort=nodes"));
        browser.picture(page, "rooms-nodes");

        assertThat(page.locator("#rooms th[aria-sort=ascending]").textContent()).isEqualTo("Nodes");
        assertThat(page.locator("#rooms tbody").textContent()).contains(room, name).doesNotContain(empty);
        assertThat(page.locator("#rooms tbody tr", new Page.LocatorOptions().setHasText(room)).locator(".mucpulse-count")
            .textContent()).isEqualTo("2");
        assertThat(page.locator("input[name=nodes]").isChecked()).isTrue();
        assertThat(page.locator("#rooms tbody tr", new Page.LocatorOptions().setHasText(room))
            .locator("a[href*=muc-room-edit-form]").getAttribute("href")).endsWith("roomJID=" + room.replace("@", "%40"));
        assertThat(Accessibility.seriousFindings(page)).isEmpty();
        final Download download = page.waitForDownload(() -> page.locator("#csv").click());
        assertThat(download.suggestedFilename()).isEqualTo("mucpulse-rooms.csv");
        final APIResponse file = page.request().get(browser.url(page.locator("#csv").getAttribute("href")));
        assertThat(file.headers().get("content-type").replace(" ", "").toLowerCase(Locale.ROOT))
            .startsWith("text/csv;charset=utf-8");
        assertThat(file.headers().get("content-disposition")).isEqualTo("attachment; filename=\"mucpulse-rooms.csv\"");
        assertThat(file.text()).startsWith("\uFEFF\"Room\",").doesNotContain(empty)
            .contains("\"" + room + "\",\"'=1+1, \"\"Café\"\"\",");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void rooms_fileIsForAdministratorsAlone() throws Exception {
        browser.signIn(LIST);
        final HttpResponse<String> answer = HttpClient.newHttpClient().send(
            HttpRequest.newBuilder(URI.create(browser.url(LIST + "?csv=1"))).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.headers().firstValue("content-type").orElse("")).doesNotContain("csv");
        assertThat(answer.statusCode()).isNotEqualTo(200);
    }

    @Test
    void room_formWithoutTokenChangesNothing() {
        final String room = scene.room();
        final Page page = open(room);

        page.request().post(browser.url("mucpulse-room.jsp"), RequestOptions.create().setForm(
            FormData.create().set("room", room).set("save", "1").set("offered.mep", "1")));
        page.reload();

        assertThat(page.locator("#mep").isChecked()).isTrue();
    }

    @Test
    void room_thatIsGoneLeadsToTheList() {
        final String room = scene.room();
        Rooms.destroy(scene.owner(), room);
        final Page page = browser.signIn(LIST);
        page.navigate(browser.url("mucpulse-room.jsp?room=" + room));

        assertThat(page.url()).endsWith(LIST);
        assertThat(page.locator(".mucpulse-bad").textContent()).contains("no such room");
    }
}
