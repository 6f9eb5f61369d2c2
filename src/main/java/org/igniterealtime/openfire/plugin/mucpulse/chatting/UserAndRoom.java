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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * A user and a room. Immutable.
 *
 * @param user the user's bare JID
 * @param room the room's bare JID
 */
record UserAndRoom(@Nonnull JID user, @Nonnull JID room) {

    // Written out: see the description of the plugin's package.
    @Override
    public boolean equals(final Object other) {
        return other instanceof UserAndRoom that && user.equals(that.user) && room.equals(that.room);
    }

    @Override
    public int hashCode() {
        return 31 * user.hashCode() + room.hashCode();
    }

    /** The item of the user's node that is about the room. */
    @Nonnull
    Publication publication() {
        return new Publication(user, ChattingElements.itemId(user, room));
    }
}
