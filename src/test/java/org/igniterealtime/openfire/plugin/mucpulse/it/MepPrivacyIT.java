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
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.MOOD;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.OWNER;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.activity;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.awaitEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.interest;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.occupant;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.owned;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publication;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publish;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.pubsub;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.subscribe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * "Real JIDs never appear, in no event, list, form or error": M11, in all that several observers receive.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html#security">XEP-0316 §7</a>
 */
class MepPrivacyIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private final MepScene scene = new MepScene(openfire);
    private String room;

    /** "The security considerations of XEP-0045 apply": occupants of a semi-anonymous room do not learn who others are. */
    @Test
    void m11_noObserverOfASemiAnonymousRoomLearnsARealJid() {
        observe(RoomConfig.open().semiAnonymous(), false);
    }

    /** M11: "whatever the room's anonymity": even where presence names real JIDs, events, lists and errors do not. */
    @Test
    void m11_evenWhereRealJidsAreKnownEventsDoNotNameThem() {
        observe(RoomConfig.open().nonAnonymous(), true);
    }

    private void observe(final RoomConfig config, final boolean presenceTells) {
        // Given actors with names and resources that nothing else holds, and observers who want to know everything
        room = scene.room(config);
        final TestClient dave = actor("realname-dave", "resource-of-dave");
        final TestClient phone = openfire.login(dave.user(), "resource-of-phone");
        final TestClient erin = actor("realname-erin", "resource-of-erin");
        final TestClient watcher = scene.enter(room, "Watcher", ACTIVITY, MOOD);
        final TestClient subscriber = scene.enter(room, "Subscriber");
        final TestClient visitor = scene.enter(room, "Visitor", ACTIVITY, MOOD);
        Rooms.role(scene.owner(), room, "Visitor", "visitor");
        final List<TestClient> observers = new ArrayList<>(List.of(watcher, subscriber, visitor));
        scene.join(dave, room, "Dave", interest(dave, ACTIVITY));
        scene.join(phone, room, "Dave", "");
        scene.join(erin, room, "Erin", "");

        // When everything happens that can
        act(dave, "Dave", List.of(watcher, subscriber, visitor));
        publish(phone, occupant(room, "Dave"), ACTIVITY, "phone", activity("On the phone"));
        publish(scene.owner(), room, MOOD, "room", "<mood xmlns='" + MOOD + "'/>");
        subscribe(erin, room, MOOD);
        subscribe(dave, occupant(room, "Dave"), ACTIVITY);
        for (final TestClient curious : observers) {
            ask(curious, "Dave");
            ask(curious, "Erin");
            ask(curious, OWNER);
        }
        scene.rename(erin, room, "Irene");
        act(erin, "Irene", List.of(watcher));
        final TestClient late = scene.enter(room, "Late", ACTIVITY, MOOD);
        observers.add(late);
        awaitEvent(late, occupant(room, "Dave"), ACTIVITY, "phone");
        awaitEvent(late, room, MOOD, "room");
        ask(late, "Irene");
        Rooms.kick(scene.owner(), room, "Irene");
        for (final TestClient curious : observers) {
            ask(curious, "Irene");
            ask(curious, "Dave");
        }
        phone.cut();
        dave.send("<presence type='unavailable' to='" + occupant(room, "Dave") + "'/>");
        dave.sync();
        for (final TestClient observer : observers) {
            scene.told(observer, room);
        }

        // Then nobody has read a real name, nor a resource
        for (final TestClient observer : observers) {
            final List<Stanza> received = observer.stanzas(stanza -> !(presenceTells && stanza.isPresence()));
            assertThat(received).as("what an observer has to have received").anyMatch(MepScene::isEvent)
                .anyMatch(Stanza::isError).anyMatch(stanza -> stanza.isIq() && stanza.xml().contains("<subscription"));
            for (final Stanza stanza : received) {
                // Old servers tell the room who kicks; that is theirs.
                final String text = stanza.isPresence() ? stanza.xml().replaceAll("<actor [^>]*>", "") : stanza.xml();
                assertThat(text).doesNotContain("realname", "resource-of", scene.owner().user() + "@");
                for (final TestClient other : observers) {
                    if (other != observer) {
                        assertThat(text).doesNotContain(other.bareJid());
                    }
                }
            }
        }
    }

    /** S4: "Answers to outsiders do not depend on what exists." */
    @Test
    void s4_outcastsOfAHiddenRoomCannotTellItFromARoomThatIsNotThere() {
        final String hidden = scene.room(RoomConfig.open().hidden().membersOnly());
        publish(scene.owner(), hidden, ACTIVITY, "1", activity("The room's"));
        publish(scene.owner(), occupant(hidden, OWNER), ACTIVITY, "1", activity("The owner's"));
        final TestClient outcast = openfire.login("outcast");
        Rooms.ban(scene.owner(), hidden, outcast.bareJid());
        final String nowhere = openfire.newRoom("nowhere");

        final Set<String> answers = new HashSet<>();
        for (final String place : List.of(hidden, nowhere)) {
            for (final String to : List.of(place, occupant(place, OWNER), occupant(place, "Nobody"))) {
                for (final String node : List.of(ACTIVITY, "urn:example:none")) {
                    for (final String what : List.of("items", "subscriptions", "affiliations", "publish", "create")) {
                        for (final String type : List.of("get", "set")) {
                            answers.add(answer(outcast, type, to, pubsub("<" + what + " node='" + node + "'/>")));
                        }
                    }
                    answers.add(answer(outcast, "get", to, owned("<configure node='" + node + "'/>")));
                    answers.add(answer(outcast, "get", to, "<query xmlns='" + MepScene.INFO + "' node='" + node
                        + "'/>"));
                    answers.add(answer(outcast, "get", to, "<query xmlns='" + MepScene.ITEMS + "' node='" + node
                        + "'/>"));
                }
                answers.add(answer(outcast, "get", to, pubsub("<subscriptions/>")));
                answers.add(answer(outcast, "set", to, pubsub("<create/>") + pubsub("<create/>")));
            }
        }
        assertThat(answers).hasSize(1);

        final Set<String> refusals = new HashSet<>();
        for (final String place : List.of(hidden, nowhere)) {
            for (final String nick : List.of(OWNER, "Nobody")) {
                for (final String namespace : List.of(MepScene.INFO, MepScene.ITEMS)) {
                    refusals.add(answer(outcast, "get", occupant(place, nick), "<query xmlns='" + namespace + "'/>"));
                }
            }
        }
        assertThat(refusals).as("what the server says").hasSize(1);
    }

    /** The answer without what is the request's: identifiers, addresses, and its content. */
    private static String answer(final TestClient client, final String type, final String to, final String content) {
        final Stanza answer = client.query(type, to, content);
        assertThat(answer.from()).isEqualTo(to);
        return answer.type() + ' ' + answer.children().stream().filter(child -> "error".equals(child.getLocalName()))
            .map(child -> child.getAttribute("type") + child.getAttribute("by") + child.getAttribute("code")
                + Stanza.children(child).stream().map(one -> one.getNamespaceURI() + one.getLocalName()
                    + one.getTextContent()).toList()).toList();
    }

    private TestClient actor(final String name, final String resource) {
        return openfire.login(openfire.newUser(name), resource);
    }

    /** An owner does with nodes what owners do. */
    private void act(final TestClient actor, final String nick, final List<TestClient> subscribers) {
        final String own = occupant(room, nick);
        MepScene.create(actor, own, ACTIVITY, "notify_config", "1", "max_items", "3");
        for (final TestClient one : subscribers) {
            subscribe(one, own, ACTIVITY);
        }
        publish(actor, own, ACTIVITY, "1", activity("One"));
        publish(actor, own, ACTIVITY, "2", activity("Two"));
        publish(actor, own, MOOD, "3", "<mood xmlns='" + MOOD + "'/>");
        MepScene.configure(actor, own, ACTIVITY, "title", "Mine");
        MepScene.retract(actor, own, ACTIVITY, "1");
        for (final TestClient one : subscribers) {
            ask(one, nick);
        }
        MepScene.succeed(actor, "set", own, owned("<purge node='" + ACTIVITY + "'/>"));
        MepScene.succeed(actor, "set", own, owned("<delete node='" + MOOD + "'/>"));
        awaitEvent(subscribers.get(0), own, MOOD);
    }

    /** Asks for everything that there is to know of an occupant and of the room; most of it is refused. */
    private void ask(final TestClient client, final String nick) {
        for (final String to : List.of(occupant(room, nick), room)) {
            for (final String node : List.of(ACTIVITY, MOOD, "urn:example:none")) {
                for (final String get : List.of("items", "subscriptions", "affiliations")) {
                    client.query("get", to, pubsub("<" + get + " node='" + node + "'/>"));
                }
                for (final String get : List.of("configure", "subscriptions", "affiliations")) {
                    if (!"urn:example:none".equals(node)) {
                        client.query("get", to, owned("<" + get + " node='" + node + "'/>"));
                    }
                }
                client.query("get", to, "<query xmlns='" + MepScene.INFO + "' node='" + node + "'/>");
                client.query("get", to, "<query xmlns='" + MepScene.ITEMS + "' node='" + node + "'/>");
            }
            client.query("get", to, "<query xmlns='" + MepScene.ITEMS + "'/>");
            client.query("set", to, pubsub(publication(ACTIVITY, "forged", activity("Forged"))));
            client.query("set", to, owned("<delete node='" + ACTIVITY + "'/>"));
            client.query("set", to, pubsub("<subscribe node='" + ACTIVITY + "' jid='" + occupant(room, nick) + "'/>"));
        }
        client.query("get", room, pubsub("<subscriptions/>"));
        client.query("get", room, pubsub("<affiliations/>"));
    }
}
