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

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HookList;
import org.igniterealtime.openfire.plugin.mucpulse.port.MucServiceListener;
import org.jivesoftware.openfire.component.ComponentEventListener;
import org.jivesoftware.openfire.component.InternalComponentManager;
import org.jivesoftware.openfire.muc.MultiUserChatManager;
import org.jivesoftware.openfire.muc.MultiUserChatService;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * The group chat services that the server has at this moment. Openfire has no event for a new one, but each is a
 * component, and components have events. An event is only a reason to compare what is known with what the server's
 * manager holds: when another server of a cluster leaves, the components that it had are reported as gone, although
 * this server has services of the same names. Safe for use by several threads.
 */
public final class MucServices implements ComponentEventListener {

    /** When the manager is asked again that does not confirm an event. */
    private static final Duration SECOND_LOOK = Duration.ofMillis(500);
    private static final int SECOND_LOOKS = 4;

    private final MultiUserChatManager manager;
    private final InternalComponentManager components;
    private final SerialExecutor executor;
    private final HookList<MucServiceListener> listeners;
    private final ErrorHandler errors;
    /** Compared by identity: a service can give way to another of the same name. */
    private final Map<String, MultiUserChatService> known = new ConcurrentHashMap<>();
    /** The same, to be searched without garbage. */
    private volatile String[] searched = {};
    private volatile boolean stopped;

    /**
     * Creates the watch; it sees nothing before {@link #start()}.
     *
     * @param manager holds the services
     * @param components reports them
     * @param executor runs what is to be done later
     * @param listeners who hears of the services, also of those that exist when the listener is added
     * @param errors handles what is thrown
     */
    public MucServices(@Nonnull final MultiUserChatManager manager,
                       @Nonnull final InternalComponentManager components, @Nonnull final SerialExecutor executor,
                       @Nonnull final HookList<MucServiceListener> listeners, @Nonnull final ErrorHandler errors) {
        this.manager = manager;
        this.components = components;
        this.executor = executor;
        this.listeners = listeners;
        this.errors = errors;
        listeners.onAdded(listener -> known.keySet().forEach(domain ->
            errors.run("a listener for group chat services", () -> listener.serviceAdded(domain))));
    }

    /** Begins to watch; services that exist already are reported at once. */
    public void start() {
        stopped = false;
        components.addListener(this);
        reconcile();
    }

    /** Ends the watch; every service that is there is reported as removed. */
    public void stop() {
        stopped = true;
        components.removeListener(this);
        synchronized (this) {
            known.keySet().forEach(this::remove);
        }
    }

    @Override
    public void componentRegistered(final JID component) {
        errors.run("the listener for components", () -> reconcile(component.getDomain(), true, SECOND_LOOKS));
    }

    @Override
    public void componentUnregistered(final JID component) {
        errors.run("the listener for components", () -> reconcile(component.getDomain(), false, SECOND_LOOKS));
    }

    /**
     * Compares all services. Openfire 4.2 reports a new service right before its manager holds it: what an event says
     * of a component and the manager does not confirm is looked at again for a while.
     */
    private void reconcile(final String domain, final boolean expected, final int looksLeft) {
        if (stopped) {
            return;
        }
        reconcile();
        if (looksLeft > 0 && known.containsKey(domain) != expected) {
            executor.schedule(SECOND_LOOK, () -> reconcile(domain, expected, looksLeft - 1));
        }
    }

    private synchronized void reconcile() {
        final Map<String, MultiUserChatService> existing = new HashMap<>();
        manager.getMultiUserChatServices().forEach(service -> existing.put(service.getServiceDomain(), service));
        known.forEach((domain, service) -> {
            if (existing.get(domain) != service) {
                remove(domain);
            }
        });
        existing.forEach(this::add);
    }

    @Override
    public void componentInfoReceived(final IQ info) {
        // A service is known by the manager that holds it, not by what it says of itself.
    }

    private void add(final String domain, final MultiUserChatService service) {
        if (known.putIfAbsent(domain, service) == null) {
            search();
            listeners.forEach(listener -> listener.serviceAdded(domain));
        }
    }

    private void remove(final String domain) {
        known.remove(domain);
        search();
        listeners.forEach(listener -> listener.serviceRemoved(domain));
    }

    private void search() {
        searched = known.keySet().toArray(new String[0]);
    }

    /**
     * Whether an address is the bare domain of a service. Allocates nothing.
     *
     * @param address an address as it stands in a stanza
     * @return {@code false} also for {@code null}, and for the addresses of rooms and occupants
     */
    boolean isServiceAddress(@Nullable final String address) {
        if (address != null) {
            for (final String domain : searched) {
                if (domain.equalsIgnoreCase(address)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Whether an address is one of a room or an occupant. Allocates nothing. An at sign ends the node only where no
     * slash is before it: otherwise it is part of the resource.
     *
     * @param address an address as it stands in a stanza
     * @return {@code false} also for {@code null}, and for the addresses of services
     */
    boolean isRoomAddress(@Nullable final String address) {
        if (address == null) {
            return false;
        }
        final int at = address.indexOf('@');
        if (at > 0 && address.lastIndexOf('/', at) < 0) {
            for (final String domain : searched) {
                final int end = at + 1 + domain.length();
                if (address.regionMatches(true, at + 1, domain, 0, domain.length())
                    && (end == address.length() || address.charAt(end) == '/')) {
                    return true;
                }
            }
        }
        return false;
    }
}
