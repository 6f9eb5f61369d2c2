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
package org.igniterealtime.openfire.plugin.mucpulse.harness;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a room is to be configured as: values of the fields of its configuration form (XEP-0045). Fields that are not
 * named stay as they are. Immutable.
 */
public final class RoomConfig {

    private static final String PREFIX = "muc#roomconfig_";

    private final Map<String, String> fields;

    private RoomConfig(final Map<String, String> fields) {
        this.fields = Map.copyOf(fields);
    }

    /**
     * Changes nothing: the place to begin for a change of a few fields.
     *
     * @return a configuration without fields
     */
    public static RoomConfig change() {
        return new RoomConfig(Map.of());
    }

    /**
     * A room that everybody sees and may enter and speak in, and that stays when it is empty.
     *
     * @return a configuration
     */
    public static RoomConfig open() {
        return change().persistent(true).listed(true).membersOnly(false).moderated(false).noPassword();
    }

    /**
     * An {@linkplain #open() open} room that is gone once it is empty.
     *
     * @return a configuration
     */
    public static RoomConfig temporary() {
        return open().persistent(false);
    }

    /**
     * Sets any field.
     *
     * @param name the field's name, such as {@code muc#roomconfig_roomname}
     * @param value its value
     * @return a configuration with this field, too
     */
    public RoomConfig field(final String name, final String value) {
        final Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new RoomConfig(more);
    }

    /**
     * Gives the room a name for people.
     *
     * @param name the name
     * @return a configuration with this field, too
     */
    public RoomConfig name(final String name) {
        return field(PREFIX + "roomname", name);
    }

    /**
     * Lets the room outlive its last occupant, or not.
     *
     * @param persistent whether it does
     * @return a configuration with this field, too
     */
    public RoomConfig persistent(final boolean persistent) {
        return flag("persistentroom", persistent);
    }

    /**
     * Lets everybody see that there is such a room, or hides it.
     *
     * @param listed whether it is public
     * @return a configuration with this field, too
     */
    public RoomConfig listed(final boolean listed) {
        return flag("publicroom", listed);
    }

    /**
     * Hides the room.
     *
     * @return a configuration with this field, too
     */
    public RoomConfig hidden() {
        return listed(false);
    }

    /**
     * Lets only members enter, or everybody.
     *
     * @param membersOnly whether only members may
     * @return a configuration with this field, too
     */
    public RoomConfig membersOnly(final boolean membersOnly) {
        return flag("membersonly", membersOnly);
    }

    /**
     * Lets only members enter.
     *
     * @return a configuration with this field, too
     */
    public RoomConfig membersOnly() {
        return membersOnly(true);
    }

    /**
     * Takes the voice of newcomers, or gives it.
     *
     * @param moderated whether newcomers have none
     * @return a configuration with this field, too
     */
    public RoomConfig moderated(final boolean moderated) {
        return flag("moderatedroom", moderated);
    }

    /**
     * Takes the voice of newcomers.
     *
     * @return a configuration with this field, too
     */
    public RoomConfig moderated() {
        return moderated(true);
    }

    /**
     * Lets only those enter who know a password.
     *
     * @param password the password
     * @return a configuration with these fields, too
     */
    public RoomConfig password(final String password) {
        return flag("passwordprotectedroom", true).field(PREFIX + "roomsecret", password);
    }

    /**
     * Lets people enter without a password.
     *
     * @return a configuration with these fields, too
     */
    public RoomConfig noPassword() {
        return flag("passwordprotectedroom", false).field(PREFIX + "roomsecret", "");
    }

    /**
     * Shows the real JIDs of occupants to moderators only.
     *
     * @return a configuration with this field, too
     */
    public RoomConfig semiAnonymous() {
        return field(PREFIX + "whois", "moderators");
    }

    /**
     * Shows the real JIDs of occupants to everybody in the room.
     *
     * @return a configuration with this field, too
     */
    public RoomConfig nonAnonymous() {
        return field(PREFIX + "whois", "anyone");
    }

    /** The fields by name. */
    Map<String, String> fields() {
        return fields;
    }

    private RoomConfig flag(final String name, final boolean value) {
        return field(PREFIX + name, value ? "1" : "0");
    }
}
