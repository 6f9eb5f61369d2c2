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

import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * Identifies an occupant of a room in the plugin's own maps: the user, and the nickname without regard to case. Which
 * occupant an address names, or a session is, is not concluded from this key but asked of the server, see
 * {@link Rooms#requestContext} and {@link Rooms#occupant}; the versions of the server differ in which nicknames they
 * take for the same. As the user is part of the key, two users never share one, whatever their nicknames. Immutable.
 *
 * @param user the user's bare JID
 * @param nickname the nickname, case folded
 */
public record OccupantKey(@Nonnull String user, @Nonnull String nickname) {

    /**
     * The key of the occupant that a session is.
     *
     * @param session the session's real, full JID
     * @param nickname its nickname in the room
     * @return the key
     */
    @Nonnull
    public static OccupantKey of(@Nonnull final JID session, @Nonnull final String nickname) {
        return new OccupantKey(session.toBareJID(), fold(nickname));
    }

    /**
     * Folds the case of a nickname. The results for two nicknames are equal if and only if
     * {@link String#equalsIgnoreCase} says so, which is how the server compares nicknames.
     *
     * @param nickname a nickname
     * @return the nickname with each character in lower case, after having been in upper case
     */
    @Nonnull
    public static String fold(@Nonnull final String nickname) {
        final int length = nickname.length();
        if (isFolded(nickname)) {
            return nickname;
        }
        final StringBuilder folded = new StringBuilder(length);
        for (int i = 0; i < length;) {
            final int character = nickname.codePointAt(i);
            folded.appendCodePoint(Character.toLowerCase(Character.toUpperCase(character)));
            i += Character.charCount(character);
        }
        return folded.toString();
    }

    /** Whether a nickname is certain to stay as it is, as most do. */
    private static boolean isFolded(final String nickname) {
        for (int i = 0; i < nickname.length(); i++) {
            final char character = nickname.charAt(i);
            if (character >= 0x80 || character >= 'A' && character <= 'Z') {
                return false;
            }
        }
        return true;
    }

    // Written out: see the description of the plugin's package.
    @Override
    public boolean equals(final Object other) {
        return other instanceof OccupantKey that && nickname.equals(that.nickname) && user.equals(that.user);
    }

    @Override
    public int hashCode() {
        return 31 * user.hashCode() + nickname.hashCode();
    }
}
