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

import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nonnull;

/**
 * What a feature lets administrators set for single rooms, as the feature declares it: either a flag, by which the
 * feature is switched off in a room, or a choice in place of that of the room's service. The value for a room is a
 * word, and there is none where nothing differs. Immutable.
 * <p>
 * The texts for administrators have the keys {@code room.FIELD}, of a choice also {@code room.FIELD.service} for "as in
 * the service" and {@code choice.VALUE} for each value.
 */
public final class RoomSwitch {

    /** The value of a flag for a room in which the feature is switched off. */
    public static final String OFF = "off";

    private final String feature;
    private final String name;
    private final String field;
    private final List<String> values;
    private final boolean flag;

    private RoomSwitch(final String feature, final String name, final String field, final List<String> values,
                       final boolean flag) {
        this.feature = feature;
        this.name = name;
        this.field = field;
        this.values = List.copyOf(values);
        this.flag = flag;
    }

    /**
     * Declares that the feature can be switched off in single rooms.
     *
     * @param feature the name of the feature
     * @return the switch
     */
    @Nonnull
    public static RoomSwitch flag(@Nonnull final String feature) {
        return new RoomSwitch(feature, feature, feature, List.of(OFF), true);
    }

    /**
     * Declares that something else can be chosen for single rooms than for their service.
     *
     * @param feature the name of the feature
     * @param name its name in commands and in the audit log
     * @param field its name in the form of the room page
     * @param values what can be chosen, in the order in which it is shown
     * @return the switch
     */
    @Nonnull
    public static RoomSwitch choice(@Nonnull final String feature, @Nonnull final String name,
                                    @Nonnull final String field, @Nonnull final List<String> values) {
        return new RoomSwitch(feature, name, field, values, false);
    }

    /**
     * The name of the feature, under which the values are stored.
     *
     * @return the key
     */
    @Nonnull
    public String feature() {
        return feature;
    }

    /**
     * The name in commands and in the audit log.
     *
     * @return the name
     */
    @Nonnull
    public String name() {
        return name;
    }

    /**
     * The name in the form of the room page, which is also a part of the keys of the texts.
     *
     * @return the name
     */
    @Nonnull
    public String field() {
        return field;
    }

    /**
     * The values that a room can have.
     *
     * @return the words, in the order in which they are shown
     */
    @Nonnull
    public List<String> values() {
        return values;
    }

    /**
     * Whether the only value is {@link #OFF}.
     *
     * @return {@code false} for a choice
     */
    public boolean isFlag() {
        return flag;
    }

    /**
     * The value for a room. Of a word that is not understood, a flag makes "off" (S7), and a choice nothing.
     *
     * @param room what differs in the room, by feature
     * @return one of {@link #values}, empty where nothing differs
     */
    @Nonnull
    public Optional<String> valueIn(@Nonnull final Map<String, String> room) {
        final Optional<String> value = Optional.ofNullable(room.get(feature));
        return flag ? value.map(word -> OFF) : value.filter(values::contains);
    }

    /**
     * Describes the value for a room, for the audit log.
     *
     * @param room what differs in the room, by feature
     * @return the name and the value, which is "true" or "false" for a flag, and empty for a choice as in the service
     */
    @Nonnull
    public String describe(@Nonnull final Map<String, String> room) {
        final Optional<String> value = valueIn(room);
        return name + '=' + (flag ? Boolean.toString(value.isEmpty()) : value.orElse(""));
    }

    @Override
    public String toString() {
        return name;
    }
}
