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

import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Who is told, and how often: R6, R7 and R8.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437</a>
 */
class RaiNotificationIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private final RaiScene scene = new RaiScene(openfire);

    /**
     * "Note that the service will only send notifications for rooms where the client's session is not currently joined.
     * If the client is joined to a room, it already receives live events from the room directly."
     */
    @Test
    void r6_sessionInRoomIsNeverToldAndAnotherOfTheSameUserIs() {
        final TestClient inside = openfire.login("bob");
        final TestClient outside = openfire.login(inside.user(), "outside");
        final String room = scene.roomWithMember(inside);
        scene.join(inside, room);
        scene.list(inside);
        scene.list(outside);

        scene.say(room);

        scene.awaitTold(outside, room);
        assertThat(scene.told(inside)).isEmpty();
        assertThat(scene.told(outside)).containsExactly(room);
    }

    /** R6, in the list that answers a request. */
    @Test
    void r6_listDoesNotNameRoomsThatTheSessionIsIn() {
        final TestClient inside = openfire.login("bob");
        final TestClient outside = openfire.login(inside.user(), "outside");
        final String room = scene.roomWithMember(inside);
        scene.join(inside, room);
        scene.say(room);

        assertThat(scene.list(inside)).isEmpty();
        assertThat(scene.list(outside)).containsExactly(room);
    }

    /** R6: as soon as the session left, it is told again. */
    @Test
    void r6_sessionIsToldOfWhatIsSaidAfterItLeft() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);
        scene.join(bob, room);
        scene.list(bob);
        scene.say(room);
        scene.leave(bob, room);
        assertThat(scene.told(bob)).isEmpty();

        scene.say(room);

        assertThat(scene.told(bob)).containsExactly(room);
    }

    /** R7: "Nobody is told of their own messages: neither the author's other sessions". */
    @Test
    void r7_otherSessionsOfTheAuthorAreNotTold() {
        final TestClient author = openfire.login("bob");
        final TestClient other = openfire.login(author.user(), "other");
        final TestClient carol = openfire.login("carol");
        final String room = scene.roomWithMember(author);
        Rooms.affiliate(scene.owner(), room, carol.bareJid(), "member");
        scene.join(author, room);
        scene.list(other);
        scene.list(carol);

        // When the user says something
        scene.say(author, room, "From one device");

        // Then the other device is not told, and somebody else is
        scene.awaitTold(carol, room);
        assertThat(scene.told(other)).isEmpty();

        // And when somebody else answers, it is
        scene.say(room);
        assertThat(scene.told(other)).containsExactly(room);
        assertThat(scene.told(carol)).containsExactly(room);
    }

    /** R7: "nor later in a list". */
    @Test
    void r7_ownMessagesAreNotListed() {
        final TestClient author = openfire.login("bob");
        final TestClient other = openfire.login(author.user(), "other");
        final TestClient carol = openfire.login("carol");
        final String room = scene.roomWithMember(author);
        Rooms.affiliate(scene.owner(), room, carol.bareJid(), "member");
        scene.join(author, room);
        scene.say(author, room, "One");
        scene.say(author, room, "Two");

        assertThat(scene.list(other)).isEmpty();
        assertThat(scene.list(carol)).containsExactly(room);
    }

    /** R7: "but what others said in between counts". */
    @Test
    void r7_whatOthersSaidInBetweenIsListed() {
        final TestClient author = openfire.login("bob");
        final TestClient other = openfire.login(author.user(), "other");
        final String room = scene.roomWithMember(author);
        scene.join(author, room);
        scene.say(author, room, "One");
        scene.say(room);
        scene.say(author, room, "Two");
        scene.say(author, room, "Three");

        assertThat(scene.list(other)).containsExactly(room);
    }

    /**
     * "Each room may only be notified once, even if many events occur while the client is not present in the room."
     */
    @Test
    void r8_roomIsToldOnce() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);
        scene.list(bob);

        scene.say(room);
        scene.awaitTold(bob, room);
        scene.say(room);
        scene.say(room);

        assertThat(scene.told(bob)).containsExactly(room);
        scene.say(room);
        assertThat(scene.told(bob)).isEmpty();
    }

    /** R8, as the list counts: "who have not already received a notification for that room". */
    @Test
    void r8_listedRoomIsNotToldAgain() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);
        scene.say(room);
        assertThat(scene.list(bob)).containsExactly(room);

        scene.say(room);

        assertThat(scene.told(bob)).isEmpty();
    }

    /** "In their current subscription's lifetime": each subscription is told for itself. */
    @Test
    void r8_eachSessionIsToldOnce() {
        final TestClient desk = openfire.login("bob");
        final TestClient phone = openfire.login(desk.user(), "phone");
        final String room = scene.roomWithMember(desk);
        scene.list(desk);
        scene.say(room);
        assertThat(scene.told(desk)).containsExactly(room);

        scene.list(phone);
        scene.say(room);

        assertThat(scene.told(desk)).isEmpty();
        scene.unsubscribe(desk);
        assertThat(scene.list(desk)).containsExactly(room);
    }

    /** R8: "until … renewed the subscription". */
    @Test
    void r8_renewalArmsAgain() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);
        scene.list(bob);
        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);

        assertThat(scene.list(bob)).containsExactly(room);
    }

    /** R8: "until the user has been in the room again". */
    @Test
    void r8_visitArmsAgain() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);
        final String other = scene.roomWithMember(bob);
        armedAgainBy(bob, room, other, () -> scene.visit(bob, room));
    }

    /** R8: "any session of theirs joined or left it": one joined. */
    @Test
    void r8_joiningOfAnotherSessionArmsAgain() {
        final TestClient bob = openfire.login("bob");
        final TestClient phone = openfire.login(bob.user(), "phone");
        final String room = scene.roomWithMember(bob);
        final String other = scene.roomWithMember(bob);
        armedAgainBy(bob, room, other, () -> scene.join(phone, room));
    }

    /** R8: "any session of theirs joined or left it": one left. */
    @Test
    void r8_leavingOfAnotherSessionArmsAgain() {
        final TestClient bob = openfire.login("bob");
        final TestClient phone = openfire.login(bob.user(), "phone");
        final String room = scene.roomWithMember(bob);
        final String other = scene.roomWithMember(bob);
        scene.join(phone, room);
        armedAgainBy(bob, room, other, () -> scene.leave(phone, room));
    }

    /** R8 and R10: a kick is a leave. */
    @Test
    void r8_kickArmsAgain() {
        final TestClient bob = openfire.login("bob");
        final TestClient phone = openfire.login(bob.user(), "phone");
        final String room = scene.roomVisitedBy(bob);
        final String other = scene.roomWithMember(bob);
        scene.join(phone, room);
        armedAgainBy(bob, room, other, () -> {
            Rooms.kick(scene.owner(), room, phone.user());
            phone.await(stanza -> stanza.isPresence() && stanza.mucStatus().contains(307));
        });
    }

    /** R8 and R10: a ban is a leave; who is admitted again is told again. */
    @Test
    void r8_banAndItsEndArmAgain() {
        final TestClient bob = openfire.login("bob");
        final TestClient phone = openfire.login(bob.user(), "phone");
        final String room = scene.roomVisitedBy(bob);
        final String other = scene.roomWithMember(bob);
        scene.join(phone, room);
        armedAgainBy(bob, room, other, () -> {
            Rooms.ban(scene.owner(), room, bob.bareJid());
            phone.await(stanza -> stanza.isPresence() && stanza.mucStatus().contains(301));
            Rooms.affiliate(scene.owner(), room, bob.bareJid(), "none");
        });
    }

    /** R8 and R10: going offline is a leave. */
    @Test
    void r8_disconnectArmsAgain() {
        final TestClient bob = openfire.login("bob");
        final TestClient phone = openfire.login(bob.user(), "phone");
        final String room = scene.roomWithMember(bob);
        final String other = scene.roomWithMember(bob);
        scene.join(phone, room);
        armedAgainBy(bob, room, other, () -> {
            phone.disconnect();
            awaitGone(phone, room);
        });
    }

    /** R8 and R10: a lost connection is a leave. */
    @Test
    void r8_cutConnectionArmsAgain() {
        final TestClient bob = openfire.login("bob");
        final TestClient phone = openfire.login(bob.user(), "phone");
        final String room = scene.roomWithMember(bob);
        final String other = scene.roomWithMember(bob);
        scene.join(phone, room);
        armedAgainBy(bob, room, other, () -> {
            phone.cut();
            awaitGone(phone, room);
        });
    }

    /** R8: a change of the nickname is no visit. */
    @Test
    void r8_newNicknameArmsNothing() {
        final TestClient bob = openfire.login("bob");
        final TestClient phone = openfire.login(bob.user(), "phone");
        final String room = scene.roomWithMember(bob);
        scene.join(phone, room);
        scene.list(bob);
        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);

        phone.send("<presence to='" + room + "/Robert'/>");
        phone.await(stanza -> stanza.isPresence() && stanza.from().equals(room + "/Robert"));
        phone.sync();
        scene.say(room);

        assertThat(scene.told(bob)).isEmpty();
    }

    /** Being told of two rooms, one of which is then visited: only that one is told of again. */
    private void armedAgainBy(final TestClient bob, final String room, final String other, final Runnable visit) {
        scene.list(bob);
        scene.say(room);
        scene.say(other);
        assertThat(scene.told(bob)).containsExactlyInAnyOrder(room, other);

        visit.run();
        assertThat(scene.told(bob)).isEmpty();
        scene.say(other);
        scene.say(room);

        assertThat(scene.told(bob)).containsExactly(room);
    }

    private void awaitGone(final TestClient client, final String room) {
        scene.owner().await(stanza -> stanza.isPresence() && "unavailable".equals(stanza.type())
                && stanza.from().equals(room + "/" + client.user()), RaiScene.PATIENCE);
        Awaitility.await().atMost(RaiScene.PATIENCE)
                .until(() -> !openfire.control().sessions().contains(client.jid()));
        scene.owner().sync();
    }
}
