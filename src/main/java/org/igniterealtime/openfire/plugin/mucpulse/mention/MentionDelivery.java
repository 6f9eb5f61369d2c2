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
package org.igniterealtime.openfire.plugin.mucpulse.mention;

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomSnapshot;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomStanding;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaId;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Forwards messages to the users whom they mention (N3): to their sessions that take messages and are not in the room,
 * up to a number, or to the bare JID of those who have none anywhere. Whether a user may know of the message is asked
 * of the room at the moment of sending (N4). Safe for use by several threads.
 */
final class MentionDelivery {

    /** How many notifications are remembered, so that none is sent twice, and for how long. */
    static final int REMEMBERED = 50_000;
    static final Duration MEMORY = Duration.ofMinutes(5);

    /** To how many sessions of a user a message goes. */
    static final int SESSIONS = 32;

    private static final String FORWARDING = "forwarding a mention";

    private final Supplier<MentionSettings> settings;
    private final Rooms rooms;
    private final Users users;
    private final StanzaSender sender;
    private final Counters counters;
    private final ErrorHandler errors;
    /** The ids of notifications that were sent lately. */
    private final Cache<String, Boolean> sent;

    MentionDelivery(@Nonnull final Supplier<MentionSettings> settings, @Nonnull final Rooms rooms,
                    @Nonnull final Users users, @Nonnull final StanzaSender sender, @Nonnull final Counters counters,
                    @Nonnull final ErrorHandler errors, @Nonnull final Ticker ticker) {
        this.settings = settings;
        this.rooms = rooms;
        this.users = users;
        this.sender = sender;
        this.counters = counters;
        this.errors = errors;
        this.sent = CacheBuilder.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(MEMORY).ticker(ticker).build();
    }

    /**
     * Forwards a message to users. May wait for the sender.
     *
     * @param broadcast the message
     * @param mentioned the bare JIDs of users, who need not be affiliated with the room
     * @param room the room
     */
    void deliver(@Nonnull final Broadcast broadcast, @Nonnull final Collection<JID> mentioned,
                 @Nonnull final RoomSnapshot room) {
        final Collection<JID> inside = room.sessions();
        for (final JID user : mentioned) {
            // Each for itself, as groups of users can be kept where they cannot be asked for.
            errors.run(FORWARDING, () -> {
                if (!user.equals(broadcast.author()) && room.affiliation(user).isAffiliated()) {
                    deliver(broadcast, user, inside);
                }
            });
        }
    }

    private void deliver(final Broadcast broadcast, final JID user, final Collection<JID> inside) {
        // Of nothing that the recipient may not know: who guesses it could see from the id that it is right (N4).
        final StanzaId id =
            StanzaId.of(broadcast.room().toString(), broadcast.id(), broadcast.excerpt(), user.toString());
        final Collection<JID> sessions = users.isLocal(user) ? users.availableSessions(user) : List.of();
        final List<JID> outside =
            sessions.stream().filter(session -> !inside.contains(session)).limit(SESSIONS).toList();
        final boolean isInside = inside.stream().anyMatch(session -> session.asBareJID().equals(user));
        if (outside.isEmpty() && isInside || sent.asMap().putIfAbsent(id.value(), true) != null) {
            return;
        }
        if (outside.isEmpty()) {
            sendToAccount(broadcast, id, user);
        }
        final AtomicBoolean madeUpFor = new AtomicBoolean();
        outside.forEach(session -> sender.sendLate(session, broadcast.bytes(), () -> {
            if (users.isReachable(session)) {
                return notification(broadcast, id, session, room -> !room.isInRoom(session));
            }
            // It has ended meanwhile, and may have been the last one.
            if (users.availableSessions(user).isEmpty() && madeUpFor.compareAndSet(false, true)) {
                sendToAccount(broadcast, id, user);
            }
            return null;
        }));
    }

    private void sendToAccount(final Broadcast broadcast, final StanzaId id, final JID user) {
        sender.sendLate(user, broadcast.bytes(), () -> notification(broadcast, id, user,
            room -> room.sessions().stream().noneMatch(session -> session.asBareJID().equals(user))));
    }

    /** On a thread of the sender. */
    @Nullable
    private Message notification(final Broadcast broadcast, final StanzaId id, final JID recipient,
                                 final Predicate<RoomSnapshot> outside) {
        final JID room = broadcast.room();
        final RoomSnapshot snapshot = rooms.snapshot(room);
        final Optional<RoomStanding> standing = snapshot.standing(recipient);
        if (!settings.get().isOn(room) || standing.isEmpty() || !standing.get().affiliation().isAffiliated()
            || !standing.get().isAdmitted() || standing.get().created().isAfter(broadcast.created())
            || !outside.test(snapshot)) {
            return null;
        }
        if (broadcast.stanzaSize(recipient) > settings.get().stanzaSize()) {
            counters.count(room.getDomain(), MentionMetrics.TOO_LONG);
            return null;
        }
        final Message message = Mention.notification(broadcast, id, recipient);
        counters.count(room.getDomain(), MentionMetrics.FORWARDED);
        return message;
    }
}
