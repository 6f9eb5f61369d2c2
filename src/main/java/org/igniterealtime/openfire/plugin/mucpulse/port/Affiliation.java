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
 * The long-lived association of a user with a room.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0045.html#affil">XEP-0045 §5.2</a>
 */
public enum Affiliation {

    /** Owns the room. */
    OWNER(10),
    /** Administers the room. */
    ADMIN(20),
    /** Is on the member list. */
    MEMBER(30),
    /** Is banned. */
    OUTCAST(40),
    /** Has no association with the room. */
    NONE(50);

    private final int code;

    Affiliation(final int code) {
        this.code = code;
    }

    /**
     * The affiliation that Openfire stores as a number in its database.
     *
     * @param code the number found in Openfire's table of affiliations
     * @return the affiliation, {@link #NONE} for a number that is not known
     */
    public static Affiliation ofCode(final int code) {
        for (final Affiliation affiliation : values()) {
            if (affiliation.code == code) {
                return affiliation;
            }
        }
        return NONE;
    }

    /**
     * Whether this is a membership of some kind: owner, admin or member.
     *
     * @return {@code false} for outcasts and those without affiliation
     */
    public boolean isAffiliated() {
        return this == OWNER || this == ADMIN || this == MEMBER;
    }
}
