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
import static org.awaitility.Awaitility.await;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_LAPTOP;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.SERVICE;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SingleThreadSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeMuc;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xmpp.packet.Packet;

/** R8, on real threads: messages and visits at the same time. Whoever was re-armed is told, and nobody is told twice. */
@Timeout(120)
class RaiConcurrencyTest {

    private static final int ROUNDS = 300;

    private final AtomicInteger told = new AtomicInteger();
    private final SingleThreadSerialExecutor executor = new SingleThreadSerialExecutor("rai-under-test", 1000,
        new ErrorHandler(Ticker.systemTicker()), Ticker.systemTicker());
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final FakeUsers users = new FakeUsers(RaiFixture.DOMAIN);
    private final FakeSettings settings = new FakeSettings().coalescing(Duration.ZERO);
    private final FakeMuc rooms = new FakeMuc(users);
    private final InMemoryRoomDirectory noRooms = new InMemoryRoomDirectory(new FakeMuc(users));
    private final InstantSource clock = InstantSource.system();
    private final StanzaSender sender = new StanzaSender() {
        @Override
        public void send(@Nonnull final Packet stanza) {
            told.incrementAndGet();
        }

        @Override
        public boolean offer(@Nonnull final Packet stanza) {
            throw new AssertionError("Nothing is refused");
        }
    };
    private final RoomActivityIndicators rai = new RoomActivityIndicators(settings, executor, Runnable::run, sender,
        rooms, users, noRooms, new InMemoryVisitLog(), (room, activity) -> { }, new MonotonicTimestamps(clock), clock,
        Ticker.systemTicker(), (session, finding) -> { }, ClusterPorts.ALONE);

    @BeforeEach
    void createRoom() {
        rooms.create(ORCHARD);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        executor.close();
    }

    private void say() {
        rai.messageBroadcast(ORCHARD, JULIET_PHONE, Stanzas.groupchat("<body>O Romeo</body>"));
    }

    private void comeAndGo() {
        rai.occupantJoined(ORCHARD, ROMEO_LAPTOP, "romeo");
        rai.occupantLeft(ORCHARD, ROMEO_LAPTOP);
    }

    @Test
    void r8_whoeverWasThereIsToldOnceHoweverMessagesAndVisitsOverlap() throws Exception {
        rai.presenceReceived(RaiFixture.request(ROMEO_PHONE));
        comeAndGo();
        final CyclicBarrier start = new CyclicBarrier(2);

        for (int round = 0; round < ROUNDS; round++) {
            final int before = told.get();
            final Future<?> visits = threads.submit(() -> {
                start.await();
                comeAndGo();
                return null;
            });
            final Future<?> messages = threads.submit(() -> {
                start.await();
                for (int i = 0; i < 5; i++) {
                    say();
                }
                return null;
            });
            visits.get();
            messages.get();
            say();

            await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(1))
                .until(() -> told.get() > before);
            settle();
            settle();
            // Armed at the beginning or not, then by the arrival, and then by the departure.
            assertThat(told.get() - before).isLessThanOrEqualTo(3);
        }
        assertThat(rai.subscriptionCounts()).containsEntry(SERVICE, 1);
    }

    private void settle() throws Exception {
        final CyclicBarrier done = new CyclicBarrier(2);
        executor.execute(() -> {
            try {
                done.await();
            } catch (final Exception e) {
                throw new IllegalStateException(e);
            }
        });
        done.await();
    }
}
