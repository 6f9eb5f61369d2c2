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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * Which sessions are in which rooms. Confined to the feature's executor.
 */
final class Occupancies {

    private final Map<JID, Set<JID>> roomsBySession = new HashMap<>();

    void joined(@Nonnull final JID room, @Nonnull final JID session) {
        roomsBySession.computeIfAbsent(session, key -> new HashSet<>(4)).add(room);
    }

    void left(@Nonnull final JID room, @Nonnull final JID session) {
        roomsBySession.computeIfPresent(session, (key, rooms) -> {
            rooms.remove(room);
            return rooms.isEmpty() ? null : rooms;
        });
    }

    void forEach(@Nonnull final BiConsumer<JID, JID> roomAndSession) {
        roomsBySession.forEach((session, rooms) -> rooms.forEach(room -> roomAndSession.accept(room, session)));
    }
}
