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
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.activity;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.assertError;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.awaitEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.itemIds;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.occupant;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.owned;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publication;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publish;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.pubsub;

import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which occupant somebody is: M3. Versions of the server differ in which nicknames they take for one; whichever a server
 * does, the plugin does as well.
 */
class OccupantIdentityIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private static final String[] STRANGE = {"\u0130lke, i\u0307lke", "\u03c3\u03c4\u03ad, \u03c2\u03c4\u03ad"};

    private final MepScene scene = new MepScene(openfire);
    private String room;
    private TestClient watcher;
    private TestClient alice;
    private TestClient bob;

    @BeforeEach
    void enter() {
        room = scene.room();
        watcher = scene.enter(room, "Watcher", ACTIVITY);
        alice = openfire.login("alice");
        bob = openfire.login("bob");
    }

    /** Whether the server lets a second user have a nickname. */
    private boolean mayEnter(final TestClient client, final String nick) {
        final Stanza answer = client.tryJoinRoom(room, nick, "");
        if (answer.isError()) {
            assertThat(answer.errorCondition()).contains("conflict");
            return false;
        }
        client.sync();
        return true;
    }

    @ParameterizedTest
    @CsvSource({"\u0130lke, i\u0307lke", "\u03c3\u03c4\u03ad, \u03c2\u03c4\u03ad", "\u0131rem, irem", "Kate, kATE",
        "stra\u00dfe, strasse"})
    void m3_nicknamesAreOneIfAndOnlyIfTheyAreOneToTheServer(final String first, final String second) {
        scene.join(alice, room, first, "");
        publish(alice, occupant(room, first), ACTIVITY, "a1", activity("Alice"));
        awaitEvent(watcher, occupant(room, first), ACTIVITY, "a1");

        if (mayEnter(bob, second)) {
            areTwo(first, second);
        } else {
            isOne(first, second);
        }
    }

    private void areTwo(final String first, final String second) {
        final Stanza forged = bob.query("set", occupant(room, first), pubsub(publication(ACTIVITY, "b", activity("B"))));
        assertError(forged, "auth", "forbidden");
        assertError(bob.query("set", occupant(room, first), owned("<delete node='" + ACTIVITY + "'/>")), "auth",
            "forbidden");
        publish(bob, occupant(room, second), ACTIVITY, "b1", activity("Bob"));
        awaitEvent(watcher, occupant(room, second), ACTIVITY, "b1");
        assertThat(itemIds(watcher, occupant(room, first), ACTIVITY)).containsExactly("a1");
        assertThat(itemIds(watcher, occupant(room, second), ACTIVITY)).containsExactly("b1");

        // What one of them types is no repetition of what the other types, and one who leaves takes nothing along
        for (final TestClient composer : List.of(alice, bob)) {
            composer.send(RaiScene.groupchat(room, TestClient.newId(), ChatStateTroupe.state("composing")));
        }
        for (final String nick : List.of(first, second)) {
            watcher.await(stanza -> stanza.isMessage() && stanza.from().equals(occupant(room, nick))
                && stanza.has(ChatStateTroupe.STATES, "composing"), MepScene.PATIENCE);
        }
        bob.leaveRoom(room, second);
        bob.sync();
        assertThat(itemIds(watcher, occupant(room, first), ACTIVITY)).containsExactly("a1");
    }

    private void isOne(final String first, final String second) {
        publish(alice, occupant(room, second), ACTIVITY, "a2", activity("Alice"));
        awaitEvent(watcher, occupant(room, first), ACTIVITY, "a2");
        assertThat(itemIds(watcher, occupant(room, second), ACTIVITY)).containsExactly("a2");
        assertError(watcher.query("set", occupant(room, second), owned("<delete node='" + ACTIVITY + "'/>")), "auth",
            "forbidden");
        alice.clear();
        assertError(watcher.query("set", occupant(room, second), pubsub(publication(ACTIVITY, "w", activity("W")))),
            "auth", "forbidden");
        MepScene.succeed(watcher, "get", occupant(room, second), "<query xmlns='" + MepScene.ITEMS + "'/>");
        alice.sync();
        alice.assertNone(stanza -> stanza.isIq() && stanza.from().startsWith(room));
        MepScene.succeed(alice, "set", occupant(room, second), owned("<delete node='" + ACTIVITY + "'/>"));
    }

    /** One of the two generations of servers takes the first pair for one, the other the second. */
    @Test
    void m3_everyServerHasNicknamesThatAreTwoAndWouldBeOneByAnotherRule() {
        int two = 0;
        for (final String pair : STRANGE) {
            final String[] nicks = pair.split(", ");
            scene.join(alice, room, nicks[0], "");
            if (mayEnter(bob, nicks[1])) {
                two++;
                bob.leaveRoom(room, nicks[1]);
            }
            alice.leaveRoom(room, nicks[0]);
        }
        assertThat(two).isEqualTo(1);
    }

    @Test
    void m10_nodesFollowTheirOccupantFromNicknameToNickname() {
        scene.join(alice, room, "\u0130lke", "");
        publish(alice, occupant(room, "\u0130lke"), ACTIVITY, "1", activity("1"));

        for (final String nick : List.of("\u03a3\u03c4\u03ad", "i\u0307lke", "Kate", "\u0130lke")) {
            scene.rename(alice, room, nick);
            assertThat(itemIds(watcher, occupant(room, nick), ACTIVITY)).containsExactly("1");
        }
        publish(alice, occupant(room, "\u0130lke"), ACTIVITY, "2", activity("2"));
        awaitEvent(watcher, occupant(room, "\u0130lke"), ACTIVITY, "2");
    }
}
