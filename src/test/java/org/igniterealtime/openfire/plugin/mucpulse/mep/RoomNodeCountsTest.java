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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.COVEN;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.CRONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.FIRST;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.dom4j.DocumentHelper;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeConfiguration.SendLast;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** How many nodes rooms have, in the database and in memory. */
class RoomNodeCountsTest {

    private static final JID HEATH = new JID("heath@chat.shakespeare.lit");
    private static final JID GLOBE = new JID("globe@plays.shakespeare.lit");

    private final MepFixture fixture = new MepFixture();
    private TestDatabase database;
    private NodeTable table;

    @BeforeEach
    void roomsHaveNodesInTheDatabase() throws SQLException, IOException {
        database = new TestDatabase();
        table = new NodeTable(database);
        final NodeWriteBehind writeBehind = new NodeWriteBehind(table, 1_000_000);
        store(writeBehind, HEATH, "a", "b");
        store(writeBehind, GLOBE, "a");
        store(writeBehind, COVEN, "a", "b", "c");
        writeBehind.flush();
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private static void store(final NodeWriteBehind writeBehind, final JID room, final String... nodes) {
        final NodeConfiguration configuration = new NodeConfiguration("", "", true, true, true, false, true, 20,
            SendLast.ON_SUB_AND_PRESENCE, Duration.ZERO, 65_536);
        for (final String node : nodes) {
            writeBehind.change(room, node, NodeChange.replacement(
                new StoredNode(node, Instant.EPOCH, configuration, null, List.of())));
        }
    }

    private CompletionStage<Map<JID, Integer>> count(final int limit, final Executor queries) {
        return new RoomNodeCounts(Runnable::run, fixture.mep::openRooms, table, queries).counts(limit);
    }

    private Map<JID, Integer> count(final int limit) {
        return count(limit, Runnable::run).toCompletableFuture().join();
    }

    @Test
    void roomsThatNobodyIsInAreCountedInTheDatabase() {
        assertThat(count(10)).isEqualTo(Map.of(HEATH, 2, GLOBE, 1, COVEN, 3));
        assertThat(count(2)).hasSize(2);
    }

    @Test
    void openRoomsAreCountedInMemory() {
        fixture.join(CRONE, FIRST);
        fixture.settle();
        assertThat(count(10)).isEqualTo(Map.of(HEATH, 2, GLOBE, 1));

        fixture.mep.publish(COVEN, "urn:x:a", "1", DocumentHelper.createElement("x"));
        fixture.settle();
        assertThat(count(10)).isEqualTo(Map.of(HEATH, 2, GLOBE, 1, COVEN, 1));
    }

    @Test
    void whatCannotBeReadIsNotSaidToBeNothing() throws SQLException {
        final CompletionStage<Map<JID, Integer>> rejected = count(10, task -> {
            throw new RejectedExecutionException("as the test wants it");
        });
        assertThatThrownBy(() -> rejected.toCompletableFuture().join()).isInstanceOf(CompletionException.class)
            .hasCauseInstanceOf(RejectedExecutionException.class);

        database.execute("DROP TABLE ofMucPulseRoomNode");
        assertThatThrownBy(() -> count(10)).isInstanceOf(CompletionException.class)
            .hasCauseInstanceOf(SQLException.class);
    }
}
