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
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_LAPTOP;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.SERVICE;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomHistory;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeRoom;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xmpp.packet.JID;

/** R15: a reload of the plugin loses no subscription, and a restart of the server none of other servers' sessions. */
class HandoverRulesTest {

    private static final JID PARIS = new JID("paris@example.net/palace");

    private final RaiFixture server = new RaiFixture();
    private Instant written;

    private int subscriptions() {
        return server.rai().subscriptionCounts().getOrDefault(SERVICE, 0);
    }

    private void visit(final JID session, final JID room) {
        server.join(session, room);
        server.leave(session, room);
    }

    /** Somebody is subscribed who was told of the orchard, and not of the balcony. */
    private List<byte[]> unloadWith(final JID session) {
        visit(session, ORCHARD);
        visit(session, BALCONY);
        server.subscribe(session);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.passUntilQuiet();
        assertThat(server.takeNotifiedRooms(session)).containsExactly(ORCHARD);
        written = server.executor.instant();
        final List<byte[]> records = server.unload();
        server.executor.setTime(written.plusSeconds(5));
        return records;
    }

    @Test
    void r15_reloadKeepsTheSubscriptionAndWhatWasTold() {
        final List<byte[]> records = unloadWith(ROMEO_PHONE);

        server.loadAgain(records, written);

        assertThat(subscriptions()).isEqualTo(1);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, BALCONY);
        server.passUntilQuiet();
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @Test
    void r15_reloadKeepsSinceWhenASessionIsSubscribed() {
        final Instant made = server.executor.instant();
        server.subscribe(ROMEO_PHONE);
        server.executor.setTime(made.plusSeconds(60));
        server.subscribe(ROMEO_PHONE);
        server.settle();
        final List<byte[]> records = server.unload();
        server.executor.setTime(made.plusSeconds(90));

        server.loadAgain(records, made.plusSeconds(80));

        assertThat(server.rai().subscriptions().some(2, Subscription::made))
            .containsExactly(made.truncatedTo(ChronoUnit.MILLIS));
    }

    /** Somebody is in a room meanwhile, which keeps what is said. */
    private FakeRoom occupied(final JID jid, final RoomHistory.Entry... messages) {
        final FakeRoom room = server.rooms.get(jid);
        room.occupants.add(JULIET_PHONE);
        room.history = new RoomHistory(true, List.of(messages));
        return room;
    }

    private RoomHistory.Entry message(final int seconds, @Nullable final JID author, final String content) {
        return new RoomHistory.Entry(written.plusSeconds(seconds), author, Stanzas.groupchat(content));
    }

    @Test
    void r15_whatWasSaidMeanwhileIsTold() {
        final List<byte[]> records = unloadWith(ROMEO_PHONE);
        occupied(BALCONY, message(2, null, "<body>O Romeo</body>"));

        server.loadAgain(records, written);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
        assertThat(server.activityLog.all()).as("what is known after the next restart").containsKey(BALCONY);
        server.subscribe(ROMEO_PHONE);
        server.passUntilQuiet();
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).as("in a list").contains(BALCONY);
    }

    @Test
    void r15_nothingWasSaidInARoomWhereSomebodyWasSilentMeanwhile() {
        final List<byte[]> records = unloadWith(ROMEO_PHONE);
        occupied(BALCONY, message(-1, null, "<body>Good night</body>"),
            message(2, null, "<body>O Romea</body><replace xmlns='urn:xmpp:message-correct:0' id='m1'/>"));

        server.loadAgain(records, written);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        visit(ROMEO_PHONE, ORCHARD);
        server.subscribe(ROMEO_PHONE);
        server.passUntilQuiet();
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).as("in a list").isEmpty();
    }

    @Test
    void r15_roomThatDoesNotKeepWhatIsSaidCountsAsActive() {
        final List<byte[]> records = unloadWith(ROMEO_PHONE);
        occupied(BALCONY).history = RoomHistory.UNKNOWN;

        server.loadAgain(records, written);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
        assertThat(server.activityLog.all()).as("what is known after the next restart").containsKey(BALCONY);
    }

    @Test
    void r15_roomThatCannotBeAskedWhatWasSaidCountsAsActive() {
        final List<byte[]> records = unloadWith(ROMEO_PHONE);
        occupied(BALCONY).history = null;

        server.loadAgain(records, written);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @Test
    void r15_roomWithMessagesThatItDoesNotKeepCountsAsActive() {
        server.join(JULIET_PHONE, BALCONY);
        server.send(JULIET_PHONE, BALCONY,
            Stanzas.groupchat("<encrypted xmlns='eu.siacs.conversations.axolotl'><payload>x</payload></encrypted>"));
        server.leave(JULIET_PHONE, BALCONY);
        final List<byte[]> records = unloadWith(ROMEO_PHONE);
        occupied(BALCONY);

        server.loadAgain(records, written);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);

        visit(ROMEO_PHONE, BALCONY);
        written = server.executor.instant();
        final List<byte[]> again = server.unload();
        server.executor.setTime(written.plusSeconds(5));
        server.loadAgain(again, written);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).as("after a second reload").containsExactly(BALCONY);
    }

    @Test
    void r15_whoSaidSomethingMeanwhileIsNotToldOfIt() {
        final List<byte[]> records = unloadWith(ROMEO_PHONE);
        occupied(BALCONY, message(2, ROMEO, "<body>I am here</body>"));
        occupied(ORCHARD, message(2, JULIET, "<body>O Romeo</body>"), message(3, ROMEO, "<body>I am here</body>"));

        server.loadAgain(records, written);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    /** Somebody may have been there meanwhile, unless they sent nothing at all. */
    @ParameterizedTest
    @CsvSource({"false, 5, true", "true, 5, false", "true, 90, true"})
    void r15_roomThatWasToldIsToldOnceMoreWhereItMayHaveBeenVisitedMeanwhile(final boolean silent, final int away,
                                                                           final boolean again) {
        final List<byte[]> records = unloadWith(ROMEO_PHONE);
        occupied(ORCHARD);
        server.executor.setTime(written.plusSeconds(away));
        if (silent) {
            server.users.silent.add(ROMEO);
        }

        server.loadAgain(records, written);
        server.say(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEqualTo(again ? List.of(ORCHARD) : List.of());
    }

    @Test
    void r15_roomThatSomebodyMayHaveLeftMeanwhileIsToldOnceMore() {
        visit(ROMEO_PHONE, ORCHARD);
        server.join(ROMEO_LAPTOP, ORCHARD);
        server.subscribe(ROMEO_PHONE);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.passUntilQuiet();
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        written = server.executor.instant();
        final List<byte[]> records = server.unload();
        server.users.silent.add(ROMEO);
        server.rooms.get(ORCHARD).occupants.remove(ROMEO_LAPTOP);
        occupied(ORCHARD);

        server.loadAgain(records, written);
        server.say(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    private void slowHistories() {
        server.rooms.observeHistory(() ->
            server.executor.setTime(server.executor.instant().plus(MissedActivity.SLICE)));
    }

    @Test
    void r15_whatIsNotFoundOutBeforeTheNextReloadIsFoundOutAfterIt() {
        final List<byte[]> records = unloadWith(ROMEO_PHONE);
        final JID tower = RaiFixture.room("tower");
        server.rooms.create(tower).members.add(ROMEO);
        occupied(BALCONY);
        occupied(tower, message(2, null, "<body>O Romeo</body>"));
        slowHistories();
        server.loadAgain(records, written);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();

        server.loadAgain(server.unload(), server.executor.instant());
        server.passUntilQuiet();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(tower);
    }

    @Test
    void r15_roomsAreLookedAtInAPartOfTheTime() {
        final List<byte[]> records = unloadWith(ROMEO_PHONE);
        final List<JID> halls = IntStream.range(0, 5).mapToObj(i -> RaiFixture.room("hall" + i)).toList();
        for (final JID hall : halls) {
            server.rooms.create(hall).members.add(ROMEO);
            occupied(hall, message(2, null, "<body>O Romeo</body>"));
        }
        slowHistories();

        server.loadAgain(records, written);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).as("at once").isEqualTo(halls.subList(0, 1));

        server.pass(MissedActivity.PAUSE);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).as("after a pause").isEqualTo(halls.subList(1, 2));
        server.passUntilQuiet();
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).as("in the end").isEqualTo(halls.subList(2, 5));
    }

    @Test
    void r15_whoIsInARoomAtTheReloadHasSeenWhatWasSaidThere() {
        final List<byte[]> records = unloadWith(ROMEO_PHONE);
        server.rooms.get(BALCONY).occupants.addAll(List.of(JULIET_PHONE, ROMEO_LAPTOP));

        server.loadAgain(records, written);
        server.leave(ROMEO_LAPTOP, BALCONY);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
    }

    @Test
    void r15_sessionThatEndedMeanwhileIsNotTakenBack() {
        final List<byte[]> records = unloadWith(ROMEO_PHONE);
        server.users.disconnected(ROMEO_PHONE);

        server.loadAgain(records, written);

        assertThat(subscriptions()).isZero();
    }

    @Test
    void r15_newSessionOfTheSameNameIsNotTakenForTheOldOne() {
        final List<byte[]> records = unloadWith(ROMEO_PHONE);
        server.users.connectedAt(ROMEO_PHONE, written.plusMillis(1));

        server.loadAgain(records, written);

        assertThat(subscriptions()).isZero();
    }

    @Test
    void r15_remoteSessionsAreTakenBackAfterARestart() {
        final List<byte[]> records = unloadWith(PARIS);

        server.startAgain(records, written);

        assertThat(subscriptions()).isEqualTo(1);
        assertThat(server.takeNotifiedRooms(PARIS)).isEmpty();
        server.visitAndSay(JULIET_PHONE, BALCONY);
        server.passUntilQuiet();
        assertThat(server.takeNotifiedRooms(PARIS)).containsExactly(BALCONY);
    }

    @Test
    void r15_remoteSessionsAreTakenBackOnlyUntilTheyWouldHaveEnded() {
        final List<byte[]> records = unloadWith(PARIS);
        server.executor.setTime(written.plus(Duration.ofHours(20)));
        server.startAgain(records, written);
        assertThat(subscriptions()).isEqualTo(1);

        // The age is that of the last renewal, however often the server is restarted.
        written = server.executor.instant();
        final List<byte[]> again = server.unload();
        server.executor.setTime(written.plus(Duration.ofHours(5)));
        server.startAgain(again, written);

        assertThat(subscriptions()).isZero();
    }

    @Test
    void r15_limitsHoldForWhatIsTakenBack() {
        final List<byte[]> records = unloadWith(PARIS);
        server.takeSent();
        server.settings.subscriptionsPerDomain(0);

        server.startAgain(records, written);

        assertThat(subscriptions()).isZero();
        assertThat(server.takeSent()).isEmpty();
    }

    @Test
    void r15_roomThatWasMadeAnewMeanwhileWasNotTold() {
        final List<byte[]> records = unloadWith(PARIS);
        server.rooms.get(ORCHARD).created = written.plusMillis(500);
        server.rooms.get(ORCHARD).members.add(PARIS.asBareJID());

        server.startAgain(records, written);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.passUntilQuiet();

        assertThat(server.takeNotifiedRooms(PARIS)).containsExactly(ORCHARD);
    }

    @Test
    void r15_recordThatIsThereTwiceCountsOnce() {
        final List<byte[]> records = unloadWith(ROMEO_PHONE);

        server.loadAgain(List.of(records.get(0), records.get(0)), written);
        server.visitAndSay(JULIET_PHONE, BALCONY);
        server.passUntilQuiet();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
        server.unsubscribe(ROMEO_PHONE);
        assertThat(subscriptions()).isZero();
        server.visitAndSay(ROMEO_LAPTOP, BALCONY);
        server.visitAndSay(JULIET_PHONE, BALCONY);
        server.passUntilQuiet();
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = RaiSettings.Interest.class, names = {"VISITED", "AFFILIATED", "AFFILIATED_AND_VISITED", "ALL"})
    void r15_temporaryRoomIsListedAfterAReload(final RaiSettings.Interest interest) {
        server.settings.interest(interest);
        final FakeRoom room = server.rooms.create(RaiFixture.room("tent"));
        room.persistent = false;
        room.members.add(ROMEO);
        server.join(JULIET_PHONE, room.jid);
        visit(ROMEO_PHONE, room.jid);
        server.say(JULIET_PHONE, room.jid);
        final Instant stopped = server.executor.instant();
        final List<byte[]> records = server.unload();
        server.executor.setTime(stopped.plusSeconds(5));
        room.history = new RoomHistory(true, List.of());

        server.loadAgain(records, stopped);
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(room.jid);
    }

    @Test
    void r12_nothingIsTakenBackWhereTheFeatureWasSwitchedOffMeanwhile() {
        final List<byte[]> records = unloadWith(ROMEO_PHONE);
        server.settings.enabled(false);

        server.loadAgain(records, written);

        assertThat(subscriptions()).isZero();
    }

    @Test
    void r15_recordThatCannotBeUnderstoodIsIgnored() {
        final List<byte[]> records = unloadWith(ROMEO_PHONE);

        server.loadAgain(List.of(new byte[0], "nonsense".getBytes(StandardCharsets.UTF_8), records.get(0)), written);

        assertThat(subscriptions()).isEqualTo(1);
    }

    @Test
    void r15_servicesMayStopBeforeThePlugin() {
        server.subscribe(PARIS);
        server.rai().serviceRemoved(SERVICE);
        server.settle();
        assertThat(subscriptions()).isZero();
        assertThat(server.rai().handOver()).hasSize(1);

        server.pass(SubscriptionHandover.STOPPING);
        assertThat(server.rai().handOver()).isEmpty();
    }

    @Test
    void r15_nothingIsHandedOverWhileTheFeatureIsOff() {
        server.subscribe(ROMEO_PHONE);
        server.settings.enabled(false);

        assertThat(server.rai().handOver()).isEmpty();
    }

    // R10, R14: rooms and accounts that are others by now

    @Test
    void r14_visitFromBeforeTheRoomCameToBeCountsForNothing() {
        visit(ROMEO_PHONE, ORCHARD);
        server.subscribe(ROMEO_PHONE);
        // The server was killed, and the room is another one.
        server.rooms.get(ORCHARD).created = server.executor.instant().plusSeconds(1);
        server.executor.setTime(server.executor.instant().plusSeconds(2));

        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.passUntilQuiet();
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).as("live").isEmpty();

        server.subscribe(ROMEO_PHONE);
        server.passUntilQuiet();
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).as("in a list").isEmpty();

        visit(ROMEO_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.passUntilQuiet();
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).as("after a visit").containsExactly(ORCHARD);
    }

    @Test
    void r14_visitToAnEarlierTemporaryRoomCountsForNothing() {
        visit(ROMEO_PHONE, ORCHARD);
        server.rooms.get(ORCHARD).persistent = false;
        server.rooms.get(ORCHARD).created = server.executor.instant().plusSeconds(1);
        server.executor.setTime(server.executor.instant().plusSeconds(2));
        server.join(JULIET_PHONE, ORCHARD);
        server.say(JULIET_PHONE, ORCHARD);

        server.subscribe(ROMEO_PHONE);
        server.say(JULIET_PHONE, ORCHARD);
        server.passUntilQuiet();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
    }

    @Test
    void r10_afterACrashOnlyRoomsThatExistedThenCountAsActive() {
        server.rooms.get(ORCHARD).members.add(ROMEO_PHONE.asBareJID());
        server.rooms.get(BALCONY).members.add(ROMEO_PHONE.asBareJID());
        server.rai().assumeActivityUpTo(server.rai().now());
        server.rooms.get(BALCONY).created = server.executor.instant().plusSeconds(1);

        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r10_activityOfAnEarlierRoomOfThatNameIsNotTold() {
        server.rooms.get(ORCHARD).members.add(ROMEO_PHONE.asBareJID());
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.rooms.get(ORCHARD).created = server.executor.instant().plusSeconds(1);

        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
    }

    @Test
    void r14_whatADeletedUserSaidIsNotTheirSuccessors() {
        server.rooms.get(ORCHARD).members.add(ROMEO_PHONE.asBareJID());
        server.visitAndSay(ROMEO_PHONE, ORCHARD);

        server.rai().userDeleted(ROMEO_PHONE.asBareJID());
        server.settle();
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    // S3: bounds

    @Test
    @Tag("slow")
    void s3_visitsOfOneUserInMemoryAreBoundedAndTheOldestAreForgotten() {
        final Subscriber subscriber = new Subscriber(ROMEO_PHONE.asBareJID());
        for (int i = 0; i <= 3 * Subscriber.MAX_VISITS; i++) {
            subscriber.visited(RaiFixture.room("room" + i), i);
        }

        assertThat(subscriber.hasVisited(RaiFixture.room("room0"))).isFalse();
        assertThat(subscriber.hasVisited(RaiFixture.room("room" + 3 * Subscriber.MAX_VISITS))).isTrue();
        assertThat(subscriber.visitCount()).isBetween(Subscriber.MAX_VISITS / 2, Subscriber.MAX_VISITS);
    }
}
