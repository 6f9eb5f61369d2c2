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
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChatStateTroupe.PATIENCE;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChatStateTroupe.STATES;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChatStateTroupe.state;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** C6: who is spared, and who is not. */
class ChatStateRecipientsIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private static final String INACTIVE = "<inactive xmlns='urn:xmpp:csi:0'/>";
    private static final String ACTIVE = "<active xmlns='urn:xmpp:csi:0'/>";

    @AfterEach
    void resetSettings() {
        ChatStateTroupe.resetSettings(openfire);
    }

    private static TestClient enter(final ChatStateTroupe troupe, final String name, final String... features) {
        final TestClient client = openfire.login(name);
        if (features.length > 0) {
            // The server asks what is behind it, and is answered by the client.
            client.send("<presence>" + client.caps(features) + "</presence>");
        }
        client.joinRoom(troupe.room, name);
        client.sync();
        return client;
    }

    @Test
    void c6_clientsKnownNotToHaveChatStatesAreSpared() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        final TestClient without = enter(troupe, "without", "urn:example:other");
        final TestClient with = enter(troupe, "with", "urn:example:other", STATES);
        final TestClient unknown = enter(troupe, "unknown");

        // The server learns what clients are capable of when they answer.
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            troupe.says(troupe.alice, "composing", "paused");
            return troupe.heard(without).isEmpty();
        });
        ChatStateTroupe.set(openfire, "rate.window", "1");
        Awaitility.await().pollDelay(Duration.ofMillis(1100)).until(() -> true);
        for (final TestClient client : List.of(with, unknown, without)) {
            client.sync();
            client.clear();
        }

        troupe.says(troupe.alice, "inactive");
        assertThat(troupe.heard(with)).containsExactly("Alice inactive");
        assertThat(troupe.heard(unknown)).containsExactly("Alice inactive");
        assertThat(troupe.heard(without)).isEmpty();

        troupe.send(troupe.alice, "<body>content</body>" + state("active"));
        assertThat(without.await(stanza -> stanza.body().isPresent()).has(STATES, "active")).isTrue();

        ChatStateTroupe.set(openfire, "per-recipient", "false");
        troupe.says(troupe.alice, "composing");
        assertThat(troupe.heard(without)).containsExactly("Alice composing");
        ChatStateTroupe.set(openfire, "per-recipient", "true");
        ChatStateTroupe.set(openfire, "policy", "relay");
        troupe.says(troupe.alice, "gone");
        assertThat(troupe.heard(without)).containsExactly("Alice gone");
    }

    /** What the server does not learn by itself: from presence that is sent to a room alone. */
    @Test
    void c6_clientsThatAnnounceItInTheRoomAloneAreSpared() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        final MepScene scene = new MepScene(openfire);
        final TestClient without = openfire.login("directed");
        MepAnswers.with(without, "urn:example:directed");
        scene.join(without, troupe.room, "Without", MepAnswers.caps("urn:example:directed"));
        final TestClient with = openfire.login("with");
        MepAnswers.with(with, "urn:example:directed", STATES);
        scene.join(with, troupe.room, "With", MepAnswers.caps("urn:example:directed", STATES));
        final TestClient silent = openfire.login("silent");
        MepAnswers.none(silent);
        scene.join(silent, troupe.room, "Silent", MepAnswers.caps("urn:example:silent"));

        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            troupe.says(troupe.alice, "composing", "paused");
            return troupe.heard(without).isEmpty();
        });
        ChatStateTroupe.set(openfire, "rate.window", "1");
        Awaitility.await().pollDelay(Duration.ofMillis(1100)).until(() -> true);
        for (final TestClient client : List.of(with, silent, without)) {
            client.sync();
            client.clear();
        }

        troupe.says(troupe.alice, "inactive");
        assertThat(troupe.heard(with)).containsExactly("Alice inactive");
        assertThat(troupe.heard(silent)).containsExactly("Alice inactive");
        assertThat(troupe.heard(without)).isEmpty();

        // A newer version of the client has them.
        MepAnswers.with(without, "urn:example:newer", STATES);
        without.send("<presence to='" + troupe.room + "/Without'>" + MepAnswers.caps("urn:example:newer", STATES)
            + "</presence>");
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1100)).until(() -> {
            troupe.says(troupe.alice, "composing", "paused");
            return !troupe.heard(without).isEmpty();
        });
    }

    /** A server that does not know of client states ends the stream of a client that tells it of one. */
    @Test
    void c6_clientsAtWhichNobodyLooksAreSpared() {
        assumeThat(knowsClientStates()).as("the server knows which clients are inactive").isTrue();
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        final TestClient carol = enter(troupe, "carol");
        troupe.bob.send(INACTIVE);
        troupe.bob.sync();
        troupe.bob.clear();
        troupe.says(troupe.alice, "composing");
        troupe.awaitState(carol, "Alice", "composing");
        troupe.send(troupe.alice, "<body>content</body>" + state("active"));
        troupe.alice.sync();

        // What waited for the client comes as soon as somebody looks at it.
        troupe.bob.send(ACTIVE);
        assertThat(troupe.bob.await(stanza -> stanza.body().isPresent()).has(STATES, "active")).isTrue();
        assertThat(troupe.heard(troupe.bob)).isEmpty();

        troupe.says(troupe.alice, "paused");
        assertThat(troupe.heard(troupe.bob)).containsExactly("Alice paused");
    }

    @Test
    void c6_inactiveClientsAreToldWhereTheAdministratorWantsIt() {
        assumeThat(knowsClientStates()).as("the server knows which clients are inactive").isTrue();
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        ChatStateTroupe.set(openfire, "per-recipient", "false");
        troupe.bob.send(INACTIVE);
        troupe.bob.sync();
        troupe.says(troupe.alice, "composing");
        troupe.alice.sync();
        troupe.bob.send(ACTIVE);

        troupe.awaitState(troupe.bob, "Alice", "composing");
    }

    private static boolean knowsClientStates() {
        return openfire.control().majorVersion() >= 5;
    }
}
