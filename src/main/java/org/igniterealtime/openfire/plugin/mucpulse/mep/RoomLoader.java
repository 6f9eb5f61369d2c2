/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import com.google.common.collect.Comparators;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the nodes of rooms from the database; where that fails, again and again with growing pauses, as long as the
 * room is open. For the feature's executor alone, to which it comes back with what it read.
 */
final class RoomLoader {

    /** For how long something waits for the nodes of a room: less than a client has to wait for an answer. */
    static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Logger Log = LoggerFactory.getLogger(RoomLoader.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Supplier<MepSettings> settings;
    private final SerialExecutor executor;
    private final Executor queries;
    private final NodeStore store;
    private final Predicate<EventingRoom> isOpen;
    private final BiConsumer<EventingRoom, List<StoredNode>> loaded;
    /** Whether the last attempt, for whichever room, failed: each outage is logged once. */
    private boolean failing;

    /**
     * Creates a loader.
     *
     * @param settings tells the settings of the moment
     * @param executor the feature's executor
     * @param queries runs database queries; may reject them
     * @param store remembers the nodes of rooms
     * @param isOpen whether there is still a use for the nodes of a room
     * @param loaded takes the nodes of a room that is open
     */
    RoomLoader(@Nonnull final Supplier<MepSettings> settings, @Nonnull final SerialExecutor executor,
               @Nonnull final Executor queries, @Nonnull final NodeStore store,
               @Nonnull final Predicate<EventingRoom> isOpen,
               @Nonnull final BiConsumer<EventingRoom, List<StoredNode>> loaded) {
        this.settings = settings;
        this.executor = executor;
        this.queries = queries;
        this.store = store;
        this.isOpen = isOpen;
        this.loaded = loaded;
    }

    /** Reads the nodes of a room that was just opened. */
    void load(@Nonnull final EventingRoom room) {
        executor.schedule(PATIENCE, () -> {
            if (!room.loading().isDone()) {
                room.loading().failed();
            }
        });
        load(room, FIRST_PAUSE);
    }

    private void load(final EventingRoom room, final Duration pause) {
        try {
            queries.execute(() -> {
                try {
                    final List<StoredNode> nodes = store.load(room.jid(), settings.get().limits().bytesPerRoom());
                    executor.execute(() -> succeeded(room, nodes));
                } catch (final RuntimeException | Error e) {
                    executor.execute(() -> failed(room, pause, e));
                }
            });
        } catch (final RejectedExecutionException e) {
            failed(room, pause, e);
        }
    }

    private void succeeded(final EventingRoom room, final List<StoredNode> nodes) {
        if (failing) {
            failing = false;
            Log.info("The nodes of rooms can be read from the database again.");
        }
        if (isOpen.test(room)) {
            loaded.accept(room, nodes);
        } else {
            room.loading().failed();
        }
    }

    private void failed(final EventingRoom room, final Duration pause, final Throwable why) {
        if (failing) {
            Log.debug("Cannot read the nodes of {}.", room.jid(), why);
        } else {
            failing = true;
            Log.warn("Cannot read the nodes of {}. This is tried again until it succeeds; requests for rooms whose "
                + "nodes are not known are refused.", room.jid(), why);
        }
        room.loading().failed();
        executor.schedule(pause, () -> {
            if (isOpen.test(room)) {
                load(room, Comparators.min(pause.multipliedBy(2), LONGEST_PAUSE));
            }
        });
    }
}
