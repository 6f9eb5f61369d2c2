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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.Optional;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Notices when rooms change their name, topic or access. There is no event for a room that became private, so that the
 * rooms of interest are looked at once a second, or less often where that takes long: in a cluster, each look copies
 * the whole room. For the feature's executor, but for what says otherwise; blocks.
 */
final class RoomWatch {

    private static final Logger Log = LoggerFactory.getLogger(RoomWatch.class);

    static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
    /** How many times as long as the looking takes is paused after it, so that the executor has time for all else. */
    private static final int PAUSES = 9;

    /** What is notified of changes, on the feature's executor. */
    interface Listener {

        /** Whether anybody in a room wants it to be published. */
        boolean isOfInterest(@Nonnull JID room);

        /** A room has changed, or may have. */
        void roomChanged(@Nonnull JID room);

        void roomDestroyed(@Nonnull JID room);
    }

    private final SerialExecutor executor;
    private final WatchedRooms watched;
    private final ChangingRooms changing;
    private final Listener listener;
    private final Ticker ticker;
    private final Coalescer polling;
    private Duration pause = POLL_INTERVAL;

    RoomWatch(@Nonnull final SerialExecutor executor, @Nonnull final RoomProfiles rooms, @Nonnull final Ticker ticker,
              @Nonnull final Listener listener) {
        this.executor = executor;
        this.watched = new WatchedRooms(rooms);
        this.changing = new ChangingRooms(ticker);
        this.listener = listener;
        this.ticker = ticker;
        this.polling = new Coalescer(task -> executor.schedule(pause, task), this::poll);
    }

    /** A room's configuration is about to change. For any thread. */
    void configuring(@Nonnull final JID room) {
        changing.begin(room);
        executor.execute(polling::request);
    }

    /** A room's configuration may have changed. For any thread. */
    void configured(@Nonnull final JID room) {
        final boolean changed = changing.end(room);
        executor.execute(() -> {
            look(room);
            if (changed) {
                listener.roomChanged(room);
            }
        });
    }

    /** Whether a room is being configured, so that it is not known what it is going to be. */
    boolean isChanging(@Nonnull final JID room) {
        return changing.isChanging(room);
    }

    /** What a room shows now. It is watched from now on, as long as it is of interest. */
    @Nonnull
    Optional<RoomProfile> profile(@Nonnull final JID room) {
        return watched.profile(room);
    }

    void forget(@Nonnull final JID room) {
        watched.forget(room);
    }

    /** Looks whether a room that is watched has changed. */
    void look(@Nonnull final JID room) {
        try {
            switch (watched.look(room)) {
                case CHANGED -> listener.roomChanged(room);
                case GONE -> listener.roomDestroyed(room);
                default -> {
                }
            }
        } catch (final RuntimeException | Error e) {
            Log.debug("Cannot look at the room {}. It is not published.", room, e);
            listener.roomChanged(room);
        }
    }

    /** Sees to it that rooms are looked at, where any are watched. */
    void pollIfNeeded() {
        if (!watched.isEmpty()) {
            polling.request();
        }
    }

    private void poll() {
        final long began = ticker.read();
        try {
            watched.retain(listener::isOfInterest);
            changing.takeExpired().forEach(listener::roomChanged);
            watched.rooms().forEach(this::look);
        } finally {
            final Duration taken = Duration.ofNanos(ticker.read() - began).multipliedBy(PAUSES);
            pause = taken.compareTo(POLL_INTERVAL) > 0 ? taken : POLL_INTERVAL;
            if (!watched.isEmpty() || !changing.isEmpty()) {
                polling.request();
            }
        }
    }
}
