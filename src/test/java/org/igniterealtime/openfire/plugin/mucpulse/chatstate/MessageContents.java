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

import java.util.stream.Stream;

/** What clients put into messages to rooms: one example of every kind. */
public final class MessageContents {

    private static final String REACTIONS = "<reactions xmlns='urn:xmpp:reactions:0' id='744f6e18'>";

    private MessageContents() {
    }

    /**
     * The children of messages, without chat states.
     *
     * @return one string for each kind of message
     */
    public static Stream<String> all() {
        return Stream.of(
            "<body>Double, double toil and trouble</body>",
            "<body> </body>",
            "<body xml:lang='la'>Silentium</body><body xml:lang='en'>Silence</body>",
            "<subject>Fire burn</subject>",
            "<subject> </subject>",
            "<subject/>",
            "<subject/><body/>",
            "<subject/><thread>t</thread>",
            "<body>Speaks &amp; &lt;sets&gt;</body><thread>t</thread>",
            // XHTML
            "<body>bold</body><html xmlns='http://jabber.org/protocol/xhtml-im'><body xmlns='http://www.w3.org/1999/xhtml'>"
                + "<p style='font-weight:bold'>bold</p></body></html>",
            // Corrections, reactions, markers, receipts, replies, retractions, moderation
            "<body>cauldron bubble</body><replace xmlns='urn:xmpp:message-correct:0' id='bad1'/>",
            REACTIONS + "<reaction>\ud83d\udc4b</reaction></reactions><store xmlns='urn:xmpp:hints'/>",
            REACTIONS + "</reactions>",
            "<displayed xmlns='urn:xmpp:chat-markers:0' id='m1'/><store xmlns='urn:xmpp:hints'/>",
            "<markable xmlns='urn:xmpp:chat-markers:0'/>",
            "<request xmlns='urn:xmpp:receipts'/>",
            "<received xmlns='urn:xmpp:receipts' id='m1'/>",
            "<reply xmlns='urn:xmpp:reply:0' to='coven@conference.example.org/Hecate' id='m1'/>"
                + "<body>&gt; a\nb</body><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'>"
                + "<body start='0' end='4'/></fallback>",
            "<retract xmlns='urn:xmpp:message-retract:1' id='m1'/><fallback xmlns='urn:xmpp:fallback:0'/>"
                + "<body>retracted</body><store xmlns='urn:xmpp:hints'/>",
            "<apply-to xmlns='urn:xmpp:fasten:0' id='o1'><retract xmlns='urn:xmpp:message-retract:0'/></apply-to>",
            // Encryption
            "<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='27183'><key rid='31415'>QQ==</key>"
                + "<iv>Qg==</iv></header><payload>Qw==</payload></encrypted><store xmlns='urn:xmpp:hints'/>"
                + "<encryption xmlns='urn:xmpp:eme:0' namespace='eu.siacs.conversations.axolotl' name='OMEMO'/>",
            "<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='27183'><key rid='31415'>QQ==</key>"
                + "</header></encrypted><no-store xmlns='urn:xmpp:hints'/>",
            "<encrypted xmlns='urn:xmpp:omemo:2'><header sid='1'/><payload>Qw==</payload></encrypted>",
            "<openpgp xmlns='urn:xmpp:openpgp:0'>QUJD</openpgp>",
            "<x xmlns='jabber:x:encrypted'>QUJD</x>",
            // Files, media, links, places
            "<body>https://example.org/a.png</body><x xmlns='jabber:x:oob'><url>https://example.org/a.png</url></x>",
            "<x xmlns='jabber:x:oob'><url>https://example.org/a.png</url></x>",
            "<file-sharing xmlns='urn:xmpp:sfs:0' disposition='inline'><file xmlns='urn:xmpp:file:metadata:0'>"
                + "<name>a.png</name></file><sources><url-data xmlns='http://jabber.org/protocol/url-data' "
                + "target='https://example.org/a.png'/></sources></file-sharing>",
            "<reference xmlns='urn:xmpp:reference:0' type='mention' begin='0' end='6' uri='xmpp:hecate@example.org'/>",
            "<markup xmlns='urn:xmpp:markup:0'><span start='0' end='3'><emphasis/></span></markup>",
            "<sticker xmlns='urn:xmpp:stickers:0' pack='EpRv28DHHzFrE4zd+xaNpVb4'/>",
            "<geoloc xmlns='http://jabber.org/protocol/geoloc'><lat>57.6</lat></geoloc>",
            "<attention xmlns='urn:xmpp:attention:0'/>",
            "<unstyled xmlns='urn:xmpp:styling:0'/>",
            "<spoiler xmlns='urn:xmpp:spoiler:0'>love story</spoiler><body>ended</body>",
            // Polls, forms, calls, invitations, nicknames
            "<poll xmlns='urn:example:poll'><option>hail</option></poll>",
            "<x xmlns='jabber:x:data' type='form'/>",
            "<x xmlns='jabber:x:conference' jid='heath@conference.example.org'/>",
            "<x xmlns='http://jabber.org/protocol/muc#user'><invite to='macbeth@example.org'/></x>",
            "<propose xmlns='urn:xmpp:jingle-message:0' id='c1'/>",
            "<invite xmlns='urn:xmpp:call-invites:0' id='c1'/>",
            "<nick xmlns='http://jabber.org/protocol/nick'>Hecate</nick>",
            "<addresses xmlns='http://jabber.org/protocol/address'/>",
            "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'>"
                + "<composing xmlns='http://jabber.org/protocol/chatstates'/></message></forwarded>",
            "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='n'><item id='i'/></items></event>",
            "<json xmlns='urn:xmpp:json:0'>{}</json>",
            "<unknown xmlns='urn:example:unknown'><deep><deeper a='1'/></deep></unknown>");
    }
}
