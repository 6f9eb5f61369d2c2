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

import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateSettings.Policy;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantKey;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Updates the last state of occupants by the messages that rooms have accepted and broadcast. Only these count, as a
 * room may refuse a message after the {@link StandaloneFilter} has seen it. Safe for use by several threads.
 */
final class BroadcastTracker {

    private final Supplier<ChatStateSettings> settings;
    private final OccupantChatStates occupantStates;
    private final DepartedSessions departures;

    BroadcastTracker(@Nonnull final Supplier<ChatStateSettings> settings,
                     @Nonnull final OccupantChatStates occupantStates, @Nonnull final DepartedSessions departures) {
        this.settings = settings;
        this.occupantStates = occupantStates;
        this.departures = departures;
    }

    /**
     * A room has broadcast a message. A content message that {@linkplain ActiveContent makes its sender active} resets
     * the last state to active; any other content message, such as a marker or a receipt, leaves it as it is.
     *
     * @param room the room's bare JID
     * @param session the sender's full JID
     * @param message the message as broadcast, from the occupant JID
     */
    void messageBroadcast(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final Message message) {
        final Notification notification = Notification.ofBroadcast(message);
        final String jid = room.toString();
        if (notification == null && !occupantStates.hasRoom(jid)) {
            return;
        }
        final JID occupant = message.getFrom();
        if (occupant == null || occupant.getResource() == null) {
            return;
        }
        final boolean enforced = settings.get().policyOf(room.getDomain(), jid) == Policy.ENFORCE;
        if (notification != null && notification.standalone()) {
            if (!enforced) {
                // It passed without being remembered, so that what is remembered is out of date.
                occupantStates.remove(jid, OccupantKey.of(session, occupant.getResource()));
            }
        } else if (ActiveContent.isIn(message)) {
            if (notification != null && enforced) {
                becomeActive(room, session, occupant.getResource());
            } else {
                occupantStates.ifPresent(jid, OccupantKey.of(session, occupant.getResource()),
                    OccupantChatState::becomeActive);
            }
        }
    }

    /**
     * A message is about to be delivered to a session of this server. Where it is the session's own, it may have been
     * sent through another server of the cluster, by another session of the same occupant: what is remembered here of
     * the occupant is out of date then.
     *
     * @param message the message as broadcast, from the occupant JID to the session
     */
    void delivering(@Nonnull final Message message) {
        // As it stands there: for each recipient, the server has another copy of the message, with no JID in it yet.
        final String occupant = message.getElement().attributeValue("from");
        final int slash = occupant == null ? -1 : occupant.indexOf('/');
        if (slash < 0) {
            return;
        }
        final String room = occupant.substring(0, slash);
        final JID session = occupantStates.hasRoom(room) ? message.getTo() : null;
        if (session == null) {
            return;
        }
        final OccupantKey own = OccupantKey.of(session, occupant.substring(slash + 1));
        if (!occupantStates.isRemembered(room, own)) {
            // Before anything is read: nearly all recipients are others than the sender.
            return;
        }
        final Notification notification = Notification.ofBroadcast(message);
        if (notification != null && notification.standalone()) {
            occupantStates.ifPresent(room, own, state -> {
                if (state.last() != notification.state()) {
                    state.forgetLast();
                }
            });
        } else if (ActiveContent.isIn(message)) {
            occupantStates.ifPresent(room, own, OccupantChatState::becomeActive);
        }
    }

    private void becomeActive(final JID room, final JID session, final String nickname) {
        final OccupantKey occupant = OccupantKey.of(session, nickname);
        if (occupantStates.limits().isFull(session)) {
            occupantStates.ifPresent(room.toString(), occupant, OccupantChatState::becomeActive);
            return;
        }
        final boolean newSession = occupantStates.compute(room.toString(), occupant, state -> {
            final boolean known = state.hasSession(session);
            state.becomeActive(session);
            return !known;
        });
        if (newSession) {
            departures.check(room, session);
        }
    }
}
