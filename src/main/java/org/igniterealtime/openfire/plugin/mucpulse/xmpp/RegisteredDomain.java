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

import com.google.common.net.InetAddresses;
import com.google.common.net.InternetDomainName;
import javax.annotation.Nonnull;

/**
 * Whose a domain is: whoever registered a domain has as many subdomains as they like, each of which passes for a server
 * of its own.
 */
public final class RegisteredDomain {

    private RegisteredDomain() {
    }

    /**
     * The domain below a public suffix, such as {@code example.org} for {@code chat.example.org}; the last two labels
     * where no suffix is known.
     *
     * @param any a domain in any spelling, or an IP address, which is a domain of its own
     * @return the registered domain in its canonical spelling
     */
    @Nonnull
    public static String of(@Nonnull final String any) {
        final String domain = CanonicalAddress.domain(any);
        if (domain.startsWith("[") || InetAddresses.isInetAddress(domain)) {
            return domain;
        }
        if (InternetDomainName.isValid(domain)) {
            final InternetDomainName name = InternetDomainName.from(domain);
            if (name.isUnderPublicSuffix()) {
                return name.topPrivateDomain().toString();
            }
        }
        final int last = domain.lastIndexOf('.');
        return domain.substring(last < 0 ? 0 : domain.lastIndexOf('.', last - 1) + 1);
    }
}
