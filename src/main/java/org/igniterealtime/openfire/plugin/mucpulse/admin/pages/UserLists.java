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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserList;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.xmpp.packet.JID;

/**
 * The lists on the page of users: filtered, sorted, a page at a time, or saved as files. Safe for use by several
 * threads.
 */
final class UserLists {

    /** How many lines are looked at. */
    static final int MOST = 10_000;
    static final int ON_A_PAGE = 50;
    static final String TEXT = "text";
    /** Asks for a list, by its name, as a file. */
    static final String CSV = "csv";
    private static final int LONGEST_TEXT = 100;
    private static final String CONSOLE = "../../user-properties.jsp";

    private final List<UserList> lists;
    private final Accounts accounts;
    private final Texts texts;
    private final Answers answers;

    UserLists(@Nonnull final List<UserList> lists, @Nonnull final Accounts accounts, @Nonnull final Texts texts,
              @Nonnull final Answers answers) {
        this.lists = List.copyOf(lists);
        this.accounts = accounts;
        this.texts = texts;
        this.answers = answers;
    }

    /** What a cell says, and its class of the style sheet. The names of these records are those that the view uses. */
    public record Cell(@Nonnull String text, @Nonnull String style) {
    }

    /** A line; the server's own page is that of an account. */
    public record Line(@Nonnull String user, @Nonnull List<Cell> cells, @Nonnull String link,
                       @Nonnull String console) {

        /** Takes a copy. */
        public Line {
            cells = List.copyOf(cells);
        }
    }

    /** A list; what there is to say of it, and the address of its file. */
    public record Shown(@Nonnull String id, @Nonnull String title, @Nonnull List<String> notes,
                        @Nonnull SortedList.Part<UserList.Line> part, @Nonnull List<Line> lines,
                        @Nonnull String file) {

        /** Takes copies. */
        public Shown {
            notes = List.copyOf(notes);
            lines = List.copyOf(lines);
        }
    }

    private static String text(final PageRequest request) {
        final String typed = request.text(TEXT);
        return typed.substring(0, Math.min(typed.length(), LONGEST_TEXT));
    }

    /** The file that is asked for, empty where none is, or it cannot be made. */
    @Nonnull
    Optional<Answer> file(@Nonnull final PageRequest request) {
        return lists.stream().filter(list -> list.id().equals(request.text(CSV))).findFirst()
            .flatMap(list -> answers.await(list.lines(MOST)).value().map(lines -> file(list, request, lines)));
    }

    private Answer file(final UserList list, final PageRequest request, final List<UserList.Line> lines) {
        final List<String> heading = new ArrayList<>(List.of(texts.get("users.column.user")));
        list.columns().forEach(column -> heading.add(texts.get(column)));
        return Csv.file("mucpulse-" + list.id() + ".csv", heading,
            table(list, lines).sorted(request, filtered(lines, text(request))).stream()
                .map(line -> Stream.concat(Stream.of(line.user().toString()), line.cells().stream().map(texts::get))
                    .toList()).toList());
    }

    /** Adds what the view shows. */
    void describe(@Nonnull final PageRequest request, @Nonnull final Map<String, Object> model) {
        model.put(TEXT, text(request));
        model.put("lists", lists.stream().map(list -> shown(list, request)).toList());
    }

    private Shown shown(final UserList list, final PageRequest request) {
        final Map<String, String> kept = new HashMap<>();
        if (!text(request).isEmpty()) {
            kept.put(TEXT, text(request));
        }
        final Outcome<List<UserList.Line>> outcome = answers.await(list.lines(MOST));
        final List<UserList.Line> all = outcome.value().orElse(List.of());
        final List<String> notes = new ArrayList<>();
        list.place().map(texts::get).ifPresent(notes::add);
        if (outcome.isTroubled()) {
            notes.add(texts.get(outcome.trouble()));
        } else if (all.size() >= MOST) {
            notes.add(texts.get("users.cut", MOST));
        }
        final SortedList<UserList.Line> table = table(list, all);
        final SortedList.Part<UserList.Line> part = table.part(request, filtered(all, text(request)), kept);
        final Map<String, String> file = new HashMap<>(kept);
        file.putAll(table.state(request));
        file.put(CSV, list.id());
        return new Shown(list.id(), texts.get(list.title()), notes, part,
            part.lines().stream().map(this::line).toList(), Answer.address(UserPage.URL, file, ""));
    }

    private Line line(final UserList.Line line) {
        final JID user = line.user();
        final String node = user.getNode();
        return new Line(user.toString(), line.cells().stream().map(this::cell).toList(),
            node == null ? "" : Answer.address(UserPage.URL, Map.of(UserPage.USER, user.toString()), ""),
            console(user));
    }

    /** The server's own page of an account; empty text for others. */
    @Nonnull
    String console(@Nonnull final JID user) {
        final String node = user.getNode();
        return node == null || !accounts.isLocal(user) ? "" : Answer.address(CONSOLE, Map.of("username", node), "");
    }

    /** Numbers stand at the right; what is zero, or a no, is less striking than what is not; moments are not broken. */
    private Cell cell(final Text cell) {
        final Object value = value(cell);
        final String style =
            value instanceof Number ? SortedList.NUMBER : value instanceof Instant ? "mucpulse-time" : "";
        final boolean dim =
            value instanceof Number number && number.longValue() == 0 || "value.false".equals(cell.key());
        return new Cell(texts.get(cell), dim ? (style + " mucpulse-dim").trim() : style);
    }

    private List<UserList.Line> filtered(final List<UserList.Line> lines, final String text) {
        final String wanted = text.toLowerCase(Locale.ROOT);
        return lines.stream().filter(line -> wanted.isEmpty() || Stream.concat(Stream.of(line.user().toString()),
            line.cells().stream().map(texts::get)).anyMatch(cell -> cell.toLowerCase(Locale.ROOT).contains(wanted)))
            .sorted(Comparator.comparing(line -> line.user().toString())).toList();
    }

    private SortedList<UserList.Line> table(final UserList list, final List<UserList.Line> lines) {
        final SortedList<UserList.Line> table = new SortedList<UserList.Line>(UserPage.URL, list.id(), ON_A_PAGE, texts)
            .column("user", "users.column.user", Comparator.comparing(line -> line.user().toString()))
            .initially("user");
        for (int i = 0; i < list.columns().size(); i++) {
            final int column = i;
            final String name = Integer.toString(column);
            final Comparator<UserList.Line> order = Comparator
                .<UserList.Line>comparingLong(line -> number(line.cells().get(column)))
                .thenComparing(line -> texts.get(line.cells().get(column)));
            if (!lines.isEmpty() && value(lines.get(0).cells().get(column)) instanceof Number) {
                table.numbers(name, list.columns().get(column), order);
            } else {
                table.column(name, list.columns().get(column), order);
            }
        }
        return table;
    }

    /** What a cell is sorted by before its text: a number, or a moment. */
    private static long number(final Text cell) {
        final Object value = value(cell);
        return value instanceof Number number ? number.longValue()
            : value instanceof Instant moment ? moment.toEpochMilli() : 0;
    }

    private static Object value(final Text cell) {
        return cell.values().size() == 1 ? cell.values().get(0) : "";
    }
}
