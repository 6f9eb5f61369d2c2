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
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;

/**
 * The marks in the database by which a server finds out at its start that its last run crashed (R10): one for each
 * server that runs, so that it is still there after a crash. A server without a cluster has one without an identity, as
 * the servers of earlier versions had. All methods block. Safe for use by several threads.
 */
public final class RunningMarks {

    /** The mark of a server without a cluster, and of earlier versions. */
    public static final String ALONE = "rai.running";
    private static final String PREFIX = ALONE + '.';

    private final StateTable state;
    private final Supplier<Optional<String>> server;
    /** The mark of this run, once it was chosen. */
    @Nullable
    private volatile String own;
    /** Whether the mark of this run is in the database. */
    private volatile boolean begun;

    /**
     * Creates the marks.
     *
     * @param state the table that holds them
     * @param server gives the identity of this server in a cluster, empty where it is alone
     */
    public RunningMarks(@Nonnull final StateTable state, @Nonnull final Supplier<Optional<String>> server) {
        this.state = state;
        this.server = server;
    }

    /**
     * Marks that this server runs. Where that fails, it can be called again.
     *
     * @return whether it was marked already, so that its last run did not end in order; also where a server that was
     *     alone crashed before there was a cluster, or one of a cluster before this one was alone
     * @throws SQLException where the database fails
     */
    public boolean begin() throws SQLException {
        final String mark = mark();
        final Set<String> found = state.names().stream().filter(name -> name.equals(ALONE) || name.startsWith(PREFIX))
            .collect(Collectors.toSet());
        final boolean marked = found.contains(mark);
        if (!marked) {
            // Only then: to write it again where that fails halfway would be to forget the crash.
            state.setState(mark, System.currentTimeMillis());
        }
        found.remove(mark);
        found.removeIf(name -> !mark.equals(ALONE) && !name.equals(ALONE));
        for (final String name : found) {
            // This run's own mark is there, and says the same from now on.
            state.clearState(name);
        }
        begun = true;
        return marked || !found.isEmpty();
    }

    private String mark() {
        final String known = own;
        if (known != null) {
            return known;
        }
        final String made = server.get().map(PREFIX::concat).orElse(ALONE);
        own = made;
        return made;
    }

    /**
     * Makes the mark of this run that of a server of a cluster, where it became one while it ran. Another server that
     * starts would take it for that of a crash otherwise. Where the mark is missing, it is made again: the other side
     * of a split may have taken this server for dead.
     *
     * @throws SQLException where the database fails; it can be called again then
     */
    public void renew() throws SQLException {
        final String before = own;
        if (!begun || before == null) {
            // Chosen when it is made.
            own = null;
            return;
        }
        final String now = server.get().map(PREFIX::concat).orElse(before);
        if (state.state(now).isEmpty()) {
            state.setState(now, System.currentTimeMillis());
        }
        if (!now.equals(before)) {
            own = now;
            state.clearState(before);
        }
    }

    /**
     * The identity of this server, under which the other servers of the cluster know its mark. Does not block.
     *
     * @return empty where it is not marked as one of a cluster
     */
    @Nonnull
    public String identity() {
        final String mark = own;
        return mark == null || !mark.startsWith(PREFIX) ? "" : mark.substring(PREFIX.length());
    }

    /**
     * Marks that this run ended in order.
     *
     * @throws SQLException where the database fails
     */
    public void end() throws SQLException {
        state.clearState(mark());
    }

    /**
     * The other servers that are marked: they run, or have crashed.
     *
     * @return their identities
     * @throws SQLException where the database fails
     */
    @Nonnull
    public Set<String> others() throws SQLException {
        return state.names().stream().filter(name -> name.startsWith(PREFIX) && !name.equals(own))
            .map(name -> name.substring(PREFIX.length())).collect(Collectors.toSet());
    }

    /**
     * Forgets that another server crashed, as what follows from it was done.
     *
     * @param other its identity
     * @throws SQLException where the database fails
     */
    public void forget(@Nonnull final String other) throws SQLException {
        state.clearState(PREFIX + other);
    }
}
