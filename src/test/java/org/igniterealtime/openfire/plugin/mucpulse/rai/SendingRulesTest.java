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
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.BALCONY;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_LAPTOP;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Histogram;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeMuc;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeRoom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/** R1, R6, R9: what is true at the moment of sending counts, whatever was true when it was decided to send. */
class SendingRulesTest {

    private final RaiFixture server = new RaiFixture();

    @BeforeEach
    void romeoWasInBothRoomsAndJulietIs() {
        for (final JID room : List.of(ORCHARD, BALCONY)) {
            server.join(ROMEO_PHONE, room);
            server.leave(ROMEO_PHONE, room);
            server.join(JULIET_PHONE, room);
        }
    }

    private void speak() {
        server.say(JULIET_PHONE, ORCHARD);
        server.say(JULIET_PHONE, BALCONY);
    }

    /** Has a notification made of which the sending takes its time; live, or in the list. */
    private void notificationIsUnderWay(final boolean live) {
        if (live) {
            server.settings.coalescing(Duration.ofMillis(100));
            server.subscribe(ROMEO_PHONE);
            server.sender.hold();
            speak();
            server.pass(Duration.ofMillis(100));
        } else {
            speak();
            server.sender.hold();
            server.subscribe(ROMEO_PHONE);
        }
        assertThat(server.takeSent()).isEmpty();
    }

    private void send() {
        server.sender.release();
        server.settle();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void r6_whoHasEnteredByTheTimeOfSendingIsNotTold(final boolean live) {
        notificationIsUnderWay(live);
        // The server has let the session in, and its event is still to come.
        server.rooms.get(ORCHARD).occupants.add(ROMEO_PHONE);

        send();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void r6_anotherSessionOfWhoHasEnteredIsTold(final boolean live) {
        notificationIsUnderWay(live);
        server.rooms.get(ORCHARD).occupants.add(ROMEO_LAPTOP);

        send();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactlyInAnyOrder(ORCHARD, BALCONY);
    }

    private static Stream<Consumer<FakeRoom>> barriers() {
        return Stream.of(room -> room.outcasts.add(ROMEO), room -> room.membersOnly = true,
            room -> room.hidden = true, room -> room.password = true);
    }

    @ParameterizedTest
    @MethodSource("barriers")
    void r9_whoIsShutOutByTheTimeOfSendingIsNotTold(final Consumer<FakeRoom> barrier) {
        notificationIsUnderWay(true);
        barrier.accept(server.rooms.get(ORCHARD));

        send();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @ParameterizedTest
    @MethodSource("barriers")
    void r9_whoIsShutOutByTheTimeOfSendingIsNotListedTheRoom(final Consumer<FakeRoom> barrier) {
        notificationIsUnderWay(false);
        barrier.accept(server.rooms.get(ORCHARD));

        send();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void r9_whoGetsAccessBackIsToldOfTheNextMessage(final boolean live) {
        notificationIsUnderWay(live);
        server.rooms.get(ORCHARD).membersOnly = true;
        send();
        server.takeNotifiedRooms(ROMEO_PHONE);

        server.rooms.get(ORCHARD).membersOnly = false;
        server.say(JULIET_PHONE, ORCHARD);
        server.pass(Duration.ofSeconds(2));

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void r9_roomThatIsDestroyedByTheTimeOfSendingIsNotTold(final boolean live) {
        notificationIsUnderWay(live);
        server.destroy(ORCHARD);
        server.rooms.create(ORCHARD);

        send();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @Test
    void r9_roomThatIsDestroyedAfterTheQueryIsNotListed() {
        server.rai().assumeActivityUpTo(server.rai().now());
        server.queries.hold(true);
        server.subscribe(ROMEO_PHONE);
        server.lazily();
        server.queries.runNextEvenIfHeld();
        server.destroy(ORCHARD);
        server.rooms.create(ORCHARD);

        server.settle();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @ParameterizedTest
    @EnumSource(NotificationSender.Source.class)
    void r9_roomThatIsNotInMemoryIsListedAsTheDatabaseSaysAndNotToldLive(final NotificationSender.Source source) {
        final TrackedRooms tracked = new TrackedRooms();
        final Subscriptions subscriptions = new Subscriptions();
        final NotificationSender notifications = new NotificationSender(server.settings, server.executor, server.sender,
            new FakeMuc(server.users), tracked, subscriptions,
            new RoomApproaches(subscriptions, server.users, server.executor.ticker()), new Occupancies(), room -> { },
            new Counters(RaiMetrics.COUNTERS, RaiMetrics.HISTOGRAMS), server.executor.ticker());
        final Subscription romeo =
            subscriptions.add(subscriptions.ensure(RaiFixture.SERVICE), ROMEO_PHONE, Subscription.Origin.LOCAL, Instant.EPOCH);

        notifications.send(romeo, List.of(tracked.track(ORCHARD)), source, notifications.fanOut(Histogram.UNTIMED), Histogram.UNTIMED);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE))
            .isEqualTo(source == NotificationSender.Source.QUERY ? List.of(ORCHARD) : List.of());
    }

    @Test
    void s7_roomThatCannotBeAskedIsNotToldAndToldOnceItCan() {
        notificationIsUnderWay(true);
        server.rooms.fail(new IllegalStateException("as the test wants it"));
        send();
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();

        server.rooms.fail(null);
        server.say(JULIET_PHONE, ORCHARD);
        server.pass(Duration.ofMillis(100));

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    // R1: renewals

    @Test
    void r1_renewalIsAnsweredOnceTheWindowHasPassed() {
        server.settings.coalescing(Duration.ofMillis(100));
        server.subscribe(ROMEO_PHONE);
        speak();
        server.pass(Duration.ofSeconds(1));
        server.takeSent();

        server.subscribe(ROMEO_PHONE);
        server.subscribe(ROMEO_PHONE);
        server.pass(Duration.ofMillis(99));
        assertThat(server.takeSent()).isEmpty();
        server.pass(Duration.ofMillis(1));

        assertThat(server.takeSent()).hasSize(1);
    }

    @Test
    void r1_answerToARenewalIsWithoutTheRoomsThatTheSessionJoinedMeanwhile() {
        server.settings.coalescing(Duration.ofMillis(100));
        server.subscribe(ROMEO_PHONE);
        speak();
        server.pass(Duration.ofSeconds(1));
        server.takeSent();

        server.subscribe(ROMEO_PHONE);
        server.pass(Duration.ofMillis(16));
        server.join(ROMEO_PHONE, ORCHARD);
        server.pass(Duration.ofMillis(84));

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @Test
    void r1_firstRequestIsAnsweredAtOnce() {
        server.settings.coalescing(Duration.ofMillis(100));
        speak();

        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactlyInAnyOrder(ORCHARD, BALCONY);
    }

    @Test
    void r1_renewalOfASubscriptionThatEndsMeanwhileIsNotAnswered() {
        server.settings.coalescing(Duration.ofMillis(100));
        server.subscribe(ROMEO_PHONE);
        speak();
        server.pass(Duration.ofSeconds(1));
        server.takeSent();

        server.subscribe(ROMEO_PHONE);
        server.unsubscribe(ROMEO_PHONE);
        server.pass(Duration.ofSeconds(1));

        assertThat(server.takeSent()).isEmpty();
    }

    // S1: whatever is thrown

    private static Stream<Throwable> thrown() {
        return Stream.of(new IllegalStateException("for the test"), new StackOverflowError("for the test"),
            new OutOfMemoryError("for the test"), new NoSuchMethodError("for the test"));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void s1_requestWhoseQueryThrowsIsAnsweredLater(final Throwable failure) {
        speak();
        server.rooms.fail(failure);
        server.subscribe(ROMEO_PHONE);
        assertThat(server.takeSent()).isEmpty();

        server.rooms.fail(null);
        server.pass(InitialLists.RETRY_INTERVAL);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactlyInAnyOrder(ORCHARD, BALCONY);
        server.subscribe(ROMEO_PHONE);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactlyInAnyOrder(ORCHARD, BALCONY);
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void s1_userWhoseAnswerThrewIsAnsweredByTheNextRequest(final Throwable failure) {
        speak();
        server.sender.observe(stanza -> SendingRulesTest.<RuntimeException>sneak(failure));
        assertThat(catchThrowable(() -> server.subscribe(ROMEO_PHONE))).isSameAs(failure);

        final List<Packet> sent = server.sender.take();
        server.sender.observe(stanza -> { });
        server.subscribe(ROMEO_PHONE);

        assertThat(sent).hasSize(1);
        assertThat(server.sender.take()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void s1_whoIsNotLookedAtAsSomethingIsThrownIsToldOfTheNextMessage(final Throwable failure) {
        server.subscribe(ROMEO_PHONE);
        server.takeSent();
        server.rooms.fail(failure);
        assertThat(catchThrowable(() -> server.say(JULIET_PHONE, ORCHARD))).isSameAs(failure);
        assertThat(server.takeSent()).isEmpty();

        server.rooms.fail(null);
        server.say(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void s1_whoWaitsForAKnownRoomAsSomethingIsThrownIsToldOfTheNextMessage(final Throwable failure) {
        server.subscribe(ROMEO_PHONE);
        server.say(JULIET_PHONE, ORCHARD);
        server.pass(ActivityEvaluator.AUDIT_INTERVAL.multipliedBy(2));
        server.join(ROMEO_PHONE, ORCHARD);
        server.leave(ROMEO_PHONE, ORCHARD);
        server.takeNotifiedRooms(ROMEO_PHONE);
        server.rooms.fail(failure);
        assertThat(catchThrowable(() -> server.say(JULIET_PHONE, ORCHARD))).isSameAs(failure);

        server.rooms.fail(null);
        server.say(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void s1_whatWasGatheredWhenSomethingWasThrownIsToldWithTheNextMessage(final Throwable failure) {
        server.settings.coalescing(Duration.ofMillis(100));
        server.subscribe(ROMEO_PHONE);
        server.startWindow(ROMEO_PHONE);
        speak();
        server.takeSent();
        server.rooms.fail(failure);
        assertThat(catchThrowable(() -> server.pass(Duration.ofMillis(100)))).isSameAs(failure);

        server.rooms.fail(null);
        server.say(JULIET_PHONE, BALCONY);
        server.say(JULIET_PHONE, ORCHARD);
        server.pass(Duration.ofMillis(100));

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactlyInAnyOrder(ORCHARD, BALCONY);
    }

    @Test
    void r8_evaluationsGoOnThoughTheClockIsSetBack() {
        server.subscribe(ROMEO_PHONE);
        server.say(JULIET_PHONE, ORCHARD);
        server.takeSent();
        server.executor.setClock(Duration.ofHours(-1));
        server.rooms.get(BALCONY).outcasts.add(ROMEO);
        server.rooms.takeQuestions();

        server.say(JULIET_PHONE, ORCHARD);
        server.pass(Duration.ofSeconds(2));
        server.say(JULIET_PHONE, ORCHARD);

        assertThat(server.rooms.takeQuestions()).as("looks at the affiliation lists").isBetween(1, 12);
    }

    @Test
    void r4_aRoomIsNotAskedForEachSubscriberWhoHasNothingToDoWithIt() {
        for (int i = 0; i < 1_000; i++) {
            server.subscribe(new JID("stranger" + i, RaiFixture.DOMAIN, "phone"));
        }
        server.subscribe(ROMEO_PHONE);
        server.rooms.takeQuestions();

        server.say(JULIET_PHONE, ORCHARD);

        assertThat(server.takeSent()).extracting(Packet::getTo).containsExactly(ROMEO_PHONE);
        assertThat(server.rooms.takeQuestions()).isLessThan(100);
    }

    @Test
    void r4_whoBecomesAMemberAmongManyStrangersIsTold() {
        final JID stranger = new JID("stranger7", RaiFixture.DOMAIN, "phone");
        for (int i = 0; i < 100; i++) {
            server.subscribe(new JID("stranger" + i, RaiFixture.DOMAIN, "phone"));
        }
        server.say(JULIET_PHONE, ORCHARD);
        server.takeSent();

        server.rooms.get(ORCHARD).members.add(stranger.asBareJID());
        server.pass(Duration.ofSeconds(2));
        server.say(JULIET_PHONE, ORCHARD);

        assertThat(server.takeSent()).extracting(Packet::getTo).containsExactly(stranger);
    }

    @Test
    void r4_membersOfAGroupAmongManyStrangersAreTold() {
        final JID group = new JID("montagues", RaiFixture.DOMAIN, null);
        final JID member = new JID("stranger7", RaiFixture.DOMAIN, "phone");
        server.users.group(group).add(member.asBareJID());
        server.rooms.get(ORCHARD).members.add(group);
        for (int i = 0; i < 100; i++) {
            server.subscribe(new JID("stranger" + i, RaiFixture.DOMAIN, "phone"));
        }

        server.say(JULIET_PHONE, ORCHARD);

        assertThat(server.takeSent()).extracting(Packet::getTo).containsExactly(member);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(final Throwable failure) throws T {
        throw (T) failure;
    }
}
