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

import java.net.IDN;
import java.util.Locale;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * One spelling for each address. The server leaves the sender's address as another server wrote it, with capital
 * letters for example, so that one user or one domain can have many spellings.
 */
public final class CanonicalAddress {

    private CanonicalAddress() {
    }

    /**
     * The address as XMPP compares it (RFC 7622).
     *
     * @param address an address in any spelling
     * @return the same object where nothing is to be changed; an address that is none is left as it is
     */
    @Nonnull
    public static JID of(@Nonnull final JID address) {
        if (isPlain(address.getDomain()) && (address.getNode() == null || isPlain(address.getNode()))) {
            return address;
        }
        try {
            return new JID(address.toString());
        } catch (final IllegalArgumentException e) {
            return address;
        }
    }

    /** Whether a part has nothing that could be spelled otherwise. */
    private static boolean isPlain(final String part) {
        for (int i = 0; i < part.length(); i++) {
            final char c = part.charAt(i);
            if (c >= 0x80 || c >= 'A' && c <= 'Z') {
                return false;
            }
        }
        return true;
    }

    /**
     * One name for a domain, whether it is written with international characters or in its ASCII form.
     *
     * @param domain a domain in any spelling
     * @return the domain in ASCII and in lower case
     */
    @Nonnull
    public static String domain(@Nonnull final String domain) {
        if (isPlain(domain)) {
            return domain;
        }
        try {
            return IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (final IllegalArgumentException e) {
            return domain.toLowerCase(Locale.ROOT);
        }
    }
}
