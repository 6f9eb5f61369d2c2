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
import com.microsoft.playwright.options.ForcedColors;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Accessibility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.ConsoleBrowser;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsChromium;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the pages look on a server with six services: on a screen and on a telephone, in several languages. */
@NeedsChromium
class ConsoleLayoutIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own(builder -> builder.adminPort(0));

    /** Finds words below an element, of which each matches an expression, that stand on two lines. */
    private static final String FIND_BROKEN = """
        const broken = (root, without, words, isFree) => {
            const found = [];
            const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) {
                const text = texts.currentNode;
                if (text.parentElement.closest(without) || !text.parentElement.checkVisibility()) {
                    continue;
                }
                for (const word of text.textContent.matchAll(words)) {
                    if (isFree(text.textContent, word) || /\\p{Script=Han}/u.test(word[0])) {
                        continue;
                    }
                    const range = document.createRange();
                    range.setStart(text, word.index);
                    range.setEnd(text, word.index + word[0].length);
                    if (new Set([...range.getClientRects()].map(one => Math.round(one.top))).size > 1) {
                        found.push(word[0]);
                    }
                }
            }
            return found;
        };
        """;
    /** Words that stand on two lines, except in addresses and names of properties, which have no place to break. */
    private static final String BROKEN_WORDS = "() => {" + FIND_BROKEN + """
        const isAddress = (text, word) => /[@.:/=]\\S/.test(
            text.slice(0, word.index).split(/\\s/).pop() + text.slice(word.index).split(/\\s/)[0]);
        return broken(document.querySelector('.mucpulse'), 'svg, select, script, template, pre',
            /[\\p{L}\\p{M}\\p{N}]+/gu, isAddress); }""";
    /** Short addresses in tables that stand on two lines. */
    private static final String BROKEN_ADDRESSES = "() => {" + FIND_BROKEN + """
        const isRest = (text, word) => word.index > 0 && !/\\s/.test(text[word.index - 1]);
        return [...document.querySelectorAll('.mucpulse-scroll tbody :is(td, th)')].flatMap(
            cell => broken(cell, 'pre', /[^\\s-]{1,25}(?=\\s|$)/g, isRest)); }""";
    /** Rows of tables whose cells do not begin at the same height. */
    private static final String UNEVEN_ROWS = """
        () => [...document.querySelectorAll('.mucpulse tbody tr')].filter(row => row.checkVisibility()).flatMap(row => {
            const tops = [...row.cells].filter(cell => !cell.querySelector('input, select, p, details, img'))
                .map(cell => {
                    const range = document.createRange();
                    range.selectNodeContents(cell);
                    const lines = [...range.getClientRects()].filter(one => one.height > 0);
                    return lines.length === 0 ? [] : [lines[0].bottom];
                }).flat();
            return Math.max(...tops) - Math.min(...tops) > 4 ? [row.textContent.trim()] : [];
        })""";
    /** Forms that something stands directly below, and headings of numbers that do not stand above them. */
    private static final String MISPLACED = """
        () => [...document.querySelectorAll('.mucpulse .mucpulse-search')]
            .filter(form => form.nextElementSibling && form.nextElementSibling.checkVisibility()
                && form.nextElementSibling.getBoundingClientRect().top - form.getBoundingClientRect().bottom < 8)
            .concat([...document.querySelectorAll('.mucpulse td.mucpulse-count')].filter(cell => {
                const row = [...cell.closest('table').tHead.rows].pop();
                const last = [...cell.closest('table').rows].pop();
                const heading = row.cells[row.cells.length - (last.cells.length - cell.cellIndex)];
                return !heading || getComputedStyle(heading).textAlign !== 'right';
            })).map(one => one.outerHTML.slice(0, 200))""";
    private static final int NODES = 15;
    private static final String TOO_WIDE = "() => { const page = document.querySelector('.mucpulse');"
        + " return page.scrollWidth - page.clientWidth; }";

    /** Lines that each page has at least in each of these lists: what is empty cannot be laid out badly. */
    private static final Map<String, Map<String, Integer>> LISTS = Map.of(
        "overview", Map.of("#busiest tbody a", 1, "#services tbody tr", 6, "#figures dd", 1),
        "settings", Map.of("fieldset", 5, ".mucpulse-rows tbody tr", 6),
        "rooms", Map.of("#rooms tbody a", 1),
        "users", Map.of("#subscribers tbody tr", 1),
        "room", Map.of("#node-table tbody tr", NODES, "#item-table tbody tr", 1));
    private static ConsoleBrowser browser;
    private String room;

    @BeforeAll
    static void openBrowser() {
        IntStream.rangeClosed(2, 6).forEach(i -> openfire.control().createMucService("meetings-" + i));
        browser = ConsoleBrowser.open(openfire.server());
    }

    /** Whoever is logged in is logged out after each case, and what they published is gone with them. */
    @BeforeEach
    void fillTheLists() {
        final RaiScene scene = new RaiScene(openfire);
        final TestClient alice = openfire.login("alice");
        room = scene.roomWithMember(alice);
        scene.subscribe(alice);
        Rooms.configure(scene.owner(), room, RoomConfig.change().name("Donaudampfschifffahrtsgesellschaft"));
        scene.say(room);
        final TestClient bob = new MepScene(openfire).enter(room, "Bob");
        IntStream.range(0, NODES).forEach(i -> MepScene.succeed(bob, "set", MepScene.occupant(room, "Bob"),
            MepScene.pubsub(MepScene.publication("urn:x:node-" + i, "1", MepScene.activity("Here")))));
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @AfterEach
    void speakEnglish() {
        openfire.control().setLanguage("en");
    }

    private static String encode(final String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void assertFilled(final Page page, final String name) {
        LISTS.get(name).forEach((lines, least) ->
            assertThat(page.locator(lines).count()).as(name + ": " + lines).isGreaterThanOrEqualTo(least));
    }

    private static void look(final Page page, final String name) {
        browser.picture(page, name);
        assertThat((List<?>) page.evaluate(BROKEN_WORDS)).as(name).isEmpty();
        assertThat((List<?>) page.evaluate(BROKEN_ADDRESSES)).as(name).isEmpty();
        assertThat((List<?>) page.evaluate(UNEVEN_ROWS)).as(name).isEmpty();
        assertThat((List<?>) page.evaluate(MISPLACED)).as(name).isEmpty();
        assertThat((Integer) page.evaluate(TOO_WIDE)).as(name).isZero();
        assertThat(Accessibility.seriousFindings(page)).as(name).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"en,1366", "en,390", "de,1366", "de,390", "zh-CN,1366", "zh-CN,390"})
    void console_pagesFitTheScreen(final String language, final int width) {
        openfire.control().setLanguage(language);
        final String node = "&address=" + encode(MepScene.occupant(room, "Bob")) + "&node=" + encode("urn:x:node-1");
        for (final String name : List.of("overview", "settings", "rooms", "users", "room")) {
            final Page page = browser.signIn("mucpulse-" + name + ".jsp" + (name.equals("room") ? "?room=" + encode(room) + node : ""));
            page.setViewportSize(width, 768);
            assertFilled(page, name);
            look(page, name + '-' + language + '-' + width);
            page.locator(".mucpulse details").all()
                .forEach(details -> details.evaluate("details => { details.open = true; }"));
            look(page, name + "-open-" + language + '-' + width);
            page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
            browser.picture(page, name + "-forced-" + language + '-' + width);
        }
        assertThat(browser.complaints()).isEmpty();
    }
}
