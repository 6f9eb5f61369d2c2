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
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.COMMAND;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireServer;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A second copy of the plugin, from a JAR of another name, beside the first. */
class TwoJarsIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own()
        .expectLog("MUC Pulse runs already, from the JAR mucpulse.jar").expectLog("loading plugin")
        .expectLog("Error loading").expectLog("JAR should be called");

    @TempDir
    private Path folder;

    @Test
    void plugin_secondCopyDoesNotStartAndTheFirstWorksOn() throws Exception {
        final List<String> before = own(openfire.control().threads());
        final TestClient alice = openfire.login("alice");
        final Path jar = Files.copy(OpenfireServer.pluginJar(), folder.resolve("mucpulse-again.jar"));

        openfire.control().offerPlugin(jar);

        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() ->
            // Newer servers do not even try to load it.
            assertThat(openfire.server().logs()).containsPattern("MUC Pulse runs already, from the JAR mucpulse.jar"
                + "|a different plugin with the same name is present"));
        assertThat(own(openfire.control().threads())).isEqualTo(before);
        openfire.control().uninstallPlugin("mucpulse-again");
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() ->
            Files.notExists(openfire.server().home().resolve("plugins/mucpulse-again.jar")));
        assertThat(ChattingParty.execute(alice, COMMAND).isError()).isFalse();
        openfire.control().reloadPlugin();
        assertThat(ChattingParty.execute(alice, COMMAND).isError()).isFalse();
    }

    private static List<String> own(final List<String> threads) {
        return threads.stream().filter(thread -> thread.startsWith("mucpulse-sender")).toList();
    }
}
