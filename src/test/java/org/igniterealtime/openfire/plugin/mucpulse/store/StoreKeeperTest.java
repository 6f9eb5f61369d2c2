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
package org.igniterealtime.openfire.plugin.mucpulse.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nonnull;
import org.apache.log4j.Level;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.LogListener;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tables of several features, and a database that is away. */
class StoreKeeperTest {

    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final TestDatabase database;
    private final StoreKeeper keeper;
    private final LogListener log = new LogListener(StoreKeeper.class);
    private final List<String> restored = new ArrayList<>();
    private int attempts;

    StoreKeeperTest() throws SQLException, IOException {
        database = new TestDatabase();
        keeper = new StoreKeeper(new RunningMarks(new StateTable(database), Optional::empty), executor);
        database.observe(() -> attempts++);
    }

    @AfterEach
    void close() throws Exception {
        log.close();
        database.close();
    }

    private Table table(final String name) {
        return new Table() {
            @Override
            @Nonnull
            public String description() {
                return name;
            }

            @Override
            public void restore(final boolean crashed) {
                restored.add(name);
            }

            @Override
            public boolean flush() {
                return true;
            }
        };
    }

    @Test
    void r10_databaseThatIsAwayIsTriedOnceForAllTablesAndLoggedOnce() {
        database.failAt("open");
        keeper.add(table("one"));
        keeper.add(table("two"));
        keeper.add(table("three"));
        executor.runUntilIdle();
        final int before = attempts;
        final int logged = log.heard(Level.WARN).size();

        executor.advance(StoreKeeper.RETRY_INTERVAL);

        assertThat(attempts - before).isEqualTo(1);
        assertThat(log.heard(Level.WARN)).hasSize(logged + 1);
        assertThat(restored).isEmpty();
    }

    @Test
    void r10_allTablesAreReadWhenTheDatabaseIsBack() {
        database.failAt("open");
        keeper.add(table("one"));
        keeper.add(table("two"));
        executor.runUntilIdle();

        database.recover();
        executor.advance(StoreKeeper.RETRY_INTERVAL);
        executor.advance(StoreKeeper.RETRY_INTERVAL);

        assertThat(restored).containsExactly("one", "two");
    }
}
