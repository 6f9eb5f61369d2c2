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

import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What counts as activity: R5.
 *
 * <p>"Activity is a groupchat message that the room accepted and broadcast and that has a non-empty body or an
 * encrypted payload."
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437</a>
 */
class RaiActivityIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private static final String STANZA_ID = "<origin-id xmlns='urn:xmpp:sid:0' id='o'/>";

    private final RaiScene scene = new RaiScene(openfire);

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        a body                      | <body>Hello</body>
        a body with a chat state    | <body>Hello</body><active xmlns='http://jabber.org/protocol/chatstates'/>
        a body that is markable     | <body>Hello</body><markable xmlns='urn:xmpp:chat-markers:0'/>
        a body that asks for receipt| <body>Hello</body><request xmlns='urn:xmpp:receipts'/>
        a body with a thread        | <thread>t</thread><body>Hello</body>
        a reply                     | <body>Hello</body><reply xmlns='urn:xmpp:reply:0' id='x' to='r@s/n'/>
        OMEMO as deployed           | <encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='1'/>\
                                      <payload>AA==</payload></encrypted><store xmlns='urn:xmpp:hints'/>
        OMEMO 2                     | <encrypted xmlns='urn:xmpp:omemo:2'><header sid='1'/><payload>AA==</payload></encrypted>
        an encryption hint          | <encryption xmlns='urn:xmpp:eme:0' namespace='urn:xmpp:openpgp:0'/>\
                                      <openpgp xmlns='urn:xmpp:openpgp:0'>AA==</openpgp>
        a hint with a fallback body | <encryption xmlns='urn:xmpp:eme:0' namespace='urn:xmpp:otr:0'/><body>?OTR:AA==.</body>
        """)
    void r5_isActivity(final String kind, final String content) {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);
        scene.list(bob);

        scene.send(room, content + STANZA_ID);

        assertThat(scene.told(bob)).as(kind).containsExactly(room);
        assertThat(scene.list(bob)).as(kind).containsExactly(room);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        a chat state                | <composing xmlns='http://jabber.org/protocol/chatstates'/>
        an empty body               | <body/>
        a correction                | <body>Helo</body><replace xmlns='urn:xmpp:message-correct:0' id='x'/>
        a retraction                | <retract xmlns='urn:xmpp:message-retract:1' id='x'/><body>/me retracted</body>
        a retraction as it was      | <apply-to xmlns='urn:xmpp:fasten:0' id='x'><retract\
                                      xmlns='urn:xmpp:message-retract:0'/></apply-to><body>/me retracted</body>
        a moderation                | <apply-to xmlns='urn:xmpp:fasten:0' id='x'><moderated\
                                      xmlns='urn:xmpp:message-moderate:0'/></apply-to>
        a reaction                  | <reactions xmlns='urn:xmpp:reactions:0' id='x'><reaction>+</reaction></reactions>
        a reaction with a fallback  | <reactions xmlns='urn:xmpp:reactions:0' id='x'><reaction>+</reaction></reactions>\
                                      <body>+1</body><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reactions:0'/>
        a marker                    | <displayed xmlns='urn:xmpp:chat-markers:0' id='x'/>
        a receipt                   | <received xmlns='urn:xmpp:receipts' id='x'/>
        a key exchange              | <encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='1'/></encrypted>
        a body of another namespace | <body xmlns='urn:example:other'>Hello</body>
        """)
    void r5_isNoActivity(final String kind, final String content) {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);
        scene.list(bob);

        scene.send(room, content + STANZA_ID);
        assertThat(scene.told(bob)).as(kind).isEmpty();
        assertThat(scene.list(bob)).as(kind).isEmpty();

        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);
    }

    /** R5: "Not: … subject changes". */
    @Test
    void r5_subjectChangeIsNoActivity() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);
        scene.list(bob);

        scene.owner().send(RaiScene.groupchat(room, TestClient.newId(), "<subject>News</subject>"));
        scene.owner().await(stanza -> stanza.isMessage() && stanza.has("jabber:client", "subject")
                && stanza.from().equals(room + "/" + RaiScene.OWNER));
        scene.owner().sync();
        assertThat(scene.told(bob)).isEmpty();
        assertThat(scene.list(bob)).isEmpty();

        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);
    }

    /** R5: "Not: … history replays". */
    @Test
    void r5_historyReplayIsNoActivity() {
        final TestClient bob = openfire.login("bob");
        final TestClient carol = openfire.login("carol");
        final String room = scene.roomWithMember(bob);
        scene.say(room);
        scene.visit(bob, room);
        scene.list(bob);

        carol.send("<presence to='" + room + "/Carol'><x xmlns='http://jabber.org/protocol/muc'>"
                + "<history maxstanzas='5'/></x></presence>");
        carol.await(stanza -> stanza.isMessage() && stanza.body().isPresent() && stanza.has("urn:xmpp:delay", "delay"));
        carol.sync();
        assertThat(scene.told(bob)).isEmpty();
        assertThat(scene.list(bob)).isEmpty();

        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);
    }

    /** R5: "Not: … service messages": a change of the room's configuration is told to its occupants by one. */
    @Test
    void r5_serviceMessageIsNoActivity() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);
        scene.list(bob);

        Rooms.configure(scene.owner(), room, RoomConfig.change().name("Renamed"));
        assertThat(scene.told(bob)).isEmpty();

        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);
    }

    /** R5: "Not: … anything the room refused": here of somebody without voice. */
    @Test
    void r5_messageOfSomebodyWithoutVoiceIsNoActivity() {
        final TestClient bob = openfire.login("bob");
        final TestClient carol = openfire.login("carol");
        final String room = scene.roomWithMember(bob, RoomConfig.open().moderated());
        scene.join(carol, room);
        scene.list(bob);

        refused(carol, room, "forbidden");
        assertThat(scene.told(bob)).isEmpty();
        assertThat(scene.list(bob)).isEmpty();

        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);
    }

    /** R5: "Not: … anything the room refused": here of somebody who is not in the room. */
    @Test
    void r5_messageOfSomebodyOutsideIsNoActivity() {
        final TestClient bob = openfire.login("bob");
        final TestClient carol = openfire.login("carol");
        final String room = scene.roomWithMember(bob);
        scene.list(bob);

        refused(carol, room, "not-acceptable");
        assertThat(scene.told(bob)).isEmpty();
        assertThat(scene.list(bob)).isEmpty();

        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);
    }

    /** R5: "a groupchat message": what two occupants say to each other is nobody's business. */
    @Test
    void r5_privateMessageIsNoActivity() {
        final TestClient bob = openfire.login("bob");
        final TestClient carol = openfire.login("carol");
        final String room = scene.roomWithMember(bob);
        scene.join(carol, room);
        scene.list(bob);

        scene.owner().send("<message type='chat' id='pm' to='" + room + "/" + carol.user() + "'>"
                + "<body>Psst</body></message>");
        carol.await(stanza -> stanza.body().filter("Psst"::equals).isPresent());
        scene.owner().sync();
        assertThat(scene.told(bob)).isEmpty();
        assertThat(scene.list(bob)).isEmpty();

        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);
    }

    private static void refused(final TestClient sender, final String room, final String condition) {
        final String id = TestClient.newId();
        sender.send(RaiScene.groupchat(room, id, "<body>Let me in</body>"));
        assertThat(sender.await(stanza -> stanza.isMessage() && stanza.isError() && stanza.id().equals(id))
                .errorCondition()).contains(condition);
        sender.sync();
    }
}
