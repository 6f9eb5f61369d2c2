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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.xmpp.packet.IQ;

/**
 * Answers that are sent when what was asked for is done, and not by the server's thread that brought the request. Each
 * is sent once, after {@link #PATIENCE} at the latest, and where the plugin is stopped before that. Safe for use by
 * several threads; nothing blocks.
 */
final class DelayedAnswers {

    /** How long an answer waits at most. */
    static final Duration PATIENCE = Duration.ofSeconds(5);
    /** How many answers can wait; more are given at once. */
    static final int MOST = 1_000;

    private final SerialExecutor executor;
    private final Consumer<IQ> sender;
    /** Those that wait, by identity; empty after the end. Guards {@link #stopped}, too. */
    private final Set<IQ> waiting = Sets.newIdentityHashSet();
    private boolean stopped;

    /**
     * Creates it.
     *
     * @param executor has its own time
     * @param sender sends an answer, on any thread
     */
    DelayedAnswers(@Nonnull final SerialExecutor executor, @Nonnull final Consumer<IQ> sender) {
        this.executor = executor;
        this.sender = sender;
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
        synchronized (waiting) {
            if (stopped || waiting.size() >= MOST) {
                return answer;
            }
            waiting.add(answer);
        }
        if (!executor.trySchedule(PATIENCE, () -> send(answer))) {
            return take(answer) ? answer : null;
        }
        done.whenComplete((result, failure) -> send(answer));
        return null;
    }

    private boolean take(final IQ answer) {
        synchronized (waiting) {
            return waiting.remove(answer);
        }
    }

    private void send(final IQ answer) {
        if (take(answer)) {
            sender.accept(answer);
        }
    }

    /** Sends what waits; later answers are given at once. */
    void stop() {
        final List<IQ> last;
        synchronized (waiting) {
            stopped = true;
            last = List.copyOf(waiting);
        }
        last.forEach(this::send);
    }
}
