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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import java.util.function.Consumer;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantKey;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.SpeakerView;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Cancels what is held back of somebody who says something meanwhile, before the room gets that: a release that is on
 * its way would come after it otherwise, and they would seem to type for ever. Safe for use by several threads.
 */
final class DelayedCancellation {

    private final Rooms rooms;
    private final OccupantChatStates occupantStates;

    DelayedCancellation(@Nonnull final Rooms rooms, @Nonnull final OccupantChatStates occupantStates) {
        this.rooms = rooms;
        this.occupantStates = occupantStates;
    }

    /**
     * A message with content goes on to its room. Costs next to nothing where nothing is held back.
     *
     * @param message the message, as it goes on
     */
    void admitted(@Nonnull final Message message) {
        if (occupantStates.limits().heldBytes() > 0 && ContentStates.makesActive(message)) {
            cancel(message, OccupantChatState::forgetHeld);
        }
    }

    /**
     * A message of which nobody knows what is in it goes on to its room: probably something that was said.
     *
     * @param message the message, of which only the addresses are read
     */
    void passedUnread(@Nonnull final Message message) {
        if (occupantStates.limits().heldBytes() > 0) {
            cancel(message, OccupantChatState::isOvertaken);
        }
    }

    private void cancel(final Message message, final Consumer<OccupantChatState> how) {
        final JID session = message.getFrom();
        final JID room = message.getTo();
        // Both would follow from what is done below, but spare a look at the room.
        if (occupantStates.limits().isHolding(session) && occupantStates.isAnyKnown(room.toString())) {
            // Whoever has no voice is refused, and has said nothing.
            rooms.speaker(room, session).filter(SpeakerView::voice).ifPresent(speaker ->
                occupantStates.ifKnown(room.toString(), OccupantKey.of(session, speaker.nickname()), how));
        }
    }
}
