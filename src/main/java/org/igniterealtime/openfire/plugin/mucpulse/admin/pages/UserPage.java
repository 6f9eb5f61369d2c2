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
package org.igniterealtime.openfire.plugin.mucpulse.admin.pages;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Administrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RoomActivityIndicators;
import org.igniterealtime.openfire.plugin.mucpulse.rai.SubscribedSession;
import org.igniterealtime.openfire.plugin.mucpulse.rai.VisitLog;
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
    static final String END_SUBSCRIPTIONS = "endSubscriptions";
    static final String FORGET_VISITS = "forgetVisits";
    static final String RESET_CHATTING = "resetChatting";
    static final String FORGET_ALL = "forgetAll";
    /** Has to be ticked, too. */
    static final String SURE = "sure";

    private final String domain;
    private final RoomActivityIndicators rai;
    private final VisitLog visits;
    private final ChattingUsers chatting;
    private final Administrators administrators;
    private final Texts texts;
    private final Answers answers;

    public UserPage(@Nonnull final String domain, @Nonnull final RoomActivityIndicators rai,
                    @Nonnull final VisitLog visits,
             @Nonnull final ChattingUsers chatting, @Nonnull final Administrators administrators,
             @Nonnull final Texts texts, @Nonnull final Answers answers) {
        this.domain = domain;
        this.rai = rai;
        this.visits = visits;
        this.chatting = chatting;
        this.administrators = administrators;
        this.texts = texts;
        this.answers = answers;
    }

    /** A visit. The names are those that the view uses. */
    public record VisitLine(@Nonnull String room, @Nonnull String when) {
    }

    @Override
    @Nonnull
    public Answer show(@Nonnull final PageRequest request) {
        final String typed = request.text(USER);
        final Map<String, Object> model = new HashMap<>();
        model.put("typed", Excerpts.of(typed));
        final Optional<JID> user = user(typed);
        if (typed.isEmpty()) {
            return Answer.show(NAME, model);
        }
        if (user.isEmpty()) {
            model.put("wrong", true);
            return Answer.refuse(NAME, model);
        }
        describe(user.get(), model);
        return Answer.show(NAME, model);
    }

    /** A user of this server may be named without its domain. */
    private Optional<JID> user(final String typed) {
        try {
            final JID jid = typed.contains("@") ? new JID(typed) : new JID(typed, domain, null);
            return Optional.of(jid.asBareJID()).filter(bare -> bare.getNode() != null);
        } catch (final IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void describe(final JID user, final Map<String, Object> model) {
        model.put(USER, user.toString());
        final Optional<List<SubscribedSession>> sessions = answers.await(rai.subscriptionsOf(user));
        final Optional<Map<JID, Long>> known = answers.query(() -> visits.visits(user));
        model.put("failed", sessions.isEmpty() || known.isEmpty());
        model.put("sessions", sessions.orElse(List.of()));
        final DateTimeFormatter format = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
            .withLocale(texts.locale()).withZone(ZoneId.systemDefault());
        model.put("visits", known.orElse(Map.of()).entrySet().stream()
            .sorted(Map.Entry.<JID, Long>comparingByValue().reversed())
            .map(entry -> new VisitLine(entry.getKey().toString(),
                format.format(Instant.EPOCH.plus(entry.getValue(), ChronoUnit.MICROS)))).toList());
        final ChattingUsers.State state = chatting.of(user);
        model.put("chattingStated", state.stated());
        model.put("chattingPublish", state.publish());
        model.put("chattingPrivate", state.privateRooms());
        model.put("chattingExcluded", sorted(state.excluded()));
        model.put("chattingPublished", sorted(state.published()));
    }

    private static List<String> sorted(final Collection<JID> rooms) {
        return rooms.stream().map(JID::toString).sorted().toList();
    }

    @Override
    @Nonnull
    public Answer submit(@Nonnull final PageRequest request) {
        final Optional<JID> user = user(request.text(USER));
        if (user.isEmpty()) {
            return new Answer.NotFound();
        }
        final Map<String, String> back = Map.of(USER, user.get().toString());
        if (request.has(END_SUBSCRIPTIONS)) {
            rai.endSubscriptions(user.get());
            return done(request, user.get(), "user.subscriptions.ended");
        }
        if (request.has(FORGET_VISITS)) {
            rai.forget(user.get());
            return done(request, user.get(), "user.visits.forgotten");
        }
        if (request.has(RESET_CHATTING)) {
            chatting.reset(user.get());
            return done(request, user.get(), "user.chatting.forgotten");
        }
        if (request.has(FORGET_ALL) && !request.has(SURE)) {
            return Answer.failed(URL, back, texts.get("user.sure.missing"));
        }
        if (request.has(FORGET_ALL)) {
            rai.endSubscriptions(user.get());
            rai.forget(user.get());
            chatting.reset(user.get());
            return done(request, user.get(), "user.all.forgotten");
        }
        return new Answer.NotFound();
    }

    private Answer done(final PageRequest request, final JID user, final String what) {
        administrators.log(request.administrator(), texts.get("audit." + what), user.toString());
        return Answer.done(URL, Map.of(USER, user.toString()), texts.get(what));
    }
}
