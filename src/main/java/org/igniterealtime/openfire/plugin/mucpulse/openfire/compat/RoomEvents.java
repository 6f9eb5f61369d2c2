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
package org.igniterealtime.openfire.plugin.mucpulse.openfire.compat;

import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomEventListener;
import org.jivesoftware.openfire.muc.MUCEventListener;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Hears Openfire's events of rooms, and passes them on with addresses that do not depend on the server's version. Has
 * the methods of the interface as it is in 4.2, and those that it has had since; the latter have no annotation that
 * says so, as the plugin is compiled against 4.2. Safe for use by several threads.
 */
public final class RoomEvents implements MUCEventListener {

    private static final String LISTENER = "the listener for events of rooms";

    private final RoomEventListener listener;
    private final ErrorHandler errors;

    /**
     * Creates the listener.
     *
     * @param listener hears of the events
     * @param errors handles what it throws
     */
    public RoomEvents(@Nonnull final RoomEventListener listener, @Nonnull final ErrorHandler errors) {
        this.listener = listener;
        this.errors = errors;
    }

    private void report(final Runnable event) {
        errors.run(LISTENER, event);
    }

    /** Some versions name the room by the address of an occupant. */
    private static JID bare(final JID address) {
        return address.getResource() == null ? address : address.asBareJID();
    }

    @Override
    public void roomCreated(final JID room) {
        // A room is of interest as soon as somebody enters it.
    }

    /**
     * As {@link #roomCreated(JID)}, in newer servers.
     *
     * @param id the room's number in the database
     * @param room the room
     */
    public void roomCreated(final long id, final JID room) {
        roomCreated(room);
    }

    @Override
    public void roomDestroyed(final JID room) {
        report(() -> listener.roomDestroyed(bare(room)));
    }

    /**
     * As {@link #roomDestroyed(JID)}, in newer servers.
     *
     * @param id the room's number in the database
     * @param room the room
     */
    public void roomDestroyed(final long id, final JID room) {
        roomDestroyed(room);
    }

    /**
     * The room's history was deleted; part of the interface in newer servers.
     *
     * @param id the room's number in the database
     * @param room the room
     */
    public void roomClearChatHistory(final long id, final JID room) {
        // That there was activity remains true.
    }

    @Override
    public void occupantJoined(final JID room, final JID user, final String nickname) {
        report(() -> listener.occupantJoined(bare(room), user, nickname));
    }

    @Override
    public void occupantLeft(final JID room, final JID user) {
        report(() -> listener.occupantLeft(bare(room), user));
    }

    /**
     * As {@link #occupantLeft(JID, JID)}, in newer servers.
     *
     * @param room the room, or the address of the occupant
     * @param user who left
     * @param nickname under which nickname
     */
    public void occupantLeft(final JID room, final JID user, @Nullable final String nickname) {
        if (nickname != null) {
            report(() -> listener.occupantLeaves(bare(room), user, nickname));
        }
        occupantLeft(room, user);
    }

    /**
     * A cluster settled that two users have one nickname; part of the interface in newer servers, which report the
     * departure separately.
     *
     * @param room the room
     * @param nickname the nickname
     */
    public void occupantNickKicked(final JID room, final String nickname) {
        // Reported as a departure.
    }

    @Override
    public void nicknameChanged(final JID room, final JID user, final String oldNickname, final String newNickname) {
        report(() -> listener.nicknameChanged(bare(room), user, oldNickname, newNickname));
    }

    @Override
    public void messageReceived(final JID room, final JID user, final String nickname, final Message message) {
        report(() -> listener.messageBroadcast(bare(room), user, message));
    }

    @Override
    public void privateMessageRecieved(final JID to, final JID from, final Message message) {
        // Private messages are not touched.
    }

    @Override
    public void roomSubjectChanged(final JID room, final JID user, final String subject) {
        report(() -> listener.subjectChanged(bare(room), user));
    }
}
