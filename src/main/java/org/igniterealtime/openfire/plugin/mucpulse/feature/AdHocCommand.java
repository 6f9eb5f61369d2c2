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

import java.util.List;
import java.util.Set;
import javax.annotation.Nonnull;

/**
 * An ad-hoc command of a feature, in two steps: a form to fill in, and another one that follows from it, after which
 * the command is carried out. The forms are shown in the language of whoever uses the command. Implementations keep
 * nothing of a single execution; they are safe for use by several threads. Those for all accounts do not block, as the
 * threads of the server call them; those for administrators may wait for the database.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0050.html">XEP-0050: Ad-Hoc Commands</a>
 */
public interface AdHocCommand {

    /** Who may see and use a command. */
    enum Audience {
        /** Users of this server who have an account. */
        ACCOUNTS,
        /** Administrators of this server. */
        ADMINISTRATORS
    }

    /**
     * The node of the command, which is also the {@code FORM_TYPE} of its forms.
     *
     * @return the node
     */
    @Nonnull
    String node();

    /**
     * The name of the command.
     *
     * @return the key of a text without placeholders
     */
    @Nonnull
    String name();

    /**
     * Who may use the command. That is checked at every step.
     *
     * @return the audience
     */
    @Nonnull
    Audience audience();

    /**
     * The fields that may have several values; a form in which any other field has more than one is refused.
     *
     * @return the variables of the fields, possibly empty, never null
     */
    @Nonnull
    default Set<String> multiValuedFields() {
        return Set.of();
    }

    /**
     * Whether the command may be carried out without the second step.
     *
     * @return whether it may
     */
    boolean isSecondStepOptional();

    /**
     * The form of the first step: empty at first, and with what was filled in where that was not understood.
     *
     * @param input who uses the command, and what was filled in
     * @return the form
     */
    @Nonnull
    CommandForm first(@Nonnull CommandInput input);

    /**
     * What is wrong with the first step, and keeps the second one from being shown.
     *
     * @param input who uses the command, and what was filled in
     * @return the errors, possibly empty, never null
     */
    @Nonnull
    List<Text> errors(@Nonnull CommandInput input);

    /**
     * The form of the second step. Only asked for where nothing is wrong with the first one.
     *
     * @param input who uses the command, and what was filled in
     * @return the form
     */
    @Nonnull
    CommandForm second(@Nonnull CommandInput input);

    /**
     * Does what the command is for, or says why not. What was filled in may have become wrong meanwhile.
     *
     * @param input who uses the command, and what was filled in
     * @return what to tell
     */
    @Nonnull
    CommandOutcome complete(@Nonnull CommandInput input);
}
