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
package org.igniterealtime.openfire.plugin.mucpulse.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.jivesoftware.openfire.commands.AdHocCommand;
import org.jivesoftware.openfire.commands.SessionData;
import org.xmpp.packet.JID;

/**
 * A command of two steps: a form, and another one that follows from it. What is wrong with the first is said in it,
 * and in notes. Texts are in the language of whoever uses the command. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0050.html">XEP-0050: Ad-Hoc Commands</a>
 */
abstract class TwoStepCommand extends AdHocCommand {

    /** What the server counts the first step as. */
    private static final int FIRST = 0;

    private final String name;
    private final Function<JID, Locale> languages;
    private final Locale serverLanguage;

    TwoStepCommand(final String name, final Function<JID, Locale> languages, final Locale serverLanguage) {
        this.name = name;
        this.languages = languages;
        this.serverLanguage = serverLanguage;
    }

    @Override
    public final String getLabel() {
        return serverTexts().get(name);
    }

    /** Is asked for by the constructor of the server's class, when nothing is known yet. */
    @Override
    public final String getDefaultLabel() {
        return getCode();
    }

    @Override
    public final int getMaxStages(@Nullable final SessionData data) {
        return 2;
    }

    private Texts texts(final Locale locale) {
        return new Texts(() -> locale, getClass().getClassLoader());
    }

    /** The texts in the language of the server, for its logs. */
    final Texts serverTexts() {
        return texts(serverLanguage);
    }

    /** The texts in the language of whoever uses the command. */
    final Texts texts(final SessionData data) {
        return texts(languages.apply(data.getOwner()));
    }

    /** What keeps the second step from being shown: texts, each with what stands in it; none where nothing does. */
    abstract List<List<String>> objections(SessionData data);

    /** Shows the first step: empty at first, and with what was filled in when that was not understood. */
    abstract void showFirst(SessionData data, Element command);

    abstract void showSecond(SessionData data, Element command);

    abstract List<Action> actionsOfFirst();

    @Override
    public final void addNextStageInformation(@Nonnull final SessionData data, final Element command) {
        final List<List<String>> objections = data.getStage() == FIRST ? objections(data) : List.of();
        if (objections.isEmpty()) {
            super.addNextStageInformation(data, command);
        } else {
            showFirst(data, command);
            addStageActions(data, command);
            ChoiceForm.addErrors(command, texts(data), objections);
        }
    }

    @Override
    protected final void addStageInformation(@Nonnull final SessionData data, final Element command) {
        if (data.getStage() == FIRST) {
            showFirst(data, command);
        } else {
            showSecond(data, command);
        }
    }

    @Override
    protected final List<Action> getActions(@Nonnull final SessionData data) {
        final List<Action> actions =
            new ArrayList<>(data.getStage() == FIRST ? actionsOfFirst() : List.of(Action.prev, Action.complete));
        // The server takes it from those only who were offered it.
        actions.add(Action.cancel);
        return actions;
    }

    @Override
    protected final Action getExecuteAction(@Nonnull final SessionData data) {
        return data.getStage() == FIRST ? Action.next : Action.complete;
    }

    @Override
    protected final void addStageActions(@Nonnull final SessionData data, final Element command) {
        super.addStageActions(data, command);
        // Goes without saying, and must not be said.
        final Element actions = command.element("actions");
        actions.remove(actions.element(Action.cancel.name()));
    }

    /** The first value of a field that was filled in, without blanks around it; empty where there is none. */
    static String value(final SessionData data, final String field) {
        return data.getData().getOrDefault(field, List.of()).stream().findFirst().orElse("").trim();
    }
}
