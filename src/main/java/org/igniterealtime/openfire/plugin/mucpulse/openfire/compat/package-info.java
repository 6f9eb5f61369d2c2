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
 * What differs between the versions of Openfire, from 4.2 on. Nothing outside this package depends on the version: a
 * test forbids method handles, reflection and look-ups of classes by name elsewhere.
 * <p>
 * The plugin is compiled against 4.2. {@link org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.MucApi}
 * calls rooms and occupants, which were interfaces and became classes, by method handles that are found by name when
 * the plugin starts; {@link org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.PepApi} does the same for
 * personal eventing. {@link org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.RoomEvents} has the methods of
 * all generations of the listener for events of rooms. {@code ServerCapabilities}, {@code ClientStates} and
 * {@code ServerFolder} find what moved or was added. Where this server has none of the ways that are known, the
 * constructor says so and the plugin does not start.
 */
package org.igniterealtime.openfire.plugin.mucpulse.openfire.compat;

