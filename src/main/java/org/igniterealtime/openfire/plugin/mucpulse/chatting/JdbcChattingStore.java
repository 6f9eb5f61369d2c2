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

import com.google.common.base.Preconditions;
import com.google.common.base.Splitter;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Addresses;
import org.igniterealtime.openfire.plugin.mucpulse.store.RowByRow;
import org.igniterealtime.openfire.plugin.mucpulse.store.Sql;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * What User Chatting remembers, in the plugin's own tables: the properties of Openfire's users cannot be written where
 * users come from elsewhere. Portable SQL only. Safe for use by several threads.
 */
public final class JdbcChattingStore implements ChattingStore {

    private static final Logger Log = LoggerFactory.getLogger(JdbcChattingStore.class);

    /** Between rooms; no JID has it. */
    private static final char SEPARATOR = '\n';

    private static final String LOAD_CHOICES =
        "SELECT userJID, publish, privateRooms, excludedRooms, accountCreated FROM ofMucPulseConsent";
    private static final String DELETE_CHOICE = "DELETE FROM ofMucPulseConsent WHERE userKey=?";
    private static final String INSERT_CHOICE =
        "INSERT INTO ofMucPulseConsent (userKey, userJID, publish, privateRooms, excludedRooms, accountCreated) "
            + "VALUES (?,?,?,?,?,?)";
    private static final String LOAD_PUBLICATIONS =
        "SELECT userJID, itemID FROM ofMucPulsePublication WHERE retracted=0";
    private static final String LOAD_RETRACTIONS =
        "SELECT userJID, itemID FROM ofMucPulsePublication WHERE retracted=1";
    private static final String DELETE_PUBLICATION = "DELETE FROM ofMucPulsePublication WHERE userKey=? AND itemKey=?";
    private static final String INSERT_PUBLICATION =
        "INSERT INTO ofMucPulsePublication (userKey, itemKey, userJID, itemID, retracted) VALUES (?,?,?,?,0)";
    private static final String RETRACT_PUBLICATION =
        "UPDATE ofMucPulsePublication SET retracted=1 WHERE userKey=? AND itemKey=?";

    private final Database database;

    /**
     * Creates the store.
     *
     * @param database where the tables are
     */
    public JdbcChattingStore(@Nonnull final Database database) {
        this.database = database;
    }

    private void transact(final Sql.Work work) throws IOException {
        try {
            Sql.inTransaction(database, work);
        } catch (final SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    @Nonnull
    public Map<JID, Consent> consents() throws IOException {
        final Map<JID, Consent> consents = new HashMap<>();
        try {
            Sql.scan(database, LOAD_CHOICES, row -> {
                final JID user = Sql.jid(row.getString(1));
                final ChattingPreferences choice = choice(user, row.getInt(2), row.getInt(3), database.text(row, 4));
                final long created = row.getLong(5);
                consents.put(user, new Consent(choice, row.wasNull() ? null : Instant.ofEpochMilli(created)));
            });
        } catch (final SQLException e) {
            throw new IOException(e);
        }
        return consents;
    }

    /** What cannot be read is no consent. */
    private static ChattingPreferences choice(final JID user, final int publish, final int privateRooms,
                                 @Nullable final String excludedRooms) {
        try {
            return new ChattingPreferences(flag(publish), rooms(excludedRooms), flag(privateRooms));
        } catch (final IllegalArgumentException e) {
            Log.warn("The choice of {} about publishing rooms cannot be read. Nothing is published of them.", user);
            Log.debug("What is wrong with the choice:", e);
            return new ChattingPreferences(false, Set.of(), false);
        }
    }

    private static boolean flag(final int number) {
        Preconditions.checkArgument(number == 0 || number == 1, "Neither 0 nor 1: %s", number);
        return number == 1;
    }

    /** Checks the rooms, as one that is not found again would not be excluded. */
    private static Set<JID> rooms(@Nullable final String text) {
        return text == null ? Set.of() : Splitter.on(SEPARATOR).omitEmptyStrings().splitToStream(text)
            .map(JdbcChattingStore::room).collect(Collectors.toSet());
    }

    private static JID room(final String text) {
        return Addresses.bare(text).orElseThrow(() -> new IllegalArgumentException("Not a room"));
    }

    @Override
    public void keep(@Nonnull final JID user, @Nonnull final Consent consent) throws IOException {
        try {
            RowByRow.replace(database, List.of(user), (connection, users) -> delete(connection, user),
                (connection, users) -> insert(connection, user, consent), (refused, e) -> Log.warn(
                    "The choice of {} about publishing rooms is not taken by the database. Nothing is published of "
                        + "them after the next start.", user, e));
        } catch (final SQLException e) {
            throw new IOException(e);
        }
    }

    private void insert(final Connection connection, final JID user, final Consent consent) throws SQLException {
        final ChattingPreferences choice = consent.preferences();
        try (PreparedStatement statement = connection.prepareStatement(INSERT_CHOICE)) {
            Sql.setJid(statement, 1, user);
            statement.setInt(3, choice.publish() ? 1 : 0);
            statement.setInt(4, choice.privateRooms() ? 1 : 0);
            database.setText(statement, 5, choice.excludedRooms().isEmpty() ? null
                : choice.excludedRooms().stream().map(JID::toString).sorted()
                    .collect(Collectors.joining(String.valueOf(SEPARATOR))));
            if (consent.accountCreated() == null) {
                statement.setNull(6, Types.BIGINT);
            } else {
                statement.setLong(6, consent.accountCreated().toEpochMilli());
            }
            statement.executeUpdate();
        }
    }

    @Override
    public void forget(@Nonnull final JID user) throws IOException {
        transact(connection -> delete(connection, user));
    }

    private static void delete(final Connection connection, final JID user) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE_CHOICE)) {
            statement.setString(1, Sql.key(user));
            statement.executeUpdate();
        }
    }

    @Override
    @Nonnull
    public Set<Publication> publications() throws IOException {
        return load(LOAD_PUBLICATIONS);
    }

    @Override
    @Nonnull
    public Set<Publication> retractions() throws IOException {
        return load(LOAD_RETRACTIONS);
    }

    private Set<Publication> load(final String sql) throws IOException {
        final Set<Publication> publications = new HashSet<>();
        try {
            Sql.scan(database, sql,
                row -> publications.add(new Publication(Sql.jid(row.getString(1)), row.getString(2))));
        } catch (final SQLException e) {
            throw new IOException(e);
        }
        return publications;
    }

    @Override
    @Nonnull
    public Set<Publication> add(@Nonnull final Collection<Publication> publications) throws IOException {
        final Set<Publication> refused = new HashSet<>();
        try {
            RowByRow.replace(database, List.copyOf(publications),
                (connection, some) -> forEach(connection, DELETE_PUBLICATION, some), JdbcChattingStore::insert,
                (publication, e) -> {
                    refused.add(publication);
                    Log.warn("The item {} of {} is not taken by the database, and is not published.",
                        publication.item(), publication.user(), e);
                });
        } catch (final SQLException e) {
            throw new IOException(e);
        }
        return refused;
    }

    private static void insert(final Connection connection, final List<Publication> publications)
        throws SQLException {
        Sql.forEach(connection, INSERT_PUBLICATION, publications, (statement, publication) -> {
            setKey(statement, publication);
            statement.setString(3, publication.user().toString());
            statement.setString(4, publication.item());
        });
    }

    @Override
    public void retract(@Nonnull final Collection<Publication> publications) throws IOException {
        transact(connection -> forEach(connection, RETRACT_PUBLICATION, publications));
    }

    @Override
    public void remove(@Nonnull final Collection<Publication> publications) throws IOException {
        transact(connection -> forEach(connection, DELETE_PUBLICATION, publications));
    }

    private static void forEach(final Connection connection, final String sql,
                                final Collection<Publication> publications) throws SQLException {
        Sql.forEach(connection, sql, publications, JdbcChattingStore::setKey);
    }

    private static void setKey(final PreparedStatement statement, final Publication publication) throws SQLException {
        statement.setString(1, Sql.key(publication.user()));
        statement.setString(2, Sql.key(publication.item()));
    }
}
