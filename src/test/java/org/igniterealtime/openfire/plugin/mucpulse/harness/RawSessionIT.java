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
import org.junit.jupiter.api.extension.RegisterExtension;

/** The client over a bare socket. */
class RawSessionIT {

    private static final String INFO = "http://jabber.org/protocol/disco#info";

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    @Test
    void requestsAreAnsweredAsToldAndElseRefused() {
        final TestClient bob = openfire.login("bob");
        try (RawSession raw = RawSession.login(openfire.server(), openfire.newUser("raw"), "test")) {
            assertThat(bob.query("get", raw.jid(), "<ping xmlns='urn:xmpp:ping'/>").errorCondition())
                    .contains("service-unavailable");

            final String caps = raw.caps("urn:example:feature");

            assertThat(caps).contains("http://jabber.org/protocol/caps");
            assertThat(bob.query("get", raw.jid(), "<query xmlns='" + INFO + "' node='n'/>").descendants(INFO, "feature"))
                    .extracting(feature -> feature.getAttribute("var")).contains("urn:example:feature");
        }
    }

    @Test
    void whatIsSentReachesOthers() {
        final TestClient bob = openfire.login("bob");
        try (RawSession raw = RawSession.login(openfire.server(), openfire.newUser("raw"), "test")) {
            assertThat(raw.send("<message to='" + bob.jid() + "'><body>ü</body></message>")).isTrue();

            final Stanza message = bob.await(Stanza::isMessage);

            assertThat(message.from()).isEqualTo(raw.jid());
            assertThat(message.xml()).contains("<body>ü</body>");
        }
    }

    @Test
    void whoHasNoAccountIsNotLetIn() {
        assertThatThrownBy(() -> RawSession.login(openfire.server(), "nobody-at-all", "test"))
                .isInstanceOf(OpenfireException.class).hasMessageContaining("failure");
    }
}
