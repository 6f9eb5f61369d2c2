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
import java.util.concurrent.locks.LockSupport;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What is true at the moment of sending, where it changes while a list is put together or a notification is gathered:
 * R1, R6, R9 and R11.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437</a>
 */
class RaiRaceIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private static final int REPETITIONS = 20;
    private static final int BANS = 25;

    private final RaiScene scene = new RaiScene(openfire);

    /** R6: "The room itself is asked at the moment of sending, live and in lists". */
    @Test
    void r6_listThatComesAfterTheSelfPresenceDoesNotNameTheRoom() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);
        for (int i = 0; i < REPETITIONS; i++) {
            scene.say(room);
            bob.clear();
            request(bob);
            pause(Duration.ofMillis(5));
            final Stanza self = bob.joinRoom(room, bob.user());
            scene.say(room);

            assertNothingNames(room, bob, self, i);

            scene.leave(bob, room);
            scene.unsubscribe(bob);
        }
    }

    /** R1: a renewal is answered "without the rooms that the session joined meanwhile" (Converse.js joins 16 ms later). */
    @Test
    void r1_renewalDoesNotNameTheRoomThatIsJoinedNext() {
        final TestClient bob = openfire.login("bob");
        final String opened = scene.roomWithMember(bob);
        final String closed = scene.roomWithMember(bob);
        scene.list(bob);
        for (int i = 0; i < REPETITIONS; i++) {
            scene.say(opened);
            scene.say(closed);
            scene.awaitTold(bob, opened);
            scene.awaitTold(bob, closed);
            bob.clear();

            request(bob);
            pause(Duration.ofMillis(16));
            final Stanza self = bob.joinRoom(opened, bob.user());

            final Stanza list = bob.await(stanza -> RaiScene.tellsOf(stanza, closed), RaiScene.PATIENCE);
            assertThat(RaiScene.roomsOf(list)).as("the %d. time", i + 1).doesNotContain(opened);
            assertNothingNames(opened, bob, self, i);

            // Closed again, it is told of what is new there, and of nothing before that.
            scene.leave(bob, opened);
            assertThat(scene.told(bob)).doesNotContain(opened);
            scene.say(opened);
            assertThat(scene.told(bob)).containsExactly(opened);
            scene.visit(bob, opened);
            scene.visit(bob, closed);
        }
    }

    /** R9: "Being banned … takes effect for the very next message, live and in lists". */
    @Test
    void r9_nothingNamesARoomOnceTheBanIsConfirmed() {
        final TestClient bob = openfire.login("bob");
        final String other = scene.roomWithMember(bob);
        scene.list(bob);
        for (int i = 0; i < BANS; i++) {
            final String room = scene.roomWithMember(bob,
                    i % 2 == 0 ? RoomConfig.open().hidden() : RoomConfig.open().membersOnly());
            // Given a window of gathering that is open, something in it, and a list under way
            scene.visit(bob, other);
            scene.say(other);
            scene.awaitTold(bob, other);
            scene.owner().say(room, "Something is said");
            request(bob);

            // When the ban is confirmed, and what was on its way before that has come
            Rooms.ban(scene.owner(), room, bob.bareJid());
            bob.sync();
            bob.clear();

            // Then nothing names the room any more
            scene.say(room);
            assertThat(scene.told(bob)).as("the %d. time", i + 1).doesNotContain(room);
            assertThat(scene.list(bob)).as("the %d. time", i + 1).doesNotContain(room);
        }
    }

    /**
     * R11: "A session is told of a refusal once in 5 minutes". Converse.js answers each refusal by entering the room,
     * leaving it and asking again.
     */
    @Test
    void r11_refusalMakesNoLoopOfEnteringAndLeaving() {
        final TestClient desk = openfire.login("bob");
        final TestClient phone = openfire.login(desk.user(), "phone");
        final String room = scene.room();
        try (RaiScene.Setting limit = scene.setting("subscriptions.user", "1")) {
            scene.list(desk);
            scene.owner().clear();
            request(phone);
            phone.sync();
            int refused = 0;
            while (refused < REPETITIONS && takeRefusal(phone)) {
                refused++;
                scene.visit(phone, room);
                request(phone);
                phone.sync();
            }
            assertThat(refused).as("how often %s refused", limit).isEqualTo(1);
            for (int i = 0; i < REPETITIONS; i++) {
                request(phone);
            }
            phone.sync();
            scene.list(desk);
            phone.sync();

            assertThat(refusals(phone)).hasSize(1);
            scene.owner().sync();
            final List<Stanza> seen = scene.owner().untaken(stanza -> stanza.isPresence()
                    && stanza.from().equals(room + "/" + phone.user()));
            assertThat(seen).extracting(Stanza::type).containsExactly("", "unavailable");
        }
    }

    private void request(final TestClient client) {
        client.send("<presence id='" + TestClient.newId() + "' to='" + scene.service() + "'>" + RaiScene.REQUEST
                + "</presence>");
    }

    /** What a test does to the server comes at its time; nothing is asserted by it. */
    private static void pause(final Duration duration) {
        LockSupport.parkNanos(duration.toNanos());
    }

    /** Lets everything that is on its way arrive, and looks at what came after the client's own presence in the room. */
    private void assertNothingNames(final String room, final TestClient client, final Stanza self, final int times) {
        final String control = scene.roomWithMember(client);
        scene.say(control);
        scene.awaitTold(client, control);
        client.sync();
        assertThat(client.stanzas(stanza -> stanza.order() > self.order() && RaiScene.tellsOf(stanza, room)))
                .as("the %d. time", times + 1).isEmpty();
    }

    private static List<Stanza> refusals(final TestClient client) {
        return client.stanzas(stanza -> stanza.isPresence() && stanza.isError());
    }

    private static boolean takeRefusal(final TestClient client) {
        final List<Stanza> refused = client.untaken(stanza -> stanza.isPresence() && stanza.isError());
        if (refused.isEmpty()) {
            return false;
        }
        client.await(stanza -> stanza.order() == refused.get(0).order());
        return true;
    }
}
