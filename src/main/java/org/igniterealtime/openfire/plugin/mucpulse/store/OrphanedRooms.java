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

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.MucServiceListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Deletes what is remembered of rooms that do not exist any more, and of which nobody told the plugin: because it was
 * not loaded when they were destroyed, because the server crashed, or because their whole service was deleted. A room
 * that was created later under the same name is another room. Where it cannot be found out which rooms there are,
 * everything is kept. Safe for use by several threads.
 */
public abstract class OrphanedRooms implements MucServiceListener {

    private static final Logger Log = LoggerFactory.getLogger(OrphanedRooms.class);

    private static final Duration RETRY_INTERVAL = Duration.ofMinutes(1);
    /** A service goes before it is deleted from the database; where the server stops, it is not deleted at all. */
    private static final List<Duration> LOOKS = List.of(Duration.ofSeconds(10), Duration.ofMinutes(1));

    private final String description;
    private final RoomDirectory directory;
    private final Rooms rooms;
    private final SerialExecutor executor;
    /** Whether the last attempt failed in an unexpected way. */
    private volatile boolean failing;

    /**
     * Creates it.
     *
     * @param description what is remembered of rooms, for the log
     * @param directory tells which rooms are in the database
     * @param rooms tells which rooms are in memory
     * @param executor runs what touches the database
     */
    protected OrphanedRooms(@Nonnull final String description, @Nonnull final RoomDirectory directory,
                            @Nonnull final Rooms rooms, @Nonnull final SerialExecutor executor) {
        this.description = description;
        this.directory = directory;
        this.rooms = rooms;
        this.executor = executor;
    }

    /**
     * The rooms of which something is remembered. May block.
     *
     * @return the timestamps of the latest of it by the rooms' bare JIDs, {@link Long#MAX_VALUE} where that is not
     *     known; empty where it cannot be told yet
     * @throws SQLException where the database cannot be read
     */
    @Nonnull
    protected abstract Optional<Map<JID, Long>> remembered() throws SQLException;

    /**
     * Forgets a room.
     *
     * @param room its bare JID
     */
    protected abstract void forget(@Nonnull JID room);

    /** Looks for what happened while the plugin was not there, as soon as it is known what is remembered. */
    public final void start() {
        executor.execute(this::look);
    }

    private void look() {
        if (!forget(service -> true)) {
            executor.schedule(RETRY_INTERVAL, this::look);
        }
    }

    @Override
    public final void serviceRemoved(@Nonnull final String service) {
        LOOKS.forEach(look -> executor.schedule(look, () -> forget(service::equals)));
    }

    private boolean forget(final Predicate<String> services) {
        try {
            final Optional<Map<JID, Long>> remembered = remembered();
            remembered.orElse(Map.of()).keySet().stream().filter(room -> services.test(room.getDomain()))
                .collect(Collectors.groupingBy(JID::getDomain))
                .forEach((service, some) -> forget(service, some, remembered.get()));
            failing = false;
            return remembered.isPresent();
        } catch (final SQLException | RuntimeException | Error e) {
            if (!failing && !DatabaseUnavailableException.isCauseOf(e)) {
                failing = true;
                Log.warn("Cannot look for {} of rooms that do not exist any more. This is tried again every {} until "
                    + "it succeeds.", description, RETRY_INTERVAL, e);
            }
            return false;
        }
    }

    private void forget(final String service, final Collection<JID> some, final Map<JID, Long> remembered) {
        final Map<JID, RoomDirectory.Entry> stored = directory.rooms(service, some);
        final List<JID> orphaned = some.stream().filter(room -> Optional.ofNullable(stored.get(room))
            .map(RoomDirectory.Entry::created).or(() -> rooms.createdIfLoaded(room))
            .filter(created -> MonotonicTimestamps.of(created) <= remembered.getOrDefault(room, Long.MAX_VALUE))
            .isEmpty()).toList();
        orphaned.forEach(this::forget);
        if (!orphaned.isEmpty()) {
            Log.info("The {} of {} rooms of {} that do not exist any more are deleted.", description, orphaned.size(),
                service);
        }
    }
}
