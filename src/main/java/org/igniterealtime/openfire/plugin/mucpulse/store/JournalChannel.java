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

import javax.annotation.Nonnull;

/**
 * Takes the records of one source for the {@link Journal}. Safe for use by several threads.
 */
public interface JournalChannel {

    /** Takes records, and keeps none. */
    JournalChannel NONE = record -> { };

    /**
     * Adds a record. Never blocks. To be called while the lock is held under which the change was made that the record
     * is of, after the change: so the order of the records is that of the changes, and each of them belongs to a change
     * that the next flush writes.
     *
     * @param record its content, which must not be changed afterwards; of at most
     *               {@value JournalRecords#MAX_RECORD} bytes, longer ones are dropped with a count
     */
    void append(@Nonnull byte[] record);

    /**
     * Gives the source the records that earlier runs have left, in their order. To be called once, before the tables
     * that the records are for are read. Blocks.
     */
    default void replay() {
    }
}
