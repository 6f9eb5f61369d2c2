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

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.HomeListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.MucServiceListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Deletes the nodes of rooms that are no more, and of which nobody told the plugin: because it was not loaded when they
 * were destroyed, because the server crashed, or because their whole service was deleted. Safe for use by several
 * threads.
 */
public final class OrphanedNodes implements MucServiceListener, HomeListener {

    private static final Logger Log = LoggerFactory.getLogger(OrphanedNodes.class);

    /** A service goes before it is deleted from the database; and where the server stops, it is not deleted at all. */
    private static final List<Duration> LOOKS = List.of(Duration.ofSeconds(10), Duration.ofMinutes(1));

    private static final Duration RETRY_INTERVAL = Duration.ofMinutes(1);

    private final NodeTable table;
    private final RoomDirectory directory;
    private final NodeStore nodes;
    private final SerialExecutor executor;
    private final BooleanSupplier home;
    /** Whether the last attempt failed. */
    private volatile boolean failing;

    /**
     * Creates it.
     *
     * @param table tells of which rooms there are nodes
     * @param directory tells which rooms there are
     * @param nodes deletes nodes
     * @param executor runs what touches the database
     * @param home whether this server is the one that writes
     */
    public OrphanedNodes(@Nonnull final NodeTable table, @Nonnull final RoomDirectory directory,
                         @Nonnull final NodeStore nodes, @Nonnull final SerialExecutor executor,
                         @Nonnull final BooleanSupplier home) {
        this.table = table;
        this.directory = directory;
        this.nodes = nodes;
        this.executor = executor;
        this.home = home;
    }

    /** Looks for what happened while the plugin was not there. */
    public void start() {
        executor.execute(this::look);
    }

    private void look() {
        if (!delete(service -> true)) {
            executor.schedule(RETRY_INTERVAL, this::look);
        }
    }

    @Override
    public void serviceRemoved(@Nonnull final String service) {
        LOOKS.forEach(look -> executor.schedule(look, () -> delete(service::equals)));
    }

    @Override
    public void homeMoved(@Nonnull final Optional<String> server, final boolean here) {
        if (here) {
            start();
        }
    }

    private boolean delete(final Predicate<String> services) {
        if (!home.getAsBoolean()) {
            // Whoever is home looks as well.
            return true;
        }
        try {
            final Map<String, Set<JID>> rooms = table.rooms().stream()
                .filter(room -> services.test(room.getDomain()))
                .collect(Collectors.groupingBy(JID::getDomain, Collectors.toSet()));
            rooms.forEach((service, some) -> {
                final Set<JID> orphaned = new HashSet<>(some);
                orphaned.removeAll(directory.rooms(service, some).keySet());
                orphaned.forEach(nodes::deleteRoom);
                if (!orphaned.isEmpty()) {
                    Log.info("The nodes of {} rooms of {} that are no more are deleted.", orphaned.size(), service);
                }
            });
            failing = false;
            return true;
        } catch (final SQLException | RuntimeException | Error e) {
            if (!failing && !DatabaseUnavailableException.isCauseOf(e)) {
                failing = true;
                Log.warn("Cannot look for nodes of rooms that are no more. This is tried again every {} until it "
                    + "succeeds.", RETRY_INTERVAL, e);
            }
            return false;
        }
    }
}
