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
 * The ports of features, implemented on Openfire, and everything by which the plugin hears of the server. Together with
 * {@code openfire.compat} the only package below the features that knows Openfire; it knows no feature.
 * <p>
 * {@link org.igniterealtime.openfire.plugin.mucpulse.openfire.OpenfirePlatform} puts the ports together, and
 * {@code ServerListeners} what calls the hooks. A stanza comes to
 * {@link org.igniterealtime.openfire.plugin.mucpulse.openfire.MucPacketInterceptor}, which classifies it by one or two
 * attributes and passes it to the hooks of its kind. A request that a feature claims goes by way of the server's router
 * to {@link org.igniterealtime.openfire.plugin.mucpulse.openfire.MucIqHandler}; that it is answered is the task of
 * {@link org.igniterealtime.openfire.plugin.mucpulse.openfire.OpenRequests}. Events of rooms, users, services and
 * vCards come to a listener for each. What features send goes through
 * {@link org.igniterealtime.openfire.plugin.mucpulse.openfire.RouterStanzaSender} to workers, and from there to the
 * server's router (XEP-0045 for what rooms do, XEP-0030 for what is added to their answers).
 * <p>
 * {@link org.igniterealtime.openfire.plugin.mucpulse.openfire.StanzaBounds} limits the depth and size of what features
 * are given. What a feature throws never reaches the server's threads.
 */
package org.igniterealtime.openfire.plugin.mucpulse.openfire;
