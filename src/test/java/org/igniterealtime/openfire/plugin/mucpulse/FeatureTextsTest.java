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
package org.igniterealtime.openfire.plugin.mucpulse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.DeclaredMetrics;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Feature;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitch;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.junit.jupiter.api.Test;

/** The texts that belong to what features declare. Where one is missing, the pages show its key instead. */
class FeatureTextsTest {

    @Test
    void i18n_everythingThatFeaturesDeclareHasItsTexts() throws IOException {
        final Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("i18n", "mucpulse_i18n.properties"))) {
            texts.load(reader);
        }
        final Set<String> needed = new TreeSet<>();
        for (final Feature feature : MucPulsePlugin.features()) {
            needed.addAll(List.of("feature." + feature.name(), "health.queue." + feature.name()));
        }
        for (final Setting<?> setting : MucPulsePlugin.settings()) {
            needed.addAll(List.of("feature." + setting.feature(), "setting." + setting.name(),
                "setting." + setting.name() + ".help"));
        }
        for (final RoomSwitch one : MucPulsePlugin.roomSwitches()) {
            needed.add("room." + one.field());
            if (!one.isFlag()) {
                needed.add("room." + one.field() + ".service");
                one.values().forEach(value -> needed.add("choice." + value));
            }
        }
        for (final Metric metric : DeclaredMetrics.all()) {
            needed.add("metric." + metric.name());
            if (metric.isCharted()) {
                needed.add("chart." + metric.name());
            }
        }

        assertThat(needed).hasSizeGreaterThan(50);
        assertThat(texts.stringPropertyNames()).containsAll(needed);
    }
}
