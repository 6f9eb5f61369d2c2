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
import org.xmpp.packet.Message;

/**
 * Hears what happens in rooms. Called on the server's threads, often while the room's lock is held: implementations
 * return at once and throw nothing. All room JIDs are bare, all sessions are real, full JIDs.
 */
public interface RoomEventListener {

    /**
     * A session entered a room.
     *
     * @param room the room
     * @param session who entered
     * @param nickname under which nickname
     */
    default void occupantJoined(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String nickname) {
    }

    /**
     * A session left a room, in whatever way: by itself, kicked, banned, disconnected, or as the room was destroyed.
     *
     * @param room the room
     * @param session who left
     */
    default void occupantLeft(@Nonnull final JID room, @Nonnull final JID session) {
    }

    /**
     * A session leaves a room under a nickname. Called right before {@link #occupantLeft} on newer servers, which tell
     * the nickname.
     *
     * @param room the room
     * @param session who leaves
     * @param nickname under which nickname
     */
    default void occupantLeaves(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String nickname) {
    }

    /**
     * An occupant changed its nickname; the sessions that share it go along, and may be reported each.
     *
     * @param room the room
     * @param session one of the occupant's sessions
     * @param from the nickname so far
     * @param to the nickname from now on
     */
    default void nicknameChanged(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String from,
                                 @Nonnull final String to) {
    }

    /**
     * The room accepted a groupchat message and broadcast it.
     *
     * @param room the room
     * @param session who sent it
     * @param message the message as broadcast, from the sender's occupant JID; not to be changed. Its {@code to} is not
     *     to be used or passed on, as it can be the real JID of any occupant (Openfire 4.2)
     */
    default void messageBroadcast(@Nonnull final JID room, @Nonnull final JID session,
                                  @Nonnull final Message message) {
    }

    /**
     * The room broadcast a groupchat message that is too large or too deep to be read; {@link #messageBroadcast} is not
     * called for it.
     *
     * @param room the room
     * @param session who sent it
     * @param message the message as broadcast; nothing but its addresses, and the names and namespaces of its children,
     *     is to be read
     */
    default void messageBroadcastUnread(@Nonnull final JID room, @Nonnull final JID session,
                                        @Nonnull final Message message) {
    }

    /**
     * The room got a new subject, which is not something said.
     *
     * @param room the room
     * @param session who set it
     */
    default void subjectChanged(@Nonnull final JID room, @Nonnull final JID session) {
    }

    /**
     * A room ceased to exist.
     *
     * @param room the room
     */
    default void roomDestroyed(@Nonnull final JID room) {
    }
}
