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
import javax.annotation.Nonnull;

/**
 * How a session and its user stand to a room at the moment of asking. Immutable.
 *
 * @param access who may enter or find the room
 * @param affiliation the user's affiliation with the room
 * @param inside whether exactly this session is in the room
 * @param created when the room came to be
 */
public record RoomStanding(@Nonnull RoomAccess access, @Nonnull Affiliation affiliation, boolean inside,
                           @Nonnull Instant created) {

    /**
     * Whether the user may learn what goes on in the room.
     *
     * @return as {@link RoomAccess#admits} says
     */
    public boolean isAdmitted() {
        return access.admits(affiliation);
    }
}
