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
 * The interfaces through which features ask the server and are called by it, and the immutable values that they
 * exchange. Nothing here uses Openfire's classes, so that tests can implement all of it.
 * <p>
 * <em>Looking at the server:</em> {@link org.igniterealtime.openfire.plugin.mucpulse.port.Rooms} and
 * {@link org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles} give snapshots of rooms, with their occupants
 * and a user's affiliation; {@link org.igniterealtime.openfire.plugin.mucpulse.port.Users} has sessions,
 * {@link org.igniterealtime.openfire.plugin.mucpulse.port.Accounts} has accounts, and
 * {@link org.igniterealtime.openfire.plugin.mucpulse.port.Capabilities} what clients support. What takes long says so
 * in its description, and is not asked on the server's threads.
 * <p>
 * <em>Acting:</em> {@link org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender} is the only way in which a
 * feature sends something. A message for the bare JID of a user of this server is stored by the server where the user
 * has no session; any other stanza for a bare JID, or for a session that is not connected, is dropped. Each message of
 * the plugin has a
 * {@link org.igniterealtime.openfire.plugin.mucpulse.port.StanzaId}, by which errors to it are recognized.
 * {@link org.igniterealtime.openfire.plugin.mucpulse.port.PersonalEventing} publishes in the name of users.
 * <p>
 * <em>Being called:</em> the listeners, filters, handlers and contributors are the types of the elements of the lists
 * in {@code feature.Hooks}. Each is small, so that a feature registers only for what it needs. The server's threads
 * call them, and their methods return at once.
 * <p>
 * The package {@code openfire} implements what looks at the server and acts on it. A new method of one of these
 * interfaces needs an implementation there and one in the double of the package {@code testkit} of the tests, such as
 * {@code FakeMuc} for rooms.
 */
package org.igniterealtime.openfire.plugin.mucpulse.port;

