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
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.log4j.Level;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.LogListener;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.api.Test;

/** K3: servers of a cluster whose clocks differ, by little or by years. */
class PeerClocksTest {

    private static final Duration YEARS = Duration.ofDays(3650);

    private static RaiCluster cluster(final Duration ahead) {
        final RaiCluster cluster = new RaiCluster(null, Map.of("b", ahead), "a", "b");
        cluster.rooms.create(ORCHARD).members.addAll(List.of(ROMEO, JULIET));
        cluster.connect(JULIET_PHONE, "a");
        cluster.connect(ROMEO_PHONE, "b");
        cluster.pass(Duration.ofSeconds(10));
        return cluster;
    }

    private static Instant timeAt(final RaiCluster cluster, final String server) {
        return Instant.EPOCH.plusNanos(1000 * cluster.server(server).timestamps.now());
    }

    private static List<String> tooFarAhead(final RaiCluster cluster, final String server) {
        return cluster.server(server).rai.relayListener().clocks().statuses().stream().map(HealthStatus::id).toList();
    }

    @Test
    void k3_serversGoByTheClockThatIsAheadUpToAnHour() {
        final RaiCluster cluster = cluster(Duration.ofMinutes(59));

        assertThat(timeAt(cluster, "a")).isEqualTo(cluster.clockOf("b"));
        assertThat(tooFarAhead(cluster, "a")).isEmpty();
    }

    @Test
    void k3_noServerGoesByAClockThatIsWrongByYears() {
        final RaiCluster cluster = cluster(YEARS);
        cluster.visitAndSay(ROMEO_PHONE, ORCHARD);
        cluster.pass(Duration.ofSeconds(10));

        assertThat(timeAt(cluster, "a")).as("so that it does not take what it keeps for old")
            .isEqualTo(cluster.clockOf("a"));
        assertThat(tooFarAhead(cluster, "a")).containsExactly("clock-b");
        assertThat(tooFarAhead(cluster, "b")).isEmpty();
    }

    @Test
    void k3_whatFollowsAVisitOnSuchAServerIsLater() {
        final RaiCluster cluster = cluster(YEARS);
        cluster.subscribe(ROMEO_PHONE);
        cluster.join(ROMEO_PHONE, ORCHARD);
        cluster.leave(ROMEO_PHONE, ORCHARD);
        cluster.work();

        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.work();

        assertThat(cluster.takeTold(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void k3_visitThatFollowsAMessageOnSuchAServerIsLater() {
        final RaiCluster cluster = cluster(YEARS);
        cluster.visitAndSay(ROMEO_PHONE, ORCHARD);
        cluster.work();
        cluster.join(JULIET_PHONE, ORCHARD);
        cluster.leave(JULIET_PHONE, ORCHARD);
        cluster.work();

        cluster.subscribe(JULIET_PHONE);
        cluster.work();

        assertThat(cluster.takeTold(JULIET_PHONE)).isEmpty();
    }

    @Test
    void r16_hoursAreThoseOfTheServersOwnClock() {
        final RaiCluster cluster = cluster(YEARS);
        cluster.visitAndSay(ROMEO_PHONE, ORCHARD);
        cluster.work();
        for (int hour = 0; hour < 24; hour++) {
            cluster.visitAndSay(JULIET_PHONE, ORCHARD);
            cluster.pass(Duration.ofHours(1));
        }

        assertThat(cluster.server("a").rai.activityLevels().level(ORCHARD).orElse(0)).isGreaterThanOrEqualTo(1);
    }

    @Test
    void r10_silentServerIsNoticedWhileTimestampsStandStill() {
        final ManualSerialExecutor time = new ManualSerialExecutor();
        final PeersHeard heard = new PeersHeard(time.ticker());
        heard.heard("b", "id-b", 100);
        time.advance(PeersHeard.SILENCE);
        assertThat(heard.reachedUpTo(101)).isEqualTo(101);

        time.advance(Duration.ofMillis(1));
        assertThat(heard.reachedUpTo(102)).isEqualTo(100);

        heard.heard("b", "id-b", 103);
        heard.left("b");
        assertThat(heard.reachedUpTo(104)).isEqualTo(103);
        time.advance(PeersHeard.MEMORY.plusMillis(1));
        assertThat(heard.reachedUpTo(105)).isEqualTo(105);
    }

    @Test
    void k3_clockThatIsWrongIsLoggedOnce() {
        final ManualSerialExecutor time = new ManualSerialExecutor();
        final MonotonicTimestamps timestamps = new MonotonicTimestamps(time);
        final PeerClocks clocks = new PeerClocks(timestamps, peer -> "the machine of " + peer);
        final long wrong = timestamps.now() + Duration.ofDays(1).toNanos() / 1000;
        try (LogListener log = new LogListener(PeerClocks.class)) {
            clocks.heard("b", wrong);
            clocks.heard("b", wrong);
            assertThat(log.heard(Level.WARN)).singleElement().asString().contains("the machine of b", "60 minutes");
        }
        assertThat(clocks.statuses()).singleElement().satisfies(line -> {
            assertThat(line.label()).isEqualTo(Text.of("health.clock", "the machine of b"));
            assertThat(line.level()).isEqualTo(HealthStatus.Level.WARNING);
        });

        clocks.heard("b", timestamps.now());
        assertThat(clocks.statuses()).as("it was set").isEmpty();

        clocks.heard("b", wrong);
        clocks.left("b");
        assertThat(clocks.statuses()).isEmpty();
    }
}
