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
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.NURSE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.NURSE_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_LAPTOP;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiSettings.Interest;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeRoom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xmpp.packet.JID;

/** R4 and R9: which rooms are of interest, and who may know of them. Juliet speaks, the nurse owns, Romeo listens. */
class VisibilityRulesTest {

    private static final Duration WINDOW = Duration.ofMillis(100);
    private static final JID GROUP = new JID("montagues", RaiFixture.DOMAIN, "group");
    private static final JID MERCUTIO = new JID("mercutio@example.org");
    private static final JID MERCUTIO_PHONE = new JID("mercutio@example.org/phone");
    private static final JID TEMPORARY = RaiFixture.room("tomb");

    private final RaiFixture server = new RaiFixture();
    private final FakeRoom orchard = server.rooms.get(ORCHARD);

    @BeforeEach
    void julietSpeaksAndTheNurseOwns() {
        for (final JID room : List.of(ORCHARD, BALCONY)) {
            server.rooms.get(room).members.add(JULIET);
            server.rooms.get(room).owners.add(NURSE);
        }
    }

    private void speak() {
        server.visitAndSay(JULIET_PHONE, ORCHARD);
    }

    // R4

    private static Stream<Arguments> interests() {
        return Stream.of(
            Arguments.of(Interest.AFFILIATED, Set.of("member", "member and visitor")),
            Arguments.of(Interest.VISITED, Set.of("visitor", "member and visitor")),
            Arguments.of(Interest.AFFILIATED_AND_VISITED, Set.of("member", "visitor", "member and visitor")),
            Arguments.of(Interest.ALL, Set.of("member", "visitor", "member and visitor", "stranger")));
    }

    /** Four users, named by how they stand to the orchard. */
    private void makeUsers(final BiConsumer<String, JID> user) {
        for (final String name : List.of("member", "visitor", "member and visitor", "stranger")) {
            final JID session = new JID(name.replace(' ', '_'), RaiFixture.DOMAIN, "phone");
            if (name.contains("member")) {
                orchard.members.add(session.asBareJID());
            }
            if (name.contains("visitor")) {
                server.join(session, ORCHARD);
                server.leave(session, ORCHARD);
            }
            user.accept(name, session);
        }
    }

    @ParameterizedTest
    @MethodSource("interests")
    void r4_whoeverIsInterestedIsTold(final Interest interest, final Set<String> interested) {
        server.settings.interest(interest);
        makeUsers((name, session) -> server.subscribe(session));

        speak();

        makeUsers((name, session) ->
            assertThat(server.takeNotifiedRooms(session)).as(name).hasSize(interested.contains(name) ? 1 : 0));
    }

    @ParameterizedTest
    @MethodSource("interests")
    void r4_whoeverIsInterestedIsListedTheRoom(final Interest interest, final Set<String> interested) {
        server.settings.interest(interest);
        makeUsers((name, session) -> { });
        speak();

        for (final String name : List.of("member", "visitor", "member_and_visitor", "stranger")) {
            final JID session = new JID(name, RaiFixture.DOMAIN, "phone");
            server.subscribe(session);
            assertThat(server.takeNotifiedRooms(session)).as(name).hasSize(interested.contains(name.replace('_', ' ')) ? 1 : 0);
        }
    }

    @ParameterizedTest
    @MethodSource("interests")
    void r4_temporaryRoomIsListedToTheInterested(final Interest interest, final Set<String> interested) {
        server.settings.interest(interest);
        orchard.persistent = false;
        server.join(NURSE_PHONE, ORCHARD);
        makeUsers((name, session) -> { });
        speak();

        for (final String name : List.of("member", "visitor", "member_and_visitor", "stranger")) {
            final JID session = new JID(name, RaiFixture.DOMAIN, "phone");
            server.subscribe(session);
            assertThat(server.takeNotifiedRooms(session)).as(name).hasSize(interested.contains(name.replace('_', ' ')) ? 1 : 0);
        }
    }

    private static Stream<Arguments> lists() {
        return Stream.<Arguments>of(
            Arguments.of("owner", (BiConsumer<FakeRoom, JID>) (room, jid) -> room.owners.add(jid)),
            Arguments.of("admin", (BiConsumer<FakeRoom, JID>) (room, jid) -> room.admins.add(jid)),
            Arguments.of("member", (BiConsumer<FakeRoom, JID>) (room, jid) -> room.members.add(jid)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lists")
    void r4_everyKindOfAffiliationIsInterest(final String name, final BiConsumer<FakeRoom, JID> affiliate) {
        affiliate.accept(orchard, ROMEO);
        server.subscribe(ROMEO_PHONE);

        speak();
        server.subscribe(ROMEO_LAPTOP);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lists")
    void r4_affiliationsOfGroupsAreResolved(final String name, final BiConsumer<FakeRoom, JID> affiliate) {
        affiliate.accept(orchard, GROUP);
        server.users.group(GROUP).add(ROMEO);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(MERCUTIO_PHONE);

        speak();
        server.subscribe(ROMEO_LAPTOP);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);
        assertThat(server.takeNotifiedRooms(MERCUTIO_PHONE)).isEmpty();
    }

    @Test
    void r4_newMemberIsToldOfTheNextMessage() {
        server.subscribe(ROMEO_PHONE);
        speak();
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();

        orchard.members.add(ROMEO);
        speak();
        server.pass(ActivityEvaluator.AUDIT_INTERVAL);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r4_newMemberInTheirPredecessorsPlaceIsToldOfTheNextMessage() {
        orchard.members.add(MERCUTIO);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(MERCUTIO_PHONE);
        speak();
        assertThat(server.takeNotifiedRooms(MERCUTIO_PHONE)).containsExactly(ORCHARD);

        orchard.members.remove(MERCUTIO);
        orchard.members.add(ROMEO);
        speak();
        server.pass(ActivityEvaluator.AUDIT_INTERVAL);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r4_newMemberInTheirPredecessorsPlaceIsToldThoughSomebodyElseWaits() {
        orchard.members.add(MERCUTIO);
        server.subscribe(NURSE_PHONE);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(MERCUTIO_PHONE);
        speak();

        server.visitAndSay(new JID("nurse@example.org/kitchen"), ORCHARD);
        orchard.members.remove(MERCUTIO);
        orchard.members.add(ROMEO);
        speak();
        server.pass(ActivityEvaluator.AUDIT_INTERVAL.multipliedBy(2));

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r4_newMembersInTheirPredecessorsPlaceAreToldTimeAndAgain() {
        server.subscribe(ROMEO_PHONE);
        server.subscribe(MERCUTIO_PHONE);
        orchard.members.add(GROUP);
        speak();

        for (final JID member : List.of(ROMEO, MERCUTIO)) {
            server.users.group(GROUP).clear();
            server.users.group(GROUP).add(member);
            server.rai().groupsChanged();
            speak();
            server.pass(ActivityEvaluator.AUDIT_INTERVAL);
            assertThat(server.takeNotifiedRooms(new JID(member.getNode(), member.getDomain(), "phone"))).containsExactly(ORCHARD);
        }
    }

    @Test
    void r4_newMemberOfAGroupIsToldOfTheNextMessage() {
        orchard.members.add(GROUP);
        server.subscribe(ROMEO_PHONE);
        speak();
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();

        server.users.group(GROUP).add(ROMEO);
        server.rai().groupsChanged();
        speak();
        server.pass(ActivityEvaluator.AUDIT_INTERVAL.multipliedBy(2));

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r4_newMemberOfAGroupIsToldThoughSomebodyElseWaits() {
        orchard.members.add(GROUP);
        server.subscribe(NURSE_PHONE);
        server.subscribe(ROMEO_PHONE);
        speak();
        server.visitAndSay(new JID("nurse@example.org/kitchen"), ORCHARD);

        server.users.group(GROUP).add(ROMEO);
        server.rai().groupsChanged();
        speak();
        server.pass(ActivityEvaluator.AUDIT_INTERVAL.multipliedBy(2));

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r4_formerMemberIsNotToldThoughTheRoomIsOpen() {
        orchard.members.add(ROMEO);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(NURSE_PHONE);

        orchard.members.remove(ROMEO);
        speak();
        server.subscribe(ROMEO_LAPTOP);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).isEmpty();
        assertThat(server.takeNotifiedRooms(NURSE_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r4_visitorOfARoomIsInterestedFromThenOn() {
        server.subscribe(ROMEO_PHONE);
        speak();
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();

        server.join(ROMEO_LAPTOP, ORCHARD);
        speak();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r4_serviceAdministratorIsToldAndListedAlike() {
        server.rooms.makeServiceAdmin(ROMEO);
        orchard.hidden = true;
        server.subscribe(ROMEO_PHONE);

        speak();
        server.subscribe(ROMEO_LAPTOP);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);
    }

    @Test
    void r4_changedSettingIsFollowedByTheNextMessage() {
        server.settings.interest(Interest.VISITED);
        orchard.members.add(ROMEO);
        server.subscribe(ROMEO_PHONE);
        speak();
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();

        server.settings.interest(Interest.AFFILIATED);
        server.rai().settingsChanged();
        speak();
        server.pass(ActivityEvaluator.AUDIT_INTERVAL.multipliedBy(2));

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r4_roomThatBecameTemporaryIsListed() {
        orchard.members.add(ROMEO);
        server.join(NURSE_PHONE, ORCHARD);
        speak();
        orchard.persistent = false;
        server.pass(ActivityEvaluator.AUDIT_INTERVAL);
        speak();

        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    // R9

    /** What a user who has been in the room, but has no affiliation with it, may learn. */
    private enum Barrier {
        MEMBERS_ONLY {
            @Override
            void set(final FakeRoom room, final boolean on) {
                room.membersOnly = on;
            }
        },
        HIDDEN {
            @Override
            void set(final FakeRoom room, final boolean on) {
                room.hidden = on;
            }
        },
        PASSWORD {
            @Override
            void set(final FakeRoom room, final boolean on) {
                room.password = on;
            }
        },
        BAN {
            @Override
            void set(final FakeRoom room, final boolean on) {
                if (on) {
                    room.outcasts.add(ROMEO);
                } else {
                    room.outcasts.remove(ROMEO);
                }
            }
        };

        abstract void set(FakeRoom room, boolean on);
    }

    @ParameterizedTest
    @EnumSource
    void r9_visitorWhoMayNoLongerKnowIsNotTold(final Barrier barrier) {
        server.join(ROMEO_LAPTOP, ORCHARD);
        server.leave(ROMEO_LAPTOP, ORCHARD);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(NURSE_PHONE);

        barrier.set(orchard, true);
        speak();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        assertThat(server.takeNotifiedRooms(NURSE_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r9_lockedRoomIsToldToItsOwnersUntilItIsUnlocked() {
        orchard.members.add(ROMEO);
        orchard.owners.add(NURSE_PHONE.asBareJID());
        server.subscribe(ROMEO_PHONE);
        server.subscribe(NURSE_PHONE);
        orchard.locked = true;
        speak();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        assertThat(server.takeNotifiedRooms(NURSE_PHONE)).containsExactly(ORCHARD);
        server.subscribe(ROMEO_LAPTOP);
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).as("in a list").isEmpty();

        orchard.locked = false;
        speak();
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);
    }

    @ParameterizedTest
    @EnumSource
    void r9_visitorWhoMayNoLongerKnowIsNotListedTheRoom(final Barrier barrier) {
        for (final JID room : List.of(ORCHARD, BALCONY)) {
            server.join(ROMEO_LAPTOP, room);
            server.leave(ROMEO_LAPTOP, room);
            server.visitAndSay(JULIET_PHONE, room);
        }

        barrier.set(orchard, true);
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @ParameterizedTest
    @EnumSource
    void r9_visitorWhoMayNoLongerKnowIsNotListedTheTemporaryRoom(final Barrier barrier) {
        server.rooms.create(TEMPORARY).persistent = false;
        server.join(NURSE_PHONE, TEMPORARY);
        server.join(ROMEO_LAPTOP, TEMPORARY);
        server.leave(ROMEO_LAPTOP, TEMPORARY);
        server.visitAndSay(JULIET_PHONE, TEMPORARY);

        barrier.set(server.rooms.get(TEMPORARY), true);
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        barrier.set(server.rooms.get(TEMPORARY), false);
        server.subscribe(ROMEO_PHONE);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(TEMPORARY);
    }

    @ParameterizedTest
    @EnumSource
    void r9_visitorWhoMayNotKnowIsNotToldWhateverTheInterest(final Barrier barrier) {
        server.settings.interest(Interest.ALL);
        server.subscribe(ROMEO_PHONE);
        barrier.set(orchard, true);

        speak();
        server.subscribe(ROMEO_LAPTOP);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).isEmpty();
        server.visitAndSay(JULIET_PHONE, BALCONY);
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(BALCONY);
    }

    @ParameterizedTest
    @EnumSource
    void r9_visitorWhoIsShutOutWithinTheWindowIsNotTold(final Barrier barrier) {
        server.settings.coalescing(WINDOW);
        server.join(ROMEO_LAPTOP, ORCHARD);
        server.leave(ROMEO_LAPTOP, ORCHARD);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(NURSE_PHONE);
        server.startWindow(ROMEO_PHONE, NURSE_PHONE);
        speak();

        barrier.set(orchard, true);
        server.pass(WINDOW);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        assertThat(server.takeNotifiedRooms(NURSE_PHONE)).containsExactly(ORCHARD);
    }

    @ParameterizedTest
    @EnumSource
    void r9_visitorIsToldAgainOfTheNextMessageOnceTheBarrierIsGone(final Barrier barrier) {
        server.join(ROMEO_LAPTOP, ORCHARD);
        server.leave(ROMEO_LAPTOP, ORCHARD);
        server.subscribe(ROMEO_PHONE);
        barrier.set(orchard, true);
        speak();
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();

        barrier.set(orchard, false);
        speak();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @ParameterizedTest
    @EnumSource
    void r9_visitorIsListedTheRoomOnceTheBarrierIsGone(final Barrier barrier) {
        server.join(ROMEO_LAPTOP, ORCHARD);
        server.leave(ROMEO_LAPTOP, ORCHARD);
        barrier.set(orchard, true);
        speak();
        server.subscribe(ROMEO_PHONE);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();

        barrier.set(orchard, false);
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @ParameterizedTest
    @EnumSource(names = "BAN", mode = EnumSource.Mode.EXCLUDE)
    void r9_affiliatedUsersAreToldBehindEveryBarrier(final Barrier barrier) {
        barrier.set(orchard, true);
        orchard.members.add(ROMEO);
        orchard.admins.add(MERCUTIO);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(MERCUTIO_PHONE);
        server.subscribe(NURSE_PHONE);

        speak();
        server.subscribe(ROMEO_LAPTOP);

        for (final JID session : List.of(ROMEO_PHONE, MERCUTIO_PHONE, NURSE_PHONE, ROMEO_LAPTOP)) {
            assertThat(server.takeNotifiedRooms(session)).as("%s", session).containsExactly(ORCHARD);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "BAN", mode = EnumSource.Mode.EXCLUDE)
    void r9_memberWhoLosesMembershipIsNotTold(final Barrier barrier) {
        barrier.set(orchard, true);
        orchard.members.add(ROMEO);
        server.join(ROMEO_LAPTOP, ORCHARD);
        server.leave(ROMEO_LAPTOP, ORCHARD);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(NURSE_PHONE);

        orchard.members.remove(ROMEO);
        speak();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        assertThat(server.takeNotifiedRooms(NURSE_PHONE)).containsExactly(ORCHARD);
        orchard.members.add(ROMEO);
        speak();
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r9_memberWhoIsBannedWhileInTheRoomIsNotTold() {
        orchard.members.add(ROMEO);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(NURSE_PHONE);
        server.join(ROMEO_LAPTOP, ORCHARD);

        server.ban(ROMEO, ORCHARD);
        speak();
        server.subscribe(ROMEO_LAPTOP);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).isEmpty();
        assertThat(server.takeNotifiedRooms(NURSE_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r9_memberWhoIsSwappedOutAndInWithinTheWindowIsToldOfTheNextMessage() {
        server.settings.coalescing(WINDOW);
        orchard.members.add(ROMEO);
        server.subscribe(ROMEO_PHONE);
        server.startWindow(ROMEO_PHONE);
        speak();
        orchard.members.remove(ROMEO);
        server.pass(WINDOW);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();

        orchard.members.add(ROMEO);
        speak();
        server.pass(ActivityEvaluator.AUDIT_INTERVAL.multipliedBy(2));

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r9_destroyedRoomIsNotListed() {
        orchard.members.add(ROMEO);
        server.rooms.get(BALCONY).members.add(ROMEO);
        speak();
        server.visitAndSay(JULIET_PHONE, BALCONY);

        server.destroy(ORCHARD);
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @Test
    void r9_roomDestroyedWithinTheWindowIsNotTold() {
        server.settings.coalescing(WINDOW);
        orchard.members.add(ROMEO);
        server.rooms.get(BALCONY).members.add(ROMEO);
        server.subscribe(ROMEO_PHONE);
        server.startWindow(ROMEO_PHONE);
        speak();
        server.visitAndSay(JULIET_PHONE, BALCONY);

        server.destroy(ORCHARD);
        server.pass(WINDOW);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @Test
    void r9_roomDestroyedAndCreatedAnewWithinTheWindowIsNotToldBeforeSomethingIsSaidThere() {
        server.settings.coalescing(WINDOW);
        orchard.members.add(ROMEO);
        server.subscribe(ROMEO_PHONE);
        server.startWindow(ROMEO_PHONE);
        speak();

        server.destroy(ORCHARD);
        server.rooms.create(ORCHARD).members.add(ROMEO);
        server.join(JULIET_PHONE, ORCHARD);
        server.pass(WINDOW);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        server.say(JULIET_PHONE, ORCHARD);
        server.pass(WINDOW);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r9_roomDestroyedWhileTheQueriesAreUnderWayIsNotListed() {
        orchard.members.add(ROMEO);
        server.rooms.get(BALCONY).members.add(ROMEO);
        speak();
        server.visitAndSay(JULIET_PHONE, BALCONY);
        server.lazily();
        server.subscribe(ROMEO_PHONE);
        server.executor.runUntilIdle();
        server.destroy(ORCHARD);
        server.queries.runNextEvenIfHeld();

        server.settle();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @Test
    void r9_whatIsSaidInARoomCreatedAnewIsNotLostThoughTheOldOnesEndIsStillToBeLookedAt() {
        server.settings.interest(Interest.ALL);
        server.subscribe(ROMEO_PHONE);
        server.join(NURSE_PHONE, ORCHARD);
        server.lazily();
        server.destroy(ORCHARD);
        server.rooms.create(ORCHARD);
        server.join(JULIET_PHONE, ORCHARD);
        server.say(JULIET_PHONE, ORCHARD);

        server.settle();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        server.subscribe(new JID("tybalt@example.org/phone"));
        server.settle();
        assertThat(server.takeNotifiedRooms(new JID("tybalt@example.org/phone"))).containsExactly(ORCHARD);
    }

    private static Stream<Consumer<FakeRoom>> tellsNothing() {
        return Stream.of(room -> room.outcasts.add(ROMEO), room -> room.outcasts.add(GROUP));
    }

    @ParameterizedTest
    @MethodSource("tellsNothing")
    void r9_outcastIsNeverTold(final Consumer<FakeRoom> ban) {
        server.users.group(GROUP).add(ROMEO);
        server.visitAndSay(ROMEO_LAPTOP, ORCHARD);
        orchard.members.add(ROMEO);
        ban.accept(orchard);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(NURSE_PHONE);

        speak();
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        assertThat(server.takeNotifiedRooms(NURSE_PHONE)).containsExactly(ORCHARD);
    }

    // Switched off for the room

    @Test
    void r9_roomForWhichIndicatorsAreOffIsToldToNobodyAndToldOfWhenTheyAreOnAgain() {
        orchard.members.add(ROMEO);
        server.settings.roomsOff(Set.of(ORCHARD.toString()));
        server.subscribe(ROMEO_PHONE);
        speak();
        server.pass(WINDOW);
        server.subscribe(ROMEO_LAPTOP);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).isEmpty();

        server.settings.roomsOff(Set.of());
        server.settingsChanged();
        speak();
        server.passUntilQuiet();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);
    }
}
