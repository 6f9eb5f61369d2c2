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
import java.util.Map;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.jivesoftware.openfire.muc.MultiUserChatService;

/**
 * Finds rooms that are in memory. The server's own look-up loads those that are not, and so would bring back to life a
 * room that is just being destroyed: that is taken out of memory first, and out of the database last. Immutable.
 */
final class RoomsInMemory {

    private static final String IMPLEMENTATION = "org.jivesoftware.openfire.muc.spi.MultiUserChatServiceImpl";

    /** What services are where it is known how to ask them. */
    @Nullable
    private final Class<?> known;
    /** Takes a service and a name. Openfire 4.2 has it. */
    @Nullable
    private final MethodHandle room;
    /** Takes a service, and gives all of its rooms by name. Newer servers have it. */
    @Nullable
    private final MethodHandle rooms;

    /**
     * Finds out what this server has.
     *
     * @param server the class loader of the server's classes
     */
    RoomsInMemory(@Nonnull final ClassLoader server) {
        known = implementation(server);
        room = known == null ? null : ofOldServer(known);
        rooms = known == null ? null : ofNewServer(known);
    }

    @Nullable
    private static Class<?> implementation(final ClassLoader server) {
        try {
            return Class.forName(IMPLEMENTATION, false, server);
        } catch (final ClassNotFoundException e) {
            return null;
        }
    }

    @Nullable
    private static MethodHandle ofOldServer(final Class<?> service) {
        try {
            return MethodHandles.publicLookup().unreflect(service.getMethod("getLocalChatRoom", String.class))
                .asType(MethodType.methodType(Object.class, Object.class, String.class));
        } catch (final ReflectiveOperationException e) {
            return null;
        }
    }

    @Nullable
    private static MethodHandle ofNewServer(final Class<?> service) {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            final MethodHandle manager = lookup.unreflect(service.getMethod("getLocalMUCRoomManager"));
            final MethodHandle all = lookup.unreflect(manager.type().returnType().getMethod("getROOM_CACHE"));
            return MethodHandles.filterReturnValue(manager, all)
                .asType(MethodType.methodType(Map.class, Object.class));
        } catch (final ReflectiveOperationException e) {
            return null;
        }
    }

    /**
     * A room. Of a service that is of no known kind, it may be loaded after all.
     *
     * @param service the service
     * @param name the room's name, as in its JID
     * @return the room, {@code null} where it is not in memory
     * @throws Throwable whatever the server throws; nothing checked
     */
    @Nullable
    Object find(@Nonnull final MultiUserChatService service, @Nonnull final String name) throws Throwable {
        if (known != null && known.isInstance(service)) {
            if (room != null) {
                return room.invokeExact((Object) service, name);
            }
            if (rooms != null) {
                return ((Map<?, ?>) rooms.invokeExact((Object) service)).get(name);
            }
        }
        return service.getChatRoom(name);
    }
}
