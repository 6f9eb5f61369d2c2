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
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.ACTIVITY;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.PATIENCE;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.activity;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.assertError;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.awaitEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.interest;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.itemIds;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.occupant;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publish;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.pubsub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Xml;
import org.jivesoftware.smack.iqrequest.AbstractIqRequestHandler;
import org.jivesoftware.smack.packet.IQ;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What goes from one occupant's client to another's goes on doing so: M12. The same requests are sent with the plugin
 * and without it, and both sides have to see the same.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0045.html#disco-occupant">XEP-0045 §6.6</a>
 */
class MepCoexistenceIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own();

    private static final String AVATAR = "urn:xmpp:avatar:metadata";
    private static final String JINGLE = "urn:xmpp:jingle:1";
    private static final String OTHER = "urn:example:other";

    private static final String REFUSAL = "<error type='cancel'>"
        + "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";

    private final MepScene scene = new MepScene(openfire);
    private String room;
    private TestClient alice;
    private TestClient bob;

    @BeforeEach
    void enter() {
        room = scene.room();
        alice = scene.enter(room, "Alice");
        bob = scene.enter(room, "Bob");
        bob.query("set", bob.bareJid(), "<vCard xmlns='vcard-temp'><FN>Bob himself</FN></vCard>");
        answer("jingle", JINGLE, IQ.Type.set, "");
        answer("pubsub", PUBSUB, IQ.Type.get, "<pubsub xmlns='" + PUBSUB + "'><items node='" + AVATAR
            + "'><item id='a'><metadata xmlns='" + AVATAR + "'/></item></items></pubsub>");
        answer("query", "jabber:iq:version", IQ.Type.get,
            "<query xmlns='jabber:iq:version'><name>Bob's client</name><version>1</version></query>");
        answer("question", OTHER, IQ.Type.get, "<answer xmlns='" + OTHER + "'>42</answer>");
        answer("order", OTHER, IQ.Type.set, REFUSAL);
        // Bob has a node as well, but not the one that Alice asks for
        publish(bob, occupant(room, "Bob"), ACTIVITY, "1", activity("Here"));
    }

    @AfterEach
    void loadPlugin() {
        if (!openfire.control().isPluginLoaded("mucpulse")) {
            openfire.control().loadPlugin();
        }
    }

    /** From now on Bob's client answers a request. */
    private void answer(final String name, final String namespace, final IQ.Type type, final String content) {
        bob.connection().registerIQRequestHandler(
            new AbstractIqRequestHandler(name, namespace, type, AbstractIqRequestHandler.Mode.sync) {
                @Override
                public IQ handleIQRequest(final IQ request) {
                    bob.send("<iq type='" + (REFUSAL.equals(content) ? "error" : "result") + "' id='"
                        + Xml.escape(request.getStanzaId()) + "' to='" + Xml.escape(request.getFrom().toString()) + "'>" + content + "</iq>");
                    // Smack has nothing left to answer.
                    return null;
                }
            });
    }

    /** What is asked of an occupant's client, by what it is. */
    private static Map<String, String[]> requests() {
        final Map<String, String[]> requests = new LinkedHashMap<>();
        requests.put("vCard", new String[] {"get", "<vCard xmlns='vcard-temp'/>"});
        requests.put("ping", new String[] {"get", "<ping xmlns='urn:xmpp:ping'/>"});
        requests.put("version", new String[] {"get", "<query xmlns='jabber:iq:version'/>"});
        requests.put("disco#info", new String[] {"get", "<query xmlns='" + MepScene.INFO + "'/>"});
        requests.put("disco#info of a node",
            new String[] {"get", "<query xmlns='" + MepScene.INFO + "' node='https://client.example#1'/>"});
        requests.put("disco#items of a node",
            new String[] {"get", "<query xmlns='" + MepScene.ITEMS + "' node='" + AVATAR + "'/>"});
        requests.put("Jingle", new String[] {"set", "<jingle xmlns='" + JINGLE + "' action='session-initiate'"
            + " initiator='somebody@example.org/phone' sid='s1'><content creator='initiator' name='voice'/></jingle>"});
        requests.put("PEP through the room",
            new String[] {"get", pubsub("<items node='" + AVATAR + "' max_items='1'/>")});
        requests.put("an item of PEP through the room",
            new String[] {"get", pubsub("<items node='" + AVATAR + "'><item id='a'/></items>")});
        requests.put("an unknown get", new String[] {"get", "<question xmlns='" + OTHER + "'/>"});
        requests.put("an unknown set", new String[] {"set", "<order xmlns='" + OTHER + "'><a/><b>c</b></order>"});
        requests.put("an ad-hoc command", new String[] {"set",
            "<command xmlns='http://jabber.org/protocol/commands' node='n' action='execute'/>"});
        return requests;
    }

    /** M12: "Every other IQ goes on to the occupant's client as before (vCard, PEP relays, Jingle…)." */
    @Test
    void m12_whatIsNotForMepIsAsWithoutThePlugin() {
        final Map<String, List<String>> with = exchange();

        openfire.control().unloadPlugin();
        final Map<String, List<String>> without = exchange();

        assertThat(with).isEqualTo(without);
        // Without this the comparison could be one of nothings: each reached Bob, and Bob's answer came back
        for (final String relayed : List.of("ping", "version", "disco#info", "Jingle", "PEP through the room",
            "an item of PEP through the room", "an unknown get", "an unknown set")) {
            assertThat(with.get(relayed)).as(relayed).hasSizeGreaterThanOrEqualTo(2);
        }
        assertThat(with.get("version").get(0)).contains("Bob's client");
        assertThat(with.get("PEP through the room").get(0)).contains("type=\"result\"").contains(AVATAR);
        assertThat(with.get("Jingle").get(0)).contains("type=\"result\"");
        assertThat(with.get("an unknown get").get(0)).contains(">42<");
        assertThat(with.get("an unknown set").get(0)).contains("type=\"error\"");
    }

    /** For each request what Alice got as the answer, and then what Bob got. */
    private Map<String, List<String>> exchange() {
        final Map<String, List<String>> seen = new LinkedHashMap<>();
        requests().forEach((name, request) -> {
            bob.sync();
            bob.clear();
            final String id = "same-" + name.replaceAll("[^a-z]", "");
            alice.send("<iq type='" + request[0] + "' id='" + id + "' to='" + occupant(room, "Bob") + "'>" + request[1]
                + "</iq>");
            Awaitility.await("the answer to " + name).atMost(PATIENCE).pollInterval(Duration.ofMillis(20))
                .until(() -> !alice.untaken(stanza -> stanza.isIq() && id.equals(stanza.id())).isEmpty());
            final Stanza answer = alice.await(stanza -> stanza.isIq() && id.equals(stanza.id()));
            bob.sync();
            final List<String> both = new ArrayList<>();
            both.add(answer.xml());
            bob.untaken(stanza -> stanza.isIq() && ("get".equals(stanza.type()) || "set".equals(stanza.type()))
                && stanza.from().startsWith(room)).forEach(stanza -> both.add(stanza.xml()));
            seen.put(name, both);
        });
        return seen;
    }

    /** M12: "… is MEP's when it is a pubsub set, or a get that names an existing MEP node." */
    @Test
    void m12_whatIsForMepDoesNotReachTheClient() {
        assertError(alice.query("set", occupant(room, "Bob"), pubsub(MepScene.publication(AVATAR, "1",
            "<x xmlns='" + AVATAR + "'/>"))), "auth", "forbidden");
        assertThat(itemIds(alice, occupant(room, "Bob"), ACTIVITY)).containsExactly("1");
        assertThat(alice.query("get", occupant(room, "Bob"), "<query xmlns='" + MepScene.ITEMS + "'/>").xml())
            .contains(ACTIVITY);
        bob.sync();
        bob.assertNone(stanza -> stanza.isIq() && stanza.from().startsWith(occupant(room, "Alice")));

        // The same way, and it does reach the client
        assertThat(alice.query("get", occupant(room, "Bob"), pubsub("<items node='" + AVATAR + "'/>")).type())
            .isEqualTo("result");
        bob.await(stanza -> stanza.isIq() && stanza.from().equals(occupant(room, "Alice")), PATIENCE);
    }

    /** M12: "A pubsub set never reaches another occupant's client, however it is malformed." S8: it is answered. */
    @Test
    void m12_malformedPubsubSetsAreAnsweredAndDoNotReachTheClient() {
        final String other = "<order xmlns='" + OTHER + "'/>";
        final String deep = "<a>".repeat(400) + "</a>".repeat(400);
        final TestClient stranger = openfire.login("stranger");
        for (final String content : List.of(
            pubsub("<publish node='" + ACTIVITY + "'><item>" + deep + "</item></publish>"),
            MepScene.owned("<delete node='" + ACTIVITY + "'>" + deep + "</delete>"),
            pubsub("<publish node='" + ACTIVITY + "'/>") + other,
            other + pubsub("<publish node='" + ACTIVITY + "'/>"),
            pubsub("<create/>") + pubsub("<create/>"),
            "<p:pubsub xmlns:p='" + PUBSUB + "'><p:create/></p:pubsub>" + other,
            pubsub(""), MepScene.owned(""), pubsub(deep))) {
            for (final String to : List.of(occupant(room, "Bob"), room)) {
                final Stanza answer = alice.query("set", to, content);
                assertError(answer, "modify", "bad-request");
                assertThat(answer.from()).isEqualTo(to);
            }
            MepScene.assertNotInRoom(stranger.query("set", occupant(room, "Bob"), content));
            MepScene.assertNotInRoom(stranger.query("set", occupant(room, "Nobody"), content));
        }
        alice.sync();
        bob.sync();
        bob.assertNone(stanza -> stanza.isIq() && stanza.from().startsWith(room) && stanza.has(PUBSUB, "pubsub")
            && !"result".equals(stanza.type()));
        assertThat(itemIds(alice, occupant(room, "Bob"), ACTIVITY)).containsExactly("1");
    }

    /** M8: "Node-less subscriptions and affiliations gets … are MEP's where that occupant has nodes." */
    @Test
    void m8_questionThatNamesNoNodeIsForMepWhereTheOccupantHasNodes() {
        alice.clear();
        bob.clear();
        for (final String question : List.of("subscriptions", "affiliations")) {
            final Stanza answer = alice.query("get", occupant(room, "Bob"), pubsub("<" + question + "/>"));
            assertThat(answer.type()).as("%s", answer).isEqualTo("result");
            assertThat(answer.descendants(PUBSUB, question)).hasSize(1);
            bob.query("get", occupant(room, "Alice"), pubsub("<" + question + "/>"));
        }
        bob.sync();
        bob.assertNone(stanza -> stanza.isIq() && stanza.from().startsWith(occupant(room, "Alice"))
            && "get".equals(stanza.type()));
        assertThat(alice.untaken(stanza -> stanza.isIq() && stanza.from().equals(occupant(room, "Bob"))
            && "get".equals(stanza.type()))).hasSize(2);
    }

    /** An occupant without nodes has its client asked for everything that is a get, discovery too. */
    @Test
    void m12_anOccupantWithoutNodesIsItsClient() {
        alice.clear();

        final Stanza items = bob.query("get", occupant(room, "Alice"), "<query xmlns='" + MepScene.ITEMS + "'/>");
        final Stanza missing = bob.query("get", occupant(room, "Alice"), pubsub("<items node='" + ACTIVITY + "'/>"));

        assertThat(alice.untaken(stanza -> stanza.isIq() && stanza.from().equals(occupant(room, "Bob")))).hasSize(2);
        assertThat(items.from()).isEqualTo(occupant(room, "Alice"));
        assertThat(missing.isError()).isTrue();
        assertThat(missing.xml()).doesNotContain(MepScene.ERRORS);
    }

    /** "Publishing to a user's PEP node MUST NOT trigger a MEP publish request." */
    @Test
    void m12_pepDoesNotFeedMep() {
        final TestClient carol = openfire.login("carol");
        scene.join(carol, room, "Carol", interest(carol, "http://jabber.org/protocol/tune", ACTIVITY));

        final Stanza pep = alice.query("set", alice.bareJid(), pubsub(MepScene.publication(
            "http://jabber.org/protocol/tune", "1", "<tune xmlns='http://jabber.org/protocol/tune'/>")));
        assertThat(pep.type()).as("%s", pep).isEqualTo("result");
        publish(alice, occupant(room, "Alice"), ACTIVITY, "2", activity("Here"));

        awaitEvent(carol, occupant(room, "Bob"), ACTIVITY, "1");
        awaitEvent(carol, occupant(room, "Alice"), ACTIVITY, "2");
        assertThat(scene.told(carol, room)).isEmpty();
        final Stanza answer = carol.query("get", occupant(room, "Alice"),
            pubsub("<items node='http://jabber.org/protocol/tune'/>"));
        assertThat(answer.isError()).as("%s", answer).isTrue();
        // Nor does MEP feed PEP
        final Stanza own = alice.query("get", alice.bareJid(), pubsub("<items node='" + ACTIVITY + "'/>"));
        assertThat(own.descendants(ACTIVITY, "activity")).isEmpty();
    }

    /** Nothing that the plugin does to a stanza inside the server is seen outside. */
    @Test
    void m12_nobodySeesHowItIsDone() {
        alice.query("set", occupant(room, "Bob"), pubsub("<subscribe node='" + ACTIVITY + "' jid='" + alice.jid()
            + "'/>"));
        alice.query("get", room, "<request xmlns='urn:x-mucpulse:request'/>");
        alice.query("get", occupant(room, "Bob"), "<question xmlns='" + OTHER + "'/>");
        for (final TestClient client : List.of(alice, bob)) {
            client.sync();
            assertThat(client.stanzas(stanza -> stanza.xml().contains("x-mucpulse"))
                .stream().filter(stanza -> !stanza.isError()).collect(Collectors.toList())).isEmpty();
        }
        assertThat(alice.query("get", scene.service(), "<query xmlns='" + MepScene.INFO + "'/>").xml())
            .doesNotContain("x-mucpulse");
    }
}
