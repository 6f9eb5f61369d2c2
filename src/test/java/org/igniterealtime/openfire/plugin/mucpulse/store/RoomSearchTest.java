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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomFinder.Found;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.JID;

/** The search for rooms in the server's tables. */
class RoomSearchTest {

    private static final String SERVICE = "conference.example.org";

    private TestDatabase database;
    private RoomSearch search;
    private int rooms;

    @BeforeEach
    void thereIsADatabase() throws Exception {
        database = new TestDatabase();
        search = new RoomSearch(database, "example.org");
        database.execute("INSERT INTO ofMucService (serviceID, subdomain, isHidden) VALUES (1, 'conference', 0)");
        database.execute("INSERT INTO ofMucService (serviceID, subdomain, isHidden) VALUES (2, 'rooms', 0)");
    }

    @AfterEach
    void everyConnectionWasClosed() throws SQLException {
        assertThat(database.openCount()).isZero();
        database.close();
    }

    private void room(final int service, final String name, final String naturalName) throws SQLException {
        database.execute("INSERT INTO ofMucRoom (serviceID, roomID, name, naturalName, publicRoom, membersOnly) VALUES ("
            + service + ", " + ++rooms + ", '" + name + "', " + naturalName + ", 1, 0)");
    }

    @Test
    void rooms_arePagedInTheOrderOfTheirNames() throws SQLException {
        for (int i = 119; i >= 0; i--) {
            room(1, String.format("room%03d", i), "NULL");
        }
        room(2, "room000", "NULL");

        assertThat(search.count(SERVICE, "")).isEqualTo(120);
        assertThat(search.page(SERVICE, "", 100, 50)).hasSize(20).startsWith(new Found(new JID("room100@" + SERVICE), ""));
        assertThat(search.page(SERVICE, "", 50, 50)).hasSize(50);
        assertThat(search.page(SERVICE, "", 120, 50)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"bal, balcony", "BAL, balcony", "pri, orchard", "PRIVATE, orchard", "%, per%cent", "_, under_score",
        "!, bang!", "ket[, bracket["})
    void rooms_areFoundByWhatTheirNamesHold(final String text, final String found) throws SQLException {
        room(1, "balcony", "NULL");
        room(1, "orchard", "'Capulet''s Private Orchard'");
        room(1, "per%cent", "'x'");
        room(1, "under_score", "'x'");
        room(1, "bang!", "'x'");
        room(1, "bracket[", "'x'");

        assertThat(search.page(SERVICE, text, 0, 10)).extracting(one -> one.room().getNode()).containsExactly(found);
        assertThat(search.count(SERVICE, text)).isEqualTo(1);
    }

    @Test
    void rooms_namesForPeopleAreTold() throws SQLException {
        room(1, "orchard", "'<b>Orchard</b>'");

        assertThat(search.page(SERVICE, "", 0, 10))
            .isEqualTo(List.of(new Found(new JID("orchard@" + SERVICE), "<b>Orchard</b>")));
    }

    @Test
    void rooms_failingDatabaseIsTold() {
        database.failAt("open");

        assertThatThrownBy(() -> search.count(SERVICE, "")).isInstanceOf(SQLException.class);
    }
}
