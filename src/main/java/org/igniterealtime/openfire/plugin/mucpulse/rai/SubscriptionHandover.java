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
import com.google.common.io.ByteArrayDataInput;
import com.google.common.io.ByteArrayDataOutput;
import com.google.common.io.ByteStreams;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Turns subscriptions into records when the plugin is stopped, and restores them when it is started again. For the
 * feature's executor alone.
 */
final class SubscriptionHandover {

    private static final Logger Log = LoggerFactory.getLogger(SubscriptionHandover.class);

    /** How many notified rooms of a session are kept; the session is notified of others once too often. */
    static final int ROOMS = 2_000;

    /** For how long the plugin may be away so that what users did meanwhile is seen by their sessions. */
    static final Duration SHORT = Duration.ofMinutes(1);

    /** How long before the plugin the services can be stopped. */
    static final Duration STOPPING = Duration.ofMinutes(1);

    private final Executor executor;
    private final InstantSource clock;
    private final Users users;
    private final Rooms rooms;
    private final Subscriptions subscriptions;
    private final SubscriptionManager manager;
    private final Occupancies occupancies;
    private final Ticker ticker;
    /**
     * The records of services that were removed a short while ago: when the server stops, they stop before the plugin.
     */
    private List<byte[]> ofRemovedServices = List.of();
    private long removed;

    SubscriptionHandover(@Nonnull final Executor executor, @Nonnull final InstantSource clock,
                         @Nonnull final Users users, @Nonnull final Rooms rooms,
                         @Nonnull final Subscriptions subscriptions, @Nonnull final SubscriptionManager manager,
                         @Nonnull final Occupancies occupancies, @Nonnull final Ticker ticker) {
        this.executor = executor;
        this.clock = clock;
        this.users = users;
        this.rooms = rooms;
        this.subscriptions = subscriptions;
        this.manager = manager;
        this.occupancies = occupancies;
        this.ticker = ticker;
    }

    /**
     * Restores subscriptions. For all threads.
     *
     * @param records what {@link #write()} returned
     * @param written when that was
     * @param unheardSince since when the server went on without the plugin, {@code null} where it did not
     */
    void takeOver(@Nonnull final List<byte[]> records, @Nonnull final Instant written,
                  @Nullable final Instant unheardSince) {
        final Duration away = Duration.between(written, clock.instant());
        final Map<JID, Boolean> silent = new HashMap<>();
        final Map<JID, Boolean> changed = new HashMap<>();
        final Map<JID, Boolean> occupied = new HashMap<>();
        executor.execute(() -> read(records, away.isNegative() ? Duration.ZERO : away,
            session -> users.isReachableSince(session, written),
            (user, room) -> changed.computeIfAbsent(room, key -> rooms.created(key).isAfter(written))
                || unheardSince != null && !silent.computeIfAbsent(user, key -> wasSilent(key, unheardSince))
                && occupied.computeIfAbsent(room, key -> rooms.wasOccupiedSince(key, unheardSince))));
    }

    /**
     * Whether a user cannot have been in a room since a moment. After some time, a session may have been there that is
     * gone by now.
     */
    private boolean wasSilent(final JID user, final Instant moment) {
        return Duration.between(moment, clock.instant()).compareTo(SHORT) <= 0 && users.isSilentSince(user, moment);
    }

    /** Ends the subscriptions to a service that is gone; they are written down all the same if the plugin stops now. */
    void serviceRemoved(@Nonnull final String service) {
        final List<byte[]> records = new ArrayList<>(ofRecentlyRemovedServices());
        final ServiceSubscriptions gone = subscriptions.of(service);
        if (gone != null) {
            records.addAll(write(gone.all(), ROOMS));
        }
        ofRemovedServices = records;
        removed = ticker.read();
        subscriptions.removeAll(service);
    }

    private List<byte[]> ofRecentlyRemovedServices() {
        return ticker.read() - removed < STOPPING.toNanos() ? ofRemovedServices : List.of();
    }

    /** All subscriptions: service, session, age of the last renewal, notified rooms, and since when there is one. */
    @Nonnull
    List<byte[]> write() {
        final List<byte[]> records = new ArrayList<>(ofRecentlyRemovedServices());
        records.addAll(write(subscriptions.all(), ROOMS));
        return records;
    }

    /**
     * The subscriptions of sessions of other servers, without the rooms that were notified: by the time that the
     * records are read, these may have been visited.
     */
    @Nonnull
    List<byte[]> writeRemote() {
        return write(subscriptions.all().stream()
            .filter(subscription -> subscription.origin() == Subscription.Origin.REMOTE).toList(), 0);
    }

    private List<byte[]> write(final List<Subscription> some, final int rooms) {
        final long now = ticker.read();
        final Set<Visit> inside = new HashSet<>();
        occupancies.forEach((room, session, stay) -> inside.add(new Visit(session.asBareJID(), room)));
        final List<byte[]> records = new ArrayList<>(some.size());
        for (final Subscription subscription : some) {
            final ByteArrayDataOutput out = ByteStreams.newDataOutput();
            out.writeUTF(subscription.service().service());
            out.writeUTF(subscription.session().toString());
            out.writeLong(subscription.service().remote().age(subscription, now).toMillis());
            final JID user = subscription.session().asBareJID();
            // Whoever is in a room may have left by the next start, and nobody hears of that.
            final List<Map.Entry<JID, Long>> notified = subscription.notifiedRooms().entrySet().stream()
                .filter(room -> !inside.contains(new Visit(user, room.getKey()))).limit(rooms).toList();
            out.writeInt(notified.size());
            notified.forEach(room -> out.writeUTF(room.getKey().toString()));
            // At the end, as records of earlier versions have neither timestamps nor the moment.
            notified.forEach(room -> out.writeLong(room.getValue()));
            out.writeLong(subscription.made().toEpochMilli());
            records.add(out.toByteArray());
        }
        return records;
    }

    private void read(final List<byte[]> records, final Duration away, final Predicate<JID> alive,
                      final BiPredicate<JID, JID> rearmed) {
        FailureIsolation.forEach(records, record -> {
            try {
                read(record, away, alive, rearmed);
            } catch (final IllegalStateException | IllegalArgumentException e) {
                // Not even addresses: another version of the plugin wrote it.
                Log.warn("A subscription of the last run cannot be understood, and has ended.", e);
            }
        });
    }

    private void read(final byte[] record, final Duration away, final Predicate<JID> alive,
                      final BiPredicate<JID, JID> rearmed) {
        final ByteArrayDataInput in = ByteStreams.newDataInput(record);
        final String service = in.readUTF();
        final JID session = new JID(in.readUTF());
        final Duration age = Duration.ofMillis(in.readLong()).plus(away);
        final int count = in.readInt();
        if (count < 0 || count > ROOMS) {
            throw new IllegalArgumentException("Too many rooms: " + count);
        }
        final List<JID> named = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            named.add(new JID(in.readUTF()));
        }
        final Map<JID, Long> notified = readTimestamps(in, named);
        notified.keySet().removeIf(room -> rearmed.test(session.asBareJID(), room));
        if (session.getResource() != null && alive.test(session)) {
            manager.restore(service, session, notified, age, readMade(in));
        }
    }

    /** When the subscription was made; now where an earlier version did not say, or the clock was set back. */
    private Instant readMade(final ByteArrayDataInput in) {
        final Instant now = clock.instant();
        try {
            final Instant made = Instant.ofEpochMilli(in.readLong());
            return made.isAfter(now) ? now : made;
        } catch (final IllegalStateException e) {
            Log.debug("An earlier version of the plugin wrote a subscription down without when it was made.", e);
            return now;
        }
    }

    private static Map<JID, Long> readTimestamps(final ByteArrayDataInput in, final List<JID> named) {
        final Map<JID, Long> notified = new HashMap<>();
        named.forEach(room -> notified.put(room, MonotonicTimestamps.NEVER));
        try {
            for (final JID room : named) {
                notified.put(room, in.readLong());
            }
        } catch (final IllegalStateException e) {
            Log.debug("A subscription was written down by an earlier version of the plugin.", e);
        }
        return notified;
    }
}
