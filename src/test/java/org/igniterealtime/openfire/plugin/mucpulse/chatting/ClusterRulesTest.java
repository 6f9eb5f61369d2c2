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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.ALICE;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.ATTIC;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.BOB;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.GARDEN;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.session;

import java.time.Duration;
import java.util.Set;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakePersonalEventing.Event;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** User Chatting on one of several servers: what others have published, and who looks after it. */
class ClusterRulesTest {

    private static final JID PHONE = session(ALICE, "phone");
    private static final JID LAPTOP = session(ALICE, "laptop");
    private static final String OTHER = "other";

    private final ChattingFixture world = new ChattingFixture();

    /** A user's session on the other server, which has published that it is in a room. */
    private void elsewhere(final JID room, final JID session) {
        world.cluster.elsewhere.add(session);
        world.rooms.get(room).occupants.add(session);
        publishedByOther(room, session.asBareJID());
    }

    private void publishedByOther(final JID room, final JID user) {
        final Publication publication = new UserAndRoom(user, room).publication();
        world.database.publications.add(publication);
        world.database.retractions.remove(publication);
        world.node.items(user).put(publication.item(),
            ChattingElements.room(world.rooms.profile(room).orElseThrow()));
    }

    private void consented(final JID user) {
        world.database.remember(user, new ChattingPreferences(true, Set.of(), false));
    }

    private boolean isPublished(final JID room, final JID user) {
        return world.database.publications.contains(new UserAndRoom(user, room).publication());
    }

    private void startInCluster() {
        world.cluster.join(OTHER);
        world.start();
        world.pass(AbandonedItems.SETTLING);
    }

    private void memberLeaves() {
        world.cluster.others.remove(OTHER);
        world.chatting.memberLeft(OTHER);
    }

    @Test
    void k4_nothingIsRetractedWhileTheServerHasYetToJoinTheCluster() {
        consented(ALICE);
        elsewhere(GARDEN, LAPTOP);
        // What the server cannot see yet.
        world.rooms.get(GARDEN).occupants.clear();
        world.cluster.joining();

        world.start();
        world.pass(Duration.ofSeconds(12));
        assertThat(world.node.calls).isZero();

        world.rooms.get(GARDEN).occupants.add(LAPTOP);
        world.cluster.join(OTHER);
        world.chatting.joined();
        world.pass(Duration.ofMinutes(5));

        assertThat(world.node.calls).isZero();
        assertThat(isPublished(GARDEN, ALICE)).isTrue();
    }

    @Test
    void k4_serverThatCannotJoinRetractsWhatWasLeftAfterAMinute() {
        consented(ALICE);
        publishedByOther(GARDEN, ALICE);
        world.cluster.joining();

        world.start();
        world.pass(AbandonedItems.JOIN_TIME.minusSeconds(1));
        assertThat(isPublished(GARDEN, ALICE)).isTrue();

        world.pass(Duration.ofSeconds(2));
        assertThat(isPublished(GARDEN, ALICE)).isFalse();
        assertThat(world.node.events).hasSize(1).allMatch(Event::isFarewell);
    }

    @Test
    void s1_errorWhileTheClusterIsAwaitedDoesNotLeaveAnythingPublished() {
        consented(BOB);
        publishedByOther(ATTIC, BOB);
        world.cluster.joining();
        world.start();
        world.cluster.fail(new StackOverflowError());
        assertThatThrownBy(() -> world.pass(AbandonedItems.JOIN_POLL)).isInstanceOf(StackOverflowError.class);
        world.cluster.fail(null);

        world.pass(AbandonedItems.JOIN_TIME.plusSeconds(5));

        assertThat(isPublished(ATTIC, BOB)).isFalse();
    }

    @Test
    void k6_whatASessionOnAnotherServerHoldsIsNotRetractedAtTheStart() {
        consented(ALICE);
        consented(BOB);
        elsewhere(GARDEN, LAPTOP);
        publishedByOther(ATTIC, BOB);

        startInCluster();
        world.pass(Duration.ofMinutes(5));

        assertThat(isPublished(GARDEN, ALICE)).isTrue();
        assertThat(isPublished(ATTIC, BOB)).isFalse();
        assertThat(world.node.events).hasSize(1).allMatch(event -> event.user().equals(BOB) && event.isFarewell());
    }

    @Test
    void k6_whatTheUserDoesNotWantIsRetractedAtTheStartWhoeverHoldsIt() {
        world.database.remember(ALICE, new ChattingPreferences(false, Set.of(), false));
        elsewhere(GARDEN, LAPTOP);

        startInCluster();

        assertThat(isPublished(GARDEN, ALICE)).isFalse();
    }

    /** Each of two servers would take it that the other holds what neither may. */
    @Test
    void u4_roomThatBecomesPrivateIsRetractedThoughASessionOnAnotherServerIsThereToo() {
        consented(ALICE);
        startInCluster();
        world.join(GARDEN, PHONE);
        elsewhere(GARDEN, LAPTOP);

        world.change(GARDEN, new RoomAccess(true, false, false));
        world.chatting.roomConfigured(GARDEN);
        world.run();

        assertThat(isPublished(GARDEN, ALICE)).isFalse();
        assertThat(world.believed(ALICE)).isEmpty();
    }

    @Test
    void u4_privateRoomIsRetractedWhenTheUserNoLongerAgreesThoughASessionOnAnotherServerIsThereToo() {
        world.change(GARDEN, new RoomAccess(false, true, false));
        world.database.remember(ALICE, new ChattingPreferences(true, Set.of(), true));
        startInCluster();
        world.join(GARDEN, PHONE);
        elsewhere(GARDEN, LAPTOP);
        assertThat(world.believed(ALICE)).containsExactly("garden");

        world.choose(ALICE, true, false);

        assertThat(isPublished(GARDEN, ALICE)).isFalse();
        assertThat(world.believed(ALICE)).isEmpty();
    }

    @Test
    void k6_privateRoomsThatNobodyMayPublishAreRetractedAtTheStartWhoeverIsThere() {
        consented(ALICE);
        elsewhere(GARDEN, LAPTOP);
        world.change(GARDEN, new RoomAccess(true, false, false));

        startInCluster();
        world.pass(Duration.ofMinutes(1));

        assertThat(isPublished(GARDEN, ALICE)).isFalse();
    }

    @Test
    void k6_sessionsOfOtherServersAreNotPublishedByThisOne() {
        consented(ALICE);
        world.cluster.elsewhere.add(LAPTOP);
        world.rooms.get(GARDEN).occupants.add(LAPTOP);

        startInCluster();

        assertThat(world.node.calls).isZero();
    }

    @Test
    void k4_whatThisServerHadRetractedBeforeAnotherPublishedItIsRetractedWhenThatOneDies() {
        consented(ALICE);
        startInCluster();
        world.join(GARDEN, PHONE);
        world.leave(GARDEN, PHONE);
        elsewhere(GARDEN, LAPTOP);

        world.rooms.get(GARDEN).occupants.clear();
        memberLeaves();
        world.pass(AbandonedItems.SENIOR_DELAY.plusSeconds(1));

        assertThat(isPublished(GARDEN, ALICE)).isFalse();
        assertThat(world.held(ALICE)).isEmpty();
    }

    @Test
    void k4_whatThisServerHoldsItselfIsNotRetractedWhenTheOtherThatHeldItDies() {
        consented(ALICE);
        consented(BOB);
        startInCluster();
        world.join(GARDEN, PHONE);
        elsewhere(GARDEN, LAPTOP);
        // Something is left over, so that it is looked what others hold.
        publishedByOther(ATTIC, BOB);
        world.chatting.memberLeft("third");
        world.pass(AbandonedItems.SENIOR_DELAY.plusSeconds(1));
        assertThat(isPublished(ATTIC, BOB)).isFalse();

        world.rooms.get(GARDEN).occupants.remove(LAPTOP);
        memberLeaves();
        world.pass(AbandonedItems.SENIOR_DELAY.plusSeconds(1));

        assertThat(isPublished(GARDEN, ALICE)).isTrue();
        assertThat(world.believed(ALICE)).containsExactly("garden");
    }

    @Test
    void k4_serverThatShutsDownRetractsNothingWhileOthersGoOn() {
        consented(ALICE);
        startInCluster();
        world.join(GARDEN, PHONE);
        assertThat(world.believed(ALICE)).containsExactly("garden");

        world.cluster.shutDown();
        world.executor.execute(world.chatting::stop);
        world.run();

        assertThat(isPublished(GARDEN, ALICE)).isTrue();
        assertThat(world.believed(ALICE)).containsExactly("garden");
    }

    @Test
    void k4_lastServerOfTheClusterRetractsEverythingWhenItShutsDown() {
        consented(ALICE);
        world.cluster.join();
        world.start();
        world.join(GARDEN, PHONE);

        world.cluster.shutDown();
        world.executor.execute(world.chatting::stop);
        world.run();

        assertThat(world.believed(ALICE)).isEmpty();
    }

    @Test
    void k6_unloadRetractsWhatIsOnlyHereAndLeavesWhatAnotherServerHolds() {
        consented(ALICE);
        startInCluster();
        world.join(GARDEN, PHONE);
        world.join(ATTIC, PHONE);
        elsewhere(GARDEN, LAPTOP);

        world.executor.execute(world.chatting::stop);
        world.run();

        assertThat(world.believed(ALICE)).containsExactly("garden");
    }

    @Test
    void k6_whatADeadServerHasLeftIsRetracted() {
        consented(ALICE);
        consented(BOB);
        elsewhere(GARDEN, LAPTOP);
        startInCluster();
        world.join(ATTIC, session(BOB, "phone"));

        world.rooms.get(GARDEN).occupants.remove(LAPTOP);
        memberLeaves();
        world.pass(AbandonedItems.SENIOR_DELAY);

        assertThat(isPublished(GARDEN, ALICE)).isFalse();
        assertThat(isPublished(ATTIC, BOB)).isTrue();
        assertThat(world.believed(BOB)).containsExactly("attic");
    }

    @Test
    void k6_whoComesBackOnThisServerIsNotRetracted() {
        consented(ALICE);
        elsewhere(GARDEN, LAPTOP);
        startInCluster();
        world.rooms.get(GARDEN).occupants.remove(LAPTOP);
        memberLeaves();

        world.join(GARDEN, PHONE);
        world.pass(Duration.ofMinutes(5));

        assertThat(world.believed(ALICE)).containsExactly("garden");
        assertThat(world.held(ALICE)).containsExactly("garden");
        assertThat(isPublished(GARDEN, ALICE)).isTrue();
    }

    @Test
    void k6_onlyTheSeniorMemberRetractsAtOnce() {
        consented(ALICE);
        elsewhere(GARDEN, LAPTOP);
        world.cluster.senior = false;
        startInCluster();
        world.rooms.get(GARDEN).occupants.remove(LAPTOP);

        memberLeaves();
        world.pass(AbandonedItems.SENIOR_DELAY);
        assertThat(isPublished(GARDEN, ALICE)).isTrue();

        world.pass(AbandonedItems.OTHERS_DELAY);
        assertThat(isPublished(GARDEN, ALICE)).isFalse();
    }

    @Test
    void k6_itemIsLeftToTheServerOnWhichTheUserStaysInTheRoom() {
        consented(ALICE);
        startInCluster();
        world.join(GARDEN, PHONE);
        elsewhere(GARDEN, LAPTOP);

        world.leave(GARDEN, PHONE);
        world.setTopic(GARDEN, "Flowers");
        world.chatting.subjectChanged(GARDEN, LAPTOP);
        world.pass(Duration.ofMinutes(2));

        assertThat(world.believed(ALICE)).containsExactly("garden");
        assertThat(world.node.events).hasSize(1);
        assertThat(isPublished(GARDEN, ALICE)).isTrue();
    }

    /** The other server may know of no consent, or lack the plugin, and so have published nothing. */
    @Test
    void k6_itemIsRetractedWhenTheUsersLastSessionOnAnotherServerHasLeft() {
        consented(ALICE);
        startInCluster();
        world.join(GARDEN, PHONE);
        elsewhere(GARDEN, LAPTOP);
        world.leave(GARDEN, PHONE);

        world.rooms.get(GARDEN).occupants.remove(LAPTOP);
        world.pass(Publisher.RETRY_INTERVAL);

        assertThat(world.believed(ALICE)).isEmpty();
        assertThat(isPublished(GARDEN, ALICE)).isFalse();
    }

    @Test
    void k6_whoSaysNoIsRetractedThoughASessionOnAnotherServerStays() {
        consented(ALICE);
        startInCluster();
        world.join(GARDEN, PHONE);
        elsewhere(GARDEN, LAPTOP);
        world.leave(GARDEN, PHONE);

        world.choose(ALICE, false, false);
        world.pass(Publisher.RETRY_INTERVAL);

        assertThat(world.believed(ALICE)).isEmpty();
    }

    @Test
    void k6_whatAnotherServerPublishedSinceIsNotForgotten() {
        consented(ALICE);
        startInCluster();
        world.join(GARDEN, PHONE);
        world.leave(GARDEN, PHONE);
        assertThat(isPublished(GARDEN, ALICE)).isFalse();

        elsewhere(GARDEN, LAPTOP);
        world.resurrect(ALICE, new UserAndRoom(ALICE, GARDEN).publication().item());
        world.pass(PublicationLog.DELETION_DELAY.multipliedBy(2));

        assertThat(world.held(ALICE)).hasSize(1);
        assertThat(isPublished(GARDEN, ALICE)).isTrue();
    }

    @Test
    void k6_whatTheOtherSideOfASplitTookAwayIsPublishedAgain() {
        consented(ALICE);
        startInCluster();
        world.join(GARDEN, PHONE);
        takenAwayByOther();

        world.chatting.memberJoined(OTHER);
        world.pass(AbandonedItems.REPAIR_DELAY);

        assertThat(isPublished(GARDEN, ALICE)).isTrue();
        assertThat(world.node.events).hasSize(2).noneMatch(Event::isFarewell);
    }

    @Test
    void k6_whatAUserTookAwayOnAnotherServerIsNotPublishedAgain() throws Exception {
        consented(ALICE);
        startInCluster();
        world.join(GARDEN, PHONE);
        takenAwayByOther();
        world.database.remember(ALICE, new ChattingPreferences(false, Set.of(), false));

        world.chatting.memberJoined(OTHER);
        world.pass(AbandonedItems.REPAIR_DELAY.multipliedBy(2));

        assertThat(isPublished(GARDEN, ALICE)).isFalse();
        assertThat(world.believed(ALICE)).isEmpty();
    }

    private void takenAwayByOther() {
        world.database.publications.clear();
    }

    @Test
    void k6_databaseThatFailsIsAskedAgain() {
        consented(ALICE);
        elsewhere(GARDEN, LAPTOP);
        startInCluster();
        world.rooms.get(GARDEN).occupants.remove(LAPTOP);

        memberLeaves();
        world.database.failing = true;
        world.pass(Duration.ofMinutes(1));
        assertThat(isPublished(GARDEN, ALICE)).isTrue();

        world.database.failing = false;
        world.pass(Duration.ofMinutes(1));
        assertThat(isPublished(GARDEN, ALICE)).isFalse();
    }
}
