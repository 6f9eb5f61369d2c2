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
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Xml;
import org.jivesoftware.smack.roster.Roster;

/**
 * What the tests of User Chatting do again and again.
 *
 * <p>What is not published can only be seen by what is: {@link #told} has the user enter another room, which everybody may
 * know of, before it says what the contact was told. What a user's rooms make known comes in the order of what the user
 * did.
 */
final class ChattingParty {

    static final String CHATTING = "urn:xmpp:chatting:0";
    static final String NOTIFY = CHATTING + "+notify";
    static final String EVENT = "http://jabber.org/protocol/pubsub#event";
    static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    static final String DATA = "jabber:x:data";
    static final String COMMANDS = "http://jabber.org/protocol/commands";
    static final String COMMAND = "mucpulse#chatting";
    static final String ADMIN_COMMAND = "mucpulse#chatting-admin";

    /** Much longer than anything takes, on a machine that has other things to do. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final OpenfireExtension openfire;

    ChattingParty(final OpenfireExtension openfire) {
        this.openfire = openfire;
    }

    /** A new user who is online, and whose client is interested in what the own account's contacts are doing: nothing. */
    TestClient user(final String name) {
        final TestClient user = openfire.login(name);
        announce(user);
        return user;
    }

    /** A new contact of a user: sees the user's presence, and wants to know of rooms. */
    TestClient contactOf(final TestClient user, final String name) {
        final TestClient contact = openfire.login(name);
        befriend(contact, user);
        announce(contact, NOTIFY);
        return contact;
    }

    /** Lets a client be interested in rooms, as {@link #contactOf} does. */
    static void follow(final TestClient contact) {
        announce(contact, NOTIFY);
    }

    /** Lets a client be interested in nothing, or in some nodes; the server knows that then. */
    static void announce(final TestClient client, final String... features) {
        final String ready = "urn:example:ready:" + TestClient.newId();
        final String[] all = Stream.concat(Stream.of(features),
            Stream.of(ready + "+notify")).toArray(String[]::new);
        client.send("<presence>" + client.caps(all) + "</presence>");
        awaitAsked(client);
    }

    /** The server asks for capabilities that it has not seen before. */
    private static void awaitAsked(final TestClient client) {
        client.await(stanza -> stanza.isIq() && "get".equals(stanza.type())
            && stanza.has("http://jabber.org/protocol/disco#info", "query"), PATIENCE);
        client.sync();
    }

    /** Lets one see the other's presence. */
    static void befriend(final TestClient subscriber, final TestClient user) {
        // The library refuses otherwise.
        Roster.getInstanceFor(user.connection()).setSubscriptionMode(Roster.SubscriptionMode.manual);
        subscriber.send("<presence type='subscribe' to='" + user.bareJid() + "'/>");
        user.await(stanza -> stanza.isPresence() && "subscribe".equals(stanza.type()), PATIENCE);
        user.send("<presence type='subscribed' to='" + subscriber.bareJid() + "'/>");
        subscriber.await(stanza -> stanza.isPresence() && "subscribed".equals(stanza.type()), PATIENCE);
        user.sync();
    }

    /** The user says yes or no, by the command, in one step. */
    static void choose(final TestClient user, final boolean publish, final boolean privateRooms,
                       final String... excluded) {
        final Stanza first = execute(user, COMMAND);
        final Stanza done = proceed(user, first, "complete", form(publish, privateRooms, excluded));
        assertThat(done.type()).as(done.xml()).isEqualTo("result");
        assertThat(note(done)).as(done.xml()).hasSize(1).first().asString().startsWith("info: ");
    }

    static void consent(final TestClient user) {
        choose(user, true, false);
    }

    static String form(final boolean publish, final boolean privateRooms, final String... excluded) {
        return "<x xmlns='" + DATA + "' type='submit'>" + field("FORM_TYPE", COMMAND)
            + field("publish", publish ? "1" : "0") + field("excluded_rooms", excluded)
            + field("private_rooms", privateRooms ? "1" : "0") + "</x>";
    }

    static String field(final String name, final String... values) {
        return "<field var='" + name + "'>" + List.of(values).stream().map(value -> "<value>" + Xml.escape(value)
            + "</value>").collect(Collectors.joining()) + "</field>";
    }

    static Stanza execute(final TestClient user, final String node) {
        return user.query("set", domain(user), "<command xmlns='" + COMMANDS + "' node='" + node
            + "' action='execute'/>");
    }

    static Stanza proceed(final TestClient user, final Stanza last, final String action, final String form) {
        final var command = last.child(COMMANDS, "command").orElseThrow(() -> new AssertionError(last.xml()));
        return user.query("set", domain(user), "<command xmlns='" + COMMANDS + "' node='"
            + command.getAttribute("node") + "' sessionid='" + command.getAttribute("sessionid") + "' action='" + action
            + "'>" + form + "</command>");
    }

    static List<String> note(final Stanza answer) {
        return answer.descendants(COMMANDS, "note").stream()
            .map(note -> note.getAttribute("type") + ": " + note.getTextContent()).toList();
    }

    private static String domain(final TestClient user) {
        return user.bareJid().substring(user.bareJid().indexOf('@') + 1);
    }

    static Predicate<Stanza> eventOf(final TestClient user) {
        return stanza -> stanza.isMessage() && user.bareJid().equals(stanza.from())
            && stanza.descendants(EVENT, "items").stream()
                .anyMatch(items -> CHATTING.equals(items.getAttribute("node")));
    }

    /** What a stanza says: the address of a room, or that one was left. */
    private static String said(final Stanza event) {
        return event.descendants(CHATTING, "uri").stream().findFirst()
            .map(uri -> uri.getTextContent().replaceAll("^xmpp:|[?]join$", "")).orElse("left");
    }

    /** The contact is told that the user is in a room. */
    static Stanza awaitIn(final TestClient contact, final TestClient user, final String room) {
        return contact.await(eventOf(user).and(event -> room.equals(said(event))), PATIENCE);
    }

    /** The contact is told that the user left a room. */
    static Stanza awaitLeft(final TestClient contact, final TestClient user, final String item) {
        return contact.await(eventOf(user).and(event -> "left".equals(said(event)))
            .and(event -> item.equals(itemId(event))), PATIENCE);
    }

    static String itemId(final Stanza event) {
        return event.descendants(EVENT, "item").stream().findFirst().orElseThrow(() -> new AssertionError(event.xml()))
            .getAttribute("id");
    }

    /** All that the contact was told so far of the user's rooms, each as its address or "left". */
    List<String> told(final TestClient contact, final TestClient user) {
        final String control = openfire.newRoom("control");
        Rooms.create(user, control, "Control", RoomConfig.temporary());
        awaitIn(contact, user, control);
        user.leaveRoom(control, "Control");
        return contact.stanzas(eventOf(user)).stream().map(ChattingParty::said)
            .takeWhile(said -> !control.equals(said)).toList();
    }

    /** What the user's node holds, as the user sees it: the addresses of rooms. */
    static List<String> items(final TestClient user, final String of) {
        final Stanza answer =
            user.query("get", of, "<pubsub xmlns='" + PUBSUB + "'><items node='" + CHATTING + "'/></pubsub>");
        if (answer.isError()) {
            return List.of(answer.errorCondition().orElse("").toUpperCase(Locale.ROOT));
        }
        return answer.descendants(CHATTING, "room").stream().map(room -> room.getTextContent()
            .replaceAll("^.*xmpp:|[?]join$", "")).sorted().toList();
    }

    static void awaitItems(final TestClient user, final String of, final String... rooms) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() ->
            assertThat(items(user, of)).containsExactly(Stream.of(rooms).sorted()
                .toArray(String[]::new)));
    }
}
