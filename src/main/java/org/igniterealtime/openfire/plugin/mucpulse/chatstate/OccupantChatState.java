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

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * What was heard of the state of one occupant, and what is held back of it. Ends with the occupant: {@link #end} is to
 * be called then. To be used by one thread at a time, but for {@link #release}.
 */
final class OccupantChatState {

    private final OccupantStateLimits limits;
    private final Set<JID> sessions = new HashSet<>(2);
    private final SlidingWindow passed = new SlidingWindow();
    @Nullable
    private ChatState known;
    @Nullable
    private volatile DelayedNotification held;
    private volatile boolean releasePlanned;

    OccupantChatState(@Nonnull final OccupantStateLimits limits) {
        this.limits = limits;
    }

    /** The state that the room believes the occupant to be in; {@code null}: nothing was said yet, or
     * it is not certain. */
    @Nullable
    ChatState known() {
        return known;
    }

    boolean isTooFast(final long now, final int rate, @Nonnull final Duration window) {
        return passed.isFull(now, window.toNanos(), rate);
    }

    /** How long nothing more may pass, in nanoseconds. */
    long untilOpen(final long now, final int rate, @Nonnull final Duration window) {
        return passed.untilOpen(now, window.toNanos(), rate);
    }

    private void hears(final JID session) {
        if (sessions.add(session)) {
            limits.remembers(session);
        }
    }

    /** A standalone notification passes. */
    void passes(@Nonnull final JID session, @Nonnull final ChatState state, final long now, final int rate) {
        hears(session);
        known = state;
        forgetHeld();
        passed.add(now, rate);
    }

    /** What the room believes already was said again, or can no longer be said: nothing is to be told. */
    void forgetHeld() {
        final DelayedNotification waiting = held;
        if (waiting != null) {
            held = null;
            limits.releases(waiting);
        }
    }

    /** Something newer was dropped for good: nobody shall seem to type, as nobody would tell that they stopped. */
    void isOvertaken() {
        final DelayedNotification waiting = held;
        if (waiting != null && waiting.state() == ChatState.COMPOSING) {
            forgetHeld();
        }
    }

    /** The room got something that may have had a state in it: whatever is said next is no repetition. */
    void isUncertain() {
        known = null;
    }

    /** The room got a message with content that makes its sender active. */
    void speaks() {
        known = ChatState.ACTIVE;
        forgetHeld();
    }

    /** As {@link #speaks()}, of somebody of whom nothing need have been heard. */
    void speaks(@Nonnull final JID session) {
        hears(session);
        speaks();
    }

    /**
     * Holds a notification back, instead of what was held before, if there is place for it.
     *
     * @return whether its release is yet to be planned
     */
    boolean holds(@Nonnull final JID session, @Nonnull final Message message, @Nonnull final ChatState state) {
        hears(session);
        forgetHeld();
        final DelayedNotification next = DelayedNotification.of(message, state);
        if (!limits.holds(next)) {
            return false;
        }
        held = next;
        return plansRelease();
    }

    /** What is held back already could not be sent yet, and is held back further. */
    boolean holdsFurther() {
        return plansRelease();
    }

    /** Whether the release of what is held back is yet to be planned; it is from now on. */
    boolean plansRelease() {
        if (releasePlanned) {
            return false;
        }
        releasePlanned = true;
        return true;
    }

    /** The release could not be planned. */
    void plansNoRelease() {
        releasePlanned = false;
    }

    /** What is held back, when its time has come. */
    @Nullable
    DelayedNotification release() {
        // In this order: whoever holds something back from now on plans its release.
        releasePlanned = false;
        return held;
    }

    boolean isHolding() {
        return held != null;
    }

    /** Whether something was heard of a session. */
    boolean hasHeard(@Nonnull final JID session) {
        return sessions.contains(session);
    }

    /** Whether there is nothing to remember. */
    boolean isBlank() {
        return sessions.isEmpty();
    }

    /** Whether this is still what there is to be said. */
    boolean isHeld(@Nonnull final DelayedNotification notification) {
        return held == notification;
    }

    /**
     * A session leaves.
     *
     * @return whether nobody is left of whom anything was heard
     */
    boolean leaves(@Nonnull final JID session) {
        final DelayedNotification waiting = held;
        if (waiting != null && session.equals(waiting.getFrom())) {
            forgetHeld();
        }
        if (!sessions.remove(session)) {
            return false;
        }
        limits.forgets(session);
        if (sessions.isEmpty()) {
            end();
        }
        return sessions.isEmpty();
    }

    /** The sessions of which something was heard. */
    @Nonnull
    Set<JID> sessions() {
        return Set.copyOf(sessions);
    }

    /** Forgets everything; the occupant is gone. */
    void end() {
        forgetHeld();
        sessions.forEach(limits::forgets);
        sessions.clear();
    }
}
