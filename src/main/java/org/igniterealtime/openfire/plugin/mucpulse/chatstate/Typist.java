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
 * What was heard of the state of one occupant, and what is held back of it. Dies with the occupant. To be used by one
 * thread at a time, but for {@link #release}.
 */
final class Typist {

    private final Set<JID> sessions = new HashSet<>(2);
    private final SlidingWindow passed = new SlidingWindow();
    @Nullable
    private ChatState known;
    @Nullable
    private volatile HeldNotification held;
    private volatile boolean releasePlanned;

    /** The state that the room believes the occupant to be in; {@code null}: nothing was said yet. */
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

    /** A standalone notification passes. */
    void passes(@Nonnull final JID session, @Nonnull final ChatState state, final long now, final int rate) {
        sessions.add(session);
        known = state;
        held = null;
        passed.add(now, rate);
    }

    /** What the room believes already was said again, or can no longer be said: nothing is to be told. */
    void forgetHeld() {
        held = null;
    }

    /** Something newer was dropped for good: nobody shall seem to type, as nobody would tell that they stopped. */
    void isOvertaken() {
        final HeldNotification waiting = held;
        if (waiting != null && waiting.state() == ChatState.COMPOSING) {
            held = null;
        }
    }

    /** The room got a message with content. */
    void speaks() {
        known = ChatState.ACTIVE;
        held = null;
    }

    /** As {@link #speaks()}, of somebody of whom nothing need have been heard. */
    void speaks(@Nonnull final JID session) {
        sessions.add(session);
        speaks();
    }

    /**
     * Holds a copy of a notification back, instead of what was held before.
     *
     * @return whether its release is yet to be planned
     */
    boolean holds(@Nonnull final JID session, @Nonnull final Message message, @Nonnull final ChatState state) {
        sessions.add(session);
        held = new HeldNotification(message, state, this);
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

    /** What is held back, when its time has come. */
    @Nullable
    HeldNotification release() {
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
    boolean isHeld(@Nonnull final HeldNotification notification) {
        return held == notification;
    }

    /**
     * A session leaves.
     *
     * @return whether nobody is left of whom anything was heard
     */
    boolean leaves(@Nonnull final JID session) {
        final HeldNotification waiting = held;
        if (waiting != null && session.equals(waiting.getFrom())) {
            held = null;
        }
        return sessions.remove(session) && sessions.isEmpty();
    }
}
