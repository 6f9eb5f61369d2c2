/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import javax.annotation.concurrent.GuardedBy;
import org.igniterealtime.openfire.plugin.mucpulse.port.StorageException;
import org.igniterealtime.openfire.plugin.mucpulse.rai.Activity;
import org.igniterealtime.openfire.plugin.mucpulse.rai.ActivityLog;
import org.igniterealtime.openfire.plugin.mucpulse.rai.VisitLog;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.store.PulseStore.Visit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Gathers what is to be written, so that no stanza waits for the database. Many changes of one room or visit become one
 * row. Safe for use by several threads; only {@link #flush()} and
 * {@link #visits} touch the database.
 */
public final class WriteBehind implements VisitLog, ActivityLog, RoomSwitches.Memory {

    private static final Logger Log = LoggerFactory.getLogger(WriteBehind.class);

    /** How many activities, and how many rooms and users to forget, can wait for the database. */
    static final int OTHERS = 100_000;

    private final PulseStore store;
    private final int capacity;
    private final List<BooleanSupplier> others = new CopyOnWriteArrayList<>();
    private final VisitShares shares;
    private final Object lock = new Object();
    /** Lets one flush write at a time. */
    private final Object writing = new Object();

    @GuardedBy("lock")
    private Changes gathered = new Changes();
    /** What is being written; still part of what is known. */
    @GuardedBy("lock")
    private Changes inFlight = new Changes();
    @GuardedBy("lock")
    private boolean full;
    @GuardedBy("lock")
    private long dropped;
    /** Activity was dropped: more may have been said than the database says. */
    @GuardedBy("lock")
    private boolean activityLost;
    /** It was dropped that a room or a user is to be forgotten. */
    @GuardedBy("lock")
    private boolean forgettingLost;
    private volatile boolean failing;
    /** Of a monotonic source, in nanoseconds. */
    @Nullable
    private volatile Long flushed;

    /**
     * Creates a write-behind.
     *
     * @param store where to write to
     * @param capacity how many visits to keep at most while the database cannot be written; visits past that are
     *                 dropped, which makes the plugin tell too much, never too little
     */
    public WriteBehind(@Nonnull final PulseStore store, final int capacity) {
        this(store, capacity, user -> true);
    }

    /**
     * Creates a write-behind.
     *
     * @param store where to write to
     * @param capacity how many visits to keep at most while the database cannot be written; visits past that are
     *                 dropped, which makes the plugin tell too much, never too little
     * @param local whether a user is one of this server; those of one other domain can take only a part of the capacity
     */
    public WriteBehind(@Nonnull final PulseStore store, final int capacity, @Nonnull final Predicate<JID> local) {
        this.store = store;
        this.capacity = capacity;
        this.shares = new VisitShares(capacity, local);
    }

    @Override
    public void visited(@Nonnull final JID user, @Nonnull final JID room, final long stamp) {
        final Visit visit = new Visit(user, room);
        synchronized (lock) {
            final boolean known = gathered.visits().containsKey(visit) || inFlight.visits().containsKey(visit);
            if (known || shares.claim(user)) {
                // Of two threads, the one with the greater stamp can have come first.
                gathered.visits().merge(visit, stamp, Math::max);
            } else {
                drop();
            }
        }
    }

    @GuardedBy("lock")
    private void drop() {
        dropped++;
        if (!full) {
            full = true;
            Log.warn("Too much waits to be written to the database (visits: {} of {}): more is dropped. Users may be "
                + "told of a room once too often.", gathered.visits().size() + inFlight.visits().size(), capacity);
        }
    }

    /**
     * How much was dropped since the start, as too much waited for the database.
     *
     * @return the number
     */
    public long dropped() {
        synchronized (lock) {
            return dropped;
        }
    }

    /**
     * Whether activity was dropped since the last call. What was dropped has to count as said, in every room.
     *
     * @return whether there was any
     */
    boolean takeActivityLoss() {
        synchronized (lock) {
            final boolean lost = activityLost;
            activityLost = false;
            return lost;
        }
    }

    /**
     * Whether it was dropped since the last call that a room or a user is to be forgotten. They have to be looked for.
     *
     * @return whether there was any
     */
    boolean takeForgettingLoss() {
        synchronized (lock) {
            final boolean lost = forgettingLost;
            forgettingLost = false;
            return lost;
        }
    }

    @Override
    public void changed(@Nonnull final JID room, @Nonnull final Activity activity) {
        synchronized (lock) {
            if (gathered.activities().size() + inFlight.activities().size() >= OTHERS
                && !gathered.activities().containsKey(room) && !inFlight.activities().containsKey(room)) {
                activityLost = true;
                drop();
            } else {
                gathered.activities().merge(room, activity,
                    (one, other) -> one.timestamp() > other.timestamp() ? one : other);
            }
        }
    }

    @Override
    public void forgetUser(@Nonnull final JID user) {
        synchronized (lock) {
            if (gathered.users().size() + inFlight.users().size() < OTHERS) {
                gathered.forgetUser(user);
            } else {
                forgettingLost = true;
                drop();
            }
        }
    }

    @Override
    public void forgetRoom(@Nonnull final JID room) {
        synchronized (lock) {
            if (gathered.rooms().size() + inFlight.rooms().size() < OTHERS) {
                gathered.forgetRoom(room);
            } else {
                forgettingLost = true;
                drop();
            }
        }
    }

    @Override
    @Nonnull
    public Map<JID, Long> visits(@Nonnull final JID user) {
        // Looked at before the database, so that a flush in between cannot hide anything.
        final Changes unwritten = new Changes();
        synchronized (lock) {
            unwritten.followedBy(inFlight.ofUser(user));
            unwritten.followedBy(gathered.ofUser(user));
        }
        final Map<JID, Long> visits;
        try {
            visits = new HashMap<>(store.visits(user));
        } catch (final SQLException e) {
            throw new StorageException("Cannot read the visits of a user", e);
        }
        if (unwritten.users().contains(user)) {
            visits.clear();
        }
        visits.keySet().removeAll(unwritten.rooms());
        unwritten.visits().forEach((visit, stamp) -> visits.merge(visit.room(), stamp, Math::max));
        return visits;
    }

    @Override
    public void changed(@Nonnull final String room, @Nonnull final Map<String, String> values) {
        synchronized (lock) {
            gathered.switches().put(room, values);
        }
    }

    /**
     * When what differs in rooms was set. May block.
     *
     * @return stamps by the bare JID of the room, where they are known; none where what was set waits to be written
     * @throws SQLException where the database cannot be read
     */
    @Nonnull
    Map<String, Long> switchTimestamps() throws SQLException {
        final Set<String> unwritten = new HashSet<>();
        synchronized (lock) {
            unwritten.addAll(inFlight.switches().keySet());
            unwritten.addAll(gathered.switches().keySet());
        }
        final Map<String, Long> stamps = store.switchTimestamps();
        stamps.keySet().removeAll(unwritten);
        return stamps;
    }

    /**
     * Writes what was gathered. Where that fails, it is kept for the next time. May block.
     *
     * @return whether everything that was gathered before the call is written
     */
    public boolean flush() {
        synchronized (writing) {
            final Changes changes;
            synchronized (lock) {
                inFlight.followedBy(gathered);
                gathered = new Changes();
                changes = inFlight;
            }
            // One after the other, and each for itself: what is wrong with the one is no obstacle to the other.
            final boolean othersWritten =
                others.stream().filter(BooleanSupplier::getAsBoolean).count() == others.size();
            if (changes.isEmpty()) {
                return written(othersWritten);
            }
            final Optional<Exception> failure = attempt(() -> store.write(changes));
            if (failure.isPresent()) {
                if (!failing) {
                    failing = true;
                    Log.warn("Cannot write visits and activity to the database. This is tried again until it succeeds.",
                        failure.get());
                }
                return false;
            }
            if (failing) {
                failing = false;
                Log.info("Visits and activity are written to the database again.");
            }
            synchronized (lock) {
                inFlight = new Changes();
                shares.reset(gathered.visits().keySet());
                full = false;
            }
            return written(othersWritten);
        }
    }

    private boolean written(final boolean all) {
        if (all) {
            flushed = System.nanoTime();
        }
        return all;
    }

    /**
     * Has something else written whenever this is.
     *
     * @param flush writes what it has; returns whether that succeeded
     */
    public void alongside(@Nonnull final BooleanSupplier flush) {
        others.add(flush);
    }

    /**
     * How long ago nothing was left to be written.
     *
     * @return the time since the last flush that succeeded, empty before the first one
     */
    @Nonnull
    public Optional<Duration> sinceFlush() {
        return Optional.ofNullable(flushed).map(then -> Duration.ofNanos(System.nanoTime() - then));
    }

    @FunctionalInterface
    private interface Writing {
        void run() throws SQLException;
    }

    private static Optional<Exception> attempt(final Writing writing) {
        try {
            writing.run();
            return Optional.empty();
        } catch (final SQLException | RuntimeException e) {
            return Optional.of(e);
        }
    }
}
