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
/**
 * The settings of the plugin: those for the whole server, and what differs in single rooms.
 * <p>
 * Features declare both, as constants that {@code Feature.settings()} and {@code Feature.roomSwitches()} return. A
 * {@link org.igniterealtime.openfire.plugin.mucpulse.settings.Setting} has a name, a default, a range or choices, and a
 * unit; the server keeps its value in the property {@code mucpulse.NAME}. A
 * {@link org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitch} is what an administrator can set for a single
 * room; its values are rows of a table. {@link org.igniterealtime.openfire.plugin.mucpulse.settings.Settings} and
 * {@link org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches} hold what was declared, without knowing the
 * features; from these lists the admin pages show the settings, the commands offer the switches, and the store reads
 * and writes the values of rooms.
 * <p>
 * A feature makes an immutable record of its settings with
 * {@link org.igniterealtime.openfire.plugin.mucpulse.settings.Settings#snapshot}, which is read again when a property
 * or a switch changes. Where a value cannot be read and the choice concerns privacy, the choice that discloses least is
 * used (S7). Lists of addresses are read in any spelling (S6), by {@code Addresses} and {@code ListSyntax}, and
 * continued in further properties where they are long.
 * <p>
 * To add a setting: declare a constant with {@code Setting.flag}, {@code number}, {@code choice} or {@code text}, or
 * with {@code ListSettings}, under a name that begins with the feature's name and a dot, such as
 * {@code chatstate.rate}; add it to the list that the feature returns; add {@code setting.NAME} and
 * {@code setting.NAME.help} to all bundles in {@code i18n}, and {@code choice.VALUE} for each value of a choice; add
 * its row to {@code readme.html}. To add a switch: declare a constant with {@code RoomSwitch.flag} (on, unless switched
 * off in the room) or {@code RoomSwitch.choice}, and add {@code room.FIELD} to all bundles, for a choice also
 * {@code room.FIELD.service} and {@code choice.VALUE}.
 */
package org.igniterealtime.openfire.plugin.mucpulse.settings;

