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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;

/**
 * The part of a list that goes into an answer: the page that was asked for, as far as it fits into a stanza. Where it
 * is not the whole list, it is described, so that the client can go on.
 * <p>
 * Tinder's {@code ResultSetImpl} does not fit: it throws a {@code NullPointerException} for an unknown {@code after} or
 * {@code before}, where XEP-0059 demands {@code item-not-found}, an {@code IndexOutOfBoundsException} for an index past
 * the end, refuses requests without {@code max}, and cannot limit a page by its length. Immutable.
 *
 * @param entries the entries, in the order of the list
 * @param description the description of the page, empty where it is the whole list, and no page was asked for
 * @param <T> the type of the entries
 * @see <a href="https://xmpp.org/extensions/xep-0059.html">XEP-0059: Result Set Management</a>
 */
record Page<T>(@Nonnull List<T> entries, @Nonnull Optional<Element> description) {

    /** The end of a list that is sent where not all of it fits. */
    enum End { FIRST, LAST }

    /**
     * A list to take pages of.
     *
     * @param all the whole list
     * @param name what an entry is called in the description, unique in the list
     * @param size how long an entry is in the stanza, in bytes
     * @param end which end matters where no page was asked for
     * @param <T> the type of the entries
     */
    record Source<T>(@Nonnull List<T> all, @Nonnull Function<T, String> name, @Nonnull ToIntFunction<T> size,
                     @Nonnull End end) {
    }

    /**
     * Takes a page.
     *
     * @param source the list
     * @param request which page, as the client asks for it
     * @param space how much room there is in the stanza, in bytes
     * @return the page: at least one entry, as far as there are entries in what was asked for
     * @throws MepException where the request for the page is invalid, or names an entry that there is not
     */
    @Nonnull
    static <T> Page<T> of(@Nonnull final Source<T> source, @Nonnull final Optional<Element> request, final int space)
        throws MepException {
        if (request.isEmpty()) {
            return cut(source, 0, source.all().size(), source.end(), space, false);
        }
        final int count = source.all().size();
        final String after = text(request.get(), "after");
        final String before = text(request.get(), "before");
        final String index = text(request.get(), "index");
        final int max = number(request.get(), "max", count);
        if (before != null && index == null && after == null) {
            final int to = before.isEmpty() ? count : position(source, before);
            return cut(source, Math.max(0, to - max), to, End.LAST, space, true);
        }
        int from = 0;
        if (index != null) {
            from = Math.min(number(request.get(), "index", 0), count);
        } else if (after != null && !after.isEmpty()) {
            from = position(source, after) + 1;
        }
        return cut(source, from, from + Math.min(max, count - from), End.FIRST, space, true);
    }

    private static <T> Page<T> cut(final Source<T> source, final int from, final int to, final End end,
                                   final int space, final boolean described) {
        int first = from;
        int last = to;
        int left = space;
        if (end == End.FIRST) {
            last = from;
            while (last < to && (last == from || source.size().applyAsInt(source.all().get(last)) <= left)) {
                left -= source.size().applyAsInt(source.all().get(last));
                last++;
            }
        } else {
            first = to;
            while (first > from && (first == to || source.size().applyAsInt(source.all().get(first - 1)) <= left)) {
                first--;
                left -= source.size().applyAsInt(source.all().get(first));
            }
        }
        final List<T> entries = List.copyOf(source.all().subList(first, last));
        final boolean whole = first == from && last == to;
        return new Page<>(entries, described || !whole ? Optional.of(describe(source, entries, first))
            : Optional.empty());
    }

    private static <T> Element describe(final Source<T> source, final List<T> entries, final int first) {
        final Element set = DocumentHelper.createElement(Pubsub.RESULT_SET);
        if (!entries.isEmpty()) {
            set.addElement("first").addAttribute("index", Integer.toString(first))
                .setText(source.name().apply(entries.get(0)));
            set.addElement("last").setText(source.name().apply(entries.get(entries.size() - 1)));
        }
        set.addElement("count").setText(Integer.toString(source.all().size()));
        return set;
    }

    @Nullable
    private static String text(final Element request, final String name) {
        final Element element = request.element(name);
        return element == null ? null : element.getText();
    }

    private static int number(final Element request, final String name, final int otherwise) throws MepException {
        final String text = text(request, name);
        if (text == null) {
            return otherwise;
        }
        try {
            final int number = Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
        } catch (final NumberFormatException e) {
            // Refused below, as a negative number is.
        }
        throw MepException.badRequest();
    }

    private static <T> int position(final Source<T> source, final String name) throws MepException {
        for (int i = 0; i < source.all().size(); i++) {
            if (source.name().apply(source.all().get(i)).equals(name)) {
                return i;
            }
        }
        throw MepException.itemNotFound();
    }
}
