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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import com.google.common.base.Ticker;
import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import javax.annotation.concurrent.GuardedBy;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.xmpp.packet.IQ;

/**
 * The requests of this server's users that were forwarded to home and are not answered yet. The answer comes back here
 * and is sent from here, so that each request gets exactly one: home's, or an error where there was none in time, or
 * home has moved. Bounded for each user and in all. Safe for use by several threads.
 */
final class ForwardedRequests {

    /** How long an answer is waited for. */
    static final Duration PATIENCE = Duration.ofSeconds(10);
    /**
     * The number of requests that may be open, and their length in characters, in all and of one user: less than may
     * wait for a server, so that requests do not displace events.
     */
    static final int MAX_OPEN = 20_000;
    static final int MAX_BYTES = 4_000_000;
    static final int MAX_BYTES_OF_USER = 400_000;
    private static final long NANOS_OF_MILLISECOND = 1_000_000;
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Relay relay;
    private final StanzaSender sender;
    private final Replies replies;
    private final Counters counts;
    private final Ticker ticker;
    private final Coalescer tick;
    /** By number, the earliest first. */
    @GuardedBy("this")
    private final Map<Long, Open> open = new LinkedHashMap<>();
    /** The length of the open requests, by user. */
    @GuardedBy("this")
    private final Multiset<String> bytes = HashMultiset.create();
    @GuardedBy("this")
    private long last;

    private record Open(IQ request, int length, long since) {
    }

    /**
     * Creates an empty table.
     *
     * @param relay carries requests to home
     * @param sender sends answers
     * @param replies sends errors
     * @param counts counts requests
     * @param executor looks for requests that were not answered
     * @param ticker a monotonic source of time
     */
    ForwardedRequests(@Nonnull final Relay relay, @Nonnull final StanzaSender sender, @Nonnull final Replies replies,
                      @Nonnull final Counters counts, @Nonnull final SerialExecutor executor,
                      @Nonnull final Ticker ticker) {
        this.relay = relay;
        this.sender = sender;
        this.replies = replies;
        this.counts = counts;
        this.ticker = ticker;
        this.tick = new Coalescer(task -> executor.schedule(TICK, task), this::tick);
    }

    /** Forwards a request to home, or answers it where too many are open. */
    void forward(@Nonnull final String home, @Nonnull final IQ request) {
        final String xml = request.toXML();
        final long number = begin(request, xml.length());
        if (number < 0) {
            count(request, MepMetrics.UNFORWARDED_BUSY);
            replies.refuseAtOnce(request, MepException.tooBusy());
            return;
        }
        count(request, MepMetrics.FORWARDED);
        tick.request();
        relay.send(home, EventingCluster.TOPIC, new RelayMessage.Stanza(true, number, xml).toBytes());
    }

    /** Answers a request that no server can carry out. */
    void refuse(@Nonnull final IQ request) {
        count(request, MepMetrics.UNFORWARDED_NOBODY);
        replies.refuseAtOnce(request, MepException.notLoaded());
    }

    private void count(final IQ request, final Metric metric) {
        counts.count(request.getTo().getDomain(), metric);
    }

    private synchronized long begin(final IQ request, final int length) {
        final String user = request.getFrom().toBareJID();
        if (open.size() >= MAX_OPEN || bytes.size() + length > MAX_BYTES
            || bytes.count(user) + length > MAX_BYTES_OF_USER) {
            return -1;
        }
        bytes.add(user, length);
        open.put(++last, new Open(request, length, ticker.read()));
        return last;
    }

    @Nullable
    private synchronized Open end(final long number) {
        final Open ended = open.remove(number);
        if (ended != null) {
            bytes.remove(ended.request().getFrom().toBareJID(), ended.length());
        }
        return ended;
    }

    /** Home has answered; what comes too late is dropped. */
    void answered(@Nonnull final RelayMessage.Stanza reply) {
        final Open ended = end(reply.number());
        if (ended != null) {
            counts.count(ended.request().getTo().getDomain(), MepMetrics.FORWARDED_MILLISECONDS,
                Math.max(0, ticker.read() - ended.since()) / NANOS_OF_MILLISECOND);
            Payload.ofXml(reply.xml()).toElement().ifPresentOrElse(answer -> sender.offer(new IQ(answer, true)),
                () -> replies.refuseAtOnce(ended.request(), MepException.notLoaded()));
        }
    }

    /** Home has moved: what is open is not answered any more. */
    void failAll() {
        final List<Long> all;
        synchronized (this) {
            all = new ArrayList<>(open.keySet());
        }
        all.forEach(number -> fail(number, MepMetrics.UNFORWARDED_MOVED));
    }

    private void fail(final long number, final Metric why) {
        final Open ended = end(number);
        if (ended != null) {
            count(ended.request(), why);
            replies.refuseAtOnce(ended.request(), MepException.notLoaded());
        }
    }

    private void tick() {
        final List<Long> late = new ArrayList<>();
        boolean more = false;
        synchronized (this) {
            final long now = ticker.read();
            for (final Iterator<Map.Entry<Long, Open>> all = open.entrySet().iterator(); all.hasNext() && !more;) {
                final Map.Entry<Long, Open> entry = all.next();
                more = now - entry.getValue().since() < PATIENCE.toNanos();
                if (!more) {
                    late.add(entry.getKey());
                }
            }
        }
        try {
            late.forEach(number -> fail(number, MepMetrics.UNFORWARDED_LATE));
        } finally {
            if (more) {
                tick.request();
            }
        }
    }

    /** The number of requests that are not answered yet. */
    synchronized int size() {
        return open.size();
    }
}
