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
package org.igniterealtime.openfire.plugin.mucpulse.testkit;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;

/**
 * A executor that runs its tasks when the test says so, on the thread of the test, in a time of its own that stands still
 * until the test moves it. It is the clock of that time, too.
 */
public final class ManualSerialExecutor implements SerialExecutor, InstantSource {

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private record Task(Instant due, long number, Runnable action) {
    }

    private final Queue<Task> tasks =
        new PriorityQueue<>(Comparator.comparing(Task::due).thenComparingLong(Task::number));
    /** The time by which tasks are due; never goes back. */
    private Instant now = BEGINNING;
    /** How far the wall clock differs from it. */
    private Duration offset = Duration.ZERO;
    private int capacity = Integer.MAX_VALUE;
    private boolean refusing;
    private long given;
    private long run;
    @Nullable
    private Error failure;

    @Override
    public void execute(@Nonnull final Runnable task) {
        add(Duration.ZERO, task);
    }

    private void add(final Duration delay, final Runnable task) {
        tasks.add(new Task(now.plus(delay), given++, task));
    }

    @Override
    public boolean tryExecute(@Nonnull final Runnable task) {
        if (tasks.size() >= capacity) {
            return false;
        }
        execute(task);
        return true;
    }

    @Override
    public void schedule(@Nonnull final Duration delay, @Nonnull final Runnable task) {
        if (failure != null) {
            throw failure;
        }
        add(delay, task);
    }

    @Override
    public boolean trySchedule(@Nonnull final Duration delay, @Nonnull final Runnable task) {
        if (refusing || tasks.size() >= capacity) {
            return false;
        }
        schedule(delay, task);
        return true;
    }

    @Override
    public Instant instant() {
        return now.plus(offset);
    }

    /**
     * A monotonic source of this time, which does not follow where the clock is set.
     *
     * @return the source
     */
    public Ticker ticker() {
        return new Ticker() {
            @Override
            public long read() {
                return ChronoUnit.NANOS.between(BEGINNING, now);
            }
        };
    }

    /**
     * Sets the wall clock, while time goes on as before.
     *
     * @param difference how far
     */
    public void setClock(@Nonnull final Duration difference) {
        offset = offset.plus(difference);
    }

    /**
     * Limits how many tasks may wait.
     *
     * @param tasks how many
     */
    public void limit(final int tasks) {
        capacity = tasks;
    }

    /**
     * Has {@link #trySchedule} refuse tasks, or end that.
     *
     * @param refused whether it refuses them
     */
    public void refuseLater(final boolean refused) {
        refusing = refused;
    }

    /**
     * Has every task for later refused by throwing.
     *
     * @param thrown what is thrown, {@code null} to end that
     */
    public void fail(@Nullable final Error thrown) {
        failure = thrown;
    }

    /**
     * How much time has passed since the beginning, whatever the clock shows.
     *
     * @return the time
     */
    public Duration passed() {
        return Duration.between(BEGINNING, now);
    }

    /**
     * Sets the clock back. Tasks run when they would have run otherwise.
     *
     * @param time how far
     */
    public void setClockBack(@Nonnull final Duration time) {
        setClock(time.negated());
    }

    /**
     * Runs the next task that is due.
     *
     * @return whether there was one
     */
    public boolean runNext() {
        final Task task = tasks.peek();
        if (task == null || task.due().isAfter(now)) {
            return false;
        }
        tasks.remove();
        run++;
        task.action().run();
        return true;
    }

    /** Runs all tasks that are due, and those that they add. */
    public void runUntilIdle() {
        boolean some = runNext();
        while (some) {
            some = runNext();
        }
    }

    /**
     * When the first of the tasks that wait is due.
     *
     * @return the time, empty where none waits
     */
    public Optional<Instant> nextDue() {
        return Optional.ofNullable(tasks.peek()).map(task -> task.due().plus(offset));
    }

    /**
     * Moves the time, and runs nothing. Where it is moved back, only the wall clock is.
     *
     * @param time the new time
     */
    public void setTime(@Nonnull final Instant time) {
        final Duration difference = Duration.between(instant(), time);
        if (difference.isNegative()) {
            setClock(difference);
        } else {
            now = now.plus(difference);
        }
    }

    /**
     * Moves the time on, and runs every task at the time when it is due.
     *
     * @param duration how far
     */
    public void advance(@Nonnull final Duration duration) {
        final Instant end = instant().plus(duration);
        runUntilIdle();
        Optional<Instant> next = nextDue();
        while (next.isPresent() && !next.get().isAfter(end)) {
            setTime(next.get());
            runUntilIdle();
            next = nextDue();
        }
        setTime(end);
    }

    /** Drops all tasks, as those of a plugin that is gone. */
    public void clear() {
        tasks.clear();
    }

    /** Drops the tasks that are due, as an executor does that has too much to do. */
    public void loseDue() {
        tasks.removeIf(task -> !task.due().isAfter(now));
    }

    /**
     * How many tasks were run since the beginning.
     *
     * @return the number
     */
    public long runCount() {
        return run;
    }

    /**
     * How many tasks wait now, those for later included.
     *
     * @return the number
     */
    public int waitingCount() {
        return tasks.size();
    }
}
