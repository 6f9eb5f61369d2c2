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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.settings.ListSettings;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitch;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting.Unit;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Settings;

/**
 * The settings of User Chatting, as they are at one moment. Immutable.
 *
 * @param mode whether, and for whom, it is published which rooms users are in
 * @param excluded the bare JIDs of the rooms that are never published, whatever users say
 * @param complete whether it is known in whole which rooms must not be published; nothing is published otherwise
 * @param refresh how often a room's changed name or topic is published again at most
 */
public record ChattingSettings(@Nonnull Mode mode, @Nonnull Set<String> excluded, boolean complete,
                               @Nonnull Duration refresh) {

    /** The settings of a server on which nobody changed any. */
    public static final ChattingSettings DEFAULTS =
        new ChattingSettings(Mode.OPT_IN, Set.of(), true, Duration.ofSeconds(10));

    private static final Setting<Mode> MODE = Setting.choice("chatting.mode", Mode.OPT_IN, ImmutableMap.of(
        "off", Mode.OFF,
        "opt-in", Mode.OPT_IN,
        "opt-out", Mode.OPT_OUT)).whenUnreadable(Mode.OFF);
    private static final Setting<Set<String>> EXCLUDED = ListSettings.rooms("chatting.excluded");
    private static final Setting<Integer> REFRESH = Setting.number("chatting.refresh", 10, 1, 3_600, Unit.SECONDS);

    /** The settings that the feature declares, in the order in which they are shown. */
    public static final List<Setting<?>> ALL = List.of(MODE, EXCLUDED, REFRESH);

    /** Switches the feature off in single rooms. */
    public static final RoomSwitch IN_ROOM = RoomSwitch.flag("chatting");

    /** For whom something is published. */
    public enum Mode {
        /** For nobody. */
        OFF,
        /** For those who said that they want it. */
        OPT_IN,
        /** For all but those who said that they do not. */
        OPT_OUT
    }

    /** Takes a copy. */
    public ChattingSettings {
        excluded = Set.copyOf(excluded);
    }

    /**
     * The settings of User Chatting at this moment. Where it cannot be read in whole which rooms must not be published,
     * nothing is published (S7).
     *
     * @param settings the server's settings
     * @return a copy of those of the feature
     */
    @Nonnull
    public static ChattingSettings of(@Nonnull final Settings settings) {
        final RoomSwitches rooms = settings.rooms();
        final Set<String> excluded = Sets.union(settings.value(EXCLUDED), rooms.knownOff(IN_ROOM));
        final boolean complete = rooms.isRestored() && settings.isUnderstood(EXCLUDED);
        return new ChattingSettings(settings.value(MODE), excluded, complete,
            Duration.ofSeconds(settings.value(REFRESH)));
    }
}
