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

import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomFinder;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.xmpp.packet.JID;

/** The page on which rooms are looked for: a list that can be filtered, sorted and saved. */
public final class RoomsPage implements Page {

    static final String NAME = "rooms";
    public static final String URL = "mucpulse-rooms.jsp";

    static final int ON_A_PAGE = 50;
    private static final int LONGEST_TEXT = 100;
    /** Of how many rooms it is known whether they have nodes. */
    private static final int MOST_WITH_NODES = 50_000;

    static final String SERVICE = "service";
    static final String TEXT = "text";
    /** The rooms in which something differs from the settings. */
    static final String SPECIAL = "special";
    static final String PRIVATE = "private";
    static final String NODES = "nodes";
    /** Asks for the list as a file. */
    static final String CSV = "csv";
    private static final List<String> FILTERS = List.of(SPECIAL, PRIVATE, NODES);

    private final RoomList list;
    private final Supplier<? extends Collection<String>> services;
    private final IntFunction<CompletionStage<Map<JID, Integer>>> nodes;
    private final Texts texts;
    private final Answers answers;

    /**
     * Creates the page.
     *
     * @param search finds persistent rooms
     * @param rooms the rooms in memory
     * @param directory says who may enter rooms
     * @param switches what differs in rooms
     * @param services the domains of the services
     * @param nodes how many nodes rooms have, of so many rooms at most
     * @param texts the texts in the administrator's language
     * @param answers waits for what others find out
     */
    public RoomsPage(@Nonnull final RoomFinder search, @Nonnull final RoomProfiles rooms,
                     @Nonnull final RoomDirectory directory, @Nonnull final RoomSwitches switches,
                     @Nonnull final Supplier<? extends Collection<String>> services,
                     @Nonnull final IntFunction<CompletionStage<Map<JID, Integer>>> nodes,
                     @Nonnull final Texts texts, @Nonnull final Answers answers) {
        this.list = new RoomList(search, rooms, directory, switches);
        this.services = services;
        this.nodes = nodes;
        this.texts = texts;
        this.answers = answers;
    }

    /**
     * A line of the list. The names are those that the view uses.
     *
     * @param room the room's bare JID
     * @param name its name for people
     * @param kind whether it outlives its last occupant, and the end of the server, for a person
     * @param nodes how many nodes it has, empty text where that is not known
     * @param closed whether it is private
     * @param special whether something differs in it from the settings
     * @param link the plugin's page of the room
     * @param console the server's own page of the room
     */
    public record Line(@Nonnull JID room, @Nonnull String name, @Nonnull String kind, @Nonnull String nodes,
                       boolean closed, boolean special, @Nonnull String link, @Nonnull String console) {
    }

    /** How many nodes rooms have, as far as that is known. */
    private record Counts(Map<JID, Integer> known, boolean complete) {

        int of(final JID room) {
            return known.getOrDefault(room, complete ? 0 : -1);
        }
    }

    /** A page of the list, or all of it where that is to be saved. */
    private record Result(SortedList.Part<RoomList.Row> part, List<RoomList.Row> rows, boolean cut) {
    }

    @Override
    @Nonnull
    public Answer show(@Nonnull final PageRequest request) {
        final List<String> known = services.get().stream().sorted().toList();
        final String service = known.contains(request.text(SERVICE)) ? request.text(SERVICE)
            : known.isEmpty() ? "" : known.get(0);
        final String typed = request.text(TEXT);
        final String text = typed.substring(0, Math.min(typed.length(), LONGEST_TEXT));
        final Map<String, String> kept = new HashMap<>(Map.of(SERVICE, service, TEXT, text));
        FILTERS.stream().filter(request::has).forEach(filter -> kept.put(filter, "1"));

        final Outcome<Map<JID, Integer>> counted = answers.await(nodes.apply(MOST_WITH_NODES));
        final Counts counts = new Counts(counted.value().orElse(Map.of()),
            !counted.isTroubled() && counted.value().map(Map::size).orElse(0) < MOST_WITH_NODES);
        final SortedList<RoomList.Row> table = table(counts);
        final Outcome<Result> outcome = answers.query(() -> find(kept, request, table, counts));
        // A file says nothing of what is missing in it, as the page does.
        if (request.has(CSV) && outcome.value().isPresent() && !counted.isTroubled()) {
            return csv(outcome.value().get().rows(), counts);
        }
        final Map<String, Object> model = new HashMap<>(Map.of("services", known, SERVICE, service, TEXT, text,
            "state", table.state(request)));
        FILTERS.forEach(filter -> model.put(filter + "Only", kept.containsKey(filter)));
        if (outcome.isTroubled() || counted.isTroubled()) {
            model.put("trouble", texts.get(outcome.isTroubled() ? outcome.trouble() : counted.trouble()));
        }
        outcome.value().ifPresent(found -> {
            model.put("part", found.part());
            model.put("lines", found.part().lines().stream().map(row -> line(row, counts)).toList());
            model.put("cut", found.cut() ? texts.get("rooms.cut", RoomList.MOST) : "");
            final Map<String, String> file = new HashMap<>(kept);
            file.putAll(table.state(request));
            file.put(CSV, "1");
            model.put(CSV, Answer.address(URL, file, ""));
        });
        return Answer.show(NAME, model);
    }

    private SortedList<RoomList.Row> table(final Counts counts) {
        return new SortedList<RoomList.Row>(URL, NAME, ON_A_PAGE, texts)
            .column("room", "rooms.room", Comparator.comparing(row -> row.room().toString()))
            .column("name", "rooms.name", Comparator.comparing(row -> row.name().toLowerCase(Locale.ROOT)))
            .numbers(NODES, "rooms.nodes", Comparator.comparingInt(row -> counts.of(row.room())));
    }

    private Result find(final Map<String, String> kept, final PageRequest request,
                        final SortedList<RoomList.Row> table, final Counts counts) throws SQLException {
        final String service = kept.getOrDefault(SERVICE, "");
        final RoomList.Found found = list.find(service, kept.getOrDefault(TEXT, ""));
        List<RoomList.Row> rows = found.rows().stream()
            .filter(row -> !kept.containsKey(SPECIAL) || row.special())
            .filter(row -> !kept.containsKey(NODES) || counts.of(row.room()) > 0).toList();
        if (kept.containsKey(PRIVATE)) {
            rows = list.withAccess(service, rows).stream().filter(RoomList.Row::isPrivate).toList();
        }
        if (request.has(CSV)) {
            return new Result(table.part(request, List.of(), kept),
                list.withAccess(service, table.sorted(request, rows)), found.cut());
        }
        final SortedList.Part<RoomList.Row> part = table.part(request, rows, kept);
        return new Result(new SortedList.Part<>(list.withAccess(service, part.lines()), part.total(), part.page(),
            part.pages(), part.columns(), part.earlier(), part.later()), rows, found.cut());
    }

    private Line line(final RoomList.Row row, final Counts counts) {
        final int number = counts.of(row.room());
        final String address = row.room().toString();
        return new Line(row.room(), row.name(), texts.get(row.kind()),
            number < 0 ? "" : texts.get("value.number", number), row.isPrivate(), row.special(),
            Answer.address(RoomPage.URL, Map.of(RoomPage.ROOM, address), ""), RoomPage.consoleAddress(row.room()));
    }

    private Answer csv(final List<RoomList.Row> rows, final Counts counts) {
        return Csv.file("mucpulse-rooms.csv", List.of(texts.get("rooms.room"), texts.get("rooms.name"),
            texts.get("rooms.kind"), texts.get("rooms.nodes"), texts.get("rooms.private"),
            texts.get("rooms.special")), rows.stream().map(row -> List.of(row.room().toString(), row.name(),
                texts.get(row.kind()), counts.of(row.room()) < 0 ? "" : Integer.toString(counts.of(row.room())),
                flag(row.isPrivate()), flag(row.special()))).toList());
    }

    private String flag(final boolean value) {
        return texts.get(value ? "value.true" : "value.false");
    }

    @Override
    @Nonnull
    public Answer submit(@Nonnull final PageRequest request) {
        return new Answer.NotFound();
    }
}
