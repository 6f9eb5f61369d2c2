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

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.feature.CommandField;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.xmpp.forms.DataForm;
import org.xmpp.forms.FormField;

/**
 * A data form of a command, in one language. Not safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0004.html">XEP-0004</a>
 */
final class LocalizedForm {


    private final Texts texts;
    private final DataForm form = new DataForm(DataForm.Type.form);

    LocalizedForm(@Nonnull final Texts texts, @Nonnull final String type, @Nonnull final String title,
               @Nonnull final String... instructions) {
        this(texts, type, Text.of(title), Arrays.stream(instructions).map(Text::of).toList());
    }

    LocalizedForm(@Nonnull final Texts texts, @Nonnull final String type, @Nonnull final Text title,
                  @Nonnull final List<Text> instructions) {
        this.texts = texts;
        form.setTitle(texts.get(title));
        instructions.forEach(instruction -> form.addInstruction(texts.get(instruction)));
        final FormField hidden = field(Namespaces.FORM_TYPE, FormField.Type.hidden);
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

    /** Adds a field as a feature declares it. */
    void add(@Nonnull final CommandField declared) {
        if (declared.variable().isEmpty()) {
            say(texts.get(declared.label()));
            return;
        }
        final FormField field = field(declared.variable(), declared.type());
        field.setLabel(texts.get(declared.label()));
        field.setRequired(declared.required());
        declared.options().forEach(option -> field.addOption(texts.get(option.label()), option.value()));
        declared.values().forEach(field::addValue);
        declared.description().ifPresent(text -> field.setDescription(texts.get(text)));
    }

    /** What is wrong, in words. */
    @Nonnull
    static String error(@Nonnull final Texts texts, @Nonnull final List<String> error) {
        return texts.get(error.get(0), error.subList(1, error.size()).toArray());
    }

    void addTo(@Nonnull final Element command) {
        command.add(form.getElement());
    }

    /** The variables of the fields of the form in an answer; none where it has no form. */
    @Nonnull
    static List<String> fields(@Nonnull final Element command) {
        final Element shown = command.element(QName.get("x", Namespaces.DATA_FORM));
        return shown == null ? List.of()
            : new DataForm(shown).getFields().stream().map(FormField::getVariable).filter(Objects::nonNull).toList();
    }

    /** Adds notes that say what is wrong. */
    static void addErrors(@Nonnull final Element command, @Nonnull final Texts texts,
                          @Nonnull final Collection<List<String>> errors) {
        errors.forEach(error -> note(command, "error", error(texts, error)));
    }

    static void note(@Nonnull final Element command, @Nonnull final String type, @Nonnull final String text) {
        command.addElement(QName.get("note", Namespaces.COMMANDS)).addAttribute("type", type).setText(text);
    }
}
