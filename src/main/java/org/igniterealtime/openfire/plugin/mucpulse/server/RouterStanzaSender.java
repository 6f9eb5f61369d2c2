/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
package org.igniterealtime.openfire.plugin.mucpulse.server;

import com.google.common.util.concurrent.Uninterruptibles;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.annotation.Nonnull;
import org.jivesoftware.openfire.PacketRouter;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * Hands stanzas to Openfire's router on a few daemon threads. Each recipient always has the same thread, which keeps
 * the order. Safe for use by several threads.
 */
public final class RouterStanzaSender implements StanzaSender, AutoCloseable {

    private static final Logger Log = LoggerFactory.getLogger(RouterStanzaSender.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 250;

    private final PacketRouter router;
    private final Users users;
    private final Function<JID, ClientSession> sessions;
    private final List<Lane> lanes;
    private volatile boolean closed;

    /**
     * Starts a sender.
     *
     * @param router the server's router
     * @param users tells which sessions can be reached
     * @param sessions finds a session of this server by its full JID; answers {@code null} where there is none
     * @param lanes how many threads
     * @param capacity how many stanzas may wait for each of them
     */
    public RouterStanzaSender(@Nonnull final PacketRouter router, @Nonnull final Users users,
                              @Nonnull final Function<JID, ClientSession> sessions, final int lanes,
                              final int capacity) {
        this.router = router;
        this.users = users;
        this.sessions = sessions;
        this.lanes = IntStream.range(0, lanes).mapToObj(index -> new Lane(index, capacity)).toList();
        this.lanes.forEach(lane -> lane.thread.start());
    }

    private final class Lane {
        private final BlockingQueue<Runnable> waiting;
        private final Thread thread;

        private Lane(final int index, final int capacity) {
            waiting = new ArrayBlockingQueue<>(capacity);
            thread = new Thread(this::work, "mucpulse-sender-" + index);
            thread.setDaemon(true);
        }

        private void work() {
            try {
                while (!closed || !waiting.isEmpty()) {
                    final Runnable sending = waiting.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                    if (sending != null) {
                        sending.run();
                    }
                }
            } catch (final InterruptedException e) {
                Log.debug("Dropped {} stanzas, as the plugin is being stopped.", waiting.size());
            }
        }
    }

    private Lane lane(final JID recipient) {
        return lanes.get(Math.floorMod(recipient.hashCode(), lanes.size()));
    }

    @Override
    public void send(@Nonnull final Packet stanza) {
        put(lane(stanza.getTo()), () -> route(stanza));
    }

    @Override
    public void sendLate(@Nonnull final JID recipient, @Nonnull final Supplier<? extends Packet> stanza) {
        put(lane(recipient), () -> routeLate(recipient, stanza));
    }

    private void routeLate(final JID recipient, final Supplier<? extends Packet> stanza) {
        try {
            final Packet made = stanza.get();
            if (made != null) {
                route(made);
            }
        } catch (final RuntimeException | LinkageError e) {
            Log.warn("Cannot make a stanza for {}.", recipient, e);
        }
    }

    @Override
    public void sendToAll(@Nonnull final Message template, @Nonnull final Collection<JID> recipients) {
        final Map<Lane, List<JID>> byLane = recipients.stream().collect(Collectors.groupingBy(this::lane));
        byLane.forEach((lane, some) -> put(lane, () -> deliver(template, some)));
    }

    private void put(final Lane lane, final Runnable sending) {
        try {
            boolean taken = false;
            while (!taken && !closed) {
                taken = lane.waiting.offer(sending, POLL_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean offer(@Nonnull final Packet stanza) {
        return !closed && lane(stanza.getTo()).waiting.offer(() -> route(stanza));
    }

    private void deliver(final Message template, final List<JID> recipients) {
        final SharedMessage shared = new SharedMessage(template);
        for (final JID recipient : recipients) {
            try {
                // What the router does besides is for stanzas that somebody sent; the server's broadcasts spare it too.
                if (sessions.apply(recipient) instanceof LocalClientSession session) {
                    session.process(shared.to(recipient));
                } else if (users.isReachable(recipient)) {
                    final Message copy = template.createCopy();
                    copy.setTo(recipient);
                    router.route(copy);
                }
            } catch (final RuntimeException | LinkageError e) {
                Log.warn("Cannot send a stanza to {}.", recipient, e);
            }
        }
    }

    private void route(final Packet stanza) {
        try {
            if (users.isReachable(stanza.getTo())) {
                router.route(stanza);
            }
        } catch (final RuntimeException | LinkageError e) {
            Log.warn("Cannot send a stanza to {}.", stanza.getTo(), e);
        }
    }

    /**
     * How many stanzas wait.
     *
     * @return the number
     */
    public int waiting() {
        return lanes.stream().mapToInt(lane -> lane.waiting.size()).sum();
    }

    /** Sends what waits already, and ends the threads. Waits for that, for a bounded time. */
    @Override
    public void close() {
        closed = true;
        for (final Lane lane : lanes) {
            Uninterruptibles.joinUninterruptibly(lane.thread, PATIENCE);
            lane.thread.interrupt();
        }
    }
}
