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

/** What becomes of a message with a chat state in it, and why. */
enum Decision {

    /** It passes as it is. */
    KEEP(Action.KEEP),
    /** It has content; its state becomes {@code <active/>} (C4). */
    ACTIVATE(Action.CHANGE),
    /** It has content; its states are taken out (C2, C4). */
    STRIP(Action.CHANGE),
    /** Rooms have no chat states (C2). */
    SUPPRESSED(Action.DROP),
    /** Nobody is gone from a room in which they are (C3). */
    GONE(Action.DROP),
    /** Everybody knows already (C3). */
    REPEATED(Action.DROP),
    /** Who may not speak does not type (C3). */
    VOICELESS(Action.DROP),
    /** More than one state says nothing (C4). */
    SEVERAL(Action.DROP),
    /** Too many would be told (C5). */
    CROWDED(Action.DROP),
    /** Too many in too short a time (C5). The last of them is held back. */
    TOO_FAST(Action.DROP);

    private final Action action;

    Decision(final Action action) {
        this.action = action;
    }

    /** What is done. */
    enum Action {
        KEEP,
        CHANGE,
        DROP
    }

    Action action() {
        return action;
    }
}
