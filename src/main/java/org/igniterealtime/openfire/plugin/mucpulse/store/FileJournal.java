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

import com.google.common.base.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;

/**
 * The journal in files of this server (D6). Records gather in memory; a task of an executor writes what there is, and
 * forces it to the disk once for all of it: at once, but not earlier than {@link #INTERVAL} after the last time. The
 * segments before a checkpoint are deleted when the database has had all of that for {@link #GRACE}. A journal that
 * became too large, or that lacks records, is replaced by one of what waits for the database at that moment. Where the
 * files cannot be written, records wait in memory as far as there is room, and the rest of the plugin goes on. Safe for
 * use by several threads.
 */
public final class FileJournal implements Journal {

    /** For how long records gather while they come one after the other. */
    static final Duration INTERVAL = Duration.ofMillis(20);
    /** How long to wait after a failure. */
    static final Duration RETRY_INTERVAL = Duration.ofSeconds(5);
    /**
     * For how long records are kept that the database has. Databases can be set so that they lose what was committed in
     * the last second before a crash; HSQLDB is by default.
     */
    static final Duration GRACE = Duration.ofSeconds(10);
    /** How large the files may be, in bytes: there is room for all visits that may wait for the database. */
    static final long MAX_BYTES = 64L * 1024 * 1024;
    /** How many bytes of records may wait for the disk: some seconds of what a busy server has. */
    static final long MAX_WAITING = 8L * 1024 * 1024;
    /** How long the end waits for a disk that does not answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** How many can wait until records are written. */
    private static final int MOST_WAITING = 1_000;

    private final JournalWriter writer;
    private final JournalQueue queue;
    private final SerialExecutor executor;
    private final Ticker ticker;

    private final Object lock = new Object();
    /** A task is going to write. */
    @GuardedBy("lock")
    private boolean planned;
    /** When the last one ended. */
    @GuardedBy("lock")
    private long ended;
    /** The checkpoints that the database has reached of late, and when it had. */
    @GuardedBy("lock")
    private final Deque<Reached> reached = new ArrayDeque<>();
    /** Who waits until everything is written that was added before. */
    @GuardedBy("lock")
    private final List<CompletableFuture<Void>> unwritten = new ArrayList<>();
    /** Everything before this one is deleted. */
    @GuardedBy("lock")
    private long deleted;

    private record Reached(long checkpoint, long moment) {
    }

    private final class Channel implements JournalChannel {

        private final String name;

        Channel(final String name) {
            this.name = name;
        }

        @Override
        public void append(@Nonnull final byte[] record) {
            if (queue.add(name, record)) {
                plan(INTERVAL);
            }
        }

        @Override
        public void replay() {
            writer.replay(name);
        }
    }

    /**
     * Creates a journal, and finds what earlier runs have left. Where that fails, the log says so. Blocks.
     *
     * @param folder where its files are; need not exist
     * @param executor writes the files
     * @param ticker a monotonic source of time
     */
    public FileJournal(@Nonnull final Path folder, @Nonnull final SerialExecutor executor,
                       @Nonnull final Ticker ticker) {
        this(new JournalWriter(new JournalFolder(folder), MAX_BYTES, MAX_WAITING), executor, ticker);
    }

    FileJournal(final JournalWriter writer, final SerialExecutor executor, final Ticker ticker) {
        this.writer = writer;
        this.queue = writer.queue();
        this.executor = executor;
        this.ticker = ticker;
        this.ended = ticker.read() - INTERVAL.toNanos();
    }

    @Override
    @Nonnull
    public JournalChannel channel(@Nonnull final String name, @Nonnull final JournalSource source) {
        if (writer.isLocked()) {
            return JournalChannel.NONE;
        }
        writer.add(name, source);
        return new Channel(name);
    }

    /** Has what waits be written, but not earlier than some time after the last time. */
    private void plan(final Duration pause) {
        synchronized (lock) {
            if (planned) {
                return;
            }
            final long left = ended + pause.toNanos() - ticker.read();
            if (left <= 0) {
                executor.execute(this::write);
            } else {
                executor.schedule(Duration.ofNanos(left), this::write);
            }
            // Not where that failed: the next record tries again. The task says that it has ended under the same lock.
            planned = true;
        }
    }

    private void write() {
        boolean written = false;
        final boolean more;
        final List<CompletableFuture<Void>> waiting = takeWaiting();
        try {
            written = writer.write();
        } finally {
            synchronized (lock) {
                planned = false;
                ended = ticker.read();
                if (!written) {
                    unwritten.addAll(waiting);
                }
                // Who has come meanwhile may wait for what was just written.
                more = !unwritten.isEmpty();
            }
            if (written) {
                waiting.forEach(one -> one.complete(null));
            }
            if (more || !queue.isEmpty()) {
                plan(written ? INTERVAL : RETRY_INTERVAL);
            }
        }
    }

    private List<CompletableFuture<Void>> takeWaiting() {
        synchronized (lock) {
            final List<CompletableFuture<Void>> taken = List.copyOf(unwritten);
            unwritten.clear();
            return taken;
        }
    }

    @Override
    @Nonnull
    public CompletionStage<?> whenWritten() {
        final CompletableFuture<Void> written = new CompletableFuture<>();
        synchronized (lock) {
            // What is being written is still in the queue.
            if (queue.isEmpty() || unwritten.size() >= MOST_WAITING) {
                return CompletableFuture.completedFuture(null);
            }
            unwritten.add(written);
        }
        // It may have been written by now.
        plan(INTERVAL);
        return written;
    }

    @Override
    public long checkpoint() {
        writer.ready();
        return queue.checkpoint();
    }

    @Override
    public void written(final long checkpoint) {
        synchronized (lock) {
            if (checkpoint > (reached.isEmpty() ? deleted : reached.getLast().checkpoint())) {
                reached.add(new Reached(checkpoint, ticker.read()));
            }
            if (reached.isEmpty() || !isDue(reached.getFirst())) {
                return;
            }
        }
        executor.execute(this::deleteWritten);
    }

    private boolean isDue(final Reached one) {
        return ticker.read() - one.moment() >= GRACE.toNanos();
    }

    /** Deletes what the database has had for long enough. */
    private void deleteWritten() {
        long checkpoint = 0;
        synchronized (lock) {
            for (final Reached one : reached) {
                if (isDue(one)) {
                    checkpoint = one.checkpoint();
                }
            }
        }
        if (writer.deleteBefore(checkpoint)) {
            final long done = checkpoint;
            synchronized (lock) {
                deleted = Math.max(deleted, done);
                reached.removeIf(one -> one.checkpoint() <= done);
            }
        }
    }

    @Override
    @Nonnull
    public JournalStatus status() {
        return writer.status();
    }

    @Override
    public void close() {
        final long last;
        synchronized (lock) {
            last = reached.isEmpty() ? deleted : reached.getLast().checkpoint();
        }
        writer.close(last, PATIENCE);
        takeWaiting().forEach(one -> one.complete(null));
    }
}
