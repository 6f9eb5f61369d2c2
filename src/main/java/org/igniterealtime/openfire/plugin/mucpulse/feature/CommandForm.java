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
import java.util.Arrays;
import java.util.List;
import javax.annotation.Nonnull;

/**
 * A form of an ad-hoc command. Immutable.
 *
 * @param title the title
 * @param instructions what to do with the form
 * @param fields the fields, in the order in which they are shown
 * @see <a href="https://xmpp.org/extensions/xep-0004.html">XEP-0004: Data Forms</a>
 */
public record CommandForm(@Nonnull Text title, @Nonnull List<Text> instructions, @Nonnull List<CommandField> fields) {

    /** Takes copies. */
    public CommandForm {
        instructions = List.copyOf(instructions);
        fields = List.copyOf(fields);
    }

    /**
     * An empty form.
     *
     * @param title the key of the title
     * @param instructions the keys of the instructions
     * @return the form
     */
    @Nonnull
    public static CommandForm of(@Nonnull final String title, @Nonnull final String... instructions) {
        return new CommandForm(Text.of(title), Arrays.stream(instructions).map(Text::of).toList(), List.of());
    }

    /**
     * The same form with more fields at the end.
     *
     * @param more the fields
     * @return the form
     */
    @Nonnull
    public CommandForm with(@Nonnull final List<CommandField> more) {
        final List<CommandField> all = new ArrayList<>(fields);
        all.addAll(more);
        return new CommandForm(title, instructions, all);
    }

    /**
     * The same form with one more field at the end.
     *
     * @param field the field
     * @return the form
     */
    @Nonnull
    public CommandForm with(@Nonnull final CommandField field) {
        return with(List.of(field));
    }
}
