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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;
import org.xmpp.packet.IQ;

/**
 * The answer to a request for a command. Immutable.
 *
 * @param answer the answer
 * @param due completes when what was asked for has its effect, or has failed; the answer is sent then
 */
record CommandReply(@Nonnull IQ answer, @Nonnull CompletionStage<?> due) {

    private static final CompletionStage<?> NOW = CompletableFuture.completedFuture(null);

    /** An answer that waits for nothing. */
    @Nonnull
    static CommandReply now(@Nonnull final IQ answer) {
        return new CommandReply(answer, NOW);
    }
}
