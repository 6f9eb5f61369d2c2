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

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Administrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Picture;
import org.igniterealtime.openfire.plugin.mucpulse.feature.RoomSection;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Addresses;
import org.xmpp.packet.JID;

/**
 * The nodes of a room on its page: a table of them, and the items of the one that was chosen. Several can be deleted at
 * once. Safe for use by several threads.
 */
final class RoomNodes {

    /** Whose node it is, and which. */
    static final String ADDRESS = "address";
    static final String NODE = "node";
    static final String ITEM = "item";
    /** Asks for the picture that an item holds. */
    static final String PICTURE = "picture";
    static final String DELETE_NODES = "deleteNodes";
    static final String DELETE_ITEMS = "deleteItems";
    /** Says that a row of a table was chosen; followed by a dot and the number of the row, as the names above are. */
    static final String PICK = "pick";

    static final int NODES_ON_A_PAGE = 25;
    static final int ITEMS_ON_A_PAGE = 20;
    private static final int MOST_ROWS = Math.max(NODES_ON_A_PAGE, ITEMS_ON_A_PAGE);
    private static final int LONGEST_PAYLOAD = 2_000;

    private final List<RoomSection> sections;
    private final Administrators administrators;
    private final Texts texts;
    private final Answers answers;
    private final FormCheck check;
    private final SortedList<Found> table;
    private final SortedList<RoomSection.Item> items;

    RoomNodes(@Nonnull final List<RoomSection> sections, @Nonnull final Administrators administrators,
              @Nonnull final Texts texts, @Nonnull final Answers answers) {
        this.sections = List.copyOf(sections);
        this.administrators = administrators;
        this.texts = texts;
        this.answers = answers;
        this.check = new FormCheck(texts);
        this.table = new SortedList<Found>(RoomPage.URL, "nodes", NODES_ON_A_PAGE, texts)
            .column(NODE, "node.column.node", Comparator.comparing(found -> found.node().id()))
            .column("owner", "node.column.owner", Comparator.comparing(found -> found.node().address().toString()))
            .column("title", "node.column.title", Comparator.comparing(found -> found.node().title()))
            .numbers("items", "node.column.items", Comparator.comparingInt(found -> found.node().items().size()))
            .column("latest", "node.column.latest", Comparator.comparing(found -> found.latest()
                .map(RoomSection.Item::published).orElse(Instant.MIN)));
        this.items = new SortedList<RoomSection.Item>(RoomPage.URL, "items", ITEMS_ON_A_PAGE, texts)
            .column(ITEM, "node.column.item", Comparator.comparing(RoomSection.Item::id))
            .column("published", "node.column.published", Comparator.comparing(RoomSection.Item::published));
    }

    private record Found(RoomSection section, RoomSection.Node node) {

        Optional<RoomSection.Item> latest() {
            return node.items().isEmpty() ? Optional.empty() : Optional.of(node.items().get(node.items().size() - 1));
        }

        boolean is(final String address, final String id) {
            return node.address().toString().equals(address) && node.id().equals(id);
        }
    }

    /** A node. The names of these records are those that the view uses. */
    public record NodeLine(@Nonnull String address, @Nonnull String owner, @Nonnull String id, @Nonnull String title,
                           @Nonnull String publishers, @Nonnull String items, @Nonnull String latest,
                           @Nonnull String link) {
    }

    /** An item of a node; the address of its picture is empty where it has none. */
    public record ItemLine(@Nonnull String id, @Nonnull String published, @Nonnull String summary,
                           @Nonnull String payload, @Nonnull String picture) {
    }

    /** Adds what the view shows of the nodes. */
    void describe(@Nonnull final JID room, @Nonnull final PageRequest request,
                  @Nonnull final Map<String, Object> model) {
        final List<Found> all = new ArrayList<>();
        for (final RoomSection section : sections) {
            final Outcome<List<RoomSection.Node>> nodes = answers.await(section.nodes(room));
            nodes.value().ifPresent(found -> found.forEach(node -> all.add(new Found(section, node))));
            if (nodes.isTroubled()) {
                model.putIfAbsent("trouble", texts.get(nodes.trouble()));
            }
        }
        final Map<String, String> kept = Map.of(RoomPage.ROOM, room.toString());
        final SortedList.Part<Found> part = table.part(request, all, kept);
        model.put("nodesPart", part);
        model.put("nodes", part.lines().stream().map(found -> line(room, found, request)).toList());
        all.stream().filter(found -> found.is(request.exactly(ADDRESS).orElse(""), request.exactly(NODE).orElse("")))
            .findFirst().ifPresent(found -> describe(room, found, request, model));
    }

    private NodeLine line(final JID room, final Found found, final PageRequest request) {
        final RoomSection.Node node = found.node();
        final Map<String, String> chosen = new HashMap<>(chosen(room, node));
        chosen.putAll(table.state(request));
        return new NodeLine(node.address().toString(), texts.get(node.owner()), node.id(), node.title(),
            texts.get(node.publishers()), texts.get("value.number", node.items().size()),
            found.latest().map(item -> time(item)).orElse(""), Answer.address(RoomPage.URL, chosen, "items"));
    }

    private static Map<String, String> chosen(final JID room, final RoomSection.Node node) {
        return Map.of(RoomPage.ROOM, room.toString(), ADDRESS, node.address().toString(), NODE, node.id());
    }

    private String time(final RoomSection.Item item) {
        return texts.get(Text.verbatim(item.published()));
    }

    private void describe(final JID room, final Found found, final PageRequest request,
                          final Map<String, Object> model) {
        final Map<String, String> kept = new HashMap<>(chosen(room, found.node()));
        kept.putAll(table.state(request));
        final SortedList.Part<RoomSection.Item> part = items.part(request, found.node().items(), kept);
        model.put("chosen", line(room, found, request));
        model.put("itemsPart", part);
        model.put("items", part.lines().stream().map(item -> line(room, found, item)).toList());
    }

    private ItemLine line(final JID room, final Found found, final RoomSection.Item item) {
        final RoomSection.Preview preview = found.section().preview(item);
        final Map<String, String> picture = new HashMap<>(chosen(room, found.node()));
        picture.put(PICTURE, item.id());
        return new ItemLine(item.id(), time(item), texts.get(preview.summary()), shortened(item.payload()),
            preview.picture() ? Answer.address(RoomPage.URL, picture, "") : "");
    }

    private static String shortened(final String payload) {
        return payload.length() <= LONGEST_PAYLOAD ? payload : payload.substring(0, LONGEST_PAYLOAD) + " …";
    }

    /** The picture that an item holds. */
    @Nonnull
    Answer picture(@Nonnull final JID room, @Nonnull final PageRequest request) {
        final Optional<JID> address = address(room, request.text(ADDRESS));
        if (address.isPresent()) {
            for (final RoomSection section : sections) {
                final Optional<Picture> picture = answers.await(section.picture(address.get(),
                    request.exactly(NODE).orElse(""), request.exactly(PICTURE).orElse(""))).value()
                    .flatMap(found -> found);
                if (picture.isPresent()) {
                    return new Answer.File(picture.get().type(), "", picture.get().content());
                }
            }
        }
        return new Answer.NotFound();
    }

    private static Optional<JID> address(final JID room, final String text) {
        return Addresses.parse(text).filter(jid -> jid.asBareJID().equals(room));
    }

    /** Deletes the nodes or items that were chosen, and says what became of them. */
    @Nonnull
    Answer delete(@Nonnull final JID room, @Nonnull final PageRequest request) {
        final boolean whole = request.has(DELETE_NODES);
        final Map<String, String> back = new HashMap<>(Map.of(RoomPage.ROOM, room.toString()));
        if (!whole) {
            back.put(ADDRESS, request.text(ADDRESS));
            back.put(NODE, request.exactly(NODE).orElse(""));
        }
        final Optional<String> objection = check.unknown(request, fields(whole));
        if (objection.isPresent()) {
            return Answer.failed(RoomPage.URL, back, objection.get());
        }
        int picked = 0;
        int deleted = 0;
        String trouble = "";
        for (int row = 0; row < MOST_ROWS && trouble.isEmpty(); row++) {
            if (!request.box(PICK + '.' + row).orElse(false)) {
                continue;
            }
            picked++;
            final String number = whole ? "." + row : "";
            final Optional<JID> address = address(room, request.text(ADDRESS + number));
            final Optional<String> item = whole ? Optional.empty() : request.exactly(ITEM + '.' + row);
            final Outcome<Boolean> outcome = address.isEmpty() || !whole && item.isEmpty() ? Outcome.of(false)
                : delete(address.get(), request.exactly(NODE + number).orElse(""), item, request);
            trouble = outcome.trouble();
            deleted += outcome.value().orElse(false) ? 1 : 0;
        }
        return answer(back, whole, new Deletions(picked, deleted, trouble));
    }

    /** What a form can have with which nodes are deleted, or items. */
    private static Set<String> fields(final boolean whole) {
        final Stream<String> rows = IntStream.range(0, MOST_ROWS).boxed().flatMap(row ->
            (whole ? Stream.of(ADDRESS, NODE, PICK) : Stream.of(ITEM, PICK)).map(name -> name + '.' + row));
        return Stream.concat(rows, whole ? Stream.of(RoomPage.ROOM, DELETE_NODES)
            : Stream.of(RoomPage.ROOM, DELETE_ITEMS, ADDRESS, NODE)).collect(Collectors.toSet());
    }

    private record Deletions(int picked, int deleted, String trouble) {
    }

    private Answer answer(final Map<String, String> back, final boolean whole, final Deletions ended) {
        final String done = texts.get(whole ? "room.nodes.deleted" : "room.items.deleted", ended.deleted());
        final String text = ended.picked() == 0 ? texts.get("room.delete.nothing")
            : !ended.trouble().isEmpty() ? texts.get("room.delete.unknown", texts.get(ended.trouble()))
            : ended.deleted() == 0 ? texts.get("room.gone")
            : ended.deleted() < ended.picked() ? done + ' ' + texts.get("room.gone") : done;
        return new Answer.Redirect(RoomPage.URL, back, "",
            Optional.of(new Answer.Notice(text, ended.picked() > 0 && ended.deleted() == ended.picked())));
    }

    private Outcome<Boolean> delete(final JID address, final String node, final Optional<String> item,
                                    final PageRequest request) {
        Outcome<Boolean> result = Outcome.of(false);
        for (final RoomSection section : sections) {
            final Outcome<Boolean> outcome = answers.await(section.delete(address, node, item));
            // Where that is not known it may be deleted all the same, a moment later.
            if (outcome.isTroubled() || outcome.value().orElse(false)) {
                administrators.log(request.administrator(), texts.get(item.isEmpty() ? "audit.node" : "audit.item"),
                    texts.get("audit.deleted", address.toString(), node, item.orElse("")));
            }
            if (outcome.value().orElse(false)) {
                return outcome;
            }
            result = outcome.isTroubled() ? outcome : result;
        }
        return result;
    }
}
