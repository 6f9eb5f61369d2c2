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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import java.util.Collection;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import javax.annotation.Nonnull;

/**
 * Finds out, of more timestamps than are to be kept, before when the visits are too many. Not safe for use by several
 * threads.
 */
final class NewestVisits {

    private final int keep;
    /** The newest ones so far, the oldest of them first. */
    private final Queue<Long> newest = new PriorityQueue<>();

    NewestVisits(final int keep) {
        this.keep = keep;
    }

    void add(@Nonnull final Collection<Long> timestamps) {
        for (final long timestamp : timestamps) {
            newest.add(timestamp);
            if (newest.size() > keep) {
                newest.remove();
            }
        }
    }

    /** The timestamp of the oldest one that is to be kept, empty where all are. */
    @Nonnull
    OptionalLong oldest() {
        return newest.size() < keep ? OptionalLong.empty() : OptionalLong.of(newest.element());
    }
}
