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

import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Who may be told, at the moment of telling: R9.
 *
 * <p>"A server MUST NOT send activity notifications to a user from a room that the user would not be allowed to join.
 * This potentially includes hidden rooms where the user has no affiliation."
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437</a>
 */
class RaiAccessIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private final RaiScene scene = new RaiScene(openfire);

    /** R9: "never an outcast", and "being banned … takes effect for the very next message, live and in lists". */
    @Test
    void r9_outcastIsNotTold() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomVisitedBy(bob);
        scene.list(bob);

        Rooms.ban(scene.owner(), room, bob.bareJid());
        scene.say(room);
        assertThat(scene.told(bob)).isEmpty();
        assertThat(scene.list(bob)).isEmpty();

        // "Regaining access works as well."
        Rooms.affiliate(scene.owner(), room, bob.bareJid(), "none");
        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);
        assertThat(scene.list(bob)).containsExactly(room);
    }

    /** R9, for a member who is banned: the interest goes with the affiliation, and no visit outweighs the ban. */
    @Test
    void r9_memberWhoIsBannedIsNotTold() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);
        scene.visit(bob, room);
        scene.list(bob);
        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);
        scene.visit(bob, room);

        Rooms.ban(scene.owner(), room, bob.bareJid());
        scene.say(room);

        assertThat(scene.told(bob)).isEmpty();
        assertThat(scene.list(bob)).isEmpty();
    }

    /** R9: "members-only rooms only to member and above". */
    @Test
    void r9_membersOnlyRoomIsToldToMembersOnly() {
        final TestClient bob = openfire.login("bob");
        final TestClient member = openfire.login("member");
        final String room = scene.roomVisitedBy(bob);
        Rooms.affiliate(scene.owner(), room, member.bareJid(), "member");
        Rooms.configure(scene.owner(), room, RoomConfig.change().membersOnly());
        scene.list(bob);
        scene.list(member);

        scene.say(room);

        scene.awaitTold(member, room);
        assertThat(scene.told(bob)).isEmpty();
        assertThat(scene.list(bob)).isEmpty();
        assertThat(scene.list(member)).containsExactly(room);
    }

    /** R9: "a room turned members-only … takes effect for the very next message", and back. */
    @Test
    void r9_roomTurnedMembersOnlyIsNotTold() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomVisitedBy(bob);
        scene.list(bob);

        Rooms.configure(scene.owner(), room, RoomConfig.change().membersOnly(true));
        scene.say(room);
        assertThat(scene.told(bob)).isEmpty();

        Rooms.configure(scene.owner(), room, RoomConfig.change().membersOnly(false));
        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);
    }

    /** R9: "losing membership"; here of a members-only room. "Regaining access works as well." */
    @Test
    void r9_whoLosesMembershipIsNotTold() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob, RoomConfig.open().membersOnly());
        scene.visit(bob, room);
        scene.list(bob);

        Rooms.affiliate(scene.owner(), room, bob.bareJid(), "none");
        scene.say(room);
        assertThat(scene.told(bob)).isEmpty();
        assertThat(scene.list(bob)).isEmpty();

        Rooms.affiliate(scene.owner(), room, bob.bareJid(), "member");
        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);
        assertThat(scene.list(bob)).containsExactly(room);
    }

    /** R9, where two changes leave the lists as long as they were: one member goes, another comes. */
    @Test
    void r9_exchangedMembershipsTakeEffect() {
        final TestClient bob = openfire.login("bob");
        final TestClient carol = openfire.login("carol");
        final String room = scene.roomWithMember(bob, RoomConfig.open().membersOnly());
        scene.list(bob);
        scene.list(carol);
        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);

        Rooms.affiliate(scene.owner(), room, bob.bareJid(), "none");
        Rooms.affiliate(scene.owner(), room, carol.bareJid(), "member");
        scene.say(room);

        scene.awaitTold(carol, room);
        assertThat(scene.told(carol)).containsExactly(room);
        assertThat(scene.told(bob)).isEmpty();
        assertThat(scene.list(bob)).isEmpty();
    }

    /** R9: "hidden rooms only to the affiliated". */
    @Test
    void r9_hiddenRoomIsToldToTheAffiliatedOnly() {
        final TestClient bob = openfire.login("bob");
        final TestClient member = openfire.login("member");
        final String room = scene.roomVisitedBy(bob);
        Rooms.affiliate(scene.owner(), room, member.bareJid(), "member");
        scene.list(bob);
        scene.list(member);

        Rooms.configure(scene.owner(), room, RoomConfig.change().hidden());
        scene.say(room);

        scene.awaitTold(member, room);
        assertThat(scene.told(bob)).isEmpty();
        assertThat(scene.list(bob)).isEmpty();
        assertThat(scene.list(member)).containsExactly(room);

        Rooms.configure(scene.owner(), room, RoomConfig.change().listed(true));
        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);
    }

    /** R9: "password-protected rooms only to the affiliated". */
    @Test
    void r9_passwordProtectedRoomIsToldToTheAffiliatedOnly() {
        final TestClient bob = openfire.login("bob");
        final TestClient member = openfire.login("member");
        final String room = scene.room(RoomConfig.open().password("secret"));
        Rooms.affiliate(scene.owner(), room, member.bareJid(), "member");
        bob.joinRoom(room, bob.user(), "secret");
        scene.leave(bob, room);
        scene.list(bob);
        scene.list(member);

        scene.say(room);

        scene.awaitTold(member, room);
        assertThat(scene.told(bob)).isEmpty();
        assertThat(scene.list(bob)).isEmpty();
        assertThat(scene.list(member)).containsExactly(room);

        Rooms.configure(scene.owner(), room, RoomConfig.change().noPassword());
        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);
    }

    /** R9: "destroyed rooms to none". */
    @Test
    void r9_destroyedRoomIsNotListed() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);
        scene.visit(bob, room);
        scene.say(room);
        assertThat(scene.list(bob)).containsExactly(room);

        Rooms.destroy(scene.owner(), room);

        assertThat(scene.list(bob)).isEmpty();
        assertThat(scene.told(bob)).isEmpty();
    }

    /** R9: a new room under the name of a destroyed one has nothing of the old one. */
    @Test
    void r9_newRoomOfTheSameNameIsAnotherRoom() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);
        scene.visit(bob, room);
        scene.say(room);
        Rooms.destroy(scene.owner(), room);
        scene.owner().clear();

        Rooms.create(scene.owner(), room, RaiScene.OWNER, RoomConfig.open());
        scene.list(bob);
        scene.say(room);
        assertThat(scene.told(bob)).isEmpty();

        Rooms.affiliate(scene.owner(), room, bob.bareJid(), "member");
        scene.say(room);
        scene.awaitTold(bob, room);
        assertThat(scene.told(bob)).containsExactly(room);
        assertThat(scene.list(bob)).containsExactly(room);
    }

    /** Nobody who looks at a room while it is being destroyed may have the server load it once more. */
    @Test
    void r9_destroyedRoomIsNotBroughtBackToLife() {
        final TestClient bob = openfire.login("bob");
        scene.list(bob);
        for (int i = 0; i < 20; i++) {
            final String room = scene.roomWithMember(bob);
            scene.owner().say(room, "News");
            Rooms.destroy(scene.owner(), room);
            scene.owner().sync();
            bob.sync();

            assertThat(openfire.control().isRoomLoaded(room)).as("the room is there, the %d. time", i + 1).isFalse();
        }
    }

    /** R9: a temporary room ends with its last occupant. */
    @Test
    void r9_temporaryRoomIsToldWhileItLasts() {
        final TestClient bob = openfire.login("bob");
        final TestClient carol = openfire.login("carol");
        final String room = scene.room(RoomConfig.temporary());
        scene.visit(bob, room);
        scene.visit(carol, room);
        scene.list(bob);
        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);
        assertThat(scene.list(carol)).containsExactly(room);

        scene.owner().leaveRoom(room, RaiScene.OWNER);
        scene.owner().sync();

        assertThat(scene.list(bob)).isEmpty();
        assertThat(scene.list(carol)).isEmpty();
    }

    /** What R9 protects is what the room itself refuses: who is not told could not have entered. */
    @Test
    void r9_whoIsNotToldCouldNotEnter() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomVisitedBy(bob);
        Rooms.configure(scene.owner(), room, RoomConfig.change().membersOnly());
        scene.list(bob);
        scene.say(room);

        final Stanza refusal = bob.tryJoinRoom(room, bob.user(), "");

        assertThat(refusal.errorCondition()).contains("registration-required");
        assertThat(scene.told(bob)).isEmpty();
    }
}
