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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Xml;
import org.w3c.dom.Element;

/**
 * What the tests of Room Activity Indicators do again and again. One owner makes all rooms of a scene, stays in them
 * and speaks there; the others subscribe.
 *
 * <p>What is not told can only be seen by what is: {@link #told} speaks in a room that the client has to be told of,
 * and {@link #list} renews the subscription with such a room, before either says what else came. The owner's stanzas
 * are handled in their order, and so are the notifications to one session: what was to be told before has come by then.
 */
final class RaiScene {

    static final String RAI = "urn:xmpp:rai:0";
    static final String HINTS = "urn:xmpp:hints";
    static final String REQUEST = "<rai xmlns='" + RAI + "'/>";
    static final String OWNER = "Owner";

    /** Much longer than anything takes, on a machine that has other things to do. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final OpenfireExtension openfire;
    private final Map<String, String> beacons = new HashMap<>();
    private final Set<String> subscribed = new HashSet<>();
    private final Set<String> controls = new HashSet<>();
    private TestClient owner;

    RaiScene(final OpenfireExtension openfire) {
        this.openfire = openfire;
    }

    /** Who owns the rooms, is in them as {@link #OWNER}, and speaks there. */
    TestClient owner() {
        if (owner == null) {
            owner = openfire.login("owner");
        }
        return owner;
    }

    String service() {
        return openfire.server().mucDomain();
    }

    /** A new room. */
    String room(final RoomConfig config) {
        final String room = openfire.newRoom("room");
        Rooms.create(owner(), room, OWNER, config);
        return room;
    }

    /** A new room that everybody may enter. */
    String room() {
        return room(RoomConfig.open());
    }

    /** A new room that everybody may enter, with a member. */
    String roomWithMember(final TestClient member) {
        return roomWithMember(member, RoomConfig.open());
    }

    /** A new room with a member. */
    String roomWithMember(final TestClient member, final RoomConfig config) {
        final String room = room(config);
        Rooms.affiliate(owner(), room, member.bareJid(), "member");
        return room;
    }

    /** A new room that everybody may enter, and that a client has entered and left. */
    String roomVisitedBy(final TestClient visitor) {
        final String room = room();
        visit(visitor, room);
        return room;
    }

    /** Enters a room and leaves it. */
    void visit(final TestClient visitor, final String room) {
        join(visitor, room);
        leave(visitor, room);
    }

    /** Enters a room under the user's own name; the server is done with it then. */
    void join(final TestClient client, final String room) {
        client.joinRoom(room, client.user());
        client.sync();
    }

    /** Leaves a room; the server is done with it then. */
    void leave(final TestClient client, final String room) {
        client.leaveRoom(room, client.user());
        client.sync();
    }

    /** The owner says something. */
    void say(final String room) {
        say(owner(), room, "Something is said");
    }

    /** Somebody says something; the server is done with it then, which it is not yet when it sends it round. */
    void say(final TestClient speaker, final String room, final String text) {
        speaker.say(room, text);
        speaker.sync();
    }

    /** The owner sends any message; the server is done with it then. */
    void send(final String room, final String content) {
        send(owner(), room, content);
    }

    /** An occupant sends any message; the server is done with it then. */
    void send(final TestClient sender, final String room, final String content) {
        final String id = TestClient.newId();
        sender.send(groupchat(room, id, content));
        final Stanza copy = sender.await(stanza -> stanza.isMessage() && id.equals(stanza.id()));
        if (copy.isError()) {
            throw new AssertionError("The room refused the message: " + copy);
        }
        sender.sync();
    }

    static String groupchat(final String room, final String id, final String content) {
        return "<message type='groupchat' id='" + id + "' to='" + Xml.escape(room) + "'>" + content + "</message>";
    }

    /** Asks for activity indicators; the server has heard it then. */
    void subscribe(final TestClient client) {
        subscribe(client, service());
    }

    /** Asks a service for activity indicators; the server has heard it then. */
    void subscribe(final TestClient client, final String service) {
        client.send("<presence to='" + service + "'>" + REQUEST + "</presence>");
        client.sync();
        subscribed.add(client.jid());
    }

    /** Asks for activity indicators, and returns the error that answers. */
    Stanza subscribeInVain(final TestClient client) {
        final String id = TestClient.newId();
        client.send("<presence id='" + id + "' to='" + service() + "'>" + REQUEST + "</presence>");
        return client.await(stanza -> stanza.isPresence() && stanza.isError() && stanza.id().equals(id));
    }

    /** Ends a subscription; the server has heard it then. */
    void unsubscribe(final TestClient client) {
        client.send("<presence type='unavailable' to='" + service() + "'/>");
        client.sync();
        subscribed.remove(client.jid());
    }

    /**
     * Asks for activity indicators, for the first time or again, and waits for the answer. A room that has to be in it
     * is the positive control.
     *
     * @return the rooms of the answer, but for those of controls
     */
    List<String> list(final TestClient client) {
        return list(client, beaconOf(client));
    }

    /** A room with a client as a member, where something was said; always the same of one user. */
    String beaconOf(final TestClient client) {
        return beacons.computeIfAbsent(client.bareJid(), jid -> {
            final String room = roomWithMember(client);
            say(room);
            if (subscribed.contains(client.jid())) {
                awaitTold(client, room);
            }
            return room;
        });
    }

    /**
     * Asks for activity indicators, for the first time or again, and waits for the answer.
     *
     * @param control a room that has to be in it, and of which nothing else is to be told
     * @return the rooms of the answer, but for those of controls
     */
    List<String> list(final TestClient client, final String control) {
        client.sync();
        client.clear();
        client.send("<presence to='" + service() + "'>" + REQUEST + "</presence>");
        subscribed.add(client.jid());
        controls.add(control);
        return withoutControls(roomsOf(client.await(stanza -> tellsOf(stanza, control), PATIENCE)));
    }

    /**
     * What a subscribed client was told since the last call, or since {@link TestClient#clear}. Lets it be told of a
     * room of its own first, as the positive control.
     *
     * @return the rooms that notifications named, in order, with repetitions, but for those of controls
     */
    List<String> told(final TestClient client) {
        return told(client, roomWithMember(client));
    }

    /**
     * What a subscribed client was told since the last call, or since {@link TestClient#clear}.
     *
     * @param control a room that the client has to be told of as soon as the owner speaks there, as happens now
     * @return the rooms that notifications named, in order, with repetitions, but for those of controls
     */
    List<String> told(final TestClient client, final String control) {
        say(control);
        awaitTold(client, control);
        client.sync();
        final List<String> told = namedTo(client);
        client.clear();
        controls.add(control);
        return withoutControls(told);
    }

    /** Waits until a client was told of a room, and leaves that to be found by {@link #told}. */
    void awaitTold(final TestClient client, final String room) {
        Awaitility.await(client.jid() + " is told of " + room).atMost(PATIENCE).pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> namedTo(client).contains(room));
    }

    /** The rooms that notifications named since {@link TestClient#clear}, in order, with repetitions. */
    static List<String> namedTo(final TestClient client) {
        return client.untaken(RaiScene::isNotification).stream()
                .flatMap(stanza -> roomsOf(stanza).stream())
                .collect(Collectors.toList());
    }

    static boolean isNotification(final Stanza stanza) {
        return stanza.isMessage() && !stanza.isError() && stanza.has(RAI, "rai");
    }

    static boolean tellsOf(final Stanza stanza, final String room) {
        return isNotification(stanza) && roomsOf(stanza).contains(room);
    }

    static List<String> roomsOf(final Stanza notification) {
        return notification.descendants(RAI, "activity").stream().map(Element::getTextContent)
                .collect(Collectors.toList());
    }

    /**
     * Changes a setting of the plugin for a while.
     *
     * @param name the property's name without {@code mucpulse.rai.}
     * @return closes to the default
     */
    Setting setting(final String name, final String value) {
        openfire.control().setProperty("mucpulse.rai." + name, value);
        return () -> openfire.control().deleteProperty("mucpulse.rai." + name);
    }

    /** Does something while a setting has another value. */
    void with(final String name, final String value, final Runnable steps) {
        try (Setting changed = setting(name, value)) {
            steps.run();
            assertThat(changed).isNotNull();
        }
    }

    /** A changed setting. */
    interface Setting extends AutoCloseable {
        @Override
        void close();
    }

    private List<String> withoutControls(final List<String> rooms) {
        return rooms.stream().filter(room -> !controls.contains(room)).collect(Collectors.toList());
    }
}
