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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.BALCONY;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;

import java.time.Duration;
import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeRoom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What another server says of a room is there before this server knows the room, or who its members are. */
class UnknownRoomsTest {

    private static final Duration MINUTE = Duration.ofSeconds(63);

    private final RaiCluster cluster = new RaiCluster("a", "b");

    @BeforeEach
    void romeoIsSubscribedOnOneServerAndJulietSpeaksOnAnother() {
        cluster.rooms.create(ORCHARD).members.addAll(List.of(ROMEO, JULIET));
        cluster.rooms.create(BALCONY).members.addAll(List.of(ROMEO, JULIET));
        cluster.connect(JULIET_PHONE, "a");
        cluster.connect(ROMEO_PHONE, "b");
        cluster.subscribe(ROMEO_PHONE);
    }

    /** The room as it is, which no server knows any more. */
    private FakeRoom hide(final JID room) {
        final FakeRoom hidden = cluster.rooms.get(room);
        cluster.rooms.remove(room);
        return hidden;
    }

    private List<JID> told() {
        return cluster.takeTold(ROMEO_PHONE);
    }

    @Test
    void k3_roomThatIsKnownLaterThanWhatWasSaidThereIsToldOfThen() {
        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        final FakeRoom orchard = hide(ORCHARD);
        cluster.work();
        cluster.pass(Duration.ofSeconds(5));
        assertThat(told()).isEmpty();

        cluster.rooms.restore(orchard);
        cluster.pass(Duration.ofSeconds(10));

        assertThat(told()).containsExactly(ORCHARD);
        cluster.pass(MINUTE);
        assertThat(told()).isEmpty();
    }

    @Test
    void k3_whoBecomesAMemberHereLaterThanWhatWasSaidIsToldThen() {
        cluster.rooms.get(ORCHARD).members.remove(ROMEO);
        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.work();
        assertThat(told()).isEmpty();

        cluster.rooms.get(ORCHARD).members.add(ROMEO);
        cluster.pass(Duration.ofSeconds(5));

        assertThat(told()).containsExactly(ORCHARD);
    }

    @Test
    void k3_oneMemberInPlaceOfAnotherIsNoticedAsWell() {
        final JID mercutio = new JID("mercutio@example.org");
        cluster.rooms.get(ORCHARD).members.remove(ROMEO);
        cluster.rooms.get(ORCHARD).members.add(mercutio);
        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.work();

        cluster.rooms.get(ORCHARD).members.remove(mercutio);
        cluster.rooms.get(ORCHARD).members.add(ROMEO);
        cluster.pass(Duration.ofSeconds(5));

        assertThat(told()).containsExactly(ORCHARD);
    }

    @Test
    void r9_roomThatIsPrivateWhenItIsKnownIsNotToldOf() {
        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        final FakeRoom orchard = hide(ORCHARD);
        cluster.work();
        orchard.members.remove(ROMEO);
        orchard.membersOnly = true;

        cluster.rooms.restore(orchard);
        cluster.pass(MINUTE);

        assertThat(told()).isEmpty();
    }

    @Test
    void r6_listDoesNotNameARoomThatTheSessionIsInAndTheServerDoesNotKnow() {
        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.work();
        told();
        cluster.join(ROMEO_PHONE, ORCHARD);
        final FakeRoom orchard = hide(ORCHARD);

        cluster.subscribe(ROMEO_PHONE);
        cluster.pass(Duration.ofSeconds(5));
        cluster.rooms.restore(orchard);
        cluster.pass(MINUTE);

        assertThat(told()).isEmpty();
    }

    @Test
    void s1_roomThatIsNotKnownIsLookedAtAgainForAMinute() {
        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        final FakeRoom orchard = hide(ORCHARD);
        cluster.work();
        cluster.rooms.takeLooks();

        cluster.pass(MINUTE);
        assertThat(cluster.rooms.takeLooks()).isBetween(UnknownRooms.LOOKS, 2 * UnknownRooms.LOOKS);
        cluster.pass(MINUTE.multipliedBy(5));
        assertThat(cluster.rooms.takeLooks()).isZero();

        cluster.rooms.restore(orchard);
        cluster.pass(MINUTE);
        assertThat(told()).isEmpty();
        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.work();
        assertThat(told()).containsExactly(ORCHARD);
    }

    @Test
    void s1_roomThatIsDestroyedMeanwhileIsNotLookedAtAgain() {
        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.work();
        told();
        cluster.visitAndSay(ROMEO_PHONE, ORCHARD);
        cluster.say(JULIET_PHONE, ORCHARD);
        cluster.destroy(JULIET_PHONE, ORCHARD);
        cluster.work();
        cluster.pass(Duration.ofSeconds(5));
        cluster.rooms.takeLooks();

        cluster.pass(MINUTE);

        assertThat(cluster.rooms.takeLooks()).isZero();
        assertThat(told()).isEmpty();
    }

    @Test
    void k3_roomThatIsNotKnownAtTheEndOfTheWindowIsToldOfLater() {
        cluster.settings.coalescing(Duration.ofSeconds(2));
        cluster.visitAndSay(JULIET_PHONE, BALCONY);
        cluster.work();
        assertThat(told()).containsExactly(BALCONY);
        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.work();

        final FakeRoom orchard = hide(ORCHARD);
        cluster.pass(Duration.ofSeconds(10));
        assertThat(told()).isEmpty();
        cluster.rooms.restore(orchard);
        cluster.pass(Duration.ofSeconds(20));

        assertThat(told()).containsExactly(ORCHARD);
    }

    @Test
    void k3_roomThatCannotBeAskedIsAskedAgain() {
        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.time.advance(PeerUpdates.WINDOW);
        cluster.rooms.fail(new IllegalStateException("The cache is being replaced."));
        cluster.network.deliver();
        assertThatThrownBy(cluster.time::runUntilIdle).hasMessage("The cache is being replaced.");
        cluster.rooms.fail(null);
        assertThat(told()).isEmpty();

        cluster.pass(Duration.ofSeconds(10));

        assertThat(told()).containsExactly(ORCHARD);
    }
}
