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

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.admin.commands.DelayedAnswers.Pending;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.IQ;
import org.xmpp.packet.PacketError.Condition;

/**
 * Has requests carried out, and those that may wait for the database on threads of the plugin, as the threads of the
 * server carry the stanzas of others as well. Where that takes too long, or the plugin is stopped meanwhile, the answer
 * is an error. Safe for use by several threads.
 */
final class CommandWorker {

    /** How long a requester waits. */
    static final Duration PATIENCE = Duration.ofSeconds(9);

    private static final Logger Log = LoggerFactory.getLogger(CommandWorker.class);

    private final Executor executor;
    private final DelayedAnswers answers;
    private final DelayedAnswers blocking;

    /**
     * Creates a worker.
     *
     * @param executor runs what may block; may reject it
     * @param answers has those requests answered that do not block
     * @param blocking has those answered that may block; another one, as these are of administrators, who are not to
     *     wait for places that users take
     */
    CommandWorker(@Nonnull final Executor executor, @Nonnull final DelayedAnswers answers,
                  @Nonnull final DelayedAnswers blocking) {
        this.executor = executor;
        this.answers = answers;
        this.blocking = blocking;
    }

    /**
     * Carries out a request that does not block.
     *
     * @param request the request
     * @param task carries it out
     * @return the answer; {@code null} where it is sent later
     */
    @Nullable
    IQ carryOut(@Nonnull final IQ request, @Nonnull final Function<IQ, CommandReply> task) {
        final CommandReply reply = task.apply(request);
        return answers.when(reply.answer(), reply.due());
    }

    /**
     * Has a request carried out that may block.
     *
     * @param request the request
     * @param task carries it out
     * @return {@code null}, as the answer is sent later; an error where too much is waiting
     */
    @Nullable
    IQ carryOutLater(@Nonnull final IQ request, @Nonnull final Function<IQ, CommandReply> task) {
        final IQ copy = request.createCopy();
        final IQ refusal = CommandProcessor.refuse(copy, Condition.resource_constraint, null);
        final Optional<Pending> pending = blocking.open(refusal, PATIENCE);
        if (pending.isEmpty()) {
            return refusal;
        }
        try {
            executor.execute(() -> {
                // What was waiting for too long is not done after it was said that it is not.
                if (pending.get().isOpen()) {
                    final CommandReply reply = task.apply(copy);
                    pending.get().send(reply.answer(), reply.due());
                }
            });
            return null;
        } catch (final RejectedExecutionException e) {
            Log.debug("Too many requests for commands are waiting.", e);
            return pending.get().withdraw() ? refusal : null;
        }
    }

    /** Answers what waits; nothing waits after that. */
    void stop() {
        answers.stop();
        blocking.stop();
    }
}
