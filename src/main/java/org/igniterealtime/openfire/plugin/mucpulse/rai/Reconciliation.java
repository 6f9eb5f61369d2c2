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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.rai.ReconciliationTable.Stored;
import org.igniterealtime.openfire.plugin.mucpulse.store.Beginnings;
import org.igniterealtime.openfire.plugin.mucpulse.store.Sql;
import org.igniterealtime.openfire.plugin.mucpulse.store.TableWalks;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.RegisteredDomain;
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

    /** How many visits of one user are remembered. */
    static final int VISITS_PER_USER = 10_000;
    /** How many visits of all users of one other domain are remembered. */
    static final int VISITS_PER_DOMAIN = 100_000;
    /** How many visits of all users of all subdomains of one registered domain are remembered. */
    static final int VISITS_PER_SUBDOMAINS = 4 * VISITS_PER_DOMAIN;
    /** Of how many other domains the visits are counted at a time. */
    private static final int DOMAINS = 10_000;

    static final Duration START = Duration.ofSeconds(10);

    private final ReconciliationTable table;
    private final Beginnings beginnings;
    private final Accounts accounts;
    private final BiConsumer<JID, Long> forgetAuthor;
    private final LongSupplier timestamps;
    private final TableWalks walks;
    private final int pageSize;
    private final int visitsPerDomain;
    // For the executor alone from here on.
    private final Map<String, Long> visitsByDomain = new HashMap<>();
    private final Map<String, Long> visitsOfSubdomains = new HashMap<>();
    private long begun;

    /**
     * How much is done at once, and kept.
     *
     * @param pageSize how many users or rooms are looked at together
     * @param visitsPerDomain how many visits of all users of one other domain are kept
     */
    record Bounds(int pageSize, int visitsPerDomain) {
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
        this.beginnings = new Beginnings(directory, rooms, accounts, online);
        this.accounts = accounts;
        this.forgetAuthor = forgetAuthor;
        this.timestamps = timestamps;
        this.walks = new TableWalks(executor, this::begin,
            "Cannot compare what is remembered with the rooms and accounts that there are.");
        this.pageSize = bounds.pageSize();
        this.visitsPerDomain = bounds.visitsPerDomain();
    }

    /** Begins in a while, and every day anew. */
    public void start() {
        walks.start(START);
    }

    /** Begins at once, as something that was to be deleted may have been missed; nothing where it is under way. */
    public void startNow() {
        walks.startNow();
    }

    private void begin() {
        begun = timestamps.getAsLong();
        visitsByDomain.clear();
        visitsOfSubdomains.clear();
        walks.add(after -> lookAtRooms(table.visitedRooms(after, pageSize)));
        walks.add(after -> lookAtRooms(table.activeRooms(after, pageSize)));
        walks.add(after -> lookAtVisitors(table.visitors(after, pageSize)));
        walks.add(after -> lookAtAuthors(table.authors(after, pageSize)));
        walks.add(after -> lookAtDomains());
    }

    private Optional<String> last(final List<Stored> page) {
        return TableWalks.last(page, pageSize, Stored::key);
    }

    private Optional<String> lookAtRooms(final List<Stored> page) throws SQLException {
        table.deleteOfRooms(beginnings.ofRooms(page.stream().map(stored -> Sql.jid(stored.jid())).toList(), begun));
        return last(page);
    }

    private Optional<String> lookAtVisitors(final List<Stored> page) throws SQLException {
        final Map<JID, Long> before = new HashMap<>();
        for (final Stored visitor : page) {
            final JID user = Sql.jid(visitor.jid());
            if (visitor.rows() > VISITS_PER_USER) {
                table.keepNewest(visitor, VISITS_PER_USER);
            }
            if (accounts.isLocal(user)) {
                beginnings.ofAccount(user, begun).ifPresent(timestamp -> before.put(user, timestamp));
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
            beginnings.ofAccount(user, begun).ifPresent(timestamp -> before.put(user, timestamp));
        }
        table.forgetAuthors(before);
        before.forEach(forgetAuthor);
        return last(page);
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
