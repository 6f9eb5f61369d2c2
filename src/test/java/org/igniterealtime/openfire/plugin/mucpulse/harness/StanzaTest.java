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
package org.igniterealtime.openfire.plugin.mucpulse.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StanzaTest {

    private final Stanza stanza = Stanza.received(0, "<message from=\"a@b\" type=\"error\" id=\"1\"><body>Hi</body>"
            + "<error type=\"auth\"><forbidden xmlns=\"urn:ietf:params:xml:ns:xmpp-stanzas\"/></error>"
            + "<p:x xmlns:p=\"urn:x\"/></message>");

    @Test
    void partsAreFound() {
        assertThat(stanza.isMessage()).isTrue();
        assertThat(stanza.from()).isEqualTo("a@b");
        assertThat(stanza.body()).contains("Hi");
        assertThat(stanza.has("urn:x", "x")).isTrue();
        assertThat(stanza.errorType()).contains("auth");
        assertThat(stanza.errorCondition()).contains("forbidden");
    }

    @Test
    void comparisonIsByMeaning() {
        final String same = "<message type='error' from='a@b'>\n <x xmlns='urn:x'/>\n"
                + "<error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"
                + "<body>Hi</body></message>";
        assertThat(stanza.isSimilarTo(same)).isTrue();
        stanza.assertSimilarTo(same);
        assertThat(stanza.isSimilarTo(same.replace("a@b", "a@c"))).isFalse();
        assertThat(stanza.isSimilarTo(same.replace("urn:x", "urn:y"))).isFalse();
        assertThat(stanza.isSimilarTo(same.replace("type='error'", "type='error' id='2'"))).isFalse();
        assertThatThrownBy(() -> stanza.assertSimilarTo(same.replace("Hi", "Ho"))).isInstanceOf(AssertionError.class);
    }
}
