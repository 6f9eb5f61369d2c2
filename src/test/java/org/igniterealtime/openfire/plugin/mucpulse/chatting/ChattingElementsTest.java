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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import static org.assertj.core.api.Assertions.assertThat;

import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmlunit.assertj3.XmlAssert;
import org.xmpp.packet.JID;

/** What is published, letter by letter. */
class ChattingElementsTest {

    private static final JID JDEV = new JID("jdev@conference.jabber.org");

    private static Element payload(final JID room, final String name, final String topic) {
        return ChattingElements.room(new RoomProfile(room, RoomAccess.OPEN, false, name, topic));
    }

    /** XEP-0194, listing 1; with the query of XEP-0045, example 2 of its §15.2. */
    @Test
    void u2_anItemIsThatOfTheSpecification() {
        XmlAssert.assertThat(payload(JDEV, "Jabber Development", "").asXML()).and(
            "<room xmlns='urn:xmpp:chatting:0'><name>Jabber Development</name>"
                + "<uri>xmpp:jdev@conference.jabber.org?join</uri></room>").areIdentical();
    }

    @Test
    void u2_anItemHasTheTopicWhereThereIsOne() {
        XmlAssert.assertThat(payload(JDEV, "Jabber Development", "BOSH <meeting> & more").asXML()).and(
            "<room xmlns='urn:xmpp:chatting:0'><name>Jabber Development</name>"
                + "<topic>BOSH &lt;meeting&gt; &amp; more</topic>"
                + "<uri>xmpp:jdev@conference.jabber.org?join</uri></room>").areIdentical();
    }

    @Test
    void u2_aFarewellIsEmpty() {
        XmlAssert.assertThat(ChattingElements.emptyRoom().asXML()).and("<room xmlns='urn:xmpp:chatting:0'/>").areIdentical();
    }

    @Test
    void u2_whatXmlCannotHoldIsLeftOut() {
        final Element payload = payload(JDEV, "A\u0000B\u001F", "\u0007");

        assertThat(payload.elementText("name")).isEqualTo("AB");
        assertThat(payload.element("topic")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "jdev, xmpp:jdev@c.example?join",
        "a+b!c(d)e*f;g=h, xmpp:a+b!c(d)e*f;g=h@c.example?join",
        "50%, xmpp:50%25@c.example?join",
        "a\\20b, xmpp:a%5C20b@c.example?join",
        "a?b#c, xmpp:a%3Fb%23c@c.example?join",
        "bücher, xmpp:b%C3%BCcher@c.example?join",
    })
    void u2_theAddressIsAValidUri(final String room, final String uri) {
        assertThat(payload(new JID(room, "c.example", null), "", "").elementText("uri")).isEqualTo(uri);
    }

    @Test
    void u2_anIdIsStableAndOfNoMeaning() {
        final JID user = new JID("alice@example.org");

        assertThat(ChattingElements.itemId(user, JDEV)).isEqualTo(ChattingElements.itemId(user, new JID("JDev@conference.jabber.org")))
            .matches("[0-9a-f]{40}")
            .isNotEqualTo(ChattingElements.itemId(user, new JID("other@conference.jabber.org")))
            .isNotEqualTo(ChattingElements.itemId(new JID("bob@example.org"), JDEV));
    }
}
