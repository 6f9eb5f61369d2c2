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
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.BALCONY;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_LAPTOP;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.NURSE_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_LAPTOP;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.SERVICE;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserList;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeCluster;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmlunit.assertj3.XmlAssert;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

/** R1, R3, R11 and R12: who is subscribed, and what a subscription is answered with. */
class SubscriptionRulesTest {

    private static final String OTHER_SERVICE = "rooms.example.org";
    private static final JID REMOTE = new JID("paris@example.net/palace");

    private final RaiFixture server = new RaiFixture();

    // R1: subscribing

    @Test
    void r1_requestIsAnsweredWithOneMessageThatListsEveryActiveRoom() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.rooms.get(BALCONY).members.add(ROMEO);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, BALCONY);

        server.subscribe(ROMEO_PHONE);

        assertThat(server.sentTo(ROMEO_PHONE)).hasSize(1);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactlyInAnyOrder(ORCHARD, BALCONY);
    }

    @Test
    void r1_listHoldsOnlyWhatWasSaidSinceTheUserWasLastThere() {
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, BALCONY);
        server.visitAndSay(ROMEO_PHONE, ORCHARD);
        server.visitAndSay(ROMEO_PHONE, BALCONY);
        server.visitAndSay(JULIET_PHONE, BALCONY);

        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @Test
    void r1_nothingToTellIsNoMessage() {
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.join(ROMEO_PHONE, ORCHARD);
        server.leave(ROMEO_PHONE, ORCHARD);
        server.takeSent();

        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeSent()).isEmpty();
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r1_renewalIsAnsweredInFullAgain() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.rooms.get(BALCONY).members.add(ROMEO);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.subscribe(ROMEO_PHONE);
        server.visitAndSay(JULIET_PHONE, BALCONY);
        server.takeSent();

        server.subscribe(ROMEO_PHONE);

        assertThat(server.sentTo(ROMEO_PHONE)).hasSize(1);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactlyInAnyOrder(ORCHARD, BALCONY);
    }

    /** Servers do not always tell that a session ended which another one of its address has replaced. */
    @Test
    void r3_newSessionOfAnAddressHasNotSubscribed() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.subscribe(ROMEO_PHONE);

        server.rai().sessionBegins(ROMEO_PHONE);
        server.settle();
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        server.subscribe(ROMEO_PHONE);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    // R1: rooms that are about to be entered

    private void ask(final JID session, final JID room, final String namespace) {
        final IQ request = new IQ(IQ.Type.get);
        request.setFrom(session);
        request.setTo(room);
        request.setChildElement("query", namespace);
        server.rai().iqRequests().requested(request);
    }

    /** Clients take the mark from a room, ask what it supports, and join: what is told in between would mark it again. */
    @Test
    void r1_roomThatTheSessionIsAboutToEnterIsNotListed() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.rooms.get(BALCONY).members.add(ROMEO);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, BALCONY);
        server.subscribe(ROMEO_PHONE);
        server.takeSent();

        ask(ROMEO_PHONE, ORCHARD, Namespaces.DISCO_INFO);
        server.subscribe(ROMEO_PHONE);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
        server.join(ROMEO_PHONE, ORCHARD);
        server.pass(RoomApproaches.EXPECTED.multipliedBy(2));
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        server.leave(ROMEO_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void s1_whereNothingMoreIsTakenForLaterTheNextMessageInTheRoomIsTold() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.subscribe(ROMEO_PHONE);
        ask(ROMEO_PHONE, ORCHARD, Namespaces.DISCO_INFO);
        server.executor.refuseLater(true);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.executor.refuseLater(false);
        server.pass(RoomApproaches.EXPECTED.multipliedBy(2));
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();

        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    /** Whoever only asks misses nothing, and other sessions do not wait. */
    @Test
    void r1_roomThatIsNotEnteredAfterAllIsToldALittleLater() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.rooms.get(BALCONY).members.add(ROMEO);
        server.visitAndSay(JULIET_PHONE, BALCONY);
        ask(ROMEO_PHONE, BALCONY, Namespaces.DISCO_INFO);
        server.subscribe(ROMEO_PHONE);
        ask(ROMEO_PHONE, BALCONY, Namespaces.DISCO_INFO);
        ask(ROMEO_PHONE, ORCHARD, Namespaces.DISCO_INFO);
        server.subscribe(ROMEO_LAPTOP);
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(BALCONY);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).doesNotContain(ORCHARD);

        server.pass(RoomApproaches.EXPECTED.multipliedBy(2));

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).contains(ORCHARD).doesNotHaveDuplicates();
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
    }

    @Test
    void r1_otherRequestsAnnounceNobody() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.subscribe(ROMEO_PHONE);
        ask(ROMEO_PHONE, ORCHARD, "http://jabber.org/protocol/disco#items");
        ask(ROMEO_LAPTOP, ORCHARD, Namespaces.DISCO_INFO);
        ask(ROMEO_PHONE, BALCONY, Namespaces.DISCO_INFO);

        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r1_renewalsWhileTheQueriesAreUnderWayShareOneAnswer() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.lazily();

        server.subscribe(ROMEO_PHONE);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(ROMEO_PHONE);
        server.settle();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        server.subscribe(ROMEO_PHONE);
        server.settle();
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r1_sessionsThatAskWhileTheQueriesAreUnderWayAreEachAnswered() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.queries.hold(true);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(ROMEO_LAPTOP);

        server.queries.hold(false);
        server.settle();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);
    }

    @Test
    void r1_whatIsSaidWhileTheQueriesAreUnderWayIsToldOnce() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.queries.hold(true);
        server.subscribe(ROMEO_PHONE);
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        server.queries.hold(false);
        server.settle();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r1_whatIsSaidBetweenTheQueriesAndTheAnswerIsToldOnce() {
        server.visitAndSay(ROMEO_PHONE, ORCHARD);
        server.lazily();
        server.subscribe(ROMEO_PHONE);
        server.executor.runUntilIdle();
        server.queries.runNextEvenIfHeld();

        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.settle();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r1_whatIsSaidWhileTheQueriesAreAnsweredIsToldOnce() {
        server.visitAndSay(ROMEO_PHONE, ORCHARD);
        server.join(JULIET_PHONE, ORCHARD);
        server.lazily();
        server.directory.observe(() -> server.say(JULIET_PHONE, ORCHARD));

        server.subscribe(ROMEO_PHONE);
        server.settle();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r1_visitBetweenTheQueriesAndTheAnswerTakesTheRoomFromTheList() {
        server.rooms.get(BALCONY).members.add(ROMEO);
        server.visitAndSay(ROMEO_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, BALCONY);
        server.lazily();
        server.subscribe(ROMEO_PHONE);
        server.executor.runUntilIdle();
        server.join(ROMEO_LAPTOP, ORCHARD);

        server.queries.runNextEvenIfHeld();
        server.settle();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @Test
    void r1_subscriptionIsForTheRoomsOfItsServiceOnly() {
        final JID elsewhere = new JID("orchard", OTHER_SERVICE, null);
        server.rooms.create(elsewhere).members.add(ROMEO);
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.visitAndSay(JULIET_PHONE, elsewhere);
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        server.subscribe(ROMEO_PHONE);
        server.visitAndSay(JULIET_PHONE, elsewhere);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r1_subscriptionsToTwoServicesAreApart() {
        final JID elsewhere = new JID("orchard", OTHER_SERVICE, null);
        server.rooms.create(elsewhere).members.add(ROMEO);
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.subscribe(ROMEO_PHONE);
        server.present(requestTo(OTHER_SERVICE, ROMEO_PHONE));
        server.unsubscribe(ROMEO_PHONE);

        server.visitAndSay(JULIET_PHONE, elsewhere);
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(elsewhere);
        assertThat(server.rai().subscriptionCounts()).containsEntry(OTHER_SERVICE, 1).containsEntry(SERVICE, 0);
    }

    private static Presence requestTo(final String service, final JID session) {
        final Presence request = RaiFixture.request(session);
        request.setTo(service);
        return request;
    }

    @Test
    void r1_requestFromABareJidIsRefused() {
        server.present(RaiFixture.request(ROMEO));

        assertRefused(server.takeSent(), ROMEO, "modify", "bad-request");
        assertThat(server.rai().subscriptionCounts().getOrDefault(SERVICE, 0)).isZero();
    }

    @Test
    void r1_sessionThatEndedBeforeItsRequestWasLookedAtTakesNoSlot() {
        server.users.disconnected(ROMEO_PHONE);

        server.subscribe(ROMEO_PHONE);

        assertThat(server.rai().subscriptionCounts()).containsEntry(SERVICE, 0);
        assertThat(server.takeSent()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<presence from='romeo@example.org/phone' to='conference.example.org'/>",
        "<presence from='romeo@example.org/phone' to='conference.example.org'><rai/></presence>",
        "<presence from='romeo@example.org/phone' to='conference.example.org'><rai xmlns='urn:xmpp:rai:1'/></presence>",
        "<presence from='romeo@example.org/phone' to='conference.example.org'><x xmlns='urn:xmpp:rai:0'/></presence>",
        "<presence from='romeo@example.org/phone' to='conference.example.org'>"
            + "<x xmlns='a'><rai xmlns='urn:xmpp:rai:0'/></x></presence>",
        "<presence from='romeo@example.org/phone' to='conference.example.org' type='subscribe'>"
            + "<rai xmlns='urn:xmpp:rai:0'/></presence>",
        "<presence from='romeo@example.org/phone' to='conference.example.org' type='probe'>"
            + "<rai xmlns='urn:xmpp:rai:0'/></presence>"})
    void r1_onlyAvailablePresenceWithTheElementSubscribes(final String presence) {
        server.present(Stanzas.presence(presence));

        assertThat(server.rai().subscriptionCounts().getOrDefault(SERVICE, 0)).isZero();
        assertThat(server.takeSent()).isEmpty();
        server.subscribe(ROMEO_PHONE);
        assertThat(server.rai().subscriptionCounts()).containsEntry(SERVICE, 1);
    }

    @Test
    void r1_presenceWithoutASenderIsLeftAlone() {
        server.present(Stanzas.presence(
            "<presence to='conference.example.org'><rai xmlns='urn:xmpp:rai:0'/></presence>"));

        assertThat(server.takeSent()).isEmpty();
    }

    @Test
    void r1_requestMayHoldMore() {
        server.present(Stanzas.presence("<presence xmlns='jabber:client' from='romeo@example.org/phone'"
            + " to='conference.example.org'><show>away</show><c xmlns='http://jabber.org/protocol/caps' hash='sha-1'"
            + " node='x' ver='y'/><rai xmlns='urn:xmpp:rai:0'><later/></rai></presence>"));

        assertThat(server.rai().subscriptionCounts()).containsEntry(SERVICE, 1);
    }

    // R3: the end of a subscription

    private static Stream<Ending> endings() {
        return Stream.of(
            new Ending("unavailable presence", server -> server.unsubscribe(ROMEO_PHONE)),
            new Ending("the session's end", server -> server.rai().sessionEnded(ROMEO_PHONE)),
            new Ending("a bounced notification", server -> server.rai().errorReceived(Stanzas.message(
                "<message type='error' from='romeo@example.org/phone' to='conference.example.org'/>"))),
            new Ending("a bounced presence", server -> server.present(Stanzas.presence(
                "<presence type='error' from='romeo@example.org/phone' to='conference.example.org'/>"))),
            new Ending("an administrator", server -> server.rai().endSubscriptions(ROMEO)),
            new Ending("the service's end", server -> server.rai().serviceRemoved(SERVICE)));
    }

    private record Ending(String name, Consumer<RaiFixture> event) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("endings")
    void r3_subscriptionEnds(final Ending ending) {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.subscribe(ROMEO_PHONE);

        ending.event().accept(server);
        server.settle();
        server.subscribe(ROMEO_LAPTOP);
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);
    }

    @ParameterizedTest
    @MethodSource("endings")
    void r3_slotIsFreeAtOnce(final Ending ending) {
        server.settings.subscriptionsPerService(1).subscriptionsPerUser(1);
        server.subscribe(ROMEO_PHONE);

        ending.event().accept(server);
        server.settle();
        server.subscribe(ROMEO_LAPTOP);

        assertThat(server.takeSent()).isEmpty();
        assertThat(server.rai().subscriptionCounts()).containsEntry(SERVICE, 1);
    }

    @ParameterizedTest
    @MethodSource("endings")
    void r3_newSubscriptionAfterTheEndIsAnsweredAndToldAnew(final Ending ending) {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.rooms.get(BALCONY).members.add(ROMEO);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.subscribe(ROMEO_PHONE);
        server.visitAndSay(JULIET_PHONE, BALCONY);
        server.takeSent();

        ending.event().accept(server);
        server.settle();
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactlyInAnyOrder(ORCHARD, BALCONY);
        server.visitAndSay(ROMEO_LAPTOP, ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @ParameterizedTest
    @MethodSource("endings")
    void r3_roomsThatWereSpokenInBeforeTheEndAreToldLiveAfterwards(final Ending ending) {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.subscribe(JULIET_LAPTOP);
        server.subscribe(NURSE_PHONE);
        server.subscribe(ROMEO_PHONE);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.visitAndSay(ROMEO_LAPTOP, ORCHARD);
        server.takeSent();

        ending.event().accept(server);
        server.settle();
        server.subscribe(ROMEO_PHONE);
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r3_endWhileTheQueriesAreUnderWayIsNotAnswered() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.queries.hold(true);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(ROMEO_LAPTOP);

        server.unsubscribe(ROMEO_PHONE);
        server.queries.hold(false);
        server.settle();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"phone", "laptop", "tablet"})
    void r3_endingOneSessionLeavesTheOthers(final String ended) {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        final List<JID> sessions =
            Stream.of("phone", "laptop", "tablet").map(resource -> new JID("romeo", "example.org", resource)).toList();
        server.subscribe(JULIET_LAPTOP);
        sessions.forEach(server::subscribe);
        server.subscribe(NURSE_PHONE);

        server.unsubscribe(new JID("romeo", "example.org", ended));
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(sessions).allSatisfy(session ->
            assertThat(server.takeNotifiedRooms(session)).hasSize(session.getResource().equals(ended) ? 0 : 1));
        assertThat(server.rai().subscriptionCounts()).containsEntry(SERVICE, 4);
    }

    @Test
    void console_subscribedSessionsAreListedWithTheRoomsThatTheyWereToldOf() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        final Instant made = server.executor.instant();
        server.subscribe(ROMEO_PHONE);
        server.subscribe(JULIET_LAPTOP);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        final SubscriberList list = new SubscriberList(Runnable::run, server.rai().subscriptions(), new FakeCluster());

        assertThat(list.place()).isEmpty();
        assertThat(list.lines(10).toCompletableFuture().join()).containsExactlyInAnyOrder(
            new UserList.Line(ROMEO, List.of(Text.verbatim("phone"), Text.verbatim(SERVICE), Text.verbatim(made),
                Text.of("value.number", 1))),
            new UserList.Line(JULIET, List.of(Text.verbatim("laptop"), Text.verbatim(SERVICE), Text.verbatim(made),
                Text.of("value.number", 0))));
        assertThat(list.lines(1).toCompletableFuture().join()).hasSize(1);
    }

    @Test
    void r3_administratorEndsAllSubscriptionsOfOneUserAndNobodyElses() {
        server.subscribe(ROMEO_PHONE);
        server.subscribe(ROMEO_LAPTOP);
        server.subscribe(JULIET_PHONE);
        assertThat(server.rai().subscriptionsOf(ROMEO).toCompletableFuture()).isNotDone();
        server.rai().endSubscriptions(ROMEO);

        server.settle();

        final CompletableFuture<List<SubscribedSession>> left =
            server.rai().subscriptionsOf(ROMEO).toCompletableFuture();
        final CompletableFuture<List<SubscribedSession>> others =
            server.rai().subscriptionsOf(JULIET).toCompletableFuture();
        server.settle();
        assertThat(left).isCompletedWithValue(List.of());
        assertThat(others).isCompletedWithValue(List.of(new SubscribedSession(SERVICE, JULIET_PHONE)));
        assertThat(server.rai().subscriptionCounts()).containsEntry(SERVICE, 1);
    }

    @Test
    void r3_presenceWithoutTheElementChangesNothing() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.subscribe(ROMEO_PHONE);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.takeSent();

        server.present(Stanzas.presence("<presence from='" + ROMEO_PHONE + "' to='" + SERVICE + "'/>"));

        assertThat(server.takeSent()).isEmpty();
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        server.visitAndSay(ROMEO_LAPTOP, ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r3_endOfWhatNeverWasIsHarmless() {
        server.unsubscribe(ROMEO_PHONE);
        server.subscribe(JULIET_PHONE);
        server.unsubscribe(ROMEO_PHONE);
        server.rai().sessionEnded(ROMEO_PHONE);
        server.rai().serviceRemoved(OTHER_SERVICE);
        server.rai().errorReceived(Stanzas.message("<message type='error' to='conference.example.org'/>"));
        server.settle();

        assertThat(server.rai().subscriptionCounts()).containsEntry(SERVICE, 1);
    }

    // R11: limits

    private static void assertRefused(final List<Packet> sent, final JID session, final String type,
                                      final String condition) {
        assertThat(sent).hasSize(1);
        XmlAssert.assertThat(sent.get(0).toXML())
            .and("<presence id='r1' type='error' from='" + SERVICE + "' to='" + session + "'>"
                + "<error type='" + type + "'><" + condition + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                + "</error></presence>")
            .withAttributeFilter(attribute -> !attribute.getName().equals("code"))
            .ignoreWhitespace().areIdentical();
    }

    @Test
    void r11_serviceTakesNoMoreThanItsLimit() {
        server.settings.subscriptionsPerService(2);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(ROMEO_LAPTOP);

        server.subscribe(JULIET_PHONE);

        assertRefused(server.takeSent(), JULIET_PHONE, "wait", "resource-constraint");
        assertThat(server.rai().subscriptionCounts()).containsEntry(SERVICE, 2);
        server.present(requestTo(OTHER_SERVICE, JULIET_PHONE));
        assertThat(server.takeSent()).isEmpty();
    }

    @Test
    void r11_userTakesNoMoreThanTheirLimit() {
        server.settings.subscriptionsPerUser(1);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(JULIET_PHONE);

        server.subscribe(ROMEO_LAPTOP);

        assertRefused(server.takeSent(), ROMEO_LAPTOP, "wait", "resource-constraint");
        assertThat(server.rai().subscriptionCounts()).containsEntry(SERVICE, 2);
        server.present(requestTo(OTHER_SERVICE, ROMEO_LAPTOP));
        assertThat(server.takeSent()).isEmpty();
    }

    @Test
    void r11_refusalLeavesWhatThereIsUntouched() {
        server.settings.subscriptionsPerService(1);
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.subscribe(ROMEO_PHONE);

        server.subscribe(ROMEO_LAPTOP);
        server.takeSent();
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).isEmpty();
    }

    @Test
    void r11_renewalsDoNotCount() {
        server.settings.subscriptionsPerService(1).subscriptionsPerUser(1);
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.subscribe(ROMEO_PHONE);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.takeSent();

        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        assertThat(server.rai().subscriptionCounts()).containsEntry(SERVICE, 1);
    }

    @Test
    void r11_remoteUsersAreAdmittedUnlessTheSettingSaysOtherwise() {
        server.subscribe(REMOTE);
        server.settings.remoteUsers(false);

        server.subscribe(new JID("paris@example.net/church"));

        assertRefused(server.takeSent(), new JID("paris@example.net/church"), "auth", "forbidden");
        assertThat(server.rai().subscriptionCounts()).containsEntry(SERVICE, 1);
        server.subscribe(ROMEO_PHONE);
        assertThat(server.takeSent()).isEmpty();
    }

    @Test
    void r11_anonymousUsersAreNotAdmittedUnlessTheSettingSaysOtherwise() {
        final JID ghost = new JID("ghost@example.org/ghost");
        server.users.anonymous(ghost);

        server.subscribe(ghost);

        assertRefused(server.takeSent(), ghost, "auth", "forbidden");
        server.settings.anonymousUsers(true);
        server.subscribe(ghost);
        assertThat(server.takeSent()).isEmpty();
        assertThat(server.rai().subscriptionCounts()).containsEntry(SERVICE, 1);
    }

    @Test
    void r11_floodIsRefusedWithoutBeingQueued() {
        server.lazily();
        server.executor.limit(1);
        server.subscribe(ROMEO_PHONE);

        server.subscribe(JULIET_PHONE);

        assertRefused(server.takeSent(), JULIET_PHONE, "wait", "resource-constraint");
        server.settle();
        assertThat(server.rai().subscriptionCounts()).containsEntry(SERVICE, 1);
    }

    @Test
    void r11_floodIsDroppedWhereNotEvenRefusalsCanBeSent() {
        server.lazily();
        server.executor.limit(1);
        server.subscribe(ROMEO_PHONE);
        server.sender.fill();

        server.subscribe(JULIET_PHONE);

        assertThat(server.takeSent()).isEmpty();
    }

    @Test
    void r11_endsAreHeardHoweverManyTasksWait() {
        server.subscribe(ROMEO_PHONE);
        server.executor.limit(0);

        server.unsubscribe(ROMEO_PHONE);

        assertThat(server.rai().subscriptionCounts()).containsEntry(SERVICE, 0);
    }

    @Test
    void r11_refusalHasNoIdWhereTheRequestHadNone() {
        final Presence refusal = Rai.refusal(SERVICE, ROMEO_PHONE, null, PacketError.Condition.forbidden);

        assertThat(refusal.getElement().attribute("id")).isNull();
    }

    // R12, and the switch

    @Test
    void r12_serviceAnnouncesTheFeatureWhileItIsOn() {
        assertThat(server.rai().serviceFeatures()).containsExactly("urn:xmpp:rai:0");

        server.settings.enabled(false);

        assertThat(server.rai().serviceFeatures()).isEmpty();
    }

    @Test
    void r12_switchingOffEndsAllSubscriptionsAndTakesNoNewOnes() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.subscribe(ROMEO_PHONE);

        server.settings.enabled(false);
        server.rai().settingsChanged();
        server.settle();
        server.subscribe(ROMEO_LAPTOP);
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.takeSent()).isEmpty();
        assertThat(server.rai().subscriptionCounts().getOrDefault(SERVICE, 0)).isZero();
    }

    @Test
    void r12_switchingOnAgainWorks() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.subscribe(JULIET_LAPTOP);
        server.subscribe(ROMEO_PHONE);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.settings.enabled(false);
        server.rai().settingsChanged();
        server.settle();
        server.takeSent();

        server.settings.enabled(true);
        server.rai().settingsChanged();
        server.visitAndSay(ROMEO_LAPTOP, ORCHARD);
        server.subscribe(ROMEO_PHONE);
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r12_requestThatWaitsWhileTheFeatureIsSwitchedOffIsDropped() {
        server.lazily();
        server.subscribe(ROMEO_PHONE);

        server.settings.enabled(false);
        server.settle();

        assertThat(server.rai().subscriptionCounts()).containsEntry(SERVICE, 0);
    }
}
