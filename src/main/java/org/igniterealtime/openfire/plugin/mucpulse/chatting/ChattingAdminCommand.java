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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.AdHocCommand;
import org.igniterealtime.openfire.plugin.mucpulse.feature.CommandField;
import org.igniterealtime.openfire.plugin.mucpulse.feature.CommandForm;
import org.igniterealtime.openfire.plugin.mucpulse.feature.CommandInput;
import org.igniterealtime.openfire.plugin.mucpulse.feature.CommandOutcome;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Addresses;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Excerpts;
import org.xmpp.forms.FormField;
import org.xmpp.packet.JID;

/**
 * Lets administrators see what a user chose, change it, or have it forgotten (U5). Safe for use by several threads;
 * answers from memory.
 */
public final class ChattingAdminCommand implements AdHocCommand {

    /** The node of the command. */
    public static final String CODE = "mucpulse#chatting-admin";

    /** As in the commands of XEP-0133. */
    static final String ACCOUNT = "accountjid";
    static final String ACTION = "action";
    private static final String SET = "set";
    private static final String RESET = "reset";

    private final UserChatting chatting;
    private final Predicate<JID> registered;

    /**
     * Creates the command.
     *
     * @param chatting the feature
     * @param registered who has an account
     */
    public ChattingAdminCommand(@Nonnull final UserChatting chatting, @Nonnull final Predicate<JID> registered) {
        this.chatting = chatting;
        this.registered = registered;
    }

    @Override
    @Nonnull
    public String node() {
        return CODE;
    }

    @Override
    @Nonnull
    public String name() {
        return "chatting.admin.command";
    }

    @Override
    @Nonnull
    public Audience audience() {
        return Audience.ADMINISTRATORS;
    }

    @Override
    @Nonnull
    public Set<String> multiValuedFields() {
        return Set.of(ChoiceSubmission.EXCLUDED_ROOMS);
    }

    @Override
    public boolean isSecondStepOptional() {
        return false;
    }

    private Optional<JID> account(final CommandInput input) {
        return Addresses.parse(input.value(ACCOUNT)).map(JID::asBareJID)
            .filter(user -> user.getNode() != null && registered.test(user));
    }

    @Override
    @Nonnull
    public CommandForm first(@Nonnull final CommandInput input) {
        CommandField account =
            CommandField.of(ACCOUNT, FormField.Type.jid_single, "chatting.admin.account").mandatory();
        if (input.values().containsKey(ACCOUNT)) {
            account = account.filled(List.of(input.value(ACCOUNT)));
            for (final Text error : errors(input)) {
                account = account.described(error);
            }
        }
        return CommandForm.of("chatting.admin.title").with(account);
    }

    @Override
    @Nonnull
    public List<Text> errors(@Nonnull final CommandInput input) {
        return account(input).isPresent() ? List.of()
            : List.of(Text.of("chatting.admin.error.account", Excerpts.of(input.value(ACCOUNT))));
    }

    @Override
    @Nonnull
    public CommandForm second(@Nonnull final CommandInput input) {
        final JID user = account(input).orElseThrow();
        final String rooms =
            chatting.publishedRooms(user).stream().map(JID::toString).sorted().collect(Collectors.joining(", "));
        return CommandForm.of("chatting.admin.title")
            .with(CommandField.fixed(Text.of(chatting.stated(user).isPresent() ? "chatting.admin.stated"
                : "chatting.admin.silent", user.toString())))
            .with(CommandField.fixed(rooms.isEmpty() ? Text.of("chatting.admin.nowhere")
                : Text.of("chatting.admin.rooms", rooms)))
            .with(CommandField.of(ACTION, FormField.Type.list_single, "chatting.admin.action")
                .option(SET, "chatting.admin.set").option(RESET, "chatting.admin.reset").filled(List.of(SET)))
            .with(ChoiceForm.fields(ChoiceSubmission.of(chatting.choice(user))));
    }

    @Override
    @Nonnull
    public CommandOutcome complete(@Nonnull final CommandInput input) {
        if (!chatting.isReady()) {
            return CommandOutcome.failed(List.of(Text.of("chatting.error.later")));
        }
        final Optional<JID> found = account(input);
        if (found.isEmpty()) {
            return CommandOutcome.failed(errors(input));
        }
        final JID user = found.get();
        if (!List.of("", SET, RESET).contains(input.value(ACTION))) {
            return CommandOutcome.failed(List.of(Text.of("chatting.admin.error.action")));
        }
        if (RESET.equals(input.value(ACTION))) {
            chatting.reset(user);
            // Publishing may end with the choice, where nothing is published by default.
            return CommandOutcome.done(Text.of("chatting.admin.forgotten", user.toString()))
                .audited("audit.user.chatting.forgotten", user.toString()).after(chatting.effectOfEarlierChoices());
        }
        final ChoiceSubmission submission = ChoiceSubmission.of(input.values());
        if (!submission.isValid()) {
            return CommandOutcome.failed(List.copyOf(submission.errors().values()));
        }
        if (!chatting.choose(user, submission.choice())) {
            return CommandOutcome.failed(List.of(Text.of("chatting.error.full")));
        }
        final CommandOutcome saved = CommandOutcome.done(Text.of("chatting.admin.saved", user.toString()))
            .audited("audit.user.chatting.set", user + ": " + submission.choice());
        return submission.choice().permitsEverything() ? saved : saved.after(chatting.effectOfEarlierChoices());
    }
}
