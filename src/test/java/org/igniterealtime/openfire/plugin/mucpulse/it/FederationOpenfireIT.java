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
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.ACTIVITY;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.activity;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.awaitEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.interest;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.occupant;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publish;
import static org.igniterealtime.openfire.plugin.mucpulse.it.RaiScene.PATIENCE;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Federation;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two Openfire servers, of which one has MUC Pulse and the rooms, and each has users. */
class FederationOpenfireIT {

    @RegisterExtension
    static final Federation federation = Federation.ofPeers();

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own(federation::connect);

    @RegisterExtension
    static final OpenfireExtension other = OpenfireExtension.own(federation::connectOther);

    private final RaiScene rai = new RaiScene(openfire);

    @Test
    void r1_remoteMemberIsToldInAListAndThenOfEachMessage() {
        final TestClient romeo = other.login("romeo");
        final String before = rai.roomWithMember(romeo);
        final String after = rai.roomWithMember(romeo);
        rai.say(before);

        assertThat(rai.list(romeo)).containsExactly(before);

        rai.say(after);
        final Stanza notification = romeo.await(stanza -> RaiScene.tellsOf(stanza, after), PATIENCE);
        assertThat(notification.from()).isEqualTo(rai.service());
        assertThat(notification.to()).isEqualTo(romeo.jid());
    }

    @Test
    void r6_remoteSessionInTheRoomIsNotToldOfItButAnotherOfTheUserIs() {
        final TestClient romeo = other.login("romeo");
        final TestClient elsewhere = other.login(romeo.user(), "elsewhere");
        final String room = rai.roomWithMember(romeo);
        rai.list(romeo);
        rai.list(elsewhere);
        rai.join(romeo, room);
        rai.told(elsewhere);
        romeo.clear();

        rai.say(room);

        assertThat(rai.told(elsewhere)).containsExactly(room);
        assertThat(rai.told(romeo)).isEmpty();
    }

    @Test
    void r3_unavailablePresenceEndsARemoteSubscription() {
        final TestClient romeo = other.login("romeo");
        final TestClient juliet = other.login("juliet");
        final String room = rai.roomWithMember(romeo);
        rai.list(romeo);

        rai.with("subscriptions.domain", "1", () -> {
            rai.unsubscribe(romeo);
            // The one place is free again.
            rai.list(juliet);
        });
        rai.say(room);
        rai.told(juliet);

        romeo.sync();
        romeo.assertNone(stanza -> RaiScene.tellsOf(stanza, room));
    }

    @Test
    void m3_eventsGoBothWays() {
        final MepScene mep = new MepScene(openfire);
        final String room = mep.room();
        final TestClient bob = mep.enter(room, "Bob", ACTIVITY);
        publish(bob, occupant(room, "Bob"), ACTIVITY, "1", activity("Before"));
        awaitEvent(bob, occupant(room, "Bob"), ACTIVITY, "1");

        final TestClient romeo = other.login("romeo");
        MepScene.tolerate(romeo);
        mep.join(romeo, room, "Romeo", interest(romeo, ACTIVITY));

        // M5: the last item at once.
        awaitEvent(romeo, occupant(room, "Bob"), ACTIVITY, "1");
        publish(bob, occupant(room, "Bob"), ACTIVITY, "2", activity("Here"));
        publish(romeo, occupant(room, "Romeo"), ACTIVITY, "3", activity("There"));
        awaitEvent(romeo, occupant(room, "Bob"), ACTIVITY, "2");
        awaitEvent(bob, occupant(room, "Romeo"), ACTIVITY, "3");
    }

    @Test
    void c6_clientOfAnotherServerGetsTheChatStatesThatItHas() {
        final MepScene mep = new MepScene(openfire);
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        final TestClient romeo = other.login("romeo");
        MepAnswers.with(romeo, STATES);
        mep.join(romeo, troupe.room, "Romeo", MepAnswers.caps(STATES));

        troupe.says(troupe.alice, "composing");
        troupe.awaitState(romeo, "Alice", "composing");
        troupe.says(romeo, "composing");
        troupe.awaitState(troupe.alice, "Romeo", "composing");
    }

    @Test
    void r10_memberIsToldOfWhatWasSaidAfterTheOtherServerCrashed() {
        final TestClient romeo = other.login("romeo");
        final String read = rai.roomWithMember(romeo);
        final String missed = rai.roomWithMember(romeo);
        for (final String room : new String[] {read, missed}) {
            rai.join(romeo, room);
            rai.say(room);
            rai.leave(romeo, room);
        }

        other.server().kill();
        rai.say(missed);
        other.server().startAgain();

        assertThat(RaiScene.roomsOf(firstNotification(romeo))).containsExactly(missed);
    }

    /** Whether the room has removed the occupant by then or not, which is for the server to decide. */
    @Test
    void r10_occupantIsToldOfWhatWasSaidAfterTheOtherServerCrashed() {
        final TestClient romeo = other.login("romeo");
        final String room = rai.roomWithMember(romeo);
        rai.join(romeo, room);

        other.server().kill();
        rai.say(room);
        other.server().startAgain();

        assertThat(RaiScene.roomsOf(firstNotification(romeo))).containsExactly(room);
    }

    /** What a user is told who asks for activity indicators in a new session, after the server was started again. */
    private Stanza firstNotification(final TestClient before) {
        final TestClient again = other.login(before.user(), "again");
        again.send("<presence to='" + rai.service() + "'>" + RaiScene.REQUEST + "</presence>");
        return again.await(RaiScene::isNotification, PATIENCE);
    }

    @Test
    void r15_remoteSessionIsToldAfterARestartOfThisServer() {
        final TestClient romeo = other.login("romeo");
        final String room = rai.roomWithMember(romeo);
        rai.list(romeo);
        romeo.clear();

        openfire.server().stop();
        openfire.server().startAgain();
        final TestClient owner = openfire.login(rai.owner().user(), "again");
        owner.joinRoom(room, RaiScene.OWNER);

        Awaitility.await("told of what is said").atMost(PATIENCE).pollInterval(Duration.ofSeconds(2)).until(() -> {
            owner.say(room, "Is anybody there?");
            return RaiScene.namedTo(romeo).contains(room);
        });
    }
}
