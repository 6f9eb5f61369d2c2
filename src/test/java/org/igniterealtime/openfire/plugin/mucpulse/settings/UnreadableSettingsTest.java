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

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.log4j.Level;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateSettings;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings;
import org.igniterealtime.openfire.plugin.mucpulse.mention.MentionSettings;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MepSettings;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.LogListener;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xmpp.packet.JID;

/** S7: what counts where an administrator misspelt a value among the server's properties, setting by setting. */
class UnreadableSettingsTest {

    private static final JID ROOM = new JID("room@conference.example.org");

    private final Map<String, String> properties = new HashMap<>();
    private final RoomSwitches rooms = new RoomSwitches((room, values) -> { }, MucPulsePlugin.roomSwitches());
    private final Settings settings =
        new Settings(name -> Optional.ofNullable(properties.get(name)), rooms, MucPulsePlugin.settings());

    /**
     * What permits something to be told or published is off, or closed. The others have their defaults: the choice of
     * rooms of interest, none of which discloses less than all others, and whose access is checked in any case; and what
     * is on so that less is sent. A new setting has to be decided on.
     */
    private static final Map<String, String> COUNTS = Map.ofEntries(
        Map.entry("rai.enabled", "false"),
        Map.entry("rai.interest", "affiliated,visited"),
        Map.entry("rai.remote", "false"),
        Map.entry("rai.anonymous", "false"),
        Map.entry("rai.displayed", "true"),
        Map.entry("rai.activity-level", "false"),
        Map.entry("mep.enabled", "false"),
        Map.entry("mep.publishers.others", "nobody"),
        Map.entry("mep.avatars", "false"),
        Map.entry("chatstate.policy", "suppress"),
        Map.entry("chatstate.per-recipient", "true"),
        Map.entry("chatting.mode", "off"),
        Map.entry("mention.enabled", "false"),
        Map.entry("mention.rooms", "false"));

    private <T> String value(final Setting<T> setting) {
        return setting.format(settings.value(setting));
    }

    @Test
    void s7_eachSwitchAndChoiceThatIsMisspeltCountsAsItDisclosesLeast() {
        final Map<String, String> counts = MucPulsePlugin.settings().stream()
            .filter(setting -> setting.kind() == Kind.FLAG || setting.kind() == Kind.CHOICE)
            .peek(setting -> properties.put(setting.property(), "flase"))
            .collect(Collectors.toMap(Setting::name, this::value));

        assertThat(counts).isEqualTo(COUNTS);
    }

    @ParameterizedTest
    @CsvSource({"TRUE, true", "True, true", "FALSE, false", "fAlse, false"})
    void s7_switchMayBeWrittenInAnyCase(final String written, final String meant) {
        properties.put("mucpulse.rai.enabled", written);

        final Setting<?> enabled = named("rai.enabled");
        assertThat(value(enabled)).isEqualTo(meant);
        assertThat(settings.isUnderstood(enabled)).isTrue();
    }

    private static Setting<?> named(final String name) {
        return MucPulsePlugin.settings().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void s7_numberThatIsMisspeltHasItsDefault() {
        assertThat(MucPulsePlugin.settings()).filteredOn(setting -> setting.kind() == Kind.NUMBER).allSatisfy(setting -> {
            properties.put(setting.property(), "1o");
            assertThat(value(setting)).isEqualTo(standard(setting));
        });
    }

    private static <T> String standard(final Setting<T> setting) {
        return setting.format(setting.defaultValue());
    }

    /** The lists of exclusions, each with whether the feature is on in a room that none of the entries names. */
    private boolean isOn(final String list) {
        return switch (list) {
            case "chatting.excluded" -> ChattingSettings.of(settings).complete();
            case "mep.off.services" -> MepSettings.of(settings).isOffered(ROOM);
            case "mention.off.services" -> MentionSettings.of(settings).isOn(ROOM);
            default -> throw new AssertionError("It is not decided what counts while this is not understood: " + list);
        };
    }

    private static Stream<Setting<?>> exclusions() {
        return MucPulsePlugin.settings().stream().filter(ListSettings::isExclusion);
    }

    @ParameterizedTest
    @MethodSource("exclusions")
    void s7_featureIsOffWhileWhatIsExcludedIsNotUnderstoodInWhole(final Setting<?> list) {
        rooms.restore(Map.of());
        assertThat(isOn(list.name())).isTrue();

        properties.put(list.property(), "other@conference.example.org other.example.org");
        assertThat(isOn(list.name())).isFalse();

        properties.put(list.property(), list.kind() == Kind.ROOMS ? "other@conference.example.org" : "other.example.org");
        assertThat(isOn(list.name())).isTrue();
    }

    @Test
    void s7_choiceOfAServiceOrNodeThatIsMisspeltIsTheClosedOne() {
        properties.put("mucpulse.chatstate.policy.services", "conference.example.org=supress, other.example.org=relay");
        properties.put("mucpulse.mep.publishers", "urn:a=onwer, urn:b=owner");

        assertThat(ChatStateSettings.of(settings).services()).isEqualTo(Map.of("conference.example.org",
            ChatStateSettings.Policy.SUPPRESS, "other.example.org", ChatStateSettings.Policy.RELAY));
        assertThat(MepSettings.of(settings).publishers()).isEqualTo(
            Map.of("urn:a", MepSettings.Publishers.NOBODY, "urn:b", MepSettings.Publishers.OWNER));
    }

    @Test
    void s7_logSaysOnceWhatCountsInstead() {
        try (LogListener log = new LogListener(Settings.class)) {
            properties.put("mucpulse.rai.enabled", "flase");
            properties.put("mucpulse.mep.off.services", "here");
            for (int i = 0; i < 3; i++) {
                MucPulsePlugin.settings().forEach(settings::value);
            }

            assertThat(log.heard(Level.WARN)).hasSize(2);
            assertThat(log.heard(Level.WARN).get(0).toString()).contains("mucpulse.rai.enabled", "flase",
                "this counts: 'false'");
            assertThat(log.heard(Level.WARN).get(1).toString()).contains("mucpulse.mep.off.services", "here",
                "the feature 'mep' is off everywhere");
        }
    }
}
