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

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever registered a domain has all of its subdomains. */
class RegisteredDomainTest {

    @ParameterizedTest
    @CsvSource({
        "example.org, example.org",
        "a.b.example.org, example.org",
        "chat.example.co.uk, example.co.uk",
        "xn--strae-oqa.example.de, example.de",
        "chat.bücher.de, xn--bcher-kva.de",
        "a.wild.verona, wild.verona",
        "verona, verona",
        "localhost, localhost",
        "127.0.0.1, 127.0.0.1",
        "[::1], [::1]",
        "under_score.example.org, example.org",
        "co.uk, co.uk"})
    void r11_subdomainsBelongToWhoeverRegisteredTheDomain(final String domain, final String registered) {
        assertThat(RegisteredDomain.of(domain)).isEqualTo(registered);
    }
}
