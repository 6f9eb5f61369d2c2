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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Administrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.feature.RoomReport;
import org.igniterealtime.openfire.plugin.mucpulse.feature.RoomSection;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Addresses;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Excerpts;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitch;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.xmpp.packet.JID;

/**
 * The page of one room: what differs in it from the settings, and its nodes.
 */
public final class RoomPage implements Page {

    static final String NAME = "room";
    public static final String URL = "mucpulse-room.jsp";

    static final String ROOM = "room";
    static final String SAVE = "save";
    /** The server's own page of a room, and what its parameter is called. */
    private static final String CONSOLE = "../../muc-room-edit-form.jsp";
    private static final String CONSOLE_ROOM = "roomJID";

    private final RoomProfiles rooms;
    private final RoomSwitches switches;
    private final Durability durability;
    private final List<RoomSection> sections;
    private final List<RoomReport> reports;
    private final Administrators administrators;
    private final Texts texts;
    private final Answers answers;
    private final RoomNodes nodes;
    private final FormCheck check;

    public RoomPage(@Nonnull final RoomProfiles rooms, @Nonnull final RoomSwitches switches,
             @Nonnull final Durability durability, @Nonnull final List<RoomSection> sections,
             @Nonnull final List<RoomReport> reports,
             @Nonnull final Administrators administrators,
             @Nonnull final Texts texts, @Nonnull final Answers answers) {
        this.rooms = rooms;
        this.switches = switches;
        this.durability = durability;
        this.sections = List.copyOf(sections);
        this.reports = List.copyOf(reports);
        this.administrators = administrators;
        this.texts = texts;
        this.answers = answers;
        this.nodes = new RoomNodes(sections, administrators, texts, answers);
        this.check = new FormCheck(texts);
    }

    /**
     * A switch as a field of the form.
     *
     * @param name the name of the field
     * @param label the text beside it
     * @param standard whether nothing differs in the room: a flag is on, or the choice that of the service
     * @param standardLabel the text for the choice of the service, empty text for a flag
     * @param choices what else can be chosen, none for a flag
     */
    public record SwitchField(@Nonnull String name, @Nonnull String label, boolean standard,
                              @Nonnull String standardLabel, @Nonnull List<SettingField.Choice> choices) {

        /** Takes a copy. */
        public SwitchField {
            choices = List.copyOf(choices);
        }
    }

    /** A list of things to know of the room, and what to say where it is empty. */
    public record ReportPart(@Nonnull String id, @Nonnull String title, @Nonnull List<String> lines,
                             @Nonnull String none) {

        /** Takes a copy. */
        public ReportPart {
            lines = List.copyOf(lines);
        }
    }

    /** Who may publish to a node; to which is empty text for all others. */
    public record PublisherLine(@Nonnull String node, @Nonnull String publishers) {
    }

    /** The address of the server's own page of a room. */
    @Nonnull
    static String consoleAddress(@Nonnull final JID room) {
        return Answer.address(CONSOLE, Map.of(CONSOLE_ROOM, room.toString()), "");
    }

    @Override
    @Nonnull
    public Answer show(@Nonnull final PageRequest request) {
        return inRoom(request, room -> request.has(RoomNodes.PICTURE) ? nodes.picture(room.jid(), request)
            : Answer.show(NAME, model(room, switches.of(room.jid().toString()), request)));
    }

    @Override
    @Nonnull
    public Answer showAgain(@Nonnull final PageRequest form) {
        return !form.has(SAVE) ? show(form)
            : inRoom(form,
                room -> Answer.refuse(NAME,
                    model(room, typed(form, switches.of(room.jid().toString())).after(), form)));
    }

    /** Does something in the room that is named, or says why that is not possible. */
    private Answer inRoom(final PageRequest request, final Function<RoomProfile, Answer> action) {
        final Outcome<Optional<RoomProfile>> room = Addresses.bare(request.text(ROOM))
            .map(jid -> answers.query(() -> rooms.load(jid))).orElse(Outcome.of(Optional.empty()));
        return room.value().map(found -> found.map(action).orElseGet(() -> toList("room.none")))
            .orElseGet(() -> toList(room.trouble()));
    }

    private Answer toList(final String why) {
        return Answer.failed(RoomsPage.URL, Map.of(), texts.get(why));
    }

    private Map<String, Object> model(final RoomProfile profile, final Map<String, String> values,
                                      final PageRequest request) {
        final JID room = profile.jid();
        final Map<String, Object> model = new HashMap<>();
        model.put(ROOM, room.toString());
        model.put("name", profile.name());
        model.put("topic", profile.topic());
        model.put("flags", switches.declared().stream().filter(RoomSwitch::isFlag)
            .map(one -> field(one, values)).toList());
        model.put("choices", switches.declared().stream().filter(one -> !one.isFlag())
            .map(one -> field(one, values)).toList());
        model.put("readable", switches.areReadable());
        model.put("reports", reports.stream().map(report -> report(room, report)).toList());
        model.put("places", sections.stream().flatMap(section -> section.place().stream()).map(texts::get).toList());
        model.put("consoleLink", consoleAddress(room));
        model.put("publishers", sections.stream().flatMap(section -> section.publishers().stream())
            .map(one -> new PublisherLine(one.node(), texts.get(one.publishers()))).toList());
        model.put("otherPublishers", sections.stream().map(RoomSection::otherPublishers).map(texts::get).toList());
        nodes.describe(room, request, model);
        return model;
    }

    private ReportPart report(final JID room, final RoomReport report) {
        final Outcome<List<Text>> lines = answers.await(report.lines(room));
        return new ReportPart(report.id(), texts.get(report.title()),
            lines.value().orElse(List.of()).stream().map(texts::get).toList(),
            lines.isTroubled() ? texts.get(lines.trouble()) : texts.get(report.none()));
    }

    private SwitchField field(final RoomSwitch one, final Map<String, String> room) {
        final Optional<String> value = one.valueIn(room);
        final String label = "room." + one.field();
        return new SwitchField(one.field(), texts.get(label), value.isEmpty(),
            one.isFlag() ? "" : texts.get(label + ".service"), one.isFlag() ? List.of() : one.values().stream()
                .map(word -> new SettingField.Choice(word, texts.get("choice." + word), value.filter(word::equals)
                    .isPresent())).toList());
    }

    @Override
    @Nonnull
    public Answer submit(@Nonnull final PageRequest request) {
        return inRoom(request, room -> submit(room.jid(), request));
    }

    private Answer submit(final JID room, final PageRequest request) {
        final Map<String, String> back = Map.of(ROOM, room.toString());
        if (request.has(SAVE)) {
            final Map<String, String> before = switches.of(room.toString());
            final Typed typed = typed(request, before);
            final Optional<String> objection = objection(request, typed);
            if (objection.isPresent()) {
                return Answer.failed(URL, back, objection.get());
            }
            save(room, before, typed.after(), request);
            return switch (durability.outlook()) {
                case WRITTEN -> Answer.done(URL, back, texts.get("room.saved"));
                case JOURNAL -> Answer.failed(URL, back, texts.get("room.saved.journal"));
                case MEMORY -> Answer.failed(URL, back, texts.get("room.saved.memory"));
            };
        }
        return request.has(RoomNodes.DELETE_NODES) || request.has(RoomNodes.DELETE_ITEMS)
            ? nodes.delete(room, request) : new Answer.NotFound();
    }

    /** Why nothing of a form is saved, empty where it is. */
    private Optional<String> objection(final PageRequest request, final Typed typed) {
        if (!switches.areReadable()) {
            // What is stored must not be replaced by what differs from nothing.
            return Optional.of(texts.get("room.unreadable"));
        }
        final Set<String> fields = switches.declared().stream()
            .flatMap(one -> one.isFlag() ? Stream.of(one.field(), SettingsPage.OFFERED + one.field())
                : Stream.of(one.field())).collect(Collectors.toSet());
        return check.incomplete(request, fields, Set.of(ROOM, SAVE)).or(() -> typed.wrong().stream().findFirst()
            .map(one -> texts.get("form.value", texts.get("room." + one.field()),
                Excerpts.of(request.text(one.field())))));
    }

    /** What differs in the room once a form is saved, and the switches whose values are none that they can have. */
    private record Typed(Map<String, String> after, List<RoomSwitch> wrong) {
    }

    /** What a form has for a switch: empty text where nothing is to differ, and what is no value where it is none. */
    private static String word(final PageRequest request, final RoomSwitch one) {
        return one.isFlag() ? request.box(one.field()).map(on -> on ? "" : RoomSwitch.OFF).orElse("?")
            : request.text(one.field()).toLowerCase(Locale.ROOT);
    }

    /** What the form does not have stays as it is, as does what is wrong. */
    private Typed typed(final PageRequest request, final Map<String, String> before) {
        final Map<String, String> after = new HashMap<>(before);
        final List<RoomSwitch> wrong = new ArrayList<>();
        for (final RoomSwitch one : switches.declared()) {
            if (!request.has(one.field()) && !(one.isFlag() && request.has(SettingsPage.OFFERED + one.field()))) {
                continue;
            }
            final String value = word(request, one);
            if (value.isEmpty()) {
                after.remove(one.feature());
            } else if (one.values().contains(value)) {
                after.put(one.feature(), value);
            } else {
                wrong.add(one);
            }
        }
        return new Typed(after, wrong);
    }

    private void save(final JID room, final Map<String, String> before, final Map<String, String> after,
                      final PageRequest request) {
        if (!after.equals(before)) {
            switches.set(room.toString(), after);
            administrators.log(request.administrator(), texts.get("audit.room"),
                texts.get("audit.room.values", room.toString(), switches.describe(before), switches.describe(after)));
        }
    }
}
