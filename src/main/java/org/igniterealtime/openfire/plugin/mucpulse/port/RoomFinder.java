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

import java.sql.SQLException;
import java.util.List;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * Looks for persistent rooms, a page at a time. Methods may block. Implementations are safe for use by several threads.
 */
public interface RoomFinder {

    /**
     * A room that was found.
     *
     * @param room the room's bare JID
     * @param name its name for people, possibly empty
     */
    record Found(@Nonnull JID room, @Nonnull String name) {
    }

    /**
     * Counts rooms.
     *
     * @param service the service's domain
     * @param text what the name in the room's JID, or its name for people holds, regardless of case; empty text for all
     * @return how many there are
     * @throws SQLException where the database cannot be read
     */
    int count(@Nonnull String service, @Nonnull String text) throws SQLException;

    /**
     * Finds rooms.
     *
     * @param service the service's domain
     * @param text what the name in the room's JID, or its name for people holds, regardless of case; empty text for all
     * @param skipped how many rooms to leave out at the beginning
     * @param limit how many rooms at most
     * @return the rooms, in the order of their JIDs
     * @throws SQLException where the database cannot be read
     */
    @Nonnull
    List<Found> page(@Nonnull String service, @Nonnull String text, int skipped, int limit) throws SQLException;
}
