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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.feature.AdHocCommand;
import org.igniterealtime.openfire.plugin.mucpulse.feature.CommandField;
import org.igniterealtime.openfire.plugin.mucpulse.feature.CommandForm;
import org.igniterealtime.openfire.plugin.mucpulse.feature.CommandInput;
import org.igniterealtime.openfire.plugin.mucpulse.feature.CommandOutcome;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;

/**
 * Lets users say whether their contacts may know which rooms they are in (U5). The first step is repeated until what
 * was filled in is understood. Safe for use by several threads; answers from memory.
 */
public final class ChattingCommand implements AdHocCommand {

    /** The node of the command. */
    public static final String CODE = "mucpulse#chatting";

    private final UserChatting chatting;

    /**
     * Creates the command.
     *
     * @param chatting the feature
     */
    public ChattingCommand(@Nonnull final UserChatting chatting) {
        this.chatting = chatting;
    }

    @Override
    @Nonnull
    public String node() {
        return CODE;
    }

    @Override
    @Nonnull
    public String name() {
        return "chatting.command";
    }

    @Override
    @Nonnull
    public Audience audience() {
        return Audience.ACCOUNTS;
    }

    @Override
    @Nonnull
    public Set<String> multiValuedFields() {
        return Set.of(ChoiceSubmission.EXCLUDED_ROOMS);
    }

    @Override
    public boolean isSecondStepOptional() {
        return true;
    }

    private ChoiceSubmission present(final CommandInput input) {
        return ChoiceSubmission.of(chatting.choice(input.requester().asBareJID()));
    }

    @Override
    @Nonnull
    public CommandForm first(@Nonnull final CommandInput input) {
        final CommandForm form = CommandForm.of("chatting.title", "chatting.instructions");
        return (chatting.mode() == Mode.OFF ? form.with(CommandField.fixed(Text.of("chatting.off"))) : form)
            .with(ChoiceForm.fields(input.values().isEmpty() ? present(input) : ChoiceSubmission.of(input.values())));
    }

    @Override
    @Nonnull
    public List<Text> errors(@Nonnull final CommandInput input) {
        return List.copyOf(ChoiceSubmission.of(input.values()).errors().values());
    }

    @Override
    @Nonnull
    public CommandForm second(@Nonnull final CommandInput input) {
        return CommandForm.of("chatting.title", "chatting.confirm")
            .with(ChoiceForm.summary(ChoiceSubmission.of(input.values())));
    }

    @Override
    @Nonnull
    public CommandOutcome complete(@Nonnull final CommandInput input) {
        if (!chatting.isReady()) {
            return CommandOutcome.failed(List.of(Text.of("chatting.error.later")));
        }
        final Map<String, List<String>> form = new HashMap<>(input.values());
        if (!input.confirmed()) {
            // Without the second step, nothing has shown what would become of rooms that are left out.
            form.putIfAbsent(ChoiceSubmission.EXCLUDED_ROOMS, present(input).rooms());
        }
        final ChoiceSubmission submission = ChoiceSubmission.of(form);
        if (!submission.isValid()) {
            return CommandOutcome.failed(List.copyOf(submission.errors().values()));
        }
        if (!chatting.choose(input.requester().asBareJID(), submission.choice())) {
            return CommandOutcome.failed(List.of(Text.of("chatting.error.full")));
        }
        final CommandOutcome saved = CommandOutcome.done(Text.of("chatting.saved"));
        // Who takes back anything is to see none of it published after the answer, also where the server crashes.
        return submission.choice().permitsEverything() ? saved : saved.after(chatting.effectOfEarlierChoices());
    }
}
