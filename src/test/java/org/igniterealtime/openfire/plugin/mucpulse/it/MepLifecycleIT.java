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
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.MOOD;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.OWNER;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.PATIENCE;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.activity;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.assertError;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.awaitEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.interest;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.itemIds;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.occupant;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publish;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.pubsub;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.subscribe;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.igniterealtime.openfire.plugin.mucpulse.store.Sql;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * How long nodes live: M10.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html">XEP-0316</a>
 */
class MepLifecycleIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private final MepScene scene = new MepScene(openfire);

    /** M10: "An occupant's nodes … are deleted with it", however it goes. */
    @Test
    void m10_nodesGoWithTheOccupantWhoLeaves() {
        assertNodesGo("Leaves", (client, room) -> client.leaveRoom(room, "Bob"));
    }

    @Test
    void m10_nodesGoWithTheOccupantWhoGoesOffline() {
        assertNodesGo("Disconnects", (client, room) -> client.disconnect());
    }

    @Test
    void m10_nodesGoWithTheOccupantWhoseConnectionIsCut() {
        assertNodesGo("Cut", (client, room) -> client.cut());
    }

    @Test
    void m10_nodesGoWithTheOccupantWhoseSessionIsClosed() {
        assertNodesGo("Closed", (client, room) -> openfire.control().closeSession(client.jid()));
    }

    @Test
    void m10_nodesGoWithTheOccupantWhoIsKicked() {
        assertNodesGo("Kicked", (client, room) -> Rooms.kick(scene.owner(), room, "Bob"));
    }

    @Test
    void m10_nodesGoWithTheOccupantWhoIsBanned() {
        assertNodesGo("Banned", (client, room) -> Rooms.ban(scene.owner(), room, client.bareJid()));
    }

    private void assertNodesGo(final String how, final BiConsumer<TestClient, String> end) {
        // Given an occupant with a node and a subscription
        final String room = scene.room();
        final TestClient carol = scene.enter(room, "Carol", ACTIVITY);
        publish(carol, occupant(room, "Carol"), MOOD, "c", "<mood xmlns='" + MOOD + "'/>");
        final TestClient bob = scene.enter(room, "Bob");
        publish(bob, occupant(room, "Bob"), ACTIVITY, "1", activity(how));
        awaitEvent(carol, occupant(room, "Bob"), ACTIVITY, "1");
        subscribe(bob, occupant(room, "Carol"), MOOD);

        // When the occupant is gone
        end.accept(bob, room);
        carol.await(stanza -> stanza.isPresence() && "unavailable".equals(stanza.type())
            && stanza.from().equals(occupant(room, "Bob")), PATIENCE);
        carol.sync();

        // Then whoever takes the nickname inherits nothing
        final TestClient heir = scene.enter(room, "Bob");
        assertError(heir.query("get", occupant(room, "Bob"), pubsub("<items node='" + ACTIVITY + "'/>")), "cancel",
            "item-not-found");
        publish(carol, occupant(room, "Carol"), MOOD, "c2", "<mood xmlns='" + MOOD + "'/>");
        assertThat(scene.told(heir, room)).isEmpty();
        final TestClient late = scene.enter(room, "Late", ACTIVITY);
        assertThat(scene.told(late, room)).isEmpty();
        // And what others have stays
        assertThat(itemIds(heir, occupant(room, "Carol"), MOOD)).containsExactly("c2");
    }

    /** M10: "An occupant's nodes live as long as the occupant (all sessions under that nick)." */
    @Test
    void m10_nodesLiveAsLongAsAnySessionUnderTheNickname() {
        final String room = scene.room();
        final TestClient carol = scene.enter(room, "Carol", ACTIVITY);
        final TestClient desk = scene.enter(room, "Bob");
        final TestClient phone = openfire.login(desk.user(), "phone");
        scene.join(phone, room, "Bob", interest(phone, ACTIVITY));
        publish(desk, occupant(room, "Bob"), ACTIVITY, "1", activity("At the desk"));
        awaitEvent(carol, occupant(room, "Bob"), ACTIVITY, "1");
        awaitEvent(phone, occupant(room, "Bob"), ACTIVITY, "1");
        publish(phone, occupant(room, "Bob"), ACTIVITY, "2", activity("On the phone"));
        awaitEvent(carol, occupant(room, "Bob"), ACTIVITY, "2");

        desk.disconnect();
        phone.sync();

        assertThat(itemIds(phone, occupant(room, "Bob"), ACTIVITY)).containsExactly("2");
        publish(phone, occupant(room, "Bob"), ACTIVITY, "3", activity("Still here"));
        awaitEvent(carol, occupant(room, "Bob"), ACTIVITY, "3");
        phone.leaveRoom(room, "Bob");
        phone.sync();
        final TestClient heir = scene.enter(room, "Bob");
        assertError(heir.query("get", occupant(room, "Bob"), pubsub("<items node='" + ACTIVITY + "'/>")), "cancel",
            "item-not-found");
    }

    /** M10: nodes "move along on a nick change", with their subscribers; and so do the occupant's own subscriptions. */
    @Test
    void m10_nodesMoveAlongOnANicknameChange() {
        final String room = scene.room();
        final TestClient carol = scene.enter(room, "Carol");
        final TestClient dave = scene.enter(room, "Dave", ACTIVITY);
        final TestClient bob = scene.enter(room, "Bob", MOOD);
        publish(bob, occupant(room, "Bob"), ACTIVITY, "1", activity("As Bob"));
        awaitEvent(dave, occupant(room, "Bob"), ACTIVITY, "1");
        subscribe(carol, occupant(room, "Bob"), ACTIVITY);
        awaitEvent(carol, occupant(room, "Bob"), ACTIVITY, "1");
        MepScene.create(carol, occupant(room, "Carol"), "urn:example:carol");
        subscribe(bob, occupant(room, "Carol"), "urn:example:carol");

        scene.rename(bob, room, "Robert");

        assertThat(itemIds(carol, occupant(room, "Robert"), ACTIVITY)).containsExactly("1");
        publish(bob, occupant(room, "Robert"), ACTIVITY, "2", activity("As Robert"));
        awaitEvent(carol, occupant(room, "Robert"), ACTIVITY, "2");
        awaitEvent(dave, occupant(room, "Robert"), ACTIVITY, "2");
        publish(carol, occupant(room, "Carol"), "urn:example:carol", "3", "<x xmlns='urn:example:carol'/>");
        awaitEvent(bob, occupant(room, "Carol"), "urn:example:carol", "3");
        publish(dave, occupant(room, "Dave"), MOOD, "4", "<mood xmlns='" + MOOD + "'/>");
        awaitEvent(bob, occupant(room, "Dave"), MOOD, "4");
        // The old nickname is nobody's, and then somebody else's
        assertError(bob.query("set", occupant(room, "Bob"),
            pubsub(MepScene.publication(ACTIVITY, "5", activity("As Bob again")))), "cancel", "item-not-found");
        final TestClient heir = scene.enter(room, "Bob");
        assertError(heir.query("get", occupant(room, "Bob"), pubsub("<items node='" + ACTIVITY + "'/>")), "cancel",
            "item-not-found");
        assertError(heir.query("set", occupant(room, "Robert"),
            pubsub(MepScene.publication(ACTIVITY, "6", activity("Forged")))), "auth", "forbidden");
        // A late joiner gets what there is from whom it is now
        final TestClient late = scene.enter(room, "Late", ACTIVITY);
        awaitEvent(late, occupant(room, "Robert"), ACTIVITY, "2");
        assertThat(scene.told(late, room)).isEmpty();
    }

    /** A nickname that differs in case only, and one with all that a JID may hold. */
    @Test
    void m10_nicknamesAreWhatTheServerTakesThemFor() {
        final String room = scene.room();
        final TestClient carol = scene.enter(room, "Carol", ACTIVITY);
        final TestClient odd = openfire.login("odd");
        final String nick = "Bob & <the> \"others\" / Grüße";
        scene.join(odd, room, nick, "");

        publish(odd, occupant(room, nick), ACTIVITY, "1", activity("Here"));
        awaitEvent(carol, occupant(room, nick), ACTIVITY, "1");
        scene.rename(odd, room, "bob");
        publish(odd, occupant(room, "bob"), ACTIVITY, "2", activity("There"));
        awaitEvent(carol, occupant(room, "bob"), ACTIVITY, "2");
        assertThat(itemIds(carol, occupant(room, "bob"), ACTIVITY)).containsExactly("2");
    }

    /** M10: "A room's nodes live as long as the room": it may be empty in between. */
    @Test
    void m10_nodesOfAPersistentRoomOutliveItsOccupants() {
        final String room = scene.room();
        publish(scene.owner(), room, ACTIVITY, "1", activity("Before"));
        publish(scene.owner(), room, ACTIVITY, "2", activity("After"));
        MepScene.configure(scene.owner(), room, ACTIVITY, "title", "Kept");
        publish(scene.owner(), occupant(room, OWNER), MOOD, "1", "<mood xmlns='" + MOOD + "'/>");
        scene.owner().leaveRoom(room, OWNER);
        scene.owner().sync();

        final TestClient bob = openfire.login("bob");
        scene.join(bob, room, "Bob", bob.caps(ACTIVITY + "+notify", MOOD + "+notify"));

        final Stanza last = awaitEvent(bob, room, ACTIVITY, "2");
        assertThat(MepScene.isDelayed(last)).isTrue();
        assertThat(itemIds(bob, room, ACTIVITY)).containsExactly("1", "2");
        scene.join(scene.owner(), room, OWNER, "");
        assertThat(scene.owner().query("get", room, MepScene.owned("<configure node='" + ACTIVITY + "'/>")).xml())
            .contains("Kept");
        assertThat(scene.told(bob, room)).isEmpty();
    }

    /** The same where the server has put the room out of its memory. */
    @Test
    void m10_nodesOutliveARoomsAbsenceFromMemory() {
        final String room = scene.room();
        publish(scene.owner(), room, ACTIVITY, "1", activity("Before"));
        scene.owner().leaveRoom(room, OWNER);
        scene.owner().sync();
        openfire.control().unloadRoom(room);

        scene.join(scene.owner(), room, OWNER, "");

        assertThat(itemIds(scene.owner(), room, ACTIVITY)).containsExactly("1");
    }

    /** A room that is destroyed leaves nothing, neither for another one of its name nor in the database. */
    @Test
    void m10_nodesGoWithADestroyedRoom() {
        assertRoomsNodesGo(RoomConfig.open(), room -> Rooms.destroy(scene.owner(), room));
    }

    /** A temporary room is gone with its last occupant, and its nodes are gone with it. */
    @Test
    void m10_nodesGoWithATemporaryRoom() {
        assertRoomsNodesGo(RoomConfig.temporary(), room -> scene.owner().leaveRoom(room, OWNER));
    }

    private void assertRoomsNodesGo(final RoomConfig config, final Consumer<String> end) {
        final String room = scene.room(config);
        publish(scene.owner(), room, ACTIVITY, "1", activity("Before"));
        publish(scene.owner(), occupant(room, OWNER), MOOD, "1", "<mood xmlns='" + MOOD + "'/>");
        final TestClient control = scene.enter(scene.room(), "Control");

        end.accept(room);
        control.sync();
        Rooms.create(scene.owner(), room, OWNER, config);

        assertError(scene.owner().query("get", room, pubsub("<items node='" + ACTIVITY + "'/>")), "cancel",
            "item-not-found");
        final TestClient bob = scene.enter(room, "Bob", ACTIVITY, MOOD);
        assertThat(scene.told(bob, room)).isEmpty();
        // What is written is written a little later: what told() published is there, and what was before is not
        final String other = scene.room();
        publish(scene.owner(), other, ACTIVITY, "1", activity("Written"));
        awaitRows(other, 1);
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() ->
            openfire.control().query("SELECT nodeID FROM ofMucPulseRoomNode WHERE roomJID = ? AND nodeID = ?", room,
                ACTIVITY).isEmpty()
            && openfire.control().query("SELECT itemID FROM ofMucPulseNodeItem WHERE roomKey = ? AND payload LIKE ?",
                Sql.key(room), "%" + ACTIVITY + "%").isEmpty());
    }

    /** What a temporary room publishes is never written, unless it becomes a persistent one. */
    @Test
    void m10_aRoomThatBecomesPersistentKeepsItsNodes() {
        final String room = scene.room(RoomConfig.temporary());
        final String control = scene.room();
        publish(scene.owner(), room, ACTIVITY, "1", activity("Before"));
        publish(scene.owner(), control, ACTIVITY, "1", activity("Control"));
        awaitRows(control, 1);
        assertThat(openfire.control().query("SELECT nodeID FROM ofMucPulseRoomNode WHERE roomJID = ?", room)).isEmpty();

        Rooms.configure(scene.owner(), room, RoomConfig.change().persistent(true));
        publish(scene.owner(), room, MOOD, "2", "<mood xmlns='" + MOOD + "'/>");
        scene.owner().leaveRoom(room, OWNER);
        scene.owner().sync();

        awaitRows(room, 2);
        scene.join(scene.owner(), room, OWNER, "");
        assertThat(itemIds(scene.owner(), room, ACTIVITY)).containsExactly("1");
        assertThat(itemIds(scene.owner(), room, MOOD)).containsExactly("2");
    }

    private static void awaitRows(final String room, final int nodes) {
        Awaitility.await("the nodes of " + room).atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() ->
            openfire.control().query("SELECT itemID FROM ofMucPulseNodeItem WHERE roomKey = ?", Sql.key(room)).size() == nodes
            && openfire.control().query("SELECT nodeID FROM ofMucPulseRoomNode WHERE roomJID = ?", room).size() == nodes);
    }

    /** Items that were taken back, and nodes that were deleted, leave the database as well. */
    @Test
    void m10_whatIsTakenBackLeavesTheDatabase() {
        final String room = scene.room();
        publish(scene.owner(), room, ACTIVITY, "1", activity("One"));
        publish(scene.owner(), room, MOOD, "2", "<mood xmlns='" + MOOD + "'/>");
        awaitRows(room, 2);

        MepScene.retract(scene.owner(), room, ACTIVITY, "1");
        MepScene.succeed(scene.owner(), "set", room, MepScene.owned("<delete node='" + MOOD + "'/>"));

        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() ->
            openfire.control().query("SELECT itemID FROM ofMucPulseNodeItem WHERE roomKey = ?", Sql.key(room)).isEmpty()
            && openfire.control().query("SELECT nodeID FROM ofMucPulseRoomNode WHERE roomJID = ?", room).size() == 1);
    }

    /** A service that the admin removes takes its rooms along; another one of its name works. */
    @Test
    void m10_aRemovedServiceTakesItsNodesAlong() {
        final String service = "extra." + openfire.server().domain();
        openfire.control().createMucService("extra");
        final String room = "coven@" + service;
        Rooms.create(scene.owner(), room, OWNER, RoomConfig.temporary());
        awaitEventing(room);
        publish(scene.owner(), room, ACTIVITY, "1", activity("Before"));
        publish(scene.owner(), occupant(room, OWNER), ACTIVITY, "1", activity("Before"));

        openfire.control().removeMucService("extra");
        scene.owner().sync();
        openfire.control().createMucService("extra");
        try {
            // Newer servers find the room again, without its occupants
            scene.join(scene.owner(), room, OWNER, "");
            awaitEventing(room);
            assertError(scene.owner().query("get", room, pubsub("<items node='" + ACTIVITY + "'/>")), "cancel",
                "item-not-found");
            assertError(scene.owner().query("get", occupant(room, OWNER), pubsub("<items node='" + ACTIVITY + "'/>")),
                "cancel", "item-not-found");
            publish(scene.owner(), room, ACTIVITY, "2", activity("After"));
            assertThat(itemIds(scene.owner(), room, ACTIVITY)).containsExactly("2");
        } finally {
            openfire.control().removeMucService("extra");
        }
    }

    /** The plugin hears of a new service a moment later. */
    private void awaitEventing(final String room) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() ->
            scene.owner().query("get", room, "<query xmlns='" + MepScene.INFO + "'/>").xml().contains("\"mep\""));
    }
}
