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

import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateSettings.Policy;
import org.igniterealtime.openfire.plugin.mucpulse.port.SpeakerView;

/**
 * The rules for chat states in rooms. Pure functions, which change neither the message nor what is remembered.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0085.html#bizrules-groupchat">XEP-0085 §5.5</a>
 */
final class ChatStateRules {

    private ChatStateRules() {
    }

    /**
     * Decides on a message with content, which is never dropped.
     *
     * @param notification what the message says
     * @param policy the room's policy
     * @return the decision
     */
    @Nonnull
    static Decision decide(@Nonnull final Notification notification, @Nonnull final Policy policy) {
        if (policy == Policy.RELAY) {
            return Decision.KEEP;
        }
        if (policy == Policy.SUPPRESS || notification.several() && !notification.active()) {
            return Decision.STRIP;
        }
        return notification.several() || !notification.active() ? Decision.ACTIVATE : Decision.KEEP;
    }

    /**
     * Decides on a standalone notification.
     *
     * @param notification what the message says
     * @param occupant what is remembered of the sender
     * @param speaker the sender in its room
     * @param policy the room's policy
     * @param settings the limits
     * @param now the time by a monotonic source, in nanoseconds
     * @return the decision
     */
    @Nonnull
    static Decision decide(@Nonnull final Notification notification, @Nonnull final OccupantChatState occupant,
                          @Nonnull final SpeakerView speaker, @Nonnull final Policy policy,
                          @Nonnull final ChatStateSettings settings, final long now) {
        return switch (policy) {
            case RELAY -> Decision.KEEP;
            case SUPPRESS -> Decision.SUPPRESSED;
            case ENFORCE -> enforce(notification, occupant, speaker, settings, now);
        };
    }

    private static Decision enforce(final Notification notification, final OccupantChatState occupant,
                                    final SpeakerView speaker, final ChatStateSettings settings, final long now) {
        if (notification.several()) {
            return Decision.SEVERAL;
        }
        if (notification.state() == ChatState.GONE) {
            return Decision.GONE;
        }
        if (!speaker.voice()) {
            return Decision.VOICELESS;
        }
        if (settings.occupants() > 0 && speaker.occupants() > settings.occupants()) {
            return Decision.CROWDED;
        }
        if (notification.state() == occupant.last()) {
            return Decision.REPEATED;
        }
        return occupant.isRateExceeded(now, settings.rate(), settings.window()) ? Decision.TOO_FAST : Decision.KEEP;
    }
}
