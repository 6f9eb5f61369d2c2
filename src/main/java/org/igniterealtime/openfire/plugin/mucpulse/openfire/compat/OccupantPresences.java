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

import static org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ServerMethods.call;
import static org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ServerMethods.lookUp;
import static org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ServerMethods.method;
import static org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ServerMethods.type;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

/**
 * What occupants announce by the presence that the server keeps of each: the last one that was sent to the room.
 * Immutable.
 */
public final class OccupantPresences {

    private static final Logger Log = LoggerFactory.getLogger(OccupantPresences.class);

    private final MethodHandle occupants;
    private final MethodHandle occupantOfSession;
    private final MethodHandle session;
    private final MethodHandle presence;

    /**
     * Finds the methods.
     *
     * @param server the class loader of the server's classes
     * @throws IllegalStateException where this server has not all of them
     */
    public OccupantPresences(@Nonnull final ClassLoader server) {
        final Class<?> room = type(server, "MUCRoom");
        occupants = method(room, Collection.class, "getOccupants");
        occupantOfSession = lookUp(room, new Class<?>[] {JID.class}, "getOccupantByFullJID")
            .asType(MethodType.methodType(Object.class, Object.class, JID.class));
        final Class<?> occupant = type(server, "MUCOccupant", "MUCRole");
        session = method(occupant, JID.class, "getUserAddress");
        presence = method(occupant, Presence.class, "getPresence");
    }

    /**
     * What the sessions in a room announce.
     *
     * @param room the server's room
     * @return the announcements of those that announce something, by full JID
     */
    @Nonnull
    public Map<JID, CapsAnnouncement> announcements(@Nonnull final Object room) {
        return call(() -> {
            final Map<JID, CapsAnnouncement> found = new HashMap<>();
            for (final Object occupant : ((Collection<?>) occupants.invokeExact(room)).toArray()) {
                final Optional<CapsAnnouncement> announcement = announcement(occupant);
                if (announcement.isPresent()) {
                    found.put((JID) session.invokeExact(occupant), announcement.get());
                }
            }
            return found;
        });
    }

    /**
     * What one session announces in a room.
     *
     * @param room the server's room
     * @param jid the full JID
     * @return the announcement, empty where there is none, and where the session is not in the room
     */
    @Nonnull
    public Optional<CapsAnnouncement> announcement(@Nonnull final Object room, @Nonnull final JID jid) {
        return call(() -> announcement((Object) occupantOfSession.invokeExact(room, jid)));
    }

    private Optional<CapsAnnouncement> announcement(@Nullable final Object occupant) throws Throwable {
        if (occupant == null) {
            return Optional.empty();
        }
        final Presence kept = (Presence) presence.invokeExact(occupant);
        try {
            return kept == null ? Optional.empty() : CapsAnnouncement.of(kept);
        } catch (final RuntimeException | Error e) {
            // It may be changed meanwhile. The others are read all the same.
            Log.debug("A presence in a room could not be read.", e);
            return Optional.empty();
        }
    }
}
