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
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;

/**
 * Sends delayed notifications when their delay is over. A delayed notification is either sent or cancelled, whatever is
 * thrown: where the sender does not take it, sending is tried again, up to {@link #MAX_ATTEMPTS} times. What is sent
 * passes the {@link StandaloneFilter} once more. Safe for use by several threads.
 */
final class DelayedSender {

    /** The time between two attempts to send a notification. */
    static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    static final int MAX_ATTEMPTS = 60;

    private final SerialExecutor executor;
    private final StanzaSender sender;
    private final OccupantChatStates occupantStates;

    DelayedSender(@Nonnull final SerialExecutor executor, @Nonnull final StanzaSender sender,
                  @Nonnull final OccupantChatStates occupantStates) {
        this.executor = executor;
        this.sender = sender;
        this.occupantStates = occupantStates;
    }

    /**
     * Schedules the delayed notification of an occupant to be sent, unless it is scheduled already. Where the executor
     * does not take it, or throws, which is passed on, nothing is scheduled: the next notification tries again.
     *
     * @param state the occupant's state
     * @param delay how long to wait
     */
    void schedule(@Nonnull final OccupantChatState state, @Nonnull final Duration delay) {
        if (!state.markScheduled()) {
            return;
        }
        boolean taken = false;
        try {
            taken = executor.trySchedule(delay, () -> send(state));
        } finally {
            if (!taken) {
                state.clearScheduled();
            }
        }
    }

    private void send(final OccupantChatState state) {
        final DelayedNotification delayed = state.beginSending();
        if (delayed == null) {
            return;
        }
        boolean sent = false;
        try {
            sent = sender.offer(delayed);
        } finally {
            if (!sent && delayed.countAttempt() >= MAX_ATTEMPTS) {
                cancel(delayed);
            } else if (!sent) {
                schedule(state, RETRY_DELAY);
            }
        }
    }

    private void cancel(final DelayedNotification delayed) {
        occupantStates.forEachOf(delayed.getTo().toString(), delayed.getFrom(), state -> {
            if (state.isDelayed(delayed)) {
                state.cancelDelayed();
            }
        });
    }
}
