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
package org.igniterealtime.openfire.plugin.mucpulse.cluster;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.WorkerStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Registrations;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Workers;

/** Real threads, which the health page shows. Safe for use by several threads. */
final class WorkerThreads implements RelayThreads {

    private static final Duration CHECK = Duration.ofMillis(20);

    private final Workers workers;
    private final Carrier carrier;
    private final SerialExecutor events;
    private final SerialExecutor registry;
    private final Collection<PeerSender> senders = new ConcurrentLinkedQueue<>();

    WorkerThreads(@Nonnull final Workers workers, @Nonnull final Carrier carrier,
                  @Nonnull final Registrations registrations) {
        this.workers = workers;
        this.carrier = carrier;
        events = workers.executor("relay", registrations);
        registry = workers.executor("relay_registry", registrations);
        workers.add(PeerSender.LINE, this::senders);
    }

    private WorkerStatus senders() {
        senders.removeIf(PeerSender::isOver);
        return WorkerStatus.of(senders);
    }

    @Override
    @Nonnull
    public SerialExecutor events() {
        return events;
    }

    @Override
    @Nonnull
    public SerialExecutor registry() {
        return registry;
    }

    @Override
    public void startSending(@Nonnull final PeerLink link) {
        senders.removeIf(PeerSender::isOver);
        senders.add(new PeerSender(link, carrier, workers));
    }

    @Override
    public void await(@Nonnull final BooleanSupplier condition, @Nonnull final Duration patience) {
        final long begun = ticker().read();
        try {
            while (!condition.getAsBoolean() && ticker().read() - begun < patience.toNanos()) {
                Thread.sleep(CHECK.toMillis());
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void awaitSenders(@Nonnull final Duration patience) {
        final long begun = ticker().read();
        senders.forEach(sender -> sender.join(patience.minusNanos(ticker().read() - begun)));
    }

    @Override
    @Nonnull
    public ErrorHandler errors() {
        return workers.errors();
    }

    @Override
    @Nonnull
    public Ticker ticker() {
        return workers.ticker();
    }
}
