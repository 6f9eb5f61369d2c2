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

import java.util.Map;
import java.util.Objects;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HookList;
import org.igniterealtime.openfire.plugin.mucpulse.port.UserEventListener;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.event.GroupEventDispatcher;
import org.jivesoftware.openfire.event.GroupEventListener;
import org.jivesoftware.openfire.event.SessionEventDispatcher;
import org.jivesoftware.openfire.event.SessionEventListener;
import org.jivesoftware.openfire.event.UserEventDispatcher;
import org.jivesoftware.openfire.group.Group;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.Session;
import org.jivesoftware.openfire.user.User;
import org.xmpp.packet.JID;

/**
 * Hears Openfire's events of users, groups and sessions. Safe for use by several threads.
 */
public final class UserEvents {

    private final XMPPServer server;
    private final HookList<UserEventListener> listeners;
    private final ErrorHandler errors;
    private final SessionEventListener sessions = new Sessions();
    private final org.jivesoftware.openfire.event.UserEventListener users = new Accounts();
    private final GroupEventListener groups = new Groups();

    /**
     * Creates the listener; it hears nothing before {@link #start()}.
     *
     * @param server the server
     * @param listeners who hears of the events
     * @param errors handles what is thrown
     */
    public UserEvents(@Nonnull final XMPPServer server, @Nonnull final HookList<UserEventListener> listeners,
                      @Nonnull final ErrorHandler errors) {
        this.server = server;
        this.listeners = listeners;
        this.errors = errors;
    }

    private void groupsChanged() {
        listeners.forEach(UserEventListener::groupsChanged);
    }

    /** Begins to listen. */
    public void start() {
        SessionEventDispatcher.addListener(sessions);
        UserEventDispatcher.addListener(users);
        GroupEventDispatcher.addListener(groups);
    }

    /** Ends listening. */
    public void stop() {
        GroupEventDispatcher.removeListener(groups);
        UserEventDispatcher.removeListener(users);
        SessionEventDispatcher.removeListener(sessions);
    }

    private final class Sessions implements SessionEventListener {

        @Override
        public void sessionDestroyed(final Session session) {
            errors.run("the listener for events of sessions", () -> {
                final JID address = session.getAddress();
                if (address != null && address.getResource() != null && !isReplaced(session, address)) {
                    listeners.forEach(listener -> listener.sessionEnded(address));
                }
            });
        }

        /** Servers tell of the end of a session when one that has replaced it can be at work already. */
        private boolean isReplaced(final Session session, final JID address) {
            final ClientSession current = server.getRoutingTable().getClientRoute(address);
            return current != null && !Objects.equals(current.getStreamID(), session.getStreamID());
        }

        @Override
        public void anonymousSessionDestroyed(final Session session) {
            sessionDestroyed(session);
        }

        @Override
        public void sessionCreated(final Session session) {
            // Nothing is known of a session before it asks for something.
        }

        @Override
        public void anonymousSessionCreated(final Session session) {
            // Nothing is known of a session before it asks for something.
        }

        @Override
        public void resourceBound(final Session session) {
            errors.run("the listener for events of sessions", () -> {
                final JID address = session.getAddress();
                if (address != null && address.getResource() != null) {
                    listeners.forEach(listener -> listener.sessionBegins(address));
                }
            });
        }
    }

    private final class Accounts implements org.jivesoftware.openfire.event.UserEventListener {

        @Override
        public void userDeleting(final User user, final Map<String, Object> parameters) {
            errors.run("the listener for events of users", () -> {
                final JID address = server.createJID(user.getUsername(), null);
                listeners.forEach(listener -> listener.userDeleted(address));
            });
        }

        @Override
        public void userCreated(final User user, final Map<String, Object> parameters) {
            // Nothing is known of a user who is new.
        }

        @Override
        public void userModified(final User user, final Map<String, Object> parameters) {
            // Nothing that concerns rooms.
        }
    }

    private final class Groups implements GroupEventListener {

        @Override
        public void groupCreated(final Group group, @SuppressWarnings("rawtypes") final Map parameters) {
            groupsChanged();
        }

        @Override
        public void groupDeleting(final Group group, @SuppressWarnings("rawtypes") final Map parameters) {
            groupsChanged();
        }

        @Override
        public void groupModified(final Group group, @SuppressWarnings("rawtypes") final Map parameters) {
            groupsChanged();
        }

        @Override
        public void memberAdded(final Group group, @SuppressWarnings("rawtypes") final Map parameters) {
            groupsChanged();
        }

        @Override
        public void memberRemoved(final Group group, @SuppressWarnings("rawtypes") final Map parameters) {
            groupsChanged();
        }

        @Override
        public void adminAdded(final Group group, @SuppressWarnings("rawtypes") final Map parameters) {
            groupsChanged();
        }

        @Override
        public void adminRemoved(final Group group, @SuppressWarnings("rawtypes") final Map parameters) {
            groupsChanged();
        }
    }
}
