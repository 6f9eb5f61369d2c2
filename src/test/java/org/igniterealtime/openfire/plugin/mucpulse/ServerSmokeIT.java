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
package org.igniterealtime.openfire.plugin.mucpulse;

import static org.assertj.core.api.Assertions.assertThat;

import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireServer;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.ServerControl;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real server with MUC Pulse starts, serves and stops: what all other integration tests rest on. */
class ServerSmokeIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own();

    @Test
    void pluginIsLoaded() {
        assertThat(openfire.control().isPluginLoaded(ServerControl.PLUGIN)).isTrue();
    }

    @Test
    void clientsTalkInRoom() {
        // Given a room with two in it
        final String room = openfire.newRoom("talk");
        final TestClient alice = openfire.login("alice");
        final TestClient bob = openfire.login("bob");
        Rooms.create(alice, room, "Alice", RoomConfig.open());
        bob.joinRoom(room, "Bob");

        // When one speaks
        alice.say(room, "Good morning");

        // Then the other hears it
        final Stanza heard = bob.await(stanza -> stanza.body().filter("Good morning"::equals).isPresent());
        assertThat(heard.from()).isEqualTo(room + "/Alice");
        assertThat(heard.type()).isEqualTo("groupchat");
    }

    @Test
    void serverStopsAndStartsAgain(final OpenfireServer server) {
        // Given a user and a persistent room
        final String room = openfire.newRoom("kept");
        final String user = openfire.newUser("carol");
        final TestClient before = openfire.login(user, "before");
        Rooms.create(before, room, "Carol", RoomConfig.open());
        before.disconnect();

        // When the server stops and starts again
        server.stop();
        assertThat(server.isRunning()).isFalse();
        server.startAgain();

        // Then both are there
        final TestClient after = openfire.login(user, "after");
        assertThat(after.joinRoom(room, "Carol").mucStatus()).doesNotContain(201);
    }

    @Test
    void serverStartsAfterKill(final OpenfireServer server) {
        // Given what was committed to the database
        final String user = openfire.newUser("dave");

        // When the server is killed and started again
        server.kill();
        assertThat(server.isRunning()).isFalse();
        server.startAgain();

        // Then it serves
        final TestClient client = openfire.login(user, "after");
        client.sync();
        assertThat(server.control().sessions()).contains(client.jid());
    }
}
