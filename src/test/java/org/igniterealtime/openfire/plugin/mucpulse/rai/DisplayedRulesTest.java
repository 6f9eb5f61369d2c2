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
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.NURSE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.NURSE_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_LAPTOP;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.SERVICE;

import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * R17: a room has no news for a user who says to have had its newest message displayed elsewhere, and nobody else's
 * word and no other message count.
 */
class DisplayedRulesTest {

    private static final String CORRECTION = "<body>Hark!</body><replace xmlns='urn:xmpp:message-correct:0' id='m1'/>";

    private final RaiFixture server = new RaiFixture();

    @BeforeEach
    void romeoIsAMemberAndJulietSpeaks() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.rooms.get(BALCONY).members.add(ROMEO);
        server.join(JULIET_PHONE, ORCHARD);
        server.join(JULIET_PHONE, BALCONY);
    }

    private static Message message(final JID room, final String id, final String stanzaId, final String content) {
        final Message message = Stanzas.groupchat(content + "<stanza-id xmlns='urn:xmpp:sid:0' by='" + room + "' id='"
            + stanzaId + "'/>");
        message.setID(id);
        return message;
    }

    private void say(final JID room, final String id, final String stanzaId) {
        server.send(JULIET_PHONE, room, message(room, id, stanzaId, "<body>But soft!</body>"));
    }

    private void publish(final JID user, final JID room, final String stanzaId) {
        server.rai().displays().publishing(user, room, stanzaId).ifPresent(Runnable::run);
        server.settle();
    }

    private void mark(final JID session, final JID room, final String id) {
        server.rai().displays().markerSent(session, room, id);
        server.settle();
    }

    private long counted(final Metric metric) {
        final Counters counters = server.rai().counters();
        return counters.of(SERVICE, metric);
    }

    @Test
    void r17_newestMessageDisplayedElsewhereIsNoNews() {
        say(ORCHARD, "m1", "s1");
        say(BALCONY, "m2", "s2");

        publish(ROMEO, ORCHARD, "s1");
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
        assertThat(counted(RaiMetrics.DISPLAYED_PUBLISHED)).isEqualTo(1);
        assertThat(counted(RaiMetrics.DISPLAYED_MARKER)).isZero();
    }

    /** Everybody can publish everything: what is said of a room does not make it one that the user visited (R4). */
    @Test
    void r17_roomThatTheUserHasNoPartInIsNotVisitedByThat() {
        server.subscribe(NURSE_PHONE);
        say(ORCHARD, "m1", "s1");

        publish(NURSE, ORCHARD, "s1");
        say(ORCHARD, "m2", "s2");

        assertThat(server.takeNotifiedRooms(NURSE_PHONE)).isEmpty();
        assertThat(server.visitLog.visits(NURSE)).isEmpty();
        assertThat(counted(RaiMetrics.DISPLAYED_PUBLISHED)).isZero();
    }

    /** The memory holds the latest visits alone. */
    @Test
    void r17_earlierVisitCountsAsItIsInTheDatabase() {
        server.visitLog.visited(NURSE, ORCHARD, 1);
        say(ORCHARD, "m1", "s1");

        publish(NURSE, ORCHARD, "s1");
        server.subscribe(NURSE_PHONE);

        assertThat(server.takeNotifiedRooms(NURSE_PHONE)).isEmpty();
        assertThat(counted(RaiMetrics.DISPLAYED_PUBLISHED)).isEqualTo(1);
    }

    /** What cannot be judged counts as unread. */
    @Test
    void r17_databaseThatCannotBeReadMeansUnread() {
        server.visitLog.visited(NURSE, ORCHARD, 1);
        say(ORCHARD, "m1", "s1");
        server.visitLog.fail(true);
        publish(NURSE, ORCHARD, "s1");
        server.visitLog.fail(false);
        assertThat(counted(RaiMetrics.DISPLAYED_PUBLISHED)).isZero();

        server.subscribe(NURSE_PHONE);
        assertThat(server.takeNotifiedRooms(NURSE_PHONE)).containsExactly(ORCHARD);
        publish(NURSE, ORCHARD, "s1");
        assertThat(counted(RaiMetrics.DISPLAYED_PUBLISHED)).isEqualTo(1);
    }

    /** Where all rooms are of interest, a visit makes none more so. */
    @Test
    void r17_whereAllRoomsAreOfInterestWhatIsDisplayedCounts() {
        server.settings.interest(RaiSettings.Interest.ALL);
        say(ORCHARD, "m1", "s1");
        say(BALCONY, "m2", "s2");

        publish(NURSE, ORCHARD, "s1");
        server.subscribe(NURSE_PHONE);

        assertThat(server.takeNotifiedRooms(NURSE_PHONE)).containsExactly(BALCONY);
    }

    /** "Same effect as a visit": R8. */
    @Test
    void r17_displayedMessageRearmsAllSessions() {
        server.subscribe(ROMEO_PHONE);
        server.subscribe(ROMEO_LAPTOP);
        say(ORCHARD, "m1", "s1");
        say(ORCHARD, "m2", "s2");
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);

        publish(ROMEO, ORCHARD, "s2");
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        say(ORCHARD, "m3", "s3");

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);
    }

    /** What is asked for is not yet done: the server can refuse, and somebody can speak meanwhile. */
    @Test
    void r17_messageCountsOnceTheServerHasAcceptedAndUpToItselfOnly() {
        server.subscribe(ROMEO_PHONE);
        say(ORCHARD, "m1", "s1");
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);

        final Runnable accepted = server.rai().displays().publishing(ROMEO, ORCHARD, "s1").orElseThrow();
        server.subscribe(ROMEO_LAPTOP);
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);
        say(ORCHARD, "m2", "s2");
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        accepted.run();
        server.settle();

        // Of the second message neither knows.
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s1", "s3", "m2", "S2", "s2 ", " "})
    void r17_anyOtherIdChangesNothing(final String id) {
        say(ORCHARD, "m1", "s1");
        say(ORCHARD, "m2", "s2");

        publish(ROMEO, ORCHARD, id);
        publish(ROMEO, BALCONY, "s2");
        publish(new JID("mercutio@example.org"), ORCHARD, "s2");
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    /** By the id that the room assigned, or by the one that the sender chose where the server assigns none. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void r17_markerForTheNewestMessageCounts(final boolean assigned) {
        server.rooms.assignStanzaIds(assigned);
        server.join(ROMEO_LAPTOP, ORCHARD);
        say(ORCHARD, "m1", "s1");
        say(ORCHARD, "m2", "s2");

        mark(ROMEO_LAPTOP, ORCHARD, "m1");
        mark(ROMEO_LAPTOP, ORCHARD, "s1");
        mark(ROMEO_LAPTOP, ORCHARD, assigned ? "m2" : "s2");
        assertThat(counted(RaiMetrics.DISPLAYED_MARKER)).isZero();
        mark(ROMEO_LAPTOP, ORCHARD, assigned ? "s2" : "m2");
        mark(ROMEO_LAPTOP, ORCHARD, assigned ? "s2" : "m2");
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        assertThat(counted(RaiMetrics.DISPLAYED_MARKER)).isEqualTo(1);
    }

    /** Everybody in a room sees the ids that it assigned, and can choose one of them for a message. */
    @ParameterizedTest
    @ValueSource(strings = {"<body>But soft!</body>", CORRECTION})
    void r17_idThatWasAssignedToAnEarlierMessageDoesNotNameALaterOne(final String later) {
        server.join(ROMEO_LAPTOP, ORCHARD);
        say(ORCHARD, "m1", "s1");
        say(ORCHARD, "m2", "s2");
        server.send(JULIET_PHONE, ORCHARD, message(ORCHARD, "s1", "s3", later));

        mark(ROMEO_LAPTOP, ORCHARD, "s1");
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        assertThat(counted(RaiMetrics.DISPLAYED_MARKER)).isZero();
    }

    /** Otherwise every address of every domain could have something stored. */
    @Test
    void s3_markerFromOutsideDoesNotCount() {
        final JID stranger = new JID("u1@elsewhere.example/x");
        server.join(ROMEO_LAPTOP, BALCONY);
        server.join(ROMEO_PHONE, ORCHARD);
        server.leave(ROMEO_PHONE, ORCHARD);
        say(ORCHARD, "m1", "s1");

        mark(stranger, ORCHARD, "s1");
        mark(ROMEO_LAPTOP, ORCHARD, "s1");
        mark(ROMEO_PHONE, ORCHARD, "s1");

        assertThat(counted(RaiMetrics.DISPLAYED_MARKER)).isZero();
        server.subscribe(ROMEO_PHONE);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    /** R8: who was notified of what was said since is not notified again before a visit. */
    @Test
    void r17_lateConfirmationDoesNotRearmForWhatWasSaidSince() {
        say(ORCHARD, "m1", "s1");
        final Runnable accepted = server.rai().displays().publishing(ROMEO, ORCHARD, "s1").orElseThrow();
        say(ORCHARD, "m2", "s2");
        server.subscribe(ROMEO_PHONE);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);

        accepted.run();
        server.settle();
        say(ORCHARD, "m3", "s3");

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
    }

    /** Whoever speaks chooses the ids where the server assigns none, and can copy those of others. */
    @Test
    void r17_idThatNamesTwoMessagesCountsForNeither() {
        server.rooms.assignStanzaIds(false);
        server.join(ROMEO_LAPTOP, ORCHARD);
        say(ORCHARD, "m1", "s1");
        say(ORCHARD, "m2", "s2");
        say(ORCHARD, "m1", "s3");

        mark(ROMEO_LAPTOP, ORCHARD, "m1");
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        say(ORCHARD, "m4", "s4");
        assertThat(counted(RaiMetrics.DISPLAYED_MARKER)).isZero();
        mark(ROMEO_LAPTOP, ORCHARD, "m4");
        assertThat(counted(RaiMetrics.DISPLAYED_MARKER)).isEqualTo(1);
    }

    /** Old servers pass on what clients make up. */
    @Test
    void r17_idThatTheServerDidNotAssignDoesNotCount() {
        server.rooms.assignStanzaIds(false);
        server.join(ROMEO_LAPTOP, ORCHARD);
        say(ORCHARD, "m1", "s1");

        publish(ROMEO, ORCHARD, "s1");
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        assertThat(counted(RaiMetrics.DISPLAYED_MARKER)).isZero();
        mark(ROMEO_LAPTOP, ORCHARD, "m1");
        assertThat(counted(RaiMetrics.DISPLAYED_MARKER)).isEqualTo(1);
    }

    @Test
    void r17_idOfAnotherRoomOrOneOfTwoDoesNotCount() {
        server.send(JULIET_PHONE, ORCHARD, message(BALCONY, "m1", "s1", "<body>But soft!</body>"));
        server.send(JULIET_PHONE, BALCONY, message(BALCONY, "m2", "s2",
            "<body>But soft!</body><stanza-id xmlns='urn:xmpp:sid:0' by='" + BALCONY + "' id='s3'/>"));

        publish(ROMEO, ORCHARD, "s1");
        publish(ROMEO, BALCONY, "s2");
        publish(ROMEO, BALCONY, "s3");
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactlyInAnyOrder(ORCHARD, BALCONY);
    }

    /** A correction is no activity (R5), and for the client that shows it the newest message all the same. */
    @Test
    void r17_correctionOfTheNewestMessageNamesItAsWell() {
        say(ORCHARD, "m1", "s1");
        server.send(JULIET_PHONE, ORCHARD, message(ORCHARD, "m2", "s2", CORRECTION));

        publish(ROMEO, ORCHARD, "s2");
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
    }

    @Test
    void r17_correctionFromBeforeTheNewestMessageDoesNotNameIt() {
        say(ORCHARD, "m1", "s1");
        server.send(JULIET_PHONE, ORCHARD, message(ORCHARD, "m2", "s2", CORRECTION));
        say(ORCHARD, "m3", "s3");

        publish(ROMEO, ORCHARD, "s2");
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    /** After a restart the ids are not known: what cannot be judged counts as unread. What counted stays so (R10). */
    @Test
    void r17_restartForgetsIdsButNotWhatWasSeen() {
        say(ORCHARD, "m1", "s1");
        say(BALCONY, "m2", "s2");
        publish(ROMEO, BALCONY, "s2");
        server.stop();
        server.startAgain();

        publish(ROMEO, ORCHARD, "s1");
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r17_destroyedRoomIsAnother() {
        say(ORCHARD, "m1", "s1");
        final Runnable accepted = server.rai().displays().publishing(ROMEO, ORCHARD, "s1").orElseThrow();
        server.destroy(ORCHARD);
        server.rooms.create(ORCHARD).members.add(ROMEO);
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        accepted.run();
        publish(ROMEO, ORCHARD, "s1");
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).contains(ORCHARD);
    }

    @Test
    void r17_switchedOffNothingCounts() {
        server.join(ROMEO_LAPTOP, ORCHARD);
        say(ORCHARD, "m1", "s1");
        server.settings.displayed(false);

        publish(ROMEO, ORCHARD, "s1");
        mark(ROMEO_LAPTOP, ORCHARD, "s1");
        say(BALCONY, "m2", "s2");
        server.settings.displayed(true);
        publish(ROMEO, BALCONY, "s2");
        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactlyInAnyOrder(ORCHARD, BALCONY);
    }
}
