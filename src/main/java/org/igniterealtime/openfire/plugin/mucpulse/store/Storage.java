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

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.ClusterListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.port.Handover;
import org.igniterealtime.openfire.plugin.mucpulse.port.MucServiceListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.port.RelayListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitch;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * The data that outlive a run of the server, and what features need to store their own: the database, an executor for
 * access to it, and the keeper of the tables. Safe for use by several threads once it was created.
 */
public final class Storage {

    private static final Logger Log = LoggerFactory.getLogger(Storage.class);

    private final DatabaseGuard guard;
    private final SerialExecutor executor;
    private final InstantSource clock;
    private final Path folder;
    private final Journal journal;
    private final MonotonicTimestamps timestamps;
    private final RoomDirectory directory;
    private final StateTable state;
    private final RunningMarks marks;
    private final StoreKeeper keeper;
    private final RoomSwitchTable switches;

    /**
     * Creates the storage, and has the switches of single rooms read, as they count before anything else.
     *
     * @param database the server's database
     * @param domain the server's domain
     * @param folder where files are kept; need not exist
     * @param journal has what is not in the database yet
     * @param executor runs what touches the database
     * @param clock the wall clock
     * @param declared the switches for single rooms that the features declare
     * @param clustered whether the server is to be one of a cluster
     */
    public Storage(@Nonnull final Database database, @Nonnull final String domain, @Nonnull final Path folder,
                   @Nonnull final Journal journal, @Nonnull final SerialExecutor executor,
                   @Nonnull final InstantSource clock, @Nonnull final List<RoomSwitch> declared,
                   @Nonnull final BooleanSupplier clustered) {
        this.guard = new DatabaseGuard(database, executor);
        this.executor = executor;
        this.clock = clock;
        this.folder = folder;
        this.journal = journal;
        this.timestamps = new MonotonicTimestamps(clock);
        this.directory = new JdbcRoomDirectory(guard.serverTables(), domain);
        this.state = new StateTable(guard.tables());
        final ServerId server = new ServerId(folder);
        this.marks = new RunningMarks(state, () -> clustered.getAsBoolean() ? server.get() : Optional.empty());
        this.keeper = new StoreKeeper(marks, executor, journal);
        this.switches = new RoomSwitchTable(guard.tables(), timestamps, declared, journal);
        guard.check();
        guard.onAvailable(keeper::resume);
        keeper.add(switches);
    }

    /**
     * The server's database, for the plugin's own tables.
     *
     * @return the port
     */
    @Nonnull
    public Database database() {
        return guard.tables();
    }

    /**
     * Knows whether the database can be used.
     *
     * @return the same object at each call
     */
    @Nonnull
    public DatabaseGuard guard() {
        return guard;
    }

    /**
     * Runs what touches the database, one task after the other.
     *
     * @return the executor
     */
    @Nonnull
    public SerialExecutor executor() {
        return executor;
    }

    /**
     * Issues the timestamps that are stored.
     *
     * @return the source
     */
    @Nonnull
    public MonotonicTimestamps timestamps() {
        return timestamps;
    }

    /**
     * The rooms in the server's database.
     *
     * @return the port
     */
    @Nonnull
    public RoomDirectory directory() {
        return directory;
    }

    /**
     * Single numbers that are to be remembered.
     *
     * @return the table
     */
    @Nonnull
    public StateTable state() {
        return state;
    }

    /**
     * Tells which other servers of a cluster run, or have crashed.
     *
     * @return the same object at each call
     */
    @Nonnull
    public RunningMarks marks() {
        return marks;
    }

    /**
     * What differs in single rooms.
     *
     * @return the same object at each call
     */
    @Nonnull
    public RoomSwitches roomSwitches() {
        return switches.switches();
    }

    /**
     * Tells how everything is written.
     *
     * @return the same object at each call
     */
    @Nonnull
    public StoreKeeper keeper() {
        return keeper;
    }

    /**
     * Keeps what must not be forgotten until the database has it.
     *
     * @return the same object at each call
     */
    @Nonnull
    public Journal journal() {
        return journal;
    }

    /**
     * The records that a feature leaves for its next start.
     *
     * @param feature the name of the feature
     * @param version the version of the format of its records; records of another version are ignored
     * @return the port
     */
    @Nonnull
    public Handover handover(@Nonnull final String feature, final int version) {
        return new HandoverFile(folder, feature, version, clock);
    }

    /**
     * Has a table of a feature read now, and from then on written, purged, and written a last time when all features
     * have stopped.
     *
     * @param table the table
     */
    public void keep(@Nonnull final Table table) {
        keeper.add(table);
    }

    /**
     * Begins to forget the switches of rooms that do not exist.
     *
     * @param rooms the rooms in memory
     * @return is to hear of services that vanish
     */
    @Nonnull
    public MucServiceListener forgetOrphanedSwitches(@Nonnull final Rooms rooms) {
        final OrphanedRoomSwitches orphaned = new OrphanedRoomSwitches(switches, directory, rooms, executor);
        orphaned.start();
        return orphaned;
    }

    /**
     * Has what is set for single rooms take effect on all servers of the cluster.
     *
     * @param relay carries messages to them
     * @return is to hear of the relay
     */
    @Nonnull
    public RelayListener shareRoomSwitches(@Nonnull final Relay relay) {
        return new RoomSwitchRelay(relay, switches, executor);
    }

    /**
     * Marks in the database that this server runs as one of a cluster, where it joins one later.
     *
     * @return is to hear of the cluster
     */
    @Nonnull
    public ClusterListener markInCluster() {
        return new ClusterListener() {
            @Override
            public void joined() {
                executor.execute(Storage.this::renewMark);
            }
        };
    }

    private void renewMark() {
        try {
            marks.renew();
        } catch (final SQLException | RuntimeException | Error e) {
            Log.debug("The mark that this server runs cannot be written. This is tried again.", e);
            executor.schedule(StoreKeeper.RETRY_INTERVAL, this::renewMark);
        }
    }

    /**
     * Forgets the switches of rooms that are destroyed.
     *
     * @return is to hear of rooms that are destroyed
     */
    @Nonnull
    public RoomEventListener forgetDestroyedRooms() {
        return new RoomEventListener() {
            @Override
            public void roomDestroyed(@Nonnull final JID room) {
                roomSwitches().set(room.toString(), Map.of());
            }
        };
    }
}
