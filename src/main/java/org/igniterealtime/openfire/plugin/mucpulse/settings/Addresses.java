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

import java.util.Optional;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * Reads addresses that a person or a client wrote, in whatever spelling, and gives them in the one that stanzas have
 * (nodeprep, nameprep and resourceprep, RFC 6122). The one place in which text that may be no address becomes one.
 */
public final class Addresses {

    private Addresses() {
    }

    /**
     * Reads any address.
     *
     * @param text the text
     * @return the address, empty where the text is none
     */
    @Nonnull
    public static Optional<JID> parse(@Nonnull final String text) {
        try {
            return Optional.of(new JID(text));
        } catch (final IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads the address of an account or a room.
     *
     * @param text the text
     * @return the bare JID, which has a local part; empty where the text is none, or has a resource
     */
    @Nonnull
    public static Optional<JID> bare(@Nonnull final String text) {
        return parse(text).filter(jid -> jid.getNode() != null && jid.getResource() == null);
    }

    /** The bare JID of a room; empty where the text is none. */
    @Nonnull
    static Optional<String> room(@Nonnull final String text) {
        return jid(text).filter(jid -> jid.getNode() != null && isDomain(jid)).map(JID::toString);
    }

    /** The domain of a service; empty where the text is none. A service is always in a domain below the server's. */
    @Nonnull
    static Optional<String> service(@Nonnull final String text) {
        return jid(text).filter(jid -> jid.getNode() == null && isDomain(jid)).map(JID::getDomain);
    }

    private static Optional<JID> jid(final String text) {
        return parse(text).filter(jid -> jid.getResource() == null && text.indexOf('/') < 0);
    }

    /** What Tinder takes for a domain can have characters and empty labels that no domain has. */
    private static boolean isDomain(final JID jid) {
        final String domain = jid.getDomain();
        return domain.indexOf('.') > 0 && !domain.endsWith(".") && !domain.contains("..")
            && domain.codePoints().allMatch(Addresses::isOfDomain);
    }

    private static boolean isOfDomain(final int one) {
        final int type = Character.getType(one);
        return one == '.' || one == '-' || one == '_' || Character.isLetterOrDigit(one)
            || type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }
}
