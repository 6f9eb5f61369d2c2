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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomFinder;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.xmpp.packet.JID;

/**
 * The page on which rooms are looked for. Persistent rooms come from the database, a page at a time, whether or not the
 * server has them in memory; after the last of them come those that are in memory alone: temporary rooms, and
 * persistent ones that the server could not save.
 */
public final class RoomsPage implements Page {

    static final String NAME = "rooms";
    public static final String URL = "mucpulse-rooms.jsp";

    static final int ON_A_PAGE = 50;
    /** As far as it can be paged: who wants more had better search. */
    private static final int MOST_PAGES = 10_000;
    private static final int LONGEST_TEXT = 100;

    private final RoomFinder search;
    private final RoomProfiles rooms;
    private final RoomDirectory directory;
    private final RoomSwitches switches;
    private final Supplier<? extends Collection<String>> services;
    private final Texts texts;
    private final Answers answers;

    public RoomsPage(@Nonnull final RoomFinder search, @Nonnull final RoomProfiles rooms,
                     @Nonnull final RoomDirectory directory, @Nonnull final RoomSwitches switches,
                     @Nonnull final Supplier<? extends Collection<String>> services, @Nonnull final Texts texts,
                     @Nonnull final Answers answers) {
        this.search = search;
        this.rooms = rooms;
        this.directory = directory;
        this.texts = texts;
        this.switches = switches;
        this.services = services;
        this.answers = answers;
    }

    /**
     * A line of the list. The names are those that the view uses.
     *
     * @param room the room's bare JID
     * @param name its name for people
     * @param kind whether it outlives its last occupant, and the end of the server, for a person
     * @param special whether something differs in it from the settings
     */
    public record Line(@Nonnull JID room, @Nonnull String name, @Nonnull String kind, boolean special) {
    }

    /** A page of the list, which one it is, and how many lines there are in all. */
    private record Part(List<Line> lines, int page, int total) {
    }

    @Override
    @Nonnull
    public Answer show(@Nonnull final PageRequest request) {
        final List<String> known = services.get().stream().sorted().toList();
        final String service = known.contains(request.text("service")) ? request.text("service")
            : known.isEmpty() ? "" : known.get(0);
        final String typed = request.text("text");
        final String text = typed.substring(0, Math.min(typed.length(), LONGEST_TEXT));
        final int page = Math.min(request.number("page", 1), MOST_PAGES);
        final Outcome<Part> part = answers.query(() -> find(service, text, page));

        final Map<String, Object> model = new HashMap<>();
        model.put("services", known);
        model.put("service", service);
        model.put("text", text);
        if (part.isTroubled()) {
            model.put("trouble", texts.get(part.trouble()));
        }
        part.value().ifPresent(found -> {
            model.put("lines", found.lines());
            model.put("total", found.total());
            model.put("page", found.page());
            model.put("pages", pages(found.total()));
        });
        return Answer.show(NAME, model);
    }

    private static int pages(final int lines) {
        return Math.max(1, (lines + ON_A_PAGE - 1) / ON_A_PAGE);
    }

    private Part find(final String service, final String text, final int wanted) throws SQLException {
        final int stored = search.count(service, text);
        final List<RoomView> others = inMemoryAlone(service, text);
        final int page = Math.min(wanted, pages(stored + others.size()));
        final int skipped = (page - 1) * ON_A_PAGE;
        final List<Line> lines = new ArrayList<>();
        if (skipped < stored) {
            search.page(service, text, skipped, ON_A_PAGE)
                .forEach(found -> lines.add(line(found.room(), found.name(), "rooms.persistent")));
        }
        others.stream().skip(Math.max(0, skipped - stored)).limit(ON_A_PAGE - lines.size())
            .forEach(room -> lines.add(line(room.jid(), name(room.jid()),
                room.persistent() ? "rooms.unsaved" : "rooms.temporary")));
        return new Part(lines, page, stored + others.size());
    }

    private List<RoomView> inMemoryAlone(final String service, final String text) {
        final String wanted = text.toLowerCase(Locale.ROOT);
        final List<RoomView> loaded = rooms.loaded().stream().filter(room -> room.jid().getDomain().equals(service))
            .toList();
        final List<JID> persistent = loaded.stream().filter(RoomView::persistent).map(RoomView::jid).toList();
        final Set<JID> stored = persistent.isEmpty() ? Set.of() : directory.rooms(service, persistent).keySet();
        return loaded.stream()
            .filter(room -> !room.persistent() || !stored.contains(room.jid()))
            .filter(room -> room.jid().getNode().contains(wanted)
                || name(room.jid()).toLowerCase(Locale.ROOT).contains(wanted))
            .sorted(Comparator.comparing(room -> room.jid().toString()))
            .toList();
    }

    private String name(final JID room) {
        return rooms.profile(room).map(RoomProfile::name).orElse("");
    }

    private Line line(final JID room, final String name, final String kind) {
        return new Line(room, name, texts.get(kind), !switches.of(room.toString()).isEmpty());
    }

    @Override
    @Nonnull
    public Answer submit(@Nonnull final PageRequest request) {
        return new Answer.NotFound();
    }
}
