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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import java.util.Locale;
import java.util.Optional;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ManualTicker;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HookList;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomConfigurationField;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** A field of the plugin in the configuration form of a room: N5. */
class RoomConfigurationFormsTest {

    private static final JID ROOM = new JID("garden@conference.example.org");
    private static final String OWNER = "owner@example.org/phone";
    private static final String VARIABLE = "muc#roomconfig_forwardmentions";
    private static final String OTHER = "<field var='muc#roomconfig_roomname'><value>x</value></field>";

    private final ManualTicker ticker = new ManualTicker();
    private final ErrorHandler errors = new ErrorHandler(ticker);
    private final HookList<RoomConfigurationField> fields = new HookList<>("a field", errors);
    private final RoomConfigurationField field = mock(RoomConfigurationField.class);
    private final Rooms rooms = mock(Rooms.class);
    private final RoomConfigurationForms forms =
        new RoomConfigurationForms(fields, rooms, session -> Locale.GERMAN, ticker);

    @BeforeEach
    void ownedRoomWithAField() {
        fields.add(field);
        when(field.variable()).thenReturn(VARIABLE);
        when(field.label()).thenReturn("mention.field");
        when(field.value(ROOM)).thenReturn(Optional.of(true));
        when(rooms.affiliation(any(), any())).thenReturn(Affiliation.NONE);
        when(rooms.affiliation(ROOM, new JID("owner@example.org"))).thenReturn(Affiliation.OWNER);
    }

    private static IQ request(final String from, final String type, final String id, final String more, final String form) {
        return Stanzas.iq("<iq from='" + from + "' to='" + ROOM + "' type='" + type + "' id='" + id + "' " + more
            + "><query xmlns='http://jabber.org/protocol/muc#owner'>" + form + "</query></iq>");
    }

    private IQ submit(final String from, final String id, final String value) {
        final IQ request = request(from, "set", id, "", "<x xmlns='jabber:x:data' type='submit'>" + OTHER
            + "<field var='" + VARIABLE + "'><value>" + value + "</value></field></x>");
        forms.requested(request);
        return request;
    }

    private static IQ answer(final String to, final String type, final String id, final String content) {
        return Stanzas.iq("<iq from='" + ROOM + "' to='" + to + "' type='" + type + "' id='" + id + "'>" + content + "</iq>");
    }

    private Element shown(final String more) {
        forms.requested(request(OWNER, "get", "1", more, ""));
        final IQ result = answer(OWNER, "result", "1", "<query xmlns='http://jabber.org/protocol/muc#owner'>"
            + "<x xmlns='jabber:x:data' type='form'>" + OTHER + "</x></query>");
        forms.answered(result);
        return result.getChildElement().element("x");
    }

    @ParameterizedTest
    @CsvSource({"xml:lang='fr', Transf\u00e9rer", "xml:lang='es-MX', Reenviar", "'', Nachrichten",
        "xml:lang='pt', Encaminhar", "xml:lang='tlh', Forward", "xml:lang='!', Nachrichten"})
    void n5_formHasTheFieldInTheLanguageOfTheOwner(final String more, final String begin) {
        final Element form = shown(more);

        assertThat(form.elements("field")).hasSize(2);
        final Element added = form.elements("field").get(1);
        assertThat(added.attributeValue("var")).isEqualTo(VARIABLE);
        assertThat(added.attributeValue("type")).isEqualTo("boolean");
        assertThat(added.attributeValue("label")).startsWith(begin);
        assertThat(added.elementText("value")).isEqualTo("1");
        assertThat(added.getNamespaceURI()).isEqualTo("jabber:x:data");
        assertThat(added.element("value").getNamespaceURI()).isEqualTo("jabber:x:data");
    }

    @Test
    void s2_languageWithAnEndlessNameIsNotRead() {
        final String more = "xml:lang='fr" + "-abcde".repeat(100) + "'";

        assertThat(shown(more).elements("field").get(1).attributeValue("label")).startsWith("Nachrichten");
    }

    @Test
    void n5_formHasThePresentValueAndNoFieldWhereOwnersHaveNoSay() {
        when(field.value(ROOM)).thenReturn(Optional.of(false));
        assertThat(shown("").elements("field").get(1).elementText("value")).isEqualTo("0");

        when(field.value(ROOM)).thenReturn(Optional.empty());
        assertThat(shown("").elements("field")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "true, true", "0, false", "false, false"})
    void n5_valueIsTakenOverWhenTheServerAcceptsTheForm(final String value, final boolean chosen) {
        final IQ request = submit(OWNER, "1", value);

        assertThat(request.toXML()).doesNotContain(VARIABLE).contains("muc#roomconfig_roomname");
        verify(field, never()).configured(any(), any(), anyBoolean());

        forms.answered(answer(OWNER, "result", "1", ""));
        forms.answered(answer(OWNER, "result", "1", ""));
        verify(field).configured(ROOM, new JID(OWNER), chosen);
    }

    @ParameterizedTest
    @CsvSource({"owner@example.org/phone, error, 1, ''", "owner@example.org/phone, result, 2, ''",
        "owner@example.org/laptop, result, 1, ''",
        // The answer to another request with the same id.
        "owner@example.org/phone, result, 1, <query xmlns='http://jabber.org/protocol/disco#info'/>"})
    void n5_valueIsNotTakenOverOtherwise(final String to, final String type, final String id, final String content) {
        submit(OWNER, "1", "0");

        forms.answered(answer(to, type, id, content));

        verify(field, never()).configured(any(), any(), anyBoolean());
    }

    @Test
    void n5_whoDoesNotOwnTheRoomSetsNothingWhateverAnswersThey() {
        submit("mallory@example.org/x", "1", "0");
        forms.answered(answer("mallory@example.org/x", "result", "1", ""));
        verify(field, never()).configured(any(), any(), anyBoolean());

        when(rooms.isServiceAdmin("conference.example.org", new JID("mallory@example.org"))).thenReturn(true);
        submit("mallory@example.org/x", "2", "0");
        forms.answered(answer("mallory@example.org/x", "result", "2", ""));
        verify(field).configured(ROOM, new JID("mallory@example.org/x"), false);
    }

    @Test
    void n5_whatIsNoValueIsTakenOutAndChangesNothing() {
        assertThat(submit(OWNER, "1", "perhaps").toXML()).doesNotContain(VARIABLE);
        forms.answered(answer(OWNER, "result", "1", ""));

        verify(field, never()).configured(any(), any(), anyBoolean());
    }

    @Test
    void n5_cancelledAndOtherFormsAreLeftAlone() {
        final IQ cancelled = request(OWNER, "set", "1", "", "<x xmlns='jabber:x:data' type='cancel'><field var='" + VARIABLE
            + "'><value>0</value></field></x>");
        forms.requested(cancelled);
        forms.answered(answer(OWNER, "result", "1", ""));
        assertThat(cancelled.toXML()).contains(VARIABLE);

        final IQ other = answer(OWNER, "result", "2", "<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' "
            + "type='form'/></query>");
        final String before = other.toXML();
        forms.answered(other);
        assertThat(other.toXML()).isEqualTo(before);
        verify(field, never()).value(any());
        verify(field, never()).configured(any(), any(), anyBoolean());
    }

    @Test
    void s3_whatWaitsForAnAnswerIsBoundedAndForgotten() {
        submit(OWNER, "first", "0");
        for (int i = 0; i < 2 * RoomConfigurationForms.MOST; i++) {
            submit("mallory@example.org/x", "m" + i, "0");
        }
        forms.answered(answer(OWNER, "result", "first", ""));
        verify(field, never()).configured(any(), any(), anyBoolean());

        submit(OWNER, "x".repeat(RoomConfigurationForms.LONGEST + 1), "0");
        forms.answered(answer(OWNER, "result", "x".repeat(RoomConfigurationForms.LONGEST + 1), ""));
        submit(OWNER, "late", "0");
        ticker.advance(RoomConfigurationForms.PATIENCE.plusSeconds(1));
        forms.answered(answer(OWNER, "result", "late", ""));
        verify(field, never()).configured(any(), any(), anyBoolean());
    }

    @Test
    void s1_fieldThatFailsLeavesTheFormAsItIs() {
        when(field.value(ROOM)).thenThrow(new AssertionError("for the test"));

        assertThat(shown("").elements("field")).hasSize(1);
        assertThat(errors.count()).isEqualTo(1);
    }

    @Test
    void n5_nothingIsReadWithoutFields() {
        fields.remove(field);

        assertThat(submit(OWNER, "1", "0").toXML()).contains(VARIABLE);
        shown("");

        verifyNoMoreInteractions(rooms);
    }
}
