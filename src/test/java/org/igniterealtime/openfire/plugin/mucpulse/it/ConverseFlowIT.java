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
import static org.igniterealtime.openfire.plugin.mucpulse.it.RaiScene.PATIENCE;

import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What Converse.js does with its option {@code muc_subscribe_to_rai}: whoever hides a room leaves it, and subscribes
 * instead, once more for each room; whoever opens it again joins it again.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437</a>
 */
class ConverseFlowIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private static final String NICK = "Bob";
    private static final String CAPS = "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1'"
            + " node='https://conversejs.org' ver='qgxN8hmrdSa2/4/7PUoM9bPFN2s='/>";

    private final RaiScene scene = new RaiScene(openfire);

    @Test
    void hiddenRoomsAreToldOfUntilTheyAreOpenedAgain() {
        // Given a user in three rooms, of none of which he is a member
        final TestClient bob = openfire.login("bob");
        bob.send("<presence>" + CAPS + "<priority>0</priority></presence>");
        final String first = scene.room();
        final String second = scene.room();
        final String open = scene.room();
        for (final String room : List.of(first, second, open)) {
            enter(bob, room);
        }
        scene.say(first);

        // When he hides two of them
        hide(bob, first);
        hide(bob, second);
        bob.sync();

        // Then he is not told of what he has seen, and hears what is said in the open room as before
        assertThat(bob.untaken(RaiScene::isNotification)).isEmpty();
        scene.say(scene.owner(), open, "In the open");
        bob.await(stanza -> stanza.body().filter("In the open"::equals).isPresent());

        // When something is said in the hidden ones
        scene.say(first);
        scene.say(second);
        scene.say(open);

        // Then he is told of both, once, and of no other
        scene.awaitTold(bob, first);
        scene.awaitTold(bob, second);
        scene.say(first);
        scene.say(second);
        assertThat(scene.told(bob)).containsExactlyInAnyOrder(first, second);

        // When he opens one
        enter(bob, first);
        scene.say(scene.owner(), first, "Welcome back");

        // Then he hears what is said there, and is not told of it as well
        bob.await(stanza -> stanza.body().filter("Welcome back"::equals).isPresent());
        assertThat(scene.told(bob)).isEmpty();

        // When he hides it again
        final Stanza list = hideAndAwaitList(bob, first);

        // Then the answer has what he has not seen yet, and he is told of the next message
        assertThat(RaiScene.roomsOf(list)).contains(second).doesNotContain(first, open);
        scene.say(first);
        assertThat(scene.told(bob)).containsExactly(first);
        scene.say(scene.owner(), open, "Still open");
        bob.await(stanza -> stanza.body().filter("Still open"::equals).isPresent());
    }

    /** R1: "clients re-send for every room they hide; they must not count". */
    @Test
    void oneSessionThatHidesManyRoomsIsOneSubscription() {
        final TestClient bob = openfire.login("bob");
        final TestClient laptop = openfire.login(bob.user(), "laptop");
        try (RaiScene.Setting limit = scene.setting("subscriptions.user", "1")) {
            final List<String> rooms = List.of(scene.room(), scene.room(), scene.room(), scene.room(), scene.room());
            for (final String room : rooms) {
                enter(bob, room);
                hide(bob, room);
            }
            bob.sync();
            assertThat(bob.stanzas(stanza -> stanza.isError() && stanza.from().equals(scene.service())))
                    .as("refused with %s", limit).isEmpty();

            rooms.forEach(scene::say);

            assertThat(scene.told(bob)).containsExactlyInAnyOrderElementsOf(rooms);
            assertThat(scene.subscribeInVain(laptop).errorCondition()).contains("resource-constraint");
        }
    }

    /** R5: the chat state by which Converse.js says good-bye is not something said, to whoever else is subscribed. */
    @Test
    void goodByeIsNoActivity() {
        final TestClient bob = openfire.login("bob");
        final TestClient carol = openfire.login("carol");
        final String room = scene.roomWithMember(carol);
        scene.list(carol);
        enter(bob, room);

        hide(bob, room);
        bob.sync();
        assertThat(scene.told(carol)).isEmpty();

        scene.say(room);
        assertThat(scene.told(carol)).containsExactly(room);
        assertThat(scene.told(bob)).containsExactly(room);
    }

    /** All sessions of a user who hides the same room on two devices are told for themselves (R6). */
    @Test
    void roomOpenOnOneDeviceAndHiddenOnAnother() {
        final TestClient desk = openfire.login("bob");
        final TestClient phone = openfire.login(desk.user(), "phone");
        final String room = scene.room();
        enter(desk, room);
        enter(phone, room);
        hide(phone, room);
        phone.sync();

        scene.say(room);

        assertThat(scene.told(phone)).containsExactly(room);
        assertThat(desk.stanzas(RaiScene::isNotification)).isEmpty();
        desk.await(stanza -> stanza.body().filter("Something is said"::equals).isPresent());
    }

    private static void enter(final TestClient client, final String room) {
        client.send("<presence id='" + TestClient.newId() + "' to='" + room + "/" + NICK + "'>"
                + "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x>" + CAPS + "</presence>");
        client.await(stanza -> stanza.isPresence() && stanza.from().equals(room + "/" + NICK)
                && stanza.type().isEmpty() && stanza.mucStatus().contains(110));
        client.sync();
    }

    private void hide(final TestClient client, final String room) {
        client.send(RaiScene.groupchat(room, TestClient.newId(), "<inactive xmlns='http://jabber.org/protocol/chatstates'/>"
                + "<no-store xmlns='urn:xmpp:hints'/><no-permanent-store xmlns='urn:xmpp:hints'/>"));
        client.send("<presence id='" + TestClient.newId() + "' type='unavailable' to='" + room + "/" + NICK + "'/>");
        client.send("<presence id='" + TestClient.newId() + "' to='" + scene.service() + "'>" + CAPS + RaiScene.REQUEST
                + "</presence>");
    }

    private Stanza hideAndAwaitList(final TestClient client, final String room) {
        hide(client, room);
        return client.await(RaiScene::isNotification, PATIENCE);
    }
}
