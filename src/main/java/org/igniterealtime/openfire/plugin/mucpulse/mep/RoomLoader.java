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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import com.google.common.collect.Comparators;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the nodes of rooms from the database; where that fails, again and again with growing pauses, as long as the
 * room is open. For the feature's executor alone, on which the results are returned.
 */
final class RoomLoader {

    /** How long requests wait for the nodes of a room: less than a client waits for an answer. */
    static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Logger Log = LoggerFactory.getLogger(RoomLoader.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Supplier<MepSettings> settings;
    private final SerialExecutor executor;
    private final Executor queries;
    private final Rooms rooms;
    private final NodeStore store;
    /** Whether the last attempt, for whichever room, failed: each outage is logged once. */
    private boolean failing;
    /** The rooms that could not be read, and what takes their nodes. They are tried again together. */
    private final Map<EventingRoom, Consumer<List<StoredNode>>> waiting = new LinkedHashMap<>();
    private Duration pause = FIRST_PAUSE;
    private boolean scheduled;
    /** Whether the database is not to be read yet, and what is to be read then. */
    private boolean held;
    private final List<Runnable> heldBack = new ArrayList<>();

    /**
     * Creates a loader.
     *
     * @param settings gives the current settings
     * @param executor the feature's executor
     * @param queries runs database queries; may reject them
     * @param rooms the server's rooms
     * @param store stores the nodes of rooms
     */
    RoomLoader(@Nonnull final Supplier<MepSettings> settings, @Nonnull final SerialExecutor executor,
               @Nonnull final Executor queries, @Nonnull final Rooms rooms, @Nonnull final NodeStore store) {
        this.settings = settings;
        this.executor = executor;
        this.queries = queries;
        this.rooms = rooms;
        this.store = store;
    }

    /**
     * Reads the nodes of a room that was just opened.
     *
     * @param room the room
     * @param loaded takes the nodes, unless the room was closed meanwhile
     */
    void load(@Nonnull final EventingRoom room, @Nonnull final Consumer<List<StoredNode>> loaded) {
        final boolean isBounded = executor.trySchedule(PATIENCE, () -> {
            if (!room.loading().isDone()) {
                room.loading().failed();
            }
        });
        if (!isBounded) {
            // Nobody waits for what might take for ever.
            room.loading().failed();
        }
        query(room, loaded);
    }

    /** Reads nothing for now. */
    void hold() {
        held = true;
    }

    /** Reads what was to be read meanwhile, and from now on at once. */
    void release() {
        held = false;
        final List<Runnable> reads = List.copyOf(heldBack);
        heldBack.clear();
        reads.forEach(Runnable::run);
    }

    private void query(final EventingRoom room, final Consumer<List<StoredNode>> loaded) {
        if (held) {
            heldBack.add(() -> queryUnlessClosed(room, loaded));
            return;
        }
        try {
            queries.execute(() -> {
                try {
                    // Has the server load the room, if there is one: not for the feature's executor, as it may block.
                    rooms.exists(room.jid());
                    final List<StoredNode> nodes = store.load(room.jid(), settings.get().limits().bytesPerRoom());
                    executor.execute(() -> succeeded(room, loaded, nodes));
                } catch (final RuntimeException | Error e) {
                    executor.execute(() -> failed(room, loaded, e));
                }
            });
        } catch (final RejectedExecutionException e) {
            failed(room, loaded, e);
        }
    }

    private void succeeded(final EventingRoom room, final Consumer<List<StoredNode>> loaded,
                           final List<StoredNode> nodes) {
        if (failing) {
            failing = false;
            Log.info("The nodes of rooms can be read from the database again.");
        }
        pause = FIRST_PAUSE;
        final Map<EventingRoom, Consumer<List<StoredNode>>> others = new LinkedHashMap<>(waiting);
        waiting.clear();
        others.forEach(this::queryUnlessClosed);
        if (room.isClosed()) {
            room.loading().failed();
        } else {
            loaded.accept(nodes);
        }
    }

    private void failed(final EventingRoom room, final Consumer<List<StoredNode>> loaded, final Throwable why) {
        if (failing || DatabaseUnavailableException.isCauseOf(why)) {
            Log.debug("Cannot read the nodes of {}.", room.jid(), why);
        } else {
            failing = true;
            Log.warn("Cannot read the nodes of {}. This is tried again until it succeeds; requests for rooms whose "
                + "nodes are not known are refused.", room.jid(), why);
        }
        waiting.put(room, loaded);
        if (!scheduled) {
            executor.schedule(pause, this::tryAgain);
            scheduled = true;
            pause = Comparators.min(pause.multipliedBy(2), LONGEST_PAUSE);
        }
        room.loading().failed();
    }

    /** Tries one of the rooms that wait, and where that succeeds the others. */
    private void tryAgain() {
        scheduled = false;
        waiting.keySet().removeIf(EventingRoom::isClosed);
        waiting.entrySet().stream().findFirst().ifPresent(next -> {
            waiting.remove(next.getKey());
            query(next.getKey(), next.getValue());
        });
    }

    private void queryUnlessClosed(final EventingRoom room, final Consumer<List<StoredNode>> loaded) {
        if (!room.isClosed()) {
            query(room, loaded);
        }
    }
}
