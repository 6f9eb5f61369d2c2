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
package org.igniterealtime.openfire.plugin.mucpulse.admin.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Ticker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.IQ;
import org.xmpp.packet.PacketError.Condition;

/** Which forms count as filled in: U5 and S7. */
class SubmittedFormTest {

    private static final String TYPE = "test#one";
    private static final String YES = "<field var='publish'><value>1</value></field>";

    private static IQ request(final String attributes, final String content) {
        return Stanzas.iq("<iq from='alice@example.org/phone' to='example.org' type='set' id='1'>"
            + "<command xmlns='" + CommandProcessor.NAMESPACE + "' node='" + TYPE + "' " + attributes + ">" + content
            + "</command></iq>");
    }

    private static Optional<Map<String, List<String>>> read(final String content) {
        final Element command = request("", content).getChildElement();
        return SubmittedForm.read(command, TYPE, Set.of("excluded_rooms"));
    }

    private static String form(final String fields) {
        return "<x xmlns='jabber:x:data' type='submit'>" + fields + "</x>";
    }

    @Test
    void u5_aSubmissionIsRead() {
        assertThat(read("")).contains(Map.of());
        assertThat(read(form(YES))).contains(Map.of("publish", List.of("1")));
        assertThat(read(form("<field var='FORM_TYPE' type='hidden'><value>" + TYPE + "</value></field>" + YES
            + "<field type='fixed'><value>a</value><value>b</value></field>"
            + "<field var='excluded_rooms'><value>a@c.example</value><value>b@c.example</value></field>")))
            .contains(Map.of("FORM_TYPE", List.of(TYPE), "publish", List.of("1"),
                "excluded_rooms", List.of("a@c.example", "b@c.example")));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<x xmlns='jabber:x:data' type='cancel'>" + YES + "</x>",
        "<x xmlns='jabber:x:data' type='form'>" + YES + "</x>",
        "<x xmlns='jabber:x:data' type='result'>" + YES + "</x>",
        "<x xmlns='jabber:x:data'>" + YES + "</x>",
        "<x xmlns='urn:other' type='submit'>" + YES + "</x>",
        "<x type='submit'>" + YES + "</x>"})
    void s7_whatIsNoSubmissionIsRefused(final String form) {
        assertThat(read(form)).isEmpty();
    }

    @Test
    void s7_thereIsOneForm() {
        assertThat(read(form(YES) + form(YES))).isEmpty();
        assertThat(read(form(YES) + "<x xmlns='urn:other' type='submit'/>")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        YES + YES,
        YES + "<field var='publish'><value>0</value></field>",
        "<field var='publish'><value>1</value><value>0</value></field>",
        "<field var='action'><value>reset</value><value>set</value></field>",
        "<field var='excluded_rooms'/><field var='excluded_rooms'><value>a@c.example</value></field>" + YES,
        "<field var='FORM_TYPE'><value>urn:other</value></field>" + YES,
        "<field var='FORM_TYPE'/>" + YES,
        "<field var='FORM_TYPE'><value>test#one</value><value>urn:other</value></field>" + YES,
        "<field xmlns='urn:other' var='publish'><value>1</value></field>",
        "<field var='publish'><value xmlns='urn:other'>1</value></field>",
        "<field var='publish'><value>1<no/></value></field>"})
    void s7_aFormThatContradictsItselfOrIsAnotherIsRefused(final String fields) {
        assertThat(read(form(fields))).isEmpty();
    }

    @Test
    void s7_whatIsRefusedIsNotDone() {
        final FakeCommand command = new FakeCommand(TYPE);
        final CommandProcessor processor = new CommandProcessor(new CommandSessions(Ticker.systemTicker()));
        final String session = processor.process(request("action='execute'", ""), command).answer().getChildElement()
            .attributeValue("sessionid");

        final IQ answer = processor.process(request("action='complete' sessionid='" + session + "'",
            "<x xmlns='jabber:x:data' type='cancel'>" + YES + "</x>"), command).answer();

        assertThat(answer.getError().getCondition()).isEqualTo(Condition.bad_request);
        assertThat(answer.getError().getApplicationConditionName()).isEqualTo("bad-payload");
        assertThat(command.executed).isEmpty();
    }
}
