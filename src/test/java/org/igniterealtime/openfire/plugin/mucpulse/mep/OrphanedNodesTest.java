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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.log4j.Level;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeConfiguration.SendLast;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.LogListener;
import org.igniterealtime.openfire.plugin.mucpulse.store.JdbcRoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.store.OrphanedRooms;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeMuc;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** M10: a room's nodes live as long as the room, and not in the tables for ever. */
class OrphanedNodesTest {

    private static final JID COVEN = new JID("coven@chat.shakespeare.lit");
    private static final JID HEATH = new JID("heath@chat.shakespeare.lit");
    private static final JID GLOBE = new JID("globe@plays.shakespeare.lit");
    private static final NodeConfiguration CONFIGURATION = new NodeConfiguration("", "", true, true, true, false, true, 20,
        SendLast.ON_SUB_AND_PRESENCE, Duration.ZERO, 65_536);

    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private TestDatabase database;
    private NodeTable store;
    private NodeWriteBehind writeBehind;
    private OrphanedNodes orphaned;
    private final FakeMuc muc = new FakeMuc(new FakeUsers("shakespeare.lit"));
    private boolean home = true;

    @BeforeEach
    void threeRoomsHaveNodes() throws SQLException, IOException {
        database = new TestDatabase();
        store = new NodeTable(database);
        writeBehind = new NodeWriteBehind(store, 1_000_000);
        orphaned = new OrphanedNodes(store, new JdbcRoomDirectory(database, "shakespeare.lit"), muc, writeBehind,
            executor, () -> home);
        database.execute("INSERT INTO ofMucService (serviceID, subdomain, isHidden) VALUES (1, 'chat', 0)");
        database.execute("INSERT INTO ofMucService (serviceID, subdomain, isHidden) VALUES (2, 'plays', 0)");
        database.execute("INSERT INTO ofMucRoom (serviceID, roomID, name, publicRoom, membersOnly) VALUES (1, 1, 'coven', 1, 0)");
        database.execute("INSERT INTO ofMucRoom (serviceID, roomID, name, publicRoom, membersOnly) VALUES (1, 2, 'heath', 1, 0)");
        database.execute("INSERT INTO ofMucRoom (serviceID, roomID, name, publicRoom, membersOnly) VALUES (2, 3, 'globe', 1, 0)");
        for (final JID room : List.of(COVEN, HEATH, GLOBE)) {
            writeBehind.change(room, "n", NodeChange.replacement(
                new StoredNode("n", Instant.EPOCH, CONFIGURATION, null, List.of())));
        }
        writeBehind.flush();
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private void settle() {
        executor.runUntilIdle();
        writeBehind.flush();
    }

    @Test
    void m10_nodesOfRoomsThatWereDestroyedUnseenAreDeletedAtTheStart() throws SQLException {
        database.execute("DELETE FROM ofMucRoom WHERE name='heath'");

        orphaned.start();
        settle();

        assertThat(store.newest()).containsOnlyKeys(COVEN, GLOBE);
    }

    @Test
    void m10_nodesOfARoomThatIsOnlyInMemoryAreKept() throws SQLException {
        database.execute("DELETE FROM ofMucRoom WHERE name='heath'");
        muc.create(HEATH);

        orphaned.start();
        settle();

        assertThat(store.newest()).containsOnlyKeys(COVEN, HEATH, GLOBE);
    }

    @Test
    void m10_nodesOfAnEarlierRoomOfThatNameAreDeletedAtTheStart() throws SQLException {
        database.execute("UPDATE ofMucRoom SET creationDate='000000000030000' WHERE name='coven'");
        database.execute("UPDATE ofMucRoom SET creationDate='000000000090000' WHERE name='heath'");

        orphaned.start();
        settle();

        assertThat(store.newest()).containsOnlyKeys(COVEN, GLOBE);
    }

    @Test
    void k6_onlyTheServerThatWritesNodesDeletesThem() throws SQLException {
        home = false;
        database.execute("DELETE FROM ofMucRoom WHERE name='heath'");
        orphaned.start();
        orphaned.serviceRemoved("plays.shakespeare.lit");
        database.execute("DELETE FROM ofMucService WHERE subdomain='plays'");
        executor.advance(Duration.ofMinutes(1));
        settle();
        assertThat(store.newest()).containsOnlyKeys(COVEN, HEATH, GLOBE);

        home = true;
        orphaned.homeMoved(Optional.of("this"), true);
        settle();
        assertThat(store.newest()).containsOnlyKeys(COVEN);
    }

    @Test
    void m10_nodesOfADeletedServiceAreDeletedALittleLater() throws SQLException {
        orphaned.serviceRemoved("chat.shakespeare.lit");
        settle();
        database.execute("DELETE FROM ofMucService WHERE subdomain='chat'");

        executor.advance(Duration.ofMinutes(1));
        settle();

        assertThat(store.newest()).containsOnlyKeys(GLOBE);
        assertThat(executor.waitingCount()).isZero();
    }

    @Test
    void m10_nodesOfAServiceThatIsOnlyOutOfReachAreKept() throws SQLException {
        database.execute("DELETE FROM ofMucRoom WHERE name='globe'");

        orphaned.serviceRemoved("chat.shakespeare.lit");
        executor.advance(Duration.ofMinutes(10));
        settle();

        assertThat(store.newest()).as("another service is not looked at").containsOnlyKeys(COVEN, HEATH, GLOBE);
    }

    @Test
    void m10_whereTheDatabaseCannotBeReadNothingIsDeleted() throws SQLException {
        final LogListener log = new LogListener(OrphanedRooms.class);
        database.execute("DELETE FROM ofMucRoom WHERE name='heath'");
        database.failAt("open");

        orphaned.start();
        executor.runUntilIdle();

        database.failAt("");
        log.close();
        writeBehind.flush();
        assertThat(store.newest()).hasSize(3);
        assertThat(log.heard(Level.WARN)).hasSize(1);
    }
}
