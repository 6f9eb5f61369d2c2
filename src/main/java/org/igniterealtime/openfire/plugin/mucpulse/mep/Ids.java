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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import java.util.concurrent.ThreadLocalRandom;
import javax.annotation.Nonnull;

/** Ids of nodes and items. Those of stanzas are {@link org.igniterealtime.openfire.plugin.mucpulse.port.StanzaId}s. */
final class Ids {

    /** The greatest length of an id, in characters: what a column of the database holds. */
    static final int MAX_LENGTH = 255;

    private static final int RADIX = 36;

    private Ids() {
    }

    /** Whether an id is neither empty nor too long. */
    static boolean isValid(@Nonnull final String id) {
        return !id.isEmpty() && id.length() <= MAX_LENGTH;
    }

    /** A random id of 128 bits. */
    @Nonnull
    static String random() {
        final ThreadLocalRandom random = ThreadLocalRandom.current();
        return Long.toUnsignedString(random.nextLong(), RADIX) + Long.toUnsignedString(random.nextLong(), RADIX);
    }
}
