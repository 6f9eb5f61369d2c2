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
package org.igniterealtime.openfire.plugin.mucpulse.admin.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.admin.FakeAdministrators;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

/** The command for one room: each of its fields sets exactly the switch that it names. */
class RoomCommandTest {

    private static final JID ROOM = new JID("orchard@conference.example.org");
    private static final JID ADMIN = new JID("admin@example.org/console");

    private final Rooms rooms = mock(Rooms.class);
    private final RoomSwitches overrides = new RoomSwitches((room, values) -> { }, MucPulsePlugin.roomSwitches());
    private final FakeAdministrators administrators = new FakeAdministrators();
    private final RoomCommand command =
        new RoomCommand(rooms, overrides, administrators, user -> Locale.ENGLISH, Locale.ENGLISH);

    @BeforeEach
    void thereIsARoom() {
        when(rooms.exists(ROOM)).thenReturn(true);
    }

    private static CommandSession session(final String room) {
        final CommandSession session = new CommandSession("s1", ADMIN, RoomCommand.CODE, 0);
        session.fill(Map.of(RoomCommand.ROOM, List.of(room)));
        session.setStage(1);
        return session;
    }

    private Element execute(final Map<String, List<String>> form) {
        final CommandSession session = session(ROOM.toString());
        session.fill(form);
        final Element answer = DocumentHelper.createElement("command");
        command.execute(session, answer);
        return answer;
    }

    private Element set(final String field, final String value) {
        return execute(Map.of(field, List.of(value)));
    }

    private Map<String, String> now() {
        return overrides.of(ROOM.toString());
    }

    private Map<String, String> shown() {
        final Element answer = DocumentHelper.createElement("command");
        command.addStage(session(ROOM.toString()), answer);
        final Map<String, String> values = new TreeMap<>();
        for (final Element field : answer.element("x").elements("field")) {
            if (field.attributeValue("var") != null) {
                values.put(field.attributeValue("var"), field.elementText("value"));
            }
        }
        values.remove("FORM_TYPE");
        return values;
    }

    private static String note(final Element answer) {
        return answer.element("note").attributeValue("type");
    }

    @Test
    void roomInWhichNothingDiffersIsShownWithEverythingOn() {
        assertThat(shown()).isEqualTo(Map.of("rai", "1", "mep", "1", "chatting", "1", "chatstates", "service", "mention", "1",
            "mention-owners", "service"));
    }

    @Test
    void activityIndicatorsAloneAreSwitchedOffAndOn() {
        assertThat(note(set("rai", "0"))).isEqualTo("info");

        assertThat(now()).isEqualTo(Map.of("rai", "off"));
        assertThat(shown()).isEqualTo(Map.of("rai", "0", "mep", "1", "chatting", "1", "chatstates", "service", "mention", "1",
            "mention-owners", "service"));

        set("rai", "1");
        assertThat(overrides.all()).isEmpty();
    }

    @Test
    void eventingAloneIsSwitchedOffAndOn() {
        assertThat(note(set("mep", "false"))).isEqualTo("info");

        assertThat(now()).isEqualTo(Map.of("mep", "off"));
        assertThat(shown()).isEqualTo(Map.of("rai", "1", "mep", "0", "chatting", "1", "chatstates", "service", "mention", "1",
            "mention-owners", "service"));

        set("mep", "true");
        assertThat(overrides.all()).isEmpty();
    }

    @Test
    void userChattingAloneIsSwitchedOffAndOn() {
        assertThat(note(set("chatting", "0"))).isEqualTo("info");

        assertThat(now()).isEqualTo(Map.of("chatting", "off"));
        assertThat(shown()).isEqualTo(Map.of("rai", "1", "mep", "1", "chatting", "0", "chatstates", "service", "mention", "1",
            "mention-owners", "service"));

        set("chatting", "1");
        assertThat(overrides.all()).isEmpty();
    }

    @Test
    void policyForChatStatesAloneIsSetAndTakenBack() {
        assertThat(note(set("chatstates", "suppress"))).isEqualTo("info");

        assertThat(now()).isEqualTo(Map.of("chatstate", "suppress"));
        assertThat(shown()).isEqualTo(Map.of("rai", "1", "mep", "1", "chatting", "1", "chatstates", "suppress", "mention", "1",
            "mention-owners", "service"));

        set("chatstates", RoomCommand.SERVICE);
        assertThat(overrides.all()).isEmpty();
    }

    @Test
    void whatIsLeftOutStaysAsItIs() {
        final Map<String, String> before = Map.of("rai", "off", "chatstate", "relay", "chatting", "off");
        overrides.set(ROOM.toString(), before);

        set("mep", "0");

        assertThat(now()).isEqualTo(Map.of("rai", "off", "mep", "off", "chatstate", "relay", "chatting", "off"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rai", "mep", "chatting", "chatstates", "mention", "mention-owners"})
    void whatIsNoneOfTheChoicesChangesNothing(final String field) {
        assertThat(note(set(field, "perhaps"))).isEqualTo("error");

        assertThat(overrides.all()).isEmpty();
        assertThat(administrators.log).isEmpty();
    }

    /** What is not known would be replaced by what differs from nothing. */
    @Test
    void s7_switchesThatCannotBeReadAreNotReplaced() {
        final Map<String, Map<String, String>> stored = Map.of(ROOM.toString(), Map.of("rai", "off"));
        overrides.unreadable();

        assertThat(note(set("mep", "0"))).isEqualTo("error");
        overrides.restore(stored);

        assertThat(overrides.all()).isEqualTo(stored);
        assertThat(administrators.log).isEmpty();
    }

    @Test
    void changeIsLoggedOnceAndWhatChangesNothingIsNot() {
        set("rai", "1");
        assertThat(administrators.log).isEmpty();

        set("rai", "0");
        set("rai", "0");

        assertThat(administrators.log).singleElement().asString().startsWith("admin | ").contains(ROOM.toString(),
            "Old values: rai=true, mep=true, chatstates=, chatting=true, mention=true, mention-owners=",
            "New values: rai=false, mep=true, chatstates=, chatting=true, mention=true, mention-owners=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@", "conference.example.org", "other@conference.example.org",
        "orchard@conference.example.org/nick"})
    void addressOfNoRoomIsRefused(final String address) {
        assertThat(command.objectionsToFirst(session(address))).hasSize(1);

        assertThat(command.objectionsToFirst(session(ROOM.toString()))).isEmpty();
    }

    @Test
    void roomThatIsGoneMeanwhileIsAnError() {
        when(rooms.exists(ROOM)).thenReturn(false);

        assertThat(note(set("rai", "0"))).isEqualTo("error");
        assertThat(overrides.all()).isEmpty();
    }

    @Test
    void administratorsAloneMayUseIt() {
        assertThat(command.hasPermission(ADMIN)).isFalse();

        administrators.admins.add(ADMIN.toBareJID());

        assertThat(command.hasPermission(ADMIN)).isTrue();
    }
}
