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
package org.igniterealtime.openfire.plugin.mucpulse.admin.selftest;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseGuard.Condition;
import org.igniterealtime.openfire.plugin.mucpulse.store.StateTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks whether the plugin's tables are there, by writing, reading and removing a row. Safe for use by several
 * threads.
 */
public final class TablesCheck implements SelfCheck {

    private static final Logger Log = LoggerFactory.getLogger(TablesCheck.class);

    private static final String NAME = "selfTest.";
    private static final int LONGEST = 64;

    private final StateTable table;
    private final Supplier<Condition> condition;
    private final Supplier<String> server;
    private final Executor queries;
    private final InstantSource clock;

    /**
     * Creates a check.
     *
     * @param table where the row is written
     * @param condition what is known of all tables
     * @param server the identity of this server in a cluster, as others may run the check at the same time; may be
     *               empty
     * @param queries runs database queries; may reject them
     * @param clock the wall clock
     */
    public TablesCheck(@Nonnull final StateTable table, @Nonnull final Supplier<Condition> condition,
                       @Nonnull final Supplier<String> server, @Nonnull final Executor queries,
                       @Nonnull final InstantSource clock) {
        this.table = table;
        this.condition = condition;
        this.server = server;
        this.queries = queries;
        this.clock = clock;
    }

    @Override
    @Nonnull
    public Text label() {
        return Text.of("selftest.tables");
    }

    @Override
    @Nonnull
    public CompletionStage<Finding> run() {
        final CompletableFuture<Finding> answer = new CompletableFuture<>();
        try {
            queries.execute(() -> {
                try {
                    answer.complete(tryTable());
                } catch (final RuntimeException | Error e) {
                    answer.completeExceptionally(e);
                }
            });
        } catch (final RejectedExecutionException e) {
            answer.complete(Finding.unknown(Text.of("health.database.busy"), Text.of("selftest.late.advice")));
        }
        return answer;
    }

    private Finding tryTable() {
        final Condition found = condition.get();
        if (found != Condition.AVAILABLE && found != Condition.AWAY) {
            return Finding.bad(Text.of("selftest.tables.missing"), Text.of("selftest.database.advice"));
        }
        final String whole = NAME + server.get();
        final String name = whole.length() > LONGEST ? whole.substring(0, LONGEST) : whole;
        try {
            final long value = clock.millis();
            table.setState(name, value);
            final OptionalLong read = table.state(name);
            table.clearState(name);
            return read.equals(OptionalLong.of(value)) && table.state(name).isEmpty()
                ? Finding.good(Text.of("selftest.tables.good"))
                : Finding.bad(Text.of("selftest.tables.lost"), Text.of("selftest.database.advice"));
        } catch (final SQLException | RuntimeException e) {
            Log.warn("The self-test cannot write to the database.", e);
            return Finding.bad(Text.of("selftest.tables.bad"), Text.of("selftest.database.advice"));
        }
    }
}
