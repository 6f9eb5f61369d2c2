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

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.w3c.dom.Element;

/**
 * To whom mentions are forwarded: N1 to N4.
 *
 * <p>"When an affiliated user in a given MUC is referenced in a 'groupchat' message via References, and the MUC is
 * configured to forward mentions, then the MUC will forward the message stanza to the user."
 *
 * @see <a href="https://xmpp.org/extensions/xep-0452.html">XEP-0452</a>
 */
class MentionIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private final MentionScene scene = new MentionScene(openfire);

    /** N1: "the entire original 'groupchat' message (including elements added server-side, like the stanza-id)". */
    @Test
    void n1_messageIsForwardedWholeToAMemberWhoIsNotInTheRoom() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob.bareJid());

        final Stanza copy = scene.send(room, "<body>Bob: Thrice &amp; once</body><x xmlns='urn:example:x'><y/></x>"
                + MentionScene.reference("xmpp:" + bob.bareJid()));

        final Stanza sent = scene.await(bob);
        assertThat(sent.from()).isEqualTo(room);
        assertThat(sent.to()).isEqualTo(bob.jid());
        assertThat(sent.type()).isIn("", "normal");
        assertThat(sent.body()).contains("Owner: Bob: Thrice & once");
        assertThat(sent.descendants("urn:xmpp:delay", "delay")).hasSize(1);
        final Element original = MentionScene.original(sent);
        assertThat(original.getAttribute("from")).isEqualTo(room + "/Owner");
        assertThat(original.getAttribute("to")).isEqualTo(room);
        assertThat(original.getAttribute("type")).isEqualTo("groupchat");
        assertThat(original.getAttribute("id")).isEqualTo(copy.id());
        assertThat(Stanza.children(original)).extracting(Element::getLocalName)
                .containsExactlyElementsOf(copy.children().stream().map(Element::getLocalName).collect(Collectors.toList()));
        assertThat(sent.descendants("urn:xmpp:sid:0", "stanza-id")).hasSameSizeAs(copy.descendants("urn:xmpp:sid:0", "stanza-id"));
        assertThat(scene.forwarded(bob)).isEmpty();
    }

    /** N1: none but the affiliated. */
    @Test
    void n1_whoIsNotAffiliatedIsSentNothing() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.room(RoomConfig.open());
        bob.joinRoom(room, "bob");
        bob.leaveRoom(room, "bob");

        scene.mention(room, "xmpp:" + bob.bareJid());
        scene.mention(room, "xmpp:" + room + "/bob");

        assertThat(scene.forwarded(bob)).isEmpty();
    }

    /** N2: "the nickname … registered with the room". */
    @Test
    void n2_registeredNicknameIsFound() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.room(RoomConfig.open());
        final Stanza answer = scene.owner().query("set", room, "<query xmlns='http://jabber.org/protocol/muc#admin'>"
                + "<item jid='" + bob.bareJid() + "' affiliation='member' nick='bobby'/></query>");
        assertThat(answer.isError()).isFalse();

        scene.mention(room, "xmpp:" + room + "/BOBBY");

        assertThat(scene.await(bob).from()).isEqualTo(room);
        scene.mention(room, "xmpp:" + room + "/bobb");
        assertThat(scene.forwarded(bob)).isEmpty();
    }

    /** N2: "one by which an affiliated user was last in the room", also after a restart of the plugin. */
    @Test
    void n2_nicknameOfTheLastVisitIsFoundAlsoAfterARestart() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob.bareJid());
        bob.joinRoom(room, "Lady Juliet");
        bob.leaveRoom(room, "Lady Juliet");
        bob.sync();

        scene.mention(room, "xmpp:" + room + "/lady%20juliet");
        assertThat(scene.await(bob).from()).isEqualTo(room);

        openfire.control().reloadPlugin();
        scene.mention(room, "xmpp:" + room + "/LADY%20JULIET");
        assertThat(scene.await(bob).from()).isEqualTo(room);
        assertThat(openfire.control().query("SELECT nickname FROM ofMucPulseNickname WHERE roomJID=? AND userJID=?", room,
                bob.bareJid())).hasSize(1);

        Rooms.destroy(scene.owner(), room);
        Awaitility.await().atMost(MentionScene.PATIENCE).until(() -> openfire.control()
                .query("SELECT nickname FROM ofMucPulseNickname WHERE roomJID=?", room).isEmpty());
    }

    /** N3: to each session that is not in the room, once, also where they have carbons (XEP-0280). */
    @Test
    void n3_everySessionThatIsNotInTheRoomIsSentItOnce() {
        final TestClient bob = openfire.login("bob");
        final TestClient phone = openfire.login(bob.user(), "phone");
        final TestClient desk = openfire.login(bob.user(), "desk");
        for (final TestClient client : new TestClient[] {bob, phone, desk}) {
            assertThat(client.query("set", client.bareJid(), "<enable xmlns='urn:xmpp:carbons:2'/>").isError()).isFalse();
        }
        final String room = scene.roomWithMember(bob.bareJid());
        desk.joinRoom(room, "bob");

        scene.mention(room, "xmpp:" + bob.bareJid());

        scene.await(bob);
        scene.await(phone);
        desk.sync();
        assertThat(desk.stanzas(stanza -> stanza.xml().contains(MentionScene.MENTIONS))).isEmpty();
        for (final TestClient client : new TestClient[] {bob, phone}) {
            client.sync();
            assertThat(client.stanzas(stanza -> stanza.xml().contains(MentionScene.MENTIONS))).hasSize(1);
        }
    }

    /** N3: "where none is available, to the bare JID, so that offline storage … take[s] it". */
    @Test
    void n3_whoIsOfflineIsSentItWhenTheyLogIn() {
        final String user = openfire.newUser("bob");
        final String bareJid = user + "@" + openfire.server().domain();
        final String room = scene.roomWithMember(bareJid);

        scene.mention(room, "xmpp:" + bareJid);
        Awaitility.await("it is stored").atMost(MentionScene.PATIENCE).until(() -> openfire.control()
                .query("SELECT stanza FROM ofOffline WHERE username=?", user).toString().contains(MentionScene.MENTIONS));

        final TestClient bob = openfire.login(user, "phone");
        final Stanza sent = scene.await(bob);
        assertThat(sent.from()).isEqualTo(room);
        assertThat(sent.body()).contains("Owner: Hear, hear");
        assertThat(MentionScene.original(sent).getAttribute("from")).isEqualTo(room + "/Owner");
        assertThat(openfire.control().query("SELECT stanza FROM ofOffline WHERE username=?", user)).isEmpty();
    }

    /** N3: "not for corrections, history, refused or private messages". */
    @Test
    void n3_correctionsRefusedAndPrivateMessagesAndHistoryAreNotForwarded() {
        final TestClient bob = openfire.login("bob");
        final TestClient carol = openfire.login("carol");
        final String room = scene.roomWithMember(bob.bareJid());
        final String reference = MentionScene.reference("xmpp:" + bob.bareJid());
        carol.joinRoom(room, "carol");

        scene.send(room, "<body>x</body><replace xmlns='urn:xmpp:message-correct:0' id='1'/>" + reference);
        scene.owner().send("<message type='chat' to='" + room + "/carol'><body>private</body>" + reference + "</message>");
        carol.await(stanza -> stanza.isMessage() && stanza.body().filter("private"::equals).isPresent());
        Rooms.configure(scene.owner(), room, RoomConfig.change().moderated());
        Rooms.role(scene.owner(), room, "carol", "visitor");
        carol.send("<message type='groupchat' id='refused' to='" + room + "'><body>x</body>" + reference + "</message>");
        carol.await(stanza -> stanza.isError() && "refused".equals(stanza.id()));

        assertThat(scene.forwarded(bob)).isEmpty();

        scene.mention(room, "xmpp:" + bob.bareJid());
        scene.await(bob);
        carol.leaveRoom(room, "carol");
        carol.send("<presence to='" + room + "/carol'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        carol.await(stanza -> stanza.xml().contains("Hear, hear"));
        assertThat(scene.forwarded(bob)).isEmpty();
    }

    /** N4: allowed at the moment of sending. */
    @Test
    void n4_whoIsBannedOrNoLongerAMemberIsSentNothing() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.room(RoomConfig.open().membersOnly());
        Rooms.affiliate(scene.owner(), room, bob.bareJid(), "member");
        scene.mention(room, "xmpp:" + bob.bareJid());
        scene.await(bob);

        Rooms.affiliate(scene.owner(), room, bob.bareJid(), "none");
        scene.mention(room, "xmpp:" + bob.bareJid());
        Rooms.ban(scene.owner(), room, bob.bareJid());
        scene.mention(room, "xmpp:" + bob.bareJid());
        assertThat(scene.forwarded(bob)).isEmpty();

        Rooms.affiliate(scene.owner(), room, bob.bareJid(), "member");
        scene.mention(room, "xmpp:" + bob.bareJid());
        assertThat(scene.await(bob).from()).isEqualTo(room);
    }

    /** N4: "semi-anonymous rooms leak no real JID". */
    @Test
    void n4_realJidsOfOccupantsAreNotForwarded() {
        final TestClient bob = openfire.login("bob");
        final TestClient carol = openfire.login("carol");
        final String room = scene.room(RoomConfig.open().semiAnonymous());
        Rooms.affiliate(scene.owner(), room, bob.bareJid(), "member");
        carol.joinRoom(room, "carol");

        scene.mention(room, "xmpp:" + bob.bareJid());

        assertThat(scene.await(bob).xml()).doesNotContain(carol.user(), scene.owner().user());
    }

    /** An error that answers a notification must not throw its recipient out of rooms. */
    @Test
    void s1_errorToANotificationRemovesNobodyFromRooms() {
        final TestClient bob = openfire.login("bob");
        final TestClient desk = openfire.login(bob.user(), "desk");
        final String room = scene.roomWithMember(bob.bareJid());
        desk.joinRoom(room, "bob");
        scene.mention(room, "xmpp:" + bob.bareJid());
        final Stanza sent = scene.await(bob);

        bob.send("<message type='error' id='" + sent.id() + "' to='" + room + "'><error type='cancel'><item-not-found "
                + "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");
        bob.sync();

        desk.say(room, "Still here");
    }

    /** S2 and N5: hundreds of references, endless addresses, deep nesting; others are served. */
    @Test
    void s2_hostileMessagesHarmNobody() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob.bareJid());
        final String many = IntStream.range(0, 300).mapToObj(i -> MentionScene.reference("xmpp:u" + i + "@example.org"))
                .collect(Collectors.joining());
        // Of a name that the client of the test does not know: it ends the connection over what it cannot understand.
        final String nested = "<deep xmlns='urn:example:deep'>".repeat(90)
                + MentionScene.reference("xmpp:" + bob.bareJid()) + "</deep>".repeat(90);

        scene.send(room, "<body>x</body>" + many + MentionScene.reference("xmpp:" + bob.bareJid()));
        scene.send(room, "<body>x</body>" + nested);
        scene.send(room, "<body>x</body>" + MentionScene.reference("xmpp:" + "%61".repeat(10_000)));
        scene.send(room, "<body>x</body>" + MentionScene.reference("xmpp:" + room + "/" + "%F0%9F%98%80".repeat(200)));

        final TestClient dave = openfire.login("dave");
        final TestClient carol = openfire.login("carol");
        Rooms.affiliate(scene.owner(), room, carol.bareJid(), "member");
        dave.joinRoom(room, "dave");
        dave.send("<message type='groupchat' to='" + room + "'><body>x</body>"
                + MentionScene.reference("xmpp:" + carol.bareJid()) + "</message>");
        assertThat(scene.await(carol).from()).isEqualTo(room);
        assertThat(bob.stanzas(MentionScene::isNotification)).isEmpty();
    }
}
