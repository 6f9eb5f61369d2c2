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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Addresses;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Excerpts;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Booleans;
import org.xmpp.packet.JID;

/**
 * What somebody filled in about publishing their rooms, and what is wrong with it. Immutable.
 *
 * @param publish whether to publish, as far as it was understood
 * @param rooms the excluded rooms as they were written
 * @param privateRooms whether to publish private rooms, too
 * @param errors the texts that say what is wrong, by field; each with what stands in it
 */
record ChoiceSubmission(boolean publish, @Nonnull List<String> rooms, boolean privateRooms,
                  @Nonnull Map<String, Text> errors) {

    static final String PUBLISH = "publish";
    static final String EXCLUDED_ROOMS = "excluded_rooms";
    static final String PRIVATE_ROOMS = "private_rooms";

    /** How many rooms may be excluded: more than anybody names by hand. */
    static final int MOST_ROOMS = 1000;
    /** How long they may be together, in characters. */
    static final int MOST_CHARACTERS = 65_536;

    /** Shows what is chosen so far. */
    @Nonnull
    static ChoiceSubmission of(@Nonnull final ChattingPreferences choice) {
        return new ChoiceSubmission(choice.publish(),
            choice.excludedRooms().stream().map(JID::toString).sorted().toList(),
            choice.privateRooms(), Map.of());
    }

    /**
     * Understands a form.
     *
     * @param form values by field
     * @return what was understood, and what was not
     */
    @Nonnull
    static ChoiceSubmission of(@Nonnull final Map<String, List<String>> form) {
        final Map<String, Text> errors = new LinkedHashMap<>();
        final Optional<Boolean> publish = flag(form, PUBLISH);
        if (publish.isEmpty()) {
            errors.put(PUBLISH, Text.of("chatting.error.flag"));
        }
        final Optional<Boolean> privateRooms =
            form.getOrDefault(PRIVATE_ROOMS, List.of()).isEmpty() ? Optional.of(false) : flag(form, PRIVATE_ROOMS);
        if (privateRooms.isEmpty()) {
            errors.put(PRIVATE_ROOMS, Text.of("chatting.error.flag"));
        }
        final List<String> rooms = new ArrayList<>();
        for (final String room : form.getOrDefault(EXCLUDED_ROOMS, List.of())) {
            if (!room.isBlank()) {
                rooms.add(room.trim());
            }
        }
        if (rooms.size() > MOST_ROOMS) {
            errors.put(EXCLUDED_ROOMS, Text.of("chatting.error.rooms", String.valueOf(MOST_ROOMS)));
        }
        if (rooms.stream().mapToInt(String::length).sum() > MOST_CHARACTERS) {
            errors.put(EXCLUDED_ROOMS, Text.of("chatting.error.rooms.length", String.valueOf(MOST_CHARACTERS)));
        }
        rooms.stream().filter(room -> room(room).isEmpty()).findFirst()
            .ifPresent(room -> errors.put(EXCLUDED_ROOMS,
                Text.of("chatting.error.room", Excerpts.of(room))));
        return new ChoiceSubmission(publish.orElse(false), List.copyOf(rooms), privateRooms.orElse(false),
            Map.copyOf(errors));
    }

    private static Optional<Boolean> flag(final Map<String, List<String>> form, final String field) {
        final List<String> values = form.getOrDefault(field, List.of()).stream().map(String::trim).distinct().toList();
        return values.size() != 1 ? Optional.empty() : Booleans.parse(values.get(0));
    }

    /** The room that a text names: the bare JID of something within a service. */
    private static Optional<JID> room(final String text) {
        return Addresses.bare(text);
    }

    boolean isValid() {
        return errors.isEmpty();
    }

    /** The choice that was made; only where nothing is wrong. */
    @Nonnull
    ChattingPreferences choice() {
        final Set<JID> excluded = new LinkedHashSet<>();
        rooms.forEach(room -> excluded.add(room(room).orElseThrow()));
        return new ChattingPreferences(publish, excluded, privateRooms);
    }
}
