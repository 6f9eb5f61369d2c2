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
package org.igniterealtime.openfire.plugin.mucpulse.mention;

import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantKey;
import org.xmpp.packet.JID;

/**
 * By which nickname a user was last in a room. Immutable.
 *
 * @param user the user's bare JID
 * @param room the room's bare JID
 * @param nickname the nickname
 * @param timestamp when the user entered under it or took it, in microseconds since 1970
 */
record KnownNickname(@Nonnull JID user, @Nonnull JID room, @Nonnull String nickname, long timestamp) {

    /**
     * Of whom it is known.
     *
     * @param user the user's bare JID
     * @param room the room's bare JID
     */
    record Key(@Nonnull JID user, @Nonnull JID room) {

        // Written out: see the description of the plugin's package.
        @Override
        public boolean equals(final Object other) {
            return other instanceof Key that && user.equals(that.user) && room.equals(that.room);
        }

        @Override
        public int hashCode() {
            return 31 * user.hashCode() + room.hashCode();
        }
    }

    @Nonnull
    Key key() {
        return new Key(user, room);
    }

    /** The nickname in the form in which two are equal where the server takes them for the same. */
    @Nonnull
    String folded() {
        return OccupantKey.fold(nickname);
    }

    // Written out: see the description of the plugin's package.
    @Override
    public boolean equals(final Object other) {
        return other instanceof KnownNickname that && user.equals(that.user) && room.equals(that.room)
            && nickname.equals(that.nickname) && timestamp == that.timestamp;
    }

    @Override
    public int hashCode() {
        return 31 * key().hashCode() + nickname.hashCode();
    }
}
