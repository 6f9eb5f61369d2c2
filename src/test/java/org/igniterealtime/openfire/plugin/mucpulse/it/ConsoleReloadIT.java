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
import org.igniterealtime.openfire.plugin.mucpulse.harness.ConsoleBrowser;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsChromium;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.ServerControl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pages of the console when the plugin goes and comes back. */
@NeedsChromium
class ConsoleReloadIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own(builder -> builder.adminPort(0));

    private static final List<String> PAGES = List.of("mucpulse-overview.jsp", "mucpulse-settings.jsp",
        "mucpulse-rooms.jsp", "mucpulse-users.jsp?user=admin");

    private static void visitAll(final ConsoleBrowser browser, final Page page) {
        for (final String name : PAGES) {
            page.navigate(browser.url(name));
            assertThat(page.locator(".mucpulse").count()).as(name).isEqualTo(1);
        }
    }

    @Test
    void console_goesAndComesBackWithThePlugin() {
        final ServerControl control = openfire.control();
        try (ConsoleBrowser browser = ConsoleBrowser.open(openfire.server())) {
            final Page page = browser.signIn("mucpulse-overview.jsp");
            visitAll(browser, page);
            final String loader = control.watchLoader(ServerControl.PLUGIN);

            control.unloadPlugin();
            assertThat(page.request().get(browser.url("mucpulse-overview.jsp")).status()).isGreaterThanOrEqualTo(404);
            assertThat(page.request().get(browser.url("numbers")).status()).isGreaterThanOrEqualTo(404);
            control.loadPlugin();

            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() ->
                page.request().get(browser.url("numbers")).status() == 200);
            // The session is older than the plugin now.
            visitAll(browser, page);
            Awaitility.await("collection of the class loader").atMost(Duration.ofSeconds(60)).until(() -> {
                visitAll(browser, page);
                return control.isLoaderCollected(loader);
            });
        }
    }
}
