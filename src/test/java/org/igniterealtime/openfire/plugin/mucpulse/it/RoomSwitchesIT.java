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
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChatStateTroupe.STATES;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChatStateTroupe.features;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChatStateTroupe.state;

import java.util.List;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.igniterealtime.openfire.plugin.mucpulse.store.Sql;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What differs in single rooms, as the database has it when the plugin starts. */
class RoomSwitchesIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own();

    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";

    private static void set(final String room, final String feature, final String value) {
        openfire.control().update("INSERT INTO ofMucPulseSwitch (roomKey, roomJID, feature, switchValue)"
            + " VALUES (?, ?, ?, ?)", Sql.key(room), room, feature, value);
    }

    private static void reload(final TestClient client, final String ordinaryRoom) {
        openfire.control().unloadPlugin();
        openfire.control().loadPlugin();
        ChatStateTroupe.awaitAnnounced(client, ordinaryRoom, true);
        RaiInterestIT.awaitAnnounced(client, openfire.server().mucDomain());
    }

    @Test
    void c2_roomsHavePoliciesOfTheirOwn() {
        final ChatStateTroupe ordinary = ChatStateTroupe.in(openfire);
        final ChatStateTroupe silent = ChatStateTroupe.in(openfire);
        final ChatStateTroupe free = ChatStateTroupe.in(openfire);
        set(silent.room, "chatstate", "suppress");
        set(free.room, "chatstate", "relay");

        reload(ordinary.bob, ordinary.room);
        ChatStateTroupe.awaitAnnounced(silent.bob, silent.room, false);

        for (final ChatStateTroupe troupe : new ChatStateTroupe[] {ordinary, silent, free}) {
            troupe.says(troupe.alice, "composing", "gone");
        }
        assertThat(ordinary.heard(ordinary.bob)).containsExactly("Alice composing");
        assertThat(silent.heard(silent.bob)).isEmpty();
        assertThat(free.heard(free.bob)).containsExactly("Alice composing", "Alice gone");
        assertThat(features(free.bob, free.room)).contains(STATES);
        silent.send(silent.alice, "<body>x</body>" + state("active"));
        assertThat(ChatStateTroupe.stateOf(silent.bob.await(stanza -> stanza.body().isPresent()))).isEmpty();

        // A room that is destroyed takes what differs in it along.
        Rooms.destroy(silent.alice, silent.room);
        Rooms.create(silent.alice, silent.room, "Alice",
            RoomConfig.open());
        ChatStateTroupe.awaitAnnounced(silent.alice, silent.room, true);
    }

    @Test
    void s6_roomsThatAreNoMoreLoseWhatDiffersInThem() {
        final TestClient owner = openfire.login("owner");
        final String gone = openfire.newRoom("gone");
        final String again = openfire.newRoom("again");
        final String temporary = openfire.newRoom("temporary");
        final String persistent = openfire.newRoom("persistent");
        Rooms.create(owner, temporary, "Owner", RoomConfig.temporary());
        Rooms.create(owner, persistent, "Owner", RoomConfig.open());
        Rooms.create(owner, again, "Owner", RoomConfig.open());
        for (final String room : List.of(gone, again, temporary, persistent)) {
            set(room, "mep", "off");
            set(room, "chatstate", "suppress");
            openfire.control().update("UPDATE ofMucPulseSwitch SET lastChange=" + System.currentTimeMillis() * 1_000
                + " WHERE roomJID=?", room);
        }

        openfire.control().unloadPlugin();
        Rooms.destroy(owner, again);
        owner.sync();
        owner.clear();
        Rooms.create(owner, again, "Owner", RoomConfig.open());
        openfire.control().loadPlugin();

        for (final String room : List.of(gone, again)) {
            Awaitility.await().atMost(ChatStateTroupe.PATIENCE).untilAsserted(() -> assertThat(
                openfire.control().query("SELECT roomJID FROM ofMucPulseSwitch WHERE roomJID=?", room)).isEmpty());
        }
        Rooms.create(owner, gone, "Owner", RoomConfig.open());
        assertThat(features(owner, gone)).contains(PUBSUB, STATES);
        assertThat(features(owner, again)).contains(PUBSUB, STATES);
        assertThat(features(owner, temporary)).doesNotContain(PUBSUB, STATES);
        assertThat(features(owner, persistent)).doesNotContain(PUBSUB, STATES);
    }

    @Test
    void m13_eventingIsOffInSingleRooms() {
        final ChatStateTroupe ordinary = ChatStateTroupe.in(openfire);
        final ChatStateTroupe without = ChatStateTroupe.in(openfire);
        set(without.room, "mep", "off");

        reload(ordinary.bob, ordinary.room);

        assertThat(features(ordinary.bob, ordinary.room)).contains(PUBSUB, STATES);
        Awaitility.await().atMost(ChatStateTroupe.PATIENCE).untilAsserted(() ->
            assertThat(features(without.bob, without.room)).contains(STATES).doesNotContain(PUBSUB));
    }

    @Test
    void r9_nobodyIsToldOfRoomsWithoutActivityIndicators() {
        final RaiScene scene = new RaiScene(openfire);
        final TestClient carol = openfire.login("carol");
        final String ordinary = scene.roomWithMember(carol);
        final String without = scene.roomWithMember(carol);
        set(without, "rai", "off");
        reload(carol, ordinary);
        scene.say(without);
        scene.say(ordinary);
        assertThat(scene.list(carol)).contains(ordinary).doesNotContain(without);

        scene.say(without);
        scene.say(ordinary);

        assertThat(scene.told(carol)).doesNotContain(without);
        assertThat(scene.list(carol)).contains(ordinary).doesNotContain(without);
    }
}
