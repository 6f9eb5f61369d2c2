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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import com.google.common.base.Throwables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.StreamAcknowledgements;
import org.igniterealtime.openfire.plugin.mucpulse.port.Account;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.jivesoftware.openfire.RoutingTable;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.group.Group;
import org.jivesoftware.openfire.group.GroupManager;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalSession;
import org.jivesoftware.openfire.user.UserManager;
import org.jivesoftware.openfire.user.UserNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Openfire's users, groups and sessions. Safe for use by several threads.
 */
public final class OpenfireUsers implements Users, Accounts {

    private static final Logger Log = LoggerFactory.getLogger(OpenfireUsers.class);

    private final XMPPServer server;
    private final StreamAcknowledgements acknowledgements = new StreamAcknowledgements();

    /**
     * Creates the view of the users.
     *
     * @param server the server
     */
    public OpenfireUsers(@Nonnull final XMPPServer server) {
        this.server = server;
    }

    @Override
    public boolean isLocal(@Nonnull final JID user) {
        return server.isLocal(user);
    }

    @Override
    public boolean isAnonymous(@Nonnull final JID session) {
        final ClientSession found = server.getSessionManager().getSession(session);
        return found != null && found.isAnonymousUser();
    }

    @Override
    public boolean isOnline(@Nonnull final JID user) {
        return !server.getSessionManager().getSessions(user.getNode()).isEmpty();
    }

    @Override
    public boolean isRegistered(@Nonnull final JID user) {
        if (!server.isLocal(user) || user.getResource() != null && isAnonymous(user)) {
            return false;
        }
        try {
            // Newer servers have isRegisteredUser() with other parameters.
            return server.getUserManager().getUser(user.getNode()) != null;
        } catch (final UserNotFoundException e) {
            Log.trace("Not a user of this server: {}", user, e);
            return false;
        }
    }

    @Override
    @Nonnull
    public Optional<Account> account(@Nonnull final JID user) {
        if (!server.isLocal(user) || user.getNode() == null || user.getResource() != null && isAnonymous(user)) {
            return Optional.empty();
        }
        try {
            final Date created = server.getUserManager().getUser(user.getNode()).getCreationDate();
            // Of users that are kept elsewhere, some servers give the time at which they were read.
            final boolean known = created != null && !UserManager.getUserProvider().isReadOnly();
            return Optional.of(new Account(known ? created.toInstant() : null));
        } catch (final UserNotFoundException e) {
            // The server says the same where it could not look.
            if (Throwables.getCausalChain(e).stream().allMatch(UserNotFoundException.class::isInstance)) {
                return Optional.empty();
            }
            throw new IllegalStateException("It cannot be found out whether " + user + " has an account", e);
        }
    }

    @Override
    @Nonnull
    public Collection<JID> availableSessions(@Nonnull final JID user) {
        final RoutingTable routes = server.getRoutingTable();
        // Without a requester, as whoever it was sent presence to directly would see unavailable sessions as well.
        return routes.getRoutes(user.asBareJID(), null).stream().filter(address -> {
            final ClientSession session = routes.getClientRoute(address);
            return session != null && session.isInitialized() && session.getPresence().isAvailable()
                && session.getPresence().getPriority() >= 0;
        }).toList();
    }

    @Override
    public boolean isReachable(@Nonnull final JID session) {
        return !server.isLocal(session) || server.getRoutingTable().hasClientRoute(session);
    }

    @Override
    public boolean isReachableSince(@Nonnull final JID session, @Nonnull final Instant moment) {
        if (!server.isLocal(session)) {
            return true;
        }
        final ClientSession found = server.getSessionManager().getSession(session);
        return found != null && isReachable(session) && !found.getCreationDate().toInstant().isAfter(moment);
    }

    @Override
    public boolean isSilentSince(@Nonnull final JID user, @Nonnull final Instant moment) {
        final Collection<ClientSession> sessions = user.getNode() == null || !server.isLocal(user) ? List.of()
            : server.getSessionManager().getSessions(user.getNode());
        // A session of another server of the cluster would have to be asked for it.
        return !sessions.isEmpty() && sessions.stream().allMatch(session -> session instanceof LocalSession
            && session.getLastActiveDate().toInstant().isBefore(moment));
    }

    @Override
    @Nonnull
    public Optional<Instant> unacknowledgedSince(@Nonnull final JID session, @Nonnull final JID room) {
        return acknowledgements.since(server.getSessionManager().getSession(session), room);
    }

    @Override
    @Nonnull
    public Collection<String> identities(@Nonnull final JID user) {
        final List<String> identities = new ArrayList<>();
        identities.add(user.toBareJID());
        for (final Group group : GroupManager.getInstance().getGroups(user)) {
            identities.add(group.getJID().toBareJID());
        }
        return identities;
    }
}
