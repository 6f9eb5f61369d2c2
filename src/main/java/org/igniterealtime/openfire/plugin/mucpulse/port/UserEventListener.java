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
 * Hears what happens to users, their sessions and their groups. Called on the server's threads: implementations return
 * at once and throw nothing.
 */
public interface UserEventListener {

    /**
     * A local session begins. One that had the same address before has ended, which need not have been told.
     *
     * @param session its full JID
     */
    default void sessionBegins(@Nonnull final JID session) {
    }

    /**
     * A local session ended or became unavailable. Not told of a session whose address is another one's by now.
     *
     * @param session its full JID
     */
    default void sessionEnded(@Nonnull final JID session) {
    }

    /**
     * An account is being deleted.
     *
     * @param user its bare JID
     */
    default void userDeleted(@Nonnull final JID user) {
    }

    /** Some group's members changed, or a group was added or deleted. */
    default void groupsChanged() {
    }
}
