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

import com.google.common.collect.Sets;
import java.util.Objects;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.xmpp.packet.JID;

/**
 * What a user wants to have published of the rooms that they are in (U5). Immutable.
 *
 * @param publish whether anything is to be published
 * @param excludedRooms the bare JIDs of rooms that are not to be published; possibly empty, never {@code null}
 * @param privateRooms whether rooms that not everybody can find and enter are to be published, too
 */
public record ChattingPreferences(boolean publish, @Nonnull Set<JID> excludedRooms, boolean privateRooms) {

    /** Nothing is to be published. */
    static final ChattingPreferences NOTHING = new ChattingPreferences(false, Set.of(), false);

    /** Takes a copy. */
    public ChattingPreferences {
        excludedRooms = Set.copyOf(excludedRooms);
    }

    /**
     * What applies to a user who has made no choice.
     *
     * @param mode the server's mode
     * @return the preferences
     */
    @Nonnull
    public static ChattingPreferences defaults(@Nonnull final Mode mode) {
        return new ChattingPreferences(mode == Mode.OPT_OUT, Set.of(), false);
    }

    // Written out: see the description of the plugin's package.
    @Override
    public boolean equals(final Object other) {
        return other instanceof ChattingPreferences that && publish == that.publish && privateRooms == that.privateRooms
            && excludedRooms.equals(that.excludedRooms);
    }

    @Override
    public int hashCode() {
        return Objects.hash(publish, excludedRooms, privateRooms);
    }

    /** What both these preferences and others permit. */
    @Nonnull
    ChattingPreferences and(@Nonnull final ChattingPreferences other) {
        return new ChattingPreferences(publish && other.publish, Sets.union(excludedRooms, other.excludedRooms),
            privateRooms && other.privateRooms);
    }

    /** Whether everything is to be published that would be without a choice. */
    boolean withholdsNothing() {
        return publish && excludedRooms.isEmpty();
    }

    /** Whether no choice permits more. */
    boolean permitsEverything() {
        return withholdsNothing() && privateRooms;
    }

    /**
     * Whether a room may be published if everybody can find and enter it.
     *
     * @param room the room's bare JID
     * @return whether the user consents
     */
    boolean allows(@Nonnull final JID room) {
        return publish && !excludedRooms.contains(room);
    }
}
