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

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.PepApi;
import org.igniterealtime.openfire.plugin.mucpulse.port.PersonalEventing;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.cluster.ClusterManager;
import org.jivesoftware.openfire.pep.PEPService;
import org.jivesoftware.openfire.pubsub.CollectionNode;
import org.jivesoftware.openfire.pubsub.LeafNode;
import org.jivesoftware.openfire.pubsub.Node;
import org.jivesoftware.openfire.pubsub.NotAcceptableException;
import org.jivesoftware.openfire.pubsub.PublishedItem;
import org.jivesoftware.openfire.pubsub.cluster.RefreshNodeTask;
import org.jivesoftware.util.JiveGlobals;
import org.jivesoftware.util.cache.CacheFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.forms.DataForm;
import org.xmpp.packet.JID;

/**
 * Publishes to users' nodes with Openfire's implementation of personal eventing (PEP). Calls its classes directly, and
 * sends no requests in the users' names: the server would send the results of such requests to clients that did not
 * make them. All methods but {@link #isOffered} may read and write the database, and are not for the server's threads.
 * Where a node cannot be used, they throw an {@link IllegalStateException}. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0163.html">XEP-0163: Personal Eventing Protocol</a>
 */
public final class OpenfirePersonalEventing implements PersonalEventing {

    private static final Logger Log = LoggerFactory.getLogger(OpenfirePersonalEventing.class);

    private static final String ENABLED = "xmpp.pep.enabled";
    private static final String NODE_CONFIGURATION = "http://jabber.org/protocol/pubsub#node_config";
    /** The number of items that a node created by the plugin keeps; raised where more are needed. */
    private static final int ITEMS = 100;
    /**
     * How long the plugin waits for the server to subscribe a user's contacts to the user's service, before it does so
     * itself, in nanoseconds.
     */
    private static final long PATIENCE = Duration.ofSeconds(3).toNanos();
    /** The number of users for whom the beginning of that wait is remembered. */
    private static final long MOST_WAITING = 10_000;

    private final PepApi api = new PepApi();
    private final PepServices services;
    private final UserLocks locks = new UserLocks();
    private final Cache<JID, Long> waiting =
        CacheBuilder.newBuilder().maximumSize(MOST_WAITING).expireAfterWrite(Duration.ofMinutes(1)).build();

    /**
     * Finds the methods of this version of Openfire.
     *
     * @param server the server
     * @throws IllegalStateException if this version has none of the methods that are known
     */
    public OpenfirePersonalEventing(@Nonnull final XMPPServer server) {
        services = new PepServices(server, api);
    }

    @Override
    public boolean isOffered() {
        return JiveGlobals.getBooleanProperty(ENABLED, true);
    }

    @Override
    public boolean prepare(@Nonnull final JID user, @Nonnull final String node) {
        final PEPService service = services.find(user);
        if (service == null) {
            locks.alone(user, () -> services.provide(user));
            return true;
        }
        if (service.getNode(node) != null) {
            return true;
        }
        final Set<JID> contacts = services.unsubscribed(service, user);
        if (contacts.isEmpty()) {
            return true;
        }
        final long now = System.nanoTime();
        final Long since = waiting.asMap().putIfAbsent(user, now);
        if (since == null || now - since < PATIENCE) {
            return false;
        }
        services.subscribe(service, contacts);
        return true;
    }

    @Override
    public void publish(@Nonnull final JID user, @Nonnull final String node, @Nonnull final String item,
                        @Nonnull final Element payload, final int items) {
        publish(provide(user, node, items), user, item, payload);
    }

    private static void publish(final LeafNode node, final JID user, final String item, final Element payload) {
        final Element element = DocumentHelper.createElement("item").addAttribute("id", item);
        element.add(payload.createCopy());
        node.publishItems(user, List.of(element));
    }

    @Override
    public void retract(@Nonnull final JID user, @Nonnull final String node, @Nonnull final String item,
                        @Nonnull final Element farewell) {
        final LeafNode found = existing(user, node);
        if (found != null) {
            configure(found, 1);
            publish(found, user, item, farewell);
            delete(found, item);
        }
    }

    @Override
    public void forget(@Nonnull final JID user, @Nonnull final String node, @Nonnull final String item) {
        final LeafNode found = existing(user, node);
        if (found != null) {
            configure(found, 1);
            delete(found, item);
        }
    }

    private static void delete(final LeafNode node, final String item) {
        // Openfire 4.9 writes items late: one that is deleted before it was written would be written afterwards.
        flush(node);
        final PublishedItem found = node.getPublishedItem(item);
        if (found != null) {
            node.deleteItems(List.of(found));
            flush(node);
        }
    }

    /** Makes the server write the items that wait to be written, which it does before it reads items. */
    private static void flush(final LeafNode node) {
        node.getPublishedItems(1);
    }

    @Nullable
    private LeafNode existing(final JID user, final String node) {
        final PEPService service = services.find(user);
        return service == null ? null : find(service, user, node);
    }

    private LeafNode provide(final JID user, final String id, final int items) {
        final LeafNode existing = existing(user, id);
        final LeafNode node = existing != null ? existing : locks.alone(user, () -> create(user, id));
        // Each server knows of the items that are published through it alone.
        configure(node, ClusterManager.isClusteringStarted() ? Math.max(ITEMS, items) : items);
        return node;
    }

    private LeafNode create(final JID user, final String id) {
        final PEPService service = services.provide(user);
        final LeafNode existing = find(service, user, id);
        if (existing != null) {
            return existing;
        }
        final LeafNode node = api.newNode(service, id, user);
        node.addOwner(user);
        // This also saves the node.
        configure(node, ITEMS);
        return node;
    }

    /** A node that is known to this server, or that another one of the cluster has created. */
    @Nullable
    private LeafNode find(final PEPService service, final JID user, final String id) {
        LeafNode node = leaf(service, id);
        if (node == null && ClusterManager.isClusteringStarted()) {
            // What the other server says of it may not have arrived. This reads it from the database.
            new RefreshNodeTask(api.newNode(service, id, user)).run();
            node = leaf(service, id);
        }
        if (node != null) {
            attach(service, node);
        }
        return node;
    }

    /**
     * Has the user's contacts notified of a node that another server has created: Openfire reads it together with a
     * copy of the root node, to which nobody is subscribed.
     */
    private static void attach(final PEPService service, final LeafNode node) {
        final CollectionNode root = service.getRootCollectionNode();
        final CollectionNode parent = node.getParent();
        if (parent == null || parent != root && parent.getNodeID().equals(root.getNodeID())) {
            service.addNode(root);
            final DataForm form = Forms.submitted(NODE_CONFIGURATION);
            Forms.set(form, "pubsub#collection", root.getNodeID());
            configure(node, form);
        }
    }

    @Nullable
    private static LeafNode leaf(final PEPService service, final String id) {
        final Node node = service.getNode(id);
        if (node != null && !(node instanceof LeafNode)) {
            throw new IllegalStateException("The node " + id + " of " + service.getAddress() + " is a collection");
        }
        return (LeafNode) node;
    }

    /**
     * Configures a node to keep at least so many items, and to send no notifications of retracted items or of its
     * configuration. The other options of a node that a client has created remain as they are. All servers of a cluster
     * are told.
     */
    private static void configure(final LeafNode node, final int items) {
        final boolean roomy = node.isPersistPublishedItems() && node.getMaxPublishedItems() >= items;
        if (roomy && !node.isNotifiedOfRetract() && !node.isNotifiedOfConfigChanges()) {
            return;
        }
        final DataForm form = Forms.submitted(NODE_CONFIGURATION);
        Forms.set(form, "pubsub#persist_items", "1");
        if (!roomy) {
            Forms.set(form, "pubsub#max_items", String.valueOf(Math.max(ITEMS, 2 * items)));
        }
        Forms.set(form, "pubsub#notify_retract", "0");
        Forms.set(form, "pubsub#notify_config", "0");
        configure(node, form);
        Log.debug("Configured the node {} for {} items.", node.getNodeID(), node.getMaxPublishedItems());
        if (ClusterManager.isClusteringStarted()) {
            // The other servers read it from the database, to which the server itself may write it some time later.
            flush(node);
            CacheFactory.doClusterTask(new RefreshNodeTask(node));
        }
    }

    private static void configure(final LeafNode node, final DataForm form) {
        try {
            node.configure(form);
        } catch (final NotAcceptableException e) {
            throw new IllegalStateException("The node " + node.getNodeID() + " cannot be configured", e);
        }
    }
}
