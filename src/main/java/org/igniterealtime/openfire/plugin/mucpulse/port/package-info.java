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
 * What features ask of a server, as interfaces, and what they are told, as immutable values. Nothing here knows
 * Openfire; a test can implement all of it.
 * <p>
 * <em>Looking at the server:</em> {@link org.igniterealtime.openfire.plugin.mucpulse.port.Rooms} and
 * {@link org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles} give snapshots of rooms,
 * {@link org.igniterealtime.openfire.plugin.mucpulse.port.Users} and
 * {@link org.igniterealtime.openfire.plugin.mucpulse.port.Accounts} tell who is there,
 * {@link org.igniterealtime.openfire.plugin.mucpulse.port.Capabilities} what clients support.
 * <em>Acting:</em> {@link org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender} is the only way in which a
 * feature sends something; {@link org.igniterealtime.openfire.plugin.mucpulse.port.PersonalEventing} publishes in the
 * name of users. <em>Being called:</em> the listeners, filters, handlers and contributors are the types of the lists in
 * {@code feature.Hooks}; each is small, so that a feature registers for what it needs only.
 * <p>
 * Implementations of what looks and acts are in the package {@code openfire}. What is called, is called on the server's
 * threads and returns at once.
 */
package org.igniterealtime.openfire.plugin.mucpulse.port;
