/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
package org.igniterealtime.openfire.plugin.mucpulse.settings;

import java.util.Objects;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.settings.ChatStateSettings.Policy;

/**
 * What differs in one room from the settings of its service. Immutable.
 *
 * @param raiOff whether nobody is told of activity in the room
 * @param mepOff whether the room and its occupants are no pubsub services
 * @param chatStates what becomes of chat states in the room; {@code null}: as in the service
 * @param chattingOff whether contacts are never told that somebody is in the room
 */
public record RoomOverride(boolean raiOff, boolean mepOff, @Nullable Policy chatStates, boolean chattingOff) {

    /** A room in which nothing differs. */
    public static final RoomOverride NONE = new RoomOverride(false, false, null, false);

    /**
     * Whether nothing differs.
     *
     * @return whether this says nothing
     */
    public boolean isNone() {
        return !raiOff && !mepOff && chatStates == null && !chattingOff;
    }

    /**
     * The same with Room Activity Indicators off or on.
     *
     * @param off whether nobody is told of activity in the room
     * @return a copy
     */
    @Nonnull
    public RoomOverride withRaiOff(final boolean off) {
        return new RoomOverride(off, mepOff, chatStates, chattingOff);
    }

    /**
     * The same with the MUC Eventing Protocol off or on.
     *
     * @param off whether the room and its occupants are no pubsub services
     * @return a copy
     */
    @Nonnull
    public RoomOverride withMepOff(final boolean off) {
        return new RoomOverride(raiOff, off, chatStates, chattingOff);
    }

    /**
     * The same with another policy for chat states.
     *
     * @param policy the policy, {@code null} for that of the service
     * @return a copy
     */
    @Nonnull
    public RoomOverride withChatStates(@Nullable final Policy policy) {
        return new RoomOverride(raiOff, mepOff, policy, chattingOff);
    }

    /**
     * The same with User Chatting off or on.
     *
     * @param off whether contacts are never told that somebody is in the room
     * @return a copy
     */
    @Nonnull
    public RoomOverride withChattingOff(final boolean off) {
        return new RoomOverride(raiOff, mepOff, chatStates, off);
    }

    // Written out: on Java 17, what the compiler makes of it holds the plugin's class loader.
    @Override
    public boolean equals(final Object other) {
        return other instanceof RoomOverride that && raiOff == that.raiOff && mepOff == that.mepOff
            && chatStates == that.chatStates && chattingOff == that.chattingOff;
    }

    @Override
    public int hashCode() {
        return Objects.hash(raiOff, mepOff, chatStates, chattingOff);
    }
}
