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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.w3c.dom.Element;

/** Somebody who types in a room, somebody who looks on, and the settings of chat states. */
final class ChatStateTroupe {

    static final String STATES = "http://jabber.org/protocol/chatstates";
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final TestClient alice;
    final TestClient bob;
    final String room;
    private final OpenfireExtension openfire;

    private ChatStateTroupe(final OpenfireExtension openfire, final RoomConfig config) {
        this.openfire = openfire;
        alice = openfire.login("alice");
        bob = openfire.login("bob");
        room = openfire.newRoom("stage");
        Rooms.create(alice, room, "Alice", config);
        bob.joinRoom(room, "Bob");
        settle();
    }

    /** Alice and Bob in a new room, hers. */
    static ChatStateTroupe in(final OpenfireExtension openfire) {
        return in(openfire, RoomConfig.open());
    }

    static ChatStateTroupe in(final OpenfireExtension openfire, final RoomConfig config) {
        return new ChatStateTroupe(openfire, config);
    }

    /** Changes a setting, until {@link #resetSettings}. */
    static void set(final OpenfireExtension openfire, final String name, final String value) {
        openfire.control().setProperty("mucpulse.chatstate." + name, value);
    }

    static void resetSettings(final OpenfireExtension openfire) {
        for (final String name : List.of("policy", "policy.services", "occupants", "rate", "rate.window",
            "per-recipient")) {
            openfire.control().deleteProperty("mucpulse.chatstate." + name);
        }
    }

    void set(final String name, final String value) {
        set(openfire, name, value);
    }

    static String state(final String name) {
        return "<" + name + " xmlns='" + STATES + "'/>";
    }

    void send(final TestClient sender, final String content) {
        sender.send(RaiScene.groupchat(room, TestClient.newId(), content));
    }

    /** Sends standalone notifications. */
    void says(final TestClient sender, final String... states) {
        for (final String state : states) {
            send(sender, state(state));
        }
    }

    /** Whatever either did before has come to the other. */
    void settle() {
        alice.sync();
        bob.sync();
        alice.sync();
    }

    /** What somebody got of standalone notifications since the last call, and takes everything. */
    List<String> heard(final TestClient listener) {
        settle();
        listener.sync();
        final List<String> heard = listener.untaken(this::isStandalone).stream()
            .map(stanza -> stanza.from().substring(room.length() + 1) + ' ' + stateOf(stanza))
            .collect(Collectors.toList());
        listener.clear();
        return heard;
    }

    Stanza awaitState(final TestClient listener, final String nickname, final String state) {
        return listener.await(stanza -> isStandalone(stanza) && stanza.from().equals(room + '/' + nickname)
            && stateOf(stanza).equals(state), PATIENCE);
    }

    boolean isStandalone(final Stanza stanza) {
        return stanza.isMessage() && !stanza.isError() && stanza.from().startsWith(room + '/')
            && stanza.body().orElse("").isEmpty() && !stateOf(stanza).isEmpty();
    }

    static String stateOf(final Stanza stanza) {
        return stanza.children().stream().filter(child -> STATES.equals(child.getNamespaceURI()))
            .map(Element::getLocalName).collect(Collectors.joining("+"));
    }

    static void assertNoErrors(final TestClient client) {
        client.sync();
        client.assertNone(Stanza::isError);
    }

    static Set<String> features(final TestClient client, final String address) {
        final Set<String> features = new TreeSet<>();
        client.query("get", address, "<query xmlns='http://jabber.org/protocol/disco#info'/>")
            .descendants("http://jabber.org/protocol/disco#info", "feature")
            .forEach(feature -> features.add(feature.getAttribute("var")));
        assertThat(features).isNotEmpty();
        return features;
    }

    /** Waits until a room says that it has chat states, or that it has none. */
    static void awaitAnnounced(final TestClient client, final String room, final boolean announced) {
        Awaitility.await().atMost(PATIENCE).until(() -> features(client, room).contains(STATES) == announced);
    }
}
