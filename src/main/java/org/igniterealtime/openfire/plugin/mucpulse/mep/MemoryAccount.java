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

import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.xmpp.packet.JID;

/**
 * Where the memory that a node takes is charged, and for whom. For the feature's executor alone.
 */
interface MemoryAccount {

    /**
     * More memory is taken.
     *
     * @param user the bare JID of the user for whom it is taken, {@code null} for the room itself
     * @param bytes how many bytes more
     */
    void charge(@Nullable JID user, long bytes);

    /**
     * Memory is released.
     *
     * @param user the bare JID of the user for whom it was taken, {@code null} for the room itself
     * @param bytes how many bytes fewer
     */
    void release(@Nullable JID user, long bytes);

    /** Where the interests of occupants are charged. */
    @Nonnull
    InterestBudget interests();

    /** The account of a room. */
    @Nonnull
    static MemoryAccount of(@Nonnull final MemoryUse memory, @Nonnull final JID room) {
        return new MemoryAccount() {
            @Override
            public void charge(@Nullable final JID user, final long bytes) {
                memory.charge(room, user, bytes);
            }

            @Override
            public void release(@Nullable final JID user, final long bytes) {
                memory.release(room, user, bytes);
            }

            @Override
            @Nonnull
            public InterestBudget interests() {
                return memory.interests();
            }
        };
    }
}
