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
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.SERVICE;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** Looking at rooms in which much is said, because their affiliation lists may have changed. */
class RoomAuditTest {

    private static final int SECONDS = 50;

    private final RaiFixture server = new RaiFixture();

    /** What a look asks takes milliseconds each. */
    private void asInACluster() {
        server.rooms.observe(() -> server.executor.setTime(server.executor.instant().plusMillis(3)));
    }

    /** Has something said in rooms each second; returns how often rooms were looked at. */
    private int looks(final List<JID> rooms) {
        server.rooms.takeLooks();
        for (int i = 0; i < SECONDS; i++) {
            rooms.forEach(room -> server.say(JULIET_PHONE, room));
            server.pass(Duration.ofSeconds(1));
        }
        return server.rooms.takeLooks();
    }

    @Test
    void r8_whereNobodyIsSubscribedRoomsAreHardlyLookedAtForWhatIsSaid() {
        server.join(JULIET_PHONE, ORCHARD);
        server.say(JULIET_PHONE, ORCHARD);
        server.passUntilQuiet();

        asInACluster();

        assertThat(looks(List.of(ORCHARD))).isLessThan(SECONDS / 2);
    }

    @Test
    void r8_whereAllSubscriptionsHaveEndedRoomsAreHardlyLookedAtForWhatIsSaid() {
        server.join(JULIET_PHONE, ORCHARD);
        server.subscribe(ROMEO_PHONE);
        server.say(JULIET_PHONE, ORCHARD);
        server.passUntilQuiet();
        server.rai().sessionEnded(ROMEO_PHONE);
        server.passUntilQuiet();

        asInACluster();

        assertThat(looks(List.of(ORCHARD))).isLessThan(SECONDS / 2);
    }

    @Test
    void r4_lookingForNewMembersTakesASmallPartOfTheTimeHoweverManyRoomsThereAre() {
        final List<JID> rooms = IntStream.range(0, 20).mapToObj(i -> new JID("room" + i, SERVICE, null)).toList();
        rooms.forEach(room -> {
            server.rooms.create(room);
            server.join(JULIET_PHONE, room);
        });
        server.subscribe(ROMEO_PHONE);
        rooms.forEach(room -> server.say(JULIET_PHONE, room));
        server.passUntilQuiet();
        asInACluster();

        assertThat(looks(rooms)).isBetween(5, 200);

        server.rooms.observe(() -> { });
        server.rooms.get(rooms.get(7)).members.add(ROMEO);
        looks(rooms);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(rooms.get(7));
    }
}
