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

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Administrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.UserChatting;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Excerpts;
import org.xmpp.forms.FormField;
import org.xmpp.packet.JID;

/**
 * Lets administrators see what a user chose, change it, or have it forgotten.
 */
public final class ChattingAdminCommand extends ChoiceCommand {

    /** The node of the command. */
    public static final String CODE = "mucpulse#chatting-admin";

    /** As in the commands of XEP-0133. */
    static final String ACCOUNT = "accountjid";
    static final String ACTION = "action";
    private static final String SET = "set";
    private static final String RESET = "reset";

    private final Predicate<JID> registered;
    private final Administrators administrators;

    /**
     * Creates the command.
     *
     * @param chatting the feature
     * @param registered who has an account
     * @param administrators keeps the log of what they do
     * @param languages what language a session speaks
     * @param serverLanguage what language the server speaks
     */
    public ChattingAdminCommand(@Nonnull final UserChatting chatting, @Nonnull final Predicate<JID> registered,
                                @Nonnull final Administrators administrators,
                                @Nonnull final Function<JID, Locale> languages,
                                @Nonnull final Locale serverLanguage) {
        super("chatting.admin.command", chatting, languages, serverLanguage);
        this.registered = registered;
        this.administrators = administrators;
    }

    @Override
    @Nonnull
    String getCode() {
        return CODE;
    }

    @Override
    boolean hasPermission(@Nonnull final JID requester) {
        return administrators.isAdministrator(requester);
    }

    @Override
    List<Action> actionsOfFirst() {
        return List.of(Action.NEXT);
    }

    private Optional<JID> account(final CommandSession data) {
        try {
            return Optional.of(new JID(value(data, ACCOUNT)).asBareJID())
                .filter(user -> user.getNode() != null && registered.test(user));
        } catch (final IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    List<List<String>> objectionsToFirst(final CommandSession data) {
        return account(data).isPresent() ? List.of()
            : List.of(List.of("chatting.admin.error.account", Excerpts.of(value(data, ACCOUNT))));
    }

    @Override
    void showFirst(final CommandSession data, final Element command) {
        final Texts texts = texts(data);
        final ChoiceForm form = new ChoiceForm(texts, CODE, "chatting.admin.title");
        final FormField account = form.ask(ACCOUNT, FormField.Type.jid_single, "chatting.admin.account");
        account.setRequired(true);
        final Map<String, List<String>> filled = data.getData();
        if (filled.containsKey(ACCOUNT)) {
            account.addValue(value(data, ACCOUNT));
            objectionsToFirst(data).forEach(objection -> account.setDescription(ChoiceForm.error(texts, objection)));
        }
        form.addTo(command);
    }

    @Override
    void showSecond(final CommandSession data, final Element command) {
        final JID user = account(data).orElseThrow();
        final Texts texts = texts(data);
        final ChoiceForm form = new ChoiceForm(texts, CODE, "chatting.admin.title");
        form.say(texts.get(chatting().stated(user).isPresent() ? "chatting.admin.stated" : "chatting.admin.silent",
            user.toString()));
        final String rooms =
            chatting().publishedRooms(user).stream().map(JID::toString).sorted().collect(Collectors.joining(", "));
        form.say(rooms.isEmpty() ? texts.get("chatting.admin.nowhere") : texts.get("chatting.admin.rooms", rooms));
        final FormField action = form.ask(ACTION, FormField.Type.list_single, "chatting.admin.action");
        action.addOption(texts.get("chatting.admin.set"), SET);
        action.addOption(texts.get("chatting.admin.reset"), RESET);
        action.addValue(SET);
        form.ask(Submission.of(chatting().choice(user)));
        form.addTo(command);
    }

    @Override
    void complete(final CommandSession data, final Element command) {
        final Texts texts = texts(data);
        final Optional<JID> user = account(data);
        if (user.isEmpty()) {
            ChoiceForm.addErrors(command, texts, objectionsToFirst(data));
        } else if (RESET.equals(value(data, ACTION))) {
            chatting().reset(user.get());
            log(data, "audit.user.chatting.forgotten", user.get().toString());
            ChoiceForm.note(command, "info", texts.get("chatting.admin.forgotten", user.get().toString()));
        } else {
            final Submission submission = Submission.of(data.getData());
            if (!submission.isValid()) {
                ChoiceForm.addErrors(command, texts, submission.errors().values());
            } else if (chatting().choose(user.get(), submission.choice())) {
                log(data, "audit.user.chatting.set", user.get() + ": " + submission.choice());
                ChoiceForm.note(command, "info", texts.get("chatting.admin.saved", user.get().toString()));
            } else {
                ChoiceForm.note(command, "error", texts.get("chatting.error.full"));
            }
        }
    }

    private void log(final CommandSession data, final String summary, final String details) {
        administrators.log(data.getOwner().getNode(), serverTexts().get(summary), details);
    }
}
