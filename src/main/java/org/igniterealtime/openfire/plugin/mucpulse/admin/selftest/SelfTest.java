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

import com.google.common.base.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck.Finding;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck.State;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs all checks at once, and waits for them for some seconds. One run at a time; a check that has not ended is not
 * begun again. Remembers the last run. Safe for use by several threads.
 */
public final class SelfTest {

    private static final Logger Log = LoggerFactory.getLogger(SelfTest.class);

    /** How long all checks together may take. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<SelfCheck> checks;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Semaphore turn = new Semaphore(1);
    /** What the checks that were begun promised. Used by whose turn it is. */
    private final Map<SelfCheck, CompletableFuture<Finding>> begun = new HashMap<>();
    @Nullable
    private volatile Report last;

    /**
     * What came of one check.
     *
     * @param label what was tried
     * @param finding what came of it
     */
    public record Line(@Nonnull Text label, @Nonnull Finding finding) {
    }

    /**
     * What came of a run.
     *
     * @param when when it began
     * @param lines each check, in order
     */
    public record Report(@Nonnull Instant when, @Nonnull List<Line> lines) {

        /** Takes a copy. */
        public Report {
            lines = List.copyOf(lines);
        }

        /**
         * How many checks found that something does not work.
         *
         * @return the number
         */
        public long failures() {
            return count(State.BAD);
        }

        /**
         * How many checks could not be made, as something that they need is not there.
         *
         * @return the number
         */
        public long untried() {
            return count(State.UNKNOWN);
        }

        /**
         * How many checks were made.
         *
         * @return the number
         */
        public long tried() {
            return count(State.GOOD) + count(State.BAD);
        }

        private long count(final State state) {
            return lines.stream().filter(line -> line.finding().state() == state).count();
        }
    }

    /**
     * Creates it.
     *
     * @param checks the checks, in the order in which they are shown
     * @param clock the wall clock
     * @param ticker measures time
     */
    public SelfTest(@Nonnull final List<SelfCheck> checks, @Nonnull final InstantSource clock,
                    @Nonnull final Ticker ticker) {
        this.checks = List.copyOf(checks);
        this.clock = clock;
        this.ticker = ticker;
    }

    /**
     * Runs the checks. Blocks for some seconds at most: not to be called by threads that carry stanzas.
     *
     * @return what came of it; empty where they are being run already
     */
    @Nonnull
    public Optional<Report> run() {
        if (!turn.tryAcquire()) {
            return Optional.empty();
        }
        try {
            final Instant when = clock.instant();
            checks.forEach(check -> begun.compute(check, (key, before) ->
                before == null || before.isDone() ? begin(key) : before));
            final long end = ticker.read() + PATIENCE.toNanos();
            final List<Line> lines = new ArrayList<>();
            for (final SelfCheck check : checks) {
                final CompletableFuture<Finding> promised = begun.getOrDefault(check, new CompletableFuture<>());
                lines.add(new Line(check.label(), await(promised, end - ticker.read())));
            }
            final Report report = new Report(when, lines);
            last = report;
            return Optional.of(report);
        } finally {
            turn.release();
        }
    }

    private static CompletableFuture<Finding> begin(final SelfCheck check) {
        try {
            return check.run().toCompletableFuture();
        } catch (final RuntimeException | LinkageError e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Finding await(final CompletableFuture<Finding> promised, final long nanoseconds) {
        try {
            return promised.get(Math.max(0, nanoseconds), TimeUnit.NANOSECONDS);
        } catch (final TimeoutException e) {
            Log.debug("A check of the self-test did not end in time.", e);
            return late();
        } catch (final ExecutionException e) {
            Log.warn("A check of the self-test failed.", e);
            return Finding.bad(Text.of("selftest.failed"), Text.of("selftest.failed.advice"));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return late();
        }
    }

    private static Finding late() {
        return Finding.bad(Text.of("selftest.late", PATIENCE.toSeconds()), Text.of("selftest.late.advice"));
    }

    /**
     * What came of the last run.
     *
     * @return empty where there was none since the plugin was started
     */
    @Nonnull
    public Optional<Report> last() {
        return Optional.ofNullable(last);
    }
}
