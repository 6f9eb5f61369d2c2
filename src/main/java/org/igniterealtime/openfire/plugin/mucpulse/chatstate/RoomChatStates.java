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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.dom4j.Node;
import org.igniterealtime.openfire.plugin.mucpulse.server.Capabilities;
import org.igniterealtime.openfire.plugin.mucpulse.server.DiscoFeatures;
import org.igniterealtime.openfire.plugin.mucpulse.server.MessageGate;
import org.igniterealtime.openfire.plugin.mucpulse.server.MucServiceListener;
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
 * Decides on the thread that carries the message, at the cost of one look at the room; a message without a chat state
 * costs a walk over its elements. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0085.html">XEP-0085: Chat State Notifications</a>
 */
public final class RoomChatStates implements MessageGate, RoomEventListener, MucServiceListener, DiscoFeatures {

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
        if (notification != null) {
            return judge(message, notification);
        }
        // The attribute rather than an address, which would be another object for each message.
        if (typists.isAnyKnown(message.getElement().attributeValue("to"))) {
            speaks(message);
        }
        return true;
    }

    /** Somebody speaks who is perhaps believed to type. */
    private void speaks(final Message message) {
        final JID room = message.getTo();
        rooms.speaker(room, message.getFrom()).ifPresent(speaker ->
            typists.ifKnown(room.toString(), speaker.nickname(), typist -> typist.speaks(message.getFrom())));
    }

    private boolean judge(final Message message, final Notification notification) {
        final JID room = message.getTo();
        final ChatStateSettings now = settings.get();
        final Policy policy = now.policyOf(room.getDomain(), room.toString());
        final boolean held = message instanceof HeldNotification;
        if (policy == Policy.RELAY) {
            if (!held) {
                tally.count(room.getDomain(), ChatStateCount.SEEN);
            }
            return true;
        }
        final Optional<SpeakerView> speaker = rooms.speaker(room, message.getFrom());
        if (speaker.isEmpty()) {
            // The server tells them that they are not in the room; of what was held back, nobody wants to know.
            return !held;
        }
        if (held) {
            return judgeHeld((HeldNotification) message, notification, speaker.get(), policy, now);
        }
        tally.count(room.getDomain(), ChatStateCount.SEEN);
        final Verdict verdict = judge(message, notification, speaker.get(), policy, now);
        count(room.getDomain(), verdict, speaker.get().occupants());
        if (verdict == Verdict.ACTIVATE) {
            activate(message);
        } else if (verdict == Verdict.STRIP) {
            strip(message);
        }
        return verdict.action() != Verdict.Action.DROP;
    }

    private boolean judgeHeld(final HeldNotification held, final Notification notification, final SpeakerView speaker,
                              final Policy policy, final ChatStateSettings now) {
        final JID room = held.getTo();
        final AtomicBoolean current = new AtomicBoolean();
        typists.ifKnown(room.toString(), speaker.nickname(), typist ->
            current.set(typist == held.typist() && typist.isHeld(held)));
        final boolean kept =
            current.get() && judge(held, notification, speaker, policy, now) == Verdict.KEEP;
        if (kept) {
            tally.count(room.getDomain(), ChatStateCount.RELEASED);
        }
        return kept;
    }

    private Verdict judge(final Message message, final Notification notification, final SpeakerView speaker,
                          final Policy policy, final ChatStateSettings now) {
        final JID room = message.getTo();
        final JID session = message.getFrom();
        final long moment = ticker.read();
        return typists.with(room.toString(), speaker.nickname(), typist -> {
            final Verdict verdict = ChatStateRules.decide(notification, typist, speaker, policy, now, moment);
            if (!notification.standalone()) {
                typist.speaks(session);
            } else if (verdict == Verdict.KEEP) {
                typist.passes(session, notification.state(), moment, now.rate());
            } else if (verdict == Verdict.REPEATED) {
                typist.repeats();
            } else if (verdict == Verdict.TOO_FAST && typist.holds(session, message)) {
                planRelease(typist, typist.untilOpen(moment, now.rate(), now.window()));
            }
            return verdict;
        });
    }

    private void planRelease(final Typist typist, final long nanos) {
        strand.schedule(Duration.ofNanos(nanos), () -> {
            final HeldNotification held = typist.release();
            if (held != null) {
                sender.offer(held);
            }
        });
    }

    private void count(final String service, final Verdict verdict, final int occupants) {
        switch (verdict) {
            case ACTIVATE, STRIP -> tally.count(service, ChatStateCount.CHANGED);
            case SUPPRESSED -> countDropped(service, ChatStateCount.DROPPED_SUPPRESSED, occupants);
            case GONE -> countDropped(service, ChatStateCount.DROPPED_GONE, occupants);
            case REPEATED -> countDropped(service, ChatStateCount.DROPPED_REPEATED, occupants);
            case VOICELESS -> countDropped(service, ChatStateCount.DROPPED_VOICELESS, 0);
            case SEVERAL -> countDropped(service, ChatStateCount.DROPPED_SEVERAL, occupants);
            case CROWDED -> countDropped(service, ChatStateCount.DROPPED_CROWDED, occupants);
            case TOO_FAST -> countDropped(service, ChatStateCount.DROPPED_TOO_FAST, occupants);
            default -> {
            }
        }
    }

    private void countDropped(final String service, final ChatStateCount reason, final int deliveries) {
        tally.count(service, reason);
        tally.count(service, ChatStateCount.DELIVERIES_SAVED, deliveries);
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

    private static void strip(final Message message) {
        states(message).forEach(Node::detach);
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
    public boolean delivers(@Nonnull final Message message, @Nonnull final BooleanSupplier inactive) {
        final Notification notification = Notification.of(message);
        if (notification == null || !notification.standalone()) {
            return true;
        }
        final ChatStateSettings now = settings.get();
        final JID room = message.getFrom();
        if (!now.perRecipient() || now.policyOf(room.getDomain(), room.toBareJID()) == Policy.RELAY) {
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
    public void nicknameChanged(@Nonnull final JID room, @Nonnull final String from, @Nonnull final String to) {
        typists.renamed(room.toString(), from, to);
    }

    @Override
    public void roomDestroyed(@Nonnull final JID room) {
        typists.forgetRoom(room.toString());
    }

    @Override
    public void serviceRemoved(@Nonnull final String service) {
        typists.forgetService(service);
    }

    /** Sends what is held back, as nobody will when its time has come. To be called when the plugin is stopped. */
    public void stop() {
        typists.clear().forEach(sender::offer);
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
