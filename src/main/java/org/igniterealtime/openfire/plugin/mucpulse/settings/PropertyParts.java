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
package org.igniterealtime.openfire.plugin.mucpulse.settings;

import com.google.common.base.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.annotation.Nonnull;

/**
 * Lists that are longer than a property of the server may be, which holds 4 000 characters. They are continued in
 * further properties: {@code mucpulse.chatting.excluded}, {@code mucpulse.chatting.excluded.2} and so on. All of them
 * count, also where one in between is missing.
 */
public final class PropertyParts {

    /** How many properties are read: twice as many as a list may take, which is written before an old one goes. */
    public static final int MOST = 64;
    /** How long one is at most, in bytes of UTF-8: within what every database takes. */
    public static final int MOST_BYTES = 3_900;

    private PropertyParts() {
    }

    /**
     * The name of the property that holds a part of a list.
     *
     * @param property the name of the setting's property
     * @param part the number of the part, from 1
     * @return the name
     */
    @Nonnull
    public static String name(@Nonnull final String property, final int part) {
        return part == 1 ? property : property + '.' + part;
    }

    /**
     * Reads a list.
     *
     * @param properties the server's properties
     * @param property the name of the setting's property
     * @return the whole list, empty where none of its properties is set
     */
    @Nonnull
    static Optional<String> read(@Nonnull final PropertySource properties, @Nonnull final String property) {
        final String all = IntStream.rangeClosed(1, MOST).mapToObj(part -> properties.get(name(property, part)))
            .flatMap(Optional::stream).collect(Collectors.joining(ListSyntax.SEPARATOR));
        return all.isBlank() ? Optional.empty() : Optional.of(all);
    }

    /**
     * Divides a list.
     *
     * @param list a list as {@link Setting#format} writes it
     * @return its parts, none for an empty list; empty where it is too long even so
     */
    @Nonnull
    public static Optional<List<String>> split(@Nonnull final String list) {
        final List<String> parts = new ArrayList<>();
        final StringBuilder part = new StringBuilder();
        int length = 0;
        for (final String entry : ListSyntax.entries(list)) {
            final int bytes = Utf8.encodedLength(entry) + ListSyntax.SEPARATOR.length();
            if (length > 0 && length + bytes > MOST_BYTES) {
                parts.add(part.toString());
                part.setLength(0);
                length = 0;
            }
            part.append(length == 0 ? "" : ListSyntax.SEPARATOR).append(entry);
            length += bytes;
            if (length > MOST_BYTES) {
                return Optional.empty();
            }
        }
        if (length > 0) {
            parts.add(part.toString());
        }
        return parts.size() > MOST / 2 ? Optional.empty() : Optional.of(List.copyOf(parts));
    }
}
