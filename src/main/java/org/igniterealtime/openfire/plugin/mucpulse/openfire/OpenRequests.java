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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import com.google.common.base.Strings;
import com.google.common.base.Ticker;
import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import javax.annotation.concurrent.GuardedBy;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;

/**
 * Keeps the IQ requests that a feature has claimed and not answered yet, and makes sure that each is answered exactly
 * once (S8): with the result or error that the feature sends, or with an error ({@code resource-constraint}) if it has
 * sent none within {@link #PATIENCE}, for example because its task failed. Responses are recognized as they pass
 * through this {@link StanzaSender}; a second response to the same request is dropped. What is kept is bounded for each
 * user, for each other domain, and in all, until an answer was accepted or is given up: see {@link RequestShares}.
 * Safe for use by several threads.
 */
public final class OpenRequests implements StanzaSender {

    /** The time that a feature has to answer. */
    static final Duration PATIENCE = Duration.ofSeconds(9);
    /** The interval between two checks for overdue requests. */
    static final Duration INTERVAL = Duration.ofMillis(500);
    /** How long after the request an error that the sender does not accept is offered again. */
    static final Duration RETRY = Duration.ofMinutes(1);
    /** How long the id of a request may be; longer ones are none that a client makes up. */
    static final int ID_LENGTH = 1_024;
    /** The number of requests of one other domain whose response was not accepted, and is offered again. */
    static final int OFFERED_AGAIN = 200;

    private final StanzaSender sender;
    private final Users users;
    private final Ticker ticker;
    @GuardedBy("this")
    private final Map<Key, Deque<Request>> requests = new HashMap<>();
    /** The same requests, the earliest first, which is the first to be overdue. */
    @GuardedBy("this")
    private final Set<Request> inOrder = new LinkedHashSet<>();
    /** Requests whose response the sender did not accept: to be answered with an error. */
    @GuardedBy("this")
    private final Deque<Request> unanswered = new ArrayDeque<>();
    /** How many of these there are of each other domain. */
    @GuardedBy("this")
    private final Multiset<String> unansweredRemote = HashMultiset.create();
    @GuardedBy("this")
    private final RequestShares shares = new RequestShares();
    @GuardedBy("this")
    private long late;
    private volatile boolean stopped;

    /** What identifies a request: the sender, the recipient, and the id, which the sender chooses. */
    private record Key(JID from, JID to, @Nullable String id) {

        // Written out: see the description of the plugin's package.
        @Override
        public boolean equals(final Object other) {
            return other instanceof Key that && from.equals(that.from) && to.equals(that.to)
                && (id == null ? that.id == null : id.equals(that.id));
        }

        @Override
        public int hashCode() {
            return 31 * from.hashCode() + (id == null ? 0 : id.hashCode());
        }
    }

    private static final class Request {
        private final Key key;
        private final RequestShares.Share share;
        private final long since;

        Request(final Key key, final RequestShares.Share share, final long since) {
            this.key = key;
            this.share = share;
            this.since = since;
        }
    }

    /**
     * Creates an empty table. Overdue requests are answered only after {@link #start}.
     *
     * @param sender sends stanzas
     * @param users tells which users are of this server
     * @param ticker a monotonic source of time
     */
    public OpenRequests(@Nonnull final StanzaSender sender, @Nonnull final Users users, @Nonnull final Ticker ticker) {
        this.sender = sender;
        this.users = users;
        this.ticker = ticker;
    }

    /**
     * Begins to answer overdue requests.
     *
     * @param executor checks for overdue requests; must not be the executor of a feature, which could be
     *     busy
     */
    public void start(@Nonnull final SerialExecutor executor) {
        executor.schedule(INTERVAL, () -> {
            try {
                answerOverdue();
            } finally {
                if (!stopped) {
                    start(executor);
                }
            }
        });
    }

    /** Stops answering overdue requests. Requests that are open are not answered any more. */
    public void stop() {
        stopped = true;
    }

    /**
     * Adds a request.
     *
     * @param request the request, with the addresses that its sender gave it
     * @return {@code false} if too many are open, or the id is too long; the request is not added, and the caller has
     *     to answer it
     */
    boolean begin(@Nonnull final IQ request) {
        final Key key = new Key(request.getFrom(), request.getTo(), request.getID());
        final int length = Strings.nullToEmpty(key.id()).length();
        if (length > ID_LENGTH) {
            return false;
        }
        final RequestShares.Share share = RequestShares.of(key.from(), users.isLocal(key.from()),
            key.from().toString().length() + key.to().toString().length() + length);
        synchronized (this) {
            if (!shares.take(share)) {
                return false;
            }
            final Request begun = new Request(key, share, ticker.read());
            requests.computeIfAbsent(key, unknown -> new ArrayDeque<>(1)).add(begun);
            inOrder.add(begun);
        }
        return true;
    }

    /**
     * Removes and returns the earliest request with a key, whose share is still taken; returns {@code null} if none is
     * open.
     */
    @Nullable
    private synchronized Request end(final Key key) {
        final Deque<Request> same = requests.get(key);
        if (same == null) {
            return null;
        }
        final Request ended = same.remove();
        if (same.isEmpty()) {
            requests.remove(key);
        }
        inOrder.remove(ended);
        return ended;
    }

    /**
     * Answers a request with an error ({@code internal-server-error}), unless it was answered already.
     *
     * @param request the request, with the addresses that its sender gave it
     */
    void fail(@Nonnull final IQ request) {
        final Request ended = end(new Key(request.getFrom(), request.getTo(), request.getID()));
        if (ended != null) {
            offer(ended, error(ended, PacketError.Condition.internal_server_error));
        }
    }

    /** Offers the response to a request that has ended; where that fails with an exception, it is given up. */
    private void offer(final Request ended, final IQ response) {
        boolean done = true;
        try {
            done = sender.offer(response) || ticker.read() - ended.since >= RETRY.toNanos();
        } finally {
            if (done) {
                forget(ended);
            } else {
                keep(ended);
            }
        }
    }

    private synchronized void forget(final Request ended) {
        shares.giveBack(ended.share);
    }

    /** The response is offered again later, unless the domain takes so little that there are many of them. */
    private synchronized void keep(final Request ended) {
        final String domain = ended.share.domain();
        if (domain != null && unansweredRemote.count(domain) >= OFFERED_AGAIN) {
            forget(ended);
            return;
        }
        if (domain != null) {
            unansweredRemote.add(domain);
        }
        unanswered.add(ended);
    }

    private void answerOverdue() {
        final long now = ticker.read();
        final List<Request> overdue = new ArrayList<>();
        synchronized (this) {
            overdue.addAll(unanswered);
            unanswered.clear();
            unansweredRemote.clear();
            final List<Request> ended = new ArrayList<>();
            for (final Iterator<Request> all = inOrder.iterator(); all.hasNext();) {
                final Request request = all.next();
                if (now - request.since < PATIENCE.toNanos()) {
                    break;
                }
                ended.add(request);
            }
            ended.forEach(request -> end(request.key));
            late += ended.size();
            overdue.addAll(ended);
        }
        final Deque<Request> left = new ArrayDeque<>(overdue);
        try {
            for (Request request = left.poll(); request != null; request = left.poll()) {
                offer(request, error(request, PacketError.Condition.resource_constraint));
            }
        } finally {
            // If sending one of them failed with an exception, the others are answered at the next check.
            left.forEach(this::keep);
        }
    }

    private static IQ error(final Request request, final PacketError.Condition condition) {
        final IQ error = new IQ(IQ.Type.error, request.key.id());
        error.setFrom(request.key.to());
        error.setTo(request.key.from());
        error.setError(new PacketError(condition, PacketError.Type.wait));
        return error;
    }

    @Override
    public void send(@Nonnull final Packet stanza) {
        if (stanza instanceof IQ answer && answer.isResponse()) {
            answer(answer);
        } else {
            sender.send(stanza);
        }
    }

    @Override
    public boolean offer(@Nonnull final Packet stanza) {
        if (stanza instanceof IQ answer && answer.isResponse()) {
            answer(answer);
            return true;
        }
        return sender.offer(stanza);
    }

    @Override
    public void sendLate(@Nonnull final JID recipient, @Nonnull final Supplier<? extends Packet> stanza) {
        sendLate(recipient, 0, stanza);
    }

    @Override
    public void sendLate(@Nonnull final JID recipient, final long bytes,
                         @Nonnull final Supplier<? extends Packet> stanza) {
        sender.sendLate(recipient, bytes, () -> {
            final Packet made = stanza.get();
            if (!(made instanceof IQ answer) || !answer.isResponse()) {
                return made;
            }
            final Request ended = end(new Key(answer.getTo(), answer.getFrom(), answer.getID()));
            if (ended == null) {
                return null;
            }
            forget(ended);
            return made;
        });
    }

    @Override
    public void sendToAll(@Nonnull final Message template, @Nonnull final Collection<JID> recipients,
                          @Nonnull final BooleanSupplier holds) {
        sender.sendToAll(template, recipients, holds);
    }

    /** Sends a response if its request is still open, and drops it otherwise. */
    private void answer(final IQ answer) {
        final Request ended = end(new Key(answer.getTo(), answer.getFrom(), answer.getID()));
        if (ended != null) {
            offer(ended, answer);
        }
    }

    /**
     * Returns the number of requests that are not answered yet.
     *
     * @return the number
     */
    synchronized int size() {
        return inOrder.size() + unanswered.size();
    }

    /**
     * Returns how many requests were answered with an error because the feature had not answered in time.
     *
     * @return the number since the plugin was started
     */
    public synchronized long late() {
        return late;
    }
}
