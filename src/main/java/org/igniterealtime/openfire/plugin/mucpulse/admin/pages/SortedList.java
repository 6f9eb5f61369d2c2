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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;

/**
 * A list that a person has sorted by a column, and sees a page at a time. The order and the page are parameters of the
 * request, so that it can be linked to. Immutable.
 *
 * @param <T> the type of a line
 */
final class SortedList<T> {

    /** The class of the style sheet for cells with a number. */
    static final String NUMBER = "mucpulse-count";

    private final String url;
    private final String anchor;
    private final String sortName;
    private final String pageName;
    private final int onAPage;
    private final Texts texts;
    private final Map<String, Comparator<T>> columns = new LinkedHashMap<>();
    private final Map<String, String> labels = new HashMap<>();
    private final Set<String> numbers = new HashSet<>();
    private String initial = "";

    /**
     * Creates a list without columns.
     *
     * @param url the address of the page that it is on
     * @param anchor the id of the list on the page; the beginning of the names of its parameters, too
     * @param onAPage how many lines a page of the list has
     * @param texts the texts in the administrator's language
     */
    SortedList(@Nonnull final String url, @Nonnull final String anchor, final int onAPage,
               @Nonnull final Texts texts) {
        this.texts = texts;
        this.url = url;
        this.anchor = anchor;
        this.sortName = anchor + "-sort";
        this.pageName = anchor + "-page";
        this.onAPage = onAPage;
    }

    /**
     * Adds a column.
     *
     * @param name its name in addresses
     * @param label the key of its heading
     * @param order how the lines are sorted by it, in ascending order
     */
    @Nonnull
    SortedList<T> column(@Nonnull final String name, @Nonnull final String label, @Nonnull final Comparator<T> order) {
        columns.put(name, order);
        labels.put(name, label);
        return this;
    }

    /** Adds a column of numbers; see {@link #column}. */
    @Nonnull
    SortedList<T> numbers(@Nonnull final String name, @Nonnull final String label, @Nonnull final Comparator<T> order) {
        numbers.add(name);
        return column(name, label, order);
    }

    /** Says by which column the list is sorted where a request asks for no order. */
    @Nonnull
    SortedList<T> initially(@Nonnull final String name) {
        initial = name;
        return this;
    }

    /**
     * A column as the view shows it.
     *
     * @param label the heading
     * @param link where the list is sorted by it
     * @param sorted how the list is sorted by it, as ARIA has it
     * @param style the class of the style sheet, which has numbers stand at the right
     */
    public record Column(@Nonnull String label, @Nonnull String link, @Nonnull String sorted, @Nonnull String style) {
    }

    /**
     * A page of the list.
     *
     * @param lines the lines
     * @param total how many there are on all pages
     * @param page which page it is, from 1
     * @param pages how many there are
     * @param columns the columns
     * @param earlier the address of the page before, empty text where there is none
     * @param later the address of the next page, empty text where there is none
     * @param <T> the type of a line
     */
    public record Part<T>(@Nonnull List<T> lines, int total, int page, int pages, @Nonnull List<Column> columns,
                          @Nonnull String earlier, @Nonnull String later) {

        /** Takes copies. */
        public Part {
            lines = List.copyOf(lines);
            columns = List.copyOf(columns);
        }
    }

    /** The name of the column that a request asks for, after a minus where the order is descending. */
    private String order(final PageRequest request) {
        final String sort = request.text(sortName);
        return columns.containsKey(sort.startsWith("-") ? sort.substring(1) : sort) ? sort : initial;
    }

    /** The lines in the order that a request asks for, or else in the initial one; as they are where there is none. */
    @Nonnull
    List<T> sorted(@Nonnull final PageRequest request, @Nonnull final List<T> lines) {
        final String sort = order(request);
        final boolean descending = sort.startsWith("-");
        final Comparator<T> order = columns.get(descending ? sort.substring(1) : sort);
        if (order == null) {
            return lines;
        }
        final List<T> sorted = new ArrayList<>(lines);
        sorted.sort(descending ? order.reversed() : order);
        return sorted;
    }

    /**
     * The page that a request asks for.
     *
     * @param request says the order and the page
     * @param lines all lines
     * @param kept the parameters of the page that its links keep
     */
    @Nonnull
    Part<T> part(@Nonnull final PageRequest request, @Nonnull final List<T> lines,
                 @Nonnull final Map<String, String> kept) {
        final int pages = Math.max(1, (lines.size() + onAPage - 1) / onAPage);
        final int page = Math.min(request.number(pageName, 1), pages);
        final List<T> shown = sorted(request, lines).stream().skip((long) (page - 1) * onAPage).limit(onAPage).toList();
        final String sort = request.text(sortName);
        return new Part<>(shown, lines.size(), page, pages, columns(order(request), kept),
            page > 1 ? link(kept, sort, page - 1) : "", page < pages ? link(kept, sort, page + 1) : "");
    }

    private List<Column> columns(final String sort, final Map<String, String> kept) {
        return columns.keySet().stream().map(name -> new Column(texts.get(labels.getOrDefault(name, name)),
            link(kept, sort.equals(name) ? '-' + name : name, 1),
            sort.equals(name) ? "ascending" : sort.equals('-' + name) ? "descending" : "none",
            numbers.contains(name) ? NUMBER : "")).toList();
    }

    private String link(final Map<String, String> kept, final String sort, final int page) {
        final Map<String, String> parameters = new HashMap<>(kept);
        if (!sort.isEmpty()) {
            parameters.put(sortName, sort);
        }
        if (page > 1) {
            parameters.put(pageName, Integer.toString(page));
        }
        return Answer.address(url, parameters, anchor);
    }

    /** The parameters of a request that say the order and the page. */
    @Nonnull
    Map<String, String> state(@Nonnull final PageRequest request) {
        final Map<String, String> state = new HashMap<>();
        for (final String name : List.of(sortName, pageName)) {
            if (!request.text(name).isEmpty()) {
                state.put(name, request.text(name));
            }
        }
        return state;
    }
}
