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

import static org.assertj.core.api.Assertions.assertThat;

import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement.Generation;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.Presence;

/** M4: what presence says of capabilities. */
class CapsAnnouncementTest {

    private static final String CAPS = "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='http://jisti.org' "
        + "ver='054H4A7280JuT6+IroVYxgCAjZo='/>";
    private static final String CAPS2 = "<c xmlns='urn:xmpp:caps'>"
        + "<hash xmlns='urn:xmpp:hashes:2' algo='sha-1'>weak</hash>"
        + "<hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>K1Njy3HZBThlo4moOD5gBGhn0U0oK7/CbfLlIUDi6o4=</hash>"
        + "<hash xmlns='urn:xmpp:hashes:2' algo='sha3-256'>+sDTQqBmX6iG/X3zjt06fjZMBBqL/723knFIyRf0sg8=</hash></c>";
    private static final CapsAnnouncement OLDER = new CapsAnnouncement(Generation.CAPS, "sha-1",
        "054H4A7280JuT6+IroVYxgCAjZo=", "http://jisti.org#054H4A7280JuT6+IroVYxgCAjZo=");
    private static final CapsAnnouncement NEWER = new CapsAnnouncement(Generation.CAPS2, "sha-256",
        "K1Njy3HZBThlo4moOD5gBGhn0U0oK7/CbfLlIUDi6o4=",
        "urn:xmpp:caps#sha-256.K1Njy3HZBThlo4moOD5gBGhn0U0oK7/CbfLlIUDi6o4=");

    private static Presence presence(final String content) {
        return Stanzas.presence("<presence from='crone1@shakespeare.lit/desktop' "
            + "to='coven@chat.shakespeare.lit/firstwitch'><x xmlns='http://jabber.org/protocol/muc'/>" + content
            + "</presence>");
    }

    @Test
    void m4_readsTheAnnouncementOfXep0316Listing2() {
        assertThat(CapsAnnouncement.of(presence(CAPS))).contains(OLDER);
    }

    @Test
    void m4_readsTheNewerProtocolWhereTheSenderOffersOnlyThat() {
        assertThat(CapsAnnouncement.of(presence(CAPS2))).contains(NEWER);
    }

    @Test
    void m4_takesTheOlderProtocolWhereThereAreBoth() {
        assertThat(CapsAnnouncement.of(presence(CAPS2 + CAPS))).contains(OLDER);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<c xmlns='http://jabber.org/protocol/caps' node='http://psi-im.org' ver='0.9' ext='a b'/>",
        "<c xmlns='http://jabber.org/protocol/caps' hash='md5' node='n' ver='x'/>",
        "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' ver='x'/>",
        "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='n'/>",
        "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='n' ver=''/>",
        "<c xmlns='http://jabber.org/protocol/caps'/>",
        "<c xmlns='urn:xmpp:caps'/>",
        "<c xmlns='urn:xmpp:caps'><hash xmlns='urn:xmpp:hashes:2'>x</hash></c>",
        "<c xmlns='urn:xmpp:caps'><hash xmlns='urn:xmpp:hashes:2' algo='md5'>x</hash></c>",
        "<c xmlns='urn:xmpp:caps'><hash xmlns='urn:xmpp:hashes:2' algo='sha-256'/></c>",
        "<c xmlns='urn:xmpp:caps'><hash algo='sha-256'>x</hash></c>",
        "<c xmlns='urn:example'/>", ""})
    void m4_whatCannotBeCheckedIsNoAnnouncement(final String content) {
        assertThat(CapsAnnouncement.of(presence(content))).isEmpty();
    }

    @Test
    void m4_newerProtocolIsTakenWhereTheOlderCannotBeChecked() {
        assertThat(CapsAnnouncement.of(presence("<c xmlns='http://jabber.org/protocol/caps' hash='md5' node='n' "
            + "ver='x'/>" + CAPS2))).contains(NEWER);
    }

    @Test
    void m4_excessivelyLongAnnouncementIsNone() {
        assertThat(CapsAnnouncement.of(presence("<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='"
            + "n".repeat(1024) + "' ver='x'/>"))).isEmpty();
        assertThat(CapsAnnouncement.of(presence("<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='n' ver='"
            + "x".repeat(1024) + "'/>"))).isEmpty();
    }
}
