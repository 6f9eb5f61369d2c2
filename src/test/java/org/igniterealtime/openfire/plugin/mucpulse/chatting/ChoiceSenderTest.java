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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** A server that says what was chosen of late, and another one that waits for it. */
class ChoiceSenderTest {

    /** More than is said at once. */
    private static final int CHOICES = 50;
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration SHORTLY = Duration.ofSeconds(1);

    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final RecentChoices recent = new RecentChoices();
    private final Relay relay = new Line();
    private final ChoiceSender sender = new ChoiceSender(relay, recent, executor);
    private final ChoiceQuestions questions = new ChoiceQuestions(relay, executor, sender, new ChoiceQuestions.Owner() {
        @Override
        public void asked() {
            // It waits.
        }

        @Override
        public void answered() {
            // It does not wait any longer.
        }
    });
    private boolean congested;
    private int choicesSaid;
    private int lastKind;
    private int lastQuestion;

    /** Takes what one of the two sends to the other. */
    private final class Line implements Relay {

        @Override
        public Set<String> peers() {
            return Set.of("peer");
        }

        @Override
        public void toAll(final String topic, final byte[] message) {
            throw new AssertionError("One is told");
        }

        @Override
        public boolean isCongested(final String peer) {
            return congested;
        }

        @Override
        public void send(final String peer, final String topic, final byte[] bytes) {
            final ByteBuffer message = ByteBuffer.wrap(bytes);
            final byte kind = message.get();
            if (kind == ChoiceSender.CHOICE) {
                for (; message.hasRemaining(); choicesSaid++) {
                    message.get(new byte[message.getInt()]);
                }
                return;
            }
            final int question = message.getInt();
            if (kind == ChoiceSender.REQUEST) {
                executor.execute(() -> sender.answer("peer", question));
            } else {
                lastKind = kind;
                lastQuestion = question;
                executor.execute(() -> questions.heard("peer", question, kind == ChoiceSender.ALL_SAID));
            }
        }
    }

    @BeforeEach
    void choose() {
        for (int user = 0; user < CHOICES; user++) {
            final Set<JID> rooms = new HashSet<>();
            for (int room = 0; room < 6; room++) {
                rooms.add(new JID("r" + "o".repeat(1_000) + user + 'x' + room, ChattingFixture.SERVICE, null));
            }
            recent.made(new ConsentJournal.Choice(new JID("user" + user + "@example.org"),
                Optional.of(new Consent(new ChattingPreferences(true, rooms, false), null)), user + 1), false);
        }
    }

    private void awaitWhileCongested() {
        executor.advance(LONG);
        assertThat(choicesSaid).as("while too much waits").isZero();
        assertThat(questions.areAnswered()).isFalse();

        congested = false;
        executor.advance(SHORTLY);

        assertThat(choicesSaid).isEqualTo(CHOICES);
        assertThat(questions.areAnswered()).isTrue();
        executor.advance(LONG);
        assertThat(executor.waitingCount()).isZero();
    }

    @Test
    void s7_whoAsksAServerThatCannotAnswerYetGoesOnWaiting() {
        congested = true;
        questions.awaitAnew("peer");
        questions.askSoon("peer");

        awaitWhileCongested();
    }

    @Test
    void s7_whoJoinsAServerThatCannotTellItAnythingYetGoesOnWaiting() {
        congested = true;
        sender.sayAll("peer", ChoiceSender.UNASKED);
        questions.await("peer");

        awaitWhileCongested();
    }

    @Test
    void k5_answerDoesNotBeginAnewWhereItsQuestionIsRepeated() {
        sender.answer("peer", 7);
        final int saidAtOnce = choicesSaid;
        assertThat(saidAtOnce).isBetween(1, CHOICES / 2);
        congested = true;
        lastKind = 0;

        sender.answer("peer", 7);
        assertThat(lastKind).isEqualTo(ChoiceSender.SAYING);
        assertThat(choicesSaid).isEqualTo(saidAtOnce);
        congested = false;
        executor.advance(SHORTLY);

        assertThat(choicesSaid).isEqualTo(CHOICES);
        assertThat(lastKind).isEqualTo(ChoiceSender.ALL_SAID);
        assertThat(lastQuestion).isEqualTo(7);
    }

    @Test
    void k5_answerBeginsAnewWhereSomethingElseIsAsked() {
        sender.answer("peer", 7);
        final int saidAtOnce = choicesSaid;

        sender.answer("peer", 8);
        executor.advance(SHORTLY);

        assertThat(choicesSaid).isEqualTo(saidAtOnce + CHOICES);
        assertThat(lastQuestion).isEqualTo(8);
    }

    @Test
    void k5_questionThatIsRepeatedWhenAllWasSaidIsAnsweredOnceMore() {
        sender.answer("peer", 7);
        executor.advance(SHORTLY);

        sender.answer("peer", 7);
        executor.advance(SHORTLY);

        assertThat(choicesSaid).isEqualTo(2 * CHOICES);
        assertThat(lastKind).isEqualTo(ChoiceSender.ALL_SAID);
    }

    @Test
    void k5_answerToAVersionThatDoesNotNumberQuestionsBeginsAnewEachTime() {
        sender.answer("peer", ChoiceQuestions.UNKNOWN);
        final int saidAtOnce = choicesSaid;

        sender.answer("peer", ChoiceQuestions.UNKNOWN);
        executor.advance(SHORTLY);

        assertThat(choicesSaid).isEqualTo(saidAtOnce + CHOICES);
        assertThat(lastKind).isEqualTo(ChoiceSender.ALL_SAID);
        assertThat(lastQuestion).isEqualTo(ChoiceSender.UNASKED);
    }
}
