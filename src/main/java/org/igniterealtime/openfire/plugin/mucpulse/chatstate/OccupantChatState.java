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

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * What is remembered of one occupant: the last chat state that the room was sent, when its notifications passed, and
 * the notification that is delayed. Several sessions of a user can share a nickname, and so be one occupant.
 * <p>
 * Not safe for use by several threads: {@link OccupantChatStates} locks it, but for {@link #beginSending}. Everything
 * that is added here is counted in the {@link OccupantStateLimits} until {@link #clear} is called.
 */
final class OccupantChatState {

    private final OccupantStateLimits limits;
    private final Set<JID> sessions = new HashSet<>(2);
    private final SlidingWindow passed = new SlidingWindow();
    @Nullable
    private ChatState last;
    @Nullable
    private volatile DelayedNotification delayed;
    private volatile boolean scheduled;

    OccupantChatState(@Nonnull final OccupantStateLimits limits) {
        this.limits = limits;
    }

    /** The last state that the room was sent; {@code null} where there was none yet, or where it is uncertain. */
    @Nullable
    ChatState last() {
        return last;
    }

    /** Whether {@code rate} notifications have passed within {@code window} before {@code now} (nanoseconds). */
    boolean isRateExceeded(final long now, final int rate, @Nonnull final Duration window) {
        return passed.isFull(now, window.toNanos(), rate);
    }

    /** For how many nanoseconds the rate is exceeded yet, 0 where it is not. */
    long untilAllowed(final long now, final int rate, @Nonnull final Duration window) {
        return passed.untilOpen(now, window.toNanos(), rate);
    }

    private void addSession(final JID session) {
        if (sessions.add(session)) {
            limits.addSession(session);
        }
    }

    /** A standalone notification passed. It replaces what is delayed. */
    void notificationPassed(@Nonnull final JID session, @Nonnull final ChatState state, final long now,
                            final int rate) {
        addSession(session);
        last = state;
        cancelDelayed();
        passed.add(now, rate);
    }

    /** Cancels the delayed notification, if there is one: the last state is what the sender means again. */
    void cancelDelayed() {
        final DelayedNotification waiting = delayed;
        if (waiting != null) {
            delayed = null;
            limits.release(waiting);
        }
    }

    /**
     * Cancels the delayed notification if it is {@code <composing/>}, after a newer one was dropped for good. Otherwise
     * the occupant would seem to type for ever, as nothing would end that.
     */
    void cancelDelayedComposing() {
        final DelayedNotification waiting = delayed;
        if (waiting != null && waiting.state() == ChatState.COMPOSING) {
            cancelDelayed();
        }
    }

    /** Makes the last state uncertain, so that the next notification is no repetition. */
    void forgetLast() {
        last = null;
    }

    /** The room broadcast a content message that makes its sender active. */
    void becomeActive() {
        last = ChatState.ACTIVE;
        cancelDelayed();
    }

    /** As {@link #becomeActive()}, for a session that need not be known. */
    void becomeActive(@Nonnull final JID session) {
        addSession(session);
        becomeActive();
    }

    /**
     * Delays a notification, in place of one that is delayed already.
     *
     * @param session the sender's full JID
     * @param message the notification, of which a copy is kept
     * @param state its state
     * @return {@code false} where the limits leave no place for it, and nothing is delayed
     */
    boolean delay(@Nonnull final JID session, @Nonnull final Message message, @Nonnull final ChatState state) {
        addSession(session);
        cancelDelayed();
        final DelayedNotification next = DelayedNotification.of(message, state);
        if (!limits.reserve(next)) {
            return false;
        }
        delayed = next;
        return true;
    }

    /**
     * Marks that the delayed notification is scheduled to be sent.
     *
     * @return {@code false} where it was marked already
     */
    boolean markScheduled() {
        if (scheduled) {
            return false;
        }
        scheduled = true;
        return true;
    }

    /** Nothing is scheduled after all. */
    void clearScheduled() {
        scheduled = false;
    }

    /** The notification whose delay is over, {@code null} where it was cancelled. For any thread. */
    @Nullable
    DelayedNotification beginSending() {
        // In this order, so that a notification that is delayed from now on is scheduled.
        scheduled = false;
        return delayed;
    }

    boolean hasDelayed() {
        return delayed != null;
    }

    boolean hasSession(@Nonnull final JID session) {
        return sessions.contains(session);
    }

    boolean isEmpty() {
        return sessions.isEmpty();
    }

    /** Whether a notification is still the one that is delayed. */
    boolean isDelayed(@Nonnull final DelayedNotification notification) {
        return delayed == notification;
    }

    /**
     * Removes a session that leaves the room, and what is delayed of it.
     *
     * @return whether that was the last session
     */
    boolean removeSession(@Nonnull final JID session) {
        final DelayedNotification waiting = delayed;
        if (waiting != null && session.equals(waiting.getFrom())) {
            cancelDelayed();
        }
        if (!sessions.remove(session)) {
            return false;
        }
        limits.removeSession(session);
        if (sessions.isEmpty()) {
            clear();
        }
        return sessions.isEmpty();
    }

    @Nonnull
    Set<JID> sessions() {
        return Set.copyOf(sessions);
    }

    /** Forgets everything. To be called when the occupant is gone. */
    void clear() {
        cancelDelayed();
        sessions.forEach(limits::removeSession);
        sessions.clear();
    }
}
