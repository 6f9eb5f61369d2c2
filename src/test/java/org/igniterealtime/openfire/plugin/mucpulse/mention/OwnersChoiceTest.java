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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Settings;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What owners choose, and what administrators leave to them: N5. */
class OwnersChoiceTest {

    private static final JID ROOM = new JID("garden@conference.example.org");
    private static final JID OWNER = new JID("romeo@example.org");

    private final Map<String, String> properties = new HashMap<>();
    private final RoomSwitches switches = new RoomSwitches((room, values) -> { },
        List.of(MentionSettings.IN_ROOM, MentionSettings.BY_OWNER));
    private final Settings settings =
        new Settings(name -> Optional.ofNullable(properties.get(name)), switches, MentionSettings.ALL);
    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final OwnersChoice choice =
        new OwnersChoice(() -> MentionSettings.of(settings), switches, executor, executor.ticker());

    private void choose(final JID room, final boolean value) {
        choice.configured(room, OWNER, value);
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

    @Test
    void s3_choicesAreBoundedForEachOwnerAndInAll() {
        for (int i = 0; i < 100; i++) {
            choose(new JID("r" + i + "@conference.example.org"), false);
        }
        assertThat(switches.all()).hasSize(OwnersChoice.BURST);

        final Map<String, Map<String, String>> many = new HashMap<>();
        IntStream.range(0, OwnersChoice.ROOMS).forEach(i ->
            many.put("m" + i + "@conference.example.org", Map.of("mention.owner", "no")));
        switches.restore(many);
        choice.configured(ROOM, new JID("juliet@example.org"), false);
        executor.runUntilIdle();
        assertThat(isOn()).isTrue();
    }
}
