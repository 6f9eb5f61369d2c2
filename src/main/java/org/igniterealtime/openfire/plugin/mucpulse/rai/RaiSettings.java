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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitch;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting.Unit;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Settings;
import org.xmpp.packet.JID;

/**
 * The settings of Room Activity Indicators, as they are at one moment. Immutable.
 *
 * @param enabled whether the feature is offered
 * @param interest which rooms a user is notified of
 * @param subscriptionsPerService how many sessions may subscribe to one service
 * @param subscriptionsPerUser how many sessions of one bare JID may subscribe to one service
 * @param subscriptionsPerDomain how many sessions of one other domain may subscribe to one service
 * @param remoteShare how many percent of the subscriptions to a service may be of other domains
 * @param remoteUsers whether users of other servers may subscribe
 * @param anonymousUsers whether sessions without an account may subscribe
 * @param coalescing for how long after a session was notified further rooms are collected; zero: not at all
 * @param retention for how long it is remembered when a user was in a room
 * @param stanzaSize the length, in bytes of UTF-8, past which a notification is split
 * @param activityLevel whether public rooms say how many messages an hour there are
 * @param displayed whether a message that a user has had displayed elsewhere counts as seen
 * @param roomsOff the rooms, by bare JID, of which nobody is notified, or {@link RoomSwitches#EVERY_ROOM}
 */
public record RaiSettings(boolean enabled, @Nonnull Interest interest, int subscriptionsPerService,
                          int subscriptionsPerUser, int subscriptionsPerDomain, int remoteShare,
                          boolean remoteUsers, boolean anonymousUsers,
                          @Nonnull Duration coalescing, @Nonnull Duration retention, int stanzaSize,
                          boolean activityLevel, boolean displayed,
                          @Nonnull Set<String> roomsOff) {

    /** The settings of a server on which nobody changed any. */
    public static final RaiSettings DEFAULTS = new RaiSettings(true, Interest.AFFILIATED_AND_VISITED, 100_000, 32,
        1_000, 25, true, false, Duration.ofMillis(100), Duration.ofDays(180), 65_536, true, true,
        Set.of());

    private static final Setting<Boolean> ENABLED = Setting.flag("rai.enabled", true).whenUnreadable(false);
    private static final Setting<Interest> INTEREST = Setting.choice("rai.interest", Interest.AFFILIATED_AND_VISITED,
        ImmutableMap.of(
            "affiliated", Interest.AFFILIATED,
            "visited", Interest.VISITED,
            "affiliated,visited", Interest.AFFILIATED_AND_VISITED,
            "all", Interest.ALL));
    private static final Setting<Integer> SUBSCRIPTIONS_SERVICE =
        Setting.number("rai.subscriptions.service", 100_000, 0, 10_000_000, Unit.NONE);
    private static final Setting<Integer> SUBSCRIPTIONS_USER =
        Setting.number("rai.subscriptions.user", 32, 0, 10_000, Unit.NONE);
    private static final Setting<Integer> SUBSCRIPTIONS_DOMAIN =
        Setting.number("rai.subscriptions.domain", 1_000, 0, 10_000_000, Unit.NONE);
    private static final Setting<Integer> SUBSCRIPTIONS_REMOTE =
        Setting.number("rai.subscriptions.remote", 25, 0, 100, Unit.NONE);
    private static final Setting<Boolean> REMOTE = Setting.flag("rai.remote", true).whenUnreadable(false);
    private static final Setting<Boolean> ANONYMOUS = Setting.flag("rai.anonymous", false);
    private static final Setting<Integer> COALESCING =
        Setting.number("rai.coalescing", 100, 0, 60_000, Unit.MILLISECONDS);
    private static final Setting<Integer> RETENTION = Setting.number("rai.retention", 180, 1, 3_650, Unit.DAYS);
    private static final Setting<Integer> STANZA_SIZE =
        Setting.number("rai.stanza-size", 65_536, 10_000, 10_000_000, Unit.BYTES);

    private static final Setting<Boolean> ACTIVITY_LEVEL =
        Setting.flag("rai.activity-level", true).whenUnreadable(false);
    private static final Setting<Boolean> DISPLAYED = Setting.flag("rai.displayed", true);

    /** The settings that the feature declares, in the order in which they are shown. */
    public static final List<Setting<?>> ALL = List.of(ENABLED, INTEREST, SUBSCRIPTIONS_SERVICE, SUBSCRIPTIONS_USER,
        SUBSCRIPTIONS_DOMAIN, SUBSCRIPTIONS_REMOTE, REMOTE, ANONYMOUS, COALESCING, RETENTION, STANZA_SIZE,
        DISPLAYED, ACTIVITY_LEVEL);

    /** Switches the feature off in single rooms. */
    public static final RoomSwitch IN_ROOM = RoomSwitch.flag("rai");

    /** Takes a copy. */
    public RaiSettings {
        roomsOff = Set.copyOf(roomsOff);
    }

    /**
     * The settings of Room Activity Indicators at this moment.
     *
     * @param settings the server's settings
     * @return a copy of those of the feature
     */
    @Nonnull
    public static RaiSettings of(@Nonnull final Settings settings) {
        return new RaiSettings(settings.value(ENABLED), settings.value(INTEREST),
            settings.value(SUBSCRIPTIONS_SERVICE), settings.value(SUBSCRIPTIONS_USER),
            settings.value(SUBSCRIPTIONS_DOMAIN), settings.value(SUBSCRIPTIONS_REMOTE), settings.value(REMOTE),
            settings.value(ANONYMOUS), Duration.ofMillis(settings.value(COALESCING)),
            Duration.ofDays(settings.value(RETENTION)), settings.value(STANZA_SIZE),
            settings.value(ACTIVITY_LEVEL), settings.value(DISPLAYED),
            settings.rooms().off(IN_ROOM));
    }

    /**
     * Whether users are notified of a room, if nothing else speaks against it.
     *
     * @param room the room's bare JID
     * @return whether indicators were not switched off for it
     */
    public boolean isOffered(@Nonnull final JID room) {
        return roomsOff.isEmpty()
            || !roomsOff.contains(room.toString()) && !roomsOff.contains(RoomSwitches.EVERY_ROOM);
    }

    /** Which rooms a user is interested in. */
    public enum Interest {
        /** Those where the user is owner, admin or member. */
        AFFILIATED(true, false),
        /** Those where the user has been. */
        VISITED(false, true),
        /** Both of these. */
        AFFILIATED_AND_VISITED(true, true),
        /** Every room of the service. */
        ALL(true, true);

        private final boolean affiliated;
        private final boolean visited;

        Interest(final boolean affiliated, final boolean visited) {
            this.affiliated = affiliated;
            this.visited = visited;
        }

        /**
         * Whether a room is of interest.
         *
         * @param isAffiliated whether the user is owner, admin or member of it
         * @param isVisited whether the user has been there
         * @return whether the user is notified of the room
         */
        public boolean covers(final boolean isAffiliated, final boolean isVisited) {
            return this == ALL || affiliated && isAffiliated || visited && isVisited;
        }
    }
}
