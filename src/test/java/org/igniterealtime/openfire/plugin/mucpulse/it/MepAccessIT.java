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
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.activity;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.assertError;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.assertNotInRoom;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.awaitEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.itemIds;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.occupant;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.owned;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publication;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publish;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.pubsub;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.subscribe;

import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Who may do what, and where the protocol is off: M7, and the last sentence of M13.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0060.html#accessmodels">XEP-0060 §4.5</a>
 */
class MepAccessIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private final MepScene scene = new MepScene(openfire);

    @AfterEach
    void resetSettings() {
        scene.resetSettings();
    }

    /** Everything that can be asked, with a node that there is. */
    private static List<String[]> requests(final TestClient client) {
        return List.of(
            new String[] {"set", pubsub(publication(ACTIVITY, "2", activity("There")))},
            new String[] {"set", pubsub("<retract node='" + ACTIVITY + "'><item id='1'/></retract>")},
            new String[] {"set", pubsub("<create node='urn:example:new'/>")},
            new String[] {"set", pubsub("<create/>")},
            new String[] {"set", pubsub("<subscribe node='" + ACTIVITY + "' jid='" + client.jid() + "'/>")},
            new String[] {"set", pubsub("<unsubscribe node='" + ACTIVITY + "' jid='" + client.jid() + "'/>")},
            new String[] {"set", owned("<delete node='" + ACTIVITY + "'/>")},
            new String[] {"set", owned("<purge node='" + ACTIVITY + "'/>")},
            new String[] {"set", owned("<configure node='" + ACTIVITY + "'>"
                + MepScene.form(MepScene.NODE_CONFIG, "title", "Mine") + "</configure>")},
            new String[] {"get", owned("<configure node='" + ACTIVITY + "'/>")},
            new String[] {"get", owned("<subscriptions node='" + ACTIVITY + "'/>")},
            new String[] {"get", owned("<affiliations node='" + ACTIVITY + "'/>")},
            new String[] {"get", pubsub("<items node='" + ACTIVITY + "'/>")},
            new String[] {"get", pubsub("<subscriptions node='" + ACTIVITY + "'/>")},
            new String[] {"get", pubsub("<affiliations node='" + ACTIVITY + "'/>")});
    }

    /**
     * M7: "Anybody not in the room, any request: not-authorized with presence-subscription-required"; XEP-0060 §6.1.3.2,
     * "Presence Subscription Required".
     */
    @Test
    void m7_whoeverIsNotInTheRoomMayDoNothing() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob", ACTIVITY);
        publish(scene.owner(), room, ACTIVITY, "1", activity("The room's"));
        publish(bob, occupant(room, "Bob"), ACTIVITY, "1", activity("Bob's"));
        awaitEvent(bob, occupant(room, "Bob"), ACTIVITY, "1");
        final TestClient stranger = openfire.login("stranger");

        for (final String[] request : requests(stranger)) {
            assertNotInRoom(stranger.query(request[0], room, request[1]));
            assertNotInRoom(stranger.query(request[0], occupant(room, "Bob"), request[1]));
        }
        for (final String general : new String[] {pubsub("<subscriptions/>"), pubsub("<affiliations/>"),
            owned("<default/>"), pubsub("<nonsense/>"), pubsub("")}) {
            assertNotInRoom(stranger.query("get", room, general));
        }

        bob.clear();
        assertThat(scene.told(bob, room)).isEmpty();
        assertThat(itemIds(bob, room, ACTIVITY)).containsExactly("1");
        assertThat(itemIds(bob, occupant(room, "Bob"), ACTIVITY)).containsExactly("1");
    }

    /** It is the session that has to be in the room, not just its user; even an owner of the room. */
    @Test
    void m7_anotherSessionOfAnOccupantIsNotInTheRoom() {
        final String room = scene.room();
        publish(scene.owner(), room, ACTIVITY, "1", activity("The room's"));
        final TestClient phone = openfire.login(scene.owner().user(), "phone");

        assertNotInRoom(phone.query("get", room, pubsub("<items node='" + ACTIVITY + "'/>")));
        assertNotInRoom(phone.query("set", room, pubsub(publication(ACTIVITY, "2", activity("There")))));

        scene.join(phone, room, OWNER, "");
        publish(phone, room, ACTIVITY, "2", activity("There"));
        assertThat(itemIds(phone, room, ACTIVITY)).containsExactly("1", "2");
    }

    /** M7, for those who were in the room. */
    @Test
    void m7_whoeverLeftIsNotInTheRoomAnyMore() {
        final String room = scene.room();
        publish(scene.owner(), room, ACTIVITY, "1", activity("The room's"));
        final TestClient bob = scene.enter(room, "Bob");
        assertThat(itemIds(bob, room, ACTIVITY)).containsExactly("1");

        bob.leaveRoom(room, "Bob");
        bob.sync();

        assertNotInRoom(bob.query("get", room, pubsub("<items node='" + ACTIVITY + "'/>")));
    }

    /** A room that there is not, and one that there is, cannot be told apart by whoever is not in it. */
    @Test
    void m7_aRoomThatThereIsNotIsOneThatNobodyIsIn() {
        final TestClient bob = openfire.login("bob");

        assertNotInRoom(bob.query("get", openfire.newRoom("nowhere"), pubsub("<items node='" + ACTIVITY + "'/>")));
    }

    /** An occupant that there is not has no service. */
    @Test
    void m7_anOccupantThatThereIsNotIsNotFound() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob");

        assertError(bob.query("set", occupant(room, "Nobody"), pubsub(publication(ACTIVITY, "1", activity("Here")))),
            "cancel", "item-not-found");
    }

    /** M7: what only owners may do is forbidden to all others, at the room and at another occupant. */
    @Test
    void m7_whatOwnersDoIsForbiddenToOthers() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob", ACTIVITY);
        final TestClient carol = scene.enter(room, "Carol");
        publish(scene.owner(), room, ACTIVITY, "1", activity("The room's"));
        publish(bob, occupant(room, "Bob"), ACTIVITY, "1", activity("Bob's"));
        awaitEvent(bob, room, ACTIVITY, "1");
        awaitEvent(bob, occupant(room, "Bob"), ACTIVITY, "1");

        for (final String to : new String[] {room, occupant(room, "Bob")}) {
            for (final String[] request : requests(carol)) {
                final boolean everybodys = request[1].contains("subscribe ") || request[1].contains("<items")
                    || "get".equals(request[0]) && request[1].contains("'" + MepScene.PUBSUB + "'");
                if (!everybodys) {
                    assertError(carol.query(request[0], to, request[1]), "auth", "forbidden");
                }
            }
        }

        assertThat(scene.told(bob, room)).isEmpty();
        assertThat(itemIds(carol, room, ACTIVITY)).containsExactly("1");
        assertThat(itemIds(carol, occupant(room, "Bob"), ACTIVITY)).containsExactly("1");
    }

    /** M7: "As a visitor without voice in a moderated room: forbidden"; what everybody may do, visitors may do. */
    @Test
    void m7_visitorsOfModeratedRoomsListen() {
        final String room = scene.room(RoomConfig.open().moderated());
        final TestClient visitor = scene.enter(room, "Visitor", ACTIVITY);
        final TestClient bob = scene.enter(room, "Bob", ACTIVITY);
        final String own = occupant(room, "Visitor");
        Rooms.role(scene.owner(), room, "Visitor", "visitor");
        Rooms.role(scene.owner(), room, "Bob", "participant");

        assertError(visitor.query("set", own, pubsub(publication(ACTIVITY, "1", activity("Here")))), "auth",
            "forbidden");
        assertError(visitor.query("set", own, pubsub("<create node='" + ACTIVITY + "'/>")), "auth", "forbidden");

        publish(bob, occupant(room, "Bob"), ACTIVITY, "2", activity("Bob's"));
        awaitEvent(visitor, occupant(room, "Bob"), ACTIVITY, "2");
        assertThat(itemIds(visitor, occupant(room, "Bob"), ACTIVITY)).containsExactly("2");
        subscribe(visitor, occupant(room, "Bob"), ACTIVITY);

        // When the visitor gets voice
        awaitEvent(bob, occupant(room, "Bob"), ACTIVITY, "2");
        Rooms.role(scene.owner(), room, "Visitor", "participant");
        publish(visitor, own, ACTIVITY, "3", activity("Here"));
        awaitEvent(bob, own, ACTIVITY, "3");
        assertThat(scene.told(bob, room)).isEmpty();

        // When it is taken away again
        Rooms.role(scene.owner(), room, "Visitor", "visitor");
        assertError(visitor.query("set", own, pubsub("<retract node='" + ACTIVITY + "'><item id='3'/></retract>")),
            "auth", "forbidden");
    }

    /** M7: voice is a matter of moderated rooms only. */
    @Test
    void m7_whereThereIsNoModerationEverybodyHasVoice() {
        final String room = scene.room(RoomConfig.open().moderated(false));
        final TestClient visitor = scene.enter(room, "Visitor", ACTIVITY);
        Rooms.role(scene.owner(), room, "Visitor", "visitor");

        publish(visitor, occupant(room, "Visitor"), ACTIVITY, "1", activity("Here"));

        awaitEvent(visitor, occupant(room, "Visitor"), ACTIVITY, "1");
    }

    /** M6: rights are those of the moment. */
    @Test
    void m6_lostRightsAreLostAtOnce() {
        final String room = scene.room();
        final TestClient admin = openfire.login("admin");
        Rooms.affiliate(scene.owner(), room, admin.bareJid(), "admin");
        scene.join(admin, room, "Admin", "");
        publish(admin, room, MOOD, "1", "<mood xmlns='" + MOOD + "'/>");

        Rooms.affiliate(scene.owner(), room, admin.bareJid(), "member");

        assertError(admin.query("set", room, pubsub("<retract node='" + MOOD + "'><item id='1'/></retract>")), "auth",
            "forbidden");
        assertThat(itemIds(admin, room, MOOD)).containsExactly("1");
    }

    /** M13: "Per service on/off, per room on/off." */
    @Test
    void m13_offMeansThatTheServerIsAsWithoutThePlugin() {
        final String room = scene.room();
        final String other = scene.room();
        final TestClient bob = openfire.login("bob");
        final String caps = MepScene.interest(bob, ACTIVITY);
        scene.join(bob, room, "Bob", caps);
        scene.join(bob, other, "Bob", caps);
        publish(scene.owner(), room, ACTIVITY, "1", activity("Here"));
        publish(scene.owner(), other, ACTIVITY, "1", activity("Here"));
        awaitEvent(bob, room, ACTIVITY, "1");
        awaitEvent(bob, other, ACTIVITY, "1");

        scene.set("off.services", scene.service());
        assertOff(bob, room);
        assertOff(bob, other);
        scene.resetSettings();

        scene.set("enabled", "false");
        assertOff(bob, room);
        assertOff(bob, other);
        scene.resetSettings();

        publish(scene.owner(), room, ACTIVITY, "3", activity("Back"));
        awaitEvent(bob, room, ACTIVITY, "3");
    }

    private void assertOff(final TestClient client, final String room) {
        final Stanza answer = scene.owner().query("set", room, pubsub(publication(ACTIVITY, "off", activity("Off"))));
        assertThat(answer.isError()).as("%s", answer).isTrue();
        assertThat(answer.xml()).doesNotContain(MepScene.ERRORS);
        final Stanza info = client.query("get", room, "<query xmlns='" + MepScene.INFO + "'/>");
        assertThat(info.type()).isEqualTo("result");
        assertThat(info.xml()).doesNotContain("pubsub");
        assertThat(client.query("get", room, "<query xmlns='" + MepScene.ITEMS + "'/>").xml())
            .doesNotContain(ACTIVITY);
        // What is for an occupant reaches the occupant's client, which refuses it as any client does
        final Stanza relayed = client.query("set", occupant(room, OWNER), pubsub(publication(ACTIVITY, "off", "")));
        assertThat(relayed.isError()).isTrue();
        scene.owner().await(stanza -> stanza.isIq() && "set".equals(stanza.type())
            && stanza.has(MepScene.PUBSUB, "pubsub"), MepScene.PATIENCE);
        client.sync();
        client.assertNone(MepScene::isEvent);
    }
}
