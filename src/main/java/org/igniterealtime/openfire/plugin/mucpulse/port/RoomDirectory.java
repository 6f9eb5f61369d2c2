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
import java.util.HashMap;
import java.util.Map;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * Finds rooms of this server by query, without loading them. It knows the persistent rooms only. All methods may block,
 * and throw {@link StorageException} where the database cannot be read. Safe for use by several threads.
 */
public interface RoomDirectory {

    /**
     * A room as it is stored.
     *
     * @param access who may enter or find it
     * @param affiliation the affiliation of the user for whom was asked, {@link Affiliation#NONE} where for nobody
     * @param created when the room came to be
     */
    record Entry(@Nonnull RoomAccess access, @Nonnull Affiliation affiliation, @Nonnull Instant created) {
    }

    /**
     * All rooms that hold a user in one of their affiliation lists, that of outcasts included.
     *
     * @param service the service's domain
     * @param identities the JIDs under which the lists can hold the user
     * @return the rooms by their JIDs, possibly empty, never {@code null}
     */
    @Nonnull
    Map<JID, Entry> affiliatedRooms(@Nonnull String service, @Nonnull Collection<String> identities);

    /**
     * All rooms that hold one of several users in one of their affiliation lists, with few queries for
     * all of them. Users whom the database does not distinguish are kept apart.
     *
     * @param service the service's domain
     * @param identities for each user, by the bare JID, the JIDs under which the lists can hold the user
     * @return the rooms by their JIDs, by the user; users without rooms can be missing. Never {@code null}
     */
    @Nonnull
    default Map<JID, Map<JID, Entry>> affiliatedRooms(@Nonnull final String service,
                                                      @Nonnull final Map<JID, Collection<String>> identities) {
        final Map<JID, Map<JID, Entry>> rooms = new HashMap<>();
        identities.forEach((user, some) -> rooms.put(user, affiliatedRooms(service, some)));
        return rooms;
    }

    /**
     * Of some rooms those that are stored.
     *
     * @param service the service's domain
     * @param rooms the rooms' bare JIDs, of any number
     * @return the rooms by their JIDs, possibly empty, never {@code null}
     */
    @Nonnull
    Map<JID, Entry> rooms(@Nonnull String service, @Nonnull Collection<JID> rooms);

    /**
     * All rooms of a service that are stored.
     *
     * @param service the service's domain
     * @return the rooms by their JIDs, possibly empty, never {@code null}
     */
    @Nonnull
    Map<JID, Entry> rooms(@Nonnull String service);
}
