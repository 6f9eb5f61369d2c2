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
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChatStateTroupe.state;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.ACTIVITY;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.activity;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.assertError;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.awaitEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.occupant;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publication;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publish;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.pubsub;
import static org.igniterealtime.openfire.plugin.mucpulse.it.RaiScene.PATIENCE;

import org.igniterealtime.openfire.plugin.mucpulse.harness.Federation;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsProsody;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Users of two servers in one room: events, chat states, and what contacts elsewhere are told. */
@NeedsProsody
class FederationRoomIT {

    @RegisterExtension
    static final Federation federation = Federation.withProsody();

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own(federation::connect);

    private final MepScene scene = new MepScene(openfire);

    private TestClient enter(final String room, final String nick, final String extension) {
        final TestClient romeo = federation.login("romeo");
        MepScene.tolerate(romeo);
        scene.join(romeo, room, nick, extension);
        return romeo;
    }

    @Test
    void m3_eventsGoBothWays() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob", ACTIVITY);
        final TestClient romeo = federation.login("romeo");
        MepScene.tolerate(romeo);
        scene.join(romeo, room, "Romeo", MepScene.interest(romeo, ACTIVITY));

        publish(bob, occupant(room, "Bob"), ACTIVITY, "1", activity("Here"));
        publish(romeo, occupant(room, "Romeo"), ACTIVITY, "2", activity("There"));

        awaitEvent(romeo, occupant(room, "Bob"), ACTIVITY, "1");
        awaitEvent(bob, occupant(room, "Romeo"), ACTIVITY, "2");
        awaitEvent(romeo, occupant(room, "Romeo"), ACTIVITY, "2");
    }

    @Test
    void m5_remoteOccupantGetsTheLastItemOnEntering() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob");
        publish(bob, occupant(room, "Bob"), ACTIVITY, "1", activity("Here"));

        final TestClient romeo = federation.login("romeo");
        MepScene.tolerate(romeo);
        scene.join(romeo, room, "Romeo", MepScene.interest(romeo, ACTIVITY));

        awaitEvent(romeo, occupant(room, "Bob"), ACTIVITY, "1");
    }

    @Test
    void m7_remoteOccupantDoesNotPublishForAnother() {
        final String room = scene.room();
        scene.enter(room, "Bob");
        final TestClient romeo = enter(room, "Romeo", "");

        assertError(romeo.query("set", occupant(room, "Bob"), pubsub(publication(ACTIVITY, "1", activity("Not me")))),
            "auth", "forbidden");
    }

    @Test
    void m10_nodesOfARemoteOccupantEndWithTheOccupant() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob", ACTIVITY);
        final TestClient romeo = enter(room, "Romeo", "");
        publish(romeo, occupant(room, "Romeo"), ACTIVITY, "1", activity("Here"));
        awaitEvent(bob, occupant(room, "Romeo"), ACTIVITY, "1");

        romeo.disconnect();

        bob.await(stanza -> stanza.isPresence() && "unavailable".equals(stanza.type())
            && stanza.from().equals(occupant(room, "Romeo")), PATIENCE);
        final Stanza answer = bob.query("get", occupant(room, "Romeo"), pubsub("<items node='" + ACTIVITY + "'/>"));
        assertThat(answer.isError()).as(answer.xml()).isTrue();
    }

    @Test
    void c4_chatStatesGoBothWaysWithinTheRules() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        final TestClient romeo = federation.login("romeo");
        romeo.joinRoom(troupe.room, "Romeo");

        troupe.says(troupe.alice, "composing");
        troupe.awaitState(romeo, "Alice", "composing");
        // The second is a repetition, and <gone/> is none of a room's.
        for (final String state : new String[] {"composing", "composing", "gone", "paused"}) {
            troupe.send(romeo, state(state));
            romeo.sync();
        }
        troupe.awaitState(troupe.alice, "Romeo", "paused");
        assertThat(troupe.alice.stanzas(stanza -> troupe.isStandalone(stanza)
            && stanza.from().equals(occupant(troupe.room, "Romeo"))).stream().map(ChatStateTroupe::stateOf))
            .containsExactly("composing", "paused");
    }

    @Test
    void u2_contactAtAnotherServerIsToldOfRooms() {
        final ChattingParty party = new ChattingParty(openfire);
        final TestClient alice = party.user("alice");
        final TestClient romeo = federation.login("romeo");
        // A Prosody tells of subscriptions whoever asked for the roster.
        romeo.query("get", romeo.bareJid(), "<query xmlns='jabber:iq:roster'/>");
        ChattingParty.befriend(romeo, alice);
        ChattingParty.announce(romeo, ChattingParty.NOTIFY);
        ChattingParty.consent(alice);
        final String room = openfire.newRoom("orchard");

        Rooms.create(alice, room, "Alice", RoomConfig.open());

        final Stanza event = ChattingParty.awaitIn(romeo, alice, room);
        alice.leaveRoom(room, "Alice");
        ChattingParty.awaitLeft(romeo, alice, ChattingParty.itemId(event));
    }
}
