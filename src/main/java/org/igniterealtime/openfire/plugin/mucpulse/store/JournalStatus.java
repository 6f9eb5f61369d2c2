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
 * How the journal is.
 *
 * @param condition whether it can be written
 * @param folder where it is
 * @param bytes how large it is
 * @param dropped how many records were dropped since the start
 */
public record JournalStatus(@Nonnull Condition condition, @Nonnull String folder, long bytes, long dropped) {

    /** Whether the journal can be written. */
    public enum Condition {
        /** Everything that waits for the database is in it. */
        COMPLETE,
        /** It can be written, but records were dropped of what waits still. */
        INCOMPLETE,
        /** It cannot be written at the moment. */
        FAILING,
        /** Another process has it, so that this one does without. */
        LOCKED
    }
}
