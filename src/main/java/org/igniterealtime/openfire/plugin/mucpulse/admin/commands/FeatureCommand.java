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
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Administrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.feature.AdHocCommand;
import org.igniterealtime.openfire.plugin.mucpulse.feature.CommandForm;
import org.igniterealtime.openfire.plugin.mucpulse.feature.CommandInput;
import org.igniterealtime.openfire.plugin.mucpulse.feature.CommandOutcome;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.xmpp.packet.JID;

/**
 * A command that a feature declares: asks it for forms, and writes them in the language of whoever uses it. Safe for
 * use by several threads.
 */
final class FeatureCommand extends TwoStepCommand {

    private final AdHocCommand declared;
    private final Predicate<JID> accounts;
    private final Administrators administrators;

    /**
     * Creates a command.
     *
     * @param declared what the feature declares
     * @param accounts who has an account on this server; does not block
     * @param administrators who is an administrator, and the log of what they do
     * @param languages gives the language of a session
     * @param serverLanguage the language of the server
     */
    FeatureCommand(@Nonnull final AdHocCommand declared, @Nonnull final Predicate<JID> accounts,
                   @Nonnull final Administrators administrators, @Nonnull final Function<JID, Locale> languages,
                   @Nonnull final Locale serverLanguage) {
        super(declared.name(), languages, serverLanguage);
        this.declared = declared;
        this.accounts = accounts;
        this.administrators = administrators;
    }

    @Override
    @Nonnull
    String getCode() {
        return declared.node();
    }

    @Override
    boolean hasPermission(@Nonnull final JID requester) {
        return switch (declared.audience()) {
            case ACCOUNTS -> accounts.test(requester);
            case ADMINISTRATORS -> administrators.isAdministrator(requester);
        };
    }

    @Override
    boolean mayBlock() {
        return declared.audience() == AdHocCommand.Audience.ADMINISTRATORS;
    }

    @Override
    @Nonnull
    Set<String> multiValuedFields() {
        return declared.multiValuedFields();
    }

    @Override
    List<Action> actionsOfFirst() {
        return declared.isSecondStepOptional() ? List.of(Action.NEXT, Action.COMPLETE) : List.of(Action.NEXT);
    }

    private static CommandInput input(final CommandSession data) {
        return new CommandInput(data.getOwner(), data.getData(), data.getStage() > 0);
    }

    @Override
    List<List<String>> objectionsToFirst(final CommandSession data) {
        return declared.errors(input(data)).stream().map(error -> Stream.concat(Stream.of(error.key()),
            error.values().stream().map(String::valueOf)).toList()).toList();
    }

    @Override
    void showFirst(final CommandSession data, final Element command) {
        show(declared.first(input(data)), data, command);
    }

    @Override
    void showSecond(final CommandSession data, final Element command) {
        show(declared.second(input(data)), data, command);
    }

    private void show(final CommandForm form, final CommandSession data, final Element command) {
        final LocalizedForm shown = new LocalizedForm(texts(data), declared.node(), form.title(), form.instructions());
        form.fields().forEach(shown::add);
        shown.addTo(command);
    }

    @Override
    @Nonnull
    CompletionStage<?> carryOut(@Nonnull final CommandSession data, @Nonnull final Element command) {
        final CommandOutcome outcome = declared.complete(input(data));
        final Texts texts = texts(data);
        for (final Text note : outcome.notes()) {
            LocalizedForm.note(command, outcome.good() ? "info" : "error", texts.get(note));
        }
        outcome.audit().ifPresent(audit -> administrators.log(data.getOwner().getNode(),
            serverTexts().get(audit.summary()), audit.details()));
        return outcome.done();
    }

    @Override
    void execute(@Nonnull final CommandSession data, @Nonnull final Element command) {
        carryOut(data, command);
    }
}
