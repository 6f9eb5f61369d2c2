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
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.BALCONY;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.SERVICE;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmlunit.assertj3.XmlAssert;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.PacketError;

/** R2 and R11: the stanzas of the protocol. */
class RaiTest {

    private static int bytes(final Message message) {
        return message.getElement().asXML().getBytes(StandardCharsets.UTF_8).length;
    }

    private static List<JID> rooms(final String name, final int count) {
        final List<JID> rooms = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rooms.add(new JID(name + i, SERVICE, null, true));
        }
        return rooms;
    }

    private static List<Message> notifications(final String service, final JID session, final List<JID> rooms,
                                               final int size) {
        return Rai.split(service, session, rooms.stream().map(TrackedRoom::new).toList(), size).stream()
            .map(part -> Rai.notification(service, session, part.stream().map(TrackedRoom::jid).toList())).toList();
    }

    @Test
    void r2_oneMessageTellsOfManyRooms() {
        final List<Message> messages = notifications(SERVICE, ROMEO_PHONE, List.of(ORCHARD, BALCONY), 10_000);

        assertThat(messages).hasSize(1);
        XmlAssert.assertThat(messages.get(0).getElement().asXML())
            .and("<message type='headline' id='?' from='conference.example.org' to='romeo@example.org/phone'>"
                + "<rai xmlns='urn:xmpp:rai:0'><activity>orchard@conference.example.org</activity>"
                + "<activity>balcony@conference.example.org</activity></rai>"
                + "<no-store xmlns='urn:xmpp:hints'/></message>")
            .withAttributeFilter(attribute -> !attribute.getName().equals("id"))
            .areIdentical();
    }

    /** RFC 6121, section 8.5.3.2.1. */
    @Test
    void r2_notificationIsNeitherStoredNorPassedToOtherSessions() {
        assertThat(notifications(SERVICE, ROMEO_PHONE, List.of(ORCHARD), 10_000)).singleElement()
            .satisfies(message -> {
                assertThat(message.getType()).isEqualTo(Message.Type.headline);
                assertThat(message.getElement().element("no-store")).isNotNull();
            });
    }

    @Test
    void r2_noRoomsAreNoMessage() {
        assertThat(notifications(SERVICE, ROMEO_PHONE, List.of(), 10_000)).isEmpty();
    }

    @Test
    void r2_everyMessageHasAnIdOfItsOwn() {
        final List<Message> messages = notifications(SERVICE, ROMEO_PHONE, rooms("room", 1000), 10_000);

        assertThat(messages).hasSizeGreaterThan(1).extracting(Message::getID).doesNotHaveDuplicates()
            .allSatisfy(id -> assertThat(id).isNotBlank());
    }

    @ParameterizedTest
    @ValueSource(strings = {"room", "b\u00e4ume-\u6a39\u6728", "o'hara&sons<\">", "\ud83c\udf33"})
    void r2_noMessageIsLongerThanAllowedHoweverItIsEscaped(final String name) {
        final List<JID> rooms = rooms(name, 2000);

        final List<Message> messages = notifications(SERVICE, ROMEO_PHONE, rooms, 10_000);

        assertThat(messages).hasSizeGreaterThan(5).allSatisfy(message ->
            assertThat(bytes(message)).isLessThanOrEqualTo(10_000));
        assertThat(messages.stream().flatMap(message -> message.getElement().element("rai").elements().stream()))
            .extracting(Element::getText).containsExactlyElementsOf(rooms.stream().map(JID::toString).toList());
    }

    @Test
    void r2_messagesAreSplitOnlyWhereTheyWouldBecomeTooLong() {
        final List<Message> messages = notifications(SERVICE, ROMEO_PHONE, rooms("room", 2000), 10_000);

        assertThat(messages.subList(0, messages.size() - 1)).allSatisfy(message ->
            assertThat(bytes(message)).isGreaterThan(9_500));
    }

    @Test
    void r2_longRecipientsCount() {
        final JID session = new JID("romeo", "example.org", "'".repeat(1000), true);

        final List<Message> messages = notifications(SERVICE, session, rooms("room", 500), 10_000);

        assertThat(messages).hasSizeGreaterThan(2).allSatisfy(message ->
            assertThat(bytes(message)).isLessThanOrEqualTo(10_000));
    }

    @Test
    void r2_roomThatIsTooLongByItselfIsToldAlone() {
        final List<Message> messages =
            notifications(SERVICE, ROMEO_PHONE, List.of(ORCHARD, room("x".repeat(1000)), BALCONY), 600);

        assertThat(messages).hasSize(3);
    }

    private static JID room(final String name) {
        return new JID(name, SERVICE, null, true);
    }

    @ParameterizedTest
    @CsvSource({"resource_constraint, wait, resource-constraint", "forbidden, auth, forbidden",
        "bad_request, modify, bad-request"})
    void r11_refusalIsAsTheRuleSays(final PacketError.Condition condition, final String type, final String element) {
        XmlAssert.assertThat(Rai.refusal(SERVICE, ROMEO_PHONE, "p1", condition).getElement().asXML())
            .and("<presence type='error' id='p1' from='conference.example.org' to='romeo@example.org/phone'>"
                + "<error type='" + type + "'><" + element + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"
                + "</presence>")
            .withAttributeFilter(attribute -> !attribute.getName().equals("code"))
            .areIdentical();
    }
}
