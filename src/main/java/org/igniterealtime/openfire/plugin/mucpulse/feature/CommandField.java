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
package org.igniterealtime.openfire.plugin.mucpulse.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nonnull;
import org.xmpp.forms.FormField;

/**
 * A field of a form of an ad-hoc command. Immutable.
 *
 * @param variable the name of the field, empty text for one that only shows something
 * @param type the type of the field
 * @param label what is asked for, or what a field without a name shows
 * @param description more about it, such as what is wrong with its value
 * @param required whether it has to be filled in
 * @param options what can be chosen
 * @param values what is filled in already: texts and truth values
 */
public record CommandField(@Nonnull String variable, @Nonnull FormField.Type type, @Nonnull Text label,
                           @Nonnull Optional<Text> description, boolean required, @Nonnull List<Option> options,
                           @Nonnull List<Object> values) {

    /** Takes copies. */
    public CommandField {
        options = List.copyOf(options);
        values = List.copyOf(values);
    }

    /**
     * Something that can be chosen.
     *
     * @param value the value of the field
     * @param label what it means
     */
    public record Option(@Nonnull String value, @Nonnull Text label) {
    }

    /**
     * An empty field.
     *
     * @param variable the name of the field
     * @param type the type of the field
     * @param label the key of the text that says what is asked for
     * @return the field
     */
    @Nonnull
    public static CommandField of(@Nonnull final String variable, @Nonnull final FormField.Type type,
                                  @Nonnull final String label) {
        return new CommandField(variable, type, Text.of(label), Optional.empty(), false, List.of(), List.of());
    }

    /**
     * A field that only shows something.
     *
     * @param text what to show
     * @return the field
     */
    @Nonnull
    public static CommandField fixed(@Nonnull final Text text) {
        return new CommandField("", FormField.Type.fixed, text, Optional.empty(), false, List.of(), List.of());
    }

    /** The same field, which has to be filled in. */
    @Nonnull
    public CommandField mandatory() {
        return new CommandField(variable, type, label, description, true, options, values);
    }

    /** The same field with another description. */
    @Nonnull
    public CommandField described(@Nonnull final Text text) {
        return new CommandField(variable, type, label, Optional.of(text), required, options, values);
    }

    /** The same field with one more option; the label is the key of a text. */
    @Nonnull
    public CommandField option(@Nonnull final String value, @Nonnull final String text) {
        final List<Option> more = new ArrayList<>(options);
        more.add(new Option(value, Text.of(text)));
        return new CommandField(variable, type, label, description, required, more, values);
    }

    /** The same field with other values: texts and truth values. */
    @Nonnull
    public CommandField filled(@Nonnull final List<?> content) {
        return new CommandField(variable, type, label, description, required, options, List.copyOf(content));
    }
}
