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
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Administrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
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
    private final List<RoomSection> sections;
    private final Administrators administrators;
    private final Texts texts;
    private final Answers answers;

    public RoomPage(@Nonnull final RoomProfiles rooms, @Nonnull final RoomSwitches switches,
             @Nonnull final List<RoomSection> sections, @Nonnull final Administrators administrators,
             @Nonnull final Texts texts, @Nonnull final Answers answers) {
        this.rooms = rooms;
        this.switches = switches;
        this.sections = List.copyOf(sections);
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

    /** An item of a node. */
    public record ItemLine(@Nonnull String id, @Nonnull String published, @Nonnull String payload) {
    }

    @Override
    @Nonnull
    public Answer show(@Nonnull final PageRequest request) {
        final Optional<RoomProfile> room = room(request);
        return room.isEmpty() ? noSuchRoom() : Answer.show(NAME, model(room.get()));
    }

    private Answer noSuchRoom() {
        return Answer.failed(RoomsPage.URL, Map.of(), texts.get("room.none"));
    }

    private Optional<RoomProfile> room(final PageRequest request) {
        return Addresses.bare(request.text(ROOM))
            .flatMap(jid -> answers.query(() -> rooms.load(jid)).orElse(Optional.empty()));
    }

    private Map<String, Object> model(final RoomProfile profile) {
        final JID room = profile.jid();
        final Map<String, Object> model = new HashMap<>();
        model.put(ROOM, room.toString());
        model.put("name", profile.name());
        model.put("topic", profile.topic());
        model.put("flags", switches.declared().stream().filter(RoomSwitch::isFlag)
            .map(one -> field(one, switches.of(room.toString()))).toList());
        model.put("choices", switches.declared().stream().filter(one -> !one.isFlag())
            .map(one -> field(one, switches.of(room.toString()))).toList());
        final List<Optional<List<RoomSection.Node>>> found =
            sections.stream().map(section -> answers.await(section.nodes(room))).toList();
        model.put("failed", found.stream().anyMatch(Optional::isEmpty));
        model.put("nodes", found.stream().flatMap(Optional::stream).flatMap(List::stream).map(this::line).toList());
        model.put("publishers", sections.stream().flatMap(section -> section.publishers().stream()).map(texts::get)
            .toList());
        model.put("otherPublishers", sections.stream().map(RoomSection::otherPublishers).map(texts::get).toList());
        return model;
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
        final Optional<JID> room = room(request).map(RoomProfile::jid);
        if (room.isEmpty()) {
            return noSuchRoom();
        }
        final Map<String, String> back = Map.of(ROOM, room.get().toString());
        if (request.has(SAVE)) {
            save(room.get(), request);
            return Answer.done(URL, back, texts.get("room.saved"));
        }
        if (request.has(DELETE_NODE) || request.has(DELETE_ITEM)) {
            return delete(room.get(), request)
                ? Answer.done(URL, back,
                    texts.get(request.has(DELETE_NODE) ? "room.node.deleted" : "room.item.deleted"))
                : Answer.failed(URL, back, texts.get("room.gone"));
        }
        return new Answer.NotFound();
    }

    private void save(final JID room, final PageRequest request) {
        final Map<String, String> before = switches.of(room.toString());
        final Map<String, String> after = new HashMap<>(before);
        for (final RoomSwitch one : switches.declared()) {
            final String value = one.isFlag() ? request.has(one.field()) ? "" : RoomSwitch.OFF
                : request.text(one.field()).toLowerCase(Locale.ROOT);
            after.remove(one.feature());
            if (one.values().contains(value)) {
                after.put(one.feature(), value);
            }
        }
        if (!after.equals(before)) {
            switches.set(room.toString(), after);
            administrators.log(request.administrator(), texts.get("audit.room"),
                texts.get("audit.room.values", room.toString(), switches.describe(before), switches.describe(after)));
        }
    }

    private boolean delete(final JID room, final PageRequest request) {
        final Optional<JID> address =
            Addresses.parse(request.text(ADDRESS)).filter(jid -> jid.asBareJID().equals(room));
        final String node = request.exactly(NODE).orElse("");
        final String item = request.exactly(ITEM).orElse("");
        final boolean wholeNode = request.has(DELETE_NODE);
        final Optional<String> part = wholeNode ? Optional.empty() : Optional.of(item);
        final boolean deleted = address.isPresent() && sections.stream().anyMatch(section ->
            answers.await(section.delete(address.get(), node, part)).orElse(false));
        if (deleted) {
            administrators.log(request.administrator(), texts.get(wholeNode ? "audit.node" : "audit.item"),
                texts.get("audit.deleted", address.get().toString(), node, wholeNode ? "" : item));
        }
        return deleted;
    }
}
