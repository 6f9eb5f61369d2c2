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

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows for the whole plugin whether the database can be used (D4, D5). While it cannot, nothing of the plugin but one
 * check asks for connections, with pauses from one second to a minute; everybody else gets a
 * {@link DatabaseUnavailableException} at once. The log has one line when that begins, and one when it ends. Safe for
 * use by several threads.
 */
public final class DatabaseGuard {

    private static final Logger Log = LoggerFactory.getLogger(DatabaseGuard.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** How often failures of statements have the database checked. */
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

    private final Database database;
    private final SerialExecutor executor;
    private final Database tables = new View(true);
    private final Database serverTables = new View(false);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    /** Held by who checks; the others do not wait for that. */
    private final ReentrantLock checking = new ReentrantLock();
    private final AtomicLong refused = new AtomicLong();
    private volatile Condition condition = Condition.AVAILABLE;
    // From here on guarded by the lock.
    private Duration pause = FIRST_PAUSE;
    private boolean scheduled;
    private boolean upgraded;
    private long since;
    private long checked = System.nanoTime() - CHECK_INTERVAL.toNanos();

    /** What can be done with the database. */
    public enum Condition {
        /** Everything. */
        AVAILABLE,
        /** Nothing, as it does not answer. */
        AWAY,
        /** It answers, but the plugin's tables were never made. */
        MISSING,
        /** It has tables of an earlier version, which were not upgraded. */
        OUTDATED,
        /** Some of the tables or their columns are missing: a script was interrupted. */
        INCOMPLETE
    }

    /**
     * Creates a guard, which takes the database for available until {@link #check}.
     *
     * @param database the server's database
     * @param executor runs what touches the database
     */
    public DatabaseGuard(@Nonnull final Database database, @Nonnull final SerialExecutor executor) {
        this.database = database;
        this.executor = executor;
    }

    /** The database as the plugin's own tables need it, or as those of the server do. */
    private final class View implements Database {

        private final boolean own;

        View(final boolean own) {
            this.own = own;
        }

        private boolean isUsable() {
            final Condition now = condition;
            return now == Condition.AVAILABLE || !own && now != Condition.AWAY;
        }

        @Override
        @Nonnull
        public Connection open() throws SQLException {
            if (!isUsable()) {
                throw new DatabaseUnavailableException(condition, null);
            }
            return database.open();
        }

        @Override
        public void setText(@Nonnull final PreparedStatement statement, final int index, @Nullable final String text)
            throws SQLException {
            database.setText(statement, index, text);
        }

        @Override
        @Nullable
        public String text(@Nonnull final ResultSet row, final int column) throws SQLException {
            return database.text(row, column);
        }

        @Override
        @Nonnull
        public String script() {
            return database.script();
        }

        @Override
        @Nonnull
        public SQLException failed(@Nonnull final SQLException failure) {
            if (DatabaseUnavailableException.isCauseOf(failure)) {
                return failure;
            }
            if (condition == Condition.AVAILABLE) {
                checkAfterFailure();
            }
            return isUsable() ? failure : new DatabaseUnavailableException(condition, failure);
        }

        @Override
        public void rowRefused() {
            refused.incrementAndGet();
        }
    }

    /**
     * The database for the plugin's own tables.
     *
     * @return the same object at each call
     */
    @Nonnull
    public Database tables() {
        return tables;
    }

    /**
     * The database for the server's tables, which can also be read where those of the plugin are missing.
     *
     * @return the same object at each call
     */
    @Nonnull
    public Database serverTables() {
        return serverTables;
    }

    /**
     * What can be done with the database, as far as is known.
     *
     * @return the condition
     */
    @Nonnull
    public Condition condition() {
        return condition;
    }

    /**
     * How many rows the database refused since the start, which were dropped alone (D3).
     *
     * @return the number
     */
    public long refusedRows() {
        return refused.get();
    }

    /**
     * The script that makes the plugin's tables.
     *
     * @return the name of a file in the plugin's folder {@code database}
     */
    @Nonnull
    public String script() {
        return database.script();
    }

    /**
     * Has something done each time that the plugin's tables can be used again.
     *
     * @param listener is called on the executor
     */
    public void onAvailable(@Nonnull final Runnable listener) {
        listeners.add(listener);
    }

    private void checkAfterFailure() {
        if (checking.tryLock()) {
            try {
                if (System.nanoTime() - checked >= CHECK_INTERVAL.toNanos()) {
                    checked = System.nanoTime();
                    check();
                }
            } finally {
                checking.unlock();
            }
        }
    }

    /** Finds out what can be done with the database; where that is not everything, also again later. Blocks. */
    public void check() {
        checking.lock();
        try {
            try {
                become(find());
            } finally {
                planNext();
            }
        } finally {
            checking.unlock();
        }
    }

    private void planNext() {
        if (condition != Condition.AVAILABLE && !scheduled) {
            scheduled = true;
            executor.schedule(pause, this::checkAgain);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private void checkAgain() {
        checking.lock();
        try {
            scheduled = false;
            check();
        } finally {
            checking.unlock();
        }
    }

    private Condition find() {
        try {
            final Condition found;
            try (Connection connection = database.open()) {
                found = Schema.check(connection);
            }
            if (found == Condition.AVAILABLE && !upgraded) {
                new SchemaUpgrade(database).run();
                upgraded = true;
            }
            return found;
        } catch (final SQLException | RuntimeException | Error e) {
            Log.debug("What the database answers:", e);
            if (condition != Condition.AWAY) {
                Log.warn("The database does not answer. What is to be remembered waits to be written, as much of it as "
                    + "is kept. This is tried again every 1 to 60 seconds: {}", e.toString());
            }
            return Condition.AWAY;
        }
    }

    private void become(final Condition found) {
        final Condition before = condition;
        condition = found;
        if (found == before) {
            return;
        }
        final long now = System.nanoTime();
        switch (found) {
            case MISSING -> Log.error("The database tables of MUC Pulse are missing. Run the script {} of the plugin's "
                + "folder \"database\". Until then nothing is remembered.", script());
            case OUTDATED -> Log.error("The database tables of MUC Pulse are those of an earlier version. Run the "
                + "scripts {} of the plugin's folders \"database/upgrade\" up to version {}. Until then nothing that "
                + "was stored is known.", script(), Schema.VERSION);
            case INCOMPLETE -> Log.error("Some of the database tables of MUC Pulse are missing, as a script was "
                + "interrupted. Run what is left of the script {} of the plugin's folder \"database\". Until then "
                + "nothing that was stored is known.", script());
            case AVAILABLE -> {
                Log.info("The database is used again after {} seconds.", Duration.ofNanos(now - since).toSeconds());
                pause = FIRST_PAUSE;
                executor.execute(() -> FailureIsolation.forEach(listeners, Runnable::run));
            }
            case AWAY -> { }
        }
        if (before == Condition.AVAILABLE) {
            since = now;
        }
    }
}
