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
package org.igniterealtime.openfire.plugin.mucpulse.admin.commands;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingPreferences;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.UserChatting;
import org.xmpp.packet.JID;

/**
 * Lets users say whether their contacts are told which rooms they are in.
 */
public final class ChattingCommand extends ChoiceCommand {

    /** The node of the command. */
    public static final String CODE = "mucpulse#chatting";

    private final Predicate<JID> admitted;

    /**
     * Creates the command.
     *
     * @param chatting the feature
     * @param admitted who may use the command: those who have an account; must not block
     * @param languages what language a session speaks
     * @param serverLanguage what language the server speaks
     */
    public ChattingCommand(@Nonnull final UserChatting chatting, @Nonnull final Predicate<JID> admitted,
                           @Nonnull final Function<JID, Locale> languages, @Nonnull final Locale serverLanguage) {
        super("chatting.command", chatting, languages, serverLanguage);
        this.admitted = admitted;
    }

    @Override
    boolean hasPermission(@Nonnull final JID requester) {
        return admitted.test(requester);
    }

    @Override
    @Nonnull
    String getCode() {
        return CODE;
    }

    @Override
    List<Action> actionsOfFirst() {
        return List.of(Action.NEXT, Action.COMPLETE);
    }

    private ChattingPreferences choice(final CommandSession data) {
        return chatting().choice(data.getOwner().asBareJID());
    }

    @Override
    List<List<String>> objectionsToFirst(final CommandSession data) {
        return List.copyOf(Submission.of(data.getData()).errors().values());
    }

    @Override
    void showFirst(final CommandSession data, final Element command) {
        final Texts texts = texts(data);
        final ChoiceForm form = new ChoiceForm(texts, CODE, "chatting.title", "chatting.instructions");
        if (chatting().mode() == Mode.OFF) {
            form.say(texts.get("chatting.off"));
        }
        form.ask(data.getData().isEmpty() ? Submission.of(choice(data)) : Submission.of(data.getData()));
        form.addTo(command);
    }

    @Override
    void showSecond(final CommandSession data, final Element command) {
        final Texts texts = texts(data);
        final ChoiceForm form = new ChoiceForm(texts, CODE, "chatting.title", "chatting.confirm");
        form.summarize(Submission.of(data.getData()));
        form.addTo(command);
    }

    @Override
    void complete(final CommandSession data, final Element command) {
        final Map<String, List<String>> form = new HashMap<>(data.getData());
        if (data.getStage() == 0) {
            // Nobody was shown what would become of rooms that are left out.
            form.putIfAbsent(Submission.EXCLUDED_ROOMS, Submission.of(choice(data)).rooms());
        }
        final Submission submission = Submission.of(form);
        final Texts texts = texts(data);
        if (!submission.isValid()) {
            ChoiceForm.addErrors(command, texts, submission.errors().values());
        } else if (chatting().choose(data.getOwner().asBareJID(), submission.choice())) {
            ChoiceForm.note(command, "info", texts.get("chatting.saved"));
        } else {
            ChoiceForm.note(command, "error", texts.get("chatting.error.full"));
        }
    }
}
