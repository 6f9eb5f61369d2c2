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
import java.util.Optional;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomFinder;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomFinder.Found;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.xmpp.packet.JID;

/**
 * The page on which rooms are looked for. Persistent rooms come from the database, a page at a time, whether or not the
 * server has them in memory; after the last of them come those that are in memory alone.
 */
public final class RoomsPage implements Page {

    static final String NAME = "rooms";
    public static final String URL = "mucpulse-rooms.jsp";

    static final int ON_A_PAGE = 50;
    /** As far as it can be paged: who wants more had better search. */
    private static final int MOST_PAGES = 10_000;
    private static final int LONGEST_TEXT = 100;

    private final RoomFinder search;
    private final Rooms rooms;
    private final RoomSwitches switches;
    private final Supplier<? extends Collection<String>> services;
    private final Answers answers;

    public RoomsPage(@Nonnull final RoomFinder search, @Nonnull final Rooms rooms,
                     @Nonnull final RoomSwitches switches,
              @Nonnull final Supplier<? extends Collection<String>> services, @Nonnull final Answers answers) {
        this.search = search;
        this.rooms = rooms;
        this.switches = switches;
        this.services = services;
        this.answers = answers;
    }

    /**
     * A line of the list. The names are those that the view uses.
     *
     * @param room the room's bare JID
     * @param name its name for people
     * @param persistent whether it outlives its last occupant
     * @param special whether something differs in it from the settings
     */
    public record Line(@Nonnull JID room, @Nonnull String name, boolean persistent, boolean special) {
    }

    /** A page of the list, and how many lines there are in all. */
    private record Part(List<Line> lines, int total) {
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
        final Optional<Part> part = answers.query(() -> find(service, text, (page - 1) * ON_A_PAGE));

        final Map<String, Object> model = new HashMap<>();
        model.put("services", known);
        model.put("service", service);
        model.put("text", text);
        model.put("page", page);
        model.put("failed", part.isEmpty());
        part.ifPresent(found -> {
            model.put("lines", found.lines());
            model.put("total", found.total());
            model.put("pages", Math.max(1, (found.total() + ON_A_PAGE - 1) / ON_A_PAGE));
        });
        return Answer.show(NAME, model);
    }

    private Part find(final String service, final String text, final int skipped) throws SQLException {
        final int persistent = search.count(service, text);
        final List<Line> temporary = temporary(service, text);
        final List<Line> lines = new ArrayList<>();
        if (skipped < persistent) {
            search.page(service, text, skipped, ON_A_PAGE).forEach(found -> lines.add(line(found, true)));
        }
        temporary.stream().skip(Math.max(0, skipped - persistent)).limit(ON_A_PAGE - lines.size())
            .forEach(lines::add);
        return new Part(lines, persistent + temporary.size());
    }

    private List<Line> temporary(final String service, final String text) {
        final String wanted = text.toLowerCase(Locale.ROOT);
        return rooms.loaded().stream()
            .filter(room -> !room.persistent() && room.jid().getDomain().equals(service))
            .map(RoomView::jid)
            .filter(room -> room.getNode().contains(wanted))
            .sorted(Comparator.comparing(JID::toString))
            .map(room -> line(new Found(room, ""), false))
            .toList();
    }

    private Line line(final Found found, final boolean persistent) {
        return new Line(found.room(), found.name(), persistent, !switches.of(found.room().toString()).isEmpty());
    }

    @Override
    @Nonnull
    public Answer submit(@Nonnull final PageRequest request) {
        return new Answer.NotFound();
    }
}
