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
package org.igniterealtime.openfire.plugin.mucpulse.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.log4j.Level;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.ConfigurationProbe;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.LogListener;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows from the name of the plugin's JAR, and what an administrator is told to mend. */
class PluginNameTest {

    @TempDir
    private Path plugins;

    private Path unpacked(final String name) throws IOException {
        final Path directory = plugins.resolve(name);
        Files.createDirectories(directory.resolve("i18n"));
        for (final String bundle : new String[] {"mucpulse_i18n.properties", "mucpulse_i18n_pt_BR.properties"}) {
            Files.writeString(directory.resolve("i18n").resolve(bundle), "a = b");
        }
        return directory;
    }

    @Test
    void usualNameChangesNothing() throws IOException {
        final Path directory = unpacked("mucpulse");
        try (LogListener log = new LogListener(PluginName.class)) {
            final PluginName name = PluginName.of(directory.toFile());
            name.adopt(directory.toFile());

            assertThat(name.isUsual()).isTrue();
            assertThat(log.heard(Level.WARN)).isEmpty();
        }
        assertThat(directory.resolve("i18n").toFile().list()).hasSize(2);
    }

    @Test
    void textsOfTheSidebarFollowAnotherNameAndItIsSaid() throws IOException {
        final Path directory = unpacked("MUCPulse-1.0");
        try (LogListener log = new LogListener(PluginName.class)) {
            final PluginName name = PluginName.of(directory.toFile());
            name.adopt(directory.toFile());

            assertThat(name).isEqualTo(new PluginName("mucpulse-1.0"));
            assertThat(log.heard(Level.WARN)).singleElement().asString().contains("mucpulse-1.0.jar",
                "/plugins/mucpulse-1.0/");
        }
        assertThat(directory.resolve("i18n").toFile().list()).contains("mucpulse-1_0_i18n.properties",
            "mucpulse-1_0_i18n_pt_BR.properties");
    }

    @Test
    void textsThatCannotBeCopiedAreSaid() {
        try (LogListener log = new LogListener(PluginName.class)) {
            new PluginName("other").adopt(plugins.resolve("none").toFile());

            assertThat(log.heard(Level.ERROR)).singleElement().asString().contains("sidebar", "mucpulse.jar");
        }
    }

    @Test
    void s7_warningsSayWhatToMend() {
        final RoomSwitches rooms = new RoomSwitches((room, values) -> { }, MucPulsePlugin.roomSwitches());
        final Map<String, String> properties = Map.of("mucpulse.chatting.excluded", "board@c.example, boardroom",
            "mucpulse.rai.coalescing", "soon");
        final ConfigurationProbe warnings = new ConfigurationProbe(
            new Settings(property -> Optional.ofNullable(properties.get(property)), rooms, MucPulsePlugin.settings()),
            rooms,
            new PluginName("other"));
        rooms.unreadable();

        assertThat(warnings.statuses()).extracting(HealthStatus::id, HealthStatus::good)
            .containsExactly(tuple("settings", false),
                tuple("rooms", false), tuple("jar", false));
        assertThat(TestTexts.english().get(warnings.statuses().get(0).value()))
            .contains("mucpulse.chatting.excluded: boardroom (until that is mended, this is off everywhere: User Chatting)",
                "mucpulse.rai.coalescing: soon (instead counts: 100)").doesNotContain("board@");
        assertThat(warnings.statuses().get(0).level()).isEqualTo(HealthStatus.Level.WARNING);
        assertThat(TestTexts.english().get(warnings.statuses().get(2).value())).contains("other.jar", "/plugins/other/");
    }
}
