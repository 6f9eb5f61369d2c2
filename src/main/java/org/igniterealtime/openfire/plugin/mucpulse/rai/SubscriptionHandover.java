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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import com.google.common.base.Ticker;
import com.google.common.io.ByteArrayDataInput;
import com.google.common.io.ByteArrayDataOutput;
import com.google.common.io.ByteStreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Writes subscriptions down when the plugin stops, and takes them back when it starts again. For the feature's executor
 * alone.
 */
final class SubscriptionHandover {

    private static final Logger Log = LoggerFactory.getLogger(SubscriptionHandover.class);

    /** How many rooms of which a session was told are written down; the session is told of others once too often. */
    static final int ROOMS = 2_000;

    /** How long before the plugin its services can stop. */
    static final Duration STOPPING = Duration.ofMinutes(1);

    private final Subscriptions subscriptions;
    private final SubscriptionManager subscribing;
    private final Ticker ticker;
    /** What was written of services that went a short while ago: where the server stops, they go before the plugin. */
    private List<byte[]> ofRemovedServices = List.of();
    private long removed;

    SubscriptionHandover(@Nonnull final Subscriptions subscriptions, @Nonnull final SubscriptionManager subscribing,
                         @Nonnull final Ticker ticker) {
        this.subscriptions = subscriptions;
        this.subscribing = subscribing;
        this.ticker = ticker;
    }

    /** Ends the subscriptions to a service that is gone; they are written down all the same if the plugin stops now. */
    void serviceRemoved(@Nonnull final String service) {
        final List<byte[]> records = new ArrayList<>(ofRecentlyRemovedServices());
        final ServiceSubscriptions gone = subscriptions.of(service);
        if (gone != null) {
            records.addAll(write(gone.all()));
        }
        ofRemovedServices = records;
        removed = ticker.read();
        subscriptions.removeAll(service);
    }

    private List<byte[]> ofRecentlyRemovedServices() {
        return ticker.read() - removed < STOPPING.toNanos() ? ofRemovedServices : List.of();
    }

    /** All subscriptions: service, session, age of the last renewal, and the rooms that were told. */
    @Nonnull
    List<byte[]> write() {
        final List<byte[]> records = new ArrayList<>(ofRecentlyRemovedServices());
        records.addAll(write(subscriptions.all()));
        return records;
    }

    private List<byte[]> write(final List<Subscription> some) {
        final long now = ticker.read();
        final List<byte[]> records = new ArrayList<>(some.size());
        for (final Subscription subscription : some) {
            final ByteArrayDataOutput out = ByteStreams.newDataOutput();
            out.writeUTF(subscription.service().service());
            out.writeUTF(subscription.session().toString());
            out.writeLong(subscription.service().remote().age(subscription, now).toMillis());
            final List<JID> told = subscription.notifiedRooms().stream().limit(ROOMS).toList();
            out.writeInt(told.size());
            told.forEach(room -> out.writeUTF(room.toString()));
            records.add(out.toByteArray());
        }
        return records;
    }

    /**
     * Takes subscriptions back.
     *
     * @param records what {@link #write()} wrote
     * @param away how long ago that was
     * @param alive whether a session is still the same
     * @param forgotten whether a room may be told again
     */
    void read(@Nonnull final List<byte[]> records, @Nonnull final Duration away, @Nonnull final Predicate<JID> alive,
              @Nonnull final Predicate<JID> forgotten) {
        FailureIsolation.forEach(records, record -> {
            try {
                read(record, away, alive, forgotten);
            } catch (final IllegalStateException | IllegalArgumentException e) {
                // Not even addresses: whoever wrote it was another version of the plugin.
                Log.warn("A subscription of the last run cannot be understood, and has ended.", e);
            }
        });
    }

    private void read(final byte[] record, final Duration away, final Predicate<JID> alive,
                      final Predicate<JID> forgotten) {
        final ByteArrayDataInput in = ByteStreams.newDataInput(record);
        final String service = in.readUTF();
        final JID session = new JID(in.readUTF());
        final Duration age = Duration.ofMillis(in.readLong()).plus(away);
        final int count = in.readInt();
        if (count < 0 || count > ROOMS) {
            throw new IllegalArgumentException("Too many rooms: " + count);
        }
        final List<JID> told = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            final JID room = new JID(in.readUTF());
            if (!forgotten.test(room)) {
                told.add(room);
            }
        }
        if (session.getResource() != null && alive.test(session)) {
            subscribing.restore(service, session, told, age);
        }
    }
}
