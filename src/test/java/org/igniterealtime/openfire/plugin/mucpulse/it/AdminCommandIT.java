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
package org.igniterealtime.openfire.plugin.mucpulse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.COMMANDS;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.DATA;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.execute;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.proceed;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.w3c.dom.Element;

/** The commands by which administrators see what the plugin does, and what differs in a room. */
class AdminCommandIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own();

    private static final String ROOM_COMMAND = "mucpulse#room";
    private static final String STATUS_COMMAND = "mucpulse#status";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";

    private TestClient admin;

    @BeforeEach
    void thereIsAnAdministrator() {
        admin = openfire.login("admin");
        openfire.control().setProperty("admin.authorizedJIDs", admin.bareJid());
        Awaitility.await().untilAsserted(() -> assertThat(commands(admin)).containsKeys(ROOM_COMMAND, STATUS_COMMAND));
    }

    private static Map<String, String> commands(final TestClient client) {
        final Map<String, String> commands = new HashMap<>();
        client.query("get", openfire.server().domain(), "<query xmlns='" + ITEMS + "' node='" + COMMANDS + "'/>")
            .descendants(ITEMS, "item")
            .forEach(item -> commands.put(item.getAttribute("node"), item.getAttribute("name")));
        return commands;
    }

    private static Element field(final Stanza answer, final String name) {
        return answer.descendants(DATA, "field").stream().filter(field -> name.equals(field.getAttribute("var")))
            .findFirst().orElseThrow(() -> new AssertionError(answer.xml()));
    }

    private static String value(final Stanza answer, final String name) {
        return Stanza.children(field(answer, name)).stream().filter(child -> "value".equals(child.getLocalName()))
            .map(Element::getTextContent).findFirst().orElse("");
    }

    private static String note(final Stanza answer) {
        return answer.descendants(COMMANDS, "note").stream()
            .map(note -> note.getAttribute("type") + ": " + note.getTextContent()).findFirst().orElse("none");
    }

    private static String form(final String... namesAndValues) {
        final StringBuilder form = new StringBuilder("<x xmlns='" + DATA + "' type='submit'>");
        for (int index = 0; index < namesAndValues.length; index += 2) {
            form.append("<field var='").append(namesAndValues[index]).append("'><value>")
                .append(namesAndValues[index + 1]).append("</value></field>");
        }
        return form.append("</x>").toString();
    }

    private static List<String> features(final TestClient client, final String room) {
        return client.query("get", room, "<query xmlns='" + INFO + "'/>").descendants(INFO, "feature").stream()
            .map(feature -> feature.getAttribute("var")).toList();
    }

    @Test
    void commandsAreForAdministratorsOnly() {
        final TestClient alice = openfire.login("alice");

        assertThat(commands(alice)).doesNotContainKeys(ROOM_COMMAND, STATUS_COMMAND);
        assertThat(execute(alice, ROOM_COMMAND).errorCondition()).contains("forbidden");
        assertThat(execute(alice, STATUS_COMMAND).errorCondition()).contains("forbidden");
        assertThat(commands(admin)).containsEntry(ROOM_COMMAND, "MUC Pulse: settings of a room")
            .containsEntry(STATUS_COMMAND, "MUC Pulse: status");
    }

    @Test
    void whatDiffersInARoomIsShownSetAndTakesEffectAtOnce() {
        final TestClient owner = openfire.login("owner");
        final String room = openfire.newRoom("lounge");
        Rooms.create(owner, room, "Owner", RoomConfig.open());
        assertThat(features(owner, room)).contains(CHAT_STATES, "http://jabber.org/protocol/pubsub");

        final Stanza first = execute(admin, ROOM_COMMAND);
        final Stanza wrong = proceed(admin, first, "next", form("room", "nowhere@" + openfire.server().mucDomain()));
        assertThat(note(wrong)).startsWith("error: There is no room");
        final Stanza second = proceed(admin, wrong, "next", form("room", room));
        assertThat(List.of(value(second, "rai"), value(second, "mep"), value(second, "chatting"),
            value(second, "chatstates"))).containsExactly("1", "1", "1", "service");
        final Stanza done = proceed(admin, second, "complete", form("mep", "0", "chatstates", "suppress"));

        assertThat(note(done)).startsWith("info: ");
        assertThat(features(owner, room)).doesNotContain(CHAT_STATES, "http://jabber.org/protocol/pubsub");
        final Stanza again = proceed(admin, execute(admin, ROOM_COMMAND), "next", form("room", room));
        assertThat(List.of(value(again, "rai"), value(again, "mep"), value(again, "chatting"),
            value(again, "chatstates"))).containsExactly("1", "0", "1", "suppress");
        Awaitility.await().untilAsserted(() -> assertThat(openfire.control()
            .query("SELECT roomJID FROM ofMucPulseSwitch WHERE roomJID=?", room)).hasSize(2));
        assertThat(openfire.control().query("SELECT summary FROM ofSecurityAuditLog WHERE summary LIKE ?",
            "MUC Pulse: %")).isNotEmpty();

        proceed(admin, again, "complete", form("mep", "1", "chatstates", "service"));

        assertThat(features(owner, room)).contains(CHAT_STATES, "http://jabber.org/protocol/pubsub");
        Awaitility.await().untilAsserted(() -> assertThat(openfire.control()
            .query("SELECT roomJID FROM ofMucPulseSwitch WHERE roomJID=?", room)).isEmpty());
    }

    @Test
    void whatIsNoneOfTheChoicesChangesNothing() {
        final TestClient owner = openfire.login("owner");
        final String room = openfire.newRoom("lounge");
        Rooms.create(owner, room, "Owner", RoomConfig.open());

        for (final String[] wrong : new String[][] {{"chatstates", "whisper"}, {"mep", "perhaps"}}) {
            final Stanza second = proceed(admin, execute(admin, ROOM_COMMAND), "next", form("room", room));
            assertThat(note(proceed(admin, second, "complete", form(wrong)))).startsWith("error: ");
        }

        assertThat(features(owner, room)).contains(CHAT_STATES, "http://jabber.org/protocol/pubsub");
    }

    @Test
    void roomThatIsDestroyedMeanwhileIsSaidToBeGone() {
        final TestClient owner = openfire.login("owner");
        final String room = openfire.newRoom("lounge");
        Rooms.create(owner, room, "Owner", RoomConfig.temporary());
        final Stanza second = proceed(admin, execute(admin, ROOM_COMMAND), "next", form("room", room));
        Rooms.destroy(owner, room);
        owner.sync();

        assertThat(note(proceed(admin, second, "complete", form("mep", "0")))).startsWith("error: There is no room");
    }

    @Test
    void statusShowsTheNumbersOfTheMoment() {
        final Stanza before = execute(admin, STATUS_COMMAND);
        assertThat(before.child(COMMANDS, "command").orElseThrow().getAttribute("status")).isEqualTo("completed");
        final long subscriptions = Long.parseLong(value(before, "rai_subscriptions"));
        final TestClient alice = openfire.login("alice");
        alice.send("<presence to='" + openfire.server().mucDomain() + "'><rai xmlns='urn:xmpp:rai:0'/></presence>");
        alice.sync();

        Awaitility.await().untilAsserted(() ->
            assertThat(Long.parseLong(value(execute(admin, STATUS_COMMAND), "rai_subscriptions")))
                .isEqualTo(subscriptions + 1));
        final Stanza after = execute(admin, STATUS_COMMAND);
        assertThat(field(after, "rai_subscriptions").getAttribute("label"))
            .isEqualTo("Room Activity Indicators: Subscriptions now");
        assertThat(value(after, "health_database")).isEqualTo("reachable");
    }
}
