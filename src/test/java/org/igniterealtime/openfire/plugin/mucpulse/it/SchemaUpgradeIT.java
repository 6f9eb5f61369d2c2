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
package org.igniterealtime.openfire.plugin.mucpulse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChatStateTroupe.STATES;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChatStateTroupe.features;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** D1: the server turns the tables of earlier versions into those of this one, and what they hold takes effect. */
@DisabledIfSystemProperty(named = "database", matches = "postgresql|mariadb",
    disabledReason = "There are earlier versions for HSQLDB alone.")
class SchemaUpgradeIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own();

    private static final String PUBSUB = "http://jabber.org/protocol/pubsub";

    private static void replaceTables(final int version) throws IOException {
        final List<List<String>> tables = openfire.control().query("SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES"
            + " WHERE TABLE_NAME LIKE ?", "OFMUCPULSE%");
        assertThat(tables).isNotEmpty();
        tables.forEach(table -> openfire.control().update("DROP TABLE " + table.get(0)));
        openfire.control().update("DELETE FROM ofVersion WHERE name='mucpulse'");
        final String script = Files.readString(Path.of("src/test/resources/schema/version-" + version + ".sql"));
        for (final String sql : script.replaceAll("(?m)^--.*$", "").split(";")) {
            if (!sql.isBlank()) {
                openfire.control().update(sql.replaceAll("\\s+", " ").trim());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void d1_whatDifferedInRoomsStillDoes(final int version) throws IOException {
        final TestClient owner = openfire.login("owner");
        final String room = openfire.newRoom("kept");
        Rooms.create(owner, room, "Owner", RoomConfig.open());
        openfire.control().unloadPlugin();
        replaceTables(version);
        openfire.control().update("INSERT INTO ofMucPulseRoom (roomJID, raiOff, mepOff, chatStates, chattingOff)"
            + " VALUES (?, 0, 1, 'SUPPRESS', 0)", room);

        openfire.control().loadPlugin();

        assertThat(openfire.control().query("SELECT version FROM ofVersion WHERE name='mucpulse'"))
            .containsExactly(List.of("5"));
        assertThat(openfire.control().query("SELECT feature, switchValue FROM ofMucPulseSwitch WHERE roomJID=?", room))
            .containsExactlyInAnyOrder(List.of("mep", "off"), List.of("chatstate", "suppress"));
        Awaitility.await().atMost(ChatStateTroupe.PATIENCE).untilAsserted(() ->
            assertThat(features(owner, room)).doesNotContain(PUBSUB, STATES));
    }
}
