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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.RelayStatus.Queue;

/** The links to all peers. Safe for use by several threads; nothing blocks but {@link #awaitQuiet}. */
final class PeerLinks {

    private final RelayThreads threads;
    private final RelayCounters counters;
    private final LongSupplier numbers;
    private final Map<String, PeerLink> links = new ConcurrentHashMap<>();

    /**
     * Creates it without links.
     *
     * @param numbers gives numbers for links, each of them once
     */
    PeerLinks(@Nonnull final RelayThreads threads, @Nonnull final RelayCounters counters,
              @Nonnull final LongSupplier numbers) {
        this.threads = threads;
        this.counters = counters;
        this.numbers = numbers;
    }

    void connect(@Nonnull final String self, @Nonnull final String peer) {
        final PeerLink link = new PeerLink(self, peer, numbers, counters, threads.ticker());
        final PeerLink before = links.put(peer, link);
        if (before != null) {
            // Something was thrown when the peer joined, which is tried again.
            before.close();
        }
        threads.startSending(link);
    }

    void disconnect(@Nonnull final String peer) {
        final PeerLink link = links.remove(peer);
        if (link != null) {
            link.close();
        }
    }

    /** Closes all links. Returns them, so that goodbye can be said. */
    @Nonnull
    List<PeerLink> disconnectAll() {
        final List<PeerLink> ending = List.copyOf(links.values());
        links.clear();
        ending.forEach(PeerLink::close);
        return ending;
    }

    void toAll(@Nonnull final String topic, @Nonnull final byte[] message) {
        if (!links.isEmpty()) {
            final Message added = new Message(topic, message);
            links.values().forEach(link -> link.offer(added, false));
        }
    }

    void send(@Nonnull final String peer, @Nonnull final String topic, @Nonnull final byte[] message) {
        final PeerLink link = links.get(peer);
        if (link != null) {
            link.offer(new Message(topic, message), true);
        }
    }

    boolean isCongested(@Nonnull final String peer) {
        final PeerLink link = links.get(peer);
        return link != null && link.isCongested();
    }

    /**
     * Waits until everything was sent.
     *
     * @param patience for how long at most
     */
    void awaitQuiet(@Nonnull final Duration patience) {
        threads.await(() -> links.values().stream().allMatch(link -> link.waiting() == 0), patience);
    }

    /** The links of this moment, by the ids of the peers. */
    @Nonnull
    Map<String, PeerLink> all() {
        return new TreeMap<>(links);
    }

    /** What waits, by the ids of the peers. */
    @Nonnull
    Map<String, Queue> queues() {
        final Map<String, Queue> queues = new TreeMap<>();
        links.forEach((peer, link) -> queues.put(peer, new Queue(link.waiting(), link.delay())));
        return queues;
    }
}
