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
 * Chat states (typing notifications) in rooms: relays, limits or suppresses them by the rules of XEP-0085 §5, and
 * within bounds on their rate and on memory.
 *
 * <h2>Main types</h2>
 * <ul>
 * <li>{@code ChatStateFeature} declares the feature ({@code ChatStateSettings}, {@code ChatStateMetrics}) and wires
 * it.</li>
 * <li>{@link org.igniterealtime.openfire.plugin.mucpulse.chatstate.RoomChatStates} is the entry: it implements the
 * ports by which the server passes messages and events, and hands each to the class that is responsible for it.</li>
 * <li>{@code Notification} is what one message says: the {@code ChatState}, and whether the message is
 * <em>standalone</em> (a chat state and nothing else) or has content.</li>
 * <li>{@code ChatStateRules} are the pure functions that decide ({@code Decision}); {@code StandaloneFilter} applies
 * them to standalone notifications, {@code ChatStateEditor} changes messages with content, {@code RecipientFilter}
 * decides for each recipient.</li>
 * <li>{@code ClientSupport} knows which recipients' clients have chat states, from what their presence in the rooms
 * announces.</li>
 * <li>{@code OccupantChatStates} remembers an {@code OccupantChatState} for each occupant who has sent a chat state;
 * {@code OccupantStateLimits} bounds that for each user and in all.</li>
 * <li>{@code DelayedNotification} is the copy of a notification that came too early. {@code DelayedSender} sends it
 * when the rate admits it, {@code DelayedCancellation} cancels it when the occupant sends content first.</li>
 * </ul>
 *
 * <h2>Data flow</h2>
 * <pre>
 * message to a room ─▶ RoomChatStates.admits ─▶ Notification.of
 *     no state, or content ─▶ ChatStateEditor, DelayedCancellation ─▶ passes
 *     standalone           ─▶ StandaloneFilter ─▶ passes, is dropped, or is delayed ─▶ DelayedSender ─▶ the room again
 * room broadcasts a message ─▶ RoomChatStates.messageBroadcast ─▶ BroadcastTracker: content makes its sender active
 * in a cluster, its own copy ─▶ BroadcastTracker: what an occupant sent through another server
 * each recipient            ─▶ RoomChatStates.delivers ─▶ RecipientFilter ─▶ ClientSupport
 * presence in a room        ─▶ RoomChatStates.presenceInRoom ─▶ ClientSupport
 * </pre>
 * Everything runs on the thread that carries the stanza, and never blocks; only delayed notifications, the questions to
 * clients and the checks for departed sessions run on the feature's executor.
 *
 * <h2>Sections of the specification</h2>
 * Of <a href="https://xmpp.org/extensions/xep-0085.html">XEP-0085</a>: §2 defines the states, §4 how support is
 * announced (rules C6 and C8), §5.3 forbids repetitions (C3), §5.5 is about rooms and advises against
 * {@code <gone/>} (C3), and §5.6 says what standalone notifications and messages with content may have (C1, C4).
 * <p>
 * Two things differ from what a reader of the XEP may expect. An empty {@code <subject/>} is content, as it clears the
 * room's subject ({@code Notification}). And only a content message that has a body, an encrypted payload or
 * {@code <active/>} resets the last state to active ({@code ActiveContent}).
 */
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

