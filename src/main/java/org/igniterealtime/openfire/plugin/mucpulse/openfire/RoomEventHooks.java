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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HookList;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomEventListener;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Passes each event of a room on to all listeners, in order. Messages that are too large or too deep are passed
 * on as such. Safe for use by several threads.
 */
public final class RoomEventHooks implements RoomEventListener {

    private final HookList<RoomEventListener> listeners;

    /**
     * Creates it.
     *
     * @param listeners the listeners
     */
    public RoomEventHooks(@Nonnull final HookList<RoomEventListener> listeners) {
        this.listeners = listeners;
    }

    @Override
    public void occupantJoined(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String nickname) {
        listeners.forEach(listener -> listener.occupantJoined(room, session, nickname));
    }

    @Override
    public void occupantLeft(@Nonnull final JID room, @Nonnull final JID session) {
        listeners.forEach(listener -> listener.occupantLeft(room, session));
    }

    @Override
    public void occupantLeaves(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String nickname) {
        listeners.forEach(listener -> listener.occupantLeaves(room, session, nickname));
    }

    @Override
    public void nicknameChanged(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String from,
                                @Nonnull final String to) {
        listeners.forEach(listener -> listener.nicknameChanged(room, session, from, to));
    }

    @Override
    public void messageBroadcast(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final Message message) {
        if (StanzaBounds.DEFAULT.contain(message.getElement())) {
            listeners.forEach(listener -> listener.messageBroadcast(room, session, message));
        } else {
            listeners.forEach(listener -> listener.messageBroadcastUnread(room, session, message));
        }
    }

    @Override
    public void messageBroadcastUnread(@Nonnull final JID room, @Nonnull final JID session,
                                       @Nonnull final Message message) {
        listeners.forEach(listener -> listener.messageBroadcastUnread(room, session, message));
    }

    @Override
    public void subjectChanged(@Nonnull final JID room, @Nonnull final JID session) {
        listeners.forEach(listener -> listener.subjectChanged(room, session));
    }

    @Override
    public void roomDestroyed(@Nonnull final JID room) {
        listeners.forEach(listener -> listener.roomDestroyed(room));
    }
}
