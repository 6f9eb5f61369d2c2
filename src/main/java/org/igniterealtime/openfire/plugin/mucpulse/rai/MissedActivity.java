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

import com.google.common.base.Ticker;
import com.google.common.collect.Iterators;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Handover;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomHistory;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.store.BinaryRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Finds out what was said in rooms while the plugin was not loaded (R15). A room in which nobody was meanwhile is left
 * out. Of the others it reads the history that the room keeps for those who enter, which takes about as long for each
 * room as one more occupant. A room whose history does not say it counts as active at the moment when the plugin was
 * loaded: one that keeps none or too little, or in which messages without a text were seen before, which are not kept.
 * <p>
 * Rooms are looked at one after the other in a part of the time, by the executor that uses the database, as the server
 * may have to read a history from there. Where the plugin is stopped before it is done, the next start looks at all
 * rooms once more. Safe for use by several threads.
 */
final class MissedActivity {

    private static final Logger Log = LoggerFactory.getLogger(MissedActivity.class);

    /** For how long rooms are looked at without a pause. */
    static final Duration SLICE = Duration.ofMillis(10);
    /** How long each pause is. */
    static final Duration PAUSE = Duration.ofMillis(40);

    private final SerialExecutor executor;
    private final Rooms rooms;
    private final TrackedRooms tracked;
    private final MonotonicTimestamps timestamps;
    private final ActivityRecorder activities;
    private final Handover handover;
    private final InstantSource clock;
    private final Ticker ticker;
    /** Since when something may have been missed, until it is known. */
    @Nullable
    private volatile Instant since;
    /** The timestamp of when the plugin was loaded. */
    private long loaded = MonotonicTimestamps.NEVER;
    /** Used by the executor alone. */
    private final Queue<JID> waiting = new ArrayDeque<>();
    /** In how many rooms it could not be found out. Used by the executor alone. */
    private int failures;

    /**
     * Creates it.
     *
     * @param executor runs what may block
     * @param rooms the server's rooms
     * @param tracked what is known of them
     * @param timestamps issues the timestamps that are stored
     * @param activities records what is found
     * @param handover hands the rooms that do not keep all over to the next start
     * @param clock the wall clock, as rooms use it
     * @param ticker a monotonic source of time
     */
    MissedActivity(@Nonnull final SerialExecutor executor, @Nonnull final Rooms rooms,
                   @Nonnull final TrackedRooms tracked, @Nonnull final MonotonicTimestamps timestamps,
                   @Nonnull final ActivityRecorder activities, @Nonnull final Handover handover,
                   @Nonnull final InstantSource clock, @Nonnull final Ticker ticker) {
        this.executor = executor;
        this.rooms = rooms;
        this.tracked = tracked;
        this.timestamps = timestamps;
        this.activities = activities;
        this.handover = handover;
        this.clock = clock;
        this.ticker = ticker;
    }

    /**
     * Reads what the last run handed over. Blocks.
     *
     * @param missed whether the server went on without the plugin since a moment
     * @return since when nothing was heard; empty where nothing was missed, or that is not known
     */
    @Nonnull
    Optional<Instant> take(@Nonnull final Predicate<Instant> missed) {
        final Handover.Content earlier = handover.take().orElse(null);
        if (earlier == null || earlier.records().isEmpty()) {
            return Optional.empty();
        }
        try {
            final Instant moment = Instant.ofEpochMilli(BinaryRecord.read(earlier.records().get(0)).readLong());
            for (final byte[] record : earlier.records().subList(1, earlier.records().size())) {
                tracked.track(new JID(BinaryRecord.read(record).readUTF())).setUnkept();
            }
            return Optional.of(moment).filter(missed);
        } catch (final IOException | RuntimeException e) {
            Log.warn("What the last run knew of rooms that do not keep all messages cannot be read.", e);
            return Optional.of(earlier.written()).filter(missed);
        }
    }

    /**
     * Begins to look at the rooms. To be called when activity is heard already, and before the sessions that are in
     * rooms count as having seen what was said before.
     *
     * @param moment since when nothing was heard
     */
    void start(@Nonnull final Instant moment) {
        loaded = timestamps.next();
        since = moment;
        executor.execute(() -> {
            rooms.loaded().stream().map(RoomView::jid).forEach(waiting::add);
            look(moment);
        });
    }

    private void look(final Instant moment) {
        final long begun = ticker.read();
        while (!waiting.isEmpty()) {
            if (ticker.read() - begun >= SLICE.toNanos()) {
                executor.schedule(PAUSE, () -> look(moment));
                return;
            }
            look(waiting.remove(), moment);
        }
        since = null;
    }

    private void look(final JID room, final Instant moment) {
        try {
            if (rooms.wasOccupiedSince(room, moment)) {
                final Activity found = find(room, moment);
                if (found != Activity.NONE) {
                    activities.missed(room, found);
                }
            }
        } catch (final RuntimeException | Error e) {
            if (failures++ == 0) {
                Log.warn("It cannot be found out whether something was said in {} while the plugin was not loaded. The "
                    + "room counts as active, as do others of which this is not logged.", room, e);
            }
            activities.missed(room, unknown());
        }
    }

    private Activity find(final JID room, final Instant moment) {
        final TrackedRoom entry = tracked.find(room);
        final RoomHistory history =
            entry != null && entry.isUnkept() ? RoomHistory.UNKNOWN : rooms.history(room, moment);
        if (!history.complete()) {
            return unknown();
        }
        Activity found = Activity.NONE;
        for (final RoomHistory.Entry one : history.messages()) {
            if (ActivityFilter.isActivity(one.message())) {
                // The clock of the server that broadcast it may be ahead.
                final long timestamp = Math.min(loaded, timestamps.at(one.moment()));
                found = one.author() == null ? new Activity(timestamp, null, found.timestamp())
                    : found.followedBy(timestamp, one.author());
            }
        }
        return found;
    }

    private Activity unknown() {
        return new Activity(loaded, null, MonotonicTimestamps.NEVER);
    }

    /** Writes for the next start since when nothing is heard: from now on, or already before. Blocks. */
    void stop() {
        final Instant unfinished = since;
        final Instant moment = unfinished == null ? clock.instant() : unfinished;
        handover.write(Iterators.concat(
            List.of(BinaryRecord.of(out -> out.writeLong(moment.toEpochMilli()))).iterator(),
            tracked.all().filter(TrackedRoom::isUnkept)
                .map(room -> BinaryRecord.of(out -> out.writeUTF(room.jid().toString()))).iterator()));
    }
}
