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
package org.igniterealtime.openfire.plugin.mucpulse.admin.commands;

import com.google.common.collect.Sets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.xmpp.packet.IQ;

/**
 * Answers that are not sent by the server's thread that brought the request, but when what was asked for is done. Each
 * request is answered once: when its time is over at the latest, and before that where the plugin is stopped. How many
 * of one account can wait follows from how often it can send requests. Safe for use by several threads; nothing blocks.
 */
final class DelayedAnswers {

    /** How long the answer waits for the effect of what was carried out. */
    static final Duration EFFECT = Duration.ofSeconds(5);
    /** How many answers can wait. */
    static final int MOST = 1_000;

    private final SerialExecutor timer;
    private final Consumer<IQ> sender;
    /** Those that wait; empty after the end. Guards {@link #stopped}, too. */
    private final Set<Pending> waiting = Sets.newIdentityHashSet();
    private boolean stopped;

    /**
     * Creates it.
     *
     * @param timer notices whose time is over
     * @param sender sends an answer, on any thread, and throws nothing
     */
    DelayedAnswers(@Nonnull final SerialExecutor timer, @Nonnull final Consumer<IQ> sender) {
        this.timer = timer;
        this.sender = sender;
    }

    /**
     * Keeps a request's place until it is answered.
     *
     * @param last the answer where there is no other in time
     * @param patience how long the requester waits
     * @return the place; none where no more can wait, and the request is to be answered at once
     */
    @Nonnull
    Optional<Pending> open(@Nonnull final IQ last, @Nonnull final Duration patience) {
        final Pending pending = new Pending(last);
        synchronized (waiting) {
            if (stopped || waiting.size() >= MOST) {
                return Optional.empty();
            }
            waiting.add(pending);
        }
        // Where it cannot be noticed that its time is over, it does not wait; but the end may have answered it already.
        return timer.trySchedule(patience, pending::giveUp) || !pending.withdraw() ? Optional.of(pending)
            : Optional.empty();
    }

    /**
     * Has an answer sent when something is done.
     *
     * @param answer the answer
     * @param done when it is done, or has failed
     * @return the answer, where it is to be given at once; {@code null} where it is sent later
     */
    @Nullable
    IQ when(@Nonnull final IQ answer, @Nonnull final CompletionStage<?> done) {
        if (done instanceof CompletableFuture<?> future && future.isDone()) {
            return answer;
        }
        final Optional<Pending> pending = open(answer, EFFECT);
        if (pending.isEmpty()) {
            return answer;
        }
        pending.get().send(answer, done);
        return null;
    }

    /** Answers what waits; nothing waits after that. */
    void stop() {
        final List<Pending> last;
        synchronized (waiting) {
            stopped = true;
            last = List.copyOf(waiting);
        }
        last.forEach(Pending::giveUp);
    }

    /** A request that is to be answered. */
    final class Pending {

        private volatile IQ last;

        private Pending(final IQ last) {
            this.last = last;
        }

        /** Whether the request is still to be answered. */
        boolean isOpen() {
            synchronized (waiting) {
                return waiting.contains(this);
            }
        }

        /**
         * Gives the request's place to whoever calls this, who is to answer it from now on.
         *
         * @return whether it was still to be answered
         */
        boolean withdraw() {
            synchronized (waiting) {
                return waiting.remove(this);
            }
        }

        /**
         * Has the request answered when something is done, unless it was answered already.
         *
         * @param answer the answer
         * @param done when it is done, or has failed; where the request's time is over before, it is answered then
         */
        void send(@Nonnull final IQ answer, @Nonnull final CompletionStage<?> done) {
            last = answer;
            done.whenComplete((result, failure) -> giveUp());
        }

        private void giveUp() {
            if (withdraw()) {
                sender.accept(last);
            }
        }
    }
}
