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
package org.igniterealtime.openfire.plugin.mucpulse.admin.commands;

import com.google.common.base.Ticker;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.io.BaseEncoding;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;
import org.xmpp.packet.JID;

/**
 * The sessions of the plugin's commands. A session belongs to one full JID and one command, and cannot be found by
 * anybody else. Their number and the characters that they hold are bounded, for a user and in all; the oldest one makes
 * room for a new one. Safe for use by several threads.
 */
final class CommandSessions {

    /** How long a session lasts. */
    static final Duration LIFETIME = Duration.ofMinutes(10);
    /** How many sessions a bare JID may have at a time. */
    static final int MOST_OF_USER = 5;
    /** How many sessions there may be at a time. */
    static final int MOST = 10_000;
    /** About how many characters all sessions together may hold. */
    static final int MOST_CHARACTERS = 4 * 1024 * 1024;

    private static final int ID_LENGTH = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Ticker ticker;
    private final Object lock = new Object();
    /** In the order in which they were opened. */
    @GuardedBy("lock")
    private final Map<String, CommandSession> byId = new LinkedHashMap<>();
    @GuardedBy("lock")
    private final LinkedHashMultimap<String, String> byUser = LinkedHashMultimap.create();
    @GuardedBy("lock")
    private final Map<String, Integer> sizes = new LinkedHashMap<>();
    @GuardedBy("lock")
    private long characters;

    /**
     * Creates an empty set of sessions.
     *
     * @param ticker a monotonic clock
     */
    CommandSessions(@Nonnull final Ticker ticker) {
        this.ticker = ticker;
    }

    /** A session of a command that is executed at once, and so cannot be referred to later. */
    @Nonnull
    CommandSession transientOf(@Nonnull final JID owner, @Nonnull final String node) {
        return new CommandSession(newId(), owner, node, ticker.read());
    }

    private static String newId() {
        final byte[] random = new byte[ID_LENGTH];
        RANDOM.nextBytes(random);
        return BaseEncoding.base16().lowerCase().encode(random);
    }

    /**
     * Opens a session.
     *
     * @param owner the full JID of whoever executes the command
     * @param node the node of the command
     * @return the session
     */
    @Nonnull
    CommandSession open(@Nonnull final JID owner, @Nonnull final String node) {
        final CommandSession session = transientOf(owner, node);
        synchronized (lock) {
            final String user = owner.toBareJID();
            final Iterator<CommandSession> oldest = byId.values().iterator();
            while (oldest.hasNext()) {
                final CommandSession next = oldest.next();
                if (byId.size() < MOST && !isExpired(next)) {
                    break;
                }
                oldest.remove();
                forget(next);
            }
            if (byUser.get(user).size() >= MOST_OF_USER) {
                remove(Objects.requireNonNull(byId.get(byUser.get(user).iterator().next())));
            }
            byId.put(session.getId(), session);
            byUser.put(user, session.getId());
        }
        return session;
    }

    /**
     * Finds a session.
     *
     * @param id its id
     * @param owner the full JID of whoever refers to it
     * @param node the node of the command that is referred to
     * @return the session, which may have expired; empty where there is none, and where it is another's or another
     *         command's
     */
    @Nonnull
    Optional<CommandSession> find(@Nonnull final String id, @Nonnull final JID owner, @Nonnull final String node) {
        synchronized (lock) {
            return Optional.ofNullable(byId.get(id)).filter(session -> session.belongsTo(owner, node));
        }
    }

    /** Whether a session is still open. */
    boolean isOpen(@Nonnull final CommandSession session) {
        synchronized (lock) {
            return byId.containsKey(session.getId());
        }
    }

    /** Whether a session has lasted too long. */
    boolean isExpired(@Nonnull final CommandSession session) {
        return ticker.read() - session.opened() > LIFETIME.toNanos();
    }

    /**
     * Keeps what was filled in in a session. Where all sessions together hold too much, the oldest others are ended.
     *
     * @param session a session, under its monitor
     * @param form values by field
     */
    void fill(@Nonnull final CommandSession session, @Nonnull final Map<String, List<String>> form) {
        session.fill(form);
        final int size = session.size();
        synchronized (lock) {
            if (!byId.containsKey(session.getId())) {
                return;
            }
            final Integer before = sizes.put(session.getId(), size);
            characters += size - (before == null ? 0 : before);
            while (characters > MOST_CHARACTERS) {
                final CommandSession oldest = sizes.keySet().stream()
                    .filter(id -> !id.equals(session.getId())).map(byId::get).findFirst().orElseThrow();
                remove(oldest);
            }
        }
    }

    /** Ends a session. */
    void end(@Nonnull final CommandSession session) {
        synchronized (lock) {
            remove(session);
        }
    }

    @GuardedBy("lock")
    private void remove(final CommandSession session) {
        if (byId.remove(session.getId()) != null) {
            forget(session);
        }
    }

    @GuardedBy("lock")
    private void forget(final CommandSession session) {
        byUser.remove(session.getOwner().toBareJID(), session.getId());
        final Integer size = sizes.remove(session.getId());
        characters -= size == null ? 0 : size;
    }

    /** Ends all sessions. */
    void clear() {
        synchronized (lock) {
            byId.clear();
            byUser.clear();
            sizes.clear();
            characters = 0;
        }
    }

    /** How many sessions there are. */
    int size() {
        synchronized (lock) {
            return byId.size();
        }
    }
}
