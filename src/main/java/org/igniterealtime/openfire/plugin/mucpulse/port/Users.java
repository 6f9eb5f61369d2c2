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
package org.igniterealtime.openfire.plugin.mucpulse.port;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * What the server knows of users and their sessions. Implementations are safe for use by several threads.
 */
public interface Users {

    /**
     * Whether a JID is of this server's own domain.
     *
     * @param user any JID
     * @return {@code false} for users of other servers and for components
     */
    boolean isLocal(@Nonnull JID user);

    /**
     * Whether a session of this server was opened without an account.
     *
     * @param session a full JID
     * @return {@code true} for the anonymous sessions of this server
     */
    boolean isAnonymous(@Nonnull JID session);

    /**
     * Whether a user of this server has a session, which is possible without an account.
     *
     * @param user a JID of this server
     * @return whether there is one, whatever its resource
     */
    default boolean isOnline(@Nonnull final JID user) {
        return false;
    }

    /**
     * The sessions of a user of this server that take messages: those that are available with a priority that is not
     * negative (RFC 6121 §8.5.2.1), on any server of the cluster. May ask other servers of the cluster.
     *
     * @param user a bare JID of this server
     * @return full JIDs, possibly none, never {@code null}
     */
    @Nonnull
    default Collection<JID> availableSessions(@Nonnull final JID user) {
        return List.of();
    }

    /**
     * Whether a session can be reached: a local one is connected; one of another server is taken to be.
     *
     * @param session a full JID
     * @return whether a stanza for it would go anywhere
     */
    boolean isReachable(@Nonnull JID session);

    /**
     * Whether a session is one that was there at some moment in the past already, and can be reached.
     *
     * @param session a full JID
     * @param moment the moment
     * @return {@code true} for the sessions of other servers, of which that is not known
     */
    default boolean isReachableSince(@Nonnull final JID session, @Nonnull final Instant moment) {
        return isReachable(session);
    }

    /**
     * Whether a user is known to have sent nothing since a moment, with any session. Does not block.
     *
     * @param user a bare JID
     * @param moment the moment
     * @return {@code false} where that is not known: of users of other servers, who have no session, or whose sessions
     *     are connected to another server of the cluster
     */
    default boolean isSilentSince(@Nonnull final JID user, @Nonnull final Instant moment) {
        return false;
    }

    /**
     * Since when a session of this server that lost its connection has not acknowledged what a room sent (XEP-0198).
     * Does not block, and can be called while the server holds the room's lock.
     *
     * @param session a full JID of this server
     * @param room the bare JID of the room
     * @return when the server sent the first message of the room that was not acknowledged; empty where there is none,
     *     where the session is connected, or where the server does not know
     */
    @Nonnull
    default Optional<Instant> unacknowledgedSince(@Nonnull final JID session, @Nonnull final JID room) {
        return Optional.empty();
    }

    /**
     * The JIDs under which a room's affiliation lists can hold a user: the bare JID itself and those of the groups that
     * the user is in. May ask the database or a directory server.
     *
     * @param user a bare JID
     * @return JIDs as stored by the server; never empty
     */
    @Nonnull
    Collection<String> identities(@Nonnull JID user);
}
