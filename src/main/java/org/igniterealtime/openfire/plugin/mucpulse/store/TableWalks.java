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
package org.igniterealtime.openfire.plugin.mucpulse.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes through tables, one after the other, in small pages with pauses; some seconds after the start, and once a day
 * anew. A page that fails is tried again, whatever it threw. All methods may be called by every thread, but for {@link
 * #add}.
 */
public final class TableWalks {

    private static final Logger Log = LoggerFactory.getLogger(TableWalks.class);

    /** How long to wait after a page. */
    public static final Duration PAUSE = Duration.ofMillis(200);
    /** How long to wait after a page that failed. */
    public static final Duration RETRY = Duration.ofMinutes(1);
    /** How long after one beginning the next one is. */
    public static final Duration INTERVAL = Duration.ofDays(1);
    /** Where pages begin: before every key, and not empty, which some databases take for no text at all. */
    public static final String FIRST = "0";

    private final SerialExecutor executor;
    private final Runnable beginning;
    private final String failure;
    // For the executor alone from here on.
    private final Queue<Walk> walks = new ArrayDeque<>();
    private boolean failing;

    /** What is done with the pages of one table. */
    @FunctionalInterface
    public interface Walk {

        /**
         * Does one page.
         *
         * @param after the key before the page
         * @return the key of the page's last row, or nothing where that was the end
         * @throws SQLException where the database cannot be read or written
         */
        @Nonnull
        Optional<String> page(@Nonnull String after) throws SQLException;
    }

    /**
     * Creates it.
     *
     * @param executor runs what touches the database
     * @param beginning {@linkplain #add adds} the walks; called on the executor
     * @param failure what cannot be done where it fails, as a sentence of the log
     */
    public TableWalks(@Nonnull final SerialExecutor executor, @Nonnull final Runnable beginning,
                      @Nonnull final String failure) {
        this.executor = executor;
        this.beginning = beginning;
        this.failure = failure;
    }

    /**
     * Begins in a while, and every day anew.
     *
     * @param delay how long to wait for the first time
     */
    public void start(@Nonnull final Duration delay) {
        executor.schedule(delay, this::begin);
    }

    /** Begins at once; nothing where it is under way. */
    public void startNow() {
        executor.execute(this::beginUnlessUnderWay);
    }

    /**
     * Adds a walk behind those that are planned. On the executor only.
     *
     * @param walk a walk
     */
    public void add(@Nonnull final Walk walk) {
        walks.add(walk);
    }

    /**
     * What a walk answers for a page.
     *
     * @param page the page
     * @param size how many rows a page has that is not the last
     * @param key gives the key of a row
     * @param <T> rows
     * @return the key of the last row, or nothing where that was the end
     */
    @Nonnull
    public static <T> Optional<String> last(@Nonnull final List<T> page, final int size,
                                            @Nonnull final Function<T, String> key) {
        return page.size() < size ? Optional.empty() : Optional.of(key.apply(page.get(page.size() - 1)));
    }

    private void begin() {
        executor.schedule(INTERVAL, this::begin);
        beginUnlessUnderWay();
    }

    private void beginUnlessUnderWay() {
        if (walks.isEmpty()) {
            beginning.run();
            step(FIRST);
        }
    }

    private void step(final String after) {
        Duration pause = RETRY;
        String next = after;
        try {
            final Optional<String> last = walks.element().page(after);
            failing = false;
            pause = PAUSE;
            next = last.orElse(FIRST);
            if (last.isEmpty()) {
                walks.remove();
            }
        } catch (final SQLException | RuntimeException | Error e) {
            if (!failing && !DatabaseUnavailableException.isCauseOf(e)) {
                failing = true;
                Log.warn("{} This is tried again every {} until it succeeds.", failure, RETRY, e);
            }
        }
        if (!walks.isEmpty()) {
            final String from = next;
            executor.schedule(pause, () -> step(from));
        }
    }
}
