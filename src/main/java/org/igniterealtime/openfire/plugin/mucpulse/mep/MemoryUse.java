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

import java.util.function.Predicate;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ByteBudget;
import org.xmpp.packet.JID;

/**
 * Accounts for the memory that nodes, items and subscriptions take: for each user over all rooms, for each room, and in
 * all. Changed by the feature's executor alone, so that memory that was admitted is still free when it is taken.
 */
final class MemoryUse {

    private final long heap;
    private final ByteBudget<JID> users = new ByteBudget<>();
    private final ByteBudget<JID> rooms = new ByteBudget<>();
    private final InterestBudget interests;

    /**
     * Creates accounts that are empty.
     *
     * @param heap the greatest size of the heap, in bytes
     * @param local whether a JID is of this server's own domain
     */
    MemoryUse(final long heap, @Nonnull final Predicate<JID> local) {
        this.heap = heap;
        this.interests = new InterestBudget(heap / 100, local);
    }

    /** Accounts for the memory that the interests of occupants take, of which there is 1 % of the heap. */
    @Nonnull
    InterestBudget interests() {
        return interests;
    }

    /**
     * Whether more memory may be taken.
     *
     * @param room the room's bare JID
     * @param user the bare JID of the user for whom it would be held, {@code null} for the room itself
     * @param needed what it would take, and what would go for it
     * @param limits the limits
     * @return whether no limit would be passed; nothing more is always admitted
     */
    boolean admit(@Nonnull final JID room, @Nullable final JID user, @Nonnull final Need needed,
                  @Nonnull final MepLimits limits) {
        final long moreOfRoom = needed.bytes() - needed.freedOfRoom();
        final long moreOfUser = needed.bytes() - needed.freedOfUser();
        return (moreOfRoom <= 0 || rooms.held(room) + moreOfRoom <= limits.bytesPerRoom()
                && rooms.total() + moreOfRoom <= heap / 100 * limits.heapPercent())
            && (user == null || moreOfUser <= 0 || users.held(user) + moreOfUser <= limits.bytesPerUser());
    }

    /** The memory that something takes, and that would be freed for it, of the same user and in the room; in bytes. */
    record Need(long bytes, long freedOfUser, long freedOfRoom) {

        static Need of(final long bytes) {
            return new Need(bytes, 0, 0);
        }
    }

    void charge(@Nonnull final JID room, @Nullable final JID user, final long bytes) {
        rooms.add(room, bytes);
        if (user != null) {
            users.add(user, bytes);
        }
    }

    void release(@Nonnull final JID room, @Nullable final JID user, final long bytes) {
        rooms.release(room, bytes);
        if (user != null) {
            users.release(user, bytes);
        }
    }

    /** The memory that is taken in all, in bytes. */
    long total() {
        return rooms.total();
    }

    long ofUser(@Nonnull final JID user) {
        return users.held(user);
    }

    long ofRoom(@Nonnull final JID room) {
        return rooms.held(room);
    }

    /** The number of users and rooms that take memory. */
    int keys() {
        return users.keys() + rooms.keys();
    }
}
