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
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.BALCONY;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_LAPTOP;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;

import java.time.Duration;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.ActiveRoom;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Histogram;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What the administrator learns of Room Activity Indicators. */
class CountsTest {

    private final RaiFixture server = new RaiFixture();

    @BeforeEach
    void romeoIsMember() {
        server.settings.coalescing(Duration.ofMillis(100));
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.rooms.get(BALCONY).members.add(ROMEO);
    }

    private long count(final Metric what) {
        return server.rai.counters().of(ORCHARD.getDomain(), what);
    }

    @Test
    void notificationsRoomsAndWhatTravelsTogetherAreCounted() {
        server.subscribe(ROMEO_PHONE);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.visitAndSay(JULIET_PHONE, BALCONY);
        server.passUntilQuiet();
        server.subscribe(ROMEO_PHONE);
        server.passUntilQuiet();

        assertThat(count(RaiMetrics.SUBSCRIBED)).isEqualTo(2);
        // The first room at once, and the second at the end of the window; both in the list.
        assertThat(count(RaiMetrics.NOTIFIED)).isEqualTo(3);
        assertThat(count(RaiMetrics.ROOMS)).isEqualTo(4);
        assertThat(count(RaiMetrics.COALESCED)).isEqualTo(1);
        assertThat(server.rai.counters().total(RaiMetrics.REFUSED_LIMIT)).isZero();
    }

    @Test
    void refusalsAreCountedByReason() {
        server.settings.subscriptionsPerUser(1);
        server.subscribe(ROMEO_PHONE);
        server.subscribe(ROMEO_LAPTOP);
        server.subscribe(ROMEO);
        server.settings.remoteUsers(false);
        server.subscribe(new JID("mercutio@example.net/phone"));

        assertThat(count(RaiMetrics.SUBSCRIBED)).isEqualTo(1);
        assertThat(count(RaiMetrics.REFUSED_LIMIT)).isEqualTo(1);
        assertThat(count(RaiMetrics.REFUSED_MALFORMED)).isEqualTo(1);
        assertThat(count(RaiMetrics.REFUSED_FORBIDDEN)).isEqualTo(1);
    }

    @Test
    void busiestRoomsComeFirst() {
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        for (int i = 0; i < 3; i++) {
            server.visitAndSay(JULIET_PHONE, BALCONY);
        }

        assertThat(server.rai.activityLevels().mostActiveRooms(5)).containsExactly(new ActiveRoom(BALCONY, 3), new ActiveRoom(ORCHARD, 1));
        assertThat(server.rai.activityLevels().mostActiveRooms(1)).containsExactly(new ActiveRoom(BALCONY, 3));
        server.pass(Duration.ofHours(3));
        assertThat(server.rai.activityLevels().mostActiveRooms(5)).isEmpty();
    }

    @Test
    void delayFromTheMessageToTheNotificationIsRecorded() {
        final Histogram delays = server.rai.counters().histogram(RaiMetrics.DELAY);
        server.settings.coalescing(Duration.ofSeconds(3));
        server.subscribe(ROMEO_PHONE);
        assertThat(all(delays)).isZero();

        server.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(all(delays)).isEqualTo(1);
        assertThat(delays.milliseconds()).isZero();

        server.pass(Duration.ofSeconds(1));
        server.visitAndSay(JULIET_PHONE, BALCONY);
        server.visitAndSay(JULIET_PHONE, BALCONY);
        server.pass(Duration.ofSeconds(4));
        assertThat(all(delays)).isEqualTo(2);
        assertThat(delays.milliseconds()).isEqualTo(2_000);
    }

    private static long all(final Histogram histogram) {
        return histogram.buckets().get(histogram.buckets().size() - 1).count();
    }
}
