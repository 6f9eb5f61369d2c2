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
import com.microsoft.playwright.options.RequestOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.harness.ConsoleBrowser;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsChromium;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireServer;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The plugin under another name than its own. */
@NeedsChromium
class ConsoleJarNameIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own(builder -> builder.adminPort(0))
        .expectLog("JAR should be called mucpulse.jar");

    private static final String NAME = "muc-pulse-1.0";

    @TempDir
    private Path folder;

    @Test
    void console_pagesNumbersAndTextsFollowTheNameOfTheJar() throws Exception {
        final Path jar = Files.copy(OpenfireServer.pluginJar(), folder.resolve(NAME + ".jar"));
        openfire.control().unloadPlugin();
        openfire.control().installPlugin(jar);

        assertThat(openfire.control().pluginText(NAME, "sidebar.overview")).isEqualTo("Overview");
        assertThat(openfire.control().pluginText(NAME, "sidebar.mucpulse")).isEqualTo("MUC Pulse");
        try (ConsoleBrowser browser = ConsoleBrowser.open(openfire.server(), NAME)) {
            final Page page = browser.signIn("mucpulse-overview.jsp");
            assertThat(page.locator("[data-health=jar]").textContent()).contains(NAME + ".jar", "/plugins/" + NAME + "/");
            assertThat(page.content()).doesNotContain("${", "sidebar.");
            assertThat(page.request().get(browser.url("numbers")).text()).startsWith("{\"total\":{");
            for (final String name : List.of("mucpulse-settings.jsp", "mucpulse-rooms.jsp",
                "mucpulse-users.jsp?user=admin")) {
                page.navigate(browser.url(name));
                assertThat(page.locator(".mucpulse").count()).as(name).isEqualTo(1);
            }
            page.navigate(browser.url("mucpulse-settings.jsp"));
            page.locator("#metrics button[name=metricsOn]").click();
            final String token = page.locator(".mucpulse-good").textContent().replaceAll(".*: (\\S{43}) .*", "$1");
            assertThat(page.request().get(browser.url("metrics"), RequestOptions.create()
                .setHeader("Authorization", "Bearer " + token)).text()).contains("mucpulse_database_up 1");
        }
        final TestClient alice = openfire.login("alice");
        assertThat(ChattingParty.execute(alice, ChattingParty.COMMAND).isError()).isFalse();
    }
}
