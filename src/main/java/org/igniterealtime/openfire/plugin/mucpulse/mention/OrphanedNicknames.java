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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.store.Beginnings;
import org.igniterealtime.openfire.plugin.mucpulse.store.TableWalks;
import org.xmpp.packet.JID;

/**
 * Deletes the nicknames that belong to no room or account: those of rooms that were destroyed and accounts that were
 * deleted while the plugin was not there, or whose names belong to others since, which shows in when they were made.
 * What cannot be decided stays as it is; it is compared with room and account once more where it is used (see {@link
 * MentionedUsers}).
 *
 * <p>It begins some seconds after the start, goes through the table in small pages with pauses, loads no room, and
 * begins anew once a day. All methods may be called by every thread.
 */
public final class OrphanedNicknames {

    /** After the visits and activity, which go through larger tables. */
    static final Duration START = Duration.ofSeconds(20);
    private static final int PAGE = 500;

    private final NicknameTable table;
    private final Beginnings beginnings;
    private final LongSupplier timestamps;
    private final TableWalks walks;
    private final int pageSize;
    /** For the executor alone. */
    private long begun;

    /**
     * Creates it.
     *
     * @param table where the nicknames are
     * @param directory tells which rooms are stored
     * @param rooms tells which rooms are in memory
     * @param accounts tells which accounts there are
     * @param online tells whether a user of this server has a session, which it also can without an account
     * @param timestamps gives the timestamp of the moment
     * @param executor runs what touches the database
     */
    public OrphanedNicknames(@Nonnull final NicknameTable table, @Nonnull final RoomDirectory directory,
                             @Nonnull final Rooms rooms, @Nonnull final Accounts accounts,
                             @Nonnull final Predicate<JID> online, @Nonnull final LongSupplier timestamps,
                             @Nonnull final SerialExecutor executor) {
        this(table, directory, rooms, accounts, online, timestamps, executor, PAGE);
    }

    OrphanedNicknames(final NicknameTable table, final RoomDirectory directory, final Rooms rooms,
                      final Accounts accounts, final Predicate<JID> online, final LongSupplier timestamps,
                      final SerialExecutor executor, final int pageSize) {
        this.table = table;
        this.beginnings = new Beginnings(directory, rooms, accounts, online);
        this.timestamps = timestamps;
        this.walks = new TableWalks(executor, this::begin,
            "Cannot compare the nicknames that are remembered with the rooms and accounts that there are.");
        this.pageSize = pageSize;
    }

    /** Begins in a while, and every day anew. */
    public void start() {
        walks.start(START);
    }

    private void begin() {
        begun = timestamps.getAsLong();
        walks.add(after -> lookAtRooms(table.rooms(after, pageSize)));
        walks.add(after -> lookAtUsers(table.users(after, pageSize)));
    }

    private Optional<String> last(final List<NicknameTable.Owner> page) {
        return TableWalks.last(page, pageSize, NicknameTable.Owner::key);
    }

    private Optional<String> lookAtRooms(final List<NicknameTable.Owner> page) throws SQLException {
        final Map<JID, Long> begin = beginnings.ofRooms(page.stream().map(NicknameTable.Owner::jid).toList(), begun);
        final Map<String, Long> before = new HashMap<>();
        page.forEach(owner -> before.put(owner.key(), begin.get(owner.jid())));
        table.deleteOfRooms(before);
        return last(page);
    }

    private Optional<String> lookAtUsers(final List<NicknameTable.Owner> page) throws SQLException {
        final Map<String, Long> before = new HashMap<>();
        page.forEach(owner -> beginnings.ofAccount(owner.jid(), begun)
            .ifPresent(timestamp -> before.put(owner.key(), timestamp)));
        table.deleteOfUsers(before);
        return last(page);
    }
}
