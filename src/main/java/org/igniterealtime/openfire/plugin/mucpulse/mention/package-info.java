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
 * MUC Mention Notifications: forwards a message that mentions somebody to those who are mentioned, are affiliated with
 * the room, and are not in it.
 *
 * <h2>Main types</h2>
 * <ul>
 * <li>{@code MentionFeature} declares the feature ({@code MentionSettings}, {@code MentionMetrics}) and wires it.</li>
 * <li>{@code MucMentions} hears of the messages that rooms broadcast, and takes of those that mention somebody what has
 * to be kept ({@code Broadcast}), within the limits on mentions and on bytes.</li>
 * <li>{@code Mention} has the elements of the protocol: it recognizes references, and builds notifications.
 * {@code MentionTarget} reads their URIs.</li>
 * <li>{@code MentionedUsers} finds out who is mentioned: by the bare JID, by the nickname that a member registered with
 * the room, or by that with which somebody is, or last was, in the room.</li>
 * <li>{@code MentionDelivery} forwards the message to the sessions of a user, or to the bare JID, as far as the user
 * may know of it at the moment of sending.</li>
 * <li>{@code NicknameRecorder} hears by which nicknames affiliated users are in rooms, {@code Nicknames} remembers them
 * ({@code NicknameTable}), and {@code NicknameSection} shows them to administrators. Of whom it was not heard when they
 * entered ({@code HeardOccupants}), or who was not affiliated then, it is found out when they leave
 * ({@code DepartureChecks}).</li>
 * <li>{@code OwnersChoice} is the field of the rooms' configuration form by which owners say whether a room forwards
 * mentions.</li>
 * </ul>
 *
 * <h2>Data flow</h2>
 * <pre>
 * room broadcasts a message ─▶ MucMentions.messageBroadcast ─▶ Mention.isIn: no ─▶ done
 *     yes ─▶ Broadcast ─▶ executor ─▶ MentionedUsers.find ─▶ MentionDelivery ─▶ sender
 *                              └─ nicknames of the absent ─▶ queries ─▶ MentionedUsers.findFormer ─▶ MentionDelivery
 * somebody enters a room    ─▶ NicknameRecorder ─▶ executor ─▶ Nicknames ─▶ (in the background) NicknameTable
 * an owner configures a room ─▶ OwnersChoice ─▶ executor ─▶ settings.RoomSwitches
 * </pre>
 *
 * <h2>Sections of the specifications</h2>
 * Of <a href="https://xmpp.org/extensions/xep-0452.html">XEP-0452</a>: §3.1 is the field of the configuration form,
 * §3.2 the notification. Of <a href="https://xmpp.org/extensions/xep-0372.html">XEP-0372</a>: §3.2 says what a mention
 * is. The forwarded message is as in <a href="https://xmpp.org/extensions/xep-0297.html">XEP-0297</a>, and the body for
 * clients that know nothing of it is marked as
 * <a href="https://xmpp.org/extensions/xep-0428.html">XEP-0428</a> says.
 */
package org.igniterealtime.openfire.plugin.mucpulse.mention;
