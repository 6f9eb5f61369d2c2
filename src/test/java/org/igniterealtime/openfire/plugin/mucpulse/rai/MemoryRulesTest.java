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
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.NURSE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.NURSE_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_LAPTOP;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.log4j.Level;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.LogListener;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiSettings.Interest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xmpp.packet.JID;

/** R10 and R14: what is remembered of visits and activity, for how long, and what is made of it after a restart. */
class MemoryRulesTest {

    private final LogListener log = new LogListener(InitialLists.class);
    private final RaiFixture server = new RaiFixture();

    @AfterEach
    void endListening() {
        log.close();
    }

    private void restart() {
        server.stop();
        server.pass(Duration.ofSeconds(10));
        server.startAgain();
        server.takeSent();
    }

    // R10: when a user was last there

    private record Departure(String name, Consumer<RaiFixture> event) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Departure> departures() {
        return Stream.of(
            new Departure("leave or kick", server -> server.leave(ROMEO_PHONE, ORCHARD)),
            new Departure("ban, lifted later", server -> {
                server.ban(ROMEO, ORCHARD);
                server.rooms.get(ORCHARD).outcasts.remove(ROMEO);
            }),
            new Departure("disconnect", server -> server.endSession(ROMEO_PHONE)),
            new Departure("stop of the server", server -> {
                server.stop();
                server.pass(Duration.ofSeconds(1));
                server.startAgain();
            }));
    }

    @ParameterizedTest
    @MethodSource("departures")
    void r10_departureIsWhenTheUserWasLastThere(final Departure departure) {
        server.join(ROMEO_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        departure.event().accept(server);

        server.subscribe(ROMEO_LAPTOP);

        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).isEmpty();
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);
    }

    @ParameterizedTest
    @MethodSource("departures")
    void r10_whatIsSaidAfterADepartureIsListed(final Departure departure) {
        server.join(ROMEO_PHONE, ORCHARD);
        departure.event().accept(server);
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        server.subscribe(ROMEO_LAPTOP);

        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);
    }

    @Test
    void r10_arrivalIsWhenTheUserWasLastThere() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.join(ROMEO_PHONE, ORCHARD);

        server.subscribe(ROMEO_LAPTOP);

        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).isEmpty();
    }

    @Test
    void r10_lastThereIsThatOfTheUserNotOfTheSession() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.join(ROMEO_LAPTOP, ORCHARD);
        server.leave(ROMEO_LAPTOP, ORCHARD);

        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
    }

    /** Whichever of the sessions comes first. */
    @Test
    void r10_stopRecordsTheOthersWhereOneSessionFails() {
        final List<JID> sessions = List.of(ROMEO_PHONE, JULIET_PHONE, NURSE_PHONE);
        for (final JID failing : sessions) {
            final RaiFixture own = new RaiFixture();
            sessions.forEach(session -> own.join(session, ORCHARD));
            own.say(NURSE_PHONE, ORCHARD);
            own.users.unanswerable(failing);

            assertThatThrownBy(own::stop).isInstanceOf(IllegalStateException.class);
            own.startAgain();

            for (final JID session : sessions) {
                if (!session.equals(failing) && !session.equals(NURSE_PHONE)) {
                    own.subscribe(session);
                    assertThat(own.takeNotifiedRooms(session)).as("%s, as %s fails", session, failing).isEmpty();
                }
            }
        }
    }

    // R10: restarts

    @Test
    void r10_visitsAndActivitySurviveARestart() {
        for (final JID room : new JID[] {ORCHARD, BALCONY}) {
            server.join(ROMEO_PHONE, room);
            server.leave(ROMEO_PHONE, room);
        }
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        restart();
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        server.visitAndSay(JULIET_PHONE, BALCONY);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @Test
    void r10_authorsAreKnownAfterARestart() {
        server.join(JULIET_PHONE, ORCHARD);
        server.join(ROMEO_PHONE, ORCHARD);
        server.leave(ROMEO_PHONE, ORCHARD);
        server.say(JULIET_PHONE, ORCHARD);
        server.visitLog.visited(JULIET, ORCHARD, 1);

        server.pass(Duration.ofSeconds(10));
        server.startAgain();
        server.subscribe(ROMEO_PHONE);
        server.subscribe(JULIET_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        assertThat(server.takeNotifiedRooms(JULIET_PHONE)).isEmpty();
    }

    @Test
    void r10_stampsOfALifeWithAClockAheadStayBehindThoseOfThisOne() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.executor.setTime(server.executor.instant().plus(Duration.ofDays(1)));
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.executor.setTime(server.executor.instant().minus(Duration.ofDays(1)));
        server.startAgain();

        server.join(ROMEO_PHONE, ORCHARD);
        server.leave(ROMEO_PHONE, ORCHARD);
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r10_whatIsHeardBeforeTheDatabaseIsReadIsNotOverwritten() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        final Map<JID, Activity> earlier = server.activityLog.all();
        server.visitAndSay(ROMEO_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        server.rai().restore(earlier);
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r10_everySessionInARoomIsNotedAsDepartingAtTheStop() {
        server.join(ROMEO_PHONE, ORCHARD);
        server.join(ROMEO_PHONE, BALCONY);
        server.join(NURSE_PHONE, BALCONY);
        server.leave(NURSE_PHONE, BALCONY);
        final long before = server.rai().now();

        server.stop();

        assertThat(server.visitLog.visits(ROMEO)).hasSize(2).allSatisfy((room, timestamp) ->
            assertThat(timestamp).isGreaterThan(before));
        assertThat(server.visitLog.visits(RaiFixture.NURSE)).hasSize(1).allSatisfy((room, timestamp) ->
            assertThat(timestamp).isLessThan(before));
    }

    @Test
    void r10_nothingIsNotedWhileTheFeatureIsOff() {
        server.settings.enabled(false);

        server.join(ROMEO_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.stop();

        assertThat(server.visitLog.visits(ROMEO)).isEmpty();
        assertThat(server.activityLog.all()).isEmpty();
    }

    // R10: crashes

    @Test
    void r10_afterACrashEveryRoomOfInterestIsListed() {
        server.join(ROMEO_PHONE, ORCHARD);
        server.leave(ROMEO_PHONE, ORCHARD);
        server.rooms.get(BALCONY).members.add(ROMEO);
        server.rooms.create(RaiFixture.room("tomb"));

        server.rai().assumeActivityUpTo(server.rai().now());
        server.subscribe(ROMEO_PHONE);
        server.subscribe(JULIET_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactlyInAnyOrder(ORCHARD, BALCONY);
        assertThat(server.takeNotifiedRooms(JULIET_PHONE)).isEmpty();
    }

    @Test
    void r10_afterACrashEveryRoomThatOneMayKnowIsListedToWhoWantsAll() {
        server.settings.interest(Interest.ALL);
        server.rooms.get(BALCONY).hidden = true;

        server.rai().assumeActivityUpTo(server.rai().now());
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r10_afterACrashVisitsComeLaterThanWhatIsAssumedThoughTheClockWasSetBack() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.rai().assumeActivityUpTo(server.rai().now() + Duration.ofDays(1).toNanos() / 1000);

        server.join(ROMEO_PHONE, ORCHARD);
        server.leave(ROMEO_PHONE, ORCHARD);
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r10_afterACrashAVisitSettlesTheRoom() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.rooms.get(BALCONY).members.add(ROMEO);
        server.rai().assumeActivityUpTo(server.rai().now());

        server.join(ROMEO_PHONE, ORCHARD);
        server.leave(ROMEO_PHONE, ORCHARD);
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
        server.visitAndSay(JULIET_PHONE, BALCONY);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    // R10: a database that fails

    @Test
    void r10_listFollowsOnceTheDatabaseWorks() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.directory.fail(true);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(ROMEO_LAPTOP);
        server.pass(InitialLists.RETRY_INTERVAL.multipliedBy(3));
        assertThat(server.takeSent()).isEmpty();
        assertThat(log.heard(Level.WARN)).hasSize(1);

        server.directory.fail(false);
        server.pass(InitialLists.RETRY_INTERVAL);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);
    }

    @Test
    void r10_whatIsSaidIsToldThoughTheDatabaseFails() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.directory.fail(true);
        server.subscribe(ROMEO_PHONE);

        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        server.directory.fail(false);
        server.pass(InitialLists.RETRY_INTERVAL);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
    }

    @Test
    void r10_interestThatIsLearntOfLateIsNotLost() {
        server.subscribe(NURSE_PHONE);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.join(ROMEO_PHONE, ORCHARD);
        server.leave(ROMEO_PHONE, ORCHARD);
        server.directory.fail(true);
        server.subscribe(ROMEO_PHONE);
        server.pass(ActivityEvaluator.AUDIT_INTERVAL);

        server.directory.fail(false);
        server.passUntilQuiet();
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.passUntilQuiet();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r10_subscriptionThatEndsWhileTheDatabaseFailsIsNotAnswered() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.directory.fail(true);
        server.subscribe(ROMEO_PHONE);

        server.unsubscribe(ROMEO_PHONE);
        server.directory.fail(false);
        server.passUntilQuiet();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        server.subscribe(ROMEO_PHONE);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r10_requestOfASessionThatIsGoneIsGivenUpAndDoesNotKeepTheNextOneWaiting() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.directory.fail(true);
        server.subscribe(ROMEO_PHONE);
        server.unsubscribe(ROMEO_PHONE);
        server.pass(InitialLists.RETRY_INTERVAL);

        server.directory.fail(false);
        server.subscribe(ROMEO_LAPTOP);

        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);
    }

    @Test
    void r10_queriesThatAreNotTakenAreTriedAgain() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.queries.reject(true);
        server.subscribe(ROMEO_PHONE);

        server.queries.reject(false);
        server.pass(InitialLists.RETRY_INTERVAL);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r10_queriesThatWereLostAreBegunAnewByARenewalTwoMinutesLater() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.queries.hold(true);
        server.subscribe(ROMEO_PHONE);
        server.queries.lose();
        server.queries.hold(false);

        server.pass(InterestBatches.OVERDUE);
        server.subscribe(ROMEO_PHONE);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();

        server.pass(Duration.ofNanos(1));
        server.subscribe(ROMEO_PHONE);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    // R14

    @Test
    void r14_activityThatIsTooOldIsNotListed() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.rooms.get(BALCONY).members.add(ROMEO);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.pass(Duration.ofDays(2));
        server.visitAndSay(JULIET_PHONE, BALCONY);

        server.rai().forgetBefore(server.timestamps().before(Duration.ofDays(1)));
        server.settle();
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @Test
    void r14_assumedActivityThatIsTooOldIsNotListed() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.rai().assumeActivityUpTo(server.rai().now());
        server.pass(Duration.ofDays(2));
        server.subscribe(ROMEO_LAPTOP);
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);

        server.rai().forgetBefore(server.timestamps().before(Duration.ofDays(1)));
        server.settle();
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
    }

    @Test
    void r14_whoWaitsForARoomIsToldThoughItsActivityWasForgotten() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.join(ROMEO_PHONE, ORCHARD);
        server.leave(ROMEO_PHONE, ORCHARD);
        server.subscribe(ROMEO_PHONE);
        server.pass(Duration.ofDays(2));

        server.rai().forgetBefore(server.timestamps().before(Duration.ofDays(1)));
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r8_whoWasToldOfARoomIsNotToldAgainOnceItsActivityWasForgotten() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.subscribe(ROMEO_PHONE);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        server.pass(Duration.ofDays(2));

        server.rai().forgetBefore(server.timestamps().before(Duration.ofDays(1)));
        server.subscribe(NURSE_PHONE);
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        server.visitAndSay(ROMEO_LAPTOP, ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r8_renewalIsAnsweredThoughTheActivityOfWhatWasToldWasForgotten() {
        server.visitAndSay(ROMEO_PHONE, ORCHARD);
        server.visitAndSay(ROMEO_PHONE, BALCONY);
        server.subscribe(ROMEO_PHONE);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        server.pass(Duration.ofDays(2));
        server.rai().forgetBefore(server.timestamps().before(Duration.ofDays(1)));
        server.visitAndSay(JULIET_PHONE, BALCONY);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);

        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @Test
    void r14_visitsOfADeletedUserAreForgotten() {
        server.visitAndSay(ROMEO_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.subscribe(ROMEO_LAPTOP);
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);

        server.rai().userDeleted(ROMEO);
        server.settle();
        server.subscribe(ROMEO_LAPTOP);
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.visitLog.visits(ROMEO)).isEmpty();
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).isEmpty();
    }

    @Test
    void r14_deletionOfAUserWhoIsNotSubscribedIsHeard() {
        server.visitAndSay(ROMEO_PHONE, ORCHARD);

        server.rai().userDeleted(ROMEO);
        server.settle();

        assertThat(server.visitLog.visits(ROMEO)).isEmpty();
    }

    @Test
    void r14_administratorHasTheVisitsOfAUserForgotten() {
        server.visitAndSay(ROMEO_PHONE, ORCHARD);
        server.visitAndSay(NURSE_PHONE, ORCHARD);

        new VisitSection(server.rai(), server.visitLog, server.queries).forget(ROMEO);
        server.settle();

        assertThat(server.visitLog.visits(ROMEO)).isEmpty();
        assertThat(server.visitLog.visits(NURSE)).containsOnlyKeys(ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(NURSE_PHONE);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        assertThat(server.takeNotifiedRooms(NURSE_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r14_whatAFormerHolderOfTheNameSaidIsNewsForTheUser() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.rooms.get(BALCONY).members.add(ROMEO);
        server.visitAndSay(ROMEO_PHONE, ORCHARD);
        server.visitLog.forgetUser(ROMEO);
        final long accountCreated = server.timestamps().next();
        server.visitAndSay(ROMEO_PHONE, BALCONY);
        server.visitLog.forgetUser(ROMEO);

        server.rai().forgetAuthor(ROMEO, accountCreated);
        server.settle();
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r14_visitsToADestroyedRoomAreForgotten() {
        server.visitAndSay(ROMEO_PHONE, ORCHARD);
        server.visitAndSay(ROMEO_PHONE, BALCONY);
        server.subscribe(ROMEO_PHONE);

        server.destroy(ORCHARD);
        server.rooms.create(ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.subscribe(ROMEO_LAPTOP);

        assertThat(server.visitLog.visits(ROMEO)).containsOnlyKeys(BALCONY);
        assertThat(server.takeSent()).isEmpty();
        server.visitAndSay(JULIET_PHONE, BALCONY);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @Test
    void r14_activityOfADestroyedRoomIsForgotten() {
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.destroy(ORCHARD);
        server.rooms.create(ORCHARD).members.add(ROMEO);

        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r14_whoWasToldOfADestroyedRoomIsToldOfItsSuccessor() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.subscribe(ROMEO_PHONE);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);

        server.destroy(ORCHARD);
        server.rooms.create(ORCHARD).members.add(ROMEO);
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r14_temporaryRoomLeavesNothingBehind() {
        server.rooms.get(ORCHARD).persistent = false;
        server.join(ROMEO_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.leave(ROMEO_PHONE, ORCHARD);
        server.passUntilQuiet();

        server.rooms.create(ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
    }
}
