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

import java.time.Instant;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.xmpp.packet.JID;

/**
 * A published item. Immutable.
 *
 * @param id unique within the node
 * @param payload what was published; {@code null} where nothing but the fact
 * @param published when
 * @param publisher the bare JID of the user who published it, whose share of the memory it takes; {@code null} where
 *                  the room itself did. Never to be disclosed to occupants
 * @param order grows with each item that is published in the room; unique within the room
 */
public record Item(@Nonnull String id, @Nullable Payload payload, @Nonnull Instant published, @Nullable JID publisher,
                   long order) {

    /** What an item takes in memory besides its id and its payload, in bytes. */
    private static final int OVERHEAD = 250;

    /** The length of the payload as it is sent, in bytes. */
    int size() {
        return payload == null ? 0 : payload.size();
    }

    /** How many bytes of memory the item takes, roughly. */
    long held() {
        return OVERHEAD + 2L * id.length() + size();
    }
}
