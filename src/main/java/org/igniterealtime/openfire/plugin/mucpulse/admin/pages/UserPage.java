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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Administrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.feature.RoomQuestion;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserList;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserSection;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Addresses;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Excerpts;
import org.xmpp.packet.JID;

/**
 * The page on which a user is looked up: what the plugin knows of them, and how to have that forgotten. The user need
 * not have an account here, nor any longer.
 */
public final class UserPage implements Page {

    static final String NAME = "users";
    public static final String URL = "mucpulse-users.jsp";

    static final String USER = "user";
    static final String ROOM = "room";
    static final String FORGET_ALL = "forgetAll";
    /** Has to be ticked, too. */
    static final String SURE = "sure";

    private final String domain;
    private final Accounts accounts;
    private final Durability durability;
    private final List<UserSection> sections;
    private final List<RoomQuestion> questions;
    private final UserLists lists;
    private final Administrators administrators;
    private final Texts texts;
    private final Answers answers;
    private final FormCheck check;

    public UserPage(@Nonnull final String domain, @Nonnull final Accounts accounts,
                    @Nonnull final Durability durability, @Nonnull final List<UserSection> sections,
                    @Nonnull final List<RoomQuestion> questions, @Nonnull final List<UserList> lists,
                    @Nonnull final Administrators administrators, @Nonnull final Texts texts,
                    @Nonnull final Answers answers) {
        this.domain = domain;
        this.accounts = accounts;
        this.durability = durability;
        this.sections = List.copyOf(sections);
        this.questions = List.copyOf(questions);
        this.lists = new UserLists(lists, accounts, texts, answers);
        this.administrators = administrators;
        this.texts = texts;
        this.answers = answers;
        this.check = new FormCheck(texts);
    }

    /**
     * A section of the page. The names of these records are those that the view uses.
     *
     * @param id its name on the page
     * @param title the heading
     * @param intro sentences before the rest
     * @param items a list
     * @param facts labels with values
     * @param removable whether there is a button
     * @param button the name of the button
     * @param buttonLabel what is written on it
     */
    public record Part(@Nonnull String id, @Nonnull String title, @Nonnull List<String> intro,
                       @Nonnull List<String> items, @Nonnull List<FactLine> facts, boolean removable,
                       @Nonnull String button, @Nonnull String buttonLabel) {

        /** Takes copies. */
        public Part {
            intro = List.copyOf(intro);
            items = List.copyOf(items);
            facts = List.copyOf(facts);
        }
    }

    /** A label with its values. */
    public record FactLine(@Nonnull String label, @Nonnull List<String> values) {

        /** Takes a copy. */
        public FactLine {
            values = List.copyOf(values);
        }
    }

    @Override
    @Nonnull
    public Answer show(@Nonnull final PageRequest request) {
        final String typed = request.text(USER);
        final Optional<Answer> file = lists.file(request);
        if (file.isPresent()) {
            return file.get();
        }
        final Map<String, Object> model = new HashMap<>();
        model.put("typed", Excerpts.of(typed));
        final Optional<JID> user = user(typed);
        if (typed.isEmpty()) {
            lists.describe(request, model);
            return Answer.show(NAME, model);
        }
        if (user.isEmpty()) {
            model.put("wrong", true);
            return Answer.refuse(NAME, model);
        }
        describe(user.get(), request, model);
        return Answer.show(NAME, model);
    }

    /** A user of this server may be named without its domain. */
    private Optional<JID> user(final String typed) {
        return Addresses.parse(typed.contains("@") ? typed : typed + '@' + domain).map(JID::asBareJID)
            .filter(bare -> bare.getNode() != null);
    }

    private void describe(final JID user, final PageRequest request, final Map<String, Object> model) {
        model.put(USER, user.toString());
        model.put("consoleLink", lists.console(user));
        account(user).ifPresent(said -> model.put("account", said));
        final List<Part> parts = new ArrayList<>();
        for (final UserSection section : sections) {
            final Outcome<UserSection.Content> content = answers.await(section.content(user));
            parts.add(part(section, content.value().orElseGet(() -> unknown(content.trouble()))));
        }
        model.put("parts", parts);
        explain(user, request.text(ROOM), model);
    }

    /** Says why, or why not, for a room that is named. */
    private void explain(final JID user, final String typed, final Map<String, Object> model) {
        model.put("questions", !questions.isEmpty());
        model.put("room", Excerpts.of(typed));
        final Optional<JID> room = Addresses.bare(typed).filter(jid -> jid.getNode() != null);
        model.put("roomWrong", !typed.isEmpty() && room.isEmpty());
        room.ifPresent(named -> model.put("answers", questions.stream().map(question -> {
            final Outcome<RoomQuestion.Explanation> outcome = answers.await(question.explain(user, named));
            final RoomQuestion.Explanation explained = outcome.value().orElseGet(() ->
                new RoomQuestion.Explanation(Text.of(outcome.trouble()), List.of()));
            return new Part(question.id(), texts.get(question.title()), List.of(texts.get(explained.verdict())),
                List.of(), lines(explained.facts()), false, "", "");
        }).toList()));
    }

    private List<FactLine> lines(final List<UserSection.Fact> facts) {
        return facts.stream().map(fact -> new FactLine(texts.get(fact.label()), all(fact.values()))).toList();
    }

    /** What is shown of a section that does not answer: why, and the button all the same. */
    private static UserSection.Content unknown(final String trouble) {
        return new UserSection.Content(List.of(Text.of(trouble)), List.of(), List.of(), true);
    }

    /** What to say where the user has no account here; nothing where there is one, or nobody knows. */
    private Optional<String> account(final JID user) {
        if (!accounts.isLocal(user)) {
            return Optional.of(texts.get("users.remote", user.getDomain()));
        }
        return answers.query(() -> accounts.account(user).isPresent()).value()
            .filter(there -> !there).map(unused -> texts.get("users.stranger", user.toString()));
    }

    private Part part(final UserSection section, final UserSection.Content content) {
        return new Part(section.id(), texts.get(section.title()), all(content.intro()), all(content.items()),
            lines(content.facts()),
            content.removable(), section.button(), texts.get(section.buttonLabel()));
    }

    private List<String> all(final List<Text> some) {
        return some.stream().map(texts::get).toList();
    }

    @Override
    @Nonnull
    public Answer submit(@Nonnull final PageRequest request) {
        final Optional<JID> user = user(request.text(USER));
        if (user.isEmpty()) {
            return new Answer.NotFound();
        }
        final Map<String, String> back = Map.of(USER, user.get().toString());
        for (final UserSection section : sections) {
            if (request.has(section.button())) {
                final Optional<String> objection = check.unknown(request, Set.of(USER, section.button()));
                if (objection.isPresent()) {
                    return Answer.failed(URL, back, objection.get());
                }
                section.forget(user.get());
                return done(request, user.get(), section.done(), texts.get(section.done()), section.isStored());
            }
        }
        return request.has(FORGET_ALL) ? forgetAll(user.get(), request) : new Answer.NotFound();
    }

    private Answer forgetAll(final JID user, final PageRequest request) {
        final Optional<String> objection = check.unknown(request, Set.of(USER, FORGET_ALL, SURE))
            .or(() -> request.box(SURE).orElse(false) ? Optional.empty() : Optional.of(texts.get("user.sure.missing")));
        if (objection.isPresent()) {
            return Answer.failed(URL, Map.of(USER, user.toString()), objection.get());
        }
        sections.forEach(section -> section.forget(user));
        return done(request, user, "user.all.forgotten",
            texts.get("user.all.forgotten") + ' ' + texts.get("user.all.remains"), true);
    }

    private Answer done(final PageRequest request, final JID user, final String what, final String text,
                        final boolean stored) {
        administrators.log(request.administrator(), texts.get("audit." + what), user.toString());
        final Map<String, String> back = Map.of(USER, user.toString());
        return switch (stored ? durability.outlook() : Durability.Outlook.WRITTEN) {
            case WRITTEN -> Answer.done(URL, back, text);
            case JOURNAL -> Answer.failed(URL, back, texts.get("user.forgotten.journal"));
            case MEMORY -> Answer.failed(URL, back, texts.get("user.forgotten.memory"));
        };
    }
}
