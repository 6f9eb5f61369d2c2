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

import java.util.Objects;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * What a room shows of itself, and to whom, as it was when it was looked at. Immutable.
 *
 * @param jid the room's bare JID
 * @param access who may enter or find the room
 * @param locked whether the owner has not configured the room yet, or has locked it: nobody else can enter, and what
 *     the room is going to be is not known
 * @param name the name for people, empty where it has none
 * @param topic the subject, empty where it has none
 */
public record RoomProfile(@Nonnull JID jid, @Nonnull RoomAccess access, boolean locked, @Nonnull String name,
                          @Nonnull String topic) {

    // Written out: see the description of the plugin's package.
    @Override
    public boolean equals(final Object other) {
        return other instanceof RoomProfile that && jid.equals(that.jid) && access.equals(that.access)
            && locked == that.locked && name.equals(that.name) && topic.equals(that.topic);
    }

    @Override
    public int hashCode() {
        return Objects.hash(jid, access, locked, name, topic);
    }

    /**
     * Whether everybody may find and enter the room.
     *
     * @return {@code false} where it is locked, hidden, members-only or behind a password
     */
    public boolean isPublic() {
        return !locked && access.equals(RoomAccess.OPEN);
    }
}
