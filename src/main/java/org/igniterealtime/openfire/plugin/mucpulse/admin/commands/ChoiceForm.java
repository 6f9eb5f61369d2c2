/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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

import java.util.Collection;
import java.util.List;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.xmpp.forms.DataForm;
import org.xmpp.forms.FormField;

/**
 * Data forms about publishing rooms, in one language.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0004.html">XEP-0004</a>
 */
final class ChoiceForm {

    private static final String COMMANDS = "http://jabber.org/protocol/commands";

    private final Texts texts;
    private final DataForm form = new DataForm(DataForm.Type.form);

    ChoiceForm(@Nonnull final Texts texts, @Nonnull final String type, @Nonnull final String title,
               @Nonnull final String... instructions) {
        this.texts = texts;
        form.setTitle(texts.get(title));
        for (final String instruction : instructions) {
            form.addInstruction(texts.get(instruction));
        }
        final FormField hidden = field("FORM_TYPE", FormField.Type.hidden);
        hidden.addValue(type);
    }

    private FormField field(@Nullable final String variable, final FormField.Type type) {
        final FormField field = form.addField();
        if (variable != null) {
            field.setVariable(variable);
        }
        field.setType(type);
        return field;
    }

    void say(@Nonnull final String text) {
        field(null, FormField.Type.fixed).addValue(text);
    }

    @Nonnull
    FormField ask(@Nonnull final String variable, @Nonnull final FormField.Type type, @Nonnull final String label) {
        final FormField field = field(variable, type);
        field.setLabel(texts.get(label));
        return field;
    }

    /** The three fields of a choice; what is wrong with one is said in its description. */
    void ask(@Nonnull final Submission submission) {
        final FormField publish =
            ask(Submission.PUBLISH, FormField.Type.boolean_type, "chatting.field.publish");
        publish.addValue(submission.publish());
        publish.setRequired(true);
        describe(publish, submission, "chatting.field.publish.description");
        final FormField rooms =
            ask(Submission.EXCLUDED_ROOMS, FormField.Type.jid_multi, "chatting.field.excluded");
        submission.rooms().forEach(rooms::addValue);
        describe(rooms, submission, "chatting.field.excluded.description");
        final FormField privateRooms =
            ask(Submission.PRIVATE_ROOMS, FormField.Type.boolean_type, "chatting.field.private");
        privateRooms.addValue(submission.privateRooms());
        describe(privateRooms, submission, "chatting.field.private.description");
    }

    private void describe(final FormField field, final Submission submission, final String description) {
        final List<String> error = submission.errors().get(field.getVariable());
        field.setDescription(error == null ? texts.get(description) : error(texts, error));
    }

    /** What is wrong, in words. */
    @Nonnull
    static String error(@Nonnull final Texts texts, @Nonnull final List<String> error) {
        return texts.get(error.get(0), error.subList(1, error.size()).toArray());
    }

    /** Says what a choice means. */
    void summarize(@Nonnull final Submission submission) {
        say(texts.get(submission.publish() ? "chatting.summary.on" : "chatting.summary.off"));
        if (submission.publish()) {
            say(submission.rooms().isEmpty() ? texts.get("chatting.summary.none")
                : texts.get("chatting.summary.excluded", String.join(", ", submission.rooms())));
            say(texts.get(submission.privateRooms() ? "chatting.summary.private" : "chatting.summary.public"));
        }
    }

    void addTo(@Nonnull final Element command) {
        command.add(form.getElement());
    }

    /** Adds notes that say what is wrong. */
    static void addErrors(@Nonnull final Element command, @Nonnull final Texts texts,
                          @Nonnull final Collection<List<String>> errors) {
        errors.forEach(error -> note(command, "error", error(texts, error)));
    }

    static void note(@Nonnull final Element command, @Nonnull final String type, @Nonnull final String text) {
        command.addElement(QName.get("note", COMMANDS)).addAttribute("type", type).setText(text);
    }
}
