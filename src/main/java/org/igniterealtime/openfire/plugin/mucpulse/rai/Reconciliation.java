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

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Account;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.rai.ReconciliationTable.Stored;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseUnavailableException;
import org.igniterealtime.openfire.plugin.mucpulse.store.Sql;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.RegisteredDomain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Compares what is remembered of visits and activity with the rooms and accounts that there are, and deletes what
 * belongs to none: rooms that were destroyed and accounts that were deleted while the plugin was not there, or whose
 * names belong to others since, which shows in when they were made. Also keeps the visits of one user, and those of
 * one other domain, within bounds. What cannot be decided stays as it is.
 * <p>
 * It begins some seconds after the start, goes through the tables in small pages with pauses, loads no room, and begins
 * anew once a day. All methods may be called by every thread.
 */
public final class Reconciliation {

    private static final Logger Log = LoggerFactory.getLogger(Reconciliation.class);

    /** How many visits of one user are remembered. */
    static final int VISITS_PER_USER = 10_000;
    /** How many visits of all users of one other domain are remembered. */
    static final int VISITS_PER_DOMAIN = 100_000;
    /** How many visits of all users of all subdomains of one registered domain are remembered. */
    static final int VISITS_PER_SUBDOMAINS = 4 * VISITS_PER_DOMAIN;
    /** Of how many other domains the visits are counted at a time. */
    private static final int DOMAINS = 10_000;

    static final Duration START = Duration.ofSeconds(10);
    static final Duration PAUSE = Duration.ofMillis(200);
    static final Duration RETRY = Duration.ofMinutes(1);
    static final Duration INTERVAL = Duration.ofDays(1);

    private final ReconciliationTable table;
    private final RoomDirectory directory;
    private final Rooms rooms;
    private final Accounts accounts;
    private final Predicate<JID> online;
    private final BiConsumer<JID, Long> forgetAuthor;
    private final LongSupplier timestamps;
    private final SerialExecutor executor;
    private final int pageSize;
    private final int visitsPerDomain;
    // For the executor alone from here on.
    private final Queue<Walk> walks = new ArrayDeque<>();
    private final Map<String, Long> visitsByDomain = new HashMap<>();
    private final Map<String, Long> visitsOfSubdomains = new HashMap<>();
    private long begun;
    private boolean failing;

    /**
     * How much is done at once, and kept.
     *
     * @param pageSize how many users or rooms are looked at together
     * @param visitsPerDomain how many visits of all users of one other domain are kept
     */
    record Bounds(int pageSize, int visitsPerDomain) {
    }

    /** Does one page; answers the key of its last row, or nothing where that was the end. */
    @FunctionalInterface
    private interface Walk {
        Optional<String> page(String after) throws SQLException;
    }

    /**
     * Creates it.
     *
     * @param database where the tables are
     * @param directory tells which rooms are stored
     * @param rooms tells which rooms are in memory
     * @param accounts tells which accounts there are
     * @param online tells whether a user of this server has a session, which it also can without an account
     * @param forgetAuthor has the memory forget that a user said what was said before a timestamp
     * @param timestamps gives the timestamp of the moment
     * @param executor runs what touches the database
     */
    public Reconciliation(@Nonnull final Database database, @Nonnull final RoomDirectory directory,
                          @Nonnull final Rooms rooms, @Nonnull final Accounts accounts,
                          @Nonnull final Predicate<JID> online, @Nonnull final BiConsumer<JID, Long> forgetAuthor,
                          @Nonnull final LongSupplier timestamps, @Nonnull final SerialExecutor executor) {
        this(database, directory, rooms, accounts, online, forgetAuthor, timestamps, executor,
            new Bounds(500, VISITS_PER_DOMAIN));
    }

    Reconciliation(final Database database, final RoomDirectory directory, final Rooms rooms, final Accounts accounts,
                   final Predicate<JID> online, final BiConsumer<JID, Long> forgetAuthor, final LongSupplier timestamps,
                   final SerialExecutor executor, final Bounds bounds) {
        this.table = new ReconciliationTable(database);
        this.directory = directory;
        this.rooms = rooms;
        this.accounts = accounts;
        this.online = online;
        this.forgetAuthor = forgetAuthor;
        this.timestamps = timestamps;
        this.executor = executor;
        this.pageSize = bounds.pageSize();
        this.visitsPerDomain = bounds.visitsPerDomain();
    }

    /** Begins in a while, and every day anew. */
    public void start() {
        executor.schedule(START, this::begin);
    }

    /** Begins at once, as something that was to be deleted may have been missed; nothing where it is under way. */
    public void startNow() {
        executor.execute(() -> {
            if (walks.isEmpty()) {
                beginWalks();
            }
        });
    }

    private void begin() {
        executor.schedule(INTERVAL, this::begin);
        if (walks.isEmpty()) {
            beginWalks();
        }
    }

    private void beginWalks() {
        begun = timestamps.getAsLong();
        visitsByDomain.clear();
        visitsOfSubdomains.clear();
        walks.add(after -> lookAtRooms(table.visitedRooms(after, pageSize)));
        walks.add(after -> lookAtRooms(table.activeRooms(after, pageSize)));
        walks.add(after -> lookAtVisitors(table.visitors(after, pageSize)));
        walks.add(after -> lookAtAuthors(table.authors(after, pageSize)));
        walks.add(after -> lookAtDomains());
        step(ReconciliationTable.FIRST);
    }

    private void step(final String after) {
        Duration pause = RETRY;
        String next = after;
        try {
            final Optional<String> last = walks.element().page(after);
            failing = false;
            pause = PAUSE;
            next = last.orElse(ReconciliationTable.FIRST);
            if (last.isEmpty()) {
                walks.remove();
            }
        } catch (final SQLException | RuntimeException | LinkageError e) {
            if (!failing && !DatabaseUnavailableException.isCauseOf(e)) {
                failing = true;
                Log.warn("Cannot compare what is remembered with the rooms and accounts that there are. This is tried "
                    + "again every {} until it succeeds.", RETRY, e);
            }
        }
        if (!walks.isEmpty()) {
            final String from = next;
            executor.schedule(pause, () -> step(from));
        }
    }

    private Optional<String> last(final List<Stored> page) {
        return page.size() < pageSize ? Optional.empty() : Optional.of(page.get(page.size() - 1).key());
    }

    private Optional<String> lookAtRooms(final List<Stored> page) throws SQLException {
        final Map<JID, Long> before = new HashMap<>();
        final Map<String, List<JID>> byService =
            page.stream().map(stored -> Sql.jid(stored.jid())).collect(Collectors.groupingBy(JID::getDomain));
        byService.forEach((service, some) -> {
            final Map<JID, RoomDirectory.Entry> stored = directory.rooms(service, some);
            some.forEach(room -> before.put(room, roomBegins(room, Optional.ofNullable(stored.get(room)))));
        });
        table.deleteOfRooms(before);
        return last(page);
    }

    /** Where there is no such room, nothing up to now is of it. */
    private long roomBegins(final JID room, final Optional<RoomDirectory.Entry> stored) {
        return stored.map(RoomDirectory.Entry::created).or(() -> rooms.createdIfLoaded(room))
            .map(MonotonicTimestamps::of).orElse(begun);
    }

    private Optional<String> lookAtVisitors(final List<Stored> page) throws SQLException {
        final Map<JID, Long> before = new HashMap<>();
        for (final Stored visitor : page) {
            final JID user = Sql.jid(visitor.jid());
            if (visitor.rows() > VISITS_PER_USER) {
                table.keepNewest(visitor, VISITS_PER_USER);
            }
            if (accounts.isLocal(user)) {
                accountBegins(user).ifPresent(timestamp -> before.put(user, timestamp));
            } else if (isOfTooManySubdomains(user, visitor.rows())) {
                before.put(user, begun);
            } else if (visitsByDomain.size() < DOMAINS || visitsByDomain.containsKey(user.getDomain())) {
                visitsByDomain.merge(user.getDomain(), visitor.rows(), Long::sum);
            }
        }
        table.deleteOfUsers(before);
        return last(page);
    }

    /** Whether the subdomains of one registered domain have more visits than so many domains may. */
    boolean isOfTooManySubdomains(final JID user, final long visits) {
        final String registered = RegisteredDomain.of(user.getDomain());
        if (registered.equals(user.getDomain())
            || visitsOfSubdomains.size() >= DOMAINS && !visitsOfSubdomains.containsKey(registered)) {
            return false;
        }
        return visitsOfSubdomains.merge(registered, visits, Long::sum) > VISITS_PER_SUBDOMAINS;
    }

    private Optional<String> lookAtAuthors(final List<Stored> page) throws SQLException {
        final Map<JID, Long> before = new HashMap<>();
        for (final Stored author : page) {
            final JID user = Sql.jid(author.jid());
            if (accounts.isLocal(user)) {
                accountBegins(user).ifPresent(timestamp -> before.put(user, timestamp));
            }
        }
        table.forgetAuthors(before);
        before.forEach(forgetAuthor);
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
            Log.debug("What is remembered of {} stays as it is.", user, e);
            return Optional.empty();
        }
    }

    /** No index finds the visits of a domain: where they are too many, all visitors are looked at twice more. */
    private Optional<String> lookAtDomains() {
        visitsByDomain.forEach((domain, visits) -> {
            if (visits > visitsPerDomain) {
                final NewestVisits newest = new NewestVisits(visitsPerDomain);
                walks.add(after -> gather(domain, newest, table.visitors(after, pageSize)));
                walks.add(after -> forgetOlder(domain, newest, table.visitors(after, pageSize)));
            }
        });
        visitsByDomain.clear();
        return Optional.empty();
    }

    private Optional<String> gather(final String domain, final NewestVisits newest, final List<Stored> page)
        throws SQLException {
        // All of a page or nothing, as the page is tried again where it fails.
        final List<Long> timestamps = new ArrayList<>();
        for (final Stored visitor : page) {
            if (Sql.jid(visitor.jid()).getDomain().equals(domain)) {
                timestamps.addAll(table.timestamps(visitor, VISITS_PER_USER));
            }
        }
        newest.add(timestamps);
        return last(page);
    }

    private Optional<String> forgetOlder(final String domain, final NewestVisits newest, final List<Stored> page)
        throws SQLException {
        final Map<JID, Long> before = new HashMap<>();
        newest.oldest().ifPresent(oldest -> page.stream().map(visitor -> Sql.jid(visitor.jid()))
            .filter(user -> user.getDomain().equals(domain)).forEach(user -> before.put(user, oldest)));
        table.deleteOfUsers(before);
        return last(page);
    }
}
