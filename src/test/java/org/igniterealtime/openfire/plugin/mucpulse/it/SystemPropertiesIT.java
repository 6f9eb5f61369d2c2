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
import static org.assertj.core.api.Assumptions.assumeThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.harness.ConsoleBrowser;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsChromium;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.ServerControl;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The settings on the server's own page for System Properties. */
@NeedsChromium
class SystemPropertiesIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own(builder -> builder.adminPort(0))
        .expectLog("mucpulse.rai.enabled says is not understood");

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ENABLED = "mucpulse.rai.enabled";

    private final RaiScene scene = new RaiScene(openfire);

    @AfterEach
    void pluginIsLoadedWithItsDefaults() {
        openfire.control().deleteProperty(ENABLED);
        if (!openfire.control().isPluginLoaded(ServerControl.PLUGIN)) {
            openfire.control().loadPlugin();
        }
    }

    private static String address(final ConsoleBrowser browser) {
        return browser.serverUrl("server-properties.jsp?searchName=mucpulse.&listPagerPageSize=1000");
    }

    /** What the page lists of the plugin's properties: the texts of the cells of each row. */
    private static List<List<String>> listed(final ConsoleBrowser browser, final Page page) {
        page.navigate(address(browser));
        return rows(page).all().stream().map(row ->
            row.locator("td").allInnerTexts().stream().map(String::strip).toList()).toList();
    }

    private static Locator rows(final Page page) {
        return page.locator("tr:has(> td.nameColumn)");
    }

    /** Changes a property as an administrator does. */
    private static void change(final ConsoleBrowser browser, final Page page, final String key, final String value) {
        page.navigate(address(browser));
        rows(page).filter(new Locator.FilterOptions().setHas(page.locator("td.nameColumn span:text-is('" + key + "')")))
            .locator("img[onclick^=doEdit]").click();
        page.fill("#editPropertyValue", value);
        page.locator("input[type=button][onclick='submitEditForm(true);']").click();
        page.waitForSelector(".success");
    }

    private static <T> List<String> asItComes(final Setting<T> setting, final ResourceBundle texts) {
        final String otherwise = setting.format(setting.defaultValue());
        final String shown = otherwise.isEmpty() ? "none" : otherwise;
        return List.of(setting.property(), shown, shown, "MUC Pulse", texts.getString("setting." + setting.name()) + " – "
            + texts.getString("setting." + setting.name() + ".help"));
    }

    @Test
    void settingsAreListedWithDescriptionAndDefaultForAsLongAsThePluginIsLoaded() {
        assumeThat(openfire.control().majorVersion()).as("Openfire describes its properties since 4.4")
            .isGreaterThanOrEqualTo(5);
        final ResourceBundle texts = ResourceBundle.getBundle("mucpulse_i18n",
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        final Map<String, List<String>> expected = MucPulsePlugin.settings().stream()
            .map(setting -> asItComes(setting, texts)).collect(Collectors.toMap(row -> row.get(0), Function.identity()));
        try (ConsoleBrowser browser = ConsoleBrowser.open(openfire.server())) {
            final Page page = browser.signIn("mucpulse-overview.jsp");
            final Map<String, List<String>> before = byName(listed(browser, page));
            assertThat(before.keySet()).containsAll(expected.keySet());
            assertThat(openfire.control().query("SELECT name FROM ofProperty WHERE name LIKE 'mucpulse.%'").stream()
                .map(row -> row.get(0)).filter(expected::containsKey).toList()).isEmpty();
            expected.forEach((name, row) -> assertThat(before.get(name)).isEqualTo(row));

            openfire.control().unloadPlugin();
            assertThat(byName(listed(browser, page))).doesNotContainKeys(expected.keySet().toArray(String[]::new));

            openfire.control().loadPlugin();
            Awaitility.await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(byName(listed(browser, page))).containsAllEntriesOf(expected));
        }
    }

    private static Map<String, List<String>> byName(final List<List<String>> rows) {
        return rows.stream().collect(Collectors.toMap(row -> row.get(0), row -> row.subList(0, 5)));
    }

    @Test
    void whatIsChangedThereTakesEffectAndWhatIsNotValidSwitchesOff() {
        assumeThat(openfire.control().majorVersion()).as("Openfire describes its properties since 4.4")
            .isGreaterThanOrEqualTo(5);
        final TestClient bob = openfire.login("bob");
        RaiInterestIT.awaitAnnounced(bob, scene.service());
        try (ConsoleBrowser browser = ConsoleBrowser.open(openfire.server())) {
            final Page page = browser.signIn("mucpulse-overview.jsp");

            change(browser, page, ENABLED, "false");
            Awaitility.await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(RaiSubscriptionIT.features(bob, scene.service())).doesNotContain(RaiScene.RAI));
            assertThat(openfire.control().property(ENABLED)).isEqualTo("false");

            change(browser, page, ENABLED, "TRUE");
            RaiInterestIT.awaitAnnounced(bob, scene.service());

            change(browser, page, ENABLED, "flase");
            Awaitility.await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(RaiSubscriptionIT.features(bob, scene.service())).doesNotContain(RaiScene.RAI));
            assertThat(byName(listed(browser, page)).get(ENABLED).subList(1, 3)).isEqualTo(List.of("flase", "true"));
            page.navigate(browser.url("mucpulse-overview.jsp"));
            assertThat(page.locator("[data-health=settings].mucpulse-is-warning").textContent())
                .contains("mucpulse.rai.enabled: flase (instead counts: false)");
        }
    }
}
