/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
package org.igniterealtime.openfire.plugin.mucpulse.settings;

import java.time.Duration;
import java.util.Set;
import javax.annotation.Nonnull;

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
}
