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

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.admin.FakeAdministrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.commands.Command.Action;
import org.igniterealtime.openfire.plugin.mucpulse.feature.AdHocCommand;
import org.igniterealtime.openfire.plugin.mucpulse.feature.CommandField;
import org.igniterealtime.openfire.plugin.mucpulse.feature.CommandForm;
import org.igniterealtime.openfire.plugin.mucpulse.feature.CommandInput;
import org.igniterealtime.openfire.plugin.mucpulse.feature.CommandOutcome;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.junit.jupiter.api.Test;
import org.xmpp.forms.DataForm;
import org.xmpp.forms.FormField;
import org.xmpp.packet.JID;

/** What becomes of a command that a feature declares. */
class FeatureCommandTest {

    private static final JID ROMEO = new JID("romeo@example.org/balcony");
    private static final JID STRANGER = new JID("x@elsewhere.example/y");

    private AdHocCommand.Audience audience = AdHocCommand.Audience.ACCOUNTS;
    private boolean optional = true;
    private final FakeAdministrators administrators = new FakeAdministrators();
    private final FeatureCommand command = new FeatureCommand(new Declared(), user -> !user.equals(STRANGER),
        administrators, session -> Locale.ENGLISH, Locale.ENGLISH);
    private final CommandSession session = new CommandSession("1", ROMEO, "toy", 0);
    private final Element answer = DocumentHelper.createElement("command");

    private final class Declared implements AdHocCommand {

        @Override
        public String node() {
            return "toy";
        }

        @Override
        public String name() {
            return "chatting.title";
        }

        @Override
        public Audience audience() {
            return audience;
        }

        @Override
        public Set<String> multiValuedFields() {
            return Set.of("list");
        }

        @Override
        public boolean isSecondStepOptional() {
            return optional;
        }

        @Override
        public CommandForm first(final CommandInput input) {
            return CommandForm.of("chatting.title", "chatting.instructions")
                .with(CommandField.fixed(Text.verbatim("as it is")))
                .with(CommandField.of("field", FormField.Type.list_single, "chatting.admin.action")
                    .option("set", "chatting.admin.set").filled(List.of("set")).mandatory()
                    .described(Text.of("chatting.error.rooms", 7)));
        }

        @Override
        public List<Text> errors(final CommandInput input) {
            return input.value("field").equals("wrong") ? List.of(Text.of("chatting.error.rooms", 7)) : List.of();
        }

        @Override
        public CommandForm second(final CommandInput input) {
            return CommandForm.of("chatting.admin.title");
        }

        @Override
        public CommandOutcome complete(final CommandInput input) {
            return input.confirmed() ? CommandOutcome.done(Text.of("chatting.admin.rooms", input.value("field")))
                .audited("audit.room", "details") : CommandOutcome.failed(errors(input));
        }
    }

    @Test
    void isForThoseThatTheFeatureNames() {
        assertThat(command.hasPermission(ROMEO)).isTrue();
        assertThat(command.hasPermission(STRANGER)).isFalse();

        audience = AdHocCommand.Audience.ADMINISTRATORS;

        assertThat(command.hasPermission(STRANGER)).isEqualTo(administrators.isAdministrator(STRANGER));
        assertThat(command.hasPermission(ROMEO)).isEqualTo(administrators.isAdministrator(ROMEO));
    }

    @Test
    void formIsWrittenInTheUsersLanguage() {
        command.showFirst(session, answer);

        final DataForm form = new DataForm(answer.element("x"));
        assertThat(form.getTitle()).isEqualTo("User Chatting");
        assertThat(form.getField("FORM_TYPE").getFirstValue()).isEqualTo("toy");
        assertThat(form.getFields()).filteredOn(field -> field.getType() == FormField.Type.fixed)
            .singleElement().extracting(FormField::getFirstValue).isEqualTo("as it is");
        final FormField field = form.getField("field");
        assertThat(field.getLabel()).isEqualTo("What to do");
        assertThat(field.isRequired()).isTrue();
        assertThat(field.getDescription()).isEqualTo("At most 7 rooms can be named.");
        assertThat(field.getOptions()).extracting(FormField.Option::getValue).containsExactly("set");
        assertThat(field.getFirstValue()).isEqualTo("set");
    }

    @Test
    void secondStepCanBeSkippedWhereTheFeatureSaysSo() {
        assertThat(command.actions(session)).containsExactly(Action.NEXT, Action.COMPLETE);
        optional = false;
        assertThat(command.actions(session)).containsExactly(Action.NEXT);
        session.setStage(1);
        assertThat(command.actions(session)).containsExactly(Action.COMPLETE, Action.PREV);
        assertThat(command.multiValuedFields()).containsExactly("list");
    }

    @Test
    void errorsKeepTheSecondStepFromBeingShown() {
        session.fill(Map.of("field", List.of("wrong")));

        assertThat(command.objections(session)).containsExactly(List.of("chatting.error.rooms", "7"));
    }

    @Test
    void outcomeIsToldAndWrittenToTheAuditLog() {
        session.fill(Map.of("field", List.of(" garden ")));
        session.setStage(1);

        command.execute(session, answer);

        assertThat(answer.element("note").attributeValue("type")).isEqualTo("info");
        assertThat(answer.element("note").getText()).isEqualTo("Shown to the contacts at the moment: garden");
        assertThat(administrators.log).singleElement().asString().contains("romeo", "details");
    }

    @Test
    void whatFailedIsToldAsAnErrorAndNotWrittenToTheAuditLog() {
        session.fill(Map.of("field", List.of("wrong")));

        command.execute(session, answer);

        assertThat(answer.element("note").attributeValue("type")).isEqualTo("error");
        assertThat(administrators.log).isEmpty();
    }
}
