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
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.SERVICE;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.SessionProbe;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** R11: that the connection with a domain was lost is noticed, though nothing was sent. */
class ConnectionWatchTest {

    private static final String DOMAIN = "verona.example";

    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final Subscriptions subscriptions = new Subscriptions();
    private final Map<String, Instant> connections = new HashMap<>();
    private final List<String> lost = new ArrayList<>();
    private final List<String> connected = new ArrayList<>();
    private final SessionProbe probe = new SessionProbe() {
        @Override
        public void probe(@Nonnull final JID session, @Nonnull final Consumer<Finding> finding) {
            throw new AssertionError("Nobody is asked by the watch");
        }

        @Override
        @Nonnull
        public Optional<Instant> connectedSince(@Nonnull final String domain) {
            return Optional.ofNullable(connections.get(domain));
        }
    };
    private final ConnectionWatch watch = new ConnectionWatch(executor, probe, subscriptions, executor,
        executor.ticker(), lost::add, connected::add);

    private Subscription subscribe() {
        final JID session = new JID("mercutio", DOMAIN, "sword", true);
        final Subscription added =
            subscriptions.add(subscriptions.ensure(SERVICE), session, Subscription.Origin.REMOTE, Instant.EPOCH);
        subscriptions.ensure(SERVICE).remote().renewed(added, 0);
        watch.start();
        return added;
    }

    private void connect() {
        connections.put(DOMAIN, executor.instant());
    }

    private void look() {
        executor.advance(ConnectionWatch.INTERVAL);
    }

    @Test
    void r11_connectionThatIsLostIsReportedOnce() {
        connect();
        subscribe();
        look();
        assertThat(lost).isEmpty();

        connections.clear();
        look();
        look();

        assertThat(lost).containsExactly(DOMAIN);
    }

    @Test
    void r11_serverThatIsBackBeforeTheNextLookWasAwayAllTheSame() {
        connect();
        subscribe();
        look();

        executor.advance(Duration.ofSeconds(10));
        connect();
        look();

        assertThat(lost).containsExactly(DOMAIN);
    }

    @Test
    void r11_connectionThatLastsIsNotReported() {
        connect();
        subscribe();
        for (int i = 0; i < 100; i++) {
            look();
        }

        assertThat(lost).isEmpty();
        assertThat(connected).hasSizeGreaterThan(90).containsOnly(DOMAIN);
    }

    @Test
    void r11_domainIsReportedOnceAnHourAtMost() {
        subscribe();
        for (int i = 0; i < 60; i++) {
            connect();
            look();
            connections.clear();
            look();
        }

        assertThat(lost).containsOnly(DOMAIN).hasSizeBetween(1, 2);
        executor.advance(ConnectionWatch.PATIENCE);
        assertThat(lost).hasSize(2);
    }

    @Test
    void r11_nothingIsLookedAtWhereNobodyIsSubscribed() {
        connect();
        final Subscription subscription = subscribe();
        look();
        subscriptions.remove(subscription);
        look();

        assertThat(executor.waitingCount()).isZero();
    }
}
