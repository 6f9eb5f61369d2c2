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

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.w3c.dom.Element;

/**
 * Who decides whether mentions are forwarded: N5 and N6.
 *
 * <p>"When an owner creates or configures a MUC, the service offers the option to send out mention notifications to
 * non-present, but still affiliated users."
 *
 * @see <a href="https://xmpp.org/extensions/xep-0452.html">XEP-0452</a>
 */
class MentionConfigurationIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private static final String FIELD = "muc#roomconfig_forwardmentions";
    private static final String FORM = "<query xmlns='http://jabber.org/protocol/muc#owner'/>";

    private final MentionScene scene = new MentionScene(openfire);

    @AfterEach
    void settingsAreTheDefaults() {
        for (final String name : List.of("enabled", "off.services", "rooms")) {
            openfire.control().deleteProperty("mucpulse.mention." + name);
        }
    }

    private List<Element> field(final TestClient owner, final String room) {
        return owner.query("get", room, FORM).descendants("jabber:x:data", "field").stream()
                .filter(field -> FIELD.equals(field.getAttribute("var"))).collect(Collectors.toList());
    }

    private void awaitAnnounced(final String room, final boolean announced) {
        Awaitility.await().atMost(MentionScene.PATIENCE)
                .until(() -> scene.announces(scene.owner(), room) == announced);
    }

    @Test
    void n5_ownersSwitchItOffAndOnInTheConfigurationForm() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob.bareJid());
        assertThat(field(scene.owner(), room)).singleElement().satisfies(field -> {
            assertThat(field.getAttribute("type")).isEqualTo("boolean");
            assertThat(field.getAttribute("label")).startsWith("Forward messages with mentions");
            assertThat(field.getTextContent().trim()).isEqualTo("1");
        });
        assertThat(scene.announces(bob, room)).isTrue();

        Rooms.configure(scene.owner(), room, RoomConfig.change().field(FIELD, "0").name("Garden"));

        awaitAnnounced(room, false);
        assertThat(field(scene.owner(), room)).singleElement().satisfies(field ->
            assertThat(field.getTextContent().trim()).isEqualTo("0"));
        scene.mention(room, "xmpp:" + bob.bareJid());
        assertThat(scene.forwarded(bob)).isEmpty();
        Awaitility.await().atMost(MentionScene.PATIENCE).until(() -> openfire.control()
                .query("SELECT switchValue FROM ofMucPulseSwitch WHERE roomJID=?", room).toString().contains("no"));
        openfire.control().reloadPlugin();
        awaitAnnounced(room, false);

        Rooms.configure(scene.owner(), room, RoomConfig.change().field(FIELD, "true"));
        awaitAnnounced(room, true);
        scene.mention(room, "xmpp:" + bob.bareJid());
        assertThat(scene.await(bob).from()).isEqualTo(room);
        // What the server itself was told in the same form has arrived as well.
        assertThat(scene.owner().query("get", room, "<query xmlns='http://jabber.org/protocol/disco#info'/>").xml())
                .contains("Garden");
    }

    @Test
    void n5_labelIsInTheLanguageOfTheSessionOrTheRequest() {
        final String user = openfire.newUser("anna");
        try (TestClient anna = TestClient.login(openfire.server(), user, user, "x", Locale.GERMAN)) {
            final String room = openfire.newRoom("room");
            Rooms.create(anna, room, "Anna", RoomConfig.open());

            assertThat(field(anna, room)).singleElement().satisfies(field ->
                assertThat(field.getAttribute("label")).startsWith("Nachrichten mit Erw\u00e4hnungen"));

            final String id = TestClient.newId();
            anna.send("<iq type='get' id='" + id + "' to='" + room + "' xml:lang='fr'>" + FORM + "</iq>");
            assertThat(anna.await(stanza -> stanza.isIq() && id.equals(stanza.id())).xml())
                    .contains("Transf\u00e9rer les messages");
        }
    }

    /** Only owners are sent the form, and only theirs counts. */
    @Test
    void n5_whoDoesNotOwnTheRoomChangesNothing() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob.bareJid());
        assertThat(bob.query("get", room, FORM).isError()).isTrue();

        final Stanza answer = bob.query("set", room, "<query xmlns='http://jabber.org/protocol/muc#owner'>"
                + "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig"
                + "</value></field><field var='" + FIELD + "'><value>0</value></field></x></query>");
        bob.sync();

        assertThat(answer.isError()).isTrue();
        assertThat(scene.announces(bob, room)).isTrue();
        scene.mention(room, "xmpp:" + bob.bareJid());
        assertThat(scene.await(bob).from()).isEqualTo(room);
    }

    @Test
    void n5_administratorsSwitchItOffForTheServerAServiceAndOtherRooms() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob.bareJid());

        for (final String[] setting : new String[][] {{"enabled", "false"}, {"off.services", openfire.server().mucDomain()}}) {
            openfire.control().setProperty("mucpulse.mention." + setting[0], setting[1]);
            awaitAnnounced(room, false);
            assertThat(field(scene.owner(), room)).isEmpty();
            scene.mention(room, "xmpp:" + bob.bareJid());
            openfire.control().deleteProperty("mucpulse.mention." + setting[0]);
            awaitAnnounced(room, true);
        }
        openfire.control().setProperty("mucpulse.mention.rooms", "false");
        awaitAnnounced(room, false);
        scene.mention(room, "xmpp:" + bob.bareJid());
        Rooms.configure(scene.owner(), room, RoomConfig.change().field(FIELD, "1"));
        awaitAnnounced(room, true);
        openfire.control().deleteProperty("mucpulse.mention.rooms");

        assertThat(scene.forwarded(bob)).isEmpty();
    }
}
