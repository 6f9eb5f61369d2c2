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

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Administrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Addresses;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Excerpts;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitch;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Booleans;
import org.xmpp.forms.FormField;
import org.xmpp.packet.JID;

/**
 * The command by which an administrator says what differs in a room from the settings. Safe for use by several threads.
 */
final class RoomCommand extends TwoStepCommand {

    /** The node of the command. */
    static final String CODE = "mucpulse#room";

    static final String ROOM = "room";
    /** The choice of the service. */
    static final String SERVICE = "service";

    private final Rooms rooms;
    private final RoomSwitches switches;
    private final Administrators administrators;

    RoomCommand(@Nonnull final Rooms rooms, @Nonnull final RoomSwitches switches,
                @Nonnull final Administrators administrators, @Nonnull final Function<JID, Locale> languages,
                @Nonnull final Locale serverLanguage) {
        super("room.command", languages, serverLanguage);
        this.rooms = rooms;
        this.switches = switches;
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
    boolean mayBlock() {
        return true;
    }

    @Override
    List<Action> actionsOfFirst() {
        return List.of(Action.NEXT);
    }

    private Optional<JID> room(final CommandSession data) {
        return Addresses.bare(value(data, ROOM)).filter(rooms::exists);
    }

    @Override
    List<List<String>> objectionsToFirst(final CommandSession data) {
        return room(data).isPresent() ? List.of()
            : List.of(List.of("room.command.error", Excerpts.of(value(data, ROOM))));
    }

    @Override
    void showFirst(final CommandSession data, final Element command) {
        final Texts texts = texts(data);
        final LocalizedForm form = new LocalizedForm(texts, CODE, "room.command");
        final FormField room = form.ask(ROOM, FormField.Type.jid_single, "room.command.room");
        room.setRequired(true);
        if (data.getData().containsKey(ROOM)) {
            room.addValue(value(data, ROOM));
            objectionsToFirst(data).forEach(objection -> room.setDescription(LocalizedForm.error(texts, objection)));
        }
        form.addTo(command);
    }

    @Override
    void showSecond(final CommandSession data, final Element command) {
        final JID room = room(data).orElseThrow();
        final Map<String, String> now = switches.of(room.toString());
        final Texts texts = texts(data);
        final LocalizedForm form = new LocalizedForm(texts, CODE, "room.command", "room.overrides.intro");
        form.say(room.toString());
        switches.declared().stream().filter(RoomSwitch::isFlag).forEach(one ->
            form.ask(one.name(), FormField.Type.boolean_type, "room." + one.field())
                .addValue(one.valueIn(now).isEmpty()));
        switches.declared().stream().filter(one -> !one.isFlag()).forEach(one -> {
            final FormField list = form.ask(one.name(), FormField.Type.list_single, "room." + one.field());
            list.addOption(texts.get("room." + one.field() + ".service"), SERVICE);
            one.values().forEach(word -> list.addOption(texts.get("choice." + word), word));
            list.addValue(one.valueIn(now).orElse(SERVICE));
        });
        form.addTo(command);
    }

    @Override
    void execute(@Nonnull final CommandSession data, @Nonnull final Element command) {
        final Texts texts = texts(data);
        final Optional<JID> room = room(data);
        if (room.isEmpty()) {
            // It was destroyed since the first step.
            LocalizedForm.addErrors(command, texts, objectionsToFirst(data));
            return;
        }
        if (!switches.areReadable()) {
            // What is stored must not be replaced by what differs from nothing.
            LocalizedForm.note(command, "error", texts.get("room.unreadable"));
            return;
        }
        final Map<String, String> before = switches.of(room.get().toString());
        if (switches.declared().stream().allMatch(one -> values(data, one).isEmpty())) {
            LocalizedForm.note(command, "error", texts.get("form.empty"));
            return;
        }
        final Optional<Map<String, String>> after = read(data, before);
        if (after.isEmpty()) {
            LocalizedForm.note(command, "error", texts.get("error.choice"));
            return;
        }
        if (!after.get().equals(before)) {
            switches.set(room.get().toString(), after.get());
            final Texts log = serverTexts();
            administrators.log(data.getOwner().getNode(), log.get("audit.room"), log.get("audit.room.values",
                room.get().toString(), switches.describe(before), switches.describe(after.get())));
        }
        LocalizedForm.note(command, "info", texts.get("room.saved"));
    }

    private static List<String> values(final CommandSession data, final RoomSwitch one) {
        return data.getData().getOrDefault(one.name(), List.of());
    }

    /** What was filled in; what was left out stays as it is. Empty where something is none of the choices. */
    private Optional<Map<String, String>> read(final CommandSession data, final Map<String, String> before) {
        final Map<String, String> after = new HashMap<>(before);
        for (final RoomSwitch one : switches.declared()) {
            if (!values(data, one).isEmpty()) {
                final String typed = value(data, one.name());
                final Optional<String> value = one.isFlag() ? flag(typed) : Optional.of(typed.toLowerCase(Locale.ROOT));
                if (value.isPresent() && one.values().contains(value.get())) {
                    after.put(one.feature(), value.get());
                } else if (value.isPresent() && SERVICE.equals(value.get())) {
                    after.remove(one.feature());
                } else {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(after);
    }

    /** Of a flag that is on, there is no value of its own. */
    private static Optional<String> flag(final String typed) {
        return Booleans.parse(typed).map(on -> on ? SERVICE : RoomSwitch.OFF);
    }
}
