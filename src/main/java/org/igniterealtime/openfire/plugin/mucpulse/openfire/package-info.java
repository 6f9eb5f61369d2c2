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
 * Implements the interfaces of the package {@code port} on Openfire, and calls the hooks of features when something
 * happens on the server. Besides {@code openfire.compat}, the packages of {@code admin} and the classes that start the
 * plugin, nothing uses Openfire's classes. This package uses no feature.
 * <p>
 * {@code PlatformBuilder} creates
 * {@link org.igniterealtime.openfire.plugin.mucpulse.openfire.OpenfirePlatform}, which puts the ports together;
 * {@code ServerListeners} puts together what calls the hooks. A stanza comes to
 * {@link org.igniterealtime.openfire.plugin.mucpulse.openfire.MucPacketInterceptor}, which classifies it by one or two
 * attributes and passes it to the hooks of its kind. A request that a feature claims goes by way of the server's router
 * to {@link org.igniterealtime.openfire.plugin.mucpulse.openfire.MucIqHandler}; that it is answered is the task of
 * {@link org.igniterealtime.openfire.plugin.mucpulse.openfire.OpenRequests}. Events of rooms come to
 * {@link org.igniterealtime.openfire.plugin.mucpulse.openfire.RoomEventHooks} (by way of {@code compat.RoomEvents}),
 * those of users, services and vCards to {@code UserEvents}, {@code MucServices} and {@code VCardEvents}, and changed
 * configurations of rooms to {@code RoomConfigurationWatch}. What features send goes through
 * {@link org.igniterealtime.openfire.plugin.mucpulse.openfire.RouterStanzaSender} to workers, and from there to the
 * server's router, unless the recipient is a JID of this server that has no connected session. {@code DiscoDecorator}
 * adds what features announce to the disco#info and disco#items results of rooms and services (XEP-0030).
 * <p>
 * {@link org.igniterealtime.openfire.plugin.mucpulse.openfire.StanzaBounds} limits the depth and size of what features
 * are given. What a feature throws never reaches the server's threads.
 */
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

