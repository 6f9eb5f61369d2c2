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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.JID;

/** One user has one address, however another server spells it. */
class CanonicalAddressTest {

    private static JID unchecked(final String node, final String domain, final String resource) {
        return new JID(node, domain, resource, true);
    }

    @Test
    void s3_capitalLettersMakeNoOtherUserAndAnotherResourceOtherwise() {
        assertThat(CanonicalAddress.of(unchecked("MERCUTIO", "Verona.EXAMPLE", "Sword")))
            .isEqualTo(new JID("mercutio@verona.example/Sword"));
        assertThat(CanonicalAddress.of(unchecked(null, "Verona.EXAMPLE", null))).isEqualTo(new JID("verona.example"));
    }

    @Test
    void s3_addressThatIsPlainIsTheSameObject() {
        final JID address = new JID("mercutio@verona.example/Sword");

        assertThat(CanonicalAddress.of(address)).isSameAs(address);
    }

    @Test
    void s1_addressThatIsNoneIsLeftAsItIs() {
        final JID address = unchecked("MER CUTIO", "verona.example", null);

        assertThat(CanonicalAddress.of(address)).isSameAs(address);
    }

    @ParameterizedTest
    @CsvSource({
        "verona.example, verona.example",
        "VERONA.example, verona.example",
        "bücher.example, xn--bcher-kva.example",
        "BÜCHER.example, xn--bcher-kva.example",
        "xn--bcher-kva.EXAMPLE, xn--bcher-kva.example"})
    void s3_domainHasOneName(final String domain, final String name) {
        assertThat(CanonicalAddress.domain(domain)).isEqualTo(name);
    }
}
