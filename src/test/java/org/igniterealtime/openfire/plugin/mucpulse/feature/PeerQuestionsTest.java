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
package org.igniterealtime.openfire.plugin.mucpulse.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.store.BinaryRecord;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.RelayNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions to the other servers of a cluster: "a" asks "b" and "c". */
class PeerQuestionsTest {

    private static final String TOPIC = "colour";

    private final RelayNetwork network = new RelayNetwork();
    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final Map<String, PeerQuestions<String>> servers = new TreeMap<>();

    @BeforeEach
    void threeServers() {
        start("a", question -> answer("red"));
        start("b", question -> answer(BinaryRecord.readText(question) + " green"));
        start("c", question -> answer("blue"));
    }

    private void start(final String id, final PeerQuestions.Responder responder) {
        final Hooks hooks = new Hooks(new ErrorHandler(executor.ticker()));
        final PeerQuestions<String> questions = new PeerQuestions<>(TOPIC, network.join(id, hooks), executor,
            executor.ticker(), responder, BinaryRecord::readText);
        hooks.relay().add(questions);
        servers.put(id, questions);
    }

    private static CompletionStage<byte[]> answer(final String text) {
        return CompletableFuture.completedFuture(BinaryRecord.of(out -> BinaryRecord.writeText(out, text)));
    }

    private CompletableFuture<PeerQuestions.Answers<String>> ask() {
        return servers.get("a").ask(out -> BinaryRecord.writeText(out, "light")).toCompletableFuture();
    }

    private void settle() {
        executor.runUntilIdle();
        network.deliver();
        executor.runUntilIdle();
        network.deliver();
    }

    @Test
    void k7_othersAnswer() {
        final CompletableFuture<PeerQuestions.Answers<String>> answers = ask();
        settle();

        assertThat(answers).isCompletedWithValue(
            new PeerQuestions.Answers<>(Map.of("b", "light green", "c", "blue"), Set.of()));
    }

    @Test
    void k7_serverByItselfAsksNobody() {
        final PeerQuestions<String> alone =
            new PeerQuestions<>(TOPIC, Relay.NONE, executor, executor.ticker(), question -> answer("red"),
                BinaryRecord::readText);

        assertThat(alone.ask(out -> { }).toCompletableFuture().join())
            .isEqualTo(new PeerQuestions.Answers<String>(Map.of(), Set.of()));
    }

    @Test
    void k7_whoDoesNotAnswerInASecondIsSilent() {
        network.mute("b");
        final CompletableFuture<PeerQuestions.Answers<String>> answers = ask();
        settle();
        assertThat(answers).isNotDone();

        executor.advance(PeerQuestions.PATIENCE);

        assertThat(answers.join().answers()).containsOnlyKeys("c");
        assertThat(answers.join().silent()).containsExactly("b");
    }

    @Test
    void k7_nobodyWaitsForAServerThatLeaves() {
        network.mute("b");
        final CompletableFuture<PeerQuestions.Answers<String>> answers = ask();
        settle();
        network.die("b");

        assertThat(answers.join().answers()).containsOnlyKeys("c");
        assertThat(answers.join().silent()).containsExactly("b");
    }

    @Test
    void k7_nobodyWaitsForAServerThatCannotAnswer() {
        start("d", question -> CompletableFuture.failedFuture(new IllegalStateException("as the test wants it")));
        start("e", PeerQuestionsTest::notUnderstood);
        start("f", question -> {
            throw new NoClassDefFoundError("as the test wants it");
        });
        start("g", question -> CompletableFuture.completedFuture(new byte[] {1}));
        start("h", question -> CompletableFuture.completedFuture(new byte[PeerQuestions.LONGEST + 1]));
        final CompletableFuture<PeerQuestions.Answers<String>> answers = ask();
        settle();

        assertThat(answers.join().answers()).containsOnlyKeys("b", "c");
        assertThat(answers.join().silent()).containsExactly("d", "e", "f", "g", "h");
    }

    private static CompletionStage<byte[]> notUnderstood(final DataInputStream question) throws IOException {
        throw new IOException("as the test wants it");
    }

    @Test
    void k7_openQuestionsAreBoundedAndEachHasItsAnswers() {
        for (int i = 0; i < PeerQuestions.MAX_OPEN; i++) {
            assertThat(ask()).isNotDone();
        }

        assertThat(ask().join().silent()).containsExactly("b", "c");
        settle();
        final CompletableFuture<PeerQuestions.Answers<String>> later = ask();
        settle();
        assertThat(later.join().answers()).hasSize(2);
    }

    @Test
    void k7_questionsWhoseEndTheExecutorHasLostAreEndedByTheNext() {
        network.mute("b");
        final List<CompletableFuture<PeerQuestions.Answers<String>>> lost = new ArrayList<>();
        for (int i = 0; i < PeerQuestions.MAX_OPEN; i++) {
            lost.add(ask());
        }
        settle();
        executor.clear();
        executor.advance(PeerQuestions.OVERDUE.plusMillis(1));
        assertThat(lost).noneMatch(CompletableFuture::isDone);

        final CompletableFuture<PeerQuestions.Answers<String>> next = ask();
        settle();
        executor.advance(PeerQuestions.PATIENCE);

        assertThat(next.join().answers()).containsOnlyKeys("c");
        assertThat(lost).allSatisfy(answers -> assertThat(answers.join().silent()).containsExactly("b"));
    }

    @Test
    void k7_answersThatNobodyAskedForAreIgnored() {
        final CompletableFuture<PeerQuestions.Answers<String>> answers = ask();
        servers.get("a").received("x", BinaryRecord.of(out -> {
            out.writeByte(2);
            out.writeLong(1);
            BinaryRecord.writeText(out, "black");
        }));
        servers.get("a").received("b", new byte[0]);
        settle();

        assertThat(answers.join().answers()).containsOnlyKeys("b", "c").doesNotContainValue("black");
    }
}
