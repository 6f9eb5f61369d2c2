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
package org.igniterealtime.openfire.plugin.mucpulse.concurrent;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nonnull;

/**
 * A daemon thread that does one step after the other until a step says that it was the last. What a step throws is
 * passed to the {@link ErrorHandler}, and does not end the thread. Safe for use by several threads.
 */
public final class RepeatingWorker {

    /** How long the thread waits after a step that has thrown something. */
    private static final Duration PAUSE = Duration.ofMillis(10);

    /** What a worker does. */
    @FunctionalInterface
    public interface Step {

        /**
         * Waits for something to do, and does it.
         *
         * @return {@code false} where there will never be anything to do any more
         * @throws InterruptedException where the thread was interrupted, which does not end it
         */
        boolean run() throws InterruptedException;
    }

    private final String name;
    private final Step step;
    private final ErrorHandler errors;
    private final Thread thread;
    private volatile boolean over;

    /**
     * Starts a thread.
     *
     * @param name its name
     * @param step what it does
     * @param errors is given what the steps throw
     */
    public RepeatingWorker(@Nonnull final String name, @Nonnull final Step step, @Nonnull final ErrorHandler errors) {
        this.name = name;
        this.step = step;
        this.errors = errors;
        thread = new Thread(this::work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void work() {
        boolean open = true;
        while (open) {
            try {
                open = step.run();
            } catch (final InterruptedException e) {
                // The last step alone ends the thread.
                continue;
            } catch (final Throwable thrown) {
                errors.handle(name, thrown);
                pause();
            }
        }
        over = true;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (final InterruptedException e) {
            // Then the next step is done now.
            return;
        }
    }

    /**
     * Whether the last step was done.
     *
     * @return whether it was
     */
    public boolean isOver() {
        return over;
    }

    /**
     * Whether the thread is there for as long as it is needed.
     *
     * @return {@code false} where it has died
     */
    public boolean isHealthy() {
        return over || thread.isAlive();
    }

    /**
     * Waits until the last step was done.
     *
     * @param patience for how long at most
     */
    public void join(@Nonnull final Duration patience) {
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, patience.toNanos()));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
