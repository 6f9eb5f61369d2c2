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

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.port.Account;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
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

/** N2, R14: nicknames in rooms and of accounts that are no more, or are others by now, are deleted. */
class OrphanedNicknamesTest {

    private static final String SERVICE = "conference.example.org";
    private static final Instant MADE = Instant.parse("2025-06-01T00:00:00Z");
    private static final long BEFORE = MonotonicTimestamps.of(MADE) - 1;
    private static final long AFTER = MonotonicTimestamps.of(MADE) + 1;

    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final Rooms rooms = mock(Rooms.class);
    private final Map<JID, Account> accounts = new HashMap<>();
    private final Set<JID> unknown = new HashSet<>();
    private final Set<JID> online = new HashSet<>();
    private TestDatabase database;
    private OrphanedNicknames orphans;

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
        when(rooms.createdIfLoaded(Mockito.any())).thenReturn(Optional.empty());
        orphans = new OrphanedNicknames(new NicknameTable(database), new JdbcRoomDirectory(database, "example.org"),
            rooms, new FakeAccounts(), online::contains, () -> MonotonicTimestamps.of(executor.instant()), executor, 2);
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private void nickname(final String user, final String room, final long used) throws SQLException {
        final String bare = room + '@' + SERVICE;
        database.execute("INSERT INTO ofMucPulseNickname (userKey, roomKey, userJID, roomJID, nickKey, nickname, lastUsed)"
            + " VALUES ('" + String.join("', '", Sql.key(user), Sql.key(bare), user, bare, Sql.key("n"), "n") + "', " + used
            + ')');
    }

    private List<String> left() throws SQLException {
        orphans.start();
        executor.advance(Duration.ofMinutes(10));
        return database.rows("SELECT userJID, roomJID FROM ofMucPulseNickname ORDER BY userJID, roomJID").stream()
            .map(row -> row.replace('@' + SERVICE, "")).toList();
    }

    @Test
    void n2_nicknamesInRoomsThatAreNoMoreAreDeleted() throws SQLException {
        for (int i = 0; i < 7; i++) {
            nickname("a@example.net", "gone" + i, AFTER);
        }
        final JID tomb = new JID("tomb", SERVICE, null);
        when(rooms.createdIfLoaded(tomb)).thenReturn(Optional.of(MADE));
        nickname("a@example.net", "orchard", AFTER);
        nickname("b@example.net", "orchard", BEFORE);
        nickname("a@example.net", "tomb", BEFORE);
        nickname("b@example.net", "tomb", AFTER);

        assertThat(left()).containsExactly("a@example.net|orchard", "b@example.net|tomb");
    }

    @Test
    void n2_nicknamesOfAccountsThatAreNoMoreOrOthersByNowAreDeleted() throws SQLException {
        database.execute("UPDATE ofMucRoom SET creationDate='000000000000000'");
        accounts.put(new JID("romeo@example.org"), new Account(MADE));
        accounts.put(new JID("renamed@example.org"), new Account(MADE));
        accounts.put(new JID("ldap@example.org"), new Account(null));
        unknown.add(new JID("undecided@example.org"));
        online.add(new JID("anonymous@example.org"));
        nickname("romeo@example.org", "orchard", AFTER);
        nickname("deleted@example.org", "orchard", AFTER);
        nickname("renamed@example.org", "orchard", BEFORE);
        nickname("ldap@example.org", "orchard", BEFORE);
        nickname("undecided@example.org", "orchard", AFTER);
        nickname("anonymous@example.org", "orchard", AFTER);
        nickname("deleted@example.net", "orchard", AFTER);

        assertThat(left()).containsExactly("anonymous@example.org|orchard", "deleted@example.net|orchard",
            "ldap@example.org|orchard", "romeo@example.org|orchard", "undecided@example.org|orchard");
    }

    @Test
    void n2_whatIsNotedAfterTheBeginningStays() throws SQLException {
        nickname("a@example.net", "gone", AFTER);
        nickname("b@example.net", "gone", MonotonicTimestamps.of(executor.instant().plus(Duration.ofHours(1))));

        assertThat(left()).containsExactly("b@example.net|gone");
    }

    @Test
    void n2_outageDelaysAndADayLaterItIsLookedAgain() throws SQLException {
        nickname("deleted@example.org", "orchard", AFTER);
        database.execute("ALTER TABLE ofMucPulseNickname RENAME TO ofMucPulseAway");
        orphans.start();
        executor.advance(Duration.ofMinutes(5));
        database.execute("ALTER TABLE ofMucPulseAway RENAME TO ofMucPulseNickname");
        executor.advance(Duration.ofMinutes(5));
        assertThat(database.rows("SELECT userJID FROM ofMucPulseNickname")).isEmpty();

        nickname("deleted@example.org", "orchard", AFTER);
        executor.advance(Duration.ofMinutes(1));
        assertThat(database.rows("SELECT userJID FROM ofMucPulseNickname")).hasSize(1);
        executor.advance(TableWalks.INTERVAL);
        assertThat(database.rows("SELECT userJID FROM ofMucPulseNickname")).isEmpty();
    }

    @Test
    void n2_nothingIsReadOnTheWayUp() {
        orphans.start();

        assertThat(database.openedCount()).isZero();
    }
}
