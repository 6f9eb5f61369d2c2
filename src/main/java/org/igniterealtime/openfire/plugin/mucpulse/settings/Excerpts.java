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
package org.igniterealtime.openfire.plugin.mucpulse.settings;

import com.google.common.base.CharMatcher;
import javax.annotation.Nonnull;

/** Shortens what somebody typed, for messages that repeat it. */
public final class Excerpts {

    private static final int MOST = 200;

    private Excerpts() {
    }

    /**
     * The beginning of a text, in one line.
     *
     * @param text a text of any length
     * @return at most 200 characters, and an ellipsis where something was left out
     */
    @Nonnull
    public static String of(@Nonnull final String text) {
        final String line = CharMatcher.javaIsoControl().replaceFrom(text, ' ');
        if (line.length() <= MOST) {
            return line;
        }
        final int end = Character.isHighSurrogate(line.charAt(MOST - 1)) ? MOST - 1 : MOST;
        return line.substring(0, end) + '…';
    }
}
