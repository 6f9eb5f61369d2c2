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
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Handover;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** R15: sessions of other servers live on where this server crashes. */
class SubscriptionSaverTest {

    private static final JID MERCUTIO = new JID("mercutio@verona.example/sword");

    private final RaiFixture server = new RaiFixture();
    private List<byte[]> file = List.of();
    private int writes;
    private final SubscriptionSaver saver = new SubscriptionSaver(server.executor, server.rai(), new Handover() {
        @Override
        public void write(@Nonnull final Iterator<byte[]> records) {
            file = ImmutableList.copyOf(records);
            writes++;
        }

        @Override
        @Nonnull
        public Optional<Content> take() {
            return Optional.empty();
        }
    });

    @Test
    void r15_remoteSubscriptionsSurviveACrash() {
        server.visitAndSay(ROMEO_PHONE, ORCHARD);
        server.visitAndSay(MERCUTIO, ORCHARD);
        server.subscribe(MERCUTIO);
        server.subscribe(ROMEO_PHONE);
        saver.start();
        server.pass(SubscriptionSaver.INTERVAL);
        final Instant written = server.executor.instant();
        server.pass(Duration.ofMinutes(5));
        server.executor.clear();

        server.startAgain(file, written);
        server.takeSent();
        server.join(ROMEO_PHONE, ORCHARD);
        server.say(ROMEO_PHONE, ORCHARD);

        assertThat(server.takeNotifiedRooms(MERCUTIO)).containsExactly(ORCHARD);
        assertThat(server.rai().subscriptionCounts().values()).containsExactly(1);
    }

    @Test
    void r15_whatWasToldBeforeACrashIsToldAgainAsItMayHaveBeenVisitedSince() {
        server.visitAndSay(MERCUTIO, ORCHARD);
        server.subscribe(MERCUTIO);
        server.join(ROMEO_PHONE, ORCHARD);
        server.say(ROMEO_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(MERCUTIO)).containsExactly(ORCHARD);
        saver.start();
        server.pass(SubscriptionSaver.INTERVAL);
        server.executor.clear();

        server.startAgain(file, server.executor.instant());

        assertThat(server.takeNotifiedRooms(MERCUTIO)).containsExactly(ORCHARD);
    }

    @Test
    void r15_nothingIsWrittenWhereNoOtherServerHasSubscriptions() {
        server.subscribe(ROMEO_PHONE);
        saver.start();
        server.pass(SubscriptionSaver.INTERVAL.multipliedBy(3));

        assertThat(writes).isZero();
    }

    @Test
    void r15_nothingStaysBehindOfSubscriptionsThatEnded() {
        server.subscribe(MERCUTIO);
        saver.start();
        server.pass(SubscriptionSaver.INTERVAL);
        assertThat(file).hasSize(1);

        server.unsubscribe(MERCUTIO);
        server.pass(SubscriptionSaver.INTERVAL.multipliedBy(3));

        assertThat(file).isEmpty();
        assertThat(writes).isEqualTo(2);
    }

    @Test
    void r15_afterTheStopNothingIsWrittenAnyMore() {
        server.subscribe(MERCUTIO);
        server.subscribe(ROMEO_PHONE);
        saver.start();
        saver.stop();

        server.pass(SubscriptionSaver.INTERVAL.multipliedBy(3));

        assertThat(file).hasSize(2);
        assertThat(writes).isEqualTo(1);
    }
}
