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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.log4j.Level;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateSettings;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateSettings.Policy;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.mention.MentionSettings;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MepSettings;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.LogListener;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

/** S6 and S7: lists of addresses, in whatever spelling and of whatever length, and what cannot be read of them. */
class AddressListTest {

    private final Map<String, String> properties = new HashMap<>();
    private final RoomSwitches overrides = new RoomSwitches((room, values) -> { }, MucPulsePlugin.roomSwitches());
    private final Settings settings =
        new Settings(name -> Optional.ofNullable(properties.get(name)), overrides, MucPulsePlugin.settings());
    private final Supplier<RaiSettings> raiSettings = settings.snapshot(RaiSettings::of);
    private final Supplier<MepSettings> mepSettings = settings.snapshot(MepSettings::of);
    private final Supplier<ChatStateSettings> chatStatesSettings = settings.snapshot(ChatStateSettings::of);
    private final Supplier<ChattingSettings> chattingSettings = settings.snapshot(ChattingSettings::of);
    private final Supplier<MentionSettings> mentionSettings = settings.snapshot(MentionSettings::of);

    @BeforeEach
    void itIsKnownWhatDiffersInRooms() {
        overrides.restore(Map.of());
    }

    private static Setting<?> named(final String name) {
        return MucPulsePlugin.settings().stream().filter(setting -> setting.name().equals(name)).findFirst().orElseThrow();
    }

    private ChattingSettings excluding(final String list) {
        properties.put("mucpulse.chatting.excluded", list);
        settings.refresh();
        return chattingSettings.get();
    }

    @ParameterizedTest
    @ValueSource(strings = {"board@conference.example.org", "Board@Conference.Example.org",
        "  BOARD@CONFERENCE.EXAMPLE.ORG,", "Bo\u00ADard@conference.example.org"})
    void s6_roomIsExcludedInWhateverSpelling(final String spelling) {
        assertThat(excluding(spelling).excluded()).containsExactly("board@conference.example.org");
        assertThat(settings.misunderstood(named("chatting.excluded"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@", "conference.example.org", "a@b.example/nick", "@b.example", "a b@c.example"})
    void s6_whatIsNoAccountOrRoomIsNone(final String text) {
        assertThat(Addresses.bare(text)).isEmpty();
    }

    @Test
    void s6_addressesOfAllKindsAreReadInWhateverSpelling() {
        assertThat(Addresses.bare("Romeo@Example.ORG")).contains(new JID("romeo@example.org"));
        assertThat(Addresses.parse("Romeo@Example.ORG/Phone")).contains(new JID("romeo@example.org/Phone"));
        assertThat(Addresses.parse("Example.ORG")).contains(new JID("example.org"));
        assertThat(Addresses.parse("a@")).isEmpty();
    }

    @Test
    void s6_addressIsSpelledAsStanzasSpellIt() {
        assertThat(excluding("STRASSE@conference.bücher.example").excluded())
            .containsExactly(new JID("strasse@conference.bücher.example").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"board", "conference.example.org", "board@conference.example.org/nick",
        "board@", "@conference.example.org", "a@b@c.example", "board@conference..example", "bo\"ard@c.example",
        "board@conference", "xmpp:board@c.example?join", "board@c.example;x@c.example", "*@c.example"})
    void s6_whatIsNoRoomIsNamed(final String wrong) {
        final Setting<?> setting = named("chatting.excluded");

        if ("*@c.example".equals(wrong)) {
            // An asterisk may be part of a name: it excludes that room, and no other.
            assertThat(setting.wrong(wrong)).isEmpty();
        } else {
            assertThat(setting.wrong("a@c.example, " + wrong + " b@c.example")).containsExactly(wrong);
            assertThat(setting.parse("a@c.example, " + wrong)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"mep.off.services, a@c.example", "mep.off.services, conference", "mep.off.services, c.example/x",
        "mep.off.services, c..example", "mep.off.services, 'c.example='", "chatstate.policy.services, conference=relay",
        "chatstate.policy.services, a@c.example=relay", "chatstate.policy.services, c.example=loud",
        "chatstate.policy.services, c.example"})
    void s6_whatIsNoServiceIsNamed(final String name, final String wrong) {
        assertThat(named(name).wrong(wrong)).containsExactly(wrong);
    }

    @Test
    void s6_servicesAreUnderstoodInWhateverSpelling() {
        properties.put("mucpulse.mep.off.services", "Conference.Example.ORG");
        properties.put("mucpulse.chatstate.policy.services", "Conference.Example.ORG=suppress");
        settings.refresh();

        assertThat(mepSettings.get().isOffered(new JID("room@conference.example.org/nick"))).isFalse();
        assertThat(mepSettings.get().isOffered(new JID("room@rooms.example.org"))).isTrue();
        assertThat(chatStatesSettings.get().policyOf("conference.example.org")).isEqualTo(Policy.SUPPRESS);
    }

    @Test
    void s7_nothingIsPublishedWhileAnExcludedRoomCannotBeRead() {
        properties.put("mucpulse.chatting.mode", "opt-out");
        try (LogListener log = new LogListener(Settings.class)) {
            final ChattingSettings now = excluding("board@conference.example.org, the boardroom");

            assertThat(now.complete()).isFalse();
            assertThat(now.excluded()).containsExactly("board@conference.example.org");
            assertThat(settings.misunderstood(named("chatting.excluded"))).containsExactlyInAnyOrder("the", "boardroom");
            settings.refresh();
            assertThat(log.heard(Level.WARN)).singleElement().asString()
                .contains("mucpulse.chatting.excluded", "the", "boardroom").doesNotContain("board@");
        }
        assertThat(excluding("board@conference.example.org").complete()).isTrue();
    }

    @Test
    void s7_nothingIsPublishedWhileTheModeCannotBeRead() {
        properties.put("mucpulse.chatting.mode", "disabled");
        settings.refresh();

        assertThat(chattingSettings.get().mode()).isEqualTo(Mode.OFF);
    }

    @Test
    void s7_policyOfAServiceDoesNotHoldWhileThoseOfRoomsCannotBeRead() {
        properties.put("mucpulse.chatstate.policy.services", "conference.example.org=relay");
        overrides.onChange(settings::refresh);
        overrides.unreadable();
        overrides.takeOver("open@conference.example.org", Map.of("chatstate", "relay"));

        final ChatStateSettings meanwhile = chatStatesSettings.get();
        assertThat(meanwhile.policyOf("conference.example.org", "room@conference.example.org"))
            .isEqualTo(Policy.SUPPRESS);
        assertThat(meanwhile.policyOf("conference.example.org", "open@conference.example.org")).isEqualTo(Policy.RELAY);

        overrides.restore(Map.of());
        assertThat(chatStatesSettings.get().policyOf("conference.example.org", "room@conference.example.org"))
            .isEqualTo(Policy.RELAY);
    }

    @Test
    void s7_whatCannotBeReadOfRoomsIsTakenForOff() {
        final JID room = new JID("room@conference.example.org");
        overrides.onChange(settings::refresh);

        overrides.unreadable();
        assertThat(raiSettings.get().isOffered(room)).isFalse();
        assertThat(mepSettings.get().isOffered(room)).isFalse();
        assertThat(chattingSettings.get().complete()).isFalse();
        assertThat(chatStatesSettings.get().policyOf(room.getDomain(), room.toString())).isEqualTo(Policy.SUPPRESS);
        assertThat(mentionSettings.get().isOn(room)).isFalse();

        overrides.restore(Map.of("other@conference.example.org", Map.of("rai", "off")));
        assertThat(chatStatesSettings.get().policyOf(room.getDomain(), room.toString())).isEqualTo(Policy.ENFORCE);
        assertThat(mentionSettings.get().isOn(room)).isTrue();
        assertThat(raiSettings.get().isOffered(room)).isTrue();
        assertThat(raiSettings.get().isOffered(new JID("other@conference.example.org"))).isFalse();
        assertThat(mepSettings.get().isOffered(room)).isTrue();
        assertThat(chattingSettings.get().complete()).isTrue();
    }

    @Test
    void s6_whatIsSetOnOtherServersWhileTheRestCannotBeReadPrevails() {
        final Map<String, Map<String, String>> remembered = new HashMap<>();
        final RoomSwitches rooms = new RoomSwitches(remembered::put, MucPulsePlugin.roomSwitches());
        rooms.unreadable();

        rooms.takeOver("gone@c.example", Map.of());
        rooms.takeOver("new@c.example", Map.of("rai", "off"));
        rooms.restore(Map.of("gone@c.example", Map.of("mep", "off"),
            "kept@c.example", Map.of("mep", "off")));

        assertThat(rooms.all()).containsOnlyKeys("new@c.example", "kept@c.example");
        assertThat(remembered).isEmpty();
    }

    /** Such as: what differs in every room that is destroyed. */
    @Test
    void s3_nothingIsHeldOfWhatIsSetHereWhileTheRestCannotBeRead() {
        final Map<String, Map<String, String>> remembered = new HashMap<>();
        final RoomSwitches rooms = new RoomSwitches(remembered::put, MucPulsePlugin.roomSwitches());
        rooms.unreadable();
        final int[] heard = {0};
        rooms.onChange(() -> heard[0]++);

        rooms.set("gone@c.example", Map.of());
        rooms.update("own@c.example", values -> Map.of("mention.owner", "yes"));
        assertThat(heard[0]).isZero();
        assertThat(rooms.all()).isEmpty();
        final Map<String, Map<String, String>> stored =
            Map.of("gone@c.example", Map.of("mep", "off"), "own@c.example", Map.of("chatting", "off"));
        rooms.restore(stored);

        assertThat(rooms.all()).isEqualTo(stored);
        assertThat(remembered).isEmpty();
    }

    @Property(tries = 200)
    void s6_listOfAnyLengthIsReadAsItWasDivided(@ForAll @Size(max = 600) final List<@IntRange(max = 100_000) Integer> ids) {
        final Set<String> rooms =
            ids.stream().map(id -> "room-with-a-long-name-" + id + "@conference.example.org").collect(Collectors.toSet());
        final Setting<?> setting = named("chatting.excluded");
        final String list = normal(setting, String.join(" ", rooms));

        final List<String> parts = PropertyParts.split(list).orElseThrow();
        final Map<String, String> stored = new HashMap<>();
        IntStream.range(0, parts.size()).forEach(part ->
            stored.put(PropertyParts.name(setting.property(), part + 1), parts.get(part)));

        assertThat(parts).allSatisfy(part -> assertThat(part.length()).isLessThanOrEqualTo(PropertyParts.MOST_BYTES));
        assertThat(ChattingSettings.of(new Settings(name -> Optional.ofNullable(stored.get(name)), overrides,
            MucPulsePlugin.settings())).excluded())
            .isEqualTo(rooms);
    }

    private static <T> String normal(final Setting<T> setting, final String text) {
        return setting.parse(text).map(setting::format).orElseThrow();
    }

    @Test
    void s6_partsCountAlsoWhereOneInBetweenIsMissing() {
        properties.put("mucpulse.chatting.excluded.3", "c@c.example");
        properties.put("mucpulse.chatting.excluded.2", "B@c.example");

        assertThat(excluding("a@c.example").excluded())
            .containsExactlyInAnyOrder("a@c.example", "b@c.example", "c@c.example");
    }

    @Test
    void s6_listThatIsTooLongIsNotDivided() {
        final List<String> rooms = new ArrayList<>();
        for (int room = 0; room < 10_000; room++) {
            rooms.add("room-" + room + "@conference.example.org");
        }

        assertThat(PropertyParts.split(String.join(", ", rooms.subList(0, 3_000)))).isPresent();
        assertThat(PropertyParts.split(String.join(", ", rooms))).isEmpty();
        assertThat(PropertyParts.split("x".repeat(4_000))).isEmpty();
    }

    @Test
    void whatIsRepeatedIsShort() {
        assertThat(Excerpts.of("short")).isEqualTo("short");
        assertThat(Excerpts.of("x".repeat(10_000))).hasSize(201).endsWith("…");
        assertThat(Excerpts.of("x".repeat(199) + "\uD83D\uDE00" + "x")).endsWith("x…");
        assertThat(Excerpts.of("a\nb\u0000c")).isEqualTo("a b c");
    }
}
