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
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;

import java.time.Duration;
import org.igniterealtime.openfire.plugin.mucpulse.store.StateTable;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** K5: what one server does not hear of another one. Juliet is on the server that is not heard. */
class RaiClusterSplitTest {

    private TestDatabase database;
    private RaiCluster cluster;

    @BeforeEach
    void connect() throws Exception {
        database = new TestDatabase();
        cluster = new RaiCluster(new StateTable(database), "a", "b");
        cluster.rooms.create(ORCHARD).members.add(ROMEO);
        cluster.rooms.get(ORCHARD).members.add(JULIET);
        cluster.connect(JULIET_PHONE, "a");
        cluster.connect(ROMEO_PHONE, "b");
        cluster.subscribe(ROMEO_PHONE);
        cluster.pass(Duration.ofSeconds(10));
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    private void pass(final Duration duration) {
        for (long seconds = duration.toSeconds(); seconds > 0; seconds--) {
            cluster.flush();
            cluster.pass(Duration.ofSeconds(1));
        }
    }

    @Test
    void k5_whatAServerWroteThatWasStoppedWhileItWasCutOffIsTold() {
        cluster.split("a");
        pass(Duration.ofSeconds(10));
        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(cluster.takeTold(ROMEO_PHONE)).isEmpty();

        cluster.stop("a");
        pass(CrashedServers.STOPPING.plusSeconds(10));

        assertThat(cluster.takeTold(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void k5_whatAServerWroteThatWasStoppedLongAfterItWasCutOffIsTold() {
        cluster.split("a");
        pass(Duration.ofMinutes(10));
        cluster.subscribe(ROMEO_PHONE);
        cluster.takeTold(ROMEO_PHONE);
        cluster.join(ROMEO_PHONE, ORCHARD);
        cluster.leave(ROMEO_PHONE, ORCHARD);
        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(cluster.takeTold(ROMEO_PHONE)).isEmpty();

        cluster.stop("a");
        pass(CrashedServers.STOPPING.plusSeconds(10));

        assertThat(cluster.takeTold(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void k5_whatIsLostIsToldThoughTheQuestionForItIsLostAndTheDatabaseDoesNotHaveItYet() {
        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.time.advance(PeerUpdates.WINDOW);
        cluster.network.lose("a", "b");
        cluster.time.advance(PeerListener.ASKING_DELAY);
        cluster.network.loseUnnoticed("b", "a");

        cluster.pass(Duration.ofSeconds(20));

        assertThat(cluster.takeTold(ROMEO_PHONE)).containsExactly(ORCHARD);
    }
}
