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
package org.igniterealtime.openfire.plugin.mucpulse.xmpp;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * Stands for addresses in what is remembered of many: a hash takes the same space whatever the length of the address,
 * which can be 3 KB. It has a key that nobody else knows, so that nobody can find addresses of the same hash.
 * Immutable.
 */
public final class AddressHash {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final HashFunction hash = Hashing.sipHash24(RANDOM.nextLong(), RANDOM.nextLong());

    /**
     * The hash of an address, in whatever spelling, together with something else.
     *
     * @param address a session or a user
     * @param other such as a room, as text
     * @return the hash
     */
    public long of(@Nonnull final JID address, @Nonnull final String other) {
        // There is no such character in an address.
        return of(CanonicalAddress.of(address) + "\n" + other);
    }

    /**
     * The hash of a text.
     *
     * @param text any text
     * @return the hash
     */
    public long of(@Nonnull final String text) {
        return hash.hashString(text, StandardCharsets.UTF_8).asLong();
    }
}
