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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import javax.annotation.concurrent.GuardedBy;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.Frame.Kind;

/**
 * What waits to be sent to one peer, from when it became one until it is none any more. A message is sent at once where
 * no frame was made for a moment; what comes within that moment is gathered into the next frame, which an urgent
 * message has sent earlier. At most one frame is under way: the next one is not made before the peer has accepted it,
 * or it was given up. What was dropped is told by a number that no frame has. Safe for use by several threads.
 */
final class PeerLink {

    /** After what time a frame of messages that are not urgent follows another frame. */
    static final Duration GATHERING = Duration.ofMillis(150);
    /** How long it is tried to send a frame. */
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    static final int MAXIMUM_MESSAGES = 50_000;
    static final long MAXIMUM_BYTES = 8 << 20;
    /** How many bytes of messages a frame has; a single message may be larger. */
    static final int FRAME_BYTES = 256 << 10;

    private record Waiting(Message message, boolean urgent, long since, boolean afterLoss) {
    }

    private final String self;
    private final String peer;
    private final LongSupplier numbers;
    private final RelayCounters counters;
    private final Ticker ticker;
    @GuardedBy("this")
    private final Deque<Waiting> queue = new ArrayDeque<>();
    @GuardedBy("this")
    private long bytes;
    @GuardedBy("this")
    private int urgent;
    /** Whether messages were dropped behind the last one that waits. */
    @GuardedBy("this")
    private boolean lossAtEnd;
    /** Whether the next frame has to say that messages were lost before it. */
    @GuardedBy("this")
    private boolean lossAtFront;
    /** The number of the link, by which the peer knows its frames. */
    @GuardedBy("this")
    private long number;
    @GuardedBy("this")
    private long sequence;
    @GuardedBy("this")
    private boolean closed;
    /** The frame that is under way, or to be sent again. */
    @Nullable
    @GuardedBy("this")
    private Frame current;
    /** Since when its first message has waited. */
    @GuardedBy("this")
    private long currentSince;
    /** When it was first tried to send that frame or, where there is none, the last one. */
    @GuardedBy("this")
    private long firstTried;
    @GuardedBy("this")
    private long due;
    @GuardedBy("this")
    private int failures;
    /** Whether the frame before was given up: the next one is not made at once. */
    @GuardedBy("this")
    private boolean pausing;

    /**
     * Creates a link.
     *
     * @param self the id of this server
     * @param peer the id of the peer
     * @param numbers gives numbers for links, each of them once
     * @param counters counts messages
     * @param ticker measures how long things wait
     */
    PeerLink(@Nonnull final String self, @Nonnull final String peer, @Nonnull final LongSupplier numbers,
             @Nonnull final RelayCounters counters, @Nonnull final Ticker ticker) {
        this.self = self;
        this.peer = peer;
        this.numbers = numbers;
        this.number = numbers.getAsLong();
        this.counters = counters;
        this.ticker = ticker;
    }

    @Nonnull
    String peer() {
        return peer;
    }

    /** Adds a message at the end, unless too much waits. */
    synchronized void offer(@Nonnull final Message message, final boolean isUrgent) {
        if (closed) {
            return;
        }
        final int size = message.size();
        if (queue.size() >= MAXIMUM_MESSAGES || bytes + size > MAXIMUM_BYTES) {
            counters.dropped.increment();
            lossAtEnd = true;
            notifyAll();
            return;
        }
        final boolean wakes = isUrgent || queue.isEmpty() || bytes + size >= FRAME_BYTES;
        queue.add(new Waiting(message, isUrgent, ticker.read(), lossAtEnd));
        lossAtEnd = false;
        bytes += size;
        urgent += isUrgent ? 1 : 0;
        if (wakes) {
            notifyAll();
        }
    }

    /**
     * The frame that is to be sent now.
     *
     * @return the same frame again where it was refused before; {@code null} where none is to be sent now
     */
    @Nullable
    synchronized Frame poll() {
        return closed || nanosLeft() > 0 ? null : take();
    }

    /**
     * Waits for the next frame.
     *
     * @return {@code null} where the link was closed
     * @throws InterruptedException where the thread was interrupted
     */
    @Nullable
    synchronized Frame await() throws InterruptedException {
        while (!closed) {
            final long left = nanosLeft();
            if (left <= 0) {
                return take();
            }
            if (left == Long.MAX_VALUE) {
                wait();
            } else {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        }
        return null;
    }

    /** How long nothing is to be sent; {@code Long.MAX_VALUE} until a message is added. */
    @GuardedBy("this")
    private long nanosLeft() {
        if (current != null || pausing) {
            return Math.max(0, due - ticker.read());
        }
        if (sequence == 0 || lossAtFront || urgent > 0 || bytes >= FRAME_BYTES || queue.isEmpty() && lossAtEnd) {
            return 0;
        }
        return queue.isEmpty() ? Long.MAX_VALUE : firstTried + GATHERING.toNanos() - ticker.read();
    }

    @GuardedBy("this")
    private Frame take() {
        if (current == null) {
            pausing = false;
            current = gather();
            firstTried = ticker.read();
            due = firstTried;
            failures = 0;
        }
        return current;
    }

    @GuardedBy("this")
    private Frame gather() {
        final Waiting first = queue.peek();
        currentSince = first == null ? ticker.read() : first.since();
        final boolean skips = first == null ? lossAtEnd : first.afterLoss();
        if (first == null) {
            lossAtEnd = false;
        }
        sequence += lossAtFront || skips ? 2 : 1;
        lossAtFront = false;
        final List<Message> messages = new ArrayList<>();
        int size = 0;
        for (Waiting next = first; next != null && fits(next, messages.isEmpty(), size); next = queue.peek()) {
            queue.remove();
            messages.add(next.message());
            size += next.message().size();
            urgent -= next.urgent() ? 1 : 0;
        }
        bytes -= size;
        return new Frame(Kind.MESSAGES, self, number, sequence, List.copyOf(messages));
    }

    private static boolean fits(final Waiting next, final boolean isFirst, final int size) {
        return isFirst || !next.afterLoss() && size + next.message().size() <= FRAME_BYTES;
    }

    /** The peer has accepted the frame. */
    synchronized void accepted() {
        if (current != null) {
            counters.sent.add(current.messages().size());
            current = null;
        }
    }

    /** The peer has not accepted the frame, or it is not known whether it has. */
    synchronized void refused() {
        final long now = ticker.read();
        if (current != null && now - firstTried > PATIENCE.toNanos()) {
            giveUp();
            return;
        }
        final long pause = FIRST_PAUSE.toNanos() << Math.min(failures, 16);
        failures++;
        due = now + Math.min(pause, LONGEST_PAUSE.toNanos());
    }

    /** The peer will not accept the frame. The next one says that messages were lost. */
    synchronized void giveUp() {
        if (current != null) {
            counters.dropped.add(current.messages().size());
            // Nothing is lost with a frame without messages, but for what its number has said.
            lossAtFront = true;
            current = null;
            pausing = true;
            due = ticker.read() + LONGEST_PAUSE.toNanos();
        }
    }

    /**
     * The peer takes nothing more of this link, as it regarded this server as gone for a while. The link goes on under
     * another number, and says that messages were lost: the frame that is under way, which may have arrived before, and
     * what the peer had taken and not looked at.
     */
    synchronized void renew() {
        if (current != null) {
            counters.dropped.add(current.messages().size());
            current = null;
            number = numbers.getAsLong();
            sequence = 0;
            lossAtFront = true;
        }
    }

    /** Drops what waits; nothing is taken any more. */
    synchronized void close() {
        closed = true;
        counters.dropped.add(waiting());
        queue.clear();
        current = null;
        bytes = 0;
        notifyAll();
    }

    /** The last frame of the link. */
    @Nonnull
    synchronized Frame goodbye() {
        return new Frame(Kind.GOODBYE, self, number, Long.MAX_VALUE, List.of());
    }

    /** Whether a quarter of what may wait does: the rest is for what cannot be sent later. */
    synchronized boolean isCongested() {
        return queue.size() >= MAXIMUM_MESSAGES / 4 || bytes >= MAXIMUM_BYTES / 4;
    }

    /** How many messages wait or are under way. */
    synchronized int waiting() {
        return queue.size() + (current == null ? 0 : current.messages().size());
    }

    /** How long the message that has waited the longest has waited; zero where nothing waits. */
    @Nonnull
    synchronized Duration delay() {
        final Waiting first = queue.peek();
        if (current == null && first == null) {
            return Duration.ZERO;
        }
        final long since = current == null ? first.since() : currentSince;
        return Duration.ofNanos(Math.max(0, ticker.read() - since));
    }
}
