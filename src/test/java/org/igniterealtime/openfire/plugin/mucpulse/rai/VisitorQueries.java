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

import java.sql.SQLException;
import java.util.List;
import org.xmpp.packet.JID;

/** Has the queries executed by which the visitors of a room are found, for tests of other packages. */
public final class VisitorQueries {

    private VisitorQueries() {
    }

    /**
     * The first visitors of a room.
     *
     * @param tables the tables
     * @param room the room's bare JID
     * @param limit how many to ask for
     * @return bare JIDs
     * @throws SQLException where the database cannot be read
     */
    public static List<JID> visitors(final RaiTables tables, final JID room, final int limit) throws SQLException {
        return tables.visitors(room, "0", limit).values().stream().map(RoomVisitors.Visitor::user).toList();
    }
}
