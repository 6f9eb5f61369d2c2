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
package org.igniterealtime.openfire.plugin.mucpulse.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;

/**
 * Keeps on the server's own disk what must not be forgotten and is not in the database yet (D6). Safe for use by
 * several threads; only {@link JournalChannel#replay} and {@link #close} block.
 */
public interface Journal {

    /** Keeps nothing. */
    Journal NONE = (name, source) -> JournalChannel.NONE;

    /**
     * Adds a source of records.
     *
     * @param name a short name in ASCII letters by which its records are found again at the next start
     * @param source what the records are of
     * @return takes the records
     */
    @Nonnull
    JournalChannel channel(@Nonnull String name, @Nonnull JournalSource source);

    /**
     * Divides the records that were added so far from those that are added later.
     *
     * @return a number for {@link #written}
     */
    default long checkpoint() {
        return 0;
    }

    /**
     * Says that the database has everything of which there were records at a checkpoint, those of an earlier run
     * included. To be called only when all channels were replayed.
     *
     * @param checkpoint the number of the checkpoint
     */
    default void written(final long checkpoint) {
    }

    /**
     * Says when the records that were added so far are on the disk, or lost for good. Does not block.
     *
     * @return completes then; not before the end of this run, where the disk cannot be written, and at once where too
     *     many wait
     */
    @Nonnull
    default CompletionStage<?> whenWritten() {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * How the journal is.
     *
     * @return its status at this moment
     */
    @Nonnull
    default JournalStatus status() {
        return new JournalStatus(JournalStatus.Condition.COMPLETE, "", 0, 0);
    }

    /** Writes what waits, but for what the database has by now, and takes no more. */
    default void close() {
    }
}
