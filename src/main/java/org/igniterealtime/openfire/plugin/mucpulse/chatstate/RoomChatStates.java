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

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateSettings.Policy;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.port.Capabilities;
import org.igniterealtime.openfire.plugin.mucpulse.port.DiscoFeatures;
import org.igniterealtime.openfire.plugin.mucpulse.port.MessageFilter;
import org.igniterealtime.openfire.plugin.mucpulse.port.MucServiceListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantKey;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.SpeakerView;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Chat states in rooms: keeps typing notifications within the rules and within bounds.
 * <p>
 * Decides on the thread that carries the message; a standalone notification costs one look at the room, any other
 * message a walk over its elements. That somebody spoke counts when the room got it, as it may be refused; but what is
 * held back of them is cancelled before. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0085.html">XEP-0085: Chat State Notifications</a>
 */
public final class RoomChatStates implements MessageFilter, RoomEventListener, MucServiceListener, DiscoFeatures {

    private final Supplier<ChatStateSettings> settings;
    private final StanzaSender sender;
    private final Rooms rooms;
    private final Capabilities capabilities;
    private final Ticker ticker;
    private final ChatStateCounters counts = new ChatStateCounters();
    private final OccupantChatStates occupantStates = new OccupantChatStates();
    private final DelayedSender releases;
    private final DepartedSessions departures;
    private final DelayedCancellation cancellations;

    /**
     * Creates the feature.
     *
     * @param settings tells the settings of the moment
     * @param executor runs what waits for its time
     * @param sender sends what was held back
     * @param rooms the server's rooms
     * @param capabilities knows what clients are capable of
     * @param ticker measures time
     */
    public RoomChatStates(@Nonnull final Supplier<ChatStateSettings> settings, @Nonnull final SerialExecutor executor,
                          @Nonnull final StanzaSender sender, @Nonnull final Rooms rooms,
                          @Nonnull final Capabilities capabilities, @Nonnull final Ticker ticker) {
        this.settings = settings;
        this.sender = sender;
        this.rooms = rooms;
        this.capabilities = capabilities;
        this.ticker = ticker;
        this.releases = new DelayedSender(executor, sender, occupantStates);
        this.departures = new DepartedSessions(executor, rooms, occupantStates);
        this.cancellations = new DelayedCancellation(rooms, occupantStates);
    }

    // Messages to rooms

    @Override
    public boolean admits(@Nonnull final Message message) {
        final Notification notification = Notification.of(message);
        if (notification == null) {
            cancellations.admitted(message);
            return true;
        }
        final JID room = message.getTo();
        final ChatStateSettings now = settings.get();
        final Policy policy = now.policyOf(room.getDomain(), room.toString());
        if (message instanceof DelayedNotification held) {
            return admitsHeld(held, notification, policy, now);
        }
        counts.count(room.getDomain(), ChatStateMetrics.SEEN);
        if (policy == Policy.RELAY) {
            return true;
        }
        if (notification.standalone()) {
            return admitsStandalone(message, notification, policy, now);
        }
        final Decision decision = ChatStateRules.decide(notification, policy);
        if (decision.action() == Decision.Action.CHANGE) {
            counts.count(room.getDomain(), ChatStateMetrics.CHANGED);
            ContentStates.apply(decision, message);
        }
        cancellations.admitted(message);
        return true;
    }

    @Override
    public void passesUnread(@Nonnull final Message message) {
        cancellations.passedUnread(message);
    }

    private boolean admitsStandalone(final Message message, final Notification notification, final Policy policy,
                                     final ChatStateSettings now) {
        final JID room = message.getTo();
        // Once, as each call makes a new object.
        final JID session = message.getFrom();
        final Optional<SpeakerView> speaker = rooms.speaker(room, session);
        if (speaker.isEmpty()) {
            // The server tells them that they are not in the room.
            return true;
        }
        final long moment = ticker.read();
        final OccupantKey occupant = OccupantKey.of(session, speaker.get().nickname());
        final Outcome outcome = occupantStates.with(room.toString(), occupant, occupantState -> {
            final boolean known = occupantState.hasHeard(session);
            final boolean replaces = occupantState.isHolding();
            final Decision decision =
                ChatStateRules.decide(notification, occupantState, speaker.get(), policy, now, moment);
            if (!known && decision.action() != Decision.Action.DROP && occupantStates.limits().isFull(session)) {
                return new Outcome(Decision.TOO_FAST, false, false);
            }
            follow(decision, occupantState, session, message, notification, now, moment);
            return new Outcome(decision, replaces, !known && occupantState.hasHeard(session));
        });
        if (outcome.newcomer()) {
            departures.check(room, session);
        }
        counts.decided(room.getDomain(), outcome.decision(), outcome.replaces(), speaker.get().occupants());
        return outcome.decision() == Decision.KEEP;
    }

    private boolean admitsHeld(final DelayedNotification held, final Notification notification, final Policy policy,
                               final ChatStateSettings now) {
        final JID room = held.getTo();
        final Optional<SpeakerView> speaker = rooms.speaker(room, held.getFrom());
        if (speaker.isEmpty()) {
            return false;
        }
        final long moment = ticker.read();
        final AtomicReference<Decision> decision = new AtomicReference<>(Decision.TOO_FAST);
        final OccupantKey occupant = OccupantKey.of(held.getFrom(), speaker.get().nickname());
        occupantStates.ifKnown(room.toString(), occupant, occupantState -> {
            if (occupantState.isHeld(held)) {
                final Decision made =
                    ChatStateRules.decide(notification, occupantState, speaker.get(), policy, now, moment);
                decision.set(made);
                if (made == Decision.TOO_FAST) {
                    if (occupantState.holdsFurther()) {
                        releases.plan(occupantState,
                            Duration.ofNanos(occupantState.untilOpen(moment, now.rate(), now.window())));
                    }
                } else if (made.action() == Decision.Action.DROP) {
                    occupantState.forgetHeld();
                } else {
                    follow(made, occupantState, held.getFrom(), held, notification, now, moment);
                }
            }
        });
        if (decision.get() != Decision.KEEP) {
            return false;
        }
        counts.count(room.getDomain(), ChatStateMetrics.RELEASED);
        return true;
    }

    /** What came of a standalone notification. */
    private record Outcome(Decision decision, boolean replaces, boolean newcomer) {
    }

    private void follow(final Decision decision, final OccupantChatState occupantState, final JID session,
                        final Message message,
                        final Notification notification, final ChatStateSettings now, final long moment) {
        switch (decision) {
            case KEEP -> occupantState.passes(session, notification.state(), moment, now.rate());
            case REPEATED -> occupantState.forgetHeld();
            case TOO_FAST -> {
                if (occupantState.holds(session, message, notification.state())) {
                    releases.plan(occupantState,
                        Duration.ofNanos(occupantState.untilOpen(moment, now.rate(), now.window())));
                }
            }
            default -> occupantState.isOvertaken();
        }
    }

    // Messages that rooms got

    @Override
    public void messageBroadcast(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final Message message) {
        final Notification notification = Notification.ofBroadcast(message);
        final String jid = room.toString();
        if (notification == null && !occupantStates.isAnyKnown(jid)) {
            return;
        }
        final JID occupant = message.getFrom();
        if (occupant == null || occupant.getResource() == null) {
            return;
        }
        final boolean enforced = settings.get().policyOf(room.getDomain(), jid) == Policy.ENFORCE;
        if (notification != null && notification.standalone()) {
            if (!enforced) {
                // Whatever was heard before is out of date.
                occupantStates.forget(jid, OccupantKey.of(session, occupant.getResource()));
            }
        } else if (ContentStates.makesActive(message)) {
            if (notification != null && enforced) {
                heardSpeaking(room, session, occupant.getResource());
            } else {
                occupantStates.ifKnown(jid, OccupantKey.of(session, occupant.getResource()), OccupantChatState::speaks);
            }
        }
    }

    private void heardSpeaking(final JID room, final JID session, final String nickname) {
        final OccupantKey occupant = OccupantKey.of(session, nickname);
        if (occupantStates.limits().isFull(session)) {
            occupantStates.ifKnown(room.toString(), occupant, OccupantChatState::speaks);
            return;
        }
        final boolean newcomer = occupantStates.with(room.toString(), occupant, occupantState -> {
            final boolean known = occupantState.hasHeard(session);
            occupantState.speaks(session);
            return !known;
        });
        if (newcomer) {
            departures.check(room, session);
        }
    }

    @Override
    public void subjectChanged(@Nonnull final JID room, @Nonnull final JID session) {
        occupantStates.ifHeard(room.toString(), session, OccupantChatState::isUncertain);
    }

    // Messages to occupants

    @Override
    public boolean isDispensable(@Nonnull final Message message) {
        final Notification notification = Notification.ofBroadcast(message);
        return notification != null && notification.standalone();
    }

    @Override
    public boolean delivers(@Nonnull final Message message, @Nonnull final BooleanSupplier inactive) {
        final ChatStateSettings now = settings.get();
        final JID room = message.getFrom();
        if (message.getTo() == null || !now.perRecipient()
            || now.policyOf(room.getDomain(), room.toBareJID()) == Policy.RELAY) {
            return true;
        }
        if (capabilities.lacks(message.getTo(), ChatState.NAMESPACE)) {
            counts.withheld(room.getDomain(), ChatStateMetrics.WITHHELD_UNSUPPORTED);
            return false;
        }
        if (inactive.getAsBoolean()) {
            counts.withheld(room.getDomain(), ChatStateMetrics.WITHHELD_INACTIVE);
            return false;
        }
        return true;
    }

    // Occupants

    @Override
    public void occupantLeft(@Nonnull final JID room, @Nonnull final JID session) {
        occupantStates.left(room.toString(), session);
    }

    @Override
    public void nicknameChanged(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String from,
                                @Nonnull final String to) {
        occupantStates.renamed(room.toString(), OccupantKey.of(session, from), OccupantKey.of(session, to));
    }

    @Override
    public void roomDestroyed(@Nonnull final JID room) {
        occupantStates.forgetRoom(room.toString());
    }

    @Override
    public void serviceRemoved(@Nonnull final String service) {
        occupantStates.forgetService(service);
    }

    /**
     * Sends what is held back, as nobody will when its time has come. To be called when the plugin is stopped, and
     * messages no longer pass it.
     */
    public void stop() {
        occupantStates.clear().stream().filter(this::mayPass).forEach(sender::offer);
    }

    private boolean mayPass(final DelayedNotification held) {
        final JID room = held.getTo();
        final ChatStateSettings now = settings.get();
        final Notification notification = Notification.of(held);
        // What is held back has a state, so that this is never null: the type alone does not say so.
        return notification != null && rooms.speaker(room, held.getFrom()).filter(speaker ->
            ChatStateRules.decide(notification, occupantStates.blank(), speaker,
                now.policyOf(room.getDomain(), room.toString()), now, ticker.read()) == Decision.KEEP).isPresent();
    }

    /** Bounds what is remembered. */
    @Nonnull
    OccupantStateLimits limits() {
        return occupantStates.limits();
    }

    /** Of how many occupants something is remembered. */
    int known() {
        return occupantStates.count();
    }

    // What is told of it

    @Override
    @Nonnull
    public Collection<String> roomFeatures(@Nonnull final JID room) {
        return settings.get().policyOf(room.getDomain(), room.toString()) == Policy.SUPPRESS ? List.of()
            : List.of(ChatState.NAMESPACE);
    }

    /**
     * What was counted since the plugin was started.
     *
     * @return the counters, which go on
     */
    @Nonnull
    public Counters counters() {
        return counts.counters();
    }
}
