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

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireServer;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.igniterealtime.openfire.plugin.mucpulse.store.HandoverFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * R16: what rooms of a real server say of how much is said in them. As an hour has to be over first, the hours before
 * are written into the file that the plugin left for its next start.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0502.html">XEP-0502: MUC Activity Indicator</a>
 */
class RaiActivityLevelIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own();

    private static final String INFO = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
    private static final String FIELD = "{urn:xmpp:muc-activity}message-activity";
    private static final String ROOM_INFO = "http://jabber.org/protocol/muc#roominfo";

    private final RaiScene scene = new RaiScene(openfire);

    @FunctionalInterface
    private interface Content {
        void writeTo(DataOutputStream out) throws IOException;
    }

    private static byte[] record(final Content content) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.writeTo(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    /** As if 48 messages had been counted in each room in the hour before last. */
    private static void writeCounts(final OpenfireServer server, final List<String> rooms) throws IOException {
        final Instant now = Instant.now();
        final List<byte[]> records = new ArrayList<>();
        records.add(record(out ->
            out.writeLong(TimeUnit.MILLISECONDS.toMicros(now.minus(Duration.ofDays(3)).toEpochMilli()))));
        for (final String room : rooms) {
            records.add(record(out -> {
                out.writeUTF(room);
                out.writeByte(1);
                out.writeLong(TimeUnit.MILLISECONDS.toHours(now.toEpochMilli()) - 2);
                out.writeInt(48);
            }));
        }
        new HandoverFile(server.home().resolve("mucpulse"), "rai-levels", 1, InstantSource.system())
            .write(records.iterator());
    }

    /** "{urn:xmpp:muc-activity}message-activity" is in the form of a persistent, public, open room, and of no other. */
    @Test
    void r16_publicRoomsSayHowManyMessagesAnHourThereAreAndOthersDoNot(final OpenfireServer server) throws IOException {
        final String open = scene.room();
        final String silent = scene.room();
        final String hidden = scene.room(RoomConfig.open().hidden());
        final String members = scene.room(RoomConfig.open().membersOnly());
        final String locked = scene.room(RoomConfig.open().password("secret"));
        scene.say(open);
        final TestClient stranger = openfire.login("stranger");
        assertThat(stranger.query("get", open, INFO).xml()).as("before an hour is over").contains(ROOM_INFO)
            .doesNotContain(FIELD);

        server.stop();
        writeCounts(server, List.of(open, hidden, members, locked));
        server.startAgain();

        final TestClient again = openfire.login("again");
        assertThat(again.query("get", open, INFO).xml()).contains(ROOM_INFO).contains(FIELD).contains(">2.00<");
        assertThat(again.query("get", silent, INFO).xml()).contains(FIELD).contains(">0.00<");
        for (final String room : List.of(hidden, members, locked)) {
            assertThat(again.query("get", room, INFO).xml()).as(room).contains("muc_").doesNotContain(FIELD);
        }
        final String temporary = openfire.newRoom("temporary");
        Rooms.create(again, temporary, "Again", RoomConfig.temporary());
        assertThat(again.query("get", temporary, INFO).xml()).contains("muc_temporary").doesNotContain(FIELD);
        assertThat(again.query("get", server.mucDomain(), INFO).xml()).contains("urn:xmpp:rai:0").doesNotContain(FIELD);

        // And an administrator who does not want it, is obeyed at once.
        openfire.control().setProperty("mucpulse.rai.activity-level", "false");
        Awaitility.await().atMost(RaiScene.PATIENCE).untilAsserted(() ->
            assertThat(again.query("get", open, INFO).xml()).doesNotContain(FIELD));
        openfire.control().setProperty("mucpulse.rai.activity-level", "true");
        Awaitility.await().atMost(RaiScene.PATIENCE).untilAsserted(() ->
            assertThat(again.query("get", open, INFO).xml()).contains(FIELD));
    }
}
