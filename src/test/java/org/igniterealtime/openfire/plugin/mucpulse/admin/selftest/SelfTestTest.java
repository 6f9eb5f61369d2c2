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
package org.igniterealtime.openfire.plugin.mucpulse.admin.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Ticker;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck.Finding;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck.State;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.junit.jupiter.api.Test;

/** The self-test: all checks, one run at a time, and not for long. */
class SelfTestTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** Each look at the time is a second later: no run waits for long. */
    private long seconds;
    private int begun;

    private SelfCheck check(final Supplier<CompletionStage<Finding>> run) {
        return new SelfCheck() {
            @Override
            @Nonnull
            public Text label() {
                return Text.verbatim("label");
            }

            @Override
            @Nonnull
            public CompletionStage<Finding> run() {
                begun++;
                return run.get();
            }
        };
    }

    private SelfTest test(final SelfCheck... checks) {
        return new SelfTest(List.of(checks), () -> NOW, new Ticker() {
            @Override
            public long read() {
                return seconds++ * 6_000_000_000L;
            }
        });
    }

    @Test
    void everyCheckHasALineAndTheLastRunIsRemembered() {
        final SelfTest test = test(
            check(() -> CompletableFuture.completedFuture(Finding.good(Text.verbatim("fine")))),
            check(() -> CompletableFuture.completedFuture(Finding.off())),
            check(() -> CompletableFuture.completedFuture(Finding.bad(Text.verbatim("broken"), Text.verbatim("mend")))));
        assertThat(test.last()).isEmpty();

        final SelfTest.Report report = test.run().orElseThrow();

        assertThat(report.when()).isEqualTo(NOW);
        assertThat(report.lines()).extracting(line -> line.finding().state())
            .containsExactly(State.GOOD, State.OFF, State.BAD);
        assertThat(report.failures()).isEqualTo(1);
        assertThat(report.tried()).isEqualTo(2);
        assertThat(report.untried()).isZero();
        assertThat(test.last()).hasValue(report);
    }

    @Test
    void whatThrowsOrFailsDoesNotKeepTheOthersFromBeingTried() {
        final SelfTest.Report report = test(
            check(() -> {
                throw new IllegalStateException("expected in a test");
            }),
            check(() -> CompletableFuture.failedFuture(new IllegalStateException("expected in a test"))),
            check(() -> CompletableFuture.completedFuture(Finding.good(Text.verbatim("fine"))))).run().orElseThrow();

        assertThat(report.lines()).extracting(line -> line.finding().meaning().key())
            .containsExactly("selftest.failed", "selftest.failed", "");
    }

    @Test
    void checkThatDoesNotEndIsSaidToBeLateAndNotBegunAgainBeforeItEnds() {
        final CompletableFuture<Finding> pending = new CompletableFuture<>();
        final SelfTest test = test(check(() -> pending));

        assertThat(test.run().orElseThrow().lines().get(0).finding().meaning().key()).isEqualTo("selftest.late");
        test.run();
        assertThat(begun).isEqualTo(1);

        pending.complete(Finding.good(Text.verbatim("fine")));
        test.run();
        assertThat(begun).isEqualTo(2);
    }

    @Test
    void thereIsOneRunAtATime() {
        final SelfTest[] test = new SelfTest[1];
        final boolean[] second = {true};
        test[0] = test(check(() -> {
            second[0] = test[0].run().isPresent();
            return CompletableFuture.completedFuture(Finding.good(Text.verbatim("fine")));
        }));

        assertThat(test[0].run()).isPresent();
        assertThat(second[0]).isFalse();
    }

    @Test
    void probeIsGoodWhereAllItsLinesAre() {
        final HealthStatus good = new HealthStatus("a", Text.verbatim("A:"), Text.verbatim("fine"), true);
        final HealthStatus bad = new HealthStatus("b", Text.verbatim("B:"), Text.verbatim("broken"), false);
        final Text advice = Text.verbatim("mend");
        final Text label = Text.verbatim("label");

        assertThat(new ProbeCheck(label, () -> List.of(good), Optional.empty(), advice).run().toCompletableFuture())
            .isCompletedWithValue(Finding.good(good.value()));
        assertThat(new ProbeCheck(label, () -> List.of(good), Optional.of(label), advice).run().toCompletableFuture())
            .isCompletedWithValue(Finding.good(label));
        assertThat(new ProbeCheck(label, () -> List.of(good, bad), Optional.of(label), advice).run()
            .toCompletableFuture()).isCompletedWithValue(Finding.bad(Text.verbatim(bad.label(), bad.value()), advice));
        assertThat(new ProbeCheck(label, List::of, Optional.empty(), advice, label).run().toCompletableFuture())
            .isCompletedWithValue(new Finding(SelfCheck.State.OFF, label, Finding.NOTHING_TO_DO));
    }
}
