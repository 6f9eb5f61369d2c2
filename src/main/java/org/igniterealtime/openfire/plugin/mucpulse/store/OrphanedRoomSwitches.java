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
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.MucServiceListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Forgets what differs in rooms that are no more, and of which nobody told the plugin: because it was not loaded when
 * they were destroyed, because the server crashed, or because their whole service was deleted. The next room of that
 * name is another one. A room is no more where there is none in the memory of the server or in its tables, and where
 * the one that is there came to be after what differs was set; where that cannot be found out, everything is kept. Safe
 * for use by several threads.
 */
public final class OrphanedRoomSwitches implements MucServiceListener {

    private static final Logger Log = LoggerFactory.getLogger(OrphanedRoomSwitches.class);

    private static final Duration RETRY_INTERVAL = Duration.ofMinutes(1);
    /** A service goes before it is deleted from the database; where the server stops, it is not deleted at all. */
    private static final List<Duration> LOOKS = List.of(Duration.ofSeconds(10), Duration.ofMinutes(1));

    private final RoomSwitches switches;
    private final RoomSwitchTable table;
    private final RoomDirectory directory;
    private final Rooms rooms;
    private final SerialExecutor executor;

    /**
     * Creates it.
     *
     * @param table has what differs in single rooms, and when that was set
     * @param directory tells which rooms are in the database
     * @param rooms tells which rooms are in memory
     * @param executor runs what touches the database
     */
    public OrphanedRoomSwitches(@Nonnull final RoomSwitchTable table,
                             @Nonnull final RoomDirectory directory, @Nonnull final Rooms rooms,
                             @Nonnull final SerialExecutor executor) {
        this.switches = table.switches();
        this.table = table;
        this.directory = directory;
        this.rooms = rooms;
        this.executor = executor;
    }

    /** Looks for what happened while the plugin was not there, as soon as it is known what differed in rooms. */
    public void start() {
        executor.execute(this::look);
    }

    private void look() {
        if (!switches.isRestored() || !forget(service -> true)) {
            executor.schedule(RETRY_INTERVAL, this::look);
        }
    }

    @Override
    public void serviceRemoved(@Nonnull final String service) {
        LOOKS.forEach(look -> executor.schedule(look, () -> forget(service::equals)));
    }

    private boolean forget(final Predicate<String> services) {
        try {
            final Map<String, Set<JID>> known = switches.all().keySet().stream().map(room -> new JID(room, true))
                .filter(room -> services.test(room.getDomain()))
                .collect(Collectors.groupingBy(JID::getDomain, Collectors.toSet()));
            final Map<String, Long> timestamps = table.timestamps();
            known.forEach((service, some) -> {
                final Map<JID, RoomDirectory.Entry> stored = directory.rooms(service, some);
                final Set<JID> gone = new HashSet<>(some);
                gone.removeIf(room ->
                    isOf(room, Optional.ofNullable(stored.get(room)), timestamps.get(room.toString())));
                gone.forEach(room -> switches.set(room.toString(), Map.of()));
                if (!gone.isEmpty()) {
                    Log.info("What differs in {} rooms of {} that are no more is forgotten.", gone.size(), service);
                }
            });
            return true;
        } catch (final SQLException | RuntimeException | Error e) {
            if (DatabaseUnavailableException.isCauseOf(e)) {
                return false;
            }
            Log.warn("Cannot find out which rooms are no more. This is tried again in {}.", RETRY_INTERVAL, e);
            return false;
        }
    }

    /** Whether a room is there, and was there already when something was set to differ in it. */
    private boolean isOf(final JID room, final Optional<RoomDirectory.Entry> stored, @Nullable final Long timestamp) {
        final Optional<Instant> created = stored.map(RoomDirectory.Entry::created)
            .or(() -> rooms.createdIfLoaded(room));
        return created.filter(moment -> timestamp == null || timestamp >= MonotonicTimestamps.of(moment)).isPresent();
    }
}
