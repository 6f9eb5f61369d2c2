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
package org.igniterealtime.openfire.plugin.mucpulse.admin.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck.Finding;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck.State;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseGuard.Condition;
import org.igniterealtime.openfire.plugin.mucpulse.store.StateTable;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The check of the tables writes, reads and removes a row. */
class TablesCheckTest {

    private TestDatabase database;
    private Condition condition = Condition.AVAILABLE;

    @BeforeEach
    void open() throws Exception {
        database = new TestDatabase();
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    private Finding check() {
        return new TablesCheck(new StateTable(database), () -> condition, () -> "a".repeat(100), Runnable::run,
            () -> Instant.ofEpochMilli(5)).run().toCompletableFuture().join();
    }

    @Test
    void rowIsWrittenReadAndRemoved() throws Exception {
        assertThat(check().state()).isEqualTo(State.GOOD);
        assertThat(database.openedCount()).isGreaterThan(2);
        assertThat(database.rows("SELECT name FROM ofMucPulseState")).isEmpty();
    }

    @Test
    void failingDatabaseIsSaid() {
        database.failAt("prepareStatement");

        assertThat(check().meaning().key()).isEqualTo("selftest.tables.bad");
    }

    @Test
    void missingTablesAreSaidWithoutTrying() {
        condition = Condition.MISSING;

        assertThat(check().meaning().key()).isEqualTo("selftest.tables.missing");
        assertThat(database.openedCount()).isZero();
    }

    @Test
    void nothingIsTriedWhereTooManyQueriesWait() {
        final TablesCheck check = new TablesCheck(new StateTable(database), () -> condition, () -> "", task -> {
            throw new RejectedExecutionException("full");
        }, () -> Instant.EPOCH);

        assertThat(check.run().toCompletableFuture().join().state()).isEqualTo(State.UNKNOWN);
    }
}
