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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * What has to be done when this server becomes home, or ceases to be it.
 * <p>
 * Who becomes home looks into all rooms, asks the other servers what their occupants have announced, and reads the
 * nodes of rooms from the database: as soon as the server that was home has written them and has said farewell, or
 * after a moment where it says nothing. Who ceases to be home drops its memory, writes what it had accepted before, at
 * once and nothing after that, and hands over to the new home what the database does not have; where nobody is home at
 * first, as while a split of the cluster heals, as soon as another server is. A server that is home all along and is
 * bid farewell by another one does both: what both sides have written is in the database. For the feature's executor
 * alone.
 */
final class HomeRole {

    /** How long a farewell is waited for where there are other servers. */
    static final Duration PATIENCE = Duration.ofSeconds(2);
    /** How long a server that is stopping has to write what it had accepted. */
    static final Duration WRITING = Duration.ofSeconds(1);
    /** How long after a failure the rooms are looked into again. */
    private static final Duration AGAIN = Duration.ofSeconds(10);
    /** The number of bytes that are handed over at most, and that one message has. */
    private static final int MOST = 4_000_000;
    private static final int MESSAGE = 100_000;

    private static final Logger Log = LoggerFactory.getLogger(HomeRole.class);

    private final MucEventing mep;
    private final SerialExecutor executor;
    private final Executor storage;
    private final Relay relay;
    private final Runnable finishWriting;
    private final LocalAnnouncements announcements;
    private final Predicate<JID> isHere;
    /** What servers that were home have handed over, as far as it is not used. */
    private List<byte[]> handedOver = new ArrayList<>();
    private boolean complete;
    /** What an earlier run of the plugin on this server has left. */
    private List<byte[]> earlier = List.of();
    private boolean written;
    /** What was dropped here and is not with anybody yet: for whoever is home next. Null where nothing was dropped. */
    @Nullable
    private List<byte[]> owed;
    private boolean home;
    /** Whether the database is not read yet. */
    private boolean waiting;
    /** Whether those who were in rooms when this server became home are known. */
    private boolean entered;
    private long period;

    /**
     * Creates it.
     *
     * @param mep the feature
     * @param executor the feature's executor
     * @param storage runs what touches the database
     * @param relay carries messages to the other servers
     * @param finishWriting writes to the database what waits, and forgets what cannot be written
     * @param announcements what is remembered while another server is home
     * @param isHere whether a session is one that this server remembers
     */
    HomeRole(@Nonnull final MucEventing mep, @Nonnull final SerialExecutor executor, @Nonnull final Executor storage,
             @Nonnull final Relay relay, @Nonnull final Runnable finishWriting,
             @Nonnull final LocalAnnouncements announcements, @Nonnull final Predicate<JID> isHere) {
        this.mep = mep;
        this.executor = executor;
        this.storage = storage;
        this.relay = relay;
        this.finishWriting = finishWriting;
        this.announcements = announcements;
        this.isHere = isHere;
    }

    boolean isHome() {
        return home;
    }

    /** What an earlier run of the plugin on this server has left, for the case that nobody was home meanwhile. */
    void keep(@Nonnull final List<byte[]> records) {
        earlier = records;
    }

    /** This server is home from the start, and by itself: nobody has to be waited for. */
    void start() {
        home = true;
        mep.takeOver(takeHandedOver());
    }

    /** This server is home from now on. */
    void gain() {
        home = true;
        waiting = true;
        entered = false;
        final long current = ++period;
        final boolean isReady = complete && written;
        if (!isReady) {
            executor.schedule(complete || relay.peers().isEmpty() ? WRITING : PATIENCE, () -> {
                if (waiting && period == current) {
                    read();
                }
            });
        }
        mep.holdReading();
        lookIntoRooms(current);
        if (isReady) {
            read();
        }
    }

    /** Where the server fails, this is done again; what was handed over waits for it, as it is for occupants. */
    private void lookIntoRooms(final long current) {
        if (period != current) {
            return;
        }
        try {
            mep.start();
        } catch (final RuntimeException | Error e) {
            Log.warn("It is not known who is in which room. This is tried again in {} seconds.", AGAIN.toSeconds(), e);
            executor.schedule(AGAIN, () -> lookIntoRooms(current));
            return;
        }
        announcements.takeAll().forEach(entry -> mep.presenceInRoom(entry.room(), entry.session(), entry.caps()));
        relay.peers().forEach(peer -> send(peer, new RelayMessage.Report()));
        entered = true;
        if (!waiting) {
            mep.takeOver(takeOwed());
        }
    }

    private void read() {
        waiting = false;
        mep.readNow();
        owe(takeHandedOver());
        if (entered) {
            mep.takeOver(takeOwed());
        }
    }

    private void owe(final List<byte[]> records) {
        if (owed == null) {
            owed = new ArrayList<>();
        }
        owed.addAll(records);
    }

    private List<byte[]> takeOwed() {
        final List<byte[]> taken = owed == null ? List.of() : owed;
        owed = null;
        return taken;
    }

    private List<byte[]> takeHandedOver() {
        final List<byte[]> taken = complete ? handedOver : earlier;
        earlier = List.of();
        handedOver = new ArrayList<>();
        complete = false;
        written = false;
        return taken;
    }

    /** Another server is home from now on, or nobody. */
    void lose(@Nonnull final Optional<String> server) {
        home = false;
        if (waiting) {
            waiting = false;
            owe(takeHandedOver());
        }
        period++;
        owe(drop());
        storage.execute(finishWriting);
        server.ifPresent(this::payOwed);
    }

    /** Another server is home, as this one was not just before: it does not need what others may have left. */
    void staysElsewhere(@Nonnull final String server) {
        takeHandedOver();
        if (owed != null) {
            payOwed(server);
        }
    }

    /** Bids farewell, as soon as all is written. */
    private void payOwed(final String server) {
        final List<byte[]> records = takeOwed();
        storage.execute(() -> sayFarewell(server, records, true));
    }

    private List<byte[]> drop() {
        final List<byte[]> records = writeDown();
        mep.openRooms().forEach(room -> room.occupants().stream()
            .filter(occupant -> isHere.test(occupant.session())).forEach(occupant -> remember(room, occupant)));
        mep.abandon();
        return records;
    }

    /** Whatever the server fails at, what another one has from now on is dropped here. */
    private List<byte[]> writeDown() {
        try {
            return mep.handOver();
        } catch (final RuntimeException | Error e) {
            Log.warn("What the database does not have of nodes cannot be handed over, and is lost.", e);
            return List.of();
        }
    }

    /** What a session has announced through this server since then is newer. */
    private void remember(final EventingRoom room, final Occupant occupant) {
        final CapsAnnouncement caps = occupant.announcement();
        if (caps != null && announcements.find(room.jid(), occupant.session()).isEmpty()) {
            announcements.put(room.jid(), occupant.session(), caps);
        }
    }

    /**
     * The plugin stops: whoever is home next gets what the database does not have, where that is here.
     *
     * @return the same for the next run of the plugin on this server, in case that there is no other one
     */
    @Nonnull
    List<byte[]> stop() {
        final boolean isHere = home || owed != null;
        final List<byte[]> records = new ArrayList<>(takeOwed());
        records.addAll(takeHandedOver());
        records.addAll(writeDown());
        if (isHere) {
            relay.peers().forEach(peer -> sayFarewell(peer, records, false));
        }
        return records;
    }

    private void sayFarewell(final String peer, final List<byte[]> records, final boolean isWritten) {
        List<byte[]> part = new ArrayList<>();
        int length = 0;
        int all = 0;
        for (final byte[] record : records) {
            all += record.length;
            if (all > MOST) {
                Log.info("More than {} bytes of nodes are not handed over to the server that has them from now on.",
                    MOST);
                break;
            }
            if (length + record.length > MESSAGE && !part.isEmpty()) {
                send(peer, new RelayMessage.Farewell(part, false, isWritten));
                part = new ArrayList<>();
                length = 0;
            }
            part.add(record);
            length += record.length;
        }
        send(peer, new RelayMessage.Farewell(part, true, isWritten));
    }

    private void send(final String peer, final RelayMessage message) {
        relay.send(peer, EventingCluster.TOPIC, message.toBytes());
    }

    /** A server that was home hands over. */
    void farewell(@Nonnull final RelayMessage.Farewell farewell) {
        if (complete) {
            takeHandedOver();
        }
        if (handedOver.stream().mapToLong(record -> record.length).sum() <= MOST) {
            handedOver.addAll(farewell.records());
        }
        if (!farewell.isLast()) {
            return;
        }
        complete = true;
        written = farewell.isWritten();
        if (home && waiting && written) {
            read();
        } else if (home && !waiting) {
            rebuild();
        }
    }

    private void rebuild() {
        owe(takeHandedOver());
        owe(drop());
        final long current = ++period;
        mep.holdReading();
        storage.execute(() -> {
            finishWriting.run();
            executor.execute(() -> {
                if (home && period == current) {
                    complete = true;
                    written = true;
                    gain();
                }
            });
        });
    }
}
