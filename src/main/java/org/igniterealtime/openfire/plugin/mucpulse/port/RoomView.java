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

import java.util.List;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * A room as it was when it was looked at. Immutable.
 *
 * @param jid the room's bare JID
 * @param access who may enter or find the room
 * @param persistent whether the room outlives its last occupant
 * @param moderated whether occupants need voice to speak
 * @param occupants the sessions in the room; possibly empty, never {@code null}
 */
public record RoomView(@Nonnull JID jid, @Nonnull RoomAccess access, boolean persistent, boolean moderated,
                       @Nonnull List<OccupantView> occupants) {

    /** Takes a copy of the occupants. */
    public RoomView {
        occupants = List.copyOf(occupants);
    }
}
