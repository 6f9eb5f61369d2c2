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
package org.igniterealtime.openfire.plugin.mucpulse.mention;

import com.google.common.collect.Maps;
import java.time.Duration;
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
 * The settings of MUC Mention Notifications, as they are at one moment. Immutable.
 *
 * @param enabled whether the feature is offered
 * @param servicesOff the domains of the services whose rooms do without it
 * @param roomsOff the bare JIDs of the rooms that do without it, or {@link RoomSwitches#EVERY_ROOM}
 * @param forwards whether rooms forward mentions whose owners did not say
 * @param chosen what owners chose that differs from that, by the bare JID of the room
 * @param perMessage how many mentions of one message are forwarded
 * @param perMinute how many mentions of one author are forwarded in a minute
 * @param stanzaSize how long a message can be that is forwarded, in bytes of UTF-8
 * @param retention for how long it is remembered by which nickname a user was in a room
 */
public record MentionSettings(boolean enabled, @Nonnull Set<String> servicesOff, @Nonnull Set<String> roomsOff,
                              boolean forwards, @Nonnull Map<String, Boolean> chosen, int perMessage, int perMinute,
                              int stanzaSize, @Nonnull Duration retention) {

    /** The settings of a server on which nobody changed any. */
    public static final MentionSettings DEFAULTS = new MentionSettings(true, Set.of(), Set.of(), true, Map.of(), 20, 30,
        65_536, Duration.ofDays(180));

    private static final Setting<Boolean> ENABLED = Setting.flag("mention.enabled", true).whenUnreadable(false);
    private static final Setting<Set<String>> OFF_SERVICES = ListSettings.services("mention.off.services");
    private static final Setting<Boolean> FORWARDS = Setting.flag("mention.rooms", true).whenUnreadable(false);
    private static final Setting<Integer> PER_MESSAGE = Setting.number("mention.message", 20, 1, 1_000, Unit.NONE);
    private static final Setting<Integer> PER_MINUTE = Setting.number("mention.author", 30, 1, 10_000, Unit.NONE);
    private static final Setting<Integer> STANZA_SIZE =
        Setting.number("mention.stanza-size", 65_536, 10_000, 500_000, Unit.BYTES);
    private static final Setting<Integer> RETENTION = Setting.number("mention.retention", 180, 1, 3_650, Unit.DAYS);

    /** The settings that the feature declares, in the order in which they are shown. */
    public static final List<Setting<?>> ALL = List.of(ENABLED, OFF_SERVICES, FORWARDS, PER_MESSAGE, PER_MINUTE,
        STANZA_SIZE, RETENTION);

    /** Switches the feature off in single rooms. */
    public static final RoomSwitch IN_ROOM = RoomSwitch.flag("mention");
    /** The value of {@link #BY_OWNER} in rooms that forward mentions. */
    public static final String YES = "yes";
    /** The value of {@link #BY_OWNER} in rooms that do not. */
    public static final String NO = "no";
    /** What the owners of single rooms chose, where the feature is not off. */
    public static final RoomSwitch BY_OWNER =
        RoomSwitch.choice("mention.owner", "mention-owners", "mentions", List.of(YES, NO));

    /** Takes copies. */
    public MentionSettings {
        servicesOff = Set.copyOf(servicesOff);
        roomsOff = Set.copyOf(roomsOff);
        chosen = Map.copyOf(chosen);
    }

    /**
     * The settings of MUC Mention Notifications at this moment. Where it cannot be read in whole which services forward
     * none, none does (S7).
     *
     * @param settings the server's settings
     * @return a copy of those of the feature
     */
    @Nonnull
    public static MentionSettings of(@Nonnull final Settings settings) {
        return new MentionSettings(settings.value(ENABLED) && settings.isUnderstood(OFF_SERVICES),
            settings.value(OFF_SERVICES),
            settings.rooms().off(IN_ROOM), settings.value(FORWARDS),
            Maps.transformValues(settings.rooms().values(BY_OWNER), YES::equals), settings.value(PER_MESSAGE),
            settings.value(PER_MINUTE), settings.value(STANZA_SIZE), Duration.ofDays(settings.value(RETENTION)));
    }

    /**
     * Whether the owners of a room have a say.
     *
     * @param room the room's bare JID
     * @return whether the feature was not switched off for it by an administrator
     */
    public boolean isOffered(@Nonnull final JID room) {
        return enabled && (servicesOff.isEmpty() || !servicesOff.contains(room.getDomain()))
            && (roomsOff.isEmpty()
                || !roomsOff.contains(room.toString()) && !roomsOff.contains(RoomSwitches.EVERY_ROOM));
    }

    /**
     * Whether a room is to forward mentions as far as its owners are concerned.
     *
     * @param room the room's bare JID
     * @return what they chose, or what counts where they did not
     */
    public boolean isWanted(@Nonnull final JID room) {
        return chosen.isEmpty() ? forwards : chosen.getOrDefault(room.toString(), forwards);
    }

    /**
     * Whether a room forwards mentions.
     *
     * @param room the room's bare JID
     * @return whether it is offered there, and wanted
     */
    public boolean isOn(@Nonnull final JID room) {
        return isOffered(room) && isWanted(room);
    }
}
