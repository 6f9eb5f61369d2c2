/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
        final Path jar = Files.copy(OpenfireServer.pluginJar(), folder.resolve("mucpulse-again.jar"));
        final TestClient alice = openfire.login("alice");

        openfire.control().installPlugin(jar);

        Awaitility.await().untilAsserted(() ->
            assertThat(openfire.server().logs()).contains("MUC Pulse runs already, from the JAR mucpulse.jar"));
        assertThat(own(openfire.control().threads())).isEqualTo(before);
        openfire.control().uninstallPlugin("mucpulse-again");
        assertThat(ChattingParty.execute(alice, COMMAND).isError()).isFalse();
        openfire.control().reloadPlugin();
        assertThat(ChattingParty.execute(alice, COMMAND).isError()).isFalse();
    }

    private static List<String> own(final List<String> threads) {
        return threads.stream().filter(thread -> thread.startsWith("mucpulse-sender")).toList();
    }
}
