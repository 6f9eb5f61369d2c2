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

import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.Frame.Kind;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.Inbound.Verdict;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;

/**
 * Takes the frames of the peers, each of them once, and has the executor for events give their messages to the
 * listeners. Safe for use by several threads.
 */
final class Receiver {

    /** How many bytes of messages may wait to be given to listeners; frames beyond that are to be sent again. */
    static final long MAXIMUM_BYTES = 32 << 20;

    private final Hooks hooks;
    private final RelayThreads threads;
    private final RelayCounters counters;
    private final Observer observer;
    @GuardedBy("inbound")
    private final Inbound inbound = new Inbound();
    private final AtomicLong bytesWaiting = new AtomicLong();

    /** Is told what frames say of their senders. */
    interface Observer {

        /** A server that is no peer has sent something. Called on any thread; returns at once. */
        void strangerHeard();

        /** The plugin of a peer is being stopped. Called on any thread; returns at once. */
        void goodbyeHeard(@Nonnull String peer);

        /**
         * A peer that was never seen to leave has been restarted, or regards this server as one that was. Called by a
         * task of the executor for events.
         */
        void rejoined(@Nonnull String peer);
    }

    Receiver(@Nonnull final Hooks hooks, @Nonnull final RelayThreads threads, @Nonnull final RelayCounters counters,
             @Nonnull final Observer observer) {
        this.hooks = hooks;
        this.threads = threads;
        this.counters = counters;
        this.observer = observer;
    }

    /** Takes frames of a server from now on. */
    void open(@Nonnull final String peer) {
        synchronized (inbound) {
            inbound.open(peer);
        }
    }

    /** Takes no more frames of a server; what it has sent and was not given to listeners is dropped. */
    void close(@Nonnull final String peer) {
        synchronized (inbound) {
            inbound.close(peer);
        }
    }

    /** Takes a frame. Returns at once. */
    @Nonnull
    Reply receive(@Nonnull final byte[] bytes) {
        return FrameFormat.read(bytes).map(this::receive).orElseGet(() -> {
            counters.unreadable.increment();
            return Reply.UNREADABLE;
        });
    }

    private Reply receive(final Frame frame) {
        synchronized (inbound) {
            final Verdict verdict = inbound.judge(frame);
            if (frame.kind() == Kind.GOODBYE) {
                endLink(frame, verdict);
                return Reply.ACCEPTED;
            }
            if (verdict == Verdict.STRANGER) {
                observer.strangerHeard();
                return Reply.LATER;
            }
            if (verdict == Verdict.OUTDATED || verdict == Verdict.ENDED) {
                counters.outdated.increment();
                return verdict == Verdict.ENDED ? Reply.ENDED : Reply.ACCEPTED;
            }
            final int size = frame.size();
            if (bytesWaiting.get() > MAXIMUM_BYTES
                || !threads.events().tryExecute(() -> deliver(frame, verdict, size))) {
                return Reply.LATER;
            }
            bytesWaiting.addAndGet(size);
            inbound.take(frame);
            return Reply.ACCEPTED;
        }
    }

    /** What was taken before is still given to listeners: the peer leaves by a task behind those of that. */
    @GuardedBy("inbound")
    private void endLink(final Frame goodbye, final Verdict verdict) {
        if (verdict == Verdict.STRANGER) {
            inbound.end(goodbye);
        } else if (verdict != Verdict.OUTDATED && verdict != Verdict.ENDED) {
            inbound.take(goodbye);
            observer.goodbyeHeard(goodbye.sender());
        }
    }

    private void deliver(final Frame frame, final Verdict verdict, final int size) {
        bytesWaiting.addAndGet(-size);
        final String peer = frame.sender();
        final boolean current;
        synchronized (inbound) {
            current = inbound.isCurrent(frame);
        }
        if (!current) {
            // The peer has left meanwhile, or has a new link.
            counters.outdated.increment();
            return;
        }
        if (verdict == Verdict.NEW_LINK) {
            observer.rejoined(peer);
        }
        if (verdict == Verdict.AFTER_LOSS || verdict == Verdict.NEW_LINK && frame.sequence() != 1) {
            counters.lost.increment();
            hooks.relay().forEach(listener -> listener.messagesLost(peer));
        }
        frame.messages().forEach(message -> {
            counters.received.increment();
            hooks.relay().forEach(listener -> {
                if (listener.topic().equals(message.topic())) {
                    listener.received(peer, message.bytes());
                }
            });
        });
    }
}
