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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.store.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when a choice that was made has had all its effect on this server (U5): what was being published meanwhile is
 * retracted, or could not be, and the choice survives a crash. Safe for use by several threads; does not block.
 */
final class ChoiceEffect {

    private static final Logger Log = LoggerFactory.getLogger(ChoiceEffect.class);

    private final Executor executor;
    private final Journal journal;

    /**
     * Creates it.
     *
     * @param executor publishes and retracts, one after the other
     * @param journal has the choices
     */
    ChoiceEffect(@Nonnull final Executor executor, @Nonnull final Journal journal) {
        this.executor = executor;
        this.journal = journal;
    }

    /** Completes when the choices that were made before this had all their effect; perhaps never, if that fails. */
    @Nonnull
    CompletionStage<?> ofEarlierChoices() {
        final CompletableFuture<Void> updated = new CompletableFuture<>();
        try {
            // What was chosen has the items updated by a task of its own, which was added when that one begins.
            executor.execute(() -> executor.execute(() -> updated.complete(null)));
            return updated.thenCombine(journal.whenWritten(), (update, record) -> record);
        } catch (final RejectedExecutionException e) {
            // The choice holds all the same, and is to be answered.
            Log.debug("Too much is waiting to say when a choice has had its effect.", e);
            return CompletableFuture.completedFuture(null);
        }
    }
}
