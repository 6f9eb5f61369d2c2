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

/**
 * The sender of a groupchat message and its room, as they were at one moment. Immutable.
 *
 * @param nickname the occupant's nickname
 * @param voice whether the occupant may speak
 * @param occupants how many sessions there are in the room
 */
public record SpeakerView(@Nonnull String nickname, boolean voice, int occupants) {
}
