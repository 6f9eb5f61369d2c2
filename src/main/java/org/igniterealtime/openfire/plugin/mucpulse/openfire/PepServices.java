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

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.AbsentPepServices;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.PepApi;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.cluster.ClusterManager;
import org.jivesoftware.openfire.pep.PEPService;
import org.jivesoftware.openfire.pep.PEPServiceManager;
import org.jivesoftware.openfire.pubsub.NodeSubscription;
import org.jivesoftware.openfire.roster.RosterItem;
import org.jivesoftware.openfire.user.UserNotFoundException;
import org.xmpp.forms.DataForm;
import org.xmpp.packet.JID;

/**
 * Users' services of personal eventing, and the contacts who are subscribed to them. All methods may read and write the
 * database. Safe for use by several threads.
 */
final class PepServices {

    private final XMPPServer server;
    private final PepApi api;
    private final AbsentPepServices absent = new AbsentPepServices();

    /**
     * Finds how this version of Openfire remembers services.
     *
     * @throws IllegalStateException if that is not understood
     */
    PepServices(@Nonnull final XMPPServer server, @Nonnull final PepApi api) {
        this.server = server;
        this.api = api;
    }

    private PEPServiceManager manager() {
        return server.getIQPEPHandler().getServiceManager();
    }

    /** The service that a user has, on whichever server of a cluster it was made. */
    @Nullable
    PEPService find(@Nonnull final JID user) {
        final PEPService known = api.find(manager(), user);
        if (known != null || !ClusterManager.isClusteringStarted()) {
            return known;
        }
        absent.forget(user);
        final PEPService read = api.find(manager(), user);
        if (read == null) {
            // Another server may make it at any time.
            absent.forget(user);
        }
        return read;
    }

    /** The service of a user, which is made where there is none. */
    @Nonnull
    PEPService provide(@Nonnull final JID user) {
        final PEPService existing = find(user);
        if (existing != null) {
            return existing;
        }
        // The server subscribes the contacts later, on another thread, when it creates a service itself.
        final PEPServiceManager manager = manager();
        final PEPService service = manager.create(user);
        manager.start(service);
        subscribe(service, unsubscribed(service, user));
        return service;
    }

    /** The contacts who are subscribed to a user's presence, but not to the user's service. */
    @Nonnull
    Set<JID> unsubscribed(@Nonnull final PEPService service, @Nonnull final JID user) {
        final Set<JID> contacts = new LinkedHashSet<>();
        try {
            for (final RosterItem contact : server.getRosterManager().getRoster(user.getNode()).getRosterItems()) {
                if (RosterItem.SUB_FROM == contact.getSubStatus() || RosterItem.SUB_BOTH == contact.getSubStatus()) {
                    contacts.add(contact.getJid().asBareJID());
                }
            }
        } catch (final UserNotFoundException e) {
            throw new IllegalStateException(user + " has no roster", e);
        }
        for (final NodeSubscription subscription : service.getRootCollectionNode().getAllSubscriptions()) {
            contacts.remove(subscription.getJID().asBareJID());
        }
        return contacts;
    }

    /**
     * Subscribes contacts to a user's service, as the server does when a client publishes for the first time, but
     * without sending results to the contacts.
     */
    void subscribe(@Nonnull final PEPService service, @Nonnull final Collection<JID> contacts) {
        for (final JID contact : contacts) {
            final DataForm options = Forms.submitted("http://jabber.org/protocol/pubsub#subscribe_options");
            Forms.set(options, "pubsub#subscription_type", "items");
            Forms.set(options, "pubsub#subscription_depth", "all");
            service.getRootCollectionNode().createSubscription(null, contact, contact, false, options);
        }
    }
}
