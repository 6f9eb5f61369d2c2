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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.Optional;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ManualTicker;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** How often rooms are looked at. */
class RoomWatchTest {

    private static final JID GARDEN = new JID("garden@conference.example.org");

    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final ManualTicker ticker = new ManualTicker();
    private final RoomProfiles rooms = mock(RoomProfiles.class);
    private final RoomWatch.Listener listener = mock(RoomWatch.Listener.class);
    private final RoomWatch watch = new RoomWatch(executor, rooms, ticker, listener);
    private Duration look = Duration.ZERO;
    private int looks;

    /** How often a room is looked at in some time, after it was for the first time. */
    private int looksWithin(final Duration time) {
        when(listener.isOfInterest(GARDEN)).thenReturn(true);
        when(rooms.profile(GARDEN)).thenAnswer(call -> {
            looks++;
            ticker.advance(look);
            return Optional.of(new RoomProfile(GARDEN, RoomAccess.OPEN, false, "Garden", ""));
        });
        watch.profile(GARDEN);
        watch.pollIfNeeded();
        looks = 0;
        executor.advance(time);
        return looks;
    }

    @Test
    void u3_roomsAreLookedAtOnceASecond() {
        assertThat(looksWithin(Duration.ofSeconds(20))).isEqualTo(20);
    }

    /** In a cluster, a look at a room takes milliseconds. */
    @Test
    void u3_looksThatTakeLongLeaveTimeForAllElse() {
        look = Duration.ofMillis(500);

        // After a second, and then every 4.5 seconds.
        assertThat(looksWithin(Duration.ofSeconds(20))).isEqualTo(5);
    }
}
