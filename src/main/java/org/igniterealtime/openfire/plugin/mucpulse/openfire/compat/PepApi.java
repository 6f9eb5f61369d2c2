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
package org.igniterealtime.openfire.plugin.mucpulse.openfire.compat;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.jivesoftware.openfire.pep.PEPService;
import org.jivesoftware.openfire.pep.PEPServiceManager;
import org.jivesoftware.openfire.pubsub.CollectionNode;
import org.jivesoftware.openfire.pubsub.DefaultNodeConfiguration;
import org.jivesoftware.openfire.pubsub.LeafNode;
import org.jivesoftware.openfire.pubsub.PubSubService;
import org.xmpp.packet.JID;

/**
 * The parts of Openfire's personal eventing that changed incompatibly: how a user's service is found, and how a node is
 * made. They are found by name when the plugin starts; what this server has not got is found then, too. Immutable.
 */
public final class PepApi {

    /** {@code getPEPService(JID, boolean)} of newer servers; {@code getPEPService(String)} of older ones. */
    private final MethodHandle find;
    private final boolean creates;
    private final MethodHandle newNode;
    @Nullable
    private final MethodHandle serviceId;

    /**
     * Finds the methods.
     *
     * @throws IllegalStateException where this server has not all of them
     */
    public PepApi() {
        final Class<?> manager = PEPServiceManager.class;
        final MethodHandle newer = ServerMethods.find(manager, "getPEPService", JID.class, boolean.class);
        creates = newer != null;
        find = newer != null ? newer
            : ServerMethods.lookUp(manager, new Class<?>[] {String.class}, "getPEPService");
        serviceId = ServerMethods.find(PubSubService.class, "getUniqueIdentifier");
        newNode = existing(serviceId != null
            ? constructor(serviceId.type().returnType(), CollectionNode.class, String.class, JID.class,
                DefaultNodeConfiguration.class)
            : constructor(PubSubService.class, CollectionNode.class, String.class, JID.class));
    }

    private static MethodHandle existing(@Nullable final MethodHandle found) {
        if (found == null) {
            throw new IllegalStateException("The personal eventing of this Openfire is not understood");
        }
        return found;
    }

    @Nullable
    private static MethodHandle constructor(final Class<?>... parameters) {
        try {
            final Constructor<LeafNode> constructor = LeafNode.class.getConstructor(parameters);
            return MethodHandles.publicLookup().unreflectConstructor(constructor);
        } catch (final NoSuchMethodException e) {
            return null;
        } catch (final IllegalAccessException e) {
            throw new IllegalStateException("Nodes cannot be made", e);
        }
    }

    @Nullable
    private static Object call(final MethodHandle handle, final Object... arguments) {
        try {
            return handle.asType(handle.type().generic()).invokeWithArguments(arguments);
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** A user's service, {@code null} where the user has none yet. */
    @Nullable
    public PEPService find(@Nonnull final PEPServiceManager manager, @Nonnull final JID user) {
        return (PEPService) (creates ? call(find, manager, user, false) : call(find, manager, user.toBareJID()));
    }

    /** A node that the service does not know of before it is saved. */
    // Neither a constructor nor that which tells the service's identity answers with null.
    @SuppressWarnings("NullAway")
    @Nonnull
    public LeafNode newNode(@Nonnull final PEPService service, @Nonnull final String id, @Nonnull final JID creator) {
        final CollectionNode parent = service.getRootCollectionNode();
        return (LeafNode) (serviceId != null
            ? call(newNode, call(serviceId, service), parent, id, creator, service.getDefaultNodeConfiguration(true))
            : call(newNode, service, parent, id, creator));
    }
}
