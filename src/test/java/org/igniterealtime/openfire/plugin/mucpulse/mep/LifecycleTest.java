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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertRefused;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertResult;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.published;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.ACTIVITY;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.COVEN;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.CRONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.FIRST;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.HAG;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.MOOD;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SECOND;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SERVICE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.THIRD;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.occupant;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.dom4j.DocumentHelper;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** M10: nodes live as long as the occupant or the room. */
class LifecycleTest {

    private static final JID OWN = occupant(FIRST);

    private final MepFixture server = new MepFixture();

    @BeforeEach
    void twoWitchesMeet() {
        server.affiliate(HAG, Affiliation.OWNER);
        server.join(CRONE, FIRST, ACTIVITY);
        server.join(HAG, THIRD);
    }

    private static String pubsub(final String content) {
        return "<pubsub xmlns='" + PUBSUB + "'>" + content + "</pubsub>";
    }

    private static final String ITEMS = pubsub("<items node='" + ACTIVITY + "'/>");
    private static final String MY_SUBSCRIPTIONS = pubsub("<subscriptions node='" + ACTIVITY + "'/>");

    private void subscribe(final JID session, final JID service) {
        server.done(server.set(session, service, pubsub("<subscribe node='" + ACTIVITY + "' jid='" + session + "'/>")));
        server.forgetEvents();
    }

    // Nicknames

    @Test
    void m10_nodesMoveAlongToANewNickname() {
        server.publish(CRONE, OWN, ACTIVITY, "1");
        subscribe(HAG, OWN);

        server.rename(FIRST, "hecate");

        assertRefused(server.publish(CRONE, OWN, ACTIVITY, "2"), "cancel", "item-not-found");
        assertResult(server.get(HAG, occupant("hecate"), ITEMS), pubsub(published(ACTIVITY, "1")));
        server.done(server.publish(CRONE, occupant("hecate"), ACTIVITY, "2"));
        assertEvent(server.eventOf(CRONE), occupant("hecate"), published(ACTIVITY, "2"));
        assertEvent(server.eventOf(HAG), occupant("hecate"), published(ACTIVITY, "2"));
    }

    @Test
    void m10_newNicknameIsTheNameInLists() {
        server.publish(HAG, occupant(THIRD), ACTIVITY, "1");
        subscribe(CRONE, occupant(THIRD));

        server.rename(FIRST, "hecate");

        assertResult(server.get(CRONE, occupant(THIRD), MY_SUBSCRIPTIONS), pubsub("<subscriptions node='" + ACTIVITY + "'>"
            + "<subscription node='" + ACTIVITY + "' jid='" + occupant("hecate") + "' subscription='subscribed'/>"
            + "</subscriptions>"));
    }

    @Test
    void m10_whoTakesAFreedNicknameDoesNotTakeTheNodes() {
        server.publish(CRONE, OWN, ACTIVITY, "1");
        server.rename(FIRST, "hecate");

        server.join(WICCA, FIRST);

        assertRefused(server.get(WICCA, OWN, ITEMS), "cancel", "item-not-found");
        server.publish(WICCA, OWN, ACTIVITY, "w");
        assertResult(server.get(WICCA, OWN, ITEMS), pubsub(published(ACTIVITY, "w")));
        assertResult(server.get(WICCA, occupant("hecate"), ITEMS), pubsub(published(ACTIVITY, "1")));
    }

    @Test
    void m10_nicknamesThatAreSwappedSwapTheNodes() {
        server.publish(CRONE, OWN, ACTIVITY, "c");
        server.publish(HAG, occupant(THIRD), ACTIVITY, "h");

        server.rename(FIRST, "hecate");
        server.rename(THIRD, FIRST);
        server.rename("hecate", THIRD);

        assertResult(server.get(CRONE, occupant(THIRD), ITEMS), pubsub(published(ACTIVITY, "c")));
        assertResult(server.get(CRONE, occupant(FIRST), ITEMS), pubsub(published(ACTIVITY, "h")));
    }

    @Test
    void m10_nicknameMayChangeItsCaseOnly() {
        server.publish(CRONE, OWN, ACTIVITY, "1");

        server.rename(FIRST, "FirstWitch");
        server.forgetEvents();
        server.done(server.publish(CRONE, occupant("FirstWitch"), ACTIVITY, "2"));

        assertEvent(server.eventOf(CRONE), occupant("FirstWitch"), published(ACTIVITY, "2"));
    }

    // Sessions

    @Test
    void m10_nodesOfOneNicknameBelongToAllItsSessions() {
        server.join(WICCA, SECOND);
        server.join(WICCA_PHONE, SECOND);

        server.done(server.publish(WICCA, occupant(SECOND), ACTIVITY, "1"));
        server.done(server.publish(WICCA_PHONE, occupant(SECOND), ACTIVITY, "2"));

        assertResult(server.get(CRONE, occupant(SECOND), ITEMS), pubsub(published(ACTIVITY, "2")));
    }

    @Test
    void m10_nodesStayWhileOneOfTwoSessionsStays() {
        server.join(WICCA, SECOND);
        server.join(WICCA_PHONE, SECOND);
        server.publish(WICCA, occupant(SECOND), ACTIVITY, "1");

        server.leave(WICCA);
        assertResult(server.get(CRONE, occupant(SECOND), ITEMS), pubsub(published(ACTIVITY, "1")));

        server.leave(WICCA_PHONE);
        server.join(WICCA, SECOND);
        assertRefused(server.get(WICCA, occupant(SECOND), ITEMS), "cancel", "item-not-found");
    }

    @Test
    void m10_allSessionsOfANicknameMoveAlong() {
        server.join(WICCA, SECOND, ACTIVITY);
        server.join(WICCA_PHONE, SECOND);

        server.rename(SECOND, "hecate");

        server.done(server.publish(WICCA_PHONE, occupant("hecate"), ACTIVITY, "1"));
        assertEvent(server.eventOf(WICCA), occupant("hecate"), published(ACTIVITY, "1"));
    }

    @Test
    void m10_whoLeavesIsToldNothingMore() {
        server.publish(HAG, occupant(THIRD), ACTIVITY, "1");
        subscribe(CRONE, occupant(THIRD));
        server.leave(CRONE);
        server.forgetEvents();

        server.publish(HAG, occupant(THIRD), ACTIVITY, "2");

        assertThat(server.eventsOf(CRONE)).isEmpty();
    }

    @Test
    void m10_whoComesBackIsNotSubscribedAnyLonger() {
        server.join(WICCA, SECOND);
        server.publish(CRONE, OWN, ACTIVITY, "1");
        server.publish(HAG, COVEN, ACTIVITY, "1");
        subscribe(WICCA, OWN);
        subscribe(WICCA, COVEN);

        server.leave(WICCA);
        server.join(WICCA, SECOND);

        assertResult(server.get(WICCA, OWN, MY_SUBSCRIPTIONS), MY_SUBSCRIPTIONS);
        assertResult(server.get(WICCA, COVEN, MY_SUBSCRIPTIONS), MY_SUBSCRIPTIONS);
    }

    // Rooms

    @Test
    void m10_nodesOfAPersistentRoomSurviveEmptinessAndARestart() {
        server.publish(HAG, COVEN, ACTIVITY, "1");
        server.publish(HAG, COVEN, MOOD, "1");
        server.set(HAG, COVEN, "<pubsub xmlns='" + PUBSUB + "#owner'><delete node='" + MOOD + "'/></pubsub>");
        server.publish(CRONE, OWN, ACTIVITY, "1");
        server.leave(CRONE);
        server.leave(HAG);

        server.start();
        server.join(CRONE, FIRST);

        assertResult(server.get(CRONE, COVEN, ITEMS), pubsub(published(ACTIVITY, "1")));
        assertRefused(server.get(CRONE, COVEN, pubsub("<items node='" + MOOD + "'/>")), "cancel", "item-not-found");
        assertRefused(server.get(CRONE, OWN, ITEMS), "cancel", "item-not-found");
    }

    @Test
    void m10_nodesOfAnEarlierRoomOfThatNameAreNotThoseOfTheRoom() {
        server.publish(HAG, COVEN, ACTIVITY, "1");
        server.leave(CRONE);
        server.leave(HAG);

        server.pass(Duration.ofMinutes(10));
        server.rooms.get(COVEN).created = server.executor.instant();
        server.start();
        server.join(CRONE, FIRST);

        assertRefused(server.get(CRONE, COVEN, ITEMS), "cancel", "item-not-found");
        assertThat(server.store.stored(COVEN)).isEmpty();
    }

    @Test
    void k5_nodesAreKeptThoughTheClockOfAnotherServerThatCreatedTheRoomWasALittleAhead() {
        server.publish(HAG, COVEN, ACTIVITY, "1");
        server.rooms.get(COVEN).created = server.executor.instant().plusSeconds(30);

        server.start();

        assertThat(server.done(server.get(CRONE, COVEN, ITEMS)).element("items").elements()).hasSize(1);
    }

    @Test
    void s3_startIsOneTaskForEachRoomHoweverManyAreInIt() {
        for (int i = 0; i < 100; i++) {
            server.rooms.get(COVEN).occupants.add(new JID("u" + i + "@shakespeare.lit/r"));
        }
        final int before = server.executor.waitingCount();

        server.mep.start();

        assertThat(server.executor.waitingCount() - before).isEqualTo(server.rooms.loaded().size());
    }

    @Test
    void m10_configurationOfARoomNodeSurvivesARestart() {
        server.publish(HAG, COVEN, ACTIVITY, "1");
        server.done(server.set(HAG, COVEN, "<pubsub xmlns='" + PUBSUB + "#owner'><configure node='" + ACTIVITY
            + "'><x xmlns='jabber:x:data' type='submit'><field var='pubsub#max_items'><value>2</value></field></x>"
            + "</configure></pubsub>"));

        server.start();
        server.publish(HAG, COVEN, ACTIVITY, "2");
        server.publish(HAG, COVEN, ACTIVITY, "3");

        assertThat(server.done(server.get(CRONE, COVEN, ITEMS)).element("items").elements())
            .extracting(item -> item.attributeValue("id")).containsExactly("2", "3");
    }

    @Test
    void m10_everyChangeOfAPersistentRoomIsStored() {
        server.publish(HAG, COVEN, ACTIVITY, "1");
        server.publish(HAG, COVEN, ACTIVITY, "2");
        assertThat(server.store.node(COVEN, ACTIVITY).items()).extracting(Item::id).containsExactly("1", "2");

        server.done(server.set(HAG, COVEN, pubsub("<retract node='" + ACTIVITY + "'><item id='1'/></retract>")));
        assertThat(server.store.node(COVEN, ACTIVITY).items()).extracting(Item::id).containsExactly("2");

        server.done(server.set(HAG, COVEN, "<pubsub xmlns='" + PUBSUB + "#owner'><purge node='" + ACTIVITY
            + "'/></pubsub>"));
        assertThat(server.store.node(COVEN, ACTIVITY).items()).isEmpty();

        server.done(server.set(HAG, COVEN, "<pubsub xmlns='" + PUBSUB + "#owner'><delete node='" + ACTIVITY
            + "'/></pubsub>"));
        assertThat(server.store.stored(COVEN)).isEmpty();
    }

    @Test
    void m10_nodesOfATemporaryRoomEndWithIt() {
        server.rooms.get(COVEN).persistent = false;
        server.publish(HAG, COVEN, ACTIVITY, "1");
        assertThat(server.store.stored(COVEN)).isEmpty();

        server.leave(CRONE);
        server.leave(HAG);
        server.forgetEvents();
        server.rooms.create(COVEN);
        server.join(CRONE, FIRST, ACTIVITY);

        assertThat(server.eventsOf(CRONE)).isEmpty();
        assertRefused(server.get(CRONE, COVEN, ITEMS), "cancel", "item-not-found");
    }

    @Test
    void m10_destroyedRoomLeavesNothing() {
        server.publish(HAG, COVEN, ACTIVITY, "1");
        server.publish(CRONE, OWN, ACTIVITY, "1");
        server.forgetEvents();

        server.destroy(COVEN);

        assertThat(server.store.stored(COVEN)).isEmpty();
        assertRefused(server.publish(CRONE, OWN, ACTIVITY, "2"), "auth", "not-authorized",
            "presence-subscription-required");
        server.rooms.create(COVEN);
        server.join(CRONE, FIRST, ACTIVITY);
        assertThat(server.eventsOf(CRONE)).isEmpty();
    }

    @Test
    void m10_roomThatIsDestroyedBeforeItsOccupantsAreReportedGoneLeavesNothing() {
        server.publish(HAG, COVEN, ACTIVITY, "1");

        server.rooms.remove(COVEN);
        server.mep.roomDestroyed(COVEN);
        server.mep.occupantLeft(COVEN, CRONE);
        server.mep.occupantLeft(COVEN, HAG);
        server.settle();

        assertThat(server.store.stored(COVEN)).isEmpty();
    }

    @Test
    void m10_removedServiceForgetsItsRoomsButNotTheirNodes() {
        server.publish(HAG, COVEN, ACTIVITY, "1");
        server.publish(CRONE, OWN, ACTIVITY, "1");

        server.rooms.get(COVEN).nicknames.clear();
        server.mep.serviceRemoved(SERVICE);
        server.settle();

        assertRefused(server.publish(CRONE, OWN, ACTIVITY, "1"), "auth", "not-authorized",
            "presence-subscription-required");
        server.join(CRONE, FIRST);
        assertResult(server.get(CRONE, COVEN, ITEMS), pubsub(published(ACTIVITY, "1")));
        assertRefused(server.get(CRONE, OWN, ITEMS), "cancel", "item-not-found");
    }

    @Test
    void m10_otherServicesDoNotMindARemovedOne() {
        server.publish(CRONE, OWN, ACTIVITY, "1");

        server.mep.serviceRemoved("other.shakespeare.lit");
        server.settle();

        assertResult(server.get(CRONE, OWN, ITEMS), pubsub(published(ACTIVITY, "1")));
    }

    @Test
    void m10_whoWasInTheRoomWhenThePluginStartedTakesPart() {
        server.capabilities.serverKnows(CRONE, ACTIVITY);

        server.start();
        server.done(server.publish(HAG, occupant(THIRD), ACTIVITY, "1"));

        assertEvent(server.eventOf(CRONE), occupant(THIRD), published(ACTIVITY, "1"));
    }

    // The database

    @Test
    void m10_requestsWaitForTheNodesToBeRead() {
        server.publish(HAG, COVEN, ACTIVITY, "1");
        server.leave(CRONE);
        server.leave(HAG);
        server.slowDatabase();
        server.join(CRONE, FIRST, ACTIVITY);
        final IQ request = server.stanza("get", CRONE, COVEN, ITEMS);
        server.mep.take(request);
        server.forgetEvents();

        server.answerQueries();

        assertResult(server.onlyReply(request), pubsub(published(ACTIVITY, "1")));
        assertThat(server.eventsOf(CRONE)).hasSize(1);
    }

    @Test
    void m10_readingTheNodesIsTriedUntilItSucceeds() {
        server.publish(HAG, COVEN, ACTIVITY, "1");
        server.leave(CRONE);
        server.leave(HAG);
        server.forgetEvents();
        server.store.fail(true);
        server.join(CRONE, FIRST, ACTIVITY);
        assertThat(server.eventsOf(CRONE)).isEmpty();

        server.store.fail(false);
        server.busyDatabase(true);
        server.pass(Duration.ofSeconds(10));
        assertThat(server.eventsOf(CRONE)).isEmpty();
        server.busyDatabase(false);
        server.pass(Duration.ofSeconds(10));

        assertEventOfTheRoom();
    }

    private void assertEventOfTheRoom() {
        assertThat(server.eventOf(CRONE).getFrom()).isEqualTo(COVEN);
    }

    @Test
    void m10_roomThatIsGoneIsNotReadForEver() {
        final JID heath = new JID("heath", SERVICE, null);
        server.rooms.create(heath);
        server.store.fail(true);
        final CompletionStage<String> speech =
            server.mep.publish(heath, ACTIVITY, "1", DocumentHelper.createElement("x"));
        server.settle();
        server.destroy(heath);

        server.pass(Duration.ofMinutes(5));

        assertThat(server.executor.waitingCount()).isZero();
        assertThat(speech.toCompletableFuture()).isDone();
    }

    @Test
    void m10_emptiedRoomIsForgottenOnceItIsRead() {
        server.leave(CRONE);
        server.leave(HAG);
        server.slowDatabase();
        server.join(CRONE, FIRST);
        server.leave(CRONE);

        server.answerQueries();
        server.mep.publish(COVEN, ACTIVITY, "1", DocumentHelper.createElement("x"));
        server.answerQueries();

        assertThat(server.store.stored(COVEN)).isEqualTo(List.of(ACTIVITY));
    }
}
