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

import java.util.Map;
import java.util.Optional;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.dom4j.QName;
import org.xmpp.packet.Presence;

/**
 * What a presence stanza says of the sender's capabilities: a hash over what the client would answer if asked.
 * Immutable.
 *
 * @param generation which protocol the hash is of
 * @param algorithm the name of the hash function, as the protocol writes it
 * @param hash the hash, in Base64
 * @param node where the client is to be asked
 * @see <a href="https://xmpp.org/extensions/xep-0115.html">XEP-0115: Entity Capabilities</a>
 * @see <a href="https://xmpp.org/extensions/xep-0390.html">XEP-0390: Entity Capabilities 2.0</a>
 */
public record CapsAnnouncement(@Nonnull Generation generation, @Nonnull String algorithm, @Nonnull String hash,
                               @Nonnull String node) {

    private static final QName CAPS = QName.get("c", "http://jabber.org/protocol/caps");
    private static final QName CAPS2 = QName.get("c", "urn:xmpp:caps");
    private static final QName HASH = QName.get("hash", "urn:xmpp:hashes:2");

    private static final int MAX_LENGTH = 1_023;

    private static final Map<String, String> DIGESTS = Map.of("sha-1", "SHA-1", "sha-256", "SHA-256", "sha-512",
        "SHA-512", "sha3-256", "SHA3-256", "sha3-512", "SHA3-512");

    // Written out: see the description of the plugin's package.
    @Override
    public boolean equals(final Object other) {
        return other instanceof CapsAnnouncement that && generation == that.generation && hash.equals(that.hash)
            && algorithm.equals(that.algorithm) && node.equals(that.node);
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    /** A protocol. */
    public enum Generation {
        /** XEP-0115. */
        CAPS,
        /** XEP-0390. */
        CAPS2;

        /**
         * The hash function of an algorithm.
         *
         * @param algorithm the name of the algorithm, as the protocol writes it
         * @return the name that Java has for it, empty where the protocol or the plugin does not know the algorithm
         */
        @Nonnull
        public Optional<String> digest(@Nullable final String algorithm) {
            return algorithm == null || this == CAPS2 && "sha-1".equals(algorithm) ? Optional.empty()
                : Optional.ofNullable(DIGESTS.get(algorithm));
        }
    }

    /**
     * Reads what a presence stanza announces. Of two protocols the older one is taken, which all servers know.
     *
     * @param presence the stanza
     * @return the announcement, empty where there is none that can be checked
     */
    @Nonnull
    public static Optional<CapsAnnouncement> of(@Nonnull final Presence presence) {
        final Element caps = presence.getElement().element(CAPS);
        if (caps != null) {
            final String algorithm = caps.attributeValue("hash");
            final String ver = caps.attributeValue("ver");
            final String node = caps.attributeValue("node");
            if (Generation.CAPS.digest(algorithm).isPresent() && isSensible(ver) && isSensible(node)) {
                return Optional.of(new CapsAnnouncement(Generation.CAPS, algorithm, ver, node + '#' + ver));
            }
        }
        final Element caps2 = presence.getElement().element(CAPS2);
        if (caps2 != null) {
            for (final Element hash : caps2.elements(HASH)) {
                final String algorithm = hash.attributeValue("algo");
                final String value = hash.getTextTrim();
                if (Generation.CAPS2.digest(algorithm).isPresent() && isSensible(value)) {
                    return Optional.of(new CapsAnnouncement(Generation.CAPS2, algorithm, value,
                        "urn:xmpp:caps#" + algorithm + '.' + value));
                }
            }
        }
        return Optional.empty();
    }

    /** Announcements are remembered: nobody needs long ones. */
    private static boolean isSensible(@Nullable final String text) {
        return text != null && !text.isEmpty() && text.length() <= MAX_LENGTH;
    }
}
