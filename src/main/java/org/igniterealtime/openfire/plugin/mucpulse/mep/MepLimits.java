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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

/**
 * How much of the server's memory and lines the MUC Eventing Protocol may take. Immutable.
 *
 * @param bytesPerUser how many bytes a user's nodes, items and subscriptions may take over all rooms
 * @param bytesPerRoom how many bytes the nodes of a room and its occupants may take
 * @param heapPercent which part of the heap all nodes together may take, in hundredths
 * @param stanzaSize how long a stanza may be that is sent, in bytes of UTF-8
 * @param readsPerSecond how often a user may ask for something, in the long run
 * @param readBurst how often a user may ask for something at once
 * @param readBytesPerSecond how many bytes a user is sent of what was published earlier, in the long run
 * @param readBytesBurst how many bytes of that a user is sent at once
 */
public record MepLimits(int bytesPerUser, int bytesPerRoom, int heapPercent, int stanzaSize, int readsPerSecond,
                        int readBurst, int readBytesPerSecond, int readBytesBurst) {

    /** The limits of a server on which nobody changed any. */
    public static final MepLimits DEFAULTS =
        new MepLimits(2_097_152, 8_388_608, 5, 65_536, 20, 100, 65_536, 1_048_576);
}
