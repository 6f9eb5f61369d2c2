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

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes whatever is thrown where nothing may be thrown any further: into the server's threads, or into the loop of a
 * worker. Counts it, and logs each kind once a minute at most. Throws nothing itself, whatever happens. Safe for use by
 * several threads.
 */
public final class ErrorHandler {

    private static final Logger Log = LoggerFactory.getLogger(ErrorHandler.class);

    static final Duration INTERVAL = Duration.ofMinutes(1);
    /** How many kinds are told apart; all others count as one kind. */
    private static final int KINDS = 200;
    private static final int FRAMES = 30;

    private final Ticker ticker;
    private final AtomicLong count = new AtomicLong();
    /** When a kind was logged the last time. */
    @GuardedBy("logged")
    private final Map<String, Long> logged = new HashMap<>();

    /**
     * Creates a handler.
     *
     * @param ticker a monotonic source of time
     */
    public ErrorHandler(@Nonnull final Ticker ticker) {
        this.ticker = ticker;
    }

    /**
     * Runs something from which nothing may be thrown.
     *
     * @param where what it is part of, for the log; one of a few constants
     * @param task what to run
     * @return whether it ended without throwing anything
     */
    public boolean run(@Nonnull final String where, @Nonnull final Runnable task) {
        try {
            task.run();
            return true;
        } catch (final Throwable thrown) {
            handle(where, thrown);
            return false;
        }
    }

    /**
     * Counts and logs something that was thrown. Work that an executor refused is neither: the plugin is being stopped,
     * or the executor counts what is too much.
     *
     * @param where what threw it, for the log; one of a few constants
     * @param thrown what was thrown
     */
    public void handle(@Nonnull final String where, @Nonnull final Throwable thrown) {
        try {
            if (thrown instanceof RejectedExecutionException) {
                Log.debug("{} could not hand on its work.", where, thrown);
                return;
            }
            count.incrementAndGet();
            if (isDue(where + ' ' + thrown.getClass().getName())) {
                log(where, thrown);
            }
        } catch (final Throwable again) {
            // Nothing is left that could be done about it; it was counted.
            count.incrementAndGet();
        }
    }

    private static void log(final String where, final Throwable thrown) {
        if (thrown instanceof OutOfMemoryError) {
            // Writing much would need memory.
            Log.error("Out of memory in {}.", where);
            return;
        }
        if (thrown instanceof StackOverflowError) {
            final StackTraceElement[] trace = thrown.getStackTrace();
            if (trace.length > FRAMES) {
                thrown.setStackTrace(Arrays.copyOf(trace, FRAMES));
            }
        }
        Log.error("Something failed in {}. It goes on; what fails alike within a minute is not logged.", where, thrown);
    }

    private boolean isDue(final String kind) {
        final long now = ticker.read();
        synchronized (logged) {
            final String known = logged.containsKey(kind) || logged.size() < KINDS ? kind : "";
            final Long last = logged.get(known);
            if (last != null && now - last < INTERVAL.toNanos()) {
                return false;
            }
            logged.put(known, now);
            return true;
        }
    }

    /**
     * How often something was thrown.
     *
     * @return the number since the handler was created
     */
    public long count() {
        return count.get();
    }
}
