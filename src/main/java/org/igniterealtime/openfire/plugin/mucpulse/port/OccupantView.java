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
package org.igniterealtime.openfire.plugin.mucpulse.port;

import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * One session's place in a room, as it was when it was looked at. Immutable. Several sessions of one user can share a
 * nickname: each of them is an occupant view of its own.
 *
 * @param nickname the nickname in the room
 * @param session the real, full JID; never to be disclosed to other occupants
 * @param role what the occupant may do now
 * @param affiliation the user's affiliation with the room
 */
public record OccupantView(@Nonnull String nickname, @Nonnull JID session, @Nonnull Role role,
                           @Nonnull Affiliation affiliation) {
}
