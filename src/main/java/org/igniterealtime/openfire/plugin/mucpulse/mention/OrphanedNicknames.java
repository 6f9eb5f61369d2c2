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

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Account;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Deletes the nicknames that belong to no room or account: those of rooms that were destroyed and accounts that were
 * deleted while the plugin was not there, or whose names belong to others since, which shows in when they were made.
 * What cannot be decided stays as it is; it is compared with room and account once more where it is used (see {@link
 * MentionedUsers}).
 *
 * <p>It begins some seconds after the start, goes through the table in small pages with pauses, loads no room, and
 * begins anew once a day. All methods may be called by every thread.
 */
public final class OrphanedNicknames {

    private static final Logger Log = LoggerFactory.getLogger(OrphanedNicknames.class);

    static final Duration START = Duration.ofSeconds(20);
    static final Duration PAUSE = Duration.ofMillis(200);
    static final Duration RETRY = Duration.ofMinutes(1);
    static final Duration INTERVAL = Duration.ofDays(1);
    private static final int PAGE = 500;
    /** Where pages begin: before every key, and not empty, which some databases take for no text at all. */
    private static final String FIRST = "0";

    private final NicknameTable table;
    private final RoomDirectory directory;
    private final Rooms rooms;
    private final Accounts accounts;
    private final Predicate<JID> online;
    private final LongSupplier timestamps;
    private final SerialExecutor executor;
    private final int pageSize;
    // For the executor alone from here on.
    private final Queue<Walk> walks = new ArrayDeque<>();
    private long begun;
    private boolean failing;

    /** Does one page; answers the key of its last row, or nothing where that was the end. */
    @FunctionalInterface
    private interface Walk {
        Optional<String> page(String after) throws SQLException;
    }

    /**
     * Creates it.
     *
     * @param table where the nicknames are
     * @param directory tells which rooms are stored
     * @param rooms tells which rooms are in memory
     * @param accounts tells which accounts there are
     * @param online tells whether a user of this server has a session, which it also can without an account
     * @param timestamps gives the timestamp of the moment
     * @param executor runs what touches the database
     */
    public OrphanedNicknames(@Nonnull final NicknameTable table, @Nonnull final RoomDirectory directory,
                             @Nonnull final Rooms rooms, @Nonnull final Accounts accounts,
                             @Nonnull final Predicate<JID> online, @Nonnull final LongSupplier timestamps,
                             @Nonnull final SerialExecutor executor) {
        this(table, directory, rooms, accounts, online, timestamps, executor, PAGE);
    }

    OrphanedNicknames(final NicknameTable table, final RoomDirectory directory, final Rooms rooms,
                      final Accounts accounts, final Predicate<JID> online, final LongSupplier timestamps,
                      final SerialExecutor executor, final int pageSize) {
        this.table = table;
        this.directory = directory;
        this.rooms = rooms;
        this.accounts = accounts;
        this.online = online;
        this.timestamps = timestamps;
        this.executor = executor;
        this.pageSize = pageSize;
    }

    /** Begins in a while, and every day anew. */
    public void start() {
        executor.schedule(START, this::begin);
    }

    private void begin() {
        executor.schedule(INTERVAL, this::begin);
        if (walks.isEmpty()) {
            begun = timestamps.getAsLong();
            walks.add(after -> lookAtRooms(table.rooms(after, pageSize)));
            walks.add(after -> lookAtUsers(table.users(after, pageSize)));
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
        } catch (final SQLException | RuntimeException | LinkageError e) {
            if (!failing && !DatabaseUnavailableException.isCauseOf(e)) {
                failing = true;
                Log.warn("Cannot compare the nicknames that are remembered with the rooms and accounts that there are. "
                    + "This is tried again every {} until it succeeds.", RETRY, e);
            }
        }
        if (!walks.isEmpty()) {
            final String from = next;
            executor.schedule(pause, () -> step(from));
        }
    }

    private Optional<String> last(final List<NicknameTable.Owner> page) {
        return page.size() < pageSize ? Optional.empty() : Optional.of(page.get(page.size() - 1).key());
    }

    private Optional<String> lookAtRooms(final List<NicknameTable.Owner> page) throws SQLException {
        final Map<String, Long> before = new HashMap<>();
        page.stream().collect(Collectors.groupingBy(owner -> owner.jid().getDomain())).forEach((service, some) -> {
            final Map<JID, RoomDirectory.Entry> stored =
                directory.rooms(service, some.stream().map(NicknameTable.Owner::jid).toList());
            some.forEach(owner ->
                before.put(owner.key(), roomBegins(owner.jid(), Optional.ofNullable(stored.get(owner.jid())))));
        });
        table.deleteOfRooms(before);
        return last(page);
    }

    /** Where there is no such room, nothing up to now is of it. */
    private long roomBegins(final JID room, final Optional<RoomDirectory.Entry> stored) {
        return stored.map(RoomDirectory.Entry::created).or(() -> rooms.createdIfLoaded(room))
            .map(MonotonicTimestamps::of).orElse(begun);
    }

    private Optional<String> lookAtUsers(final List<NicknameTable.Owner> page) throws SQLException {
        final Map<String, Long> before = new HashMap<>();
        page.stream().filter(owner -> accounts.isLocal(owner.jid())).forEach(owner ->
            accountBegins(owner.jid()).ifPresent(timestamp -> before.put(owner.key(), timestamp)));
        table.deleteOfUsers(before);
        return last(page);
    }

    /** From when on what is remembered of a user is of this account; empty where that cannot be told. */
    private Optional<Long> accountBegins(final JID user) {
        try {
            final Optional<Account> account = accounts.account(user);
            if (account.isPresent()) {
                return Optional.ofNullable(account.get().created()).map(MonotonicTimestamps::of);
            }
            return online.test(user) ? Optional.empty() : Optional.of(begun);
        } catch (final IllegalStateException e) {
            Log.debug("The nicknames of {} are kept.", user, e);
            return Optional.empty();
        }
    }
}
