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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.dom4j.Element;
import org.xmlunit.assertj3.XmlAssert;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** Says of stanzas what is expected of them; XML is compared as XML. */
final class MepAssertions {

    private MepAssertions() {
    }

    static void assertXml(final Element actual, final String expected) {
        assertThat(actual).as("instead of %s", expected).isNotNull();
        XmlAssert.assertThat(actual.asXML()).and(expected).ignoreWhitespace().areSimilar();
    }

    /** The reply is a result with this content. */
    static void assertResult(final IQ reply, final String expected) {
        assertThat(reply.getType()).as(reply::toXML).isEqualTo(IQ.Type.result);
        assertXml(reply.getChildElement(), expected);
    }

    /** The reply is a result with nothing to say. */
    static void assertDone(final IQ reply) {
        assertThat(reply.getType()).as(reply::toXML).isEqualTo(IQ.Type.result);
        assertThat(reply.getElement().elements()).isEmpty();
    }

    static void assertRefused(final IQ reply, final String type, final String condition) {
        assertError(reply, type, "<" + condition + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>");
    }

    /** The detail is a condition of publish-subscribe, possibly with attributes. */
    static void assertRefused(final IQ reply, final String type, final String condition, final String detail) {
        assertError(reply, type, "<" + condition + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/><" + detail
            + " xmlns='http://jabber.org/protocol/pubsub#errors'/>");
    }

    static void assertUnsupported(final IQ reply, final String feature) {
        assertRefused(reply, "cancel", "feature-not-implemented", "unsupported feature='" + feature + "'");
    }

    private static void assertError(final IQ reply, final String type, final String content) {
        assertThat(reply.getType()).as(reply::toXML).isEqualTo(IQ.Type.error);
        assertXml(reply.getElement().element("error"), "<error type='" + type + "'>" + content + "</error>");
    }

    /** The event, as it comes, without a word about when it happened. */
    static void assertEvent(final Message message, final JID from, final String content) {
        assertHeadline(message, from);
        assertThat(message.getElement().elements()).hasSize(1);
        assertXml(message.getElement().elements().get(0),
            "<event xmlns='http://jabber.org/protocol/pubsub#event'>" + content + "</event>");
    }

    /** The event as one that happened before. */
    static void assertLateEvent(final Message message, final JID from, final Instant published, final String content) {
        assertHeadline(message, from);
        assertThat(message.getElement().elements()).hasSize(2);
        assertXml(message.getElement().elements().get(0),
            "<event xmlns='http://jabber.org/protocol/pubsub#event'>" + content + "</event>");
        assertXml(message.getElement().elements().get(1),
            "<delay xmlns='urn:xmpp:delay' from='" + from + "' stamp='" + published + "'/>");
    }

    private static void assertHeadline(final Message message, final JID from) {
        assertThat(message.getType()).isEqualTo(Message.Type.headline);
        assertThat(message.getFrom()).isEqualTo(from);
        assertThat(message.getID()).isNotEmpty();
    }

    /** What the events of {@link MepFixture#publish} say. */
    static String published(final String node, final String itemId) {
        return "<items node='" + node + "'><item id='" + itemId + "'><thing xmlns='" + node + "'/></item></items>";
    }

    static String retracted(final String node, final String itemId) {
        return "<items node='" + node + "'><retract id='" + itemId + "'/></items>";
    }
}
