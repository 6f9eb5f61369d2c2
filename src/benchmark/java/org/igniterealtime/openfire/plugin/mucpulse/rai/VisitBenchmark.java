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

import com.google.common.base.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SingleThreadSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.store.FileJournal;
import org.igniterealtime.openfire.plugin.mucpulse.store.Journal;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.xmpp.packet.JID;

/** What noting a visit costs the thread that carries the stanza, with the journal and without. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class VisitBenchmark {

    private static final int USERS = 1_000;

    /** Whether there is a journal. */
    @Param({"false", "true"})
    private boolean journalled;

    private final JID[] users = new JID[USERS];
    private SingleThreadSerialExecutor executor;
    private Journal journal;
    private RaiWriteBehind log;
    private long timestamp;

    /** Has the journal in a temporary folder, and no database. */
    @Setup
    public void prepare() throws IOException {
        for (int i = 0; i < USERS; i++) {
            users[i] = Bench.session(i).asBareJID();
        }
        final Ticker ticker = Ticker.systemTicker();
        executor = new SingleThreadSerialExecutor("journal", 100, new ErrorHandler(ticker), ticker);
        final Path folder = Files.createTempDirectory("journal");
        journal = journalled ? new FileJournal(folder, executor, ticker) : Journal.NONE;
        log = new RaiWriteBehind(new RaiTables(() -> {
            throw new SQLException("There is no database");
        }), USERS, user -> true, journal);
        journal.checkpoint();
    }

    /** Lets the files go. */
    @TearDown
    public void end() {
        journal.close();
        executor.close();
    }

    /** One of many users is in a room, again. */
    @Benchmark
    public void visit() {
        timestamp++;
        log.visited(users[(int) (timestamp % USERS)], Bench.room(0), timestamp);
    }
}
