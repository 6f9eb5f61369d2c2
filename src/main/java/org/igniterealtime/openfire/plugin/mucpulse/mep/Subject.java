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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import com.google.common.base.Suppliers;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomSnapshot;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;

/**
 * The virtual service that something is done at, with its room, and one snapshot of what the server knows of the room
 * while it is done. For one thread at a time, and not to be kept for later.
 *
 * @param room the room
 * @param service the service of the room or of one of its occupants
 * @param seen gives the snapshot, the same each time
 */
record Subject(@Nonnull EventingRoom room, @Nonnull VirtualService service, @Nonnull Supplier<RoomSnapshot> seen) {

    Subject(@Nonnull final EventingRoom room, @Nonnull final VirtualService service,
            @Nonnull final RoomSnapshot seen) {
        this(room, service, () -> seen);
    }

    /** A service in a room that is looked up when that is necessary for the first time. */
    @Nonnull
    static Subject of(@Nonnull final EventingRoom room, @Nonnull final VirtualService service,
                      @Nonnull final Rooms rooms) {
        return new Subject(room, service, Suppliers.memoize(() -> rooms.snapshot(room.jid()))::get);
    }

    /** Another service in the same room, with the same snapshot. */
    @Nonnull
    Subject at(@Nonnull final VirtualService other) {
        return new Subject(room, other, seen);
    }
}
