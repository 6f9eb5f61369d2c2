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
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.NURSE_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_LAPTOP;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.igniterealtime.openfire.plugin.mucpulse.feature.RoomQuestion.Explanation;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** The console says why somebody is told of a room, or not: what then happens is what it said. */
class NotificationQuestionTest {

    private static final JID NOWHERE = RaiFixture.room("nowhere");

    private final RaiFixture server = new RaiFixture();

    private Explanation ask(final JID user, final JID room) {
        final CompletableFuture<Explanation> answer = server.rai.question(Runnable::run, server.visitLog)
            .explain(user, room).toCompletableFuture();
        server.settle();
        return answer.join();
    }

    private String verdict(final JID room) {
        return ask(ROMEO, room).verdict().key();
    }

    private Text wouldBe(final JID room) {
        final Text verdict = ask(ROMEO, room).verdict();
        assertThat(verdict.key()).isEqualTo("why.rai.unsubscribed");
        return (Text) verdict.values().get(0);
    }

    private List<Text> fact(final JID room, final String label) {
        return ask(ROMEO, room).facts().stream().filter(fact -> fact.label().key().equals(label))
            .flatMap(fact -> fact.values().stream()).toList();
    }

    @Test
    void memberIsToldOfAMessageAndOnceOnly() {
        server.rooms.get(ORCHARD).affiliate(ROMEO, Affiliation.MEMBER);
        server.subscribe(ROMEO_PHONE);
        assertThat(verdict(ORCHARD)).isEqualTo("why.rai.nothing");

        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(verdict(ORCHARD)).isEqualTo("why.rai.told");
        assertThat(fact(ORCHARD, "why.rai.sessions")).containsExactly(
            Text.verbatim(ROMEO_PHONE.toString(), Text.of("why.rai.session.told")));
        assertThat(fact(ORCHARD, "why.affiliation")).containsExactly(Text.of("affiliation.member"));
    }

    @Test
    void whatIsHeldBackIsDue() {
        server.settings.coalescing(Duration.ofMinutes(1));
        server.rooms.get(ORCHARD).affiliate(ROMEO, Affiliation.MEMBER);
        server.rooms.get(BALCONY).affiliate(ROMEO, Affiliation.MEMBER);
        server.subscribe(ROMEO_PHONE);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, BALCONY);

        assertThat(verdict(BALCONY)).isEqualTo("why.rai.news");
        server.pass(Duration.ofMinutes(1));
        assertThat(verdict(BALCONY)).isEqualTo("why.rai.told");
    }

    @Test
    void strangerIsNotInterestedAndAVisitorIs() {
        server.subscribe(ROMEO_PHONE);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(verdict(ORCHARD)).isEqualTo("why.rai.uninterested");
        assertThat(fact(ORCHARD, "why.rai.visit")).containsExactly(Text.of("health.never"));

        server.join(ROMEO_LAPTOP, ORCHARD);
        server.leave(ROMEO_LAPTOP, ORCHARD);
        assertThat(verdict(ORCHARD)).isEqualTo("why.rai.nothing");
        assertThat(fact(ORCHARD, "why.rai.visit")).isNotEqualTo(List.of(Text.of("health.never")));
    }

    @Test
    void sessionInTheRoomIsNotTold() {
        server.rooms.get(ORCHARD).affiliate(ROMEO, Affiliation.MEMBER);
        server.subscribe(ROMEO_PHONE);
        server.join(ROMEO_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(verdict(ORCHARD)).isEqualTo("why.rai.inside");
        assertThat(fact(ORCHARD, "why.inside")).containsExactly(Text.verbatim(ROMEO_PHONE.toString()));
    }

    @Test
    void ownMessageIsNothingNew() {
        server.rooms.get(ORCHARD).affiliate(ROMEO, Affiliation.MEMBER);
        server.subscribe(ROMEO_PHONE);
        server.join(ROMEO_LAPTOP, ORCHARD);
        server.say(ROMEO_LAPTOP, ORCHARD);

        assertThat(verdict(ORCHARD)).isEqualTo("why.rai.nothing");
    }

    @Test
    void whoMayNotKnowAndWhereItIsOffIsSaid() {
        server.rooms.get(ORCHARD).setAccess(new RoomAccess(true, false, false));
        server.subscribe(ROMEO_PHONE);
        server.join(ROMEO_LAPTOP, ORCHARD);
        server.leave(ROMEO_LAPTOP, ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(verdict(ORCHARD)).isEqualTo("why.rai.forbidden");
        assertThat(fact(ORCHARD, "why.access"))
            .containsExactly(Text.of("why.access.members"), Text.of("why.access.refused"));

        server.settings.roomsOff(Set.of(ORCHARD.toString()));
        assertThat(verdict(ORCHARD)).isEqualTo("why.room.off");
    }

    @Test
    void withoutASubscriptionItIsSaidWhatWouldBe() {
        server.join(ROMEO_LAPTOP, ORCHARD);
        server.leave(ROMEO_LAPTOP, ORCHARD);
        assertThat(wouldBe(ORCHARD).key()).isEqualTo("why.rai.nothing");

        server.visitAndSay(NURSE_PHONE, ORCHARD);
        assertThat(wouldBe(ORCHARD).key()).isEqualTo("why.rai.news");
        assertThat(wouldBe(BALCONY).key()).isEqualTo("why.rai.uninterested");
        assertThat(ask(JULIET, ORCHARD).facts()).extracting(found -> found.label().key())
            .contains("why.rai.activity", "why.rai.activity.others");
    }

    @Test
    void roomThatIsNotThereAndFeatureThatIsOffAreSaid() {
        assertThat(verdict(NOWHERE)).isEqualTo("why.room.none");

        server.settings.enabled(false);
        assertThat(verdict(ORCHARD)).isEqualTo("why.off");
    }

    @Test
    void askingChangesNothing() {
        server.rooms.get(ORCHARD).affiliate(ROMEO, Affiliation.MEMBER);
        ask(ROMEO, ORCHARD);
        server.subscribe(ROMEO_PHONE);
        ask(ROMEO, ORCHARD);
        server.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        assertThat(server.rai.subscriptionCounts().values().stream().collect(Collectors.toSet())).containsExactly(1);
    }

    @Test
    void rejectedQueryIsAFailure() {
        assertThat(server.rai.question(task -> {
            throw new RejectedExecutionException("full");
        }, server.visitLog).explain(ROMEO, ORCHARD).toCompletableFuture()).isCompletedExceptionally();
    }
}
