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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.SessionProbe;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.CanonicalAddress;
import org.xmpp.packet.JID;

/**
 * Checks which sessions of another domain are still there after its server could not be reached, or its connection was
 * lost: it may have been restarted, or be gone for good. Each subscribed session is asked, a few at a time. Whoever is
 * gone is no longer subscribed; where the server still cannot be reached, or a session does not answer, it is tried
 * again after growing pauses, and then all that were not reached have ended. One check of a domain is under way at a
 * time. Confined to the feature's executor.
 */
final class DomainChecks {

    /** How long to wait before each round. */
    static final List<Duration> ROUNDS = List.of(Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(2));
    /** How many sessions are asked at a time. */
    static final int AT_A_TIME = 20;
    /** How long to wait before the next ones are asked. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private final SerialExecutor executor;
    private final SessionProbe probe;
    private final Subscriptions subscriptions;
    private final Consumer<Subscription> reached;
    private final Set<String> underWay = new HashSet<>();

    /**
     * Creates it.
     *
     * @param executor runs it
     * @param probe asks sessions
     * @param subscriptions tells whom to ask
     * @param reached receives those who answered
     */
    DomainChecks(@Nonnull final SerialExecutor executor, @Nonnull final SessionProbe probe,
                 @Nonnull final Subscriptions subscriptions, @Nonnull final Consumer<Subscription> reached) {
        this.executor = executor;
        this.probe = probe;
        this.subscriptions = subscriptions;
        this.reached = reached;
    }

    /** The server of a session could not be reached. */
    void unreachable(@Nonnull final JID session) {
        lost(session.getDomain());
    }

    /** The connection with a domain was lost, or its sessions were not heard of for a while. */
    void lost(@Nonnull final String any) {
        final String domain = CanonicalAddress.domain(any);
        if (!underWay.contains(domain)) {
            executor.schedule(ROUNDS.get(0), () -> new Round(domain, 0).begin());
            underWay.add(domain);
        }
    }

    private final class Round {
        private final String domain;
        private final int number;
        private final Queue<Subscription> toAsk = new ArrayDeque<>();
        private boolean ended;
        private boolean another;

        private Round(final String domain, final int number) {
            this.domain = domain;
            this.number = number;
        }

        private void begin() {
            try {
                for (final String service : subscriptions.services()) {
                    toAsk.addAll(subscriptions.ensure(service).remote().of(domain));
                }
            } finally {
                goOn();
            }
        }

        private void goOn() {
            final List<Subscription> some = new ArrayList<>(AT_A_TIME);
            while (some.size() < AT_A_TIME && !toAsk.isEmpty()) {
                some.add(toAsk.remove());
            }
            try {
                FailureIsolation.forEach(some, this::ask);
            } finally {
                if (!toAsk.isEmpty()) {
                    executor.schedule(PAUSE, this::goOn);
                } else {
                    end();
                }
            }
        }

        private void ask(final Subscription subscription) {
            final Consumer<SessionProbe.Finding> finding =
                found -> executor.execute(() -> found(subscription, found));
            if (!subscriptions.isGone(subscription)) {
                probe.probe(subscription.session(), finding);
            }
        }

        private void found(final Subscription subscription, final SessionProbe.Finding found) {
            final boolean last = number + 1 == ROUNDS.size();
            final boolean unknown =
                found == SessionProbe.Finding.UNREACHABLE || found == SessionProbe.Finding.SILENT;
            if (subscriptions.isGone(subscription)) {
                return;
            }
            if (found == SessionProbe.Finding.THERE) {
                reached.accept(subscription);
            } else if (!unknown || last) {
                subscriptions.remove(subscription);
            } else {
                again();
            }
        }

        /** Plans another round, once all have been asked in this one. */
        private void again() {
            if (!ended) {
                another = true;
            } else if (underWay.add(domain)) {
                executor.schedule(ROUNDS.get(number + 1), () -> new Round(domain, number + 1).begin());
            }
        }

        private void end() {
            ended = true;
            underWay.remove(domain);
            if (another) {
                again();
            }
        }
    }
}
