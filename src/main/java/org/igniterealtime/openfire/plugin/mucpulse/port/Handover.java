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
package org.igniterealtime.openfire.plugin.mucpulse.port;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nonnull;

/**
 * Records that a feature leaves for its next start. Implementations block: they read and write a file.
 */
public interface Handover {

    /**
     * What an earlier run left.
     *
     * @param written when it was written
     * @param records the records, in the order in which they were written
     */
    record Content(@Nonnull Instant written, @Nonnull List<byte[]> records) {

        /** Copies the list, not the records. */
        public Content {
            records = List.copyOf(records);
        }

        /**
         * How long ago it was written.
         *
         * @param clock the wall clock
         * @return the time since then, zero where the clock was set back meanwhile
         */
        @Nonnull
        public Duration age(@Nonnull final InstantSource clock) {
            final Duration age = Duration.between(written, clock.instant());
            return age.isNegative() ? Duration.ZERO : age;
        }
    }

    /**
     * Writes records, in place of what is there. Those that do not fit are left out, whichever they are, so that no
     * record may depend on those around it; where writing fails, the log says so and there are none.
     *
     * @param records the records; longer ones than can be kept are left out
     */
    void write(@Nonnull Iterator<byte[]> records);

    /**
     * Reads what an earlier run wrote, and deletes it, so that it is read once.
     *
     * @return the records, empty where there are none, or none that can be used
     */
    @Nonnull
    Optional<Content> take();
}
