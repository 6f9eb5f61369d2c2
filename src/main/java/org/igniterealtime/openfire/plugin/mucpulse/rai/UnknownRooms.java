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

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;

/**
 * Has rooms looked at again that this server did not know when something was said there. While servers of a cluster
 * join each other, one tells what was said in rooms before the others see these. Nobody is notified of such a room; it
 * is looked at again after one second, and each time after twice as long, for about a minute. After that it has to wait
 * for its next message. Confined to the feature's executor.
 */
final class UnknownRooms {

    /** After how long a room is first looked at again. */
    static final Duration FIRST = Duration.ofSeconds(1);
    /** How often a room is looked at again. */
    static final int LOOKS = 6;

    private final SerialExecutor executor;
    private final Predicate<TrackedRoom> look;
    private final Map<TrackedRoom, Later> rooms = new HashMap<>();

    /**
     * Creates it.
     *
     * @param executor the feature's executor
     * @param look looks at a room; says {@code true} where it is still not known
     */
    UnknownRooms(@Nonnull final SerialExecutor executor, @Nonnull final Predicate<TrackedRoom> look) {
        this.executor = executor;
        this.look = look;
    }

    /** Has a room looked at again that is not known. */
    void add(@Nonnull final TrackedRoom room) {
        rooms.computeIfAbsent(room, Later::new).request();
    }

    /** A room is known. */
    void remove(@Nonnull final TrackedRoom room) {
        if (!rooms.isEmpty()) {
            rooms.remove(room);
        }
    }

    /** How many rooms are to be looked at again. */
    int size() {
        return rooms.size();
    }

    /** The looks at one room. */
    private final class Later {

        private final TrackedRoom room;
        private final Coalescer coalescer;
        private int looks;

        Later(final TrackedRoom room) {
            this.room = room;
            this.coalescer = Coalescer.after(executor, () -> FIRST.multipliedBy(1L << looks), this::look);
        }

        void request() {
            coalescer.request();
        }

        private void look() {
            if (rooms.get(room) != this) {
                return;
            }
            looks++;
            boolean unknown = true;
            try {
                unknown = look.test(room);
            } finally {
                if (!unknown || looks == LOOKS) {
                    rooms.remove(room, this);
                } else {
                    request();
                }
            }
        }
    }
}
