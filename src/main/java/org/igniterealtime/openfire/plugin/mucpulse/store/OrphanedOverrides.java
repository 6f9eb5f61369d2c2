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
package org.igniterealtime.openfire.plugin.mucpulse.store;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.server.MucServiceListener;
import org.igniterealtime.openfire.plugin.mucpulse.server.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.server.Strand;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomOverride;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomOverrides;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Forgets what differs in rooms that are no more, and of which nobody told the plugin: because it was not loaded when
 * they were destroyed, because the server crashed, or because their whole service was deleted. The next room of that
 * name is another one. A room is no more where it is neither in the memory of the server nor in its tables; where that
 * cannot be found out, everything is kept. Safe for use by several threads.
 */
public final class OrphanedOverrides implements MucServiceListener {

    private static final Logger Log = LoggerFactory.getLogger(OrphanedOverrides.class);

    private static final Duration RETRY_INTERVAL = Duration.ofMinutes(1);
    /** A service goes before it is deleted from the database; where the server stops, it is not deleted at all. */
    private static final List<Duration> LOOKS = List.of(Duration.ofSeconds(10), Duration.ofMinutes(1));

    private final RoomOverrides overrides;
    private final RoomDirectory directory;
    private final Rooms rooms;
    private final Strand strand;

    /**
     * Creates it.
     *
     * @param overrides what differs in single rooms
     * @param directory tells which rooms are in the database
     * @param rooms tells which rooms are in memory
     * @param strand runs what touches the database
     */
    public OrphanedOverrides(@Nonnull final RoomOverrides overrides, @Nonnull final RoomDirectory directory,
                             @Nonnull final Rooms rooms, @Nonnull final Strand strand) {
        this.overrides = overrides;
        this.directory = directory;
        this.rooms = rooms;
        this.strand = strand;
    }

    /** Looks for what happened while the plugin was not there, as soon as it is known what differed in rooms. */
    public void start() {
        strand.execute(this::look);
    }

    private void look() {
        if (!overrides.isRestored() || !forget(service -> true)) {
            strand.schedule(RETRY_INTERVAL, this::look);
        }
    }

    @Override
    public void serviceRemoved(@Nonnull final String service) {
        LOOKS.forEach(look -> strand.schedule(look, () -> forget(service::equals)));
    }

    private boolean forget(final Predicate<String> services) {
        try {
            final Map<String, Set<JID>> known = overrides.all().keySet().stream().map(room -> new JID(room, true))
                .filter(room -> services.test(room.getDomain()))
                .collect(Collectors.groupingBy(JID::getDomain, Collectors.toSet()));
            known.forEach((service, some) -> {
                final Set<JID> gone = new HashSet<>(some);
                gone.removeAll(directory.rooms(service, some).keySet());
                gone.removeIf(room -> rooms.room(room).isPresent());
                gone.forEach(room -> overrides.set(room.toString(), RoomOverride.NONE));
                if (!gone.isEmpty()) {
                    Log.info("What differs in {} rooms of {} that are no more is forgotten.", gone.size(), service);
                }
            });
            return true;
        } catch (final RuntimeException e) {
            Log.warn("Cannot find out which rooms are no more. This is tried again in {}.", RETRY_INTERVAL, e);
            return false;
        }
    }
}
