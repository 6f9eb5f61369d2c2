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
/**
 * What the tables of all features have in common. The tables themselves belong to the features, whose packages have
 * their statements.
 * <p>
 * A feature gets a {@link org.igniterealtime.openfire.plugin.mucpulse.store.Storage} from {@code Platform.storage()}.
 * It has the database, the executor for what touches the database, and
 * {@link org.igniterealtime.openfire.plugin.mucpulse.store.Storage#keep}, which takes the tables of the feature.
 * <p>
 * A feature gathers what changes in a {@link org.igniterealtime.openfire.plugin.mucpulse.store.WriteBehind}, so that no
 * stanza waits for the database, and bounds what waits there. Its tables implement
 * {@link org.igniterealtime.openfire.plugin.mucpulse.store.Table}: the
 * {@link org.igniterealtime.openfire.plugin.mucpulse.store.StoreKeeper} has them restored when the plugin starts,
 * written once a second, purged once an hour, and written once more when the plugin stops, and marks in the database
 * whether that succeeded (R10). Records that are in no table, but are needed after a reload of the plugin, are written
 * to a {@link org.igniterealtime.openfire.plugin.mucpulse.store.HandoverFile} when the plugin stops, and read when it
 * starts (R15). What must survive a crash before it is written is added to the
 * {@link org.igniterealtime.openfire.plugin.mucpulse.store.Journal} as well (D6), by whatever gathers it: a
 * {@link org.igniterealtime.openfire.plugin.mucpulse.store.JournalSource}, which gets its records back at the next
 * start. {@link org.igniterealtime.openfire.plugin.mucpulse.store.FileJournal} writes them to segments; the keeper
 * begins a new segment before each flush, and those before it are deleted some time after the flush has succeeded.
 * {@link org.igniterealtime.openfire.plugin.mucpulse.store.Sql} has the queries, transactions and batches
 * that all statements use, which are portable SQL, and the hashes by which addresses and ids are found (D2). How the
 * scripts that create and upgrade tables are changed is described in
 * {@code README.md} under "Changing the tables".
 * <p>
 * {@link org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseGuard} knows whether the tables can be used (D4,
 * D5): while they cannot, every access fails at once with a
 * {@link org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseUnavailableException}, which nobody logs, and the
 * guard alone checks again. {@link org.igniterealtime.openfire.plugin.mucpulse.store.RowByRow} drops alone what the
 * database refuses (D3). {@link org.igniterealtime.openfire.plugin.mucpulse.store.NewestRows} never lets an older row
 * replace a newer one, as several servers write to the same tables (K6), and
 * {@link org.igniterealtime.openfire.plugin.mucpulse.store.RunningMarks} tells which of them run or have crashed.
 * <p>
 * {@link org.igniterealtime.openfire.plugin.mucpulse.store.RoomSwitchTable} is the table of what differs in single
 * rooms, of which {@code RoomSwitchRelay} tells the other servers of a cluster, and
 * {@link org.igniterealtime.openfire.plugin.mucpulse.store.JdbcRoomDirectory} and
 * {@link org.igniterealtime.openfire.plugin.mucpulse.store.RoomSearch} read the server's own tables.
 */
package org.igniterealtime.openfire.plugin.mucpulse.store;

