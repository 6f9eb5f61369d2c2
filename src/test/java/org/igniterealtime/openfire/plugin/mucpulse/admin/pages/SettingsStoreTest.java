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
package org.igniterealtime.openfire.plugin.mucpulse.admin.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.admin.FakeProperties;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Settings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** S6: what is saved is there afterwards, however long it is, and nothing is missing meanwhile. */
class SettingsStoreTest {

    private static final String EXCLUDED = "mucpulse.chatting.excluded";

    private final FakeProperties properties = new FakeProperties();
    private final Settings settings = new Settings(properties::get,
        new RoomSwitches((room, values) -> { }, MucPulsePlugin.roomSwitches()), MucPulsePlugin.settings());
    private final Supplier<ChattingSettings> chattingSettings = settings.snapshot(ChattingSettings::of);
    private final SettingsStore store = new SettingsStore(properties);
    private final Setting<?> excluded =
        MucPulsePlugin.settings().stream().filter(setting -> setting.property().equals(EXCLUDED)).findFirst().orElseThrow();

    @BeforeEach
    void theDatabaseHoldsWhatItHolds() {
        properties.most = 4_000;
    }

    private static Set<String> rooms(final int from, final int to) {
        return IntStream.range(from, to).mapToObj(room -> "room-" + room + "@conference.example.org")
            .collect(Collectors.toSet());
    }

    private boolean write(final Set<String> rooms) {
        return write(excluded, String.join(" ", rooms));
    }

    private <T> boolean write(final Setting<T> setting, final String text) {
        return store.write(setting, setting.parse(text).map(setting::format).orElseThrow());
    }

    private Set<String> read() {
        settings.refresh();
        return chattingSettings.get().excluded();
    }

    @Test
    void s6_longListIsKeptWhole() {
        for (final Set<String> rooms : List.of(rooms(0, 120), rooms(0, 1_000), rooms(500, 520), rooms(0, 0))) {
            assertThat(write(rooms)).isTrue();
            assertThat(read()).isEqualTo(rooms);
        }
        assertThat(properties.values).isEmpty();
    }

    @Test
    void s6_whatStaysExcludedIsExcludedAllTheTime() {
        write(rooms(0, 600));
        final Set<String> stay = rooms(300, 600);
        final AtomicInteger changes = new AtomicInteger();
        properties.afterChange = () -> {
            changes.incrementAndGet();
            assertThat(read()).containsAll(stay);
        };

        assertThat(write(rooms(300, 1_200))).isTrue();
        assertThat(write(stay)).isTrue();

        assertThat(changes).hasValueGreaterThan(20);
    }

    @Test
    void s6_valueThatDoesNotReachTheDatabaseIsSaid() {
        properties.most = 100;

        assertThat(write(rooms(0, 100))).isFalse();
        assertThat(write(rooms(0, 1))).isTrue();
    }

    @Test
    void s6_aSettingThatIsNoListIsOneProperty() {
        final Setting<?> mode = MucPulsePlugin.settings().stream().filter(setting -> setting.name().equals("chatting.mode"))
            .findFirst().orElseThrow();

        assertThat(write(mode, "off")).isTrue();
        assertThat(properties.values).containsOnlyKeys("mucpulse.chatting.mode");
        assertThat(write(mode, "opt-in")).isTrue();
        assertThat(properties.values).isEmpty();
    }
}
