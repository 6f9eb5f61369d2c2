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

import java.sql.SQLException;
import java.util.List;
import org.xmpp.packet.JID;

/** Has statements of the table of nicknames executed that only this package can reach, for tests of other packages. */
public final class NicknameQueries {

    private NicknameQueries() {
    }

    /**
     * The rooms in which a user has a nickname.
     *
     * @param table the table
     * @param user the user's bare JID
     * @return bare JIDs of rooms
     * @throws SQLException where the database cannot be read
     */
    public static List<JID> rooms(final NicknameTable table, final JID user) throws SQLException {
        return table.of(user, Nicknames.SHOWN).stream().map(KnownNickname::room).toList();
    }

    /**
     * Deletes the oldest nicknames but for so many.
     *
     * @param table the table
     * @param most how many to keep
     * @throws SQLException where the database cannot be written
     */
    public static void keepNewest(final NicknameTable table, final int most) throws SQLException {
        table.purge(0, most);
    }
}
