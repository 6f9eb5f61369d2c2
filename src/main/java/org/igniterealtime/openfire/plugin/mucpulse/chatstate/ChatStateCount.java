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

/** What is counted of chat states (C10). */
public enum ChatStateCount {
    /** Messages with a chat state that came to rooms. */
    SEEN,
    /** Of these, those that were dropped in rooms without chat states. */
    DROPPED_SUPPRESSED,
    /** Of these, those that were dropped because they said that somebody is gone. */
    DROPPED_GONE,
    /** Of these, those that were dropped as repetitions. */
    DROPPED_REPEATED,
    /** Of these, those that were dropped because the sender has no voice. */
    DROPPED_VOICELESS,
    /** Of these, those that were dropped because they had several states. */
    DROPPED_SEVERAL,
    /** Of these, those that were dropped because the room is large. */
    DROPPED_CROWDED,
    /** Of these, those that were dropped because they were too many in too short a time. */
    DROPPED_TOO_FAST,
    /** Messages with content that lost or changed their state. */
    CHANGED,
    /** Notifications that were sent after all, when their time had come. */
    RELEASED,
    /** Deliveries to clients that do not know chat states, which did not take place. */
    WITHHELD_UNSUPPORTED,
    /** Deliveries to clients that nobody looks at, which did not take place. */
    WITHHELD_INACTIVE,
    /** All deliveries that did not take place: those to each occupant for what was dropped, and those withheld. */
    DELIVERIES_SAVED
}
