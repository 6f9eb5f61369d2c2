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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of servers that have not said yet what was chosen of late. */
class ChoiceQuestionsTest {

    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final Set<String> peers = new TreeSet<>(Set.of("peer"));
    /** The numbers of the questions, as they were asked. */
    private final List<Integer> asked = new ArrayList<>();
    private int answered;
    private ChoiceQuestions questions;

    @BeforeEach
    void create() {
        final Relay relay = new Relay() {
            @Override
            public Set<String> peers() {
                return peers;
            }

            @Override
            public void toAll(final String topic, final byte[] message) {
                throw new AssertionError("One is asked");
            }

            @Override
            public void send(final String peer, final String topic, final byte[] message) {
                final ByteBuffer question = ByteBuffer.wrap(message);
                assertThat(question.get()).isEqualTo(ChoiceSender.REQUEST);
                asked.add(question.getInt());
            }
        };
        questions = new ChoiceQuestions(relay, executor, new ChoiceSender(relay, new RecentChoices(), executor),
            new ChoiceQuestions.Owner() {
                @Override
                public void asked() {
                    assertThat(questions.areAnswered()).isFalse();
                }

                @Override
                public void answered() {
                    answered++;
                }
            });
    }

    private void loseSomething() {
        questions.awaitAnew("peer");
        questions.askSoon("peer");
    }

    @Test
    void k5_whatIsLostInAShortTimeIsAskedForOnce() {
        loseSomething();
        loseSomething();
        assertThat(asked).as("asked at once").isEmpty();

        executor.advance(ChoiceQuestions.DELAY);

        assertThat(asked).containsExactly(2);
    }

    @Test
    void k5_endOfAnEarlierAnswerDoesNotCount() {
        questions.await("peer");
        loseSomething();
        executor.advance(ChoiceQuestions.DELAY);

        questions.heard("peer", ChoiceSender.UNASKED, true);
        assertThat(questions.areAnswered()).isFalse();
        questions.heard("peer", 1, true);

        assertThat(questions.areAnswered()).isTrue();
        assertThat(answered).isOne();
    }

    @Test
    void k5_answerOfAVersionThatDoesNotNumberQuestionsCounts() {
        loseSomething();

        questions.heard("peer", ChoiceQuestions.UNKNOWN, true);

        assertThat(questions.areAnswered()).isTrue();
        executor.advance(ChoiceQuestions.ANSWER_TIME.multipliedBy(2));
        assertThat(asked).isEmpty();
    }

    @Test
    void k5_serverThatIsAnsweringIsNotAskedAgain() {
        loseSomething();
        for (int i = 0; i < 2 * ChoiceQuestions.QUESTIONS; i++) {
            executor.advance(ChoiceQuestions.ANSWER_TIME.minus(Duration.ofSeconds(1)));
            questions.heard("peer", 1, false);
        }

        assertThat(asked).containsExactly(1);
        assertThat(questions.areAnswered()).isFalse();
    }

    @Test
    void s7_silencesBetweenWhichSomethingIsHeardDoNotAddUp() {
        loseSomething();
        for (int i = 0; i < 2 * ChoiceQuestions.QUESTIONS; i++) {
            executor.advance(ChoiceQuestions.ANSWER_TIME.multipliedBy(2));
            questions.heard("peer", 1, false);
        }
        assertThat(questions.areAnswered()).isFalse();

        executor.advance(ChoiceQuestions.ANSWER_TIME.multipliedBy(ChoiceQuestions.QUESTIONS + 1));
        assertThat(questions.areAnswered()).as("when nothing more is heard").isTrue();
    }

    @Test
    void k5_serverThatNeverAnswersIsNotWaitedForAnyLonger() {
        loseSomething();

        executor.advance(ChoiceQuestions.ANSWER_TIME.multipliedBy(ChoiceQuestions.QUESTIONS + 1));

        assertThat(asked).hasSize(ChoiceQuestions.QUESTIONS);
        assertThat(questions.areAnswered()).isTrue();
        assertThat(answered).isOne();
        assertThat(executor.waitingCount()).isZero();
    }

    @Test
    void k5_serverThatHasLeftIsNotAsked() {
        loseSomething();

        questions.forget("peer");
        executor.advance(Duration.ofMinutes(5));

        assertThat(asked).isEmpty();
        assertThat(questions.areAnswered()).isTrue();
    }
}
