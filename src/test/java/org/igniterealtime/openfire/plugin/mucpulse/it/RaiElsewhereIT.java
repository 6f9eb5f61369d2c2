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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Xml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.w3c.dom.Element;

/**
 * What was read elsewhere is no news: R17, with personal eventing (XEP-0490) and with markers (XEP-0333).
 *
 * @see <a href="https://xmpp.org/extensions/xep-0490.html">XEP-0490</a>
 */
class RaiElsewhereIT {

    private static final String SID = "urn:xmpp:sid:0";
    private static final String MDS = "urn:xmpp:mds:displayed:0";

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private final RaiScene scene = new RaiScene(openfire);

    /** Has the owner say something; answers the message as the room sent it. */
    private Stanza said(final String room) {
        final Stanza copy = scene.owner().say(room, "Something is said");
        scene.owner().sync();
        return copy;
    }

    private static Optional<String> stanzaId(final Stanza message, final String room) {
        return message.descendants(SID, "stanza-id").stream().filter(id -> room.equals(id.getAttribute("by")))
            .map((Element id) -> id.getAttribute("id")).findFirst();
    }

    /** Openfire 4.2 assigns none. */
    static String assignedId(final Stanza message, final String room) {
        final Optional<String> id = stanzaId(message, room);
        assumeTrue(id.isPresent(), "This server gives messages of rooms no ids");
        return id.orElseThrow();
    }

    private static String published(final String room, final String stanzaId, final String options) {
        return "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='" + MDS + "'><item id='"
            + Xml.escape(room) + "'><displayed xmlns='" + MDS + "'><stanza-id xmlns='" + SID + "' by='"
            + Xml.escape(room) + "' id='" + Xml.escape(stanzaId) + "'/></displayed></item></publish>" + options
            + "</pubsub>";
    }

    /** As XEP-0490 has it. */
    private static String option(final String name, final String value) {
        return "<publish-options><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'>"
            + "<value>http://jabber.org/protocol/pubsub#publish-options</value></field><field var='pubsub#" + name
            + "'><value>" + value + "</value></field></x></publish-options>";
    }

    private static Stanza publish(final TestClient client, final String room, final String stanzaId) {
        final Stanza answer = client.query("set", client.bareJid(), published(room, stanzaId, ""));
        client.sync();
        return answer;
    }

    private static void mark(final TestClient client, final String room, final String id) {
        client.send("<message type='groupchat' id='" + TestClient.newId() + "' to='" + Xml.escape(room)
            + "'><displayed xmlns='urn:xmpp:chat-markers:0' id='" + Xml.escape(id) + "'/></message>");
        client.sync();
    }

    @Test
    void r17_messageThatWasDisplayedElsewhereIsNoNews() {
        final String user = openfire.newUser("bob");
        final TestClient phone = openfire.login(user, "phone");
        final TestClient laptop = openfire.login(user, "laptop");
        final String room = scene.roomWithMember(phone);
        final String first = assignedId(said(room), room);
        final String second = assignedId(said(room), room);

        // "Any other id changes nothing."
        assertThat(publish(laptop, room, first).isError()).isFalse();
        assertThat(publish(laptop, room, "none").isError()).isFalse();
        assertThat(scene.list(phone)).containsExactly(room);

        assertThat(publish(laptop, room, second).isError()).isFalse();
        assertThat(scene.list(phone)).isEmpty();

        // R8: told again of what is said from then on.
        scene.say(room);
        scene.awaitTold(phone, room);
        assertThat(scene.told(phone)).containsExactly(room);
    }

    /** Otherwise whoever publishes would be told of rooms that the user has never been in. */
    @Test
    void r17_roomThatTheUserHasNoPartInIsNotVisitedByPublishing() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.room();
        scene.list(bob);

        final String newest = assignedId(said(room), room);
        assertThat(publish(bob, room, newest).isError()).isFalse();
        scene.say(room);

        assertThat(scene.told(bob)).isEmpty();
        assertThat(scene.list(bob)).isEmpty();
    }

    /** "Same effect as a visit": who was told before is told again. */
    @Test
    void r17_displayedMessageRearms() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);
        scene.list(bob);
        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);
        final String newest = assignedId(said(room), room);
        assertThat(scene.told(bob)).isEmpty();

        final String id = TestClient.newId();
        bob.send("<iq type='set' id='" + id + "'>" + published(room, newest, "") + "</iq>");
        assertThat(bob.await(stanza -> stanza.isIq() && id.equals(stanza.id())).isError()).isFalse();
        bob.sync();
        assertThat(scene.told(bob)).isEmpty();
        scene.say(room);

        assertThat(scene.told(bob)).containsExactly(room);
    }

    @Test
    void r17_itemThatTheServerRefusesDoesNotCount() {
        final TestClient bob = openfire.login("bob");
        final TestClient eve = openfire.login("eve");
        final String room = scene.roomWithMember(bob);
        final String id = assignedId(said(room), room);
        assertThat(publish(bob, room, "none").isError()).isFalse();
        final Stanza refused = bob.query("set", bob.bareJid(),
            published(room, id, option("access_model", "whitelist")));
        final Stanza forbidden = eve.query("set", bob.bareJid(), published(room, id, ""));
        bob.sync();
        eve.sync();

        assertThat(forbidden.isError()).isTrue();
        assertThat(refused.isError()).as("a precondition that is not met: %s", refused).isTrue();
        assertThat(scene.list(bob)).containsExactly(room);
    }

    /** The id by which a marker names a message: the room's, or the author's where the server assigns none. */
    static String markable(final Stanza message, final String room) {
        return stanzaId(message, room).orElseGet(message::id);
    }

    @Test
    void r17_markerForTheNewestMessageCounts() {
        final String user = openfire.newUser("bob");
        final TestClient phone = openfire.login(user, "phone");
        final TestClient laptop = openfire.login(user, "laptop");
        final String room = scene.roomWithMember(phone);
        scene.join(laptop, room);
        final Stanza first = said(room);
        final Stanza second = said(room);

        mark(laptop, room, markable(first, room));
        assertThat(scene.list(phone)).containsExactly(room);
        mark(laptop, room, markable(second, room));
        assertThat(scene.list(phone)).isEmpty();
    }

    /** Everybody in a room sees the ids that it assigned. */
    @Test
    void r17_markerNamesNoMessageByTheIdThatItsAuthorChose() {
        final String user = openfire.newUser("bob");
        final TestClient phone = openfire.login(user, "phone");
        final TestClient laptop = openfire.login(user, "laptop");
        final String room = scene.roomWithMember(phone);
        scene.join(laptop, room);
        final Stanza newest = said(room);
        final String id = assignedId(newest, room);

        mark(laptop, room, newest.id());
        assertThat(scene.list(phone)).containsExactly(room);
        mark(laptop, room, id);

        assertThat(scene.list(phone)).isEmpty();
    }

    /** What the room refuses, as its sender is not in it. */
    @Test
    void r17_markerFromOutsideDoesNotCount() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);

        mark(bob, room, markable(said(room), room));

        assertThat(scene.list(bob)).containsExactly(room);
    }

    /** Where the server assigns no ids, whoever speaks can make them up. */
    @Test
    void r17_idThatSomebodyMadeUpDoesNotCount() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);
        scene.send(room, "<body>But soft!</body><stanza-id xmlns='" + SID + "' by='" + Xml.escape(room)
            + "' id='made-up'/>");

        assertThat(publish(bob, room, "made-up").isError()).isFalse();

        assertThat(scene.list(bob)).containsExactly(room);
    }

    @Test
    void r17_settingSwitchesItOff() {
        final String user = openfire.newUser("bob");
        final TestClient phone = openfire.login(user, "phone");
        final TestClient laptop = openfire.login(user, "laptop");
        final String room = scene.roomWithMember(phone);
        scene.join(laptop, room);
        scene.with("displayed", "false", () -> mark(laptop, room, markable(said(room), room)));

        assertThat(scene.list(phone)).containsExactly(room);
    }
}
