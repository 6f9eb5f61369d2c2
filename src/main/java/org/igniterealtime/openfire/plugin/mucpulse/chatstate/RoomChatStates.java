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
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateSettings.Policy;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.port.Capabilities;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.DiscoFeatures;
import org.igniterealtime.openfire.plugin.mucpulse.port.MessageFilter;
import org.igniterealtime.openfire.plugin.mucpulse.port.MucServiceListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantKey;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantPresenceListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Keeps chat states in rooms within the rules of XEP-0085 and within bounds.
 * <p>
 * Decides on the thread that carries the message. A standalone notification costs one look at its room, any other
 * message a walk over its elements. A message with content changes its sender's last state when the room broadcasts it,
 * as the room may refuse it; a notification of that sender that is delayed is cancelled before that. Safe for use by
 * several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0085.html">XEP-0085: Chat State Notifications</a>
 */
public final class RoomChatStates implements MessageFilter, RoomEventListener, MucServiceListener, DiscoFeatures,
    OccupantPresenceListener {

    private final Supplier<ChatStateSettings> settings;
    private final StanzaSender sender;
    private final BooleanSupplier clustered;
    private final OccupantChatStates occupantStates = new OccupantChatStates();
    private final ChatStateCounters counters = new ChatStateCounters();
    private final RecentDrops drops;
    private final StandaloneFilter standaloneFilter;
    private final BroadcastTracker broadcasts;
    private final RecipientFilter recipients;
    private final DelayedCancellation cancellation;
    private final SerialExecutor executor;
    private final ClientSupport clients;

    /**
     * Creates the feature.
     *
     * @param settings returns the current settings
     * @param executor sends delayed notifications, finds out which clients have chat states, and looks for sessions
     *     that have left
     * @param sender sends delayed notifications
     * @param rooms the server's rooms
     * @param capabilities knows which features clients support
     * @param ticker a monotonic source of time
     * @param clustered whether occupants may have sessions on other servers of a cluster as well
     * @param users knows who is of this server
     */
    public RoomChatStates(@Nonnull final Supplier<ChatStateSettings> settings, @Nonnull final SerialExecutor executor,
                          @Nonnull final StanzaSender sender, @Nonnull final Rooms rooms,
                          @Nonnull final Capabilities capabilities, @Nonnull final Ticker ticker,
                          @Nonnull final BooleanSupplier clustered, @Nonnull final Users users) {
        this.settings = settings;
        this.sender = sender;
        this.clustered = clustered;
        final DepartedSessions departures = new DepartedSessions(executor, rooms, occupantStates);
        this.drops = new RecentDrops(ticker);
        this.standaloneFilter = new StandaloneFilter(rooms, occupantStates,
            new DelayedSender(executor, sender, occupantStates), departures, counters, drops, ticker);
        this.broadcasts = new BroadcastTracker(settings, occupantStates, departures);
        this.executor = executor;
        this.clients = new ClientSupport(executor, capabilities, rooms, users::isLocal);
        this.recipients = new RecipientFilter(settings, clients, counters);
        this.cancellation = new DelayedCancellation(rooms, occupantStates);
    }

    // Messages to rooms

    @Override
    public boolean admits(@Nonnull final Message message) {
        final Notification notification = Notification.of(message);
        if (notification == null) {
            cancellation.contentAdmitted(message);
            return true;
        }
        final JID room = message.getTo();
        final ChatStateSettings current = settings.get();
        final Policy policy = current.policyOf(room.getDomain(), room.toString());
        if (message instanceof DelayedNotification delayed) {
            return standaloneFilter.admitsDelayed(delayed, notification, policy, current);
        }
        counters.count(room.getDomain(), ChatStateMetrics.SEEN);
        if (policy == Policy.RELAY) {
            return true;
        }
        if (notification.standalone()) {
            return standaloneFilter.admits(message, notification, policy, current);
        }
        final Decision decision = ChatStateRules.decide(notification, policy);
        if (decision.action() == Decision.Action.CHANGE) {
            counters.count(room.getDomain(), ChatStateMetrics.CHANGED);
            ChatStateEditor.apply(decision, message);
        }
        cancellation.contentAdmitted(message);
        return true;
    }

    @Override
    public void passesUnread(@Nonnull final Message message) {
        cancellation.unreadAdmitted(message);
    }

    // Messages that rooms broadcast

    @Override
    public void messageBroadcast(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final Message message) {
        broadcasts.messageBroadcast(room, session, message);
    }

    @Override
    public void messageBroadcastUnread(@Nonnull final JID room, @Nonnull final JID session,
                                       @Nonnull final Message message) {
        // It may have been a content message as well as a state.
        occupantStates.forEachOf(room.toString(), session, OccupantChatState::forgetLast);
    }

    @Override
    public void subjectChanged(@Nonnull final JID room, @Nonnull final JID session) {
        occupantStates.forEachOf(room.toString(), session, OccupantChatState::forgetLast);
    }

    // Messages to occupants

    @Override
    public boolean isDispensable(@Nonnull final Message message) {
        if (clustered.getAsBoolean()) {
            broadcasts.delivering(message);
        }
        return recipients.isDispensable(message);
    }

    @Override
    public boolean delivers(@Nonnull final Message message, @Nonnull final BooleanSupplier inactive) {
        return recipients.delivers(message, inactive);
    }

    // Occupants

    @Override
    public void presenceInRoom(@Nonnull final JID occupant, @Nonnull final JID session,
                               @Nonnull final CapsAnnouncement announcement) {
        if (hasPolicyPerRecipient(occupant)) {
            final JID room = occupant.asBareJID();
            executor.tryExecute(() -> clients.announced(room, session, announcement));
        }
    }

    @Override
    public void presenceInRoom(@Nonnull final JID occupant, @Nonnull final JID session) {
        if (hasPolicyPerRecipient(occupant)) {
            executor.tryExecute(() -> clients.present(session));
        }
    }

    /** Whether it matters in a room which clients have chat states. */
    private boolean hasPolicyPerRecipient(final JID occupant) {
        final ChatStateSettings current = settings.get();
        return current.perRecipient()
            && current.policyOf(occupant.getDomain(), occupant.toBareJID()) == Policy.ENFORCE;
    }

    @Override
    public void occupantLeft(@Nonnull final JID room, @Nonnull final JID session) {
        occupantStates.removeSession(room.toString(), session);
        executor.execute(() -> clients.left(room, session));
    }

    @Override
    public void nicknameChanged(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String from,
                                @Nonnull final String to) {
        occupantStates.rename(room.toString(), OccupantKey.of(session, from), OccupantKey.of(session, to));
    }

    @Override
    public void roomDestroyed(@Nonnull final JID room) {
        occupantStates.removeRoom(room.toString());
        drops.forget(room.toString());
    }

    @Override
    public void serviceRemoved(@Nonnull final String service) {
        occupantStates.removeService(service);
        executor.execute(() -> clients.serviceRemoved(service));
    }

    /**
     * Sends the delayed notifications that the rules admit now, as nothing will send them later. To be called when the
     * plugin is stopped, after {@link #admits} is no longer called.
     */
    public void stop() {
        final ChatStateSettings current = settings.get();
        occupantStates.clear().stream().filter(delayed -> standaloneFilter.admitsAtStop(delayed, current))
            .forEach(sender::offer);
    }

    /** The last chat states that were dropped in rooms. */
    @Nonnull
    RecentDrops drops() {
        return drops;
    }

    @Nonnull
    OccupantStateLimits limits() {
        return occupantStates.limits();
    }

    /** The number of occupants whose state is remembered. */
    int occupantCount() {
        return occupantStates.count();
    }

    /** The number of sessions whose capabilities are remembered, counted once for each room. */
    int clientCount() {
        return clients.sessionCount();
    }

    // Service discovery and statistics

    @Override
    @Nonnull
    public Collection<String> roomFeatures(@Nonnull final JID room) {
        return settings.get().policyOf(room.getDomain(), room.toString()) == Policy.SUPPRESS ? List.of()
            : List.of(ChatState.NAMESPACE);
    }

    /**
     * What was counted since the plugin was started.
     *
     * @return live counters
     */
    @Nonnull
    public Counters counters() {
        return counters.counters();
    }
}
