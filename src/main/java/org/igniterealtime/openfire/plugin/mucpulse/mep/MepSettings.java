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

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.settings.ListSettings;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitch;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting.Unit;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Settings;
import org.xmpp.packet.JID;

/**
 * The settings of the MUC Eventing Protocol, as they are at one moment. Immutable.
 *
 * @param enabled whether the feature is offered
 * @param servicesOff the domains of the services whose rooms do without it
 * @param roomsOff the bare JIDs of the rooms that do without it, or {@link RoomSwitches#EVERY_ROOM}
 * @param publishers who may publish to which of a room's own nodes, by node
 * @param otherPublishers who may publish to the rest of them
 * @param payloadSize how long a payload may be, in bytes of UTF-8
 * @param nodesPerOccupant how many nodes an occupant may have
 * @param nodesPerRoom how many nodes a room may have
 * @param itemsPerNode how many items a node may keep
 * @param publishesPerSecond how often an occupant may publish, in the long run
 * @param publishBurst how often an occupant may publish at once
 * @param avatars whether rooms publish their avatars
 * @param limits how much memory and how many bytes may be used
 */
public record MepSettings(boolean enabled, @Nonnull Set<String> servicesOff, @Nonnull Set<String> roomsOff,
                          @Nonnull Map<String, Publishers> publishers, @Nonnull Publishers otherPublishers,
                          int payloadSize, int nodesPerOccupant, int nodesPerRoom, int itemsPerNode,
                          int publishesPerSecond, int publishBurst, boolean avatars, @Nonnull MepLimits limits) {

    /** The settings of a server on which nobody changed any. */
    public static final MepSettings DEFAULTS = new MepSettings(true, Set.of(), Set.of(), Map.of(), Publishers.ADMIN,
        65_536, 20, 100, 250, 10, 40, false, MepLimits.DEFAULTS);

    private static final ImmutableMap<String, Publishers> CHOICES = ImmutableMap.of(
        "nobody", Publishers.NOBODY,
        "owner", Publishers.OWNER,
        "admin", Publishers.ADMIN,
        "moderator", Publishers.MODERATOR,
        "participant", Publishers.PARTICIPANT);

    private static final Setting<Boolean> ENABLED = Setting.flag("mep.enabled", true).whenUnreadable(false);
    private static final Setting<Set<String>> OFF_SERVICES = ListSettings.services("mep.off.services");
    private static final Setting<Map<String, Publishers>> PUBLISHERS =
        ListSettings.choicesByNode("mep.publishers", CHOICES, Publishers.NOBODY);
    private static final Setting<Publishers> PUBLISHERS_OTHERS =
        Setting.choice("mep.publishers.others", Publishers.ADMIN, CHOICES).whenUnreadable(Publishers.NOBODY);
    private static final Setting<Integer> PAYLOAD_SIZE =
        Setting.number("mep.payload-size", 65_536, 1, 1_000_000, Unit.BYTES);
    private static final Setting<Integer> NODES_OCCUPANT =
        Setting.number("mep.nodes.occupant", 20, 0, 10_000, Unit.NONE);
    private static final Setting<Integer> NODES_ROOM = Setting.number("mep.nodes.room", 100, 0, 10_000, Unit.NONE);
    private static final Setting<Integer> ITEMS = Setting.number("mep.items", 250, 1, 10_000, Unit.NONE);
    private static final Setting<Integer> PUBLISHES = Setting.number("mep.publishes", 10, 1, 10_000, Unit.NONE);
    private static final Setting<Integer> PUBLISHES_BURST =
        Setting.number("mep.publishes.burst", 40, 1, 10_000, Unit.NONE);
    private static final Setting<Integer> BYTES_USER =
        Setting.number("mep.bytes.user", MepLimits.DEFAULTS.bytesPerUser(), 0, 1_000_000_000, Unit.BYTES);
    private static final Setting<Integer> BYTES_ROOM =
        Setting.number("mep.bytes.room", MepLimits.DEFAULTS.bytesPerRoom(), 0, 1_000_000_000, Unit.BYTES);
    private static final Setting<Integer> HEAP =
        Setting.number("mep.heap", MepLimits.DEFAULTS.heapPercent(), 1, 50, Unit.PERCENT);
    private static final Setting<Integer> STANZA_SIZE =
        Setting.number("mep.stanza-size", MepLimits.DEFAULTS.stanzaSize(), 10_000, 10_000_000, Unit.BYTES);
    private static final Setting<Integer> READS =
        Setting.number("mep.reads", MepLimits.DEFAULTS.readsPerSecond(), 1, 10_000, Unit.NONE);
    private static final Setting<Integer> READS_BURST =
        Setting.number("mep.reads.burst", MepLimits.DEFAULTS.readBurst(), 1, 10_000, Unit.NONE);
    private static final Setting<Integer> READ_BYTES =
        Setting.number("mep.read-bytes", MepLimits.DEFAULTS.readBytesPerSecond(), 1_000, 1_000_000_000, Unit.BYTES);
    private static final Setting<Integer> READ_BYTES_BURST =
        Setting.number("mep.read-bytes.burst", MepLimits.DEFAULTS.readBytesBurst(), 1_000, 1_000_000_000, Unit.BYTES);
    private static final Setting<Boolean> AVATARS = Setting.flag("mep.avatars", false);

    /** The settings that the feature declares, in the order in which they are shown. */
    public static final List<Setting<?>> ALL = List.of(ENABLED, OFF_SERVICES, PUBLISHERS, PUBLISHERS_OTHERS,
        PAYLOAD_SIZE, NODES_OCCUPANT, NODES_ROOM, ITEMS, PUBLISHES, PUBLISHES_BURST, BYTES_USER, BYTES_ROOM, HEAP,
        STANZA_SIZE, READS, READS_BURST, READ_BYTES, READ_BYTES_BURST, AVATARS);

    /** Switches the feature off in single rooms. */
    public static final RoomSwitch IN_ROOM = RoomSwitch.flag("mep");

    /** Who may publish to a node of the room. Everybody that comes earlier in the list may, too. */
    public enum Publishers {
        /** Nobody but the room itself: other plugins. */
        NOBODY,
        /** The room's owners. */
        OWNER,
        /** Its admins. */
        ADMIN,
        /** Its moderators. */
        MODERATOR,
        /** All occupants who have voice. */
        PARTICIPANT
    }

    /** Takes copies. */
    public MepSettings {
        servicesOff = Set.copyOf(servicesOff);
        roomsOff = Set.copyOf(roomsOff);
        publishers = Map.copyOf(publishers);
    }

    /**
     * The settings of the MUC Eventing Protocol at this moment. Where it cannot be read in whole in which services
     * there is none, there is none anywhere (S7).
     *
     * @param settings the server's settings
     * @return a copy of those of the feature
     */
    @Nonnull
    public static MepSettings of(@Nonnull final Settings settings) {
        return new MepSettings(settings.value(ENABLED) && settings.isUnderstood(OFF_SERVICES),
            settings.value(OFF_SERVICES),
            settings.rooms().off(IN_ROOM), settings.value(PUBLISHERS), settings.value(PUBLISHERS_OTHERS),
            settings.value(PAYLOAD_SIZE), settings.value(NODES_OCCUPANT), settings.value(NODES_ROOM),
            settings.value(ITEMS), settings.value(PUBLISHES), settings.value(PUBLISHES_BURST),
            settings.value(AVATARS), new MepLimits(settings.value(BYTES_USER), settings.value(BYTES_ROOM),
                settings.value(HEAP), settings.value(STANZA_SIZE), settings.value(READS), settings.value(READS_BURST),
                settings.value(READ_BYTES), settings.value(READ_BYTES_BURST)));
    }

    /**
     * Whether a room and its occupants are pubsub services.
     *
     * @param room the room's JID, or that of an occupant
     * @return whether the feature is offered there
     */
    public boolean isOffered(@Nonnull final JID room) {
        return enabled && !servicesOff.contains(room.getDomain())
            && (roomsOff.isEmpty()
                || !roomsOff.contains(room.toBareJID()) && !roomsOff.contains(RoomSwitches.EVERY_ROOM));
    }

    /**
     * Who may publish to a node of a room.
     *
     * @param node the node's id
     * @return those who may
     */
    @Nonnull
    public Publishers publishersOf(@Nonnull final String node) {
        return publishers.getOrDefault(node, otherPublishers);
    }
}
