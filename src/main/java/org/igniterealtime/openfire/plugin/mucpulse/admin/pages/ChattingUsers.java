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
package org.igniterealtime.openfire.plugin.mucpulse.admin.pages;

import java.util.Set;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * What an administrator sees of User Chatting. Implementations are safe for use by several threads, and do not block.
 */
public interface ChattingUsers {

    /**
     * What is known of a user.
     *
     * @param stated whether the user made a choice
     * @param publish whether the user's rooms are to be published
     * @param privateRooms whether private rooms are, too
     * @param excluded the bare JIDs of the rooms that are not to be
     * @param published the bare JIDs of the rooms that are published now
     */
    record State(boolean stated, boolean publish, boolean privateRooms, @Nonnull Set<JID> excluded,
                 @Nonnull Set<JID> published) {

        /** Takes copies. */
        public State {
            excluded = Set.copyOf(excluded);
            published = Set.copyOf(published);
        }
    }

    /**
     * What is known of a user.
     *
     * @param user the user's bare JID
     * @return the choice, and what follows from it
     */
    @Nonnull
    State of(@Nonnull JID user);

    /**
     * Forgets what a user chose, as if they had never said anything.
     *
     * @param user the user's bare JID
     */
    void reset(@Nonnull JID user);
}
