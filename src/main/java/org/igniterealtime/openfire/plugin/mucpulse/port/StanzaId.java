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

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;

/**
 * The id of a message that the plugin sends by itself. Every message of the plugin has one, so that an error that comes
 * back is known to answer a message of the plugin's, and not of the room's or service's in whose name it was sent.
 * Immutable.
 *
 * @param value the id as it stands in the stanza
 */
public record StanzaId(@Nonnull String value) {

    private static final String PREFIX = "mucpulse-";

    /**
     * An id that no other message has.
     *
     * @return a random id
     */
    @Nonnull
    public static StanzaId random() {
        return new StanzaId(PREFIX + UUID.randomUUID());
    }

    /**
     * The id of a message with a certain content, which is the same each time that it is sent, by whichever run of the
     * server. Clients drop what has an id that they have seen already. Whoever guesses all parts sees from the id that
     * the guess is right: no part may be what a recipient must not know.
     *
     * @param parts what makes the content this one; the order counts, and where one part ends and the next begins
     * @return an id from which the parts cannot be read, but at which guesses of them can be tested
     */
    @Nonnull
    public static StanzaId of(@Nonnull final String... parts) {
        final Hasher hasher = Hashing.sha256().newHasher();
        for (final String part : parts) {
            final byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            hasher.putInt(bytes.length).putBytes(bytes);
        }
        return new StanzaId(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(hasher.hash().asBytes()));
    }

    /**
     * Whether an id is one of a message that the plugin sent. Anybody can make such an id up: it is good for doing
     * nothing about an error, and for nothing else.
     *
     * @param id the id of a stanza
     * @return {@code false} also for {@code null}
     */
    public static boolean isOurs(@Nullable final String id) {
        return id != null && id.startsWith(PREFIX);
    }
}
