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
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;

import java.time.Duration;
import java.time.Instant;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomStanzaListener;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** Whoever is removed from a room because nothing reaches them any more was there until the first thing missed. */
class UnreachableOccupantsTest {

    private static final JID MERCUTIO = new JID("mercutio@verona.example/sword");
    private static final JID MERCUTIO_AGAIN = new JID("mercutio@verona.example/ghost");

    private final RaiFixture server = new RaiFixture();
    private final RoomStanzaListener stanzas = server.rai().roomStanzas();

    private Message message(final String id, final String content) {
        final Message message = Stanzas.groupchat(content);
        message.setID(id);
        return message;
    }

    private void say(final JID room, final String id) {
        send(room, id, "<body>But soft!</body>");
    }

    private void send(final JID room, final String id, final String content) {
        stanzas.stanzaReceived(room, id);
        stanzas.sessionHeard(ROMEO_PHONE);
        server.send(ROMEO_PHONE, room, message(id, content));
        server.pass(Duration.ofMillis(10));
    }

    private void meet(final JID session, final JID... rooms) {
        for (final JID room : rooms) {
            server.join(ROMEO_PHONE, room);
            server.join(session, room);
        }
        server.pass(Duration.ofSeconds(1));
    }

    /** What a new session of the same user is told of the rooms that it was in. */
    private void assertListed(final JID session, final JID... rooms) {
        server.subscribe(session);
        assertThat(server.takeNotifiedRooms(session)).containsExactlyInAnyOrder(rooms);
    }

    @Test
    void r10_ghostHasSeenNothingAfterTheLastMessageThatReachedIt() {
        meet(MERCUTIO, ORCHARD);
        say(ORCHARD, "m1");

        stanzas.undelivered(ORCHARD, MERCUTIO, "m1");
        server.leave(MERCUTIO, ORCHARD);
        server.pass(VisitTracker.SETTLING);

        assertListed(MERCUTIO_AGAIN, ORCHARD);
    }

    @Test
    void s1_whereNothingMoreIsTakenForLaterTheVisitEndsAtOnce() {
        meet(MERCUTIO, ORCHARD);
        say(ORCHARD, "m1");

        stanzas.undelivered(ORCHARD, MERCUTIO, "m1");
        server.executor.refuseLater(true);
        server.leave(MERCUTIO, ORCHARD);
        server.executor.refuseLater(false);

        assertListed(MERCUTIO_AGAIN, ORCHARD);
    }

    @Test
    void r10_ghostHasSeenWhatReachedItBeforeTheFirstThingMissed() {
        meet(MERCUTIO, ORCHARD);
        say(ORCHARD, "m1");
        send(ORCHARD, "s1", "<active xmlns='http://jabber.org/protocol/chatstates'/>");

        stanzas.undelivered(ORCHARD, MERCUTIO, "s1");
        server.leave(MERCUTIO, ORCHARD);
        server.pass(VisitTracker.SETTLING);

        assertListed(MERCUTIO_AGAIN);
    }

    @Test
    void r10_errorsCanComeInAnyOrderAndAfterTheRemoval() {
        meet(MERCUTIO, ORCHARD);
        say(ORCHARD, "m1");
        send(ORCHARD, "s1", "<active xmlns='http://jabber.org/protocol/chatstates'/>");

        stanzas.undelivered(ORCHARD, MERCUTIO, "s1");
        server.leave(MERCUTIO, ORCHARD);
        stanzas.undelivered(ORCHARD, MERCUTIO, "m1");
        server.pass(VisitTracker.SETTLING);

        assertListed(MERCUTIO_AGAIN, ORCHARD);
    }

    @Test
    void r10_whatIsMissedInOneRoomIsMissedInEveryRoom() {
        meet(MERCUTIO, ORCHARD, BALCONY);
        say(ORCHARD, "m1");
        say(BALCONY, "m2");

        stanzas.undelivered(ORCHARD, MERCUTIO, "m1");
        server.leave(MERCUTIO, ORCHARD);
        server.leave(MERCUTIO, BALCONY);
        server.pass(VisitTracker.SETTLING);

        assertListed(MERCUTIO_AGAIN, ORCHARD, BALCONY);
    }

    @Test
    void r10_whatCannotBeToldFromTheErrorWasMissedSinceTheSessionWasLastHeard() {
        meet(MERCUTIO, ORCHARD, BALCONY);
        say(BALCONY, "m1");
        stanzas.sessionHeard(MERCUTIO);
        say(ORCHARD, "m2");

        stanzas.undelivered(ORCHARD, MERCUTIO, null);
        server.leave(MERCUTIO, ORCHARD);
        server.leave(MERCUTIO, BALCONY);
        server.pass(VisitTracker.SETTLING);

        assertListed(MERCUTIO_AGAIN, ORCHARD);
    }

    @Test
    void r10_sessionThatSpeaksAfterAnErrorIsThere() {
        meet(MERCUTIO, ORCHARD);
        say(ORCHARD, "m1");
        stanzas.undelivered(ORCHARD, MERCUTIO, "m1");

        stanzas.sessionHeard(MERCUTIO);
        server.leave(MERCUTIO, ORCHARD);

        assertListed(MERCUTIO_AGAIN);
    }

    @Test
    void r10_ghostThatIsRemovedLongAfterTheErrorHasSeenNothingSince() {
        meet(MERCUTIO, ORCHARD);
        say(ORCHARD, "m1");
        stanzas.undelivered(ORCHARD, MERCUTIO, "m1");
        server.pass(Duration.ofHours(3));
        say(ORCHARD, "m2");

        server.leave(MERCUTIO, ORCHARD);
        server.pass(VisitTracker.SETTLING);

        assertListed(MERCUTIO_AGAIN, ORCHARD);
    }

    @Test
    void r10_whoDoesNotAnswerAPingHasSeenNothingSinceItWasLastHeard() {
        meet(MERCUTIO, ORCHARD, BALCONY);
        say(BALCONY, "m1");
        stanzas.sessionHeard(MERCUTIO);
        say(ORCHARD, "m2");

        stanzas.pinged(MERCUTIO);
        server.leave(MERCUTIO, ORCHARD);
        server.leave(MERCUTIO, BALCONY);

        assertListed(MERCUTIO_AGAIN, ORCHARD);
    }

    @Test
    void r10_whoAnsweredThePingHasSeenEverything() {
        meet(MERCUTIO, ORCHARD);
        say(ORCHARD, "m1");

        stanzas.pinged(MERCUTIO);
        stanzas.sessionHeard(MERCUTIO);
        server.leave(MERCUTIO, ORCHARD);

        assertListed(MERCUTIO_AGAIN);
    }

    /** Servers answer requests to sessions that are gone with the error that clients without pings answer with. */
    @Test
    void r10_errorInAnswerToARequestTakesBackNothingThatWasMissed() {
        meet(MERCUTIO, ORCHARD);
        say(ORCHARD, "m1");

        stanzas.undelivered(ORCHARD, MERCUTIO, "m1");
        stanzas.pinged(MERCUTIO);
        stanzas.pingAnswered(MERCUTIO);
        server.leave(MERCUTIO, ORCHARD);
        server.pass(VisitTracker.SETTLING);

        assertListed(MERCUTIO_AGAIN, ORCHARD);
    }

    @Test
    void r10_whoAnsweredThePingWithAnErrorHasSeenEverything() {
        meet(MERCUTIO, ORCHARD);
        say(ORCHARD, "m1");

        stanzas.pinged(MERCUTIO);
        stanzas.pingAnswered(MERCUTIO);
        server.leave(MERCUTIO, ORCHARD);

        assertListed(MERCUTIO_AGAIN);
    }

    /** Anybody can choose such an id for a message in a room. */
    @Test
    void r10_messageWhoseIdLooksLikeOneOfThePluginsIsMissedLikeAnyOther() {
        meet(MERCUTIO, ORCHARD);
        say(ORCHARD, "mucpulse-1");

        stanzas.undelivered(ORCHARD, MERCUTIO, "mucpulse-1");
        server.leave(MERCUTIO, ORCHARD);
        server.pass(VisitTracker.SETTLING);

        assertListed(MERCUTIO_AGAIN, ORCHARD);
    }

    @Test
    void r10_errorForAMessageOfThePluginSaysNothingOfTheRooms() {
        meet(MERCUTIO, ORCHARD);
        say(ORCHARD, "m1");

        stanzas.undelivered(ORCHARD, MERCUTIO, "mucpulse-2");
        server.leave(MERCUTIO, ORCHARD);
        server.pass(VisitTracker.SETTLING);

        assertListed(MERCUTIO_AGAIN);
    }

    @Test
    void r10_ghostIsNotTakenForPresentAtTheStop() {
        meet(MERCUTIO, ORCHARD);
        say(ORCHARD, "m1");
        stanzas.undelivered(ORCHARD, MERCUTIO, "m1");

        server.stop();
        server.startAgain();

        assertListed(MERCUTIO_AGAIN, ORCHARD);
    }

    @Test
    void r10_sessionThatEntersAgainAtOnceHasSeenWhatIsSaidFromThen() {
        meet(MERCUTIO, ORCHARD);
        say(ORCHARD, "m1");
        stanzas.undelivered(ORCHARD, MERCUTIO, "m1");
        server.leave(MERCUTIO, ORCHARD);

        server.join(MERCUTIO, ORCHARD);
        say(ORCHARD, "m2");
        server.leave(MERCUTIO, ORCHARD);
        server.pass(VisitTracker.SETTLING);

        assertListed(MERCUTIO_AGAIN);
    }

    @Test
    void r8_subscribedSessionOfTheSameUserIsToldWhatTheGhostMissed() {
        server.subscribe(MERCUTIO_AGAIN);
        meet(MERCUTIO, ORCHARD);
        say(ORCHARD, "m1");
        server.takeSent();

        stanzas.undelivered(ORCHARD, MERCUTIO, "m1");
        server.leave(MERCUTIO, ORCHARD);
        server.pass(VisitTracker.SETTLING);

        assertThat(server.takeNotifiedRooms(MERCUTIO_AGAIN)).containsExactly(ORCHARD);
    }

    @Test
    void r14_ghostOfATemporaryRoomLeavesNoVisitBehind() {
        final JID tomb = RaiFixture.room("tomb");
        server.rooms.create(tomb).persistent = false;
        server.join(MERCUTIO, tomb);
        stanzas.stanzaReceived(tomb, "m1");
        stanzas.undelivered(tomb, MERCUTIO, "m1");

        server.leave(MERCUTIO, tomb);
        server.pass(VisitTracker.SETTLING);

        assertThat(server.visitLog.visits(MERCUTIO.asBareJID())).isEmpty();
    }

    @Test
    void r10_localSessionThatLostItsConnectionHasSeenWhatItAcknowledged() {
        meet(JULIET_PHONE, ORCHARD, BALCONY);
        say(BALCONY, "m1");
        server.pass(Duration.ofMinutes(1));
        final Instant cut = server.executor.instant();
        say(ORCHARD, "m2");
        server.users.unacknowledged(JULIET_PHONE, cut);
        server.pass(Duration.ofMinutes(5));

        server.endSession(JULIET_PHONE);

        assertListed(JULIET_LAPTOP, ORCHARD);
    }

    @Test
    void r10_localSessionThatAcknowledgedEverythingHasSeenIt() {
        meet(JULIET_PHONE, ORCHARD);
        say(ORCHARD, "m1");

        server.endSession(JULIET_PHONE);

        assertListed(JULIET_LAPTOP);
        assertThat(server.visitLog.visits(JULIET)).containsOnlyKeys(ORCHARD);
    }

    @Test
    void s3_stanzasThatAreRememberedAreBoundedAndTheOldestAreForgotten() {
        final RecentStanzas recent = new RecentStanzas();
        for (int i = 0; i <= RecentStanzas.CAPACITY; i++) {
            recent.received(ORCHARD, "m" + i, i);
        }

        assertThat(recent.timestamp(ORCHARD, "m0")).isEmpty();
        assertThat(recent.timestamp(ORCHARD, "m1")).hasValue(1);
        assertThat(recent.timestamp(BALCONY, "m1")).isEmpty();
    }
}
