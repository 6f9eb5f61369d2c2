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

/** What becomes of a message with a chat state, and why. */
enum Decision {

    /** It passes unchanged. */
    KEEP(Action.KEEP),
    /** It has content; its state becomes {@code <active/>} (C4). */
    ACTIVATE(Action.CHANGE),
    /** It has content; its states are removed (C2, C4). */
    STRIP(Action.CHANGE),
    /** The room's policy allows no chat states (C2). */
    SUPPRESSED(Action.DROP),
    /** {@code <gone/>} is not to be sent to rooms (C3; XEP-0085 §5.5). */
    GONE(Action.DROP),
    /** It repeats the occupant's last state (C3). */
    REPEATED(Action.DROP),
    /** The sender has no voice (C3). */
    VOICELESS(Action.DROP),
    /** It has more than one state (C4). */
    SEVERAL(Action.DROP),
    /** The room has too many occupants (C5). */
    CROWDED(Action.DROP),
    /** The occupant's rate is exceeded (C5). The last such notification is delayed. */
    TOO_FAST(Action.DROP);

    private final Action action;

    Decision(final Action action) {
        this.action = action;
    }

    /** What is done with the message. */
    enum Action {
        KEEP,
        CHANGE,
        DROP
    }

    Action action() {
        return action;
    }
}
