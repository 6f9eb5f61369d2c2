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

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Administrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.feature.RoomReport;
import org.igniterealtime.openfire.plugin.mucpulse.feature.RoomSection;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Addresses;
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
    static final String DELETE_NODE = "deleteNode";
    static final String DELETE_ITEM = "deleteItem";
    /** Whose node it is, and which. */
    static final String ADDRESS = "address";
    static final String NODE = "node";
    static final String ITEM = "item";
    private static final int LONGEST_PAYLOAD = 2_000;

    private final RoomProfiles rooms;
    private final RoomSwitches switches;
    private final Durability durability;
    private final List<RoomSection> sections;
    private final List<RoomReport> reports;
    private final Administrators administrators;
    private final Texts texts;
    private final Answers answers;

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

    /** A node. The names of these records are those that the view uses. */
    public record NodeLine(@Nonnull String address, @Nonnull String owner, @Nonnull String id, @Nonnull String title,
                           @Nonnull String publishers, @Nonnull List<ItemLine> items) {

        /** Takes a copy. */
        public NodeLine {
            items = List.copyOf(items);
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

    /** An item of a node. */
    public record ItemLine(@Nonnull String id, @Nonnull String published, @Nonnull String payload) {
    }

    @Override
    @Nonnull
    public Answer show(@Nonnull final PageRequest request) {
        return inRoom(request, room -> Answer.show(NAME, model(room, switches.of(room.jid().toString()))));
    }

    @Override
    @Nonnull
    public Answer showAgain(@Nonnull final PageRequest form) {
        return !form.has(SAVE) ? show(form)
            : inRoom(form, room -> Answer.refuse(NAME, model(room, typed(form, switches.of(room.jid().toString())))));
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

    private Map<String, Object> model(final RoomProfile profile, final Map<String, String> values) {
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
        final List<Outcome<List<RoomSection.Node>>> found =
            sections.stream().map(section -> answers.await(section.nodes(room))).toList();
        found.stream().filter(Outcome::isTroubled).findFirst()
            .ifPresent(one -> model.put("trouble", texts.get(one.trouble())));
        model.put("nodes", found.stream().map(Outcome::value).flatMap(Optional::stream).flatMap(List::stream)
            .map(this::line).toList());
        model.put("reports", reports.stream().map(report -> report(room, report)).toList());
        model.put("places", sections.stream().flatMap(section -> section.place().stream()).map(texts::get).toList());
        model.put("publishers", sections.stream().flatMap(section -> section.publishers().stream()).map(texts::get)
            .toList());
        model.put("otherPublishersOnly", sections.stream().allMatch(section -> section.publishers().isEmpty()));
        model.put("otherPublishers", sections.stream().map(RoomSection::otherPublishers).map(texts::get).toList());
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

    private NodeLine line(final RoomSection.Node node) {
        return new NodeLine(node.address().toString(), texts.get(node.owner()), node.id(), node.title(),
            texts.get(node.publishers()), node.items().stream().map(item -> new ItemLine(item.id(),
                texts.get(Text.verbatim(item.published())), shortened(item.payload()))).toList());
    }

    private static String shortened(final String payload) {
        return payload.length() <= LONGEST_PAYLOAD ? payload : payload.substring(0, LONGEST_PAYLOAD) + " …";
    }

    @Override
    @Nonnull
    public Answer submit(@Nonnull final PageRequest request) {
        return inRoom(request, room -> submit(room.jid(), request));
    }

    private Answer submit(final JID room, final PageRequest request) {
        final Map<String, String> back = Map.of(ROOM, room.toString());
        if (request.has(SAVE)) {
            if (!switches.areReadable()) {
                // What is stored must not be replaced by what differs from nothing.
                return Answer.failed(URL, back, texts.get("room.unreadable"));
            }
            save(room, request);
            return switch (durability.outlook()) {
                case WRITTEN -> Answer.done(URL, back, texts.get("room.saved"));
                case JOURNAL -> Answer.failed(URL, back, texts.get("room.saved.journal"));
                case MEMORY -> Answer.failed(URL, back, texts.get("room.saved.memory"));
            };
        }
        return request.has(DELETE_NODE) || request.has(DELETE_ITEM) ? delete(room, request, back)
            : new Answer.NotFound();
    }

    /** What differs in the room once a form is saved. What the form does not have stays as it is. */
    private Map<String, String> typed(final PageRequest request, final Map<String, String> before) {
        final Map<String, String> after = new HashMap<>(before);
        for (final RoomSwitch one : switches.declared()) {
            if (!request.has(one.isFlag() ? SettingsPage.OFFERED + one.field() : one.field())) {
                continue;
            }
            final String value = one.isFlag() ? request.has(one.field()) ? "" : RoomSwitch.OFF
                : request.text(one.field()).toLowerCase(Locale.ROOT);
            after.remove(one.feature());
            if (one.values().contains(value)) {
                after.put(one.feature(), value);
            }
        }
        return after;
    }

    private void save(final JID room, final PageRequest request) {
        final Map<String, String> before = switches.of(room.toString());
        final Map<String, String> after = typed(request, before);
        if (!after.equals(before)) {
            switches.set(room.toString(), after);
            administrators.log(request.administrator(), texts.get("audit.room"),
                texts.get("audit.room.values", room.toString(), switches.describe(before), switches.describe(after)));
        }
    }

    private Answer delete(final JID room, final PageRequest request, final Map<String, String> back) {
        final Optional<JID> address =
            Addresses.parse(request.text(ADDRESS)).filter(jid -> jid.asBareJID().equals(room));
        if (address.isEmpty()) {
            return Answer.failed(URL, back, texts.get("room.gone"));
        }
        final boolean wholeNode = request.has(DELETE_NODE);
        final String node = request.exactly(NODE).orElse("");
        final String item = wholeNode ? "" : request.exactly(ITEM).orElse("");
        final Optional<String> part = wholeNode ? Optional.empty() : Optional.of(item);
        String trouble = "";
        for (final RoomSection section : sections) {
            final Outcome<Boolean> outcome = answers.await(section.delete(address.get(), node, part));
            trouble = outcome.isTroubled() ? outcome.trouble() : trouble;
            if (outcome.value().orElse(false)) {
                log(request, address.get(), node, item);
                return Answer.done(URL, back, texts.get(wholeNode ? "room.node.deleted" : "room.item.deleted"));
            }
        }
        if (trouble.isEmpty()) {
            return Answer.failed(URL, back, texts.get("room.gone"));
        }
        // It may be deleted all the same, a moment later.
        log(request, address.get(), node, item);
        return Answer.failed(URL, back, texts.get("room.delete.unknown", texts.get(trouble)));
    }

    private void log(final PageRequest request, final JID address, final String node, final String item) {
        administrators.log(request.administrator(), texts.get(item.isEmpty() ? "audit.node" : "audit.item"),
            texts.get("audit.deleted", address.toString(), node, item));
    }
}
