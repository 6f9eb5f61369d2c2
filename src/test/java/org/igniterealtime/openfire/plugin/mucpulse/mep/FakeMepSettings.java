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

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MepSettings.Publishers;

/** Settings to be changed by the test; the defaults at first. */
final class FakeMepSettings implements Supplier<MepSettings> {

    boolean enabled = true;
    final Set<String> servicesOff = new HashSet<>();
    final Set<String> roomsOff = new HashSet<>();
    final Map<String, Publishers> publishers = new HashMap<>();
    Publishers otherPublishers = Publishers.ADMIN;
    int payloadSize = MepSettings.DEFAULTS.payloadSize();
    int nodesPerOccupant = MepSettings.DEFAULTS.nodesPerOccupant();
    int nodesPerRoom = MepSettings.DEFAULTS.nodesPerRoom();
    int itemsPerNode = MepSettings.DEFAULTS.itemsPerNode();
    int publishesPerSecond = MepSettings.DEFAULTS.publishesPerSecond();
    int publishBurst = MepSettings.DEFAULTS.publishBurst();
    int bytesPerUser = MepLimits.DEFAULTS.bytesPerUser();
    int bytesPerRoom = MepLimits.DEFAULTS.bytesPerRoom();
    int heapPercent = MepLimits.DEFAULTS.heapPercent();
    int stanzaSize = MepLimits.DEFAULTS.stanzaSize();
    int readsPerSecond = MepLimits.DEFAULTS.readsPerSecond();
    int readBurst = MepLimits.DEFAULTS.readBurst();
    int readBytesPerSecond = MepLimits.DEFAULTS.readBytesPerSecond();
    int readBytesBurst = MepLimits.DEFAULTS.readBytesBurst();

    /** No limit to how often things may be changed. */
    FakeMepSettings unhurried() {
        publishBurst = Integer.MAX_VALUE;
        readBurst = Integer.MAX_VALUE;
        readBytesBurst = Integer.MAX_VALUE;
        return this;
    }

    @Override
    public MepSettings get() {
        return new MepSettings(enabled, servicesOff, roomsOff, publishers, otherPublishers, payloadSize,
            nodesPerOccupant, nodesPerRoom, itemsPerNode, publishesPerSecond, publishBurst, false,
            new MepLimits(bytesPerUser, bytesPerRoom, heapPercent, stanzaSize, readsPerSecond, readBurst,
                readBytesPerSecond, readBytesBurst));
    }
}
