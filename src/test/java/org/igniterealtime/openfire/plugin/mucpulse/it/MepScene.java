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

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Xml;
import org.w3c.dom.Element;

/**
 * What the tests of the MUC Eventing Protocol do again and again. One owner makes all rooms of a scene and stays in them.
 *
 * <p>What is not told can only be seen by what is: {@link #told} has the room tell the client of something else, which
 * the client subscribed to, before it says what came. Requests are handled in their order, and so are the events to one
 * session: what was to be told before has come by then.
 */
final class MepScene {

    static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    static final String PUBSUB_OWNER = PUBSUB + "#owner";
    static final String EVENT = PUBSUB + "#event";
    static final String ERRORS = PUBSUB + "#errors";
    static final String NODE_CONFIG = PUBSUB + "#node_config";
    static final String PUBLISH_OPTIONS = PUBSUB + "#publish-options";
    static final String DATA = "jabber:x:data";
    static final String DELAY = "urn:xmpp:delay";
    static final String INFO = "http://jabber.org/protocol/disco#info";
    static final String ITEMS = "http://jabber.org/protocol/disco#items";
    static final String RSM = "http://jabber.org/protocol/rsm";

    /** What the examples of the protocol publish. */
    static final String ACTIVITY = "http://jabber.org/protocol/activity";
    static final String MOOD = "http://jabber.org/protocol/mood";
    static final String PINS = "urn:xmpp:pins:0";
    static final String OWNER = "Owner";

    /** Much longer than anything takes, on a machine that has other things to do. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String CONTROL = "urn:example:control";
    private static final String READY = "urn:example:ready:";

    /** The nodes that tell that an interest is known, by what announces it. */
    private static final Map<String, String> INTERESTS = new ConcurrentHashMap<>();

    private final OpenfireExtension openfire;
    private final Set<String> controlled = new HashSet<>();
    private final Set<String> settings = new HashSet<>();
    private TestClient owner;

    MepScene(final OpenfireExtension openfire) {
        this.openfire = openfire;
    }

    /** A scene with rooms that there are already. */
    MepScene(final OpenfireExtension openfire, final TestClient owner) {
        this(openfire);
        this.owner = owner;
    }

    /** Who owns the rooms, and is in them as {@link #OWNER}, with nothing known of its capabilities. */
    TestClient owner() {
        if (owner == null) {
            owner = openfire.login("owner");
            tolerate(owner);
        }
        return owner;
    }

    /** Smack hangs up on words that it does not know, such as the affiliation "subscriber"; here it is not to. */
    static void tolerate(final TestClient client) {
        client.connection().setParsingExceptionCallback(unparsed -> { });
    }

    String service() {
        return openfire.server().mucDomain();
    }

    /** A new room. */
    String room(final RoomConfig config) {
        final String room = openfire.newRoom("coven");
        Rooms.create(owner(), room, OWNER, config);
        return room;
    }

    /** A new room that everybody may enter, persistent, in which only moderators see real JIDs. */
    String room() {
        return room(RoomConfig.open().semiAnonymous());
    }

    static String occupant(final String room, final String nick) {
        return room + "/" + nick;
    }

    /** A new user enters a room, with a client that announces interest in some nodes, or nothing at all. */
    TestClient enter(final String room, final String nick, final String... nodes) {
        final TestClient client = openfire.login(nick.toLowerCase(Locale.ROOT).replace(' ', '-'));
        tolerate(client);
        join(client, room, nick, nodes.length == 0 ? "" : interest(client, nodes));
        return client;
    }

    /**
     * Lets a client be interested in some nodes, and know chat states, but nothing else. Entering a room, or announcing this there, waits until
     * the server knows it: it is interested in a node of its own as well, which tells.
     *
     * @return what says so in the client's presence
     */
    static String interest(final TestClient client, final String... nodes) {
        final String ready = READY + TestClient.newId();
        final String caps = client.caps(Stream.concat(Stream.concat(Stream.of(nodes), Stream.of(ready))
            .map(node -> node + "+notify"), Stream.of(ChatStateTroupe.STATES)).toArray(String[]::new));
        INTERESTS.put(caps, ready);
        return caps;
    }

    /** Waits until the server knows of an interest. */
    private void awaitInterest(final TestClient client, final String room, final String extension) {
        final String ready = INTERESTS.get(extension);
        if (ready != null) {
            publish(owner(), room, ready, "1", "<ready xmlns='" + READY + "'/>");
            awaitEvent(client, room, ready, "1");
            succeed(owner(), "set", room, owned("<delete node='" + ready + "'/>"));
            awaitEvent(client, room, ready);
        }
    }

    /** Enters a room; the server is done with it then. */
    void join(final TestClient client, final String room, final String nick, final String extension) {
        final String occupant = occupant(room, nick);
        client.send("<presence id='" + TestClient.newId() + "' to='" + Xml.escape(occupant) + "'>"
            + "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x>" + extension + "</presence>");
        final Stanza answer = client.await(stanza -> stanza.isPresence() && (stanza.isError()
            ? stanza.from().startsWith(room)
            : stanza.type().isEmpty() && occupant.equalsIgnoreCase(stanza.from())
                && stanza.mucStatus().contains(110)), PATIENCE);
        if (answer.isError()) {
            throw new AssertionError("Could not join: " + answer);
        }
        client.sync();
        awaitInterest(client, room, extension);
    }

    /** A client says in a room what it is interested in by now; the server has heard it then. */
    void announce(final TestClient client, final String room, final String nick, final String extension) {
        client.send("<presence to='" + Xml.escape(occupant(room, nick)) + "'>" + extension + "</presence>");
        client.sync();
        awaitInterest(client, room, extension);
    }

    /** Says under which nickname a client wants to be known, and waits until the room has said so. */
    void rename(final TestClient client, final String room, final String nick) {
        client.send("<presence to='" + Xml.escape(occupant(room, nick)) + "'/>");
        final Stanza answer = client.await(stanza -> stanza.isPresence() && (stanza.isError()
            || stanza.type().isEmpty() && occupant(room, nick).equals(stanza.from())
                && stanza.mucStatus().contains(110)), PATIENCE);
        if (answer.isError()) {
            throw new AssertionError("Could not change the nickname: " + answer);
        }
        client.sync();
    }

    // Requests

    static String activity(final String text) {
        return "<activity xmlns='" + ACTIVITY + "'><other/><text xml:lang='en'>" + Xml.escape(text)
            + "</text></activity>";
    }

    static String pubsub(final String content) {
        return "<pubsub xmlns='" + PUBSUB + "'>" + content + "</pubsub>";
    }

    static String owned(final String content) {
        return "<pubsub xmlns='" + PUBSUB_OWNER + "'>" + content + "</pubsub>";
    }

    static String publication(final String node, final String id, final String payload) {
        return "<publish node='" + Xml.escape(node) + "'><item" + (id.isEmpty() ? "" : " id='" + Xml.escape(id) + "'")
            + ">" + payload + "</item></publish>";
    }

    /** A filled-in form: names without their prefix, and values, in turn. */
    static String form(final String type, final String... fields) {
        final StringBuilder xml = new StringBuilder("<x xmlns='" + DATA + "' type='submit'>"
            + "<field var='FORM_TYPE' type='hidden'><value>" + type + "</value></field>");
        for (int i = 0; i < fields.length; i += 2) {
            xml.append("<field var='pubsub#").append(fields[i]).append("'><value>").append(Xml.escape(fields[i + 1]))
                .append("</value></field>");
        }
        return xml.append("</x>").toString();
    }

    /** Asks for something that has to be granted. */
    static Stanza succeed(final TestClient client, final String type, final String to, final String payload) {
        final Stanza answer = client.query(type, to, payload);
        if (answer.isError()) {
            throw new AssertionError("Refused: " + answer);
        }
        assertThat(answer.from()).as("who answers").isEqualTo(to);
        return answer;
    }

    /** Publishes an item under an id, or under one that the server makes up. */
    static String publish(final TestClient client, final String to, final String node, final String id,
                          final String payload) {
        final Stanza answer = succeed(client, "set", to, pubsub(publication(node, id, payload)));
        final List<Element> items = answer.descendants(PUBSUB, "item");
        assertThat(items).as("the published item in %s", answer).hasSize(1);
        return items.get(0).getAttribute("id");
    }

    static void create(final TestClient client, final String to, final String node, final String... fields) {
        succeed(client, "set", to, pubsub("<create node='" + node + "'/>"
            + (fields.length == 0 ? "" : "<configure>" + form(NODE_CONFIG, fields) + "</configure>")));
    }

    static void configure(final TestClient client, final String to, final String node, final String... fields) {
        succeed(client, "set", to, owned("<configure node='" + node + "'>" + form(NODE_CONFIG, fields)
            + "</configure>"));
    }

    static void subscribe(final TestClient client, final String to, final String node) {
        succeed(client, "set", to, pubsub("<subscribe node='" + node + "' jid='" + client.jid() + "'/>"));
    }

    static void retract(final TestClient client, final String to, final String node, final String id) {
        succeed(client, "set", to, pubsub("<retract node='" + node + "'><item id='" + id + "'/></retract>"));
    }

    /** The ids of the items that a node has, oldest first. */
    static List<String> itemIds(final TestClient client, final String to, final String node) {
        return itemIds(succeed(client, "get", to, pubsub("<items node='" + Xml.escape(node) + "'/>")));
    }

    static List<String> itemIds(final Stanza answer) {
        return answer.descendants(PUBSUB, "item").stream().map(item -> item.getAttribute("id"))
            .collect(Collectors.toList());
    }

    /** Fails unless a stanza is exactly this error. */
    static Stanza assertError(final Stanza answer, final String type, final String condition) {
        assertThat(answer.type()).as("the type of %s", answer).isEqualTo("error");
        assertThat(answer.errorType()).as("the error's type in %s", answer).contains(type);
        assertThat(answer.errorCondition()).as("the condition in %s", answer).contains(condition);
        assertThat(application(answer)).as("the application's condition in %s", answer).isEmpty();
        return answer;
    }

    /** Fails unless a stanza is exactly this error, with a condition of publish-subscribe. */
    static Stanza assertError(final Stanza answer, final String type, final String condition,
                              final String application) {
        assertThat(answer.type()).as("the type of %s", answer).isEqualTo("error");
        assertThat(answer.errorType()).as("the error's type in %s", answer).contains(type);
        assertThat(answer.errorCondition()).as("the condition in %s", answer).contains(condition);
        assertThat(application(answer).stream().map(Element::getLocalName)).as("the application's condition in %s",
            answer).containsExactly(application);
        return answer;
    }

    /** Fails unless a stanza says that something is not offered, and what. */
    static void assertUnsupported(final Stanza answer, final String feature) {
        assertError(answer, "cancel", "feature-not-implemented", "unsupported");
        assertThat(application(answer).get(0).getAttribute("feature")).isEqualTo(feature);
    }

    /** Fails unless a stanza says that only occupants may ask. */
    static void assertNotInRoom(final Stanza answer) {
        assertError(answer, "auth", "not-authorized", "presence-subscription-required");
    }

    private static List<Element> application(final Stanza answer) {
        return answer.child("jabber:client", "error").map(Stanza::children).orElse(List.of()).stream()
            .filter(child -> ERRORS.equals(child.getNamespaceURI())).collect(Collectors.toList());
    }

    // Events

    static boolean isEvent(final Stanza stanza) {
        return stanza.isMessage() && !stanza.isError() && stanza.has(EVENT, "event");
    }

    /** What the event of a node is about: {@code items}, {@code delete} and so on. */
    static Element subject(final Stanza event) {
        return Stanza.children(event.child(EVENT, "event").orElseThrow()).get(0);
    }

    /** Events of a node, from whoever has it. */
    static Predicate<Stanza> eventOf(final String from, final String node) {
        return stanza -> isEvent(stanza) && stanza.from().equals(from)
            && node.equals(subject(stanza).getAttribute("node"));
    }

    /** Publications of an item. */
    static Predicate<Stanza> eventOf(final String from, final String node, final String id) {
        return eventOf(from, node).and(stanza -> stanza.descendants(EVENT, "item").stream()
            .anyMatch(item -> id.equals(item.getAttribute("id"))));
    }

    static Stanza awaitEvent(final TestClient client, final String from, final String node) {
        return client.await(eventOf(from, node), PATIENCE);
    }

    static Stanza awaitEvent(final TestClient client, final String from, final String node, final String id) {
        return client.await(eventOf(from, node, id), PATIENCE);
    }

    static boolean isDelayed(final Stanza event) {
        return event.has(DELAY, "delay");
    }

    /**
     * What a client that is in a room was told since the last call, and was not waited for. Lets the room tell it
     * something else first, as the positive control.
     *
     * @return the events in their order, taken
     */
    List<Stanza> told(final TestClient client, final String room) {
        final String id = TestClient.newId();
        publish(owner(), room, CONTROL, id, "<control xmlns='" + CONTROL + "'/>");
        if (controlled.add(client.jid() + " " + room)) {
            subscribe(client, room, CONTROL);
        }
        awaitEvent(client, room, CONTROL, id);
        client.sync();
        final List<Stanza> told = client.untaken(stanza -> isEvent(stanza)
            && !CONTROL.equals(subject(stanza).getAttribute("node")));
        client.clear();
        return told;
    }

    /** As {@link #told}, of a client that came back to a room, where its subscriptions ended. */
    List<Stanza> toldAgain(final TestClient client, final String room) {
        controlled.remove(client.jid() + " " + room);
        return told(client, room);
    }

    /** Changes a setting of the plugin, named without {@code mucpulse.mep.}, until {@link #resetSettings}. */
    void set(final String name, final String value) {
        settings.add(name);
        openfire.control().setProperty("mucpulse.mep." + name, value);
    }

    /** Brings back the defaults of what was {@link #set}. */
    void resetSettings() {
        settings.forEach(name -> openfire.control().deleteProperty("mucpulse.mep." + name));
        settings.clear();
    }
}
