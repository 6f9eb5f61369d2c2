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
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.GARDEN;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_LAPTOP;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.NURSE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.NURSE_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_LAPTOP;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.SERVICE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmlunit.assertj3.XmlAssert;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** R2, R5, R6, R7, R8 and R13: who is told of what is said, and how often. Everybody is a member of the rooms. */
class NotificationRulesTest {

    private static final Duration WINDOW = Duration.ofMillis(100);

    private final RaiFixture server = new RaiFixture();

    @BeforeEach
    void everybodyIsMember() {
        for (final JID room : List.of(ORCHARD, BALCONY)) {
            server.rooms.get(room).members.addAll(List.of(ROMEO, JULIET, NURSE));
        }
    }

    // R2

    @Test
    void r2_notificationIsAsTheRuleSays() {
        server.subscribe(ROMEO_PHONE);

        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.sentTo(ROMEO_PHONE)).hasSize(1);
        XmlAssert.assertThat(server.sentTo(ROMEO_PHONE).get(0).toXML())
            .and("<message type='headline' id='' from='conference.example.org' to='romeo@example.org/phone'>"
                + "<rai xmlns='urn:xmpp:rai:0'><activity>orchard@conference.example.org</activity></rai>"
                + "<no-store xmlns='urn:xmpp:hints'/></message>")
            .withAttributeFilter(attribute -> !attribute.getName().equals("id"))
            .areIdentical();
        assertThat(server.sentTo(ROMEO_PHONE).get(0).getID()).isNotBlank();
    }

    @Test
    @Tag("slow")
    void r2_listIsSplitOnlyWhereItWouldPassTheSizeLimit() {
        server.settings.stanzaSize(10_000);
        for (int i = 0; i < 300; i++) {
            final JID room = RaiFixture.room("a-room-of-which-the-name-is-a-little-longer-" + i);
            server.rooms.create(room).members.add(ROMEO);
            server.visitAndSay(JULIET_PHONE, room);
        }
        server.takeSent();

        server.subscribe(ROMEO_PHONE);

        assertThat(server.sentTo(ROMEO_PHONE)).hasSize(3)
            .allSatisfy(message -> assertThat(message.getElement().asXML().length()).isLessThanOrEqualTo(10_000));
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).hasSize(300).doesNotHaveDuplicates();
    }

    // R5

    @Test
    void r5_onlyWhatWasSaidIsTold() {
        server.subscribe(ROMEO_PHONE);
        server.join(JULIET_PHONE, ORCHARD);

        server.send(JULIET_PHONE, ORCHARD, Stanzas.groupchat(
            "<composing xmlns='http://jabber.org/protocol/chatstates'/>"));

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        server.say(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r5_whatWasNotSaidIsNotListed() {
        server.join(JULIET_PHONE, ORCHARD);
        server.send(JULIET_PHONE, ORCHARD, Stanzas.groupchat("<subject>Love</subject>"));
        server.join(JULIET_PHONE, BALCONY);
        server.say(JULIET_PHONE, BALCONY);

        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @Test
    void r5_whatIsTooLargeToBeReadIsTold() {
        server.rooms.get(BALCONY).members.add(ROMEO);
        server.subscribe(ROMEO_PHONE);
        server.join(JULIET_PHONE, ORCHARD);
        server.join(JULIET_PHONE, BALCONY);

        server.rai().messageBroadcastUnread(ORCHARD, JULIET_PHONE, Stanzas.groupchat("<body>O Romeo</body>"));
        server.rai().messageBroadcastUnread(BALCONY, JULIET_PHONE,
            Stanzas.groupchat("<composing xmlns='http://jabber.org/protocol/chatstates'/>"));
        server.settle();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        server.subscribe(ROMEO_LAPTOP);
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).as("in a list").containsExactly(ORCHARD);
        server.subscribe(JULIET_LAPTOP);
        assertThat(server.takeNotifiedRooms(JULIET_LAPTOP)).as("to the author").isEmpty();
        server.settings.enabled(false);
        server.rai().messageBroadcastUnread(BALCONY, JULIET_PHONE, Stanzas.groupchat("<body>O Romeo</body>"));
        assertThat(server.activityLog.all()).doesNotContainKey(BALCONY);
    }

    // R6

    @Test
    void r6_sessionInRoomIsNeverTold() {
        server.subscribe(ROMEO_PHONE);
        server.subscribe(ROMEO_LAPTOP);
        server.join(ROMEO_PHONE, ORCHARD);

        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);
    }

    @Test
    void r6_sessionInRoomIsNeverListedTheRoom() {
        server.join(ROMEO_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, BALCONY);

        server.subscribe(ROMEO_PHONE);
        server.subscribe(ROMEO_LAPTOP);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactlyInAnyOrder(ORCHARD, BALCONY);
    }

    @Test
    void r6_sessionInRoomIsToldOnceItHasLeft() {
        server.subscribe(ROMEO_PHONE);
        server.join(ROMEO_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        server.leave(ROMEO_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r6_sessionThatJoinsWithinTheWindowIsNotTold() {
        server.settings.coalescing(WINDOW);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(NURSE_PHONE);
        server.startWindow(ROMEO_PHONE, NURSE_PHONE);
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        server.join(ROMEO_PHONE, ORCHARD);
        server.pass(WINDOW);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        assertThat(server.takeNotifiedRooms(NURSE_PHONE)).containsExactly(ORCHARD);
        server.leave(ROMEO_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.pass(WINDOW);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r6_sessionThatTheServerHasInTheRoomIsNotToldThoughItsEventIsStillToCome() {
        server.subscribe(ROMEO_PHONE);
        server.subscribe(NURSE_PHONE);
        server.rooms.get(ORCHARD).occupants.add(ROMEO_PHONE);

        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        assertThat(server.takeNotifiedRooms(NURSE_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r6_sessionThatTheServerNoLongerHasInTheRoomIsListedThoughNoEventSaidSo() {
        server.join(ROMEO_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.rooms.get(ORCHARD).occupants.remove(ROMEO_PHONE);

        server.subscribe(ROMEO_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r6_sessionThatWasInTheRoomBeforeTheStartIsNeverTold() {
        server.stop();
        server.rooms.get(ORCHARD).occupants.add(ROMEO_PHONE);
        server.rai().start();
        server.settle();
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        server.subscribe(ROMEO_PHONE);
        server.subscribe(ROMEO_LAPTOP);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);
    }

    @Test
    void s3_startIsOneTaskForEachRoomHoweverManyAreInIt() {
        for (int i = 0; i < 100; i++) {
            server.rooms.get(ORCHARD).occupants.add(new JID("u" + i + "@example.net/r"));
        }
        final int before = server.executor.waitingCount();

        server.rai().start();

        assertThat(server.executor.waitingCount() - before).isEqualTo(server.rooms.loaded().size());
    }

    // R7

    @Test
    void r7_authorsOtherSessionsAreNotTold() {
        server.subscribe(ROMEO_LAPTOP);
        server.subscribe(NURSE_PHONE);
        server.join(ROMEO_PHONE, ORCHARD);

        server.say(ROMEO_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).isEmpty();
        assertThat(server.takeNotifiedRooms(NURSE_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r7_authorsOtherSessionsAreToldOfTheNextMessageOfSomebodyElse() {
        server.subscribe(ROMEO_LAPTOP);
        server.join(ROMEO_PHONE, ORCHARD);
        server.join(JULIET_PHONE, ORCHARD);

        server.say(ROMEO_PHONE, ORCHARD);
        server.say(ROMEO_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).isEmpty();
        server.say(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);
    }

    @Test
    void r7_ownMessagesAreNotListed() {
        server.join(ROMEO_PHONE, ORCHARD);
        server.say(ROMEO_PHONE, ORCHARD);
        server.say(ROMEO_PHONE, ORCHARD);

        server.subscribe(ROMEO_LAPTOP);
        server.subscribe(NURSE_PHONE);

        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).isEmpty();
        assertThat(server.takeNotifiedRooms(NURSE_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r7_whatOthersSaidInBetweenCounts() {
        server.join(JULIET_PHONE, ORCHARD);
        server.join(ROMEO_PHONE, ORCHARD);
        server.say(ROMEO_PHONE, ORCHARD);
        server.say(JULIET_PHONE, ORCHARD);
        server.say(ROMEO_PHONE, ORCHARD);
        server.say(ROMEO_PHONE, ORCHARD);

        server.subscribe(ROMEO_LAPTOP);
        server.subscribe(JULIET_LAPTOP);

        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);
        assertThat(server.takeNotifiedRooms(JULIET_LAPTOP)).containsExactly(ORCHARD);
    }

    @Test
    void r7_whatOthersSaidBeforeTheUserWasThereDoesNotCount() {
        server.join(JULIET_PHONE, ORCHARD);
        server.say(JULIET_PHONE, ORCHARD);
        server.join(ROMEO_PHONE, ORCHARD);
        server.say(ROMEO_PHONE, ORCHARD);

        server.subscribe(ROMEO_LAPTOP);

        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).isEmpty();
        server.say(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);
    }

    // R8

    @Test
    void r8_eachRoomIsToldOnce() {
        server.subscribe(ROMEO_PHONE);
        server.join(JULIET_PHONE, ORCHARD);

        for (int i = 0; i < 5; i++) {
            server.say(JULIET_PHONE, ORCHARD);
            server.pass(Duration.ofSeconds(2));
        }

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        server.visitAndSay(JULIET_PHONE, BALCONY);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @Test
    void r8_listedRoomIsNotToldAgain() {
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.subscribe(ROMEO_PHONE);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);

        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, BALCONY);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    private record Rearming(String name, Consumer<RaiFixture> event) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Rearming> rearmings() {
        return Stream.of(
            new Rearming("another session of the user comes and stays", server -> server.join(ROMEO_LAPTOP, ORCHARD)),
            new Rearming("the session comes and goes", server -> {
                server.join(ROMEO_PHONE, ORCHARD);
                server.leave(ROMEO_PHONE, ORCHARD);
            }),
            new Rearming("the session is banned, and the ban is lifted", server -> {
                server.join(ROMEO_PHONE, ORCHARD);
                server.ban(ROMEO, ORCHARD);
                server.rooms.get(ORCHARD).outcasts.remove(ROMEO);
            }),
            new Rearming("another session of the user is disconnected", server -> {
                server.join(ROMEO_LAPTOP, ORCHARD);
                server.endSession(ROMEO_LAPTOP);
            }),
            new Rearming("the subscription is renewed after the list", server -> {
                server.visitAndSay(ROMEO_LAPTOP, ORCHARD);
                server.subscribe(ROMEO_PHONE);
            }));
    }

    @ParameterizedTest
    @MethodSource("rearmings")
    void r8_isToldAgainAfterTheUserWasThere(final Rearming rearming) {
        server.subscribe(ROMEO_PHONE);
        server.subscribe(NURSE_PHONE);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.takeNotifiedRooms(ROMEO_PHONE);
        server.takeNotifiedRooms(NURSE_PHONE);

        rearming.event().accept(server);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        assertThat(server.takeNotifiedRooms(NURSE_PHONE)).isEmpty();
    }

    @Test
    void r8_departureRearmsToo() {
        server.join(ROMEO_LAPTOP, ORCHARD);
        server.subscribe(ROMEO_PHONE);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);

        server.leave(ROMEO_LAPTOP, ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r8_renewalRearmsRoomsForWhatIsSaidLater() {
        server.subscribe(ROMEO_PHONE);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.subscribe(ROMEO_PHONE);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD, ORCHARD);

        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        server.subscribe(ROMEO_PHONE);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r8_renewalRearmsThoughItsListIsStillToCome() {
        server.subscribe(ROMEO_PHONE);
        server.join(JULIET_PHONE, ORCHARD);
        server.say(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        server.queries.hold(true);
        server.subscribe(ROMEO_PHONE);

        server.say(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        server.queries.hold(false);
        server.settle();
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
    }

    @Test
    void r8_whatIsSaidBeforeADepartureIsLookedAtIsToldAtOnce() {
        server.subscribe(ROMEO_PHONE);
        server.join(JULIET_PHONE, ORCHARD);
        server.say(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        server.lazily();
        server.join(ROMEO_LAPTOP, ORCHARD);
        server.leave(ROMEO_LAPTOP, ORCHARD);
        server.say(JULIET_PHONE, ORCHARD);

        server.settle();

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r8_whoeverIsGoneCostsNothing() {
        server.subscribe(NURSE_PHONE);
        server.subscribe(ROMEO_PHONE);
        server.join(JULIET_PHONE, ORCHARD);
        server.say(JULIET_PHONE, ORCHARD);
        server.join(ROMEO_LAPTOP, ORCHARD);
        server.unsubscribe(ROMEO_PHONE);
        server.passUntilQuiet();
        // Has the affiliation lists looked at, as it is done once in a while.
        server.say(JULIET_PHONE, ORCHARD);
        server.rooms.takeQuestions();

        for (int i = 0; i < 100; i++) {
            server.say(JULIET_PHONE, ORCHARD);
        }

        assertThat(server.rooms.takeQuestions()).isZero();
    }

    @Test
    void r8_steadyStreamCostsNoWorkPerSubscriber() {
        for (int i = 0; i < 1000; i++) {
            final JID session = new JID("member" + i, RaiFixture.DOMAIN, "phone");
            server.rooms.get(ORCHARD).members.add(session.asBareJID());
            server.subscribe(session);
        }
        server.join(JULIET_PHONE, ORCHARD);
        server.say(JULIET_PHONE, ORCHARD);
        server.passUntilQuiet();
        assertThat(server.takeSent()).hasSize(1000);
        server.rooms.takeQuestions();
        final long before = server.executor.runCount();

        for (int i = 0; i < 1000; i++) {
            server.say(JULIET_PHONE, ORCHARD);
            server.executor.setTime(server.executor.instant().plusMillis(1));
        }
        server.passUntilQuiet();

        assertThat(server.takeSent()).isEmpty();
        assertThat(server.rooms.takeQuestions()).isLessThan(10);
        assertThat(server.executor.runCount() - before).isLessThan(10);
    }

    // R13

    @Test
    void r13_whoWasNotToldForAWhileIsToldAtOnce() {
        server.settings.coalescing(WINDOW);
        server.subscribe(ROMEO_PHONE);

        server.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        server.pass(WINDOW);
        server.visitAndSay(JULIET_PHONE, BALCONY);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @Test
    void r13_eachSessionHasItsOwnWindow() {
        server.settings.coalescing(WINDOW);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(NURSE_PHONE);
        server.startWindow(ROMEO_PHONE);
        server.pass(Duration.ofMillis(40));
        server.join(NURSE_PHONE, ORCHARD);

        server.visitAndSay(JULIET_PHONE, BALCONY);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        assertThat(server.takeNotifiedRooms(NURSE_PHONE)).containsExactly(BALCONY);
        server.pass(Duration.ofMillis(30));
        server.leave(NURSE_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.pass(Duration.ofMillis(30));

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactlyInAnyOrder(ORCHARD, BALCONY);
        assertThat(server.takeNotifiedRooms(NURSE_PHONE)).isEmpty();
        server.pass(Duration.ofMillis(40));
        assertThat(server.takeNotifiedRooms(NURSE_PHONE)).containsExactly(ORCHARD);
    }

    /** The message at the end of a window begins the next one. */
    @Test
    void r13_thereIsAtMostOneMessageInAWindow() {
        server.settings.coalescing(WINDOW);
        final List<JID> rooms = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            rooms.add(RaiFixture.room("chamber" + i));
            server.rooms.create(rooms.get(i)).members.add(ROMEO);
        }
        server.subscribe(ROMEO_PHONE);
        final Duration between = WINDOW.dividedBy(4);

        for (final JID room : rooms) {
            server.visitAndSay(JULIET_PHONE, room);
            server.pass(between);
        }

        assertThat(server.sentTo(ROMEO_PHONE)).extracting(stanza -> RaiFixture.roomsIn((Message) stanza).size())
            .containsExactly(1, 3, 4);
        server.pass(WINDOW);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactlyInAnyOrderElementsOf(rooms);
    }

    @Test
    void r13_listBeginsAWindow() {
        server.settings.coalescing(WINDOW);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.subscribe(ROMEO_PHONE);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);

        server.visitAndSay(JULIET_PHONE, BALCONY);
        server.pass(WINDOW.minusMillis(1));
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        server.pass(Duration.ofMillis(1));

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @Test
    void r13_listOfNothingBeginsNoWindow() {
        server.settings.coalescing(WINDOW);
        server.subscribe(ROMEO_PHONE);

        server.visitAndSay(JULIET_PHONE, BALCONY);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    /** Clients renew and join a room right afterwards. */
    @Test
    void r13_whatIsSaidBetweenARenewalAndItsAnswerIsGathered() {
        server.settings.coalescing(WINDOW);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(ROMEO_PHONE);

        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, BALCONY);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        server.pass(Duration.ofMillis(16));
        server.join(ROMEO_PHONE, ORCHARD);
        server.pass(WINDOW);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @Test
    void r13_shorterWindowHoldsForTheNextMessage() {
        server.settings.coalescing(Duration.ofMinutes(1));
        server.subscribe(ROMEO_PHONE);
        server.startWindow(ROMEO_PHONE);

        server.settings.coalescing(WINDOW);
        server.pass(WINDOW);
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void r13_roomIsLookedAtOnceForAllWhoAreTold(final boolean gathered) {
        server.settings.coalescing(WINDOW);
        final List<JID> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(new JID("friend" + i + "@example.org/phone"));
            server.rooms.get(ORCHARD).members.add(many.get(i).asBareJID());
        }
        many.forEach(server::subscribe);
        if (gathered) {
            server.startWindow(many.toArray(new JID[0]));
        }
        server.join(JULIET_PHONE, ORCHARD);
        server.rooms.takeLooks();

        server.say(JULIET_PHONE, ORCHARD);
        server.pass(WINDOW);

        assertThat(server.takeSent()).hasSize(many.size());
        // One finds who is to be told, one is at the moment of sending, and each of them once more after the window.
        assertThat(server.rooms.takeLooks()).isLessThanOrEqualTo(gathered ? 3 : 2);
    }

    @Test
    void r13_gatheredRoomsAreToldAfterATimerWasLost() {
        server.settings.coalescing(WINDOW);
        server.subscribe(ROMEO_PHONE);
        server.startWindow(ROMEO_PHONE);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.executor.clear();
        server.pass(Duration.ofSeconds(11));
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();

        server.visitAndSay(JULIET_PHONE, BALCONY);
        server.pass(WINDOW);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactlyInAnyOrder(ORCHARD, BALCONY);
    }

    @Test
    void r13_burstTravelsAsOneMessage() {
        server.settings.coalescing(WINDOW);
        server.subscribe(ROMEO_PHONE);
        server.startWindow(ROMEO_PHONE);

        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.pass(WINDOW.minusMillis(1));
        server.visitAndSay(JULIET_PHONE, BALCONY);
        assertThat(server.takeSent()).isEmpty();
        server.pass(Duration.ofMillis(1));

        assertThat(server.sentTo(ROMEO_PHONE)).hasSize(1);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactlyInAnyOrder(ORCHARD, BALCONY);
    }

    @Test
    void r13_whatComesAfterTheWindowTravelsByItself() {
        server.settings.coalescing(WINDOW);
        server.subscribe(ROMEO_PHONE);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.pass(WINDOW);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);

        server.visitAndSay(JULIET_PHONE, BALCONY);
        server.pass(WINDOW);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(BALCONY);
    }

    @Test
    void r13_windowOfZeroIsOff() {
        server.subscribe(ROMEO_PHONE);

        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, BALCONY);

        assertThat(server.sentTo(ROMEO_PHONE)).hasSize(2);
    }

    @Test
    void r13_renewalWithinTheWindowTellsNothingTwice() {
        server.settings.coalescing(WINDOW);
        server.subscribe(ROMEO_PHONE);
        server.startWindow(ROMEO_PHONE);
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        server.subscribe(ROMEO_PHONE);
        server.pass(WINDOW);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactlyInAnyOrder(ORCHARD, GARDEN);
    }

    @Test
    void r13_subscriptionThatEndsWithinTheWindowIsNotTold() {
        server.settings.coalescing(WINDOW);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(ROMEO_LAPTOP);
        server.startWindow(ROMEO_PHONE, ROMEO_LAPTOP);
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        server.unsubscribe(ROMEO_PHONE);
        server.pass(WINDOW);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).isEmpty();
        assertThat(server.takeNotifiedRooms(ROMEO_LAPTOP)).containsExactly(ORCHARD);
    }

    @Test
    void r13_sessionsAreToldInTheirOwnMessages() {
        server.settings.coalescing(WINDOW);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(NURSE_PHONE);
        server.startWindow(ROMEO_PHONE, NURSE_PHONE);

        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.pass(WINDOW);

        assertThat(server.takeSent()).extracting(stanza -> stanza.getTo().toString())
            .containsExactlyInAnyOrder(ROMEO_PHONE.toString(), NURSE_PHONE.toString());
        assertThat(server.rai().subscriptionCounts()).containsEntry(SERVICE, 2);
    }
}
