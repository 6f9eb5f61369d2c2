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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.dom4j.Node;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ByteBudget;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.RateLimits;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.port.DiscoFeatures;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomSnapshot;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.RegisteredDomain;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Forwards messages that mention users to those who are affiliated with the room and not in it.
 * <p>
 * A message that mentions nobody costs a walk over its elements on the thread that carries it. Of one that does, the
 * text is taken there, within the limits on mentions and bytes (N5), and the room is looked at once. The rest is done
 * by the executor, which reads the URIs first, and what has to be looked for in the database by another one, for which
 * nobody else waits. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0452.html">XEP-0452: MUC Mention Notifications</a>
 */
final class MucMentions implements RoomEventListener, DiscoFeatures {

    /** How many bytes of the messages of one author can wait, and of all together. */
    static final long BYTES_PER_AUTHOR = 1 << 20;
    static final long BYTES = 8 << 20;
    /** How many times as many as of one author are forwarded of all users of another server. */
    private static final int AUTHORS_OF_DOMAIN = 10;
    private static final double MINUTE = 60;
    private static final int RATES = 10_000;

    private final Supplier<MentionSettings> settings;
    private final SerialExecutor executor;
    private final Executor queries;
    private final Rooms rooms;
    private final Users users;
    private final MentionedUsers mentioned;
    private final MentionDelivery delivery;
    private final InstantSource clock;
    private final Counters counters;
    private final RateLimits<String> rates;
    private final ByteBudget<JID> budget = new ByteBudget<>();

    MucMentions(@Nonnull final Supplier<MentionSettings> settings, @Nonnull final SerialExecutor executor,
                @Nonnull final Executor queries, @Nonnull final Rooms rooms, @Nonnull final Users users,
                @Nonnull final MentionedUsers mentioned, @Nonnull final MentionDelivery delivery,
                @Nonnull final Counters counters, @Nonnull final InstantSource clock, @Nonnull final Ticker ticker) {
        this.settings = settings;
        this.executor = executor;
        this.queries = queries;
        this.rooms = rooms;
        this.users = users;
        this.mentioned = mentioned;
        this.delivery = delivery;
        this.counters = counters;
        this.clock = clock;
        this.rates = new RateLimits<>(ticker, RATES);
    }

    @Override
    @Nonnull
    public Collection<String> roomFeatures(@Nonnull final JID room) {
        return settings.get().isOn(room) ? List.of(Mention.NAMESPACE) : List.of();
    }

    // On the thread that carries the message

    @Override
    public void messageBroadcast(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final Message message) {
        if (Mention.isIn(message)) {
            mentionBroadcast(room, session, message);
        }
    }

    private void mentionBroadcast(final JID room, final JID session, final Message message) {
        final MentionSettings current = settings.get();
        if (!current.isOn(room) || message.getFrom() == null || message.getFrom().getResource() == null
            || Mention.isCorrection(message)) {
            return;
        }
        final String service = room.getDomain();
        counters.count(service, MentionMetrics.MESSAGES);
        final List<String> uris = withinRate(uris(message, room, current), room, session, current);
        // Looked at here, as another room can have the same name soon, where nobody is to be told of this message.
        final Instant created = uris.isEmpty() ? null : rooms.createdIfLoaded(room).orElse(null);
        if (created == null) {
            return;
        }
        final Broadcast broadcast = new Broadcast(room, session.asBareJID(), Mention.idOf(message, room),
            Mention.toXml(message), Mention.excerpt(message), clock.instant(), created, uris);
        if (broadcast.stanzaSize(room) > current.stanzaSize()) {
            counters.count(service, MentionMetrics.TOO_LONG);
        } else if (!budget.reserve(broadcast.author(), broadcast.bytes(), BYTES_PER_AUTHOR, BYTES)
            || !tryForward(broadcast)) {
            counters.count(service, MentionMetrics.BUSY);
        }
    }

    private boolean tryForward(final Broadcast broadcast) {
        boolean taken = false;
        try {
            taken = executor.tryExecute(() -> forward(broadcast));
        } finally {
            if (!taken) {
                release(broadcast);
            }
        }
        return taken;
    }

    /** The first of the different URIs that may name somebody, as many as one message can have. They are not read. */
    private Set<String> uris(final Message message, final JID room, final MentionSettings current) {
        final Set<String> uris = new LinkedHashSet<>();
        int over = 0;
        final Element element = message.getElement();
        final int count = element.nodeCount();
        for (int i = 0; i < count; i++) {
            final Node node = element.node(i);
            final String uri = Mention.isReference(node) ? ((Element) node).attributeValue("uri") : null;
            if (uri != null && MentionTarget.mayName(uri) && !uris.contains(uri)) {
                if (uris.size() < current.perMessage()) {
                    uris.add(uri);
                } else {
                    over++;
                }
            }
        }
        if (over > 0) {
            counters.count(room.getDomain(), MentionMetrics.OVER_MESSAGE, over);
        }
        return uris;
    }

    private List<String> withinRate(final Set<String> uris, final JID room, final JID session,
                                    final MentionSettings current) {
        final List<String> within = new ArrayList<>(uris.size());
        for (final String uri : uris) {
            if (isWithinRate(room, session, current.perMinute())) {
                within.add(uri);
            }
        }
        if (within.size() < uris.size()) {
            counters.count(room.getDomain(), MentionMetrics.OVER_AUTHOR, uris.size() - (long) within.size());
        }
        return within;
    }

    private boolean isWithinRate(final JID room, final JID session, final int perMinute) {
        if (!users.isLocal(session)) {
            final int ofDomain = AUTHORS_OF_DOMAIN * perMinute;
            return rates.tryAcquire(session.toBareJID(), perMinute / MINUTE, perMinute)
                && rates.tryAcquire('@' + RegisteredDomain.of(session.getDomain()), ofDomain / MINUTE, ofDomain);
        }
        // Who has no account gets another address with each login: all of them in a room count as one.
        return rates.tryAcquire(users.isAnonymous(session) ? room.toString() : session.toBareJID(),
            perMinute / MINUTE, perMinute);
    }

    // On the executors

    private void forward(final Broadcast broadcast) {
        boolean handedOn = false;
        try {
            final RoomSnapshot room = rooms.snapshot(broadcast.room());
            final MentionedUsers.Found found = mentioned.find(broadcast.targets(), room);
            if (!found.unknown().isEmpty()) {
                handedOn = lookUp(broadcast, found);
            }
            delivery.deliver(broadcast, found.users(), room);
        } finally {
            if (!handedOn) {
                release(broadcast);
            }
        }
    }

    private boolean lookUp(final Broadcast broadcast, final MentionedUsers.Found found) {
        try {
            queries.execute(() -> {
                try {
                    final RoomSnapshot room = rooms.snapshot(broadcast.room());
                    delivery.deliver(broadcast,
                        mentioned.findFormer(broadcast.room(), found.unknown(), room), room);
                } finally {
                    release(broadcast);
                }
            });
            return true;
        } catch (final RejectedExecutionException e) {
            counters.count(broadcast.room().getDomain(), MentionMetrics.BUSY);
            return false;
        }
    }

    private void release(final Broadcast broadcast) {
        budget.release(broadcast.author(), broadcast.bytes());
    }

    /** How many bytes wait to be forwarded. */
    long bytesWaiting() {
        return budget.total();
    }
}
