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

/**
 * What a room's configuration says about who may enter it or find it. Immutable.
 *
 * @param membersOnly only affiliated users may enter
 * @param hidden the room cannot be found by those who do not know it
 * @param passwordProtected a password is needed to enter
 * @param locked nobody but its owners may enter, as it is not configured yet (XEP-0045 §10.1)
 */
public record RoomAccess(boolean membersOnly, boolean hidden, boolean passwordProtected, boolean locked) {

    /** A room that everybody may find and enter. */
    public static final RoomAccess OPEN = new RoomAccess(false, false, false);

    /**
     * What holds for a room that is not locked.
     *
     * @param membersOnly only affiliated users may enter
     * @param hidden the room cannot be found by those who do not know it
     * @param passwordProtected a password is needed to enter
     */
    public RoomAccess(final boolean membersOnly, final boolean hidden, final boolean passwordProtected) {
        this(membersOnly, hidden, passwordProtected, false);
    }

    // Written out: see the description of the plugin's package.
    @Override
    public boolean equals(final Object other) {
        return other instanceof RoomAccess that && hashCode() == that.hashCode();
    }

    /** Different for different values. */
    @Override
    public int hashCode() {
        return (membersOnly ? 1 : 0) + (hidden ? 2 : 0) + (passwordProtected ? 4 : 0) + (locked ? 8 : 0);
    }

    /**
     * Whether a user with this affiliation may learn what goes on in the room: never an outcast; in a room that is
     * members-only, hidden or behind a password only those who are affiliated with it, and in one that is locked only
     * its owners.
     *
     * @param affiliation the user's affiliation with the room
     * @return whether the user may know
     */
    public boolean admits(@Nonnull final Affiliation affiliation) {
        if (affiliation == Affiliation.OUTCAST || locked && affiliation != Affiliation.OWNER) {
            return false;
        }
        return affiliation.isAffiliated() || !(membersOnly || hidden || passwordProtected);
    }
}
