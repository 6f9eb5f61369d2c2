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

import com.google.common.base.Enums;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Administrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.RoomPage;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.settings.ChatStateSettings.Policy;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Excerpts;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomOverride;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomOverrides;
import org.xmpp.forms.FormField;
import org.xmpp.packet.JID;

/**
 * The command by which an administrator says what differs in a room from the settings. Safe for use by several threads.
 */
final class RoomCommand extends TwoStepCommand {

    /** The node of the command. */
    static final String CODE = "mucpulse#room";

    static final String ROOM = "room";
    static final String RAI = "rai";
    static final String MEP = "mep";
    static final String CHAT_STATES = "chatstates";
    static final String CHATTING = "chatting";
    /** Chat states are as in the service. */
    static final String SERVICE = "service";

    private final Rooms rooms;
    private final RoomOverrides overrides;
    private final Administrators administrators;

    RoomCommand(@Nonnull final Rooms rooms, @Nonnull final RoomOverrides overrides,
                @Nonnull final Administrators administrators, @Nonnull final Function<JID, Locale> languages,
                @Nonnull final Locale serverLanguage) {
        super("room.command", languages, serverLanguage);
        this.rooms = rooms;
        this.overrides = overrides;
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

    private Optional<JID> room(final CommandSession data) {
        try {
            return Optional.of(new JID(value(data, ROOM)))
                .filter(room -> room.getNode() != null && room.getResource() == null && rooms.exists(room));
        } catch (final IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    List<List<String>> objectionsToFirst(final CommandSession data) {
        return room(data).isPresent() ? List.of()
            : List.of(List.of("room.command.error", Excerpts.of(value(data, ROOM))));
    }

    @Override
    void showFirst(final CommandSession data, final Element command) {
        final Texts texts = texts(data);
        final ChoiceForm form = new ChoiceForm(texts, CODE, "room.command");
        final FormField room = form.ask(ROOM, FormField.Type.jid_single, "room.command.room");
        room.setRequired(true);
        if (data.getData().containsKey(ROOM)) {
            room.addValue(value(data, ROOM));
            objectionsToFirst(data).forEach(objection -> room.setDescription(ChoiceForm.error(texts, objection)));
        }
        form.addTo(command);
    }

    @Override
    void showSecond(final CommandSession data, final Element command) {
        final JID room = room(data).orElseThrow();
        final RoomOverride now = overrides.of(room.toString());
        final Texts texts = texts(data);
        final ChoiceForm form = new ChoiceForm(texts, CODE, "room.command", "room.overrides.intro");
        form.say(room.toString());
        form.ask(RAI, FormField.Type.boolean_type, "room.rai").addValue(!now.raiOff());
        form.ask(MEP, FormField.Type.boolean_type, "room.mep").addValue(!now.mepOff());
        form.ask(CHATTING, FormField.Type.boolean_type, "room.chatting").addValue(!now.chattingOff());
        final FormField policy = form.ask(CHAT_STATES, FormField.Type.list_single, "room.policy");
        policy.addOption(texts.get("room.policy.service"), SERVICE);
        for (final Policy one : Policy.values()) {
            policy.addOption(texts.get("choice." + word(one)), word(one));
        }
        policy.addValue(now.chatStates() == null ? SERVICE : word(now.chatStates()));
        form.addTo(command);
    }

    private static String word(final Policy policy) {
        return policy.name().toLowerCase(Locale.ROOT);
    }

    @Override
    void execute(@Nonnull final CommandSession data, @Nonnull final Element command) {
        final Texts texts = texts(data);
        final Optional<JID> room = room(data);
        if (room.isEmpty()) {
            // It was destroyed since the first step.
            ChoiceForm.addErrors(command, texts, objectionsToFirst(data));
            return;
        }
        final RoomOverride before = overrides.of(room.get().toString());
        final Optional<RoomOverride> after = read(data, before);
        if (after.isEmpty()) {
            ChoiceForm.note(command, "error", texts.get("error.choice"));
            return;
        }
        if (!after.get().equals(before)) {
            overrides.set(room.get().toString(), after.get());
            final Texts log = serverTexts();
            administrators.log(data.getOwner().getNode(), log.get("audit.room"), log.get("audit.room.values",
                room.get().toString(), RoomPage.describe(before), RoomPage.describe(after.get())));
        }
        ChoiceForm.note(command, "info", texts.get("room.saved"));
    }

    /** What was filled in; what was left out stays as it is. Empty where something is none of the choices. */
    private static Optional<RoomOverride> read(final CommandSession data, final RoomOverride before) {
        final Optional<Boolean> rai = flag(data, RAI, !before.raiOff());
        final Optional<Boolean> mep = flag(data, MEP, !before.mepOff());
        final Optional<Boolean> chatting = flag(data, CHATTING, !before.chattingOff());
        final String word = value(data, CHAT_STATES);
        final Policy policy = word.isEmpty() ? before.chatStates()
            : Enums.getIfPresent(Policy.class, word.toUpperCase(Locale.ROOT)).orNull();
        final boolean understood = policy != null || word.isEmpty() || SERVICE.equals(word);
        return rai.isEmpty() || mep.isEmpty() || chatting.isEmpty() || !understood ? Optional.empty()
            : Optional.of(new RoomOverride(!rai.get(), !mep.get(), policy, !chatting.get()));
    }

    private static Optional<Boolean> flag(final CommandSession data, final String field, final boolean otherwise) {
        return switch (value(data, field)) {
            case "" -> Optional.of(otherwise);
            case "1", "true" -> Optional.of(true);
            case "0", "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
