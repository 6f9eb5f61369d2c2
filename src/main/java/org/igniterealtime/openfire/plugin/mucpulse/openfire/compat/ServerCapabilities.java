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
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.entitycaps.EntityCapabilities;
import org.jivesoftware.openfire.entitycaps.EntityCapabilitiesManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * What the server itself knows of clients' capabilities. Its manager is found in two ways: {@code getInstance()} of the
 * manager in 4.x, {@code getEntityCapabilitiesManager()} of the server in 5.x. Safe for use by several threads.
 */
public final class ServerCapabilities implements ServerCaps {

    private static final Logger Log = LoggerFactory.getLogger(ServerCapabilities.class);

    private final EntityCapabilitiesManager manager;

    /** {@code getFeatures()} of what is known of a client, {@code null} where there is no such method. */
    @Nullable
    private final MethodHandle features;

    private ServerCapabilities(final EntityCapabilitiesManager manager) {
        this.manager = manager;
        this.features = featuresGetter();
    }

    @Nullable
    private static MethodHandle featuresGetter() {
        try {
            return MethodHandles.publicLookup().findVirtual(EntityCapabilities.class, "getFeatures",
                MethodType.methodType(Set.class));
        } catch (final NoSuchMethodException | IllegalAccessException e) {
            Log.debug("This Openfire does not list the features of clients.", e);
            return null;
        }
    }

    /**
     * Finds the server's manager.
     *
     * @param server the server
     * @return the server's knowledge
     * @throws IllegalStateException where this version of the server has neither way
     */
    @Nonnull
    public static ServerCapabilities find(@Nonnull final XMPPServer server) {
        final MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        try {
            final MethodHandle getter = lookup.findVirtual(XMPPServer.class, "getEntityCapabilitiesManager",
                MethodType.methodType(EntityCapabilitiesManager.class));
            return of(getter.bindTo(server));
        } catch (final NoSuchMethodException e) {
            try {
                return of(lookup.findStatic(EntityCapabilitiesManager.class, "getInstance",
                    MethodType.methodType(EntityCapabilitiesManager.class)));
            } catch (final NoSuchMethodException | IllegalAccessException other) {
                throw new IllegalStateException("This Openfire knows no entity capabilities", other);
            }
        } catch (final IllegalAccessException e) {
            throw new IllegalStateException("The entity capabilities of this Openfire cannot be reached", e);
        }
    }

    private static ServerCapabilities of(final MethodHandle getter) {
        try {
            return new ServerCapabilities((EntityCapabilitiesManager) getter.invoke());
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    @Nonnull
    public Optional<Boolean> knows(@Nonnull final JID session, @Nonnull final String feature) {
        return Optional.ofNullable(manager.getEntityCapabilities(session)).map(known -> known.containsFeature(feature));
    }

    @Override
    @Nonnull
    public Collection<String> features(@Nonnull final JID session) {
        final EntityCapabilities known = features == null ? null : manager.getEntityCapabilities(session);
        if (known == null || features == null) {
            return List.of();
        }
        try {
            final List<String> all = new ArrayList<>();
            ((Set<?>) features.invoke(known)).forEach(feature -> all.add(feature.toString()));
            return all;
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
