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

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Accessibility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.ConsoleBrowser;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsChromium;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page with the settings, in a real browser. */
@NeedsChromium
class ConsoleSettingsIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own(builder -> builder.adminPort(0))
        .expectLog("mucpulse.(chatting.excluded|mep.off.services|rai.retention) says is not understood");

    private static final String URL = "mucpulse-settings.jsp";
    private static final String PAYLOAD = "\"><script>window.hacked=1</script><img src=x onerror=window.hacked=1>";

    private static ConsoleBrowser browser;

    @BeforeAll
    static void openBrowser() {
        browser = ConsoleBrowser.open(openfire.server());
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    private static Locator field(final Page page, final Setting<?> setting) {
        return page.locator("[id='" + setting.name() + "']");
    }

    private static Page openSettings() {
        final Page page = browser.signIn(URL);
        unfold(page);
        return page;
    }

    private static void unfold(final Page page) {
        page.locator("#settings details").all().forEach(details -> details.evaluate("details => { details.open = true; }"));
    }

    private static boolean isTable(final Setting<?> setting) {
        return setting.kind() == Setting.Kind.CHOICES_BY_NODE || setting.kind() == Setting.Kind.CHOICES_BY_SERVICE;
    }

    /** The rows of a table that can be filled in or are. */
    private static Locator rows(final Page page, final Setting<?> setting) {
        return field(page, setting).locator("tbody tr:has(input[type=text])");
    }

    private static void save(final Page page) {
        page.locator("#settings button[name=save]").first().click();
        page.waitForLoadState();
    }

    private static String shown(final Page page, final Setting<?> setting) {
        final Locator field = field(page, setting);
        if (isTable(setting)) {
            return rows(page, setting).all().stream().filter(row -> !row.locator("input[type=text]").inputValue().isEmpty())
                .map(row -> row.locator("input[type=text]").inputValue() + '=' + row.locator("select").inputValue())
                .collect(Collectors.joining(", "));
        }
        return setting.kind() == Setting.Kind.FLAG ? Boolean.toString(field.isChecked()) : field.inputValue();
    }

    private static <T> String otherValue(final Setting<T> setting) {
        final String standard = setting.format(setting.defaultValue());
        return switch (setting.kind()) {
            case FLAG -> Boolean.toString(!Boolean.parseBoolean(standard));
            case NUMBER -> Integer.toString(setting.most());
            case CHOICE -> setting.choices().stream().filter(one -> !one.equals(standard)).findFirst().orElseThrow();
            case ROOMS -> "a@one.example, b@two.example";
            case SERVICES -> "one.example, two.example";
            case CHOICES_BY_NODE -> "a=" + setting.choices().get(0) + ", b=" + setting.choices().get(1);
            case CHOICES_BY_SERVICE ->
                "a.example=" + setting.choices().get(0) + ", b.example=" + setting.choices().get(1);
            case TEXT -> "x";
        };
    }

    private static void enter(final Page page, final Setting<?> setting, final String value) {
        switch (setting.kind()) {
            case FLAG -> field(page, setting).setChecked(Boolean.parseBoolean(value));
            case CHOICE -> field(page, setting).selectOption(value);
            case CHOICES_BY_NODE, CHOICES_BY_SERVICE -> {
                final String[] entries = value.split(", ");
                for (int i = 0; i < entries.length; i++) {
                    rows(page, setting).nth(i).locator("input[type=text]").fill(entries[i].split("=")[0]);
                    rows(page, setting).nth(i).locator("select").selectOption(entries[i].split("=")[1]);
                }
            }
            default -> field(page, setting).fill(value);
        }
    }

    @Test
    void console_settingsPageIsAtHomeInTheConsole() {
        final Page page = openSettings();

        browser.picture(page, "settings");
        assertThat(page.title()).contains("MUC Pulse");
        assertThat(Accessibility.seriousFindings(page)).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void console_everySettingIsSavedTakesEffectAndIsRestored() {
        final Page page = openSettings();
        for (final Setting<?> setting : MucPulsePlugin.settings()) {
            enter(page, setting, otherValue(setting));
        }
        save(page);
        browser.picture(page, "settings-saved");

        assertThat(page.locator(".mucpulse-good").textContent()).contains(Integer.toString(MucPulsePlugin.settings().size()));
        for (final Setting<?> setting : MucPulsePlugin.settings()) {
            assertThat(openfire.control().property(setting.property())).as(setting.name()).isEqualTo(otherValue(setting));
            assertThat(shown(page, setting)).as(setting.name()).isEqualTo(otherValue(setting));
        }
        final List<List<String>> audit = openfire.control().query(
            "SELECT username, summary, details FROM ofSecurityAuditLog WHERE summary LIKE '%mucpulse.rai.retention%'");
        assertThat(audit).anySatisfy(row -> {
            assertThat(row.get(0)).isEqualTo("admin");
            assertThat(row.get(2)).contains("Old value: 180", "New value: 3650");
        });

        assertThat(page.locator("#settings details:not([open])").count()).isZero();
        page.locator("a[href='mucpulse-settings.jsp?restore=all']").click();
        browser.picture(page, "settings-restore");
        assertThat(page.locator("#restore li").count()).isEqualTo(MucPulsePlugin.settings().size());
        assertThat(Accessibility.seriousFindings(page)).isEmpty();
        page.locator("#restore button").click();
        for (final Setting<?> setting : MucPulsePlugin.settings()) {
            assertThat(openfire.control().property(setting.property())).as(setting.name()).isNull();
        }
    }

    /** The field, of a table its first one. */
    private static Locator input(final Page page, final Setting<?> setting) {
        return isTable(setting) ? rows(page, setting).first().locator("input[type=text]") : field(page, setting);
    }

    @Test
    void console_savingStaysWhereOneWas() {
        final Page page = openSettings();
        field(page, setting("mep.items")).fill("77");
        field(page, setting("mep.items")).press("Enter");
        page.locator(".mucpulse-good").waitFor();
        browser.picture(page, "settings-stayed");

        assertThat(page.url()).endsWith("?at=mep#group-mep");
        assertThat(page.locator("#group-mep .mucpulse-good").isVisible()).isTrue();
        assertThat(page.locator(".mucpulse-good").evaluate(
            "news => news.getBoundingClientRect().top >= 0 && news.getBoundingClientRect().bottom <= innerHeight"))
            .isEqualTo(true);
        // What differs from the default is not folded.
        assertThat(field(page, setting("mep.items")).isVisible()).isTrue();
        openfire.control().deleteProperty("mucpulse.mep.items");
    }

    @Test
    void console_linkOfAMessageLeadsToTheFieldThatIsFolded() {
        final Page page = browser.signIn(URL);
        assertThat(field(page, setting("mep.items")).isVisible()).isFalse();

        page.navigate(browser.url(URL + "#mep.items"));
        page.waitForCondition(() -> field(page, setting("mep.items")).isVisible());

        assertThat(page.evaluate("document.activeElement.id")).isEqualTo("mep.items");
    }

    @Test
    void console_rowsAreAddedAndRemoved() {
        final Page page = openSettings();
        final Setting<?> publishers = setting("mep.publishers");
        page.locator("button[data-add='mep.publishers']").click();
        enter(page, publishers, "urn:a=owner, urn:b=nobody, urn:c=participant");
        save(page);
        unfold(page);
        browser.picture(page, "settings-rows");
        assertThat(openfire.control().property("mucpulse.mep.publishers"))
            .isEqualTo("urn:a=owner, urn:b=nobody, urn:c=participant");

        rows(page, publishers).nth(1).locator("input[type=text]").fill("");
        save(page);

        assertThat(openfire.control().property("mucpulse.mep.publishers")).isEqualTo("urn:a=owner, urn:c=participant");
        openfire.control().deleteProperty("mucpulse.mep.publishers");
    }

    @Test
    void console_policyOfAServiceIsChosenInItsRow() {
        final Page page = openSettings();
        final String service = openfire.server().mucDomain();
        page.locator("[id='chatstate.policy.services'] tbody tr").filter(new Locator.FilterOptions().setHasText(service))
            .locator("select").selectOption("relay");
        save(page);

        assertThat(openfire.control().property("mucpulse.chatstate.policy.services")).isEqualTo(service + "=relay");
        openfire.control().deleteProperty("mucpulse.chatstate.policy.services");
    }

    @Test
    void console_badValuesAreRefusedAtTheField() {
        final Page page = openSettings();
        final List<Setting<?>> fields = MucPulsePlugin.settings().stream()
            .filter(setting -> setting.kind() == Setting.Kind.NUMBER || setting.isList())
            .toList();
        fields.forEach(setting -> input(page, setting).fill(PAYLOAD));
        save(page);
        browser.picture(page, "settings-wrong");

        for (final Setting<?> setting : fields) {
            final Locator field = input(page, setting);
            assertThat(field.getAttribute("aria-invalid")).isEqualTo("true");
            assertThat(field.getAttribute("aria-describedby")).startsWith(setting.name() + "-error");
            assertThat(page.locator("#wrong a[href='#" + setting.name() + "']").count()).isEqualTo(1);
            assertThat(page.locator("[id='" + setting.name() + "-error']").textContent()).isNotBlank();
            assertThat(field.inputValue()).isEqualTo(PAYLOAD);
            assertThat(openfire.control().property(setting.property())).isNull();
        }
        assertThat(page.evaluate("window.hacked")).isNull();
        assertThat(Accessibility.seriousFindings(page)).isEmpty();
        browser.complaints();
    }

    @Test
    void s6_aHundredAndTwentyRoomsAreKeptInWhateverSpelling() {
        final Setting<?> excluded = MucPulsePlugin.settings().stream()
            .filter(setting -> setting.name().equals("chatting.excluded")).findFirst().orElseThrow();
        final List<String> rooms = IntStream.rangeClosed(1, 120)
            .mapToObj(room -> "Meeting-room-" + room + "@Conference.Example.org").toList();
        final Page page = openSettings();

        field(page, excluded).fill(String.join("\n", rooms));
        save(page);

        assertThat(page.locator(".mucpulse-good").count()).isEqualTo(1);
        final List<String> stored = openfire.control().query(
                "SELECT propValue FROM ofProperty WHERE name LIKE ?", "mucpulse.chatting.excluded%").stream()
            .flatMap(row -> Stream.of(row.get(0).split(", "))).toList();
        assertThat(stored).containsExactlyInAnyOrderElementsOf(
            rooms.stream().map(room -> room.toLowerCase(Locale.ROOT)).toList());
        assertThat(shown(page, excluded).split(", ")).hasSize(120);
        page.navigate(browser.url(URL + "?restore=chatting"));
        page.locator("#restore button").click();
        assertThat(openfire.control().query(
            "SELECT propValue FROM ofProperty WHERE name LIKE ?", "mucpulse.chatting.excluded%")).isEmpty();
    }

    @Test
    void s7_whatIsNotUnderstoodIsMarkedAndOnTheOverview() {
        openfire.control().setProperty("mucpulse.chatting.excluded", "board@c.example, the boardroom");
        final Page page = openSettings();

        assertThat(page.locator("[id='chatting.excluded-error']").textContent()).contains("the, boardroom");
        assertThat(page.locator("[id='chatting.excluded']").inputValue()).isEqualTo("board@c.example, the boardroom");
        page.navigate(browser.url("mucpulse-overview.jsp"));
        assertThat(page.content()).contains("mucpulse.chatting.excluded: the, boardroom");
        openfire.control().deleteProperty("mucpulse.chatting.excluded");
    }

    @Test
    void console_markupInASettingStaysText() {
        openfire.control().setProperty("mucpulse.mep.off.services", PAYLOAD);
        final Page page = openSettings();
        final String shown = page.locator("[id='mep.off.services']").inputValue();
        page.navigate(browser.url(URL + "?restore=mep"));

        assertThat(shown).contains("<script>window.hacked");
        assertThat(page.locator("#restore").textContent()).contains("<script>window.hacked");
        assertThat(page.evaluate("window.hacked")).isNull();
        openfire.control().deleteProperty("mucpulse.mep.off.services");
    }

    @Test
    void console_formWithoutTokenChangesNothing() {
        final Page page = openSettings();

        final String answer = page.request().post(browser.url(URL), RequestOptions.create().setForm(
            FormData.create().set("save", "1").set("rai.retention", "7"))).text();
        assertThat(openfire.control().property("mucpulse.rai.retention")).isNull();
        assertThat(answer).contains("mucpulse-bad");
    }

    @Test
    void console_formIsSavedWhileOtherPagesWereOpenedInASecondTab() {
        final Page page = openSettings();
        final Page other = browser.newPage();
        other.navigate(browser.url("mucpulse-overview.jsp"));
        other.navigate(browser.url(URL));

        field(page, setting("rai.retention")).fill("34");
        save(page);

        assertThat(page.locator(".mucpulse-good").count()).isEqualTo(1);
        assertThat(openfire.control().property("mucpulse.rai.retention")).isEqualTo("34");
        openfire.control().deleteProperty("mucpulse.rai.retention");
    }

    @Test
    void console_formWithAnOldTokenIsShownAgainWithWhatWasTyped() {
        final Page page = openSettings();
        page.evaluate("document.querySelectorAll('#settings input[name=mucpulseToken]').forEach(field => field.value = 'old')");
        field(page, setting("rai.retention")).fill("35");
        save(page);
        browser.picture(page, "settings-refused");

        assertThat(page.locator(".mucpulse-bad").textContent()).contains("send it again");
        assertThat(field(page, setting("rai.retention")).inputValue()).isEqualTo("35");
        assertThat(openfire.control().property("mucpulse.rai.retention")).isNull();
        save(page);
        assertThat(openfire.control().property("mucpulse.rai.retention")).isEqualTo("35");
        openfire.control().deleteProperty("mucpulse.rai.retention");
        browser.complaints();
    }

    private static Setting<?> setting(final String name) {
        return MucPulsePlugin.settings().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void console_storedValueThatDoesNotCountIsMarkedAndRemovedByTheDefaults() {
        openfire.control().setProperty("mucpulse.rai.retention", "for ever");
        final Page page = openSettings();
        browser.picture(page, "settings-stored-wrong");
        assertThat(page.locator("[id='rai.retention-error']").textContent()).contains("“for ever”", "Used instead: 180");

        page.navigate(browser.url(URL + "?restore=rai"));
        page.locator("#restore button").click();
        page.locator(".mucpulse-good").waitFor();

        assertThat(openfire.control().property("mucpulse.rai.retention")).isNull();
    }

    @Test
    void console_lookingChangesNothing() {
        final Page page = openSettings();
        final String token = page.locator("#settings input[name=mucpulseToken]").inputValue();

        page.navigate(browser.url(URL + "?save=1&rai.retention=7&metricsOn=1&mucpulseToken=" + token));

        assertThat(openfire.control().property("mucpulse.rai.retention")).isNull();
        assertThat(openfire.control().property("mucpulse.metrics.token-hash")).isNull();
    }

    @Test
    void console_whoIsNotSignedInIsSentToTheLogin() {
        final Page page = openSettings();
        browser.signOut();
        save(page);

        assertThat(page.url()).contains("/login.jsp?url=");
        browser.complaints();
    }

    @Test
    void console_isUsedByKeyboardAlone() {
        final Page page = openSettings();
        page.locator("[id='rai.retention']").focus();
        page.keyboard().press("Control+A");
        page.keyboard().type("21");
        page.keyboard().press("Enter");
        page.locator(".mucpulse-good").waitFor();

        assertThat(openfire.control().property("mucpulse.rai.retention")).isEqualTo("21");
        openfire.control().deleteProperty("mucpulse.rai.retention");
    }
}
