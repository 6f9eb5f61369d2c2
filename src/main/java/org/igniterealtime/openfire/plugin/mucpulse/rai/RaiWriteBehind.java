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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.store.Journal;
import org.igniterealtime.openfire.plugin.mucpulse.store.JournalChannel;
import org.igniterealtime.openfire.plugin.mucpulse.store.JournalSource;
import org.igniterealtime.openfire.plugin.mucpulse.store.WriteBehind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Gathers the visits and the activity that are to be written, and bounds what waits: while the database is away for
 * long, more is dropped and counted. Safe for use by several threads; only {@link #flush()} and {@link #visits} touch
 * the database.
 */
public final class RaiWriteBehind implements VisitLog, ActivityLog {

    private static final Logger Log = LoggerFactory.getLogger(RaiWriteBehind.class);

    /** How many activities, and how many rooms and users to forget, can wait for the database. */
    static final int OTHERS = 100_000;
    /** What is written, for the log. */
    static final String DESCRIPTION = "visits and activity";

    private final RaiTables tables;
    private final int capacity;
    // From here on guarded by the lock of the write-behind.
    private final VisitShares shares;
    private boolean full;
    private long dropped;
    /** Activity was dropped: more may have been said than the database says. */
    private boolean activityLost;
    /** It was dropped that a room or a user is to be forgotten. */
    private boolean forgettingLost;
    private final WriteBehind<RaiChanges> writeBehind;
    private final JournalChannel journal;
    private long newestReplayed = MonotonicTimestamps.NEVER;

    /**
     * Creates a write-behind.
     *
     * @param tables where to write to
     * @param capacity how many visits to keep at most while the database cannot be written; visits past that are
     *                 dropped, which makes the plugin notify too often, never too seldom
     * @param local whether a user is one of this server; those of one other domain can take only a part of the capacity
     * @param journal keeps visits that are not written yet
     */
    public RaiWriteBehind(@Nonnull final RaiTables tables, final int capacity, @Nonnull final Predicate<JID> local,
                          @Nonnull final Journal journal) {
        this.tables = tables;
        this.capacity = capacity;
        this.shares = new VisitShares(capacity, local);
        this.writeBehind = new WriteBehind<>(DESCRIPTION, RaiChanges::new, tables::write, left -> {
            shares.reset(left.visits().keySet());
            full = false;
        });
        this.journal = journal.channel("rai", new Records());
    }

    /** What the journal has of visits. */
    private final class Records implements JournalSource, RaiRecords.Visitor {

        @Override
        public void replay(@Nonnull final byte[] record) throws IOException {
            RaiRecords.read(record, this);
        }

        @Override
        public void visited(final JID user, final JID room, final long timestamp) {
            newestReplayed = Math.max(newestReplayed, timestamp);
            change((gathered, inFlight) -> gather(user, room, timestamp, gathered, inFlight));
        }

        @Override
        public void forgetUser(final JID user) {
            change((gathered, inFlight) -> gathered.forgetUser(user));
        }

        @Override
        public void forgetRoom(final JID room) {
            change((gathered, inFlight) -> gathered.forgetRoom(room));
        }

        @Override
        public void snapshot(@Nonnull final Consumer<byte[]> records) {
            final RaiChanges unwritten = writeBehind.update((gathered, inFlight) -> {
                final RaiChanges all = new RaiChanges();
                all.followedBy(inFlight);
                all.followedBy(gathered);
                return all;
            });
            RaiRecords.of(unwritten, records);
        }
    }

    /**
     * Has what the journal has of earlier runs wait for the database again. Blocks.
     *
     * @return the newest timestamp of it, {@link MonotonicTimestamps#NEVER} where there is none
     */
    long replay() {
        journal.replay();
        return newestReplayed;
    }

    @Override
    public void visited(@Nonnull final JID user, @Nonnull final JID room, final long timestamp) {
        final byte[] record = RaiRecords.visit(user, room, timestamp);
        change((gathered, inFlight) -> {
            if (gather(user, room, timestamp, gathered, inFlight)) {
                journal.append(record);
            }
        });
    }

    /** Answers whether there was space for it. */
    private boolean gather(final JID user, final JID room, final long timestamp, final RaiChanges gathered,
                           final RaiChanges inFlight) {
        final Visit visit = new Visit(user, room);
        final boolean known = gathered.visits().containsKey(visit) || inFlight.visits().containsKey(visit);
        if (known || shares.claim(user)) {
            // Of two threads, the one with the greater timestamp can have come first.
            gathered.visited(visit, timestamp);
            return true;
        }
        drop(gathered, inFlight);
        return false;
    }

    @FunctionalInterface
    private interface Change {
        void apply(RaiChanges gathered, RaiChanges inFlight);
    }

    private void change(final Change change) {
        writeBehind.update((gathered, inFlight) -> {
            change.apply(gathered, inFlight);
            return gathered;
        });
    }

    private void drop(final RaiChanges gathered, final RaiChanges inFlight) {
        dropped++;
        if (!full) {
            full = true;
            Log.warn("Too much waits to be written to the database (visits: {} of {}): more is dropped. Users may be "
                + "told of a room once too often.", gathered.visits().size() + inFlight.visits().size(), capacity);
        }
    }

    /**
     * How much was dropped since the start, as too much waited for the database, or as it refused it.
     *
     * @return the number
     */
    public long dropped() {
        return writeBehind.update((gathered, inFlight) -> dropped) + tables.refused();
    }

    /**
     * Whether activity was dropped since the last call. What was dropped has to count as said, in every room.
     *
     * @return whether there was any
     */
    boolean takeActivityLoss() {
        return writeBehind.update((gathered, inFlight) -> {
            final boolean lost = activityLost;
            activityLost = false;
            return lost;
        });
    }

    /** What was taken could not be noted, and is to be taken again. */
    void putBackActivityLoss() {
        change((gathered, inFlight) -> activityLost = true);
    }

    /**
     * Whether it was dropped since the last call that a room or a user is to be forgotten. They have to be looked for.
     *
     * @return whether there was any
     */
    boolean takeForgettingLoss() {
        return writeBehind.update((gathered, inFlight) -> {
            final boolean lost = forgettingLost;
            forgettingLost = false;
            return lost;
        });
    }

    @Override
    public void changed(@Nonnull final JID room, @Nonnull final Activity activity) {
        change((gathered, inFlight) -> {
            if (gathered.activities().size() + inFlight.activities().size() >= OTHERS
                && !gathered.activities().containsKey(room) && !inFlight.activities().containsKey(room)) {
                activityLost = true;
                drop(gathered, inFlight);
            } else {
                gathered.changed(room, activity);
            }
        });
    }

    @Override
    public void forgetUser(@Nonnull final JID user) {
        change((gathered, inFlight) -> {
            if (isRoomFor(gathered.users(), inFlight.users())) {
                gathered.forgetUser(user);
                journal.append(RaiRecords.forgetUser(user));
            } else {
                forgettingLost = true;
                drop(gathered, inFlight);
            }
        });
    }

    @Override
    public void forgetRoom(@Nonnull final JID room) {
        change((gathered, inFlight) -> {
            if (isRoomFor(gathered.rooms(), inFlight.rooms())) {
                gathered.forgetRoom(room);
                journal.append(RaiRecords.forgetRoom(room));
            } else {
                forgettingLost = true;
                drop(gathered, inFlight);
            }
        });
    }

    /**
     * Whether so many visits of one other domain were noted since the last call that those past its share are to be
     * looked for.
     *
     * @return whether there were so many
     */
    boolean takeLookDue() {
        return writeBehind.update((gathered, inFlight) -> shares.takeLookDue());
    }

    /** The tables were purged. */
    void purged() {
        change((gathered, inFlight) -> shares.purged());
    }

    private static boolean isRoomFor(final Collection<JID> gathered, final Collection<JID> inFlight) {
        return gathered.size() + inFlight.size() < OTHERS;
    }

    @Override
    @Nonnull
    public Map<JID, Long> visits(@Nonnull final JID user) {
        return visits(Set.of(user)).getOrDefault(user, Map.of());
    }

    @Override
    @Nonnull
    public Map<JID, Map<JID, Long>> visits(@Nonnull final Collection<JID> users) {
        final Set<JID> wanted = Set.copyOf(users);
        // Looked at before the database, so that a flush in between cannot hide anything.
        final RaiChanges unwritten = unwritten(changes -> changes.ofUsers(wanted));
        final Map<JID, Map<JID, Long>> visits = stored(wanted);
        visits.keySet().removeAll(unwritten.users());
        if (!unwritten.rooms().isEmpty()) {
            visits.values().forEach(ofUser -> ofUser.keySet().removeIf(unwritten.rooms()::contains));
        }
        unwritten.visits().forEach((visit, timestamp) ->
            visits.computeIfAbsent(visit.user(), user -> new HashMap<>()).merge(visit.room(), timestamp, Math::max));
        return visits;
    }

    /** A part of what waits to be written. */
    @Nonnull
    RaiChanges unwritten(@Nonnull final UnaryOperator<RaiChanges> part) {
        return writeBehind.update((gathered, inFlight) -> {
            final RaiChanges own = part.apply(inFlight);
            own.followedBy(part.apply(gathered));
            return own;
        });
    }

    /**
     * The last activity of every room of which some is known, without what is to be forgotten. May block.
     *
     * @return activity by room, possibly empty, never {@code null}
     * @throws SQLException where the database cannot be read
     */
    @Nonnull
    Map<JID, Activity> activities() throws SQLException {
        // Looked at before the database, so that a flush in between cannot hide anything.
        final RaiChanges unwritten = writeBehind.update((gathered, inFlight) -> {
            final RaiChanges forgotten = new RaiChanges();
            Stream.of(inFlight, gathered).forEach(changes -> {
                forgotten.users().addAll(changes.users());
                forgotten.rooms().addAll(changes.rooms());
            });
            return forgotten;
        });
        final RaiChanges found = new RaiChanges();
        found.activities().putAll(tables.activities());
        found.forgetAuthors(unwritten.users());
        found.activities().keySet().removeAll(unwritten.rooms());
        return found.activities();
    }

    @Override
    @Nonnull
    public Map<JID, Activity> stored() {
        return RaiTables.read("the activity in rooms", this::activities);
    }

    private Map<JID, Map<JID, Long>> stored(final Set<JID> users) {
        return RaiTables.read("the visits of users", () -> tables.visits(users));
    }

    /**
     * Writes what was gathered. Where that fails, it is kept for the next time. May block.
     *
     * @return whether everything that was gathered before the call is written
     */
    public boolean flush() {
        return writeBehind.flush();
    }
}
