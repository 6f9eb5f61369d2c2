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
package org.igniterealtime.openfire.plugin.mucpulse.store;

import javax.annotation.Nonnull;

/**
 * What the server's own tables can hold. Some databases refuse to compare a column with a text that cannot be in it:
 * one of characters that it does not have (MySQL and MariaDB with utf8mb3), or one that is longer (Firebird).
 */
final class ServerText {

    /** How many characters the name of a room has at most in the server's tables. */
    private static final int LENGTH = 50;

    private ServerText() {
    }

    /**
     * Whether there can be no doubt that a text can be compared with a column, so that a failure has other reasons.
     *
     * @param text the text
     * @return whether it is short and has no characters past the first 65,536
     */
    static boolean canBeHeld(@Nonnull final String text) {
        return text.length() <= LENGTH && text.codePoints().allMatch(Character::isBmpCodePoint);
    }
}
