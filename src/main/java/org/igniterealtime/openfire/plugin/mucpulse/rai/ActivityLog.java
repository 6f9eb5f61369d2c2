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

import java.util.Map;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * Remembers, also when the server is restarted, when something was last said in a room. Safe for use by several
 * threads.
 */
@FunctionalInterface
public interface ActivityLog {

    /**
     * Notes the last activity of a room. Never blocks.
     *
     * @param room the room's bare JID
     * @param activity what is known of it now
     */
    void changed(@Nonnull JID room, @Nonnull Activity activity);

    /**
     * The last activity of every room of which some is remembered, whichever server of a cluster noted it. May block.
     *
     * @return activity by room, possibly empty, never {@code null}
     * @throws StorageException where the database cannot be read
     */
    @Nonnull
    default Map<JID, Activity> stored() {
        return Map.of();
    }
}
