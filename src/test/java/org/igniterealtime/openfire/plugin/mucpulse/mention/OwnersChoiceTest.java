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
package org.igniterealtime.openfire.plugin.mucpulse.mention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Settings;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeMuc;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What owners choose, and what administrators leave to them: N5. */
class OwnersChoiceTest {

    private static final JID ROOM = new JID("garden@conference.example.org");
    private static final JID OWNER = new JID("romeo@example.org/phone");

    private final Map<String, String> properties = new HashMap<>();
    private final RoomSwitches switches = new RoomSwitches((room, values) -> { },
        List.of(MentionSettings.IN_ROOM, MentionSettings.BY_OWNER));
    private final Settings settings =
        new Settings(name -> Optional.ofNullable(properties.get(name)), switches, MentionSettings.ALL);
    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final FakeUsers users = new FakeUsers("example.org");
    private final FakeMuc muc = new FakeMuc(users);
    private final Counters counters = new Counters(MentionMetrics.COUNTERS);
    private final OwnersChoice choice =
        new OwnersChoice(() -> MentionSettings.of(settings), switches, executor, muc, users, counters, executor.ticker());

    @BeforeEach
    void roomIsThere() {
        muc.create(ROOM);
    }

    private void choose(final JID room, final boolean value) {
        choose(OWNER, room, value);
    }

    private void choose(final JID session, final JID room, final boolean value) {
        choice.configured(room, session, value);
        executor.runUntilIdle();
    }

    private boolean isOn() {
        return MentionSettings.of(settings).isOn(ROOM);
    }

    @Test
    void n5_ownersSwitchARoomOffAndOn() {
        assertThat(choice.variable()).isEqualTo("muc#roomconfig_forwardmentions");
        assertThat(choice.value(ROOM)).contains(true);

        choose(ROOM, false);
        assertThat(choice.value(ROOM)).contains(false);
        assertThat(isOn()).isFalse();

        choose(ROOM, true);
        assertThat(isOn()).isTrue();
        assertThat(switches.all()).as("only what differs").isEmpty();
    }

    @Test
    void n5_ownersSwitchARoomOnWhereOthersAreOff() {
        properties.put("mucpulse.mention.rooms", "false");
        assertThat(choice.value(ROOM)).contains(false);

        choose(ROOM, true);

        assertThat(isOn()).isTrue();
        assertThat(MentionSettings.of(settings).isOn(new JID("attic@conference.example.org"))).isFalse();
    }

    @Test
    void n5_ownersHaveNoSayWhereAnAdministratorSwitchedItOff() {
        switches.set(ROOM.toString(), Map.of("mention", "off", "rai", "off"));
        assertThat(choice.value(ROOM)).isEmpty();
        choose(ROOM, false);
        assertThat(switches.of(ROOM.toString())).containsOnlyKeys("mention", "rai");

        switches.set(ROOM.toString(), Map.of("rai", "off"));
        choose(ROOM, false);
        assertThat(switches.of(ROOM.toString())).isEqualTo(Map.of("rai", "off", "mention.owner", "no"));

        properties.put("mucpulse.mention.enabled", "false");
        assertThat(choice.value(ROOM)).isEmpty();
        properties.clear();
        properties.put("mucpulse.mention.off.services", "conference.example.org");
        assertThat(choice.value(ROOM)).isEmpty();
    }

    @Test
    void s7_nothingIsForwardedWhileItCannotBeReadWhatDiffersInRooms() {
        switches.unreadable();

        assertThat(isOn()).isFalse();
        assertThat(choice.value(ROOM)).isEmpty();
    }

    private int remembered(final IntFunction<String> sessions) {
        for (int i = 0; i < 1_000; i++) {
            final JID room = new JID("r" + i + "@conference.example.org");
            muc.create(room);
            choose(new JID(sessions.apply(i)), room, false);
        }
        return switches.all().size();
    }

    @Test
    void s3_choicesAreBoundedForEachOwnerAndInAll() {
        assertThat(remembered(i -> "romeo@example.org/" + i)).isEqualTo(OwnersChoice.BURST_OF_OWNER);
        assertThat(counters.total(MentionMetrics.CHOICES_DROPPED)).isEqualTo(900);

        final Map<String, Map<String, String>> many = new HashMap<>();
        IntStream.range(0, OwnersChoice.ROOMS).forEach(i ->
            many.put("m" + i + "@conference.example.org", Map.of("mention.owner", "no")));
        switches.restore(many);
        choose(new JID("juliet@example.org/x"), ROOM, false);
        assertThat(isOn()).isTrue();
        assertThat(counters.total(MentionMetrics.CHOICES_DROPPED)).isEqualTo(901);
    }

    @Test
    void s3_choicesAreBoundedForAllUsersOfAnotherDomain() {
        assertThat(remembered(i -> "u" + i + "@s" + i + ".elsewhere.example/x")).isEqualTo(OwnersChoice.BURST_OF_DOMAIN);
    }

    @Test
    void s3_choicesOfSessionsWithoutAnAccountAreBoundedTogether() {
        IntStream.range(0, 1_000).forEach(i -> users.anonymous(new JID("a" + i + "@example.org/x")));

        assertThat(remembered(i -> "a" + i + "@example.org/x")).isEqualTo(OwnersChoice.BURST_OF_OWNER);
    }

    @Test
    void n5_goingBackToTheSettingForAllRoomsIsNeverRefused() {
        choose(ROOM, false);
        for (int i = 0; i < 2 * OwnersChoice.BURST_OF_OWNER; i++) {
            choose(ROOM, true);
            assertThat(isOn()).isTrue();
            choose(ROOM, false);
        }
        assertThat(counters.total(MentionMetrics.CHOICES_DROPPED)).isEqualTo(OwnersChoice.BURST_OF_OWNER + 1);
    }

    @Test
    void n5_choiceIsSetHoweverMuchThereIsToDo() {
        executor.limit(0);

        choose(ROOM, false);

        assertThat(isOn()).isFalse();
    }

    @Test
    void n5_formShowsAChoiceBeforeItIsSet() {
        choice.configured(ROOM, OWNER, false);
        assertThat(choice.value(ROOM)).contains(false);

        executor.runUntilIdle();
        assertThat(choice.value(ROOM)).contains(false);
    }

    @Test
    void n5_lastOfSeveralChoicesCounts() {
        choice.configured(ROOM, OWNER, false);
        choice.configured(ROOM, OWNER, true);
        executor.runUntilIdle();
        assertThat(isOn()).isTrue();

        choice.configured(ROOM, OWNER, false);
        choice.configured(ROOM, OWNER, true);
        choice.configured(ROOM, OWNER, false);
        executor.runUntilIdle();
        assertThat(isOn()).isFalse();
    }

    @Test
    void n5_nextRoomOfThatNameDoesNotInheritAChoice() {
        choice.configured(ROOM, OWNER, false);
        muc.remove(ROOM);
        executor.runUntilIdle();
        assertThat(switches.all()).isEmpty();

        muc.create(ROOM);
        choice.configured(ROOM, OWNER, false);
        muc.create(ROOM).created = Instant.EPOCH.plusSeconds(1);
        executor.runUntilIdle();
        assertThat(switches.all()).isEmpty();

        // Destroyed at the very moment.
        switches.onChange(() -> muc.remove(ROOM));
        choose(ROOM, false);
        assertThat(switches.all()).isEmpty();
    }
}
