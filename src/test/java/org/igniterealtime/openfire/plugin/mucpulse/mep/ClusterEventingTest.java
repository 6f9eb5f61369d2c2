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
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.ACTIVITY;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.COVEN;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.CRONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.FIRST;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.HAG;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.MACBETH;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.MOOD;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SECOND;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.THIRD;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.occupant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** The feature on two servers: "a" is home, "b" forwards. Crone is on the first, Wicca and Hag are on the second. */
class ClusterEventingTest {

    private static final Duration LONG = Duration.ofSeconds(12);

    private final MepCluster cluster = new MepCluster("a", "b");

    @BeforeEach
    void witchesMeet() {
        cluster.own(CRONE);
        cluster.join("a", CRONE, FIRST, ACTIVITY, MOOD);
        cluster.join("b", WICCA, SECOND, ACTIVITY);
        cluster.join("b", HAG, THIRD);
        cluster.pass(Duration.ofSeconds(1));
        cluster.takeEvents();
    }

    private static String describe(final Message event) {
        final Element items = event.getElement().element("event").elements().get(0);
        return event.getFrom().getResource() + " " + items.attributeValue("node") + " "
            + (items.elements().isEmpty() ? items.getName() : items.elements().get(0).attributeValue("id"));
    }

    private List<String> toldTo(final JID session) {
        return cluster.eventsOf(session).stream().map(ClusterEventingTest::describe).toList();
    }

    private static String condition(final IQ reply) {
        final Element error = reply.getElement().element("error");
        return error == null ? "done" : error.elements().get(0).getName() + " " + error.attributeValue("type");
    }

    private static String pubsub(final String content) {
        return "<pubsub xmlns='" + PUBSUB + "'>" + content + "</pubsub>";
    }

    private static <T> T now(final CompletionStage<T> stage) {
        final CompletableFuture<T> future = stage.toCompletableFuture();
        assertThat(future).isDone();
        return future.join();
    }

    @Test
    void k3_whatIsPublishedThroughAnotherServerReachesInterestedOccupantsOfBoth() {
        assertThat(condition(cluster.publish(WICCA, occupant(SECOND), ACTIVITY, "1"))).isEqualTo("done");

        assertThat(toldTo(CRONE)).containsExactly(SECOND + " " + ACTIVITY + " 1");
        assertThat(toldTo(WICCA)).containsExactly(SECOND + " " + ACTIVITY + " 1");
        assertThat(toldTo(HAG)).isEmpty();
    }

    @Test
    void k3_nobodyButHomeHasNodesOrWritesThem() {
        cluster.publish(WICCA, occupant(SECOND), ACTIVITY, "1");
        cluster.publish(CRONE, COVEN, MOOD, "1");

        assertThat(cluster.server("b").mep.openRooms()).isEmpty();
        assertThat(cluster.writers).isNotEmpty().containsOnly("a");
        assertThat(cluster.database.stored(COVEN)).containsExactly(MOOD);
    }

    @Test
    void k3_answerIsSentByTheServerOfTheRequester() {
        final IQ request = cluster.stanza("set", WICCA, occupant(SECOND), MepCluster.publication(ACTIVITY, "1"));
        cluster.handIn("b", request);
        cluster.server("b").executor.runUntilIdle();
        assertThat(cluster.server("b").eventing.requests().size()).isEqualTo(1);
        cluster.settle();

        assertThat(cluster.onlyReply(request)).isPresent();
        assertThat(cluster.server("b").eventing.requests().size()).isZero();
    }

    @Test
    void m5_subscriberOnAnotherServerIsSentTheLastItemAfterTheAnswer() {
        cluster.publish(CRONE, occupant(FIRST), MOOD, "1");
        cluster.takeEvents();

        final IQ reply = cluster.ask("b", "set", HAG, occupant(FIRST),
            pubsub("<subscribe node='" + MOOD + "' jid='" + HAG + "'/>"));

        assertThat(condition(reply)).isEqualTo("done");
        assertThat(toldTo(HAG)).isEmpty();
        cluster.pass(Duration.ofSeconds(1));
        assertThat(toldTo(HAG)).containsExactly(FIRST + " " + MOOD + " 1");
    }

    @Test
    void m12_everyServerKnowsWhichNodesOccupantsHave() {
        final String items = pubsub("<items node='" + MOOD + "'/>");
        assertThat(cluster.handIn("b", cluster.stanza("get", HAG, occupant(FIRST), items))).isFalse();

        cluster.publish(CRONE, occupant(FIRST), MOOD, "1");

        final IQ reply = cluster.ask("b", "get", HAG, occupant(FIRST), items);
        assertThat(reply.getChildElement().element("items").elements()).hasSize(1);
        cluster.rename(CRONE, FIRST, "eldest");
        assertThat(cluster.handIn("b", cluster.stanza("get", HAG, occupant(FIRST), items))).isFalse();
        assertThat(condition(cluster.ask("b", "get", HAG, occupant("eldest"), items))).isEqualTo("done");
        cluster.leave(CRONE);
        assertThat(cluster.handIn("b", cluster.stanza("get", HAG, occupant("eldest"), items))).isFalse();
        assertThat(cluster.server("b").eventing.directory().held()).isZero();
    }

    @Test
    void m2_everyServerListsTheNodesOfTheRoomForItsOccupantsAlone() {
        cluster.publish(CRONE, COVEN, MOOD, "1");

        assertThat(listed("b", HAG)).containsExactly(MOOD);
        assertThat(listed("a", HAG)).containsExactly(MOOD);
        assertThat(listed("b", MACBETH)).isEmpty();
    }

    private List<String> listed(final String server, final JID to) {
        final IQ result = Stanzas.iq("<iq type='result' id='d' from='" + COVEN + "' to='" + to
            + "'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>");
        cluster.server(server).entrance.decorate(result);
        return result.getChildElement().elements().stream().map(item -> item.attributeValue("node")).toList();
    }

    @Test
    void s4_outsiderGetsTheSameAnswerWhateverThereIsAndWhicheverServerIsAsked() {
        cluster.publish(CRONE, occupant(FIRST), MOOD, "1");

        for (final String server : List.of("a", "b")) {
            for (final String node : List.of(MOOD, "none")) {
                for (final String nickname : List.of(FIRST, "nobody")) {
                    final IQ reply = cluster.ask(server, "get", MACBETH, occupant(nickname),
                        pubsub("<items node='" + node + "'/>"));
                    assertThat(condition(reply)).isEqualTo("not-authorized auth");
                }
            }
        }
    }

    @Test
    void m13_whoIsKickedOnAnotherServerIsToldNothingMoreAtOnce() {
        cluster.kickUnnoticed("a", WICCA);

        cluster.publish(CRONE, occupant(FIRST), ACTIVITY, "1");

        assertThat(toldTo(WICCA)).isEmpty();
        assertThat(toldTo(CRONE)).hasSize(1);
    }

    @Test
    void m4_homeHasTheServerOfASessionAskTheClient() {
        final JID session = new JID("other@shakespeare.lit/x");
        cluster.join("b", session, "other", "urn:example:rare");
        cluster.pass(Duration.ofSeconds(1));
        cluster.publish(CRONE, COVEN, "urn:example:rare", "1");

        assertThat(toldTo(session)).containsExactly("null urn:example:rare 1");
    }

    @Test
    void m4_homeForgetsWhatTheServerOfASessionKnewOfItsClientBefore() {
        final JID session = new JID("other@shakespeare.lit/x");
        final MepCluster.Server b = cluster.server("b");
        b.capabilities.serverKnows(session, MOOD);
        enterSilently("b", session);
        cluster.publish(CRONE, COVEN, MOOD, "1");
        assertThat(toldTo(session)).containsExactly("null " + MOOD + " 1");

        b.capabilities.serverKnows(session);
        b.entrance.presenceInRoom(occupant("other"), session);
        cluster.settle();
        cluster.publish(CRONE, COVEN, MOOD, "2");
        assertThat(toldTo(session)).isEmpty();
    }

    @Test
    void m4_homeForgetsWhatAnotherServerKnewOfTheClientOfASessionThatHasEnded() {
        final JID session = new JID("other@shakespeare.lit/x");
        cluster.server("b").capabilities.serverKnows(session, MOOD);
        enterSilently("b", session);
        cluster.publish(CRONE, COVEN, MOOD, "1");
        assertThat(toldTo(session)).hasSize(1);
        cluster.leave(session);
        cluster.server("b").entrance.sessionEnded(session);
        cluster.settle();
        enterSilently("a", session);
        cluster.takeEvents();
        cluster.publish(CRONE, COVEN, MOOD, "2");

        assertThat(toldTo(session)).isEmpty();
    }

    /** Enters without announcing capabilities. */
    private void enterSilently(final String id, final JID session) {
        cluster.places.put(session, id);
        cluster.servers.values().forEach(server -> server.rooms.get(COVEN).nicknames.put(session, "other"));
        cluster.server(id).entrance.occupantJoined(COVEN, session, "other");
        cluster.settle();
    }

    @Test
    void s8_requestThatIsLostIsAnsweredWithAnError() {
        final IQ request = cluster.stanza("set", WICCA, occupant(SECOND), MepCluster.publication(ACTIVITY, "1"));
        cluster.handIn("b", request);
        cluster.network.lose("b", "a");
        cluster.pass(LONG);

        assertThat(condition(cluster.onlyReply(request).orElseThrow())).isEqualTo("internal-server-error wait");
    }

    @Test
    void s8_requestIsAnsweredWithAnErrorWhereHomeDies() {
        final IQ request = cluster.stanza("set", WICCA, occupant(SECOND), MepCluster.publication(ACTIVITY, "1"));
        cluster.handIn("b", request);
        cluster.die("a");

        assertThat(condition(cluster.onlyReply(request).orElseThrow())).isEqualTo("internal-server-error wait");
    }

    @Test
    void s3_whatMayBeForwardedForOneUserIsBounded() {
        final IQ first = large("0");
        int taken = 0;
        cluster.handIn("b", first);
        IQ last = first;
        while (cluster.server("b").eventing.requests().size() > taken) {
            taken++;
            last = large(Integer.toString(taken));
            cluster.handIn("b", last);
        }
        cluster.settle();

        assertThat(taken).isBetween(3, 10);
        assertThat(condition(cluster.onlyReply(last).orElseThrow())).isEqualTo("resource-constraint wait");
        assertThat(condition(cluster.publish(WICCA, occupant(SECOND), ACTIVITY, "1"))).isEqualTo("done");
    }

    private IQ large(final String id) {
        return cluster.stanza("set", HAG, occupant(THIRD), pubsub("<publish node='" + MOOD + "'><item id='" + id
            + "'><x xmlns='y'>" + "z".repeat(50_000) + "</x></item></publish>"));
    }

    @Test
    void k7_forwardedRequestsAreCountedWithTheTimeAndWhyTheyFail() {
        final IQ slow = cluster.stanza("set", WICCA, occupant(SECOND), MepCluster.publication(ACTIVITY, "1"));
        cluster.handIn("b", slow);
        cluster.server("b").executor.advance(Duration.ofMillis(250));
        cluster.settle();
        final IQ lost = cluster.stanza("set", WICCA, occupant(SECOND), MepCluster.publication(ACTIVITY, "2"));
        cluster.handIn("b", lost);
        cluster.network.lose("b", "a");
        cluster.pass(LONG);
        final IQ overtaken = cluster.stanza("set", WICCA, occupant(SECOND), MepCluster.publication(ACTIVITY, "3"));
        cluster.handIn("b", overtaken);
        cluster.server("b").eventing.homeMoved(Optional.empty(), false);
        cluster.publish(WICCA, occupant(SECOND), ACTIVITY, "4");
        cluster.server("b").eventing.homeMoved(Optional.of("a"), false);
        cluster.handIn("b", cluster.stanza("set", HAG, occupant(THIRD), pubsub("<publish node='" + MOOD
            + "'><item><x xmlns='y'>" + "z".repeat(ForwardedRequests.MAX_BYTES_OF_USER) + "</x></item></publish>")));

        assertThat(counted("b", MepMetrics.FORWARDED)).isEqualTo(3);
        assertThat(counted("b", MepMetrics.FORWARDED_MILLISECONDS)).isEqualTo(250);
        assertThat(counted("b", MepMetrics.UNFORWARDED_LATE)).isEqualTo(1);
        assertThat(counted("b", MepMetrics.UNFORWARDED_MOVED)).isEqualTo(1);
        assertThat(counted("b", MepMetrics.UNFORWARDED_NOBODY)).isEqualTo(1);
        assertThat(counted("b", MepMetrics.UNFORWARDED_BUSY)).isEqualTo(1);
        assertThat(counted("a", MepMetrics.FORWARDED)).isZero();
    }

    private long counted(final String server, final Metric metric) {
        return cluster.server(server).mep.counters().of(MepFixture.SERVICE, metric);
    }

    @Test
    void k4_whileNobodyIsHomeRequestsAreAnsweredWithAnError() {
        cluster.server("b").eventing.homeMoved(Optional.empty(), false);

        assertThat(condition(cluster.publish(WICCA, occupant(SECOND), ACTIVITY, "1")))
            .isEqualTo("internal-server-error wait");
    }

    @Test
    void k5_newHomeHasRoomNodesAndInterestsOfAllServers() {
        cluster.publish(CRONE, COVEN, MOOD, "1");
        cluster.die("a");
        cluster.pass(Duration.ofSeconds(4));
        cluster.takeEvents();

        assertThat(cluster.home().id).isEqualTo("b");
        assertThat(condition(cluster.publish(HAG, occupant(THIRD), ACTIVITY, "1"))).isEqualTo("done");
        assertThat(toldTo(WICCA)).containsExactly(THIRD + " " + ACTIVITY + " 1");
        assertThat(cluster.home().mep.openRooms()).hasSize(1);
        assertThat(cluster.home().mep.openRooms().iterator().next().own().has(MOOD)).isTrue();
    }

    @Test
    void k5_requestsWaitForTheNodesWhileANewHomeHasNotReadThem() {
        cluster.publish(CRONE, COVEN, MOOD, "1");
        cluster.die("a");
        final IQ request = cluster.stanza("get", WICCA, COVEN, pubsub("<items node='" + MOOD + "'/>"));
        cluster.handIn("b", request);
        cluster.settle();
        assertThat(cluster.onlyReply(request)).isEmpty();

        cluster.pass(Duration.ofSeconds(3));
        assertThat(cluster.onlyReply(request).orElseThrow().getChildElement().element("items").elements()).hasSize(1);
    }

    @Test
    void k5_serverThatComesBackAsHomeGetsWhatTheDatabaseDoesNotHave() {
        cluster.die("a");
        cluster.pass(Duration.ofSeconds(4));
        cluster.publish(WICCA, occupant(SECOND), MOOD, "1");
        cluster.ask("b", "set", HAG, occupant(SECOND), pubsub("<subscribe node='" + MOOD + "' jid='" + HAG + "'/>"));
        cluster.writers.clear();
        cluster.start("a");
        cluster.takeEvents();

        assertThat(cluster.home().id).isEqualTo("a");
        assertThat(cluster.server("b").finished).isEqualTo(1);
        assertThat(cluster.server("b").mep.openRooms()).isEmpty();
        assertThat(cluster.server("b").mep.memory().total()).isZero();
        assertThat(cluster.writers).doesNotContain("b");
        cluster.publish(WICCA, occupant(SECOND), MOOD, "2");
        assertThat(toldTo(HAG)).containsExactly(SECOND + " " + MOOD + " 2");
        cluster.publish(WICCA, occupant(SECOND), ACTIVITY, "1");
        assertThat(toldTo(WICCA)).contains(SECOND + " " + ACTIVITY + " 1");
    }

    @Test
    void k5_afterASplitNodesOfBothSidesAreThere() {
        cluster.publish(CRONE, COVEN, MOOD, "before");
        cluster.split("b");
        assertThat(cluster.servers.values()).allMatch(MepCluster.Server::isHome);
        cluster.publish(WICCA, occupant(SECOND), ACTIVITY, "b");
        cluster.publish(CRONE, occupant(FIRST), ACTIVITY, "a");
        cluster.publish(CRONE, COVEN, MOOD, "during");
        cluster.server("b").entrance.publish(COVEN, MOOD, "other", DocumentHelper.createElement("x"));
        cluster.settle();

        cluster.heal();
        cluster.takeEvents();

        assertThat(cluster.server("a").isHome()).isTrue();
        assertThat(cluster.server("b").isHome()).isFalse();
        final EventingRoom room = cluster.home().mep.openRooms().iterator().next();
        assertThat(room.occupants()).hasSize(3);
        assertThat(room.own().nodes().iterator().next().items()).extracting(Item::id)
            .contains("before", "during", "other");
        assertThat(room.services().filter(service -> service.has(ACTIVITY))).hasSize(2);
        cluster.publish(HAG, occupant(THIRD), ACTIVITY, "1");
        assertThat(toldTo(CRONE)).containsExactly(THIRD + " " + ACTIVITY + " 1");
        assertThat(toldTo(WICCA)).containsExactly(THIRD + " " + ACTIVITY + " 1");
    }

    @Test
    void k5_serverThatIsHomeAgainAfterNobodyWasStillHasWhatTheDatabaseDoesNotHave() {
        cluster.publish(CRONE, occupant(FIRST), MOOD, "1");
        cluster.server("a").eventing.homeMoved(Optional.empty(), false);
        cluster.server("b").eventing.homeMoved(Optional.empty(), false);
        cluster.pass(Duration.ofSeconds(1));
        assertThat(cluster.server("a").mep.openRooms()).isEmpty();
        cluster.server("a").eventing.homeMoved(Optional.of("a"), true);
        cluster.server("b").eventing.homeMoved(Optional.of("a"), false);
        cluster.pass(Duration.ofSeconds(1));
        // Nobody is home once more, before the database is read.
        cluster.server("a").eventing.homeMoved(Optional.empty(), false);
        cluster.server("a").eventing.homeMoved(Optional.of("a"), true);
        cluster.pass(Duration.ofSeconds(4));

        final EventingRoom room = cluster.home().mep.openRooms().iterator().next();
        assertThat(room.occupants()).hasSize(3);
        assertThat(room.services().filter(service -> service.has(MOOD))).hasSize(1);
    }

    @Test
    void k5_whatNobodyHasYetIsKeptForTheNextRun() {
        cluster.die("b");
        cluster.publish(CRONE, occupant(FIRST), MOOD, "1");
        final EventingCluster a = cluster.server("a").eventing;
        a.homeMoved(Optional.empty(), false);
        cluster.settle();
        assertThat(cluster.server("a").mep.openRooms()).isEmpty();

        assertThat(keptBy("a")).containsExactly(MOOD);
    }

    @Test
    void k5_whatIsHandedOverAndNotUsedYetIsKeptForTheNextRun() {
        cluster.publish(CRONE, occupant(FIRST), MOOD, "1");
        keptBy("a");
        cluster.settle();
        cluster.die("a");
        assertThat(cluster.server("b").isHome()).isTrue();

        assertThat(keptBy("b")).containsExactly(MOOD);
    }

    /** The nodes that the next run of the plugin on a server gets, when the plugin stops now. */
    private List<String> keptBy(final String id) {
        final List<byte[]> records = new ArrayList<>();
        cluster.server(id).eventing.stop(records::addAll);
        cluster.server(id).executor.runUntilIdle();
        try {
            return HandedOverNode.fromRecords(records).stream().map(node -> node.stored().id()).toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void k5_newHomeLooksIntoTheRoomsAgainWhereTheServerFails() {
        cluster.publish(CRONE, COVEN, MOOD, "1");
        cluster.publish(WICCA, occupant(SECOND), MOOD, "1");
        cluster.die("a");
        cluster.pass(Duration.ofSeconds(4));
        cluster.publish(WICCA, occupant(SECOND), ACTIVITY, "1");
        final MepCluster.Server b = cluster.server("b");
        b.eventing.homeMoved(Optional.empty(), false);
        b.executor.runUntilIdle();
        b.rooms.fail(new IllegalStateException("as where a room cannot be understood"));
        b.eventing.homeMoved(Optional.of("b"), true);
        b.executor.runUntilIdle();
        b.rooms.fail(null);
        cluster.pass(Duration.ofSeconds(3));
        cluster.join("b", MACBETH, "thane", MOOD);
        cluster.pass(Duration.ofSeconds(1));
        assertThat(toldTo(MACBETH)).containsExactly("null " + MOOD + " 1");

        cluster.pass(Duration.ofSeconds(10));

        final EventingRoom room = b.mep.openRooms().iterator().next();
        assertThat(room.occupants()).hasSize(3);
        assertThat(room.services().filter(service -> service.has(ACTIVITY))).hasSize(1);
        assertThat(toldTo(MACBETH)).isEmpty();
    }

    @Test
    void k5_whoCeasesToBeHomeDropsAllNodesWhateverTheServerFailsAt() {
        cluster.publish(CRONE, COVEN, MOOD, "1");
        final MepCluster.Server a = cluster.server("a");
        a.rooms.fail(new IllegalStateException("as where a room cannot be understood"));
        a.eventing.homeMoved(Optional.of("b"), false);
        a.executor.runUntilIdle();

        assertThat(a.mep.openRooms()).isEmpty();
        assertThat(a.finished).isEqualTo(1);
    }

    @Test
    void k3_occupantsWhoseLeaveWasLostAreNoticed() {
        cluster.kickUnnoticed("b", HAG);
        cluster.network.lose("b", "a");
        cluster.pass(Duration.ofSeconds(1));

        assertThat(cluster.home().mep.openRooms().iterator().next().occupants()).hasSize(2);
    }

    @Test
    void k3_occupantsOfARoomWhoseJoinsWereLostAreNoticedAllOfThem() {
        final JID room = new JID("heath@" + MepFixture.SERVICE);
        final MepCluster.Server b = cluster.server("b");
        for (final MepCluster.Server server : cluster.servers.values()) {
            server.rooms.create(room).nicknames.put(HAG, THIRD);
            server.rooms.get(room).nicknames.put(WICCA, SECOND);
        }
        b.entrance.presenceInRoom(new JID(room + "/" + THIRD), HAG, b.capabilities.interestedIn(MOOD));
        b.entrance.occupantJoined(room, HAG, THIRD);
        b.entrance.occupantJoined(room, WICCA, SECOND);
        cluster.network.lose("b", "a");
        cluster.pass(Duration.ofSeconds(1));

        assertThat(cluster.home().mep.openRooms()).hasSize(2).filteredOn(open -> open.jid().equals(room))
            .singleElement().satisfies(open -> assertThat(open.occupants()).extracting(Occupant::session)
                .containsExactlyInAnyOrder(HAG, WICCA));
        cluster.server("a").entrance.publish(room, MOOD, null, DocumentHelper.createElement("x"));
        cluster.settle();
        assertThat(cluster.eventsOf(HAG)).hasSize(1);
    }

    @Test
    void k3_namesThatWereLostAreAskedForAgain() {
        cluster.handIn("a", cluster.stanza("set", CRONE, occupant(FIRST), MepCluster.publication(MOOD, "1")));
        cluster.server("a").executor.runUntilIdle();
        cluster.network.lose("a", "b");
        cluster.settle();

        assertThat(condition(cluster.ask("b", "get", HAG, occupant(FIRST), pubsub("<items node='" + MOOD + "'/>"))))
            .isEqualTo("done");
    }

    @Test
    void m6_otherPluginsPublishOnEveryServer() {
        final var result = cluster.server("b").entrance.publish(COVEN, ACTIVITY, null,
            DocumentHelper.createElement("x"));
        cluster.settle();
        final String id = now(result);

        assertThat(toldTo(CRONE)).containsExactly("null " + ACTIVITY + " " + id);
        assertThat(toldTo(WICCA)).hasSize(1);
        final var retracted = cluster.server("b").entrance.retract(COVEN, ACTIVITY, id);
        cluster.settle();
        assertThat(now(retracted)).isTrue();
    }

    @Test
    void m6_callFailsAsAtHome() {
        final var refused = cluster.server("b").entrance.publish(new JID("nowhere@" + MepFixture.SERVICE), ACTIVITY,
            null, DocumentHelper.createElement("x"));
        cluster.settle();
        assertThat(refused.toCompletableFuture()).isCompletedExceptionally();
        assertThat(failure(refused)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void s8_callWithoutAnAnswerFailsAfterTenSeconds() {
        final var lost = cluster.server("b").entrance.retract(COVEN, ACTIVITY, "1");
        cluster.network.lose("b", "a");
        cluster.pass(Duration.ofSeconds(9));
        assertThat(lost.toCompletableFuture()).isNotDone();
        cluster.pass(Duration.ofSeconds(3));

        assertThat(failure(lost)).isInstanceOf(IllegalStateException.class);
    }

    private static Throwable failure(final CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().join();
            throw new AssertionError("did not fail");
        } catch (final CompletionException e) {
            return e.getCause();
        }
    }

    @Test
    void m13_administratorsSeeAndDeleteNodesOnEveryServer() {
        cluster.publish(WICCA, occupant(SECOND), MOOD, "1");
        cluster.publish(CRONE, COVEN, ACTIVITY, "1");

        final var nodes = cluster.server("b").entrance.nodes(COVEN);
        cluster.settle();
        assertThat(now(nodes)).extracting(NodeView::id).containsExactly(ACTIVITY, MOOD);
        assertThat(now(nodes).get(1).items()).singleElement().satisfies(item -> {
            assertThat(item.id()).isEqualTo("1");
            assertThat(item.payload()).contains("<thing");
        });
        final var deleted = cluster.server("b").entrance.deleteNode(occupant(SECOND), MOOD);
        final var item = cluster.server("b").entrance.deleteItem(COVEN, ACTIVITY, "1");
        cluster.settle();
        assertThat(now(deleted)).isTrue();
        assertThat(now(item)).isTrue();
    }

    @Test
    void k7_messageThatIsNotUnderstoodIsIgnored() {
        cluster.server("a").eventing.received("b", new byte[] {99, 1, 2});
        cluster.server("a").eventing.received("b", new byte[0]);
        cluster.server("a").eventing.received("b", new byte[] {RelayMessageReader.NAMES, 0, 0, 0, 9});

        assertThat(condition(cluster.publish(WICCA, occupant(SECOND), ACTIVITY, "1"))).isEqualTo("done");
    }
}
