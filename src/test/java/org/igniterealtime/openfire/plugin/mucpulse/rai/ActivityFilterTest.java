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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.Message;

/** R5: what counts as said, in the forms in which real clients send it. */
class ActivityFilterTest {

    private static final String STANZA_IDS = "<origin-id xmlns='urn:xmpp:sid:0' id='o1'/>"
        + "<stanza-id xmlns='urn:xmpp:sid:0' id='s1' by='orchard@conference.example.org'/>";
    private static final String EME = "<encryption xmlns='urn:xmpp:eme:0' namespace='eu.siacs.conversations.axolotl'"
        + " name='OMEMO'/>";
    private static final String STORE = "<store xmlns='urn:xmpp:hints'/>";

    private static Arguments kind(final String name, final String content) {
        return Arguments.of(name, content);
    }

    private static Stream<Arguments> said() {
        return Stream.of(
            kind("a body", "<body>Hi</body>"),
            kind("a body with chat state and ids, as Conversations sends it",
                "<body>Hi</body><active xmlns='http://jabber.org/protocol/chatstates'/>" + STANZA_IDS
                    + "<markable xmlns='urn:xmpp:chat-markers:0'/>"),
            kind("a body and its XHTML", "<body>Hi</body><html xmlns='http://jabber.org/protocol/xhtml-im'>"
                + "<body xmlns='http://www.w3.org/1999/xhtml'><p>Hi</p></body></html>"),
            kind("bodies in several languages, the first of them empty",
                "<body xml:lang='en'/><body xml:lang='cs'>Ahoj</body>"),
            kind("a body of blanks", "<body> </body>"),
            kind("a subject and a body, which is not a subject change", "<subject>Re</subject><body>Hi</body>"),
            kind("a body in a thread", "<thread>t1</thread><body>Hi</body>"),
            kind("a reply with its fallback (XEP-0461)", "<body>&gt; Hi\nHello</body>"
                + "<reply xmlns='urn:xmpp:reply:0' to='orchard@conference.example.org/j' id='s0'/>"
                + "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='5'/></fallback>"),
            kind("a mention (XEP-0372)", "<body>nurse: anon</body>"
                + "<reference xmlns='urn:xmpp:reference:0' type='mention' begin='0' end='4' uri='xmpp:n@example.org'/>"),
            kind("a shared file (XEP-0066)", "<body>https://example.org/f.png</body>"
                + "<x xmlns='jabber:x:oob'><url>https://example.org/f.png</url></x>"),
            kind("a request for a receipt (XEP-0184)", "<body>Hi</body><request xmlns='urn:xmpp:receipts'/>"),
            kind("an attention (XEP-0224) with words", "<body>Hey</body><attention xmlns='urn:xmpp:attention:0'/>"),
            kind("a message of its own that a service reported (XEP-0377)",
                "<body>Hi</body><report xmlns='urn:xmpp:reporting:1' reason='urn:xmpp:reporting:spam'/>"),
            kind("OMEMO of Conversations, with fallback and hint",
                "<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='1'><key rid='2'>k</key><iv>i</iv>"
                    + "</header><payload>p</payload></encrypted>" + STORE + EME
                    + "<body>I sent you an OMEMO encrypted message</body>"),
            kind("OMEMO without a hint and without a fallback",
                "<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='1'/><payload>p</payload></encrypted>"),
            kind("OMEMO 0.4 and later", "<encrypted xmlns='urn:xmpp:omemo:1'><header sid='1'><keys jid='j@example.org'>"
                + "<key rid='2'>k</key></keys></header><payload>p</payload></encrypted>"),
            kind("OMEMO 0.8 and later", "<encrypted xmlns='urn:xmpp:omemo:2'><header sid='1'/><payload>p</payload>"
                + "</encrypted><encryption xmlns='urn:xmpp:eme:0' namespace='urn:xmpp:omemo:2'/>"),
            kind("OMEMO of an early version", "<encrypted xmlns='urn:xmpp:omemo:0'><payload>p</payload></encrypted>"),
            kind("another encryption with a hint (XEP-0380)",
                "<openpgp xmlns='urn:xmpp:openpgp:0'>x</openpgp>"
                    + "<encryption xmlns='urn:xmpp:eme:0' namespace='urn:xmpp:openpgp:0'/>"));
    }

    private static Stream<Arguments> notSaid() {
        return Stream.of(
            kind("nothing", ""),
            kind("an empty body", "<body/>"),
            kind("empty bodies in several languages", "<body xml:lang='en'></body><body xml:lang='cs'/>"),
            kind("a body of some other namespace", "<body xmlns='urn:example'>Hi</body>"),
            kind("only XHTML", "<html xmlns='http://jabber.org/protocol/xhtml-im'>"
                + "<body xmlns='http://www.w3.org/1999/xhtml'><p>Hi</p></body></html>"),
            kind("composing", "<composing xmlns='http://jabber.org/protocol/chatstates'/>"
                + "<no-store xmlns='urn:xmpp:hints'/>"),
            kind("active", "<active xmlns='http://jabber.org/protocol/chatstates'/>"),
            kind("a subject change", "<subject>Love</subject>"),
            kind("a subject that was removed", "<subject/>"),
            kind("a subject change with an empty body", "<subject>Love</subject><body/>"),
            kind("a correction (XEP-0308)", "<body>Hello</body>"
                + "<replace xmlns='urn:xmpp:message-correct:0' id='m1'/>" + STANZA_IDS),
            kind("an encrypted correction", "<encrypted xmlns='eu.siacs.conversations.axolotl'><payload>p</payload>"
                + "</encrypted><replace xmlns='urn:xmpp:message-correct:0' id='m1'/>" + EME
                + "<body>I sent you an OMEMO encrypted message</body>"),
            kind("a retraction (XEP-0424) with fallback", "<retract xmlns='urn:xmpp:message-retract:1' id='s1'/>"
                + "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:message-retract:1'/>"
                + "<body>/me retracted a previous message</body>" + STORE),
            kind("a retraction of old", "<apply-to id='o1' xmlns='urn:xmpp:fasten:0'>"
                + "<retract xmlns='urn:xmpp:message-retract:0'/></apply-to>"
                + "<fallback xmlns='urn:xmpp:fallback:0'/><body>This person tried to retract a message</body>"),
            kind("a moderation (XEP-0425)", "<retract id='s1' xmlns='urn:xmpp:message-retract:1'>"
                + "<moderated by='orchard@conference.example.org/n' xmlns='urn:xmpp:message-moderate:1'/></retract>"),
            kind("a moderation of old", "<apply-to id='s1' xmlns='urn:xmpp:fasten:0'>"
                + "<moderated by='orchard@conference.example.org/n' xmlns='urn:xmpp:message-moderate:0'>"
                + "<retract xmlns='urn:xmpp:message-retract:0'/></moderated></apply-to>"),
            kind("a reaction (XEP-0444)", "<reactions id='s1' xmlns='urn:xmpp:reactions:0'>"
                + "<reaction>\u2764</reaction></reactions>" + STORE),
            kind("a reaction with fallback", "<reactions id='s1' xmlns='urn:xmpp:reactions:0'>"
                + "<reaction>\u2764</reaction></reactions>"
                + "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reactions:0'><body/></fallback>"
                + "<body>\u2764</body>"),
            kind("an encrypted reaction", "<encrypted xmlns='eu.siacs.conversations.axolotl'><payload>p</payload>"
                + "</encrypted><reactions id='s1' xmlns='urn:xmpp:reactions:0'/>"),
            kind("something attached to a message (XEP-0367)", "<body>https://example.org</body>"
                + "<attach-to id='s1' xmlns='urn:xmpp:message-attaching:1'/>"),
            kind("a marker (XEP-0333)", "<displayed xmlns='urn:xmpp:chat-markers:0' id='s1'/>" + STORE),
            kind("a receipt (XEP-0184)", "<received xmlns='urn:xmpp:receipts' id='m1'/>"),
            kind("an exchange of OMEMO keys", "<encrypted xmlns='eu.siacs.conversations.axolotl'>"
                + "<header sid='1'><key rid='2'>k</key><iv>i</iv></header></encrypted>" + STORE),
            kind("an exchange of OMEMO keys with a hint", "<encrypted xmlns='eu.siacs.conversations.axolotl'>"
                + "<header sid='1'/></encrypted>" + EME),
            kind("an exchange of OMEMO keys of later versions", "<encrypted xmlns='urn:xmpp:omemo:2'>"
                + "<header sid='1'/></encrypted>"),
            kind("an element of that name that is not OMEMO",
                "<encrypted xmlns='urn:example'><payload>p</payload></encrypted>"),
            kind("an element of that name that is no hint", "<encryption xmlns='urn:example'/>"),
            kind("a hint at encryption inside something else", "<x xmlns='urn:example'>" + EME + "</x>"),
            kind("an invitation", "<x xmlns='http://jabber.org/protocol/muc#user'>"
                + "<invite to='romeo@example.org'/></x>"),
            kind("a changed configuration", "<x xmlns='http://jabber.org/protocol/muc#user'><status code='104'/></x>"),
            kind("an event of a node (XEP-0316)", "<event xmlns='http://jabber.org/protocol/pubsub#event'/>"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("said")
    void r5_isActivity(final String name, final String content) {
        assertThat(ActivityFilter.isActivity(Stanzas.groupchat(content))).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("said")
    void r5_whatIsTooLargeToBeReadMayBeActivity(final String name, final String content) {
        assertThat(ActivityFilter.mayBeActivity(Stanzas.groupchat(content))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<composing xmlns='http://jabber.org/protocol/chatstates'/>", "<subject>Love</subject>",
        "<body xmlns='urn:example'>Hi</body>", "<body>Hi</body><replace xmlns='urn:xmpp:message-correct:0' id='m1'/>",
        "<a xmlns='urn:example'><body xmlns='jabber:client'>Hi</body></a>"})
    void r5_whatIsTooLargeToBeReadIsNoActivityWithoutAText(final String content) {
        assertThat(ActivityFilter.mayBeActivity(Stanzas.groupchat(content))).isFalse();
        assertThat(ActivityFilter.mayBeActivity(Stanzas.message("<message><body>Hi</body></message>"))).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notSaid")
    void r5_isNotActivity(final String name, final String content) {
        assertThat(ActivityFilter.isActivity(Stanzas.groupchat(content))).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("said")
    void r5_isActivityWithoutANamespaceToo(final String name, final String content) {
        final Message message = Stanzas.message("<message type='groupchat'>" + content + "</message>");

        assertThat(ActivityFilter.isActivity(message)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "normal", "headline", "error"})
    void r5_onlyGroupchatIsActivity(final String type) {
        final Message message = Stanzas.message("<message type='" + type + "'><body>Hi</body></message>");

        assertThat(ActivityFilter.isActivity(message)).isFalse();
    }

    @Test
    void r5_messageWithoutATypeIsNoActivity() {
        assertThat(ActivityFilter.isActivity(Stanzas.message("<message><body>Hi</body></message>"))).isFalse();
    }

    @Test
    void r5_bodyThatTheServerMadeIsActivity() {
        final Message message = new Message();
        message.setType(Message.Type.groupchat);
        message.setBody("Hi");

        assertThat(ActivityFilter.isActivity(message)).isTrue();
    }

    @Test
    void r5_messageIsLeftAsItIs() {
        final Message message = Stanzas.groupchat("<body>Hi</body>" + EME);
        final String before = message.getElement().asXML();

        ActivityFilter.isActivity(message);

        assertThat(message.getElement().asXML()).isEqualTo(before);
    }
}
