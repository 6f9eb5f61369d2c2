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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import com.google.common.collect.Multiset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Capabilities;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.RegisteredDomain;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Knows which clients support chat states, from the capabilities that their presence in rooms announces (C6). The
 * server itself knows them only of its own users who broadcast presence: neither of users of other servers, nor of
 * those who send presence to rooms alone.
 * <p>
 * The announcement of a session is kept while it is in a room; a check finds sessions that left without an event.
 * Where it is not known which features an announcement stands for, the client is asked, and asked again with growing
 * pauses. The number of sessions is bounded for each user, for each other domain, for all other domains, which leave
 * half to the users of this server, and in all; whether a session that is not kept supports chat states is unknown.
 * {@link #lacks} may be called by any thread, all other methods on the feature's executor alone.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0085.html#support">XEP-0085 §4</a>
 */
final class ClientSupport {

    /**
     * The number of sessions that are kept, counted once for each room: in all, of other domains, of one of them, and
     * of one user.
     */
    static final int MAX_SESSIONS = 50_000;
    static final int MAX_SESSIONS_OF_OTHERS = 25_000;
    static final int MAX_SESSIONS_OF_DOMAIN = 10_000;
    static final int MAX_SESSIONS_OF_USER = 500;
    /** The length, in characters, above which an announcement is ignored. */
    static final int MAX_ANNOUNCEMENT = 512;
    /** The length of a full JID, in characters, above which a session is not kept. */
    static final int MAX_ADDRESS = 512;
    /** The time between two checks for clients that are to be asked again. */
    static final Duration INTERVAL = Duration.ofMinutes(1);
    /** The pauses between questions to a client, in intervals; the last one repeats. */
    private static final List<Integer> PAUSES = List.of(1, 2, 10, 30, 60);
    /** The number of intervals after which it is checked whether sessions are still in their rooms. */
    private static final int INTERVALS_BETWEEN_CHECKS = 5;

    private static final String OTHERS = "all other domains";

    private final Capabilities capabilities;
    private final Predicate<JID> local;
    private final Rooms rooms;
    private final Coalescer tick;
    /** By the full JID, as it stands in stanzas. */
    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    /** One object for all clients that announce the same. */
    private final Interner<CapsAnnouncement> announcements = Interners.newWeakInterner();
    /** The number of sessions that are kept, by user and by domain. */
    private final Multiset<String> numbers = HashMultiset.create();
    private int number;
    private long interval;

    /** Whether a client supports chat states. */
    private enum Support {
        UNKNOWN, SUPPORTED, UNSUPPORTED
    }

    /** A session that announced its capabilities. */
    private static final class Client {

        private final JID session;
        /** The rooms to which it sent presence with capabilities. */
        private final Set<JID> rooms = new HashSet<>(2);
        private CapsAnnouncement announcement;
        /** Read by all threads. */
        private volatile Support support = Support.UNKNOWN;
        private int questions;
        private long due;

        Client(final JID session, final CapsAnnouncement announcement) {
            this.session = session;
            this.announcement = announcement;
        }

        boolean isUnknown() {
            return support == Support.UNKNOWN;
        }

        JID anyRoom() {
            return rooms.iterator().next();
        }
    }

    /**
     * Creates an instance that keeps no sessions.
     *
     * @param executor the feature's executor
     * @param capabilities the capabilities of clients
     * @param rooms the server's rooms
     * @param local whether a JID is of this server's own domain, which is the same at each moment of asking
     */
    ClientSupport(@Nonnull final SerialExecutor executor, @Nonnull final Capabilities capabilities,
                  @Nonnull final Rooms rooms, @Nonnull final Predicate<JID> local) {
        this.capabilities = capabilities;
        this.local = local;
        this.rooms = rooms;
        this.tick = new Coalescer(task -> executor.schedule(INTERVAL, task), this::tick);
        capabilities.listen(session -> executor.execute(() -> answered(session)));
    }

    /**
     * Whether a client is known not to support chat states: from what it announced in rooms, or else from what the
     * server itself knows. Allocates nothing where it is known from an announcement.
     *
     * @param delivery a message to the client's full JID
     * @return {@code false} also where nothing is known
     */
    boolean lacks(@Nonnull final Message delivery) {
        // The address as it is written: a JID would be made anew for each delivery.
        final Client client = clients.get(delivery.getElement().attributeValue("to"));
        final Support support = client == null ? Support.UNKNOWN : client.support;
        return support == Support.UNKNOWN ? capabilities.lacks(delivery.getTo(), ChatState.NAMESPACE)
            : support == Support.UNSUPPORTED;
    }

    /** A session announces its capabilities in a room, or on its way into it. */
    void announced(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final CapsAnnouncement announcement) {
        final boolean isSensible = announcement.node().length() + announcement.hash().length() <= MAX_ANNOUNCEMENT
            && session.toString().length() <= MAX_ADDRESS;
        final Client client = isSensible ? client(room, session, announcement) : null;
        if (client != null) {
            if (!client.announcement.equals(announcement)) {
                client.announcement = announcements.intern(announcement);
                client.support = Support.UNKNOWN;
                client.questions = 0;
            }
            presenceReceived(client);
        }
    }

    /** A session is present in a room, or on its way into it, and says nothing of its capabilities. */
    void present(@Nonnull final JID session) {
        final Client client = clients.get(session.toString());
        if (client != null) {
            presenceReceived(client);
        }
    }

    private void presenceReceived(final Client client) {
        findOut(client);
        // Before long, whatever the pause is by now: a request that is open already may lead to nothing.
        client.due = interval + 1;
    }

    /** Returns the client of a session, which is kept from now on, or {@code null} where a limit is reached. */
    @Nullable
    private Client client(final JID room, final JID session, final CapsAnnouncement announcement) {
        final Client known = clients.get(session.toString());
        if (known != null && known.rooms.contains(room)) {
            return known;
        }
        if (number >= MAX_SESSIONS || numbers.count(user(session)) >= MAX_SESSIONS_OF_USER
            || !local.test(session) && (numbers.count(OTHERS) >= MAX_SESSIONS_OF_OTHERS
                || numbers.count(domain(session)) >= MAX_SESSIONS_OF_DOMAIN)) {
            return known;
        }
        final Client client = known == null ? new Client(session, announcements.intern(announcement)) : known;
        client.rooms.add(room);
        clients.put(session.toString(), client);
        number++;
        numbers.add(user(session));
        if (!local.test(session)) {
            numbers.add(OTHERS);
            numbers.add(domain(session));
        }
        tick.request();
        return client;
    }

    private static String user(final JID session) {
        return "user " + session.toBareJID();
    }

    private static String domain(final JID session) {
        return "domain " + RegisteredDomain.of(session.getDomain());
    }

    private void findOut(final Client client) {
        if (!resolve(client)) {
            client.due = interval + PAUSES.get(Math.min(client.questions, PAUSES.size() - 1));
            client.questions++;
            capabilities.ask(client.session, client.anyRoom(), client.announcement);
            // The answer may be known at once.
            resolve(client);
        }
    }

    /** Returns whether it is known by now which features the client announced. */
    private boolean resolve(final Client client) {
        if (client.isUnknown()) {
            capabilities.features(client.announcement).ifPresent(features -> client.support =
                features.contains(ChatState.NAMESPACE) ? Support.SUPPORTED : Support.UNSUPPORTED);
        }
        return !client.isUnknown();
    }

    /** It is known by now which features a session announced. */
    private void answered(final JID session) {
        final Client client = clients.get(session.toString());
        if (client != null) {
            resolve(client);
        }
    }

    /** A session has left a room. */
    void left(@Nonnull final JID room, @Nonnull final JID session) {
        final Client client = clients.get(session.toString());
        if (client != null && client.rooms.remove(room)) {
            number--;
            numbers.remove(user(session));
            if (!local.test(session)) {
                numbers.remove(OTHERS);
                numbers.remove(domain(session));
            }
            if (client.rooms.isEmpty()) {
                clients.remove(session.toString());
            }
        }
    }

    /** A service is gone with all its rooms. */
    void serviceRemoved(@Nonnull final String service) {
        sessionsByRoom().forEach((room, sessions) -> {
            if (room.getDomain().equals(service)) {
                sessions.forEach(session -> left(room, session));
            }
        });
    }

    private Map<JID, List<JID>> sessionsByRoom() {
        final Map<JID, List<JID>> sessions = new HashMap<>();
        clients.values().forEach(client -> client.rooms.forEach(room ->
            sessions.computeIfAbsent(room, unknown -> new ArrayList<>()).add(client.session)));
        return sessions;
    }

    private void tick() {
        try {
            interval++;
            FailureIsolation.forEach(clients.values().stream()
                .filter(client -> client.isUnknown() && client.due <= interval).toList(), this::findOut);
            if (interval % INTERVALS_BETWEEN_CHECKS == 0) {
                FailureIsolation.forEach(sessionsByRoom().entrySet(),
                    sessions -> checkRoom(sessions.getKey(), sessions.getValue()));
            }
        } finally {
            if (!clients.isEmpty()) {
                tick.request();
            }
        }
    }

    /** Forgets the sessions that have left a room, or were never let in. */
    private void checkRoom(final JID room, final List<JID> sessions) {
        final Set<JID> present = rooms.snapshot(room).sessions();
        sessions.stream().filter(session -> !present.contains(session)).forEach(session -> left(room, session));
    }

    /** Returns the number of sessions that are kept, counted once for each room. */
    int sessionCount() {
        return number;
    }
}
