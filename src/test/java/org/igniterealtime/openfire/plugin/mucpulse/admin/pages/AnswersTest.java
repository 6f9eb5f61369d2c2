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
package org.igniterealtime.openfire.plugin.mucpulse.admin.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.igniterealtime.openfire.plugin.mucpulse.admin.TestTexts;
import org.igniterealtime.openfire.plugin.mucpulse.feature.OtherServerException;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseGuard;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.api.Test;

/** Why a page has no answer: each reason has its own words. */
class AnswersTest {

    private final Answers answers = new Answers(Runnable::run, Duration.ofMillis(50));

    @Test
    void console_whatComesInTimeIsNoTrouble() {
        final Outcome<String> outcome = answers.query(() -> "x");

        assertThat(outcome.value()).contains("x");
        assertThat(outcome.trouble()).isEmpty();
    }

    @Test
    void console_whatIsLateFailedOrRefusedIsToldApart() {
        final Answers crowded = new Answers(task -> {
            throw new RejectedExecutionException();
        }, Duration.ofMillis(50));

        assertThat(answers.await(new CompletableFuture<>()).trouble()).isEqualTo(Answers.LATE);
        assertThat(crowded.query(() -> "x").trouble()).isEqualTo(Answers.BUSY);
        assertThat(answers.query(() -> {
            throw new IllegalStateException("as the test wants it");
        }).trouble()).isEqualTo(Answers.FAILED);
    }

    @Test
    void console_errorOfAQueryStaysWithThePage() {
        assertThat(answers.query(() -> {
            throw new NoClassDefFoundError("as the test wants it");
        }).trouble()).isEqualTo(Answers.FAILED);
    }

    @Test
    void d5_databaseThatIsAwayIsSaid() {
        final DatabaseGuard guard = new DatabaseGuard(() -> {
            throw new SQLException("There is none");
        }, new ManualSerialExecutor());
        guard.check();

        assertThat(answers.query(() -> guard.serverTables().open()).trouble()).isEqualTo(Answers.NO_DATABASE);
    }

    @Test
    void k7_serverOfTheClusterThatDoesNotAnswerIsSaid() {
        final CompletableFuture<String> asked = new CompletableFuture<>();
        asked.completeExceptionally(new OtherServerException("as the test wants it"));

        assertThat(answers.await(asked).trouble()).isEqualTo(Answers.NO_HOME);
        assertThat(answers.await(asked.thenApply(String::length)).trouble()).isEqualTo(Answers.NO_HOME);
    }

    @Test
    void console_everyTroubleHasAText() {
        for (final String key : new String[] {Answers.LATE, Answers.FAILED, Answers.BUSY, Answers.NO_DATABASE, Answers.NO_HOME}) {
            assertThat(TestTexts.english().get(key)).isNotEqualTo(key);
        }
    }
}
