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
 * User Chatting: publishes to a user's personal eventing node {@code urn:xmpp:chatting:0} which rooms the user is in,
 * as far as the user consents (XEP-0194).
 *
 * <h2>Main types</h2>
 * <ul>
 * <li>{@code ChattingFeature} declares the feature ({@code ChattingSettings}, {@code ChattingMetrics}, the ad-hoc
 * commands) and wires it.</li>
 * <li>{@link org.igniterealtime.openfire.plugin.mucpulse.chatting.UserChatting} is the entry: it takes the events of
 * rooms and accounts, and what users choose. Each event becomes a task of the feature's executor.</li>
 * <li>{@code PublishingWorker} runs these tasks. It knows who is where ({@code OccupiedRooms}), and adds the users and
 * rooms that an event concerns to the {@code PendingUpdates}.</li>
 * <li>{@code Publisher} brings the items of pending users and rooms in line with what the {@code PublishingPolicy}
 * permits at that moment. {@code PublishedItems} are the items that are published now.</li>
 * <li>{@code RoomWatch} looks at rooms of interest once a second, since there is no event for a room that became
 * private.</li>
 * <li>{@code Consents} are what users chose ({@link
 * org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingPreferences}), bound to the account that chose it;
 * {@code ConsentWriter} writes them to the {@link
 * org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingStore}.</li>
 * <li>{@code PublicationLog} writes each item to the database before it is published, so that after a crash
 * {@code ItemRetraction} retracts what was left.</li>
 * <li>In a cluster each server publishes the rooms of the sessions that are connected to it. {@code AbandonedItems}
 * retracts what no server looks after any more, and {@code OtherServers} knows what the others hold.</li>
 * <li>{@code ConsentRelay} tells the other servers of the cluster what is chosen as a {@code SharedChoice}, which says
 * what applies where two servers say different things, and obeys what was chosen there.
 * {@code ChoiceSender} sends its messages.</li>
 * <li>{@code ChattingElements} builds the XML.</li>
 * </ul>
 *
 * <h2>Data flow</h2>
 * <pre>
 * room event, choice or setting ─▶ UserChatting ─▶ (executor) PublishingWorker ─▶ PendingUpdates
 * change that a poll has found  ─▶ RoomWatch ───────────────────▲
 * PendingUpdates ─▶ Publisher ─▶ PublishingPolicy: may it be published?
 *                       ├▶ yes: PublicationLog ─▶ PersonalEventing.publish
 *                       └▶ no:  ItemRetraction ─▶ PersonalEventing.retract ─▶ after a minute: forget
 * </pre>
 * Only tasks of the feature's executor change what is remembered, and only they block; those that arrive after the
 * feature was stopped are skipped ({@code StoppableExecutor}). What fails is tried again every ten seconds. What cannot
 * be found out is not published.
 *
 * <h2>Sections of the specification</h2>
 * Of <a href="https://xmpp.org/extensions/xep-0194.html">XEP-0194</a>: §2.1 defines the {@code <room/>} and its
 * children ({@code ChattingElements}), §2.2 the node and the empty {@code <room/>} on leaving. Personal eventing is
 * XEP-0163.
 * <p>
 * Records that serve as keys or values of maps write out {@code equals} and {@code hashCode}: on Java 17, those that
 * the compiler makes keep the plugin's class loader reachable after the plugin was unloaded.
 */
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

