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

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateSettings.Policy;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantKey;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.SpeakerView;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Applies the {@link ChatStateRules} to standalone notifications on their way to a room, and to those of them that were
 * delayed (C3 to C5). Safe for use by several threads.
 */
final class StandaloneFilter {

    private final Rooms rooms;
    private final OccupantChatStates occupantStates;
    private final DelayedSender delayedSender;
    private final DepartedSessions departures;
    private final ChatStateCounters counters;
    private final RecentDrops drops;
    private final Ticker ticker;

    StandaloneFilter(@Nonnull final Rooms rooms, @Nonnull final OccupantChatStates occupantStates,
                     @Nonnull final DelayedSender delayedSender, @Nonnull final DepartedSessions departures,
                     @Nonnull final ChatStateCounters counters, @Nonnull final RecentDrops drops,
                     @Nonnull final Ticker ticker) {
        this.rooms = rooms;
        this.occupantStates = occupantStates;
        this.delayedSender = delayedSender;
        this.departures = departures;
        this.counters = counters;
        this.drops = drops;
        this.ticker = ticker;
    }

    /**
     * The result for a standalone notification.
     *
     * @param decision what becomes of it
     * @param replacesDelayed whether an earlier notification of the occupant was delayed
     * @param newSession whether the session is remembered from now on
     */
    private record Outcome(Decision decision, boolean replacesDelayed, boolean newSession) {
    }

    /**
     * Decides on a standalone notification, and remembers the decision. Counts it unless it is kept.
     *
     * @param message a message from a full JID to a room
     * @param notification what the message says, standalone
     * @param policy the room's policy, not {@link Policy#RELAY}
     * @param settings the limits
     * @return {@code false} where the message is to be dropped
     */
    boolean admits(@Nonnull final Message message, @Nonnull final Notification notification,
                   @Nonnull final Policy policy, @Nonnull final ChatStateSettings settings) {
        final JID room = message.getTo();
        // Read once, as each call of getFrom() creates an object.
        final JID session = message.getFrom();
        final Optional<SpeakerView> speaker = rooms.speaker(room, session);
        if (speaker.isEmpty()) {
            // The server answers with an error, as the session is not in the room.
            return true;
        }
        final long now = ticker.read();
        final OccupantKey occupant = OccupantKey.of(session, speaker.get().nickname());
        final Outcome outcome = occupantStates.compute(room.toString(), occupant, state -> {
            final boolean knownSession = state.hasSession(session);
            final boolean replacesDelayed = state.hasDelayed();
            final Decision decision =
                ChatStateRules.decide(notification, state, speaker.get(), policy, settings, now);
            if (!knownSession && decision.action() != Decision.Action.DROP && occupantStates.limits().isFull(session)) {
                return new Outcome(Decision.TOO_FAST, false, false);
            }
            apply(decision, state, session, message, notification, settings, now);
            return new Outcome(decision, replacesDelayed, !knownSession && state.hasSession(session));
        });
        if (outcome.newSession()) {
            departures.check(room, session);
        }
        if (outcome.decision().action() == Decision.Action.DROP) {
            drops.dropped(room.toString(), speaker.get().nickname(), notification.state(), outcome.decision());
        }
        counters.decided(room.getDomain(), outcome.decision(), outcome.replacesDelayed(), speaker.get().occupants());
        return outcome.decision() == Decision.KEEP;
    }

    /**
     * Decides again on a delayed notification when it is sent.
     *
     * @param delayed the notification
     * @param notification what it says
     * @param policy the room's policy now
     * @param settings the limits now
     * @return {@code false} where it is to be dropped: because the sender has left, because something newer replaced
     *     it, because the rules do not admit it any longer, or because it is still too early, so that it is delayed
     *     further
     */
    boolean admitsDelayed(@Nonnull final DelayedNotification delayed, @Nonnull final Notification notification,
                          @Nonnull final Policy policy, @Nonnull final ChatStateSettings settings) {
        final JID room = delayed.getTo();
        final JID session = delayed.getFrom();
        final Optional<SpeakerView> speaker = rooms.speaker(room, session);
        if (speaker.isEmpty()) {
            return false;
        }
        final long now = ticker.read();
        final AtomicReference<Decision> result = new AtomicReference<>(Decision.TOO_FAST);
        final OccupantKey occupant = OccupantKey.of(session, speaker.get().nickname());
        occupantStates.ifPresent(room.toString(), occupant, state -> {
            if (state.isDelayed(delayed)) {
                final Decision decision =
                    ChatStateRules.decide(notification, state, speaker.get(), policy, settings, now);
                result.set(decision);
                if (decision == Decision.TOO_FAST) {
                    schedule(state, settings, now);
                } else if (decision.action() == Decision.Action.DROP) {
                    state.cancelDelayed();
                } else {
                    apply(decision, state, session, delayed, notification, settings, now);
                }
            }
        });
        if (result.get() != Decision.KEEP) {
            return false;
        }
        counters.count(room.getDomain(), ChatStateMetrics.RELEASED);
        return true;
    }

    /**
     * Whether the rules admit a delayed notification of an occupant of whom nothing is remembered any longer. Changes
     * nothing.
     *
     * @param delayed the notification
     * @param settings the settings now
     * @return whether it may be sent
     */
    boolean admitsAtStop(@Nonnull final DelayedNotification delayed, @Nonnull final ChatStateSettings settings) {
        final JID room = delayed.getTo();
        final Notification notification = Notification.of(delayed);
        // A delayed notification always has a state, so that this is never null; the type alone does not say so.
        return notification != null && rooms.speaker(room, delayed.getFrom()).filter(speaker ->
            ChatStateRules.decide(notification, occupantStates.newState(), speaker,
                settings.policyOf(room.getDomain(), room.toString()), settings, ticker.read()) == Decision.KEEP)
            .isPresent();
    }

    private void apply(final Decision decision, final OccupantChatState state, final JID session,
                       final Message message, final Notification notification, final ChatStateSettings settings,
                       final long now) {
        switch (decision) {
            case KEEP -> state.notificationPassed(session, notification.state(), now, settings.rate());
            case REPEATED -> state.cancelDelayed();
            case TOO_FAST -> {
                if (state.delay(session, message, notification.state())) {
                    schedule(state, settings, now);
                }
            }
            default -> state.cancelDelayedComposing();
        }
    }

    private void schedule(final OccupantChatState state, final ChatStateSettings settings, final long now) {
        delayedSender.schedule(state, Duration.ofNanos(state.untilAllowed(now, settings.rate(), settings.window())));
    }
}
