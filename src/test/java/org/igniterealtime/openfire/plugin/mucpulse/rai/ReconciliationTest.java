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

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.port.Account;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.store.JdbcRoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.store.Sql;
import org.igniterealtime.openfire.plugin.mucpulse.store.TableWalks;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.xmpp.packet.JID;

/** R14, S3: what is remembered of rooms and accounts that are no more, or are others by now, is deleted. */
class ReconciliationTest {

    private static final String SERVICE = "conference.example.org";
    private static final Instant MADE = Instant.parse("2025-06-01T00:00:00Z");
    private static final long BEFORE = MonotonicTimestamps.of(MADE) - 1;
    private static final long AFTER = MonotonicTimestamps.of(MADE) + 1;

    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final Rooms rooms = mock(Rooms.class);
    private final Map<JID, Account> accounts = new HashMap<>();
    private final Set<JID> unknown = new HashSet<>();
    private final Set<JID> online = new HashSet<>();
    private final List<String> forgotten = new ArrayList<>();
    private TestDatabase database;
    private Reconciliation reconciliation;

    private final class FakeAccounts implements Accounts {
        @Override
        public boolean isLocal(final JID user) {
            return user.getDomain().equals("example.org");
        }

        @Override
        public boolean isRegistered(final JID user) {
            return accounts.containsKey(user);
        }

        @Override
        public Optional<Account> account(final JID user) {
            if (unknown.contains(user)) {
                throw new IllegalStateException("as the test wants it");
            }
            return Optional.ofNullable(accounts.get(user));
        }
    }

    @BeforeEach
    void thereIsADatabase() throws Exception {
        database = new TestDatabase();
        database.execute("INSERT INTO ofMucService (serviceID, subdomain, isHidden) VALUES (1, 'conference', 0)");
        database.execute("INSERT INTO ofMucRoom (serviceID, roomID, name, publicRoom, membersOnly, creationDate)"
            + " VALUES (1, 1, 'orchard', 1, 0, '00" + MADE.toEpochMilli() + "')");
        Mockito.lenient().when(rooms.room(Mockito.any())).thenReturn(Optional.empty());
        Mockito.lenient().when(rooms.snapshot(Mockito.any())).thenCallRealMethod();
        Mockito.lenient().when(rooms.createdIfLoaded(Mockito.any())).thenCallRealMethod();
        accounts.put(new JID("romeo@example.org"), new Account(MADE));
        accounts.put(new JID("ldap@example.org"), new Account(null));
        reconciliation = new Reconciliation(database, new JdbcRoomDirectory(database, "example.org"), rooms,
            new FakeAccounts(), online::contains, (user, before) -> forgotten.add(user.toString()),
            () -> MonotonicTimestamps.of(executor.instant()), executor,
            new Reconciliation.Bounds(2, 5));
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private void visit(final String user, final String room, final long stamp) throws SQLException {
        final String bare = room + '@' + SERVICE;
        database.execute("INSERT INTO ofMucPulseLastVisit (userKey, roomKey, userJID, roomJID, lastVisit) VALUES ('"
            + String.join("', '", Sql.key(user), Sql.key(bare), user, bare) + "', " + stamp + ')');
    }

    private void activity(final String room, final String author, final long stamp) throws SQLException {
        final String bare = room + '@' + SERVICE;
        database.execute("INSERT INTO ofMucPulseLastActivity (roomKey, roomJID, authorKey, lastAuthor, lastActivity) VALUES ('"
            + String.join("', '", Sql.key(bare), bare, Sql.key(author), author) + "', " + stamp + ')');
    }

    private void reconcile() {
        reconciliation.start();
        executor.advance(Duration.ofMinutes(10));
    }

    private List<String> visitors() throws SQLException {
        return database.rows("SELECT userJID FROM ofMucPulseLastVisit ORDER BY userJID");
    }

    private List<String> visited() throws SQLException {
        return database.rows("SELECT DISTINCT roomJID FROM ofMucPulseLastVisit ORDER BY roomJID").stream()
            .map(room -> room.substring(0, room.indexOf('@'))).toList();
    }

    @Test
    void r14_nothingHappensOnTheWayUp() {
        reconciliation.start();

        assertThat(database.openedCount()).isZero();
    }

    @Test
    void r14_visitsOfRoomsThatAreNoMoreAreDeleted() throws SQLException {
        for (int i = 0; i < 7; i++) {
            visit("a@example.net", "gone" + i, AFTER);
        }
        visit("a@example.net", "orchard", AFTER);
        visit("b@example.net", "orchard", BEFORE);
        activity("orchard", "a@example.net", AFTER);
        activity("gone0", "a@example.net", AFTER);

        reconcile();

        assertThat(visited()).containsExactly("orchard");
        assertThat(visitors()).as("not from before the room came to be").containsExactly("a@example.net");
        assertThat(database.rows("SELECT roomJID FROM ofMucPulseLastActivity"))
            .containsExactly("orchard@" + SERVICE);
    }

    @Test
    void r14_temporaryRoomThatIsThereKeepsItsVisitsAndNotThoseOfItsPredecessor() throws SQLException {
        final JID tomb = new JID("tomb", SERVICE, null);
        Mockito.when(rooms.room(tomb)).thenReturn(
            Optional.of(new RoomView(tomb, RoomAccess.OPEN, false, false, List.of())));
        Mockito.when(rooms.created(tomb)).thenReturn(MADE);
        visit("a@example.net", "tomb", BEFORE);
        visit("b@example.net", "tomb", AFTER);

        reconcile();

        assertThat(visitors()).containsExactly("b@example.net");
    }

    @Test
    void r14_whatIsWrittenAfterTheBeginningStays() throws SQLException {
        visit("a@example.net", "gone", AFTER);
        visit("b@example.net", "gone", MonotonicTimestamps.of(executor.instant().plus(Duration.ofHours(1))));

        reconcile();

        assertThat(visitors()).containsExactly("b@example.net");
    }

    @Test
    void r14_visitsOfAccountsThatAreNoMoreOrOthersByNowAreDeleted() throws SQLException {
        visit("romeo@example.org", "orchard", AFTER);
        database.execute("UPDATE ofMucRoom SET creationDate='000000000000000'");
        visit("deleted@example.org", "orchard", AFTER);
        accounts.put(new JID("renamed@example.org"), new Account(MADE));
        visit("renamed@example.org", "orchard", BEFORE);
        visit("ldap@example.org", "orchard", BEFORE);
        unknown.add(new JID("undecided@example.org"));
        visit("undecided@example.org", "orchard", AFTER);
        online.add(new JID("anonymous@example.org"));
        visit("anonymous@example.org", "orchard", AFTER);
        visit("deleted@example.net", "orchard", AFTER);

        reconcile();

        assertThat(visitors()).containsExactly("anonymous@example.org", "deleted@example.net", "ldap@example.org",
            "romeo@example.org", "undecided@example.org");
    }

    @Test
    void r14_authorsThatAreNoMoreOrOthersByNowAreForgotten() throws SQLException {
        database.execute("UPDATE ofMucRoom SET creationDate='000000000000000'");
        for (final String room : List.of("b", "c", "d")) {
            database.execute("INSERT INTO ofMucRoom (serviceID, roomID, name, publicRoom, membersOnly)"
                + " VALUES (1, " + (int) room.charAt(0) + ", '" + room + "', 1, 0)");
        }
        activity("orchard", "romeo@example.org", AFTER);
        activity("b", "deleted@example.org", AFTER);
        activity("c", "romeo@example.org", BEFORE);
        activity("d", "deleted@example.net", BEFORE);

        reconcile();

        assertThat(database.rows("SELECT roomJID, lastAuthor FROM ofMucPulseLastActivity ORDER BY roomJID"))
            .containsExactly("b@" + SERVICE + "|null", "c@" + SERVICE + "|null",
                "d@" + SERVICE + "|deleted@example.net", "orchard@" + SERVICE + "|romeo@example.org");
        assertThat(forgotten).contains("deleted@example.org", "romeo@example.org");
    }

    @Test
    void r14_failureOfTheDatabaseDeletesNothingAndIsMadeUpFor() throws SQLException {
        visit("a@example.net", "gone", AFTER);
        visit("a@example.net", "orchard", AFTER);
        database.failAt("open");
        reconcile();
        database.recover();
        assertThat(visited()).containsExactly("gone", "orchard");

        executor.advance(TableWalks.RETRY.multipliedBy(2));

        assertThat(visited()).containsExactly("orchard");
    }

    @Test
    void r14_errorEndsNoWalk() throws SQLException {
        visit("a@example.net", "gone", AFTER);
        Mockito.doThrow(new StackOverflowError("as the test wants it")).doCallRealMethod().when(rooms)
            .createdIfLoaded(Mockito.any());

        reconcile();

        assertThat(visited()).isEmpty();
    }

    @Test
    void r14_itBeginsAnewEveryDayAndWhenAskedTo() throws SQLException {
        reconcile();
        visit("a@example.net", "gone", AFTER);
        executor.advance(TableWalks.INTERVAL);
        assertThat(visited()).isEmpty();

        visit("a@example.net", "gone", AFTER);
        reconciliation.startNow();
        executor.advance(Duration.ofMinutes(1));
        assertThat(visited()).isEmpty();
    }

    @Test
    void s3_visitsOfOneUserAreBounded() throws SQLException {
        database.execute("UPDATE ofMucRoom SET creationDate='000000000000000'");
        final ReconciliationTable table = new ReconciliationTable(database);
        for (int i = 0; i < 20; i++) {
            visit("a@example.net", "r" + i, i);
        }

        table.keepNewest(table.visitors(TableWalks.FIRST, 1).get(0), 5);

        assertThat(database.rows("SELECT lastVisit FROM ofMucPulseLastVisit ORDER BY lastVisit"))
            .containsExactly("15", "16", "17", "18", "19");
    }

    @Test
    void s3_visitsOfOneDomainAreBounded() throws SQLException {
        database.execute("UPDATE ofMucRoom SET creationDate='000000000000000'");
        for (int i = 0; i < 20; i++) {
            visit("u" + i % 7 + "@evil.example.net", "orchard" + (i < 7 ? "" : i), i);
        }
        for (int i = 0; i < 5; i++) {
            visit("u" + i + "@example.net", "orchard", i);
            visit("u" + i + "@xevil.example.net", "orchard", i);
        }
        for (int i = 7; i < 20; i++) {
            database.execute("INSERT INTO ofMucRoom (serviceID, roomID, name, publicRoom, membersOnly, creationDate)"
                + " VALUES (1, " + i + ", 'orchard" + i + "', 1, 0, '000000000000000')");
        }

        reconcile();

        assertThat(database.rows("SELECT lastVisit FROM ofMucPulseLastVisit WHERE userJID LIKE '%@evil.example.net'"
            + " ORDER BY lastVisit")).containsExactly("15", "16", "17", "18", "19");
        assertThat(visitors()).filteredOn(user -> !user.contains("@evil")).hasSize(10);
    }

    @Test
    void s3_visitsOfManySubdomainsOfOneDomainAreBounded() {
        // Each user counts with a share of the whole that a database of this size cannot hold.
        final long share = Reconciliation.VISITS_PER_SUBDOMAINS / 4;
        for (int i = 0; i < 4; i++) {
            assertThat(reconciliation.isOfTooManySubdomains(new JID("u@s" + i + ".example.net"), share)).isFalse();
        }
        assertThat(reconciliation.isOfTooManySubdomains(new JID("u@s4.example.net"), 1)).isTrue();
        assertThat(reconciliation.isOfTooManySubdomains(new JID("u@example.net"), share)).isFalse();
        assertThat(reconciliation.isOfTooManySubdomains(new JID("u@s.example.com"), share)).isFalse();
    }
}
