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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import static org.assertj.core.api.Assertions.assertThat;

import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which content ends typing (C3), and what a room may add to a notification (C1). */
class ActiveContentTest {

    private static final String HINT = "<encryption xmlns='urn:xmpp:eme:0' namespace='urn:example:cipher'/>";
    private static final String COMPOSING = "<composing xmlns='http://jabber.org/protocol/chatstates'/>";
    private static final String OMEMO = "eu.siacs.conversations.axolotl";

    @ParameterizedTest
    @ValueSource(strings = {
        HINT,
        HINT + "<data xmlns='urn:example:cipher'/>",
        "<data xmlns='urn:example:cipher'/>" + HINT,
        "<encrypted xmlns='" + OMEMO + "'><payload/></encrypted>",
        "<encrypted xmlns='urn:xmpp:omemo:1'><header/><payload/></encrypted>",
    })
    void c3_encryptedContentEndsTyping(final String content) {
        assertThat(ActiveContent.isIn(Stanzas.groupchat(content))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        // An exchange of keys
        HINT + "<encrypted xmlns='" + OMEMO + "'><header/></encrypted>",
        "<encrypted xmlns='" + OMEMO + "'><header/></encrypted>" + HINT,
        HINT + "<encrypted xmlns='" + OMEMO + "'><header/></encrypted><store xmlns='urn:xmpp:hints'/>",
        "<encrypted xmlns='" + OMEMO + "'><header/></encrypted>",
        // Not encrypted in a way that is known
        "<encrypted xmlns='urn:example:cipher'><payload/></encrypted>",
        "<keys xmlns='" + OMEMO + "'><payload/></keys>",
        "<keys xmlns='urn:example:cipher'><payload/></keys>",
    })
    void c3_keysAndUnknownElementsDoNotEndTyping(final String content) {
        assertThat(ActiveContent.isIn(Stanzas.groupchat(content))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<body xmlns:x='urn:example:unused'/>",
        "<body></body>",
        "<body><![CDATA[]]></body>",
    })
    void c1_bodyWithoutCharactersIsNoContent(final String body) {
        assertThat(Notification.of(Stanzas.groupchat(COMPOSING + body)).standalone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<body xmlns:x='urn:example:unused'> </body>",
        "<body><![CDATA[x]]></body>",
        "<body><b xmlns='urn:example:inner'/></body>",
        "<body><?pi x?></body>",
    })
    void c1_bodyWithAnythingInItIsContent(final String body) {
        assertThat(Notification.of(Stanzas.groupchat(COMPOSING + body)).standalone()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<addresses xmlns='urn:example:address'><address type='ofrom' jid='a@example.org'/></addresses>",
        "<addresses xmlns='http://jabber.org/protocol/address'><address type='to' jid='a@example.org'/></addresses>",
        "<addresses xmlns='http://jabber.org/protocol/address'><address type='ofrom' jid='a@example.org'/>"
            + "<address type='to' jid='a@example.org'/></addresses>",
        "<addresses xmlns='http://jabber.org/protocol/address'/>",
    })
    void c1_addressesOtherThanTheSendersAreContent(final String addresses) {
        assertThat(Notification.ofBroadcast(Stanzas.groupchat(COMPOSING + addresses)).standalone()).isFalse();
    }
}
