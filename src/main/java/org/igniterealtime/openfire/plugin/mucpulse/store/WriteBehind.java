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
import java.util.function.BiFunction;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what is to be written to the tables of a feature, so that no stanza waits for the database. Many changes of
 * the same row become one. What cannot be written is kept, and written together with what comes later. How much may
 * wait is for the feature to say: it looks at what waits when it adds something. Safe for use by several threads; only
 * {@link #flush()} touches the database.
 *
 * @param <C> the type of the changes
 */
public final class WriteBehind<C extends Changes<C>> {

    private static final Logger Log = LoggerFactory.getLogger(WriteBehind.class);

    private final String description;
    private final Supplier<C> none;
    private final Writer<C> writer;
    private final Observer<C> observer;
    private final Object lock = new Object();
    /** Lets one flush write at a time. */
    private final Object writing = new Object();

    @GuardedBy("lock")
    private C gathered;
    /** What is being written; still part of what is known. */
    @GuardedBy("lock")
    private C inFlight;
    private volatile boolean failing;

    /**
     * Writes changes to the database.
     *
     * @param <C> the type of the changes
     */
    @FunctionalInterface
    public interface Writer<C> {

        /**
         * Writes changes, all or nothing.
         *
         * @param changes what changed
         * @throws SQLException where the database cannot be written
         */
        void write(@Nonnull C changes) throws SQLException;
    }

    /**
     * Counts what waits, for a feature that bounds it. Its methods are called while a lock is held, as are the tasks of
     * {@link #update}, and must not block.
     *
     * @param <C> the type of the changes
     */
    public interface Observer<C> {

        /**
         * Says that all that waits is now in one.
         *
         * @param all what is about to be written
         */
        default void merged(@Nonnull final C all) {
        }

        /**
         * Says that everything was written but what came meanwhile.
         *
         * @param left what came meanwhile
         */
        void written(@Nonnull C left);
    }

    /**
     * Creates a write-behind in which nothing waits.
     *
     * @param description what is in the tables, for the log
     * @param none makes empty changes
     * @param writer writes changes
     * @param observer counts what waits
     */
    public WriteBehind(@Nonnull final String description, @Nonnull final Supplier<C> none,
                       @Nonnull final Writer<C> writer, @Nonnull final Observer<C> observer) {
        this.description = description;
        this.none = none;
        this.writer = writer;
        this.observer = observer;
        this.gathered = none.get();
        this.inFlight = none.get();
    }

    /**
     * Looks at what waits, and changes it.
     *
     * @param task gets what was gathered, which it may change, and what is being written, which it may not; both are
     *             valid until it returns
     * @param <R> the type of the result
     * @return what the task returned
     */
    public <R> R update(@Nonnull final BiFunction<? super C, ? super C, R> task) {
        synchronized (lock) {
            return task.apply(gathered, inFlight);
        }
    }

    /** Forgets what waits, as somebody else writes from now on. Waits for what is being written. */
    public void discard() {
        synchronized (writing) {
            synchronized (lock) {
                gathered = none.get();
                inFlight = none.get();
                observer.written(gathered);
            }
        }
    }

    /**
     * Writes what was gathered. Where that fails, it is kept for the next time. May block.
     *
     * @return whether everything that was gathered before the call is written
     */
    public boolean flush() {
        synchronized (writing) {
            final C changes;
            synchronized (lock) {
                inFlight.followedBy(gathered);
                gathered = none.get();
                changes = inFlight;
                observer.merged(changes);
            }
            if (changes.isEmpty()) {
                return true;
            }
            try {
                writer.write(changes);
            } catch (final SQLException | RuntimeException | Error e) {
                if (DatabaseUnavailableException.isCauseOf(e)) {
                    Log.debug("Cannot write {} to the database.", description, e);
                } else if (!failing) {
                    failing = true;
                    Log.warn("Cannot write {} to the database. This is tried again until it succeeds.", description, e);
                }
                return false;
            }
            synchronized (lock) {
                inFlight = none.get();
                observer.written(gathered);
            }
            if (failing) {
                failing = false;
                Log.info("The database is written again: {}.", description);
            }
            return true;
        }
    }
}
