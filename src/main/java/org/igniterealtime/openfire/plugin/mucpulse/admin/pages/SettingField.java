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
package org.igniterealtime.openfire.plugin.mucpulse.admin.pages;

import java.util.List;
import javax.annotation.Nonnull;

/**
 * A setting as a field of the form. The names are those that the view uses. Immutable.
 *
 * @param name the setting's name
 * @param property the property that holds it
 * @param kind what the field looks like: {@code FLAG}, {@code NUMBER}, {@code CHOICE}, {@code LIST},
 *             {@code TABLE}, or {@code TEXT}
 * @param label what the setting is called
 * @param help what it is good for
 * @param value what is in the field
 * @param unit what a number counts, empty text for things that the label names
 * @param standard what the setting is where nobody set it
 * @param range what it may be, empty text where that shows in the field
 * @param least the least that a number may be
 * @param most the most that a number may be
 * @param choices what may be chosen
 * @param keyLabel what stands in the first column of a table, empty text for none
 * @param rows the rows of a table
 * @param changed whether the value differs from what it is where nobody set it
 * @param error what is wrong with the value, empty text for nothing
 * @param instead what counts while something is wrong with what is stored, empty text where nothing is
 */
public record SettingField(@Nonnull String name, @Nonnull String property, @Nonnull String kind,
                           @Nonnull String label, @Nonnull String help, @Nonnull String value, @Nonnull String unit,
                           @Nonnull String standard, @Nonnull String range, int least, int most,
                           @Nonnull List<Choice> choices, @Nonnull String keyLabel, @Nonnull List<Row> rows,
                           boolean changed, @Nonnull String error, @Nonnull String instead) {

    /** Takes copies. */
    public SettingField {
        choices = List.copyOf(choices);
        rows = List.copyOf(rows);
    }

    /**
     * A value that may be chosen.
     *
     * @param value the value
     * @param label what it is called
     * @param chosen whether it is the one
     */
    public record Choice(@Nonnull String value, @Nonnull String label, boolean chosen) {
    }

    /**
     * A row of a table: to whom a choice applies, and which.
     *
     * @param key to whom; empty text in a row that is there to be filled in
     * @param fixed whether that cannot be edited
     * @param choices what may be chosen
     */
    public record Row(@Nonnull String key, boolean fixed, @Nonnull List<Choice> choices) {

        /** Takes a copy. */
        public Row {
            choices = List.copyOf(choices);
        }
    }

    /**
     * A group of fields.
     *
     * @param feature the feature that they belong to
     * @param title what it is called
     * @param fields the fields
     */
    public record Group(@Nonnull String feature, @Nonnull String title, @Nonnull List<SettingField> fields) {

        /** Takes a copy. */
        public Group {
            fields = List.copyOf(fields);
        }

        /**
         * The fields that are always shown.
         *
         * @return the fields, in their order
         */
        @Nonnull
        public List<SettingField> main() {
            return fields.stream().filter(field -> !field.isNumber()).toList();
        }

        /**
         * The fields that are folded: numbers, which few ever change.
         *
         * @return the fields, in their order
         */
        @Nonnull
        public List<SettingField> numbers() {
            return fields.stream().filter(SettingField::isNumber).toList();
        }

        /**
         * Whether the numbers are to be seen, as there is something about them.
         *
         * @return whether one of them was changed, or cannot be taken
         */
        public boolean isOpen() {
            return numbers().stream().anyMatch(field -> field.changed() || field.isWrong());
        }
    }

    private boolean isNumber() {
        return "NUMBER".equals(kind);
    }

    /**
     * Whether the value cannot be taken.
     *
     * @return whether there is something wrong with it
     */
    public boolean isWrong() {
        return !error.isEmpty();
    }
}
