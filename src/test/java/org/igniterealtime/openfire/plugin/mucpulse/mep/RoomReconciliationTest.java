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
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.COVEN;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.CRONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.FIRST;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.HAG;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SERVICE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.THIRD;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** K3: what the feature knows of occupants is compared with what the server does. */
class RoomReconciliationTest {

    private static final int ROOMS = 40;

    private final MepFixture server = new MepFixture();

    private void compare(final Duration pause) {
        server.mep.reconciliation().begin();
        server.executor.advance(pause);
        server.settle();
    }

    private void enterUnnoticed(final JID room, final JID session, final String nickname) {
        server.mep.occupancy().joined(room, session, nickname);
        server.settle();
    }

    @Test
    void k3_allRoomsAreComparedEvenWhereThatTakesLongerThanUntilTheNextTime() {
        for (int number = 0; number < ROOMS; number++) {
            final JID room = new JID("room" + number + "@" + SERVICE);
            server.rooms.create(room).nicknames.put(HAG, THIRD);
            enterUnnoticed(room, HAG, THIRD);
            enterUnnoticed(room, CRONE, FIRST);
        }
        for (int time = 0; time < ROOMS; time++) {
            compare(Duration.ofMillis(70));
        }

        assertThat(server.mep.openRooms()).hasSize(ROOMS).allMatch(room -> room.occupants().size() == 1);
    }

    @Test
    void k3_roomIsEmptyOnlyWhereItIsMissedTwiceInARow() {
        server.rooms.remove(COVEN);
        enterUnnoticed(COVEN, CRONE, FIRST);
        compare(Duration.ofSeconds(1));
        assertThat(server.mep.openRooms()).hasSize(1);
        compare(Duration.ofSeconds(1));
        assertThat(server.mep.openRooms()).isEmpty();

        enterUnnoticed(COVEN, CRONE, FIRST);
        compare(Duration.ofSeconds(1));

        assertThat(server.mep.openRooms()).hasSize(1);
    }

    @Test
    void k3_roomThatWasClosedSinceItWasMissedIsMissedForTheFirstTimeAgain() {
        server.rooms.remove(COVEN);
        enterUnnoticed(COVEN, CRONE, FIRST);
        compare(Duration.ofSeconds(1));
        final JID other = new JID("other@" + SERVICE);
        server.rooms.create(other).nicknames.put(HAG, THIRD);
        enterUnnoticed(other, HAG, THIRD);
        server.mep.reconciliation().begin();
        server.mep.occupancy().left(COVEN, CRONE);
        compare(Duration.ofSeconds(1));

        enterUnnoticed(COVEN, CRONE, FIRST);
        compare(Duration.ofSeconds(1));

        assertThat(server.mep.openRooms()).hasSize(2);
    }
}
