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

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.igniterealtime.openfire.plugin.mucpulse.port.DisplayListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Counts a user as having been in a room at the moment of its newest message, when the user says to have had that
 * message displayed. Whatever names another message, or one of which the ids are not known, changes nothing. Safe for
 * use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0333.html">XEP-0333: Displayed Markers</a>
 * @see <a href="https://xmpp.org/extensions/xep-0490.html">XEP-0490: Message Displayed Synchronization</a>
 */
final class DisplayTracker implements DisplayListener {

    private static final Logger Log = LoggerFactory.getLogger(DisplayTracker.class);

    /** For how many users the database may be asked at a time; of more, nothing counts as displayed. */
    static final int LOOK_UPS = 100;

    private final Supplier<RaiSettings> settings;
    private final SerialExecutor executor;
    private final Executor queries;
    private final Rooms rooms;
    private final VisitLog visitLog;
    private final TrackedRooms tracked;
    private final MessageIds ids;
    private final VisitTracker visits;
    private final Counters counters;
    /** The users for whom the database is being asked. */
    private final Set<JID> lookUps = ConcurrentHashMap.newKeySet();

    DisplayTracker(@Nonnull final Supplier<RaiSettings> settings, @Nonnull final SerialExecutor executor,
                   @Nonnull final Executor queries, @Nonnull final Rooms rooms, @Nonnull final VisitLog visitLog,
                   @Nonnull final TrackedRooms tracked, @Nonnull final MessageIds ids,
                   @Nonnull final VisitTracker visits, @Nonnull final Counters counters) {
        this.settings = settings;
        this.executor = executor;
        this.queries = queries;
        this.rooms = rooms;
        this.visitLog = visitLog;
        this.tracked = tracked;
        this.ids = ids;
        this.visits = visits;
        this.counters = counters;
    }

    private boolean isRelevant() {
        return settings.get().enabled() && settings.get().displayed();
    }

    @Override
    public void markerSent(@Nonnull final JID session, @Nonnull final JID room, @Nonnull final String id) {
        // Whoever is not inside could be anybody, under any number of addresses.
        if (isRelevant() && visits.isInside(room, session)) {
            displayed(room, id, true).ifPresent(timestamp ->
                seen(session.asBareJID(), room, timestamp, RaiMetrics.DISPLAYED_MARKER));
        }
    }

    @Override
    @Nonnull
    public Optional<Runnable> publishing(@Nonnull final JID user, @Nonnull final JID room,
                                         @Nonnull final String stanzaId) {
        if (!isRelevant()) {
            return Optional.empty();
        }
        final OptionalLong found = displayed(room, stanzaId, false);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        final long timestamp = found.getAsLong();
        return Optional.of(() -> published(user, room, timestamp));
    }

    /**
     * What is published need not be true. Of a room that is none of the user's nothing is noted: a visit would make it
     * one of those that the user is notified of (R4).
     */
    private void published(final JID user, final JID room, final long timestamp) {
        if (settings.get().interest() == RaiSettings.Interest.ALL || visits.isKnown(room, user)) {
            seen(user, room, timestamp, RaiMetrics.DISPLAYED_PUBLISHED);
        } else {
            executor.execute(() -> publishedByStranger(user, room, timestamp));
        }
    }

    /** Of a user of whom no visit is in memory. */
    private void publishedByStranger(final JID user, final JID room, final long timestamp) {
        if (rooms.snapshot(room).affiliation(user).isAffiliated()) {
            seen(user, room, timestamp, RaiMetrics.DISPLAYED_PUBLISHED);
        } else if (lookUps.size() < LOOK_UPS && lookUps.add(user)) {
            boolean begun = false;
            try {
                queries.execute(() -> lookUp(user, room, timestamp));
                begun = true;
            } catch (final RejectedExecutionException e) {
                Log.debug("Too much is looked up: what {} has had displayed does not count.", user, e);
            } finally {
                if (!begun) {
                    lookUps.remove(user);
                }
            }
        }
    }

    private void lookUp(final JID user, final JID room, final long timestamp) {
        try {
            if (visitLog.visits(user).containsKey(room)) {
                seen(user, room, timestamp, RaiMetrics.DISPLAYED_PUBLISHED);
            }
        } catch (final StorageException e) {
            Log.debug("The visits of {} cannot be read: what was displayed does not count.", user, e);
        } finally {
            lookUps.remove(user);
        }
    }

    private OptionalLong displayed(final JID room, final String id, final boolean anyId) {
        final TrackedRoom entry = tracked.find(room);
        return entry == null ? OptionalLong.empty() : entry.displayed(ids.hash(id), anyId);
    }

    private void seen(final JID user, final JID room, final long timestamp, final Metric metric) {
        if (visits.displayed(room, user, timestamp)) {
            counters.count(room.getDomain(), metric);
        }
    }
}
