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
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;

/**
 * Sends what is held back when its time has come. What is held back is either sent or forgotten, whatever is thrown.
 * Safe for use by several threads.
 */
final class DelayedSender {

    /** When a notification is sent that could not be when its time had come. */
    static final Duration SECOND_ATTEMPT = Duration.ofSeconds(1);
    /** How often it is tried to send a notification. */
    static final int MOST_ATTEMPTS = 60;

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
     * Plans the release of what is held back of a occupantState, who has said that it is yet to be planned.
     *
     * @param occupantState the occupantState
     * @param delay how long to wait
     */
    void plan(@Nonnull final OccupantChatState occupantState, @Nonnull final Duration delay) {
        boolean planned = false;
        try {
            executor.schedule(delay, () -> release(occupantState));
            planned = true;
        } finally {
            if (!planned) {
                occupantState.plansNoRelease();
            }
        }
    }

    private void release(final OccupantChatState occupantState) {
        final DelayedNotification held = occupantState.release();
        if (held == null) {
            return;
        }
        boolean sent = false;
        try {
            sent = sender.offer(held);
        } finally {
            if (!sent && held.attempt() >= MOST_ATTEMPTS) {
                forget(held);
            } else if (!sent && occupantState.plansRelease()) {
                plan(occupantState, SECOND_ATTEMPT);
            }
        }
    }

    private void forget(final DelayedNotification held) {
        occupantStates.ifHeard(held.getTo().toString(), held.getFrom(), occupantState -> {
            if (occupantState.isHeld(held)) {
                occupantState.forgetHeld();
            }
        });
    }
}
