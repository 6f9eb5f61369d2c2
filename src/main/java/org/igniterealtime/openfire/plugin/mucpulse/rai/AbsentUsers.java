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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import java.util.List;
import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.xmpp.packet.JID;

/**
 * Lets other plugins know who misses what is said in a room, so that a plugin for push notifications, for example, can
 * reach them in its own way. Safe for use by several threads; nothing blocks.
 * <p>
 * That is whoever is interested in the room, may know of it, is not in it with any session, has not seen what others
 * said there last, and has not been told of it either: no session of theirs has been sent an indicator for the room
 * since the user was last there, nor is about to be. What a server of a cluster knows of indicators is what it sent
 * itself. Where every room is of interest to everybody, those are considered who are affiliated with the room or have
 * been in it.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437: Room Activity Indicators</a>
 */
public interface AbsentUsers {

    /** How many users there are on one page at most. */
    int MAX_LIMIT = 1_000;

    /**
     * Some of the users.
     *
     * @param users bare JIDs, of other servers as well; may be fewer than were asked for, or none, although more follow
     * @param next from where to go on, to be passed to the next call; {@code null} where there are no more
     */
    record Page(@Nonnull List<JID> users, @Nullable JID next) {

        /** Takes a copy. */
        public Page {
            users = List.copyOf(users);
        }
    }

    /**
     * Finds users as it is at the moment. A plugin that hears of a message itself asks a while after that, about a
     * second, so that whoever is told of it by indicators has been told.
     *
     * @param room the room's bare JID
     * @param after where to go on, as an earlier page says; {@code null} to begin
     * @param limit how many users to find at most, from 1 to {@link #MAX_LIMIT}
     * @return a page; fails with an {@link IllegalArgumentException} where there is no such room, where the room does
     *     without indicators, or where the limit is none; with a
     *     {@link java.util.concurrent.RejectedExecutionException} where too many ask at a time; and with any other
     *     exception where the database cannot be read
     */
    @Nonnull
    CompletionStage<Page> find(@Nonnull JID room, @Nullable JID after, int limit);
}
