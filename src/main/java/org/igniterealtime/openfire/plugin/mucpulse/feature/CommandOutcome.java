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
package org.igniterealtime.openfire.plugin.mucpulse.feature;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;

/**
 * What became of an ad-hoc command. Immutable.
 *
 * @param good whether it was carried out
 * @param notes what to tell whoever used it
 * @param audit what to write to the server's security audit log
 * @param done what whoever used the command is told after, but not later than some seconds from now
 */
public record CommandOutcome(boolean good, @Nonnull List<Text> notes, @Nonnull Optional<Audit> audit,
                             @Nonnull CompletionStage<?> done) {

    private static final CompletionStage<?> DONE = CompletableFuture.completedFuture(null);

    /** Takes a copy. */
    public CommandOutcome {
        notes = List.copyOf(notes);
    }

    /**
     * An entry of the security audit log.
     *
     * @param summary the key of the text that says in a few words what was done
     * @param details the details
     */
    public record Audit(@Nonnull String summary, @Nonnull String details) {
    }

    /**
     * The command was carried out.
     *
     * @param note what to tell
     * @return the outcome
     */
    @Nonnull
    public static CommandOutcome done(@Nonnull final Text note) {
        return new CommandOutcome(true, List.of(note), Optional.empty(), DONE);
    }

    /**
     * The command was not carried out.
     *
     * @param errors why not
     * @return the outcome
     */
    @Nonnull
    public static CommandOutcome failed(@Nonnull final List<Text> errors) {
        return new CommandOutcome(false, errors, Optional.empty(), DONE);
    }

    /**
     * The same outcome, which is written to the security audit log.
     *
     * @param summary the key of the text that says in a few words what was done
     * @param details the details
     * @return the outcome
     */
    @Nonnull
    public CommandOutcome audited(@Nonnull final String summary, @Nonnull final String details) {
        return new CommandOutcome(good, notes, Optional.of(new Audit(summary, details)), done);
    }

    /**
     * The same outcome, which is told when something is done.
     *
     * @param stage completes when it is done, or has failed
     * @return the outcome
     */
    @Nonnull
    public CommandOutcome after(@Nonnull final CompletionStage<?> stage) {
        return new CommandOutcome(good, notes, audit, stage);
    }
}
