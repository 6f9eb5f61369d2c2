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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import java.util.function.Consumer;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantKey;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.SpeakerView;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Cancels the delayed notification of an occupant who sends a content message, before the room broadcasts that message.
 * Otherwise the notification could be sent after the message, and the occupant would seem to type for ever. Costs next
 * to nothing while nothing is delayed. Safe for use by several threads.
 */
final class DelayedCancellation {

    private final Rooms rooms;
    private final OccupantChatStates occupantStates;

    DelayedCancellation(@Nonnull final Rooms rooms, @Nonnull final OccupantChatStates occupantStates) {
        this.rooms = rooms;
        this.occupantStates = occupantStates;
    }

    /** A content message goes on to its room. Cancels if it {@linkplain ActiveContent makes its sender active}. */
    void contentAdmitted(@Nonnull final Message message) {
        if (occupantStates.limits().delayedBytes() > 0 && ActiveContent.isIn(message)) {
            cancel(message, OccupantChatState::cancelDelayed);
        }
    }

    /**
     * A message that is too large to be looked at goes on to its room. It is assumed to be a content message.
     *
     * @param message the message, of which only the addresses are read
     */
    void unreadAdmitted(@Nonnull final Message message) {
        if (occupantStates.limits().delayedBytes() > 0) {
            cancel(message, OccupantChatState::cancelDelayedComposing);
        }
    }

    private void cancel(final Message message, final Consumer<OccupantChatState> action) {
        final JID session = message.getFrom();
        final JID room = message.getTo();
        // Both conditions only spare a look at the room.
        if (occupantStates.limits().hasDelayed(session) && occupantStates.hasRoom(room.toString())) {
            // The room refuses the message of an occupant without voice, and broadcasts nothing.
            rooms.speaker(room, session).filter(SpeakerView::voice).ifPresent(speaker ->
                occupantStates.ifPresent(room.toString(), OccupantKey.of(session, speaker.nickname()), action));
        }
    }
}
