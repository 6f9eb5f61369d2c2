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

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.xmpp.packet.JID;

/**
 * A command of two steps: a form, and another one that follows from it. What is wrong with the first is said in it,
 * and in notes. Texts are in the language of whoever uses the command. Safe for use by several threads.
 */
abstract class TwoStepCommand extends Command {

    private static final int FIRST = 0;

    TwoStepCommand(final String name, final Function<JID, Locale> languages, final Locale serverLanguage) {
        super(name, languages, serverLanguage);
    }

    @Override
    final boolean hasStages() {
        return true;
    }

    /** What keeps the second step from being shown: texts, each with what stands in it; none where nothing does. */
    abstract List<List<String>> objectionsToFirst(CommandSession data);

    /** Shows the first step: empty at first, and with what was filled in when that was not understood. */
    abstract void showFirst(CommandSession data, Element command);

    abstract void showSecond(CommandSession data, Element command);

    /** What can be done at the first step; the first of it is the default. */
    abstract List<Action> actionsOfFirst();

    @Override
    @Nonnull
    final List<List<String>> objections(@Nonnull final CommandSession data) {
        return data.getStage() == FIRST ? objectionsToFirst(data) : List.of();
    }

    @Override
    final void addStage(@Nonnull final CommandSession data, @Nonnull final Element command) {
        if (data.getStage() == FIRST) {
            showFirst(data, command);
        } else {
            showSecond(data, command);
        }
    }

    @Override
    @Nonnull
    final List<Action> actions(@Nonnull final CommandSession data) {
        return data.getStage() == FIRST ? actionsOfFirst() : List.of(Action.COMPLETE, Action.PREV);
    }
}
