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

import java.sql.SQLException;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** R10: what the plugin has to know of its last run. */
class StateTableTest {

    private TestDatabase database;
    private StateTable store;

    @BeforeEach
    void thereIsADatabase() throws Exception {
        database = new TestDatabase();
        store = new StateTable(database);
    }

    @AfterEach
    void everyConnectionWasClosed() throws SQLException {
        assertThat(database.openCount()).isZero();
        database.close();
    }

    @Test
    void r10_scriptRegistersItsVersion() throws SQLException {
        assertThat(database.rows("SELECT name, version FROM ofVersion")).containsExactly("mucpulse|5");
    }

    @Test
    void r10_numbersAreKeptUnderTheirNames() throws SQLException {
        assertThat(store.state("a")).isEmpty();

        store.setState("a", 5);
        store.setState("b", 6);
        store.setState("a", Long.MAX_VALUE);
        store.clearState("b");
        store.clearState("c");

        assertThat(store.state("a")).hasValue(Long.MAX_VALUE);
        assertThat(store.state("b")).isEmpty();
    }
}
