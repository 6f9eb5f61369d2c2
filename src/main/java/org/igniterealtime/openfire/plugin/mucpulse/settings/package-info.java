/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
 * The settings of the plugin: those of the server, and what differs in single rooms.
 * <p>
 * Features declare both. A {@link org.igniterealtime.openfire.plugin.mucpulse.settings.Setting} has a name, a default,
 * a range or choices, and a unit; the server keeps its value in the property {@code mucpulse.NAME}. A
 * {@link org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitch} is what an administrator can set for a single
 * room; its values are rows of a table. {@link org.igniterealtime.openfire.plugin.mucpulse.settings.Settings} and
 * {@link org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches} hold what was declared, and know no feature
 * by name; the admin pages, the commands and the store go over them.
 * <p>
 * A feature makes an immutable record of its settings with
 * {@link org.igniterealtime.openfire.plugin.mucpulse.settings.Settings#snapshot}, which is read again when a property
 * or a switch changes. What cannot be read is taken for the private choice (S7). Lists of addresses are read in any
 * spelling (S6), by {@code Addresses} and {@code ListSyntax}, and continued in further properties where they are long.
 */
package org.igniterealtime.openfire.plugin.mucpulse.settings;
