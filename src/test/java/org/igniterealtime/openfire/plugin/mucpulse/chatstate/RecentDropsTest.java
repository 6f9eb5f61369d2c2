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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateSettings.Policy;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ManualTicker;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** The console says which chat states were dropped last in a room, and why. */
class RecentDropsTest {

    private static final String ROOM = "room@conference.example.org";

    private final ManualTicker ticker = new ManualTicker();
    private final RecentDrops drops = new RecentDrops(ticker);

    @Test
    void lastOnesAreRememberedLatestFirst() {
        for (int i = 0; i < 30; i++) {
            drops.dropped(ROOM, "n" + i, ChatState.GONE, Decision.GONE);
            ticker.advance(Duration.ofSeconds(1));
        }

        assertThat(drops.of(ROOM)).hasSize(RecentDrops.DROPS).extracting(RecentDrops.Drop::nickname)
            .startsWith("n29", "n28").endsWith("n20");
        assertThat(drops.of(ROOM).get(0).age()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void agesAreSaidInUnitsThatFit() {
        drops.dropped(ROOM, "Alice", ChatState.GONE, Decision.GONE);
        ticker.advance(Duration.ofMinutes(90));
        drops.dropped(ROOM, "Bob", ChatState.GONE, Decision.GONE);
        ticker.advance(Duration.ofMinutes(50));
        drops.dropped(ROOM, "Carol", ChatState.GONE, Decision.GONE);
        ticker.advance(Duration.ofSeconds(119));

        assertThat(new DropReport(drops).lines(new JID(ROOM)).toCompletableFuture().join())
            .extracting(line -> line.values().get(0)).containsExactly(Text.of("age.seconds", 119L),
                Text.of("age.minutes", 51L), Text.of("age.hours", 2L));
    }

    @Test
    void s3_whatIsRememberedIsBounded() {
        for (int i = 0; i < 3 * RecentDrops.ROOMS; i++) {
            drops.dropped(i + ROOM, "n".repeat(3_000), ChatState.GONE, Decision.GONE);
        }
        int known = 0;
        for (int i = 0; i < 3 * RecentDrops.ROOMS; i++) {
            known += drops.of(i + ROOM).size();
        }

        assertThat(known).isBetween(1, RecentDrops.ROOMS);
        assertThat(drops.of(3 * RecentDrops.ROOMS - 1 + ROOM).get(0).nickname()).hasSize(RecentDrops.LONGEST);
    }

    @Test
    void dropOfTheFeatureIsReportedWithItsReasonAndForgottenWithTheRoom() {
        final ChatStateWorld world = ChatStateWorld.withTwo();
        final DropReport report = new DropReport(world.feature.drops());
        assertThat(report.lines(ChatStateWorld.ROOM).toCompletableFuture().join()).isEmpty();

        world.says(ChatStateWorld.HECATE, "composing");
        world.says(ChatStateWorld.HECATE, "composing");
        world.policy(Policy.SUPPRESS);
        world.says(ChatStateWorld.WITCH, "paused");

        assertThat(report.lines(ChatStateWorld.ROOM).toCompletableFuture().join()).containsExactly(
            Text.of("drops.line", Text.of("age.seconds", 0L), "First Witch", "<paused/>", Text.of("drops.suppressed")),
            Text.of("drops.line", Text.of("age.seconds", 0L), "Hecate", "<composing/>", Text.of("drops.repeated")));
        world.feature.roomDestroyed(ChatStateWorld.ROOM);
        assertThat(report.lines(ChatStateWorld.ROOM).toCompletableFuture().join()).isEmpty();
    }
}
