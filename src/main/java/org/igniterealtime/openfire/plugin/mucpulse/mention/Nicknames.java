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
package org.igniterealtime.openfire.plugin.mucpulse.mention;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantKey;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseUnavailableException;
import org.igniterealtime.openfire.plugin.mucpulse.store.Table;
import org.igniterealtime.openfire.plugin.mucpulse.store.WriteBehind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Remembers by which nicknames users were last in rooms (N2). What is not written yet is bounded, for each user and in
 * all, and so is the table. In a cluster, what another server noted is known once it is in the table. Safe for use by
 * several threads; what touches the database says that it may block.
 */
public final class Nicknames implements Table {

    /** How many users are found by one nickname. */
    static final int NAMESAKES = 10;
    /** How many nicknames of a user are shown. */
    static final int SHOWN = 1_000;
    /** How many nicknames can wait for the database, and how many users and rooms to forget. */
    static final int WAITING = 100_000;
    /** How many nicknames of one user can wait for the database. */
    static final int WAITING_PER_USER = 1_000;
    /** How many nicknames are remembered. */
    static final int MOST = 1_000_000;

    private static final Logger Log = LoggerFactory.getLogger(Nicknames.class);
    private static final String DESCRIPTION = "nicknames";

    private final NicknameTable table;
    private final MonotonicTimestamps timestamps;
    private final Supplier<Duration> retention;
    // From here on guarded by the lock of the write-behind.
    private final Multiset<JID> waiting = HashMultiset.create();
    private long dropped;
    private final WriteBehind<NicknameChanges> writeBehind;

    /**
     * Creates it.
     *
     * @param table where nicknames are remembered
     * @param timestamps issues the timestamps that are stored
     * @param retention for how long a nickname is remembered
     */
    public Nicknames(@Nonnull final NicknameTable table, @Nonnull final MonotonicTimestamps timestamps,
                     @Nonnull final Supplier<Duration> retention) {
        this.table = table;
        this.timestamps = timestamps;
        this.retention = retention;
        this.writeBehind = new WriteBehind<>(DESCRIPTION, NicknameChanges::new, table::write, left -> {
            waiting.clear();
            left.nicknames().keySet().forEach(key -> waiting.add(key.user()));
        });
    }

    /**
     * Notes that a user is in a room by a nickname. Never blocks.
     *
     * @param user the user's bare JID
     * @param room the room's bare JID
     * @param nickname the nickname
     * @return {@code false} where too much waits for the database, so that it was not noted
     */
    public boolean note(@Nonnull final JID user, @Nonnull final JID room, @Nonnull final String nickname) {
        final KnownNickname known = new KnownNickname(user, room, nickname, timestamps.next());
        return writeBehind.update((gathered, inFlight) -> {
            final boolean waits = gathered.nicknames().containsKey(known.key())
                || inFlight.nicknames().containsKey(known.key());
            if (!waits && (waiting.size() >= WAITING || waiting.count(user) >= WAITING_PER_USER)) {
                dropped++;
                return false;
            }
            if (!waits) {
                waiting.add(user);
            }
            gathered.nicknames().put(known.key(), known);
            return true;
        });
    }

    /**
     * Forgets all nicknames of a user. Never blocks.
     *
     * @param user the user's bare JID
     */
    public void forgetUser(@Nonnull final JID user) {
        writeBehind.update((gathered, inFlight) -> {
            if (isSpaceFor(gathered.users(), inFlight.users())) {
                gathered.forgetUser(user);
            }
            return gathered;
        });
    }

    /**
     * Forgets all nicknames in a room. Never blocks.
     *
     * @param room the room's bare JID
     */
    public void forgetRoom(@Nonnull final JID room) {
        writeBehind.update((gathered, inFlight) -> {
            if (isSpaceFor(gathered.rooms(), inFlight.rooms())) {
                gathered.forgetRoom(room);
            }
            return gathered;
        });
    }

    /** What is not deleted for that is not used either: see {@link MentionedUsers}. */
    private static boolean isSpaceFor(final Collection<JID> gathered, final Collection<JID> inFlight) {
        return gathered.size() + inFlight.size() < WAITING;
    }

    @Override
    public long dropped() {
        return writeBehind.update((gathered, inFlight) -> dropped) + table.refused();
    }

    /**
     * Who was last in a room by a nickname, by the server's understanding of nicknames. May block.
     *
     * @param room the room's bare JID
     * @param nickname the nickname
     * @return a few of those, whoever used it last first; only those that are not written yet where the database cannot
     *     be read
     */
    @Nonnull
    List<KnownNickname> calledBy(@Nonnull final JID room, @Nonnull final String nickname) {
        final String folded = OccupantKey.fold(nickname);
        return merged(() -> table.calledBy(room, folded, NAMESAKES), key -> key.room().equals(room),
            known -> known.folded().equals(folded), NAMESAKES);
    }

    /**
     * Who was last in a room by a nickname; as {@link #calledBy}. May block.
     *
     * @param room the room's bare JID
     * @param nickname the nickname
     * @return bare JIDs, whoever used it last first
     */
    @Nonnull
    public List<JID> usersCalled(@Nonnull final JID room, @Nonnull final String nickname) {
        return calledBy(room, nickname).stream().map(KnownNickname::user).toList();
    }

    /**
     * By which nicknames a user was last in rooms. May block.
     *
     * @param user the user's bare JID
     * @return one for each room, the last one first
     */
    @Nonnull
    List<KnownNickname> of(@Nonnull final JID user) {
        return merged(() -> table.of(user, SHOWN), key -> key.user().equals(user), known -> true, SHOWN);
    }

    /** Reads the table. */
    @FunctionalInterface
    private interface Reading {
        List<KnownNickname> read() throws SQLException;
    }

    private List<KnownNickname> merged(final Reading reading, final Predicate<KnownNickname.Key> concerned,
                                       final Predicate<KnownNickname> wanted, final int most) {
        // Looked at before the database, so that a flush in between cannot hide anything.
        final NicknameChanges unwritten = writeBehind.update((gathered, inFlight) -> {
            final NicknameChanges own = inFlight.about(concerned);
            own.followedBy(gathered.about(concerned));
            return own;
        });
        final List<KnownNickname> found = new ArrayList<>(stored(reading));
        found.removeIf(known -> unwritten.forgets(known.key()) || unwritten.nicknames().containsKey(known.key()));
        return Stream.concat(unwritten.nicknames().values().stream().filter(wanted), found.stream())
            .sorted(Comparator.comparingLong(KnownNickname::timestamp).reversed()).limit(most).toList();
    }

    private static List<KnownNickname> stored(final Reading reading) {
        try {
            return reading.read();
        } catch (final SQLException e) {
            if (!DatabaseUnavailableException.isCauseOf(e)) {
                Log.warn("It cannot be read by which nicknames users were in rooms. Nobody is told of mentions by them "
                    + "meanwhile.", e);
            }
            return List.of();
        }
    }

    @Override
    @Nonnull
    public String description() {
        return DESCRIPTION;
    }

    @Override
    public boolean flush() {
        return writeBehind.flush();
    }

    @Override
    public void purge() throws SQLException {
        table.purge(timestamps.before(retention.get()), MOST);
    }
}
