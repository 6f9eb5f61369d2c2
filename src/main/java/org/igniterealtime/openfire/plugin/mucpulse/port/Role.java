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
package org.igniterealtime.openfire.plugin.mucpulse.port;

/**
 * What an occupant may do in a room for as long as it is there.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0045.html#roles">XEP-0045 §5.1</a>
 */
public enum Role {

    /** May moderate other occupants. */
    MODERATOR,
    /** May speak, also in a moderated room. */
    PARTICIPANT,
    /** Has no voice in a moderated room. */
    VISITOR,
    /** Is not in the room. */
    NONE;

    /**
     * Whether such an occupant may speak in a moderated room.
     *
     * @return whether it has voice
     */
    public boolean hasVoice() {
        return this == MODERATOR || this == PARTICIPANT;
    }
}
