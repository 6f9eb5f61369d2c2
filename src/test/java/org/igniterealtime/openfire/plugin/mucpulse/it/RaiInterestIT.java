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

import java.util.UUID;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Which rooms a user is told of: R4.
 *
 * <p>"This specification does not dictate how a server determines which rooms a client should receive notifications
 * for."
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437</a>
 */
class RaiInterestIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private final RaiScene scene = new RaiScene(openfire);

    /** R4: "the rooms of that service where the user is owner, admin or member". */
    @Test
    void r4_affiliatedRoomsAreTold() {
        final TestClient bob = openfire.login("bob");
        final String owned = scene.room();
        final String administered = scene.room();
        final String joined = scene.room();
        Rooms.affiliate(scene.owner(), owned, bob.bareJid(), "owner");
        Rooms.affiliate(scene.owner(), administered, bob.bareJid(), "admin");
        Rooms.affiliate(scene.owner(), joined, bob.bareJid(), "member");
        final String neither = scene.room();
        scene.list(bob);

        scene.say(neither);
        scene.say(owned);
        scene.say(administered);
        scene.say(joined);

        assertThat(scene.told(bob)).containsExactlyInAnyOrder(owned, administered, joined);
        assertThat(scene.list(bob)).containsExactlyInAnyOrder(owned, administered, joined);
    }

    /** R4: "and those that the user visited before". */
    @Test
    void r4_visitedRoomsAreTold() {
        final TestClient bob = openfire.login("bob");
        final String visited = scene.roomVisitedBy(bob);
        final String neither = scene.room();
        scene.list(bob);

        scene.say(neither);
        scene.say(visited);

        assertThat(scene.told(bob)).containsExactly(visited);
        assertThat(scene.list(bob)).containsExactly(visited);
    }

    /** R4: who becomes a member while subscribed is told of the next message. */
    @Test
    void r4_newMemberIsTold() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.room();
        scene.list(bob);
        scene.say(room);
        assertThat(scene.told(bob)).isEmpty();

        Rooms.affiliate(scene.owner(), room, bob.bareJid(), "member");
        scene.say(room);

        scene.awaitTold(bob, room);
        assertThat(scene.told(bob)).containsExactly(room);
    }

    /** R4: who is a member no more, and never was in the room, has no interest in it. */
    @Test
    void r4_formerMemberIsNotTold() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);
        scene.list(bob);

        Rooms.affiliate(scene.owner(), room, bob.bareJid(), "none");
        scene.say(room);

        assertThat(scene.told(bob)).isEmpty();
        assertThat(scene.list(bob)).isEmpty();
    }

    /** R4, setting {@code affiliated}. */
    @Test
    void r4_affiliatedAlone() {
        final TestClient bob = openfire.login("bob");
        final String visited = scene.roomVisitedBy(bob);
        final String joined = scene.roomWithMember(bob);
        try (RaiScene.Setting affiliated = scene.setting("interest", "affiliated")) {
            scene.list(bob);
            scene.say(visited);
            scene.say(joined);

            assertThat(scene.told(bob)).as("told with %s", affiliated).containsExactly(joined);
            assertThat(scene.list(bob)).containsExactly(joined);
        }
    }

    /** R4, setting {@code visited}. */
    @Test
    void r4_visitedAlone() {
        final TestClient bob = openfire.login("bob");
        final String beacon = scene.roomVisitedBy(bob);
        final String control = scene.roomVisitedBy(bob);
        final String visited = scene.roomVisitedBy(bob);
        final String joined = scene.roomWithMember(bob);
        scene.say(beacon);
        try (RaiScene.Setting visitedOnly = scene.setting("interest", "visited")) {
            assertThat(scene.list(bob, beacon)).isEmpty();
            scene.say(joined);
            scene.say(visited);

            assertThat(scene.told(bob, control)).as("told with %s", visitedOnly).containsExactly(visited);
            assertThat(scene.list(bob, beacon)).containsExactly(visited);
        }
    }

    /** R4, setting {@code all}: still nothing of rooms that the user may not know of (R9). */
    @Test
    void r4_allRooms() {
        final TestClient bob = openfire.login("bob");
        try (RaiScene.Setting all = scene.setting("interest", "all")) {
            scene.list(bob);
            final String open = scene.room();
            final String hidden = scene.room(RoomConfig.open().hidden());
            final String membersOnly = scene.room(RoomConfig.open().membersOnly());
            final String secret = scene.room(RoomConfig.open().password("secret"));
            scene.say(hidden);
            scene.say(membersOnly);
            scene.say(secret);
            scene.say(open);

            assertThat(scene.told(bob)).as("told with %s", all).containsExactly(open);
            assertThat(scene.list(bob)).contains(open).doesNotContain(hidden, membersOnly, secret);
        }
    }

    /** R4: "groups resolved". */
    @Test
    void r4_memberThroughGroupIsTold() {
        final TestClient bob = openfire.login("bob");
        final String group = "team-" + UUID.randomUUID();
        openfire.control().createGroup(group);
        openfire.control().addGroupMember(group, bob.bareJid());
        final String room = scene.room(RoomConfig.open().membersOnly());
        final String listed = scene.room(RoomConfig.open().membersOnly());
        Rooms.affiliate(scene.owner(), room, openfire.control().groupJid(group), "member");
        Rooms.affiliate(scene.owner(), listed, openfire.control().groupJid(group), "member");
        scene.say(listed);

        assertThat(scene.list(bob)).containsExactly(listed);
        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);

        // R9: "losing membership … takes effect for the very next message, live and in lists".
        scene.visit(bob, room);
        openfire.control().removeGroupMember(group, bob.bareJid());
        scene.say(room);
        assertThat(scene.told(bob)).isEmpty();
        assertThat(scene.list(bob)).isEmpty();

        // "Regaining access works as well", also where the user has never been.
        openfire.control().addGroupMember(group, bob.bareJid());
        scene.say(room);
        scene.say(listed);
        scene.awaitTold(bob, room);
        scene.awaitTold(bob, listed);
        assertThat(scene.told(bob)).containsExactlyInAnyOrder(room, listed);
        openfire.control().deleteGroup(group);
    }

    /** Issue: "Affiliated rooms are found also when they are not loaded in memory". */
    @Test
    void r4_roomsThatAreNotLoadedAreListed() {
        final TestClient bob = openfire.login("bob");
        final String group = "sleepers-" + UUID.randomUUID();
        openfire.control().createGroup(group);
        openfire.control().addGroupMember(group, bob.bareJid());
        final String own = scene.roomWithMember(bob, RoomConfig.open().membersOnly());
        final String grouped = scene.room(RoomConfig.open().hidden());
        Rooms.affiliate(scene.owner(), grouped, openfire.control().groupJid(group), "member");
        final String visited = scene.roomVisitedBy(bob);
        final String banned = scene.roomVisitedBy(bob);
        Rooms.ban(scene.owner(), banned, bob.bareJid());
        final String closed = scene.roomVisitedBy(bob);
        Rooms.configure(scene.owner(), closed, RoomConfig.change().membersOnly());
        final String[] all = {own, grouped, visited, banned, closed};
        for (final String room : all) {
            scene.say(room);
            scene.owner().leaveRoom(room, RaiScene.OWNER);
        }
        scene.owner().sync();
        for (final String room : all) {
            openfire.control().unloadRoom(room);
        }

        assertThat(scene.list(bob)).containsExactlyInAnyOrder(own, grouped, visited);

        for (final String room : all) {
            assertThat(openfire.control().isRoomLoaded(room)).as("Listing has loaded %s", room).isFalse();
        }
        openfire.control().deleteGroup(group);
    }

    /** R1: "available presence … to a MUC service": any, also one that is created at run time, and each for itself. */
    @Test
    void r4_eachServiceIsSubscribedToForItself() {
        final String subdomain = "late-" + UUID.randomUUID();
        openfire.control().createMucService(subdomain);
        final String service = subdomain + "." + openfire.server().domain();
        final TestClient bob = openfire.login("bob");
        final TestClient phone = openfire.login(bob.user(), "phone");
        final String room = "lounge@" + service;
        Rooms.create(scene.owner(), room, RaiScene.OWNER, RoomConfig.open());
        Rooms.affiliate(scene.owner(), room, bob.bareJid(), "member");
        awaitAnnounced(bob, service);

        // When one session subscribes to one service, and the other to the other
        scene.list(bob);
        scene.subscribe(phone, service);
        scene.say(room);

        // Then each is told of its own, in the name of its own
        scene.awaitTold(phone, room);
        assertThat(phone.untaken(RaiScene::isNotification)).singleElement()
                .satisfies(told -> assertThat(told.from()).isEqualTo(service));
        assertThat(scene.told(bob)).isEmpty();
        assertThat(RaiScene.namedTo(phone)).containsExactly(room);

        // When the service is removed and created again
        openfire.control().removeMucService(subdomain);
        openfire.control().createMucService(subdomain);
        awaitAnnounced(bob, service);
        scene.owner().clear();
        phone.clear();
        final String other = "pantry@" + service;
        Rooms.create(scene.owner(), other, RaiScene.OWNER, RoomConfig.open());
        Rooms.affiliate(scene.owner(), other, bob.bareJid(), "member");
        scene.subscribe(bob, service);
        scene.say(other);

        // Then the subscription is gone, and a new one works
        scene.awaitTold(bob, other);
        phone.sync();
        scene.subscribe(phone, service);
        scene.awaitTold(phone, other);
        phone.sync();
        assertThat(RaiScene.namedTo(phone)).filteredOn(other::equals).hasSize(1);
        assertThat(phone.untaken(RaiScene::isNotification)).hasSize(1);
        openfire.control().removeMucService(subdomain);
    }

    /** A server can have a service for a moment before it tells of it. */
    static void awaitAnnounced(final TestClient client, final String service) {
        Awaitility.await().atMost(RaiScene.PATIENCE)
                .until(() -> RaiSubscriptionIT.features(client, service).contains(RaiScene.RAI));
    }
}
