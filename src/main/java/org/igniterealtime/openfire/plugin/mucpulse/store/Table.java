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

import java.sql.SQLException;
import javax.annotation.Nonnull;

/**
 * The tables of a feature, as the {@link StoreKeeper} sees them. A feature that writes often gathers what changes in a
 * {@link WriteBehind}, and bounds what waits there. All methods are called by one thread at a time, and may block.
 */
public interface Table {

    /**
     * What is in the tables, for the log.
     *
     * @return some words in English, such as "the nodes of rooms"
     */
    @Nonnull
    String description();

    /**
     * Reads what an earlier run wrote. Called when the plugin starts, and again in a while where that, or the same of
     * another table, fails.
     *
     * @param crashed whether the last run did not end in order, so that some changes may not have been written
     * @throws SQLException where the database cannot be read
     */
    default void restore(final boolean crashed) throws SQLException {
    }

    /** Says that {@link #restore} failed, and will be called again. Until then it is not known what was written. */
    default void unreadable() {
    }

    /**
     * Says that {@link #restore} failed, and will be called again, as there are no tables. So there is nothing in them.
     */
    default void missing() {
    }

    /**
     * Writes what waits to be written. Where that fails, it is kept for the next time.
     *
     * @return whether everything that waited at the time of the call is written
     */
    boolean flush();

    /**
     * Deletes what is too old. Called once an hour.
     *
     * @throws SQLException where the database cannot be written
     */
    default void purge() throws SQLException {
    }

    /**
     * How much was lost before it was written, as too much waited for the database, or as it refused it.
     *
     * @return the number since the plugin was started
     */
    default long dropped() {
        return 0;
    }
}
