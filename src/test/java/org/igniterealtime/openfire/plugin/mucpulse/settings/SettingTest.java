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
package org.igniterealtime.openfire.plugin.mucpulse.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateSettings;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MepSettings;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiSettings;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting.Kind;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue of settings, which the administrator's page is made of. */
class SettingTest {

    private static Stream<Setting<?>> all() {
        return MucPulsePlugin.settings().stream();
    }

    private static Setting<?> named(final String name) {
        return all().filter(setting -> setting.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void namesAreUnique() {
        assertThat(MucPulsePlugin.settings()).extracting(Setting::property).doesNotHaveDuplicates()
            .allMatch(property -> property.startsWith("mucpulse."));
    }

    @ParameterizedTest
    @MethodSource("all")
    <T> void defaultIsUnderstoodAsItIsWritten(final Setting<T> setting) {
        assertThat(setting.parse(setting.format(setting.defaultValue()))).contains(setting.defaultValue());
    }

    @ParameterizedTest
    @MethodSource("all")
    <T> void whatIsOfferedIsUnderstood(final Setting<T> setting) {
        switch (setting.kind()) {
            case FLAG, CHOICE -> assertThat(setting.choices()).hasSizeGreaterThan(1).allSatisfy(choice ->
                assertThat(setting.parse(choice).map(setting::format)).contains(choice));
            case NUMBER -> {
                assertThat(setting.parse(Integer.toString(setting.least()))).isPresent();
                assertThat(setting.parse(Integer.toString(setting.most()))).isPresent();
                assertThat(setting.parse(Integer.toString(setting.least() - 1))).isEmpty();
                assertThat(setting.parse(Integer.toString(setting.most() + 1))).isEmpty();
                assertThat(setting.parse("")).isEmpty();
            }
            case CHOICES_BY_NODE -> assertThat(setting.choices()).hasSizeGreaterThan(1).allSatisfy(choice ->
                assertThat(setting.parse("word=" + choice).map(setting::format)).contains("word=" + choice));
            case CHOICES_BY_SERVICE -> assertThat(setting.choices()).hasSizeGreaterThan(1).allSatisfy(choice ->
                assertThat(setting.parse("A.example=" + choice).map(setting::format)).contains("a.example=" + choice));
            case ROOMS -> assertThat(setting.parse("B@x.example, a@X.example\n c@x.example").map(setting::format))
                .contains("a@x.example, b@x.example, c@x.example");
            case SERVICES -> assertThat(setting.parse("B.example, a.example\n c.Example").map(setting::format))
                .contains("a.example, b.example, c.example");
            case TEXT -> assertThat(setting.parse("x".repeat(setting.most() + 1))).isEmpty();
            default -> throw new AssertionError(setting.kind());
        }
    }

    @Test
    void tellsWhatAPageHasToKnow() {
        final Setting<?> window = named("rai.coalescing");

        assertThat(window.property()).isEqualTo("mucpulse.rai.coalescing");
        assertThat(window.feature()).isEqualTo("rai");
        assertThat(window.kind()).isEqualTo(Kind.NUMBER);
        assertThat(window.unit()).isEqualTo(Unit.MILLISECONDS);
        assertThat(window.least()).isZero();
        assertThat(window.most()).isEqualTo(60_000);
        assertThat(named("mep.publishers.others").choices())
            .containsExactly("nobody", "owner", "admin", "moderator", "participant");
    }

    @ParameterizedTest
    @CsvSource({"mep.publishers, urn:a=owner urn:b=all", "rai.interest, 'all,visited'", "mep.publishers, x"})
    void halfUnderstoodIsNotUnderstood(final String name, final String text) {
        assertThat(named(name).parse(text)).isEmpty();
    }

    @Test
    void chatStateSettingsAreThoseOfTheRules() {
        final Map<String, String> properties = new HashMap<>();
        final RoomSwitches rooms = new RoomSwitches((room, values) -> { }, MucPulsePlugin.roomSwitches());
        final Settings settings =
            new Settings(name -> Optional.ofNullable(properties.get(name)), rooms, MucPulsePlugin.settings());
        final Supplier<ChatStateSettings> chatStatesSettings = settings.snapshot(ChatStateSettings::of);
        assertThat(chatStatesSettings.get()).isEqualTo(ChatStateSettings.DEFAULTS);

        properties.put("mucpulse.chatstate.policy", "relay");
        properties.put("mucpulse.chatstate.policy.services", "a.example=suppress");
        rooms.set("room@a.example", Map.of("chatstate", "enforce"));
        settings.refresh();

        final ChatStateSettings now = chatStatesSettings.get();
        assertThat(now.policyOf("b.example", "room@b.example")).isEqualTo(ChatStateSettings.Policy.RELAY);
        assertThat(now.policyOf("a.example", "other@a.example")).isEqualTo(ChatStateSettings.Policy.SUPPRESS);
        assertThat(now.policyOf("a.example", "room@a.example")).isEqualTo(ChatStateSettings.Policy.ENFORCE);
    }

    @Test
    void everyListenerOfRoomSwitchesIsCalledInOrder() {
        final RoomSwitches rooms = new RoomSwitches((room, values) -> { }, MucPulsePlugin.roomSwitches());
        final List<String> called = new ArrayList<>();
        rooms.onChange(() -> called.add("first"));
        rooms.onChange(() -> called.add("second"));

        rooms.set("a@x.example", Map.of("rai", "off"));

        assertThat(called).containsExactly("first", "second");
    }

    @Test
    void switchesOfFeaturesThatAreNotThereAreKept() {
        final Map<String, Map<String, String>> remembered = new HashMap<>();
        final RoomSwitches rooms = new RoomSwitches(remembered::put, MucPulsePlugin.roomSwitches());

        rooms.restore(Map.of("a@x.example", Map.of("later", "on", "rai", "off")));

        assertThat(rooms.of("a@x.example")).isEqualTo(Map.of("later", "on", "rai", "off"));
        assertThat(rooms.describe(rooms.of("a@x.example")))
            .isEqualTo("rai=false, mep=true, chatstates=, chatting=true, mention=true, mention-owners=");
    }

    @Test
    void overridesAreRememberedAndFollowed() {
        final Map<String, Map<String, String>> remembered = new HashMap<>();
        final RoomSwitches rooms = new RoomSwitches(remembered::put, MucPulsePlugin.roomSwitches());
        final Settings settings = new Settings(name -> Optional.empty(), rooms, MucPulsePlugin.settings());
        final Supplier<RaiSettings> raiSettings = settings.snapshot(RaiSettings::of);
        final Supplier<MepSettings> mepSettings = settings.snapshot(MepSettings::of);
        rooms.onChange(settings::refresh);

        rooms.set("a@x.example", Map.of("rai", "off"));
        rooms.restore(Map.of("a@x.example", Map.of("mep", "off"),
            "b@x.example", Map.of("mep", "off")));

        assertThat(remembered).containsOnlyKeys("a@x.example");
        assertThat(raiSettings.get().roomsOff()).isEqualTo(Set.of("a@x.example"));
        assertThat(mepSettings.get().roomsOff()).isEqualTo(Set.of("b@x.example"));

        rooms.set("a@x.example", Map.of());
        rooms.set("c@x.example", Map.of());

        assertThat(rooms.all()).containsOnlyKeys("b@x.example");
        assertThat(remembered).containsOnly(Map.entry("a@x.example", Map.of()));
        assertThat(raiSettings.get().roomsOff()).isEmpty();
    }
}
