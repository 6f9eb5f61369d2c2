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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.xmpp.packet.JID;

/**
 * A node as it is stored: values only. Immutable.
 *
 * @param id the node's id
 * @param created when it was created
 * @param configuration its configuration
 * @param creator the bare JID of the user who created it, {@code null} where the room itself did
 * @param items its items, oldest first
 */
public record StoredNode(@Nonnull String id, @Nonnull Instant created, @Nonnull NodeConfiguration configuration,
                         @Nullable JID creator, @Nonnull List<Item> items) {

    /** By how much the clock of another server of the cluster, which created the room, may be ahead. */
    static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(1);

    /** Takes a copy. */
    public StoredNode {
        items = List.copyOf(items);
    }

    /** Whether this is a node of an earlier room of that name, where the room was created at a moment. */
    boolean isOfEarlierRoom(@Nonnull final Instant roomCreated) {
        return created.plus(CLOCK_DIFFERENCE).isBefore(roomCreated);
    }
}
