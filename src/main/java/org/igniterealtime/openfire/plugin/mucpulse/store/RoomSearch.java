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
package org.igniterealtime.openfire.plugin.mucpulse.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomFinder;
import org.xmpp.packet.JID;

/**
 * Looks for persistent rooms in the server's own tables, a page at a time. All methods block. Safe for use by several
 * threads.
 */
public final class RoomSearch implements RoomFinder {

    private static final String FROM = " FROM ofMucRoom r WHERE r.serviceID IN"
        + " (SELECT s.serviceID FROM ofMucService s WHERE s.subdomain=?)"
        + " AND (LOWER(r.name) LIKE ? ESCAPE '!' OR LOWER(r.naturalName) LIKE ? ESCAPE '!')";
    private static final String COUNT = "SELECT COUNT(*)" + FROM;
    private static final String PAGE = "SELECT r.name, r.naturalName" + FROM + " ORDER BY r.name";

    private final Database database;
    private final String serverDomain;

    /**
     * Creates a search.
     *
     * @param database the server's database
     * @param serverDomain the server's domain, of which the services' domains are subdomains
     */
    public RoomSearch(@Nonnull final Database database, @Nonnull final String serverDomain) {
        this.database = database;
        this.serverDomain = serverDomain;
    }

    @Override
    public int count(@Nonnull final String service, @Nonnull final String text) throws SQLException {
        final List<Integer> counts = new ArrayList<>();
        query(COUNT, 0, service, text, row -> counts.add(row.getInt(1)));
        return counts.isEmpty() ? 0 : counts.get(0);
    }

    @Override
    @Nonnull
    public List<Found> page(@Nonnull final String service, @Nonnull final String text, final int skipped,
                            final int limit) throws SQLException {
        final List<Found> found = new ArrayList<>();
        query(PAGE, skipped + limit, service, text, row -> {
            final String name = row.getString(2);
            found.add(new Found(new JID(row.getString(1), service, null, true), name == null ? "" : name));
        });
        return List.copyOf(found.subList(Math.min(skipped, found.size()), found.size()));
    }

    private void query(final String sql, final int rows, final String service, final String text,
                       final Sql.RowReader reader) throws SQLException {
        try {
            Sql.query(database, sql, rows, statement -> bind(statement, service, text), reader);
        } catch (final SQLException e) {
            if (ServerText.canBeHeld(text) || DatabaseUnavailableException.isCauseOf(e)) {
                throw e;
            }
        }
    }

    private void bind(final PreparedStatement statement, final String service, final String text)
        throws SQLException {
        final String suffix = '.' + serverDomain;
        // A bracket means something to some databases, which take no other escape.
        final String pattern =
            '%' + text.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0").replace('[', '_') + '%';
        statement.setString(1,
            service.endsWith(suffix) ? service.substring(0, service.length() - suffix.length()) : service);
        statement.setString(2, pattern);
        statement.setString(3, pattern);
    }
}
