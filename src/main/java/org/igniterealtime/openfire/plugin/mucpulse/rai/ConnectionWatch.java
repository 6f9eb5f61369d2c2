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

import com.google.common.base.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.SessionProbe;

/**
 * Notices that the connection with a domain was lost, in between also where another one was made, for as long as
 * sessions of that domain are subscribed: its server may have been restarted. Connections that nobody uses are closed,
 * too, so that a domain is reported once an hour at most. Confined to the feature's executor.
 */
final class ConnectionWatch {

    /** How often it is looked. */
    static final Duration INTERVAL = Duration.ofSeconds(30);
    /** How long a domain is not reported again. */
    static final Duration PATIENCE = Duration.ofHours(1);

    private final SessionProbe probe;
    private final Subscriptions subscriptions;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Consumer<String> lost;
    private final Consumer<String> connected;
    private final Coalescer look;
    private final Map<String, Domain> domains = new HashMap<>();
    private Instant lastLook = Instant.EPOCH;

    private static final class Domain {
        private boolean connected;
        /** It is to be reported. */
        private boolean due;
        private boolean reported;
        private long reportedAt;
    }

    /**
     * Creates a watch.
     *
     * @param executor runs it
     * @param probe tells which domains are connected
     * @param subscriptions tells which domains are of interest
     * @param clock the wall clock, which the server's sessions go by
     * @param ticker a monotonic source of time
     * @param lost receives the domains whose connection was lost
     * @param connected receives the domains that are connected, at each look
     */
    ConnectionWatch(@Nonnull final SerialExecutor executor, @Nonnull final SessionProbe probe,
                    @Nonnull final Subscriptions subscriptions, @Nonnull final InstantSource clock,
                    @Nonnull final Ticker ticker, @Nonnull final Consumer<String> lost,
                    @Nonnull final Consumer<String> connected) {
        this.probe = probe;
        this.subscriptions = subscriptions;
        this.clock = clock;
        this.ticker = ticker;
        this.lost = lost;
        this.connected = connected;
        this.look = Coalescer.after(executor, () -> INTERVAL, this::look);
    }

    /** A session of another domain is subscribed. */
    void start() {
        look.request();
    }

    private void look() {
        final Set<String> interesting = new HashSet<>();
        subscriptions.services().forEach(service ->
            interesting.addAll(subscriptions.ensure(service).remote().domains()));
        domains.keySet().retainAll(interesting);
        if (interesting.isEmpty()) {
            return;
        }
        look.request();
        final Instant previous = lastLook;
        lastLook = clock.instant();
        FailureIsolation.forEach(interesting, domain ->
            look(domain, domains.computeIfAbsent(domain, key -> new Domain()), previous));
    }

    private void look(final String name, final Domain domain, final Instant previous) {
        final Optional<Instant> since = probe.connectedSince(name);
        domain.due |= domain.connected && since.filter(moment -> !moment.isAfter(previous)).isEmpty();
        domain.connected = since.isPresent();
        if (domain.due && (!domain.reported || ticker.read() - domain.reportedAt >= PATIENCE.toNanos())) {
            domain.due = false;
            domain.reported = true;
            domain.reportedAt = ticker.read();
            lost.accept(name);
        }
        if (domain.connected) {
            connected.accept(name);
        }
    }
}
