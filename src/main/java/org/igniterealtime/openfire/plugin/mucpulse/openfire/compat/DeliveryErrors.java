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

import java.lang.reflect.Method;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.ErrorConditions;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;

/**
 * Tells which errors say that a stanza of a room did not reach the session that it was sent to. Immutable.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0045.html#impl-service-ghosts">XEP-0045, "ghost users"</a>
 */
public final class DeliveryErrors {

    private static final String SERVICE = "org.jivesoftware.openfire.muc.spi.MultiUserChatServiceImpl";
    private static final String DISTINCTION = "isDeliveryRelatedErrorResponse";
    /**
     * For the last one, newer servers do not remove the session, but other servers answer with it for a session that is
     * gone without their having said so: what was sent to it since was not seen, whenever it is removed.
     */
    private static final Set<PacketError.Condition> CONDITIONS = Collections.unmodifiableSet(EnumSet.of(
        PacketError.Condition.gone, PacketError.Condition.item_not_found, PacketError.Condition.recipient_unavailable,
        PacketError.Condition.redirect, PacketError.Condition.remote_server_not_found,
        PacketError.Condition.remote_server_timeout, PacketError.Condition.service_unavailable));

    private final boolean all;

    private DeliveryErrors(final boolean all) {
        this.all = all;
    }

    /** For servers that remove a session for some errors, and not for those of a client that is there. */
    @Nonnull
    public static DeliveryErrors byCondition() {
        return new DeliveryErrors(false);
    }

    /** For servers that remove a session for any error. */
    @Nonnull
    public static DeliveryErrors ofAnyKind() {
        return new DeliveryErrors(true);
    }

    /**
     * Finds out what this server does. Where that is not known, any error counts.
     *
     * @param server the class loader of the server's classes
     */
    @Nonnull
    public static DeliveryErrors of(@Nonnull final ClassLoader server) {
        try {
            final Method[] methods = Class.forName(SERVICE, false, server).getDeclaredMethods();
            return new DeliveryErrors(Stream.of(methods).noneMatch(method -> DISTINCTION.equals(method.getName())));
        } catch (final ClassNotFoundException | LinkageError e) {
            return ofAnyKind();
        }
    }

    /**
     * Whether an error says that a stanza did not arrive. Reads no more than the children of its error, as the server.
     *
     * @param error a message or presence with an error
     * @return {@code false} for errors of a client that is there
     */
    public boolean contain(@Nonnull final Packet error) {
        return all || ErrorConditions.isAnyOf(error.getError(), CONDITIONS);
    }
}
