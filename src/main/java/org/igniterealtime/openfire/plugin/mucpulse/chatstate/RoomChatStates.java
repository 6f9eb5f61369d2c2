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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.dom4j.Node;
import org.igniterealtime.openfire.plugin.mucpulse.server.Capabilities;
import org.igniterealtime.openfire.plugin.mucpulse.server.DiscoFeatures;
import org.igniterealtime.openfire.plugin.mucpulse.server.MessageGate;
import org.igniterealtime.openfire.plugin.mucpulse.server.MucServiceListener;
import org.igniterealtime.openfire.plugin.mucpulse.server.OccupantKey;
import org.igniterealtime.openfire.plugin.mucpulse.server.RoomEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.server.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.server.SpeakerView;
import org.igniterealtime.openfire.plugin.mucpulse.server.StanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.server.Strand;
import org.igniterealtime.openfire.plugin.mucpulse.settings.ChatStateSettings;
import org.igniterealtime.openfire.plugin.mucpulse.settings.ChatStateSettings.Policy;
import org.igniterealtime.openfire.plugin.mucpulse.statistics.Tally;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Chat states in rooms: keeps typing notifications within the rules and within bounds.
 * <p>
 * Decides on the thread that carries the message; a standalone notification costs one look at the room, any other
 * message a walk over its elements. That somebody spoke counts when the room got it, as it may be refused. Safe for use
 * by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0085.html">XEP-0085: Chat State Notifications</a>
 */
public final class RoomChatStates implements MessageGate, RoomEventListener, MucServiceListener, DiscoFeatures {

    /** When a notification is sent that could not be when its time had come. */
    private static final Duration SECOND_ATTEMPT = Duration.ofSeconds(1);

    private final Supplier<ChatStateSettings> settings;
    private final Strand strand;
    private final StanzaSender sender;
    private final Rooms rooms;
    private final Capabilities capabilities;
    private final Ticker ticker;
    private final Tally<ChatStateCount> tally = new Tally<>(ChatStateCount.class);
    private final Typists typists = new Typists();

    /**
     * Creates the feature.
     *
     * @param settings tells the settings of the moment
     * @param strand runs what waits for its time
     * @param sender sends what was held back
     * @param rooms the server's rooms
     * @param capabilities knows what clients are capable of
     * @param ticker measures time
     */
    public RoomChatStates(@Nonnull final Supplier<ChatStateSettings> settings, @Nonnull final Strand strand,
                          @Nonnull final StanzaSender sender, @Nonnull final Rooms rooms,
                          @Nonnull final Capabilities capabilities, @Nonnull final Ticker ticker) {
        this.settings = settings;
        this.strand = strand;
        this.sender = sender;
        this.rooms = rooms;
        this.capabilities = capabilities;
        this.ticker = ticker;
    }

    // Messages to rooms

    @Override
    public boolean admits(@Nonnull final Message message) {
        final Notification notification = Notification.of(message);
        if (notification == null) {
            return true;
        }
        final JID room = message.getTo();
        final ChatStateSettings now = settings.get();
        final Policy policy = now.policyOf(room.getDomain(), room.toString());
        if (message instanceof HeldNotification held) {
            return admitsHeld(held, notification, policy, now);
        }
        tally.count(room.getDomain(), ChatStateCount.SEEN);
        if (policy == Policy.RELAY) {
            return true;
        }
        if (notification.standalone()) {
            return admitsStandalone(message, notification, policy, now);
        }
        edit(message, ChatStateRules.decide(notification, policy));
        return true;
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
        final Judgement judgement = typists.with(room.toString(), occupant, typist -> {
            final boolean known = typist.hasHeard(session);
            final boolean replaces = typist.isHolding();
            final Verdict verdict =
                ChatStateRules.decide(notification, typist, speaker.get(), policy, now, moment);
            follow(verdict, typist, session, message, notification, now, moment);
            return new Judgement(verdict, replaces, !known && typist.hasHeard(session));
        });
        if (judgement.newcomer()) {
            forgetUnlessPresent(room, session);
        }
        count(room.getDomain(), judgement, speaker.get().occupants());
        return judgement.verdict() == Verdict.KEEP;
    }

    private boolean admitsHeld(final HeldNotification held, final Notification notification, final Policy policy,
                               final ChatStateSettings now) {
        final JID room = held.getTo();
        final Optional<SpeakerView> speaker = rooms.speaker(room, held.getFrom());
        if (speaker.isEmpty()) {
            return false;
        }
        final long moment = ticker.read();
        final AtomicReference<Verdict> verdict = new AtomicReference<>(Verdict.TOO_FAST);
        typists.ifKnown(room.toString(), OccupantKey.of(held.getFrom(), speaker.get().nickname()), typist -> {
            if (typist == held.typist() && typist.isHeld(held)) {
                verdict.set(ChatStateRules.decide(notification, typist, speaker.get(), policy, now, moment));
                if (verdict.get().action() == Verdict.Action.DROP && verdict.get() != Verdict.TOO_FAST) {
                    typist.forgetHeld();
                } else {
                    follow(verdict.get(), typist, held.getFrom(), held, notification, now, moment);
                }
            }
        });
        if (verdict.get() != Verdict.KEEP) {
            return false;
        }
        tally.count(room.getDomain(), ChatStateCount.RELEASED);
        return true;
    }

    /** What came of a standalone notification. */
    private record Judgement(Verdict verdict, boolean replaces, boolean newcomer) {
    }

    private void follow(final Verdict verdict, final Typist typist, final JID session, final Message message,
                        final Notification notification, final ChatStateSettings now, final long moment) {
        switch (verdict) {
            case KEEP -> typist.passes(session, notification.state(), moment, now.rate());
            case REPEATED -> typist.forgetHeld();
            case TOO_FAST -> {
                if (typist.holds(session, message, notification.state())) {
                    planRelease(typist, Duration.ofNanos(typist.untilOpen(moment, now.rate(), now.window())));
                }
            }
            default -> typist.isOvertaken();
        }
    }

    /** Somebody of whom nothing was heard before may have left meanwhile, and nobody would tell. */
    private void forgetUnlessPresent(final JID room, final JID session) {
        if (rooms.speaker(room, session).isEmpty()) {
            typists.left(room.toString(), session);
        }
    }

    private void planRelease(final Typist typist, final Duration delay) {
        strand.schedule(delay, () -> {
            final HeldNotification held = typist.release();
            if (held != null && !sender.offer(held) && typist.plansRelease()) {
                planRelease(typist, SECOND_ATTEMPT);
            }
        });
    }

    // Messages that rooms got

    @Override
    public void messageBroadcast(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final Message message) {
        final Notification notification = Notification.ofBroadcast(message);
        final String jid = room.toString();
        if (notification == null && !typists.isAnyKnown(jid)) {
            return;
        }
        final JID occupant = message.getFrom();
        if (occupant == null || occupant.getResource() == null) {
            return;
        }
        final boolean enforced = settings.get().policyOf(room.getDomain(), jid) == Policy.ENFORCE;
        if (notification == null || !enforced && !notification.standalone()) {
            typists.ifKnown(jid, OccupantKey.of(session, occupant.getResource()), Typist::speaks);
        } else if (!notification.standalone()) {
            heardSpeaking(room, session, occupant.getResource());
        } else if (!enforced) {
            // Whatever was heard before is out of date.
            typists.forget(jid, OccupantKey.of(session, occupant.getResource()));
        }
    }

    private void heardSpeaking(final JID room, final JID session, final String nickname) {
        final boolean newcomer = typists.with(room.toString(), OccupantKey.of(session, nickname), typist -> {
            final boolean known = typist.hasHeard(session);
            typist.speaks(session);
            return !known;
        });
        if (newcomer) {
            forgetUnlessPresent(room, session);
        }
    }

    @Override
    public void subjectChanged(@Nonnull final JID room, @Nonnull final JID session) {
        if (typists.isAnyKnown(room.toString())) {
            typists.ifHeard(room.toString(), session, Typist::speaks);
        }
    }

    // What is counted

    private void count(final String service, final Judgement judgement, final int occupants) {
        switch (judgement.verdict()) {
            case SUPPRESSED -> countDropped(service, ChatStateCount.DROPPED_SUPPRESSED, occupants);
            case GONE -> countDropped(service, ChatStateCount.DROPPED_GONE, occupants);
            case REPEATED -> countDropped(service, ChatStateCount.DROPPED_REPEATED, occupants);
            case VOICELESS -> countDropped(service, ChatStateCount.DROPPED_VOICELESS, 0);
            case SEVERAL -> countDropped(service, ChatStateCount.DROPPED_SEVERAL, occupants);
            case CROWDED -> countDropped(service, ChatStateCount.DROPPED_CROWDED, occupants);
            // What is held back may yet be delivered; what was held back before will not.
            case TOO_FAST -> countDropped(service, ChatStateCount.DROPPED_TOO_FAST,
                judgement.replaces() ? occupants : 0);
            default -> {
            }
        }
    }

    private void countDropped(final String service, final ChatStateCount reason, final int deliveries) {
        tally.count(service, reason);
        tally.count(service, ChatStateCount.DELIVERIES_SAVED, deliveries);
    }

    // What becomes of messages with content

    private void edit(final Message message, final Verdict verdict) {
        if (verdict.action() == Verdict.Action.CHANGE) {
            tally.count(message.getTo().getDomain(), ChatStateCount.CHANGED);
            if (verdict == Verdict.ACTIVATE) {
                activate(message);
            } else {
                states(message).forEach(Node::detach);
            }
        }
    }

    /** Makes one {@code <active/>} of all states, where the first of them stands. */
    private static void activate(final Message message) {
        boolean first = true;
        for (final Element state : states(message)) {
            if (first) {
                first = false;
                state.clearContent();
                state.attributes().clear();
                state.setQName(ChatState.ACTIVE.qName());
            } else {
                state.detach();
            }
        }
    }

    private static List<Element> states(final Message message) {
        final List<Element> states = new ArrayList<>();
        for (final Element child : message.getElement().elements()) {
            if (ChatState.of(child) != null) {
                states.add(child);
            }
        }
        return states;
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
            countWithheld(room.getDomain(), ChatStateCount.WITHHELD_UNSUPPORTED);
            return false;
        }
        if (inactive.getAsBoolean()) {
            countWithheld(room.getDomain(), ChatStateCount.WITHHELD_INACTIVE);
            return false;
        }
        return true;
    }

    private void countWithheld(final String service, final ChatStateCount reason) {
        tally.count(service, reason);
        tally.count(service, ChatStateCount.DELIVERIES_SAVED);
    }

    // Occupants

    @Override
    public void occupantLeft(@Nonnull final JID room, @Nonnull final JID session) {
        typists.left(room.toString(), session);
    }

    @Override
    public void nicknameChanged(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String from,
                                @Nonnull final String to) {
        typists.renamed(room.toString(), OccupantKey.of(session, from), OccupantKey.of(session, to));
    }

    @Override
    public void roomDestroyed(@Nonnull final JID room) {
        typists.forgetRoom(room.toString());
    }

    @Override
    public void serviceRemoved(@Nonnull final String service) {
        typists.forgetService(service);
    }

    /**
     * Sends what is held back, as nobody will when its time has come. To be called when the plugin is stopped, and
     * messages no longer pass it.
     */
    public void stop() {
        typists.clear().stream().filter(this::mayPass).forEach(sender::offer);
    }

    private boolean mayPass(final HeldNotification held) {
        final JID room = held.getTo();
        final ChatStateSettings now = settings.get();
        final Notification notification = Notification.of(held);
        return notification != null && rooms.speaker(room, held.getFrom()).filter(speaker ->
            ChatStateRules.decide(notification, new Typist(), speaker, now.policyOf(room.getDomain(), room.toString()),
                now, ticker.read()) == Verdict.KEEP).isPresent();
    }

    /** Of how many occupants something is remembered. */
    int known() {
        return typists.count();
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
    public Tally<ChatStateCount> counts() {
        return tally;
    }
}
