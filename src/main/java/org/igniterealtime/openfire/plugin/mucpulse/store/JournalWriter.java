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

import com.google.common.collect.ImmutableList;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.Nonnull;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what waits for the disk, and deletes what the database has. Where that fails, the log says so once; what waits
 * is kept then as far as there is room. Safe for use by several threads; blocks.
 */
final class JournalWriter {

    private static final Logger Log = LoggerFactory.getLogger(JournalWriter.class);

    private final JournalFolder folder;
    private final JournalQueue queue;
    private final long maxBytes;
    private final Map<String, JournalSource> sources = new ConcurrentHashMap<>();
    /** Another process has the files. */
    private final boolean locked;
    private volatile boolean failing;
    /** All sources have what earlier runs left. */
    private volatile boolean ready;

    /** Held by who uses the files, and guards what follows. */
    private final ReentrantLock files = new ReentrantLock();
    /** How large the journal was after it was replaced the last time, or less. */
    private long replaced;
    private boolean closed;

    /** Opens the folder; where that fails, it is tried again when there is something to write. */
    JournalWriter(@Nonnull final JournalFolder folder, final long maxBytes, final long maxWaiting) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        boolean taken = false;
        try {
            folder.open();
        } catch (final JournalFolder.LockedException e) {
            taken = true;
            Log.error("{}. What waits for the database is lost if this server crashes.", e.getMessage());
        } catch (final IOException | RuntimeException e) {
            failed(e);
        }
        this.locked = taken;
        this.queue = new JournalQueue(maxWaiting, folder.newest().orElse(0) + 1);
    }

    @Nonnull
    JournalQueue queue() {
        return queue;
    }

    boolean isLocked() {
        return locked;
    }

    void add(@Nonnull final String name, @Nonnull final JournalSource source) {
        sources.put(name, source);
    }

    /** All sources have what earlier runs left. */
    void ready() {
        ready = true;
    }

    /** Gives a source what earlier runs left. */
    void replay(@Nonnull final String channel) {
        files.lock();
        try {
            for (final Path file : folder.files()) {
                JournalRecords.read(file, (name, record) -> {
                    if (name.equals(channel)) {
                        replay(name, record);
                    }
                });
            }
        } catch (final IOException e) {
            Log.error("What the journal has of an earlier run cannot be read.", e);
        } finally {
            files.unlock();
        }
    }

    private void replay(final String name, final byte[] record) {
        final JournalSource source = sources.get(name);
        if (source == null) {
            return;
        }
        try {
            source.replay(record);
        } catch (final IOException | RuntimeException e) {
            Log.warn("A record of the journal for {} cannot be understood. It is left out.", name, e);
        }
    }

    /** Writes what waits; answers whether that succeeded. */
    boolean write() {
        files.lock();
        try {
            if (closed) {
                queue.remove(queue.all().size());
            }
            return closed || writeWaiting();
        } finally {
            files.unlock();
        }
    }

    private boolean writeWaiting() {
        final ImmutableList<JournalQueue.Entry> batch = queue.all();
        boolean written = false;
        try {
            if (!folder.isOpen()) {
                if (!ready) {
                    return false;
                }
                reopen();
            }
            final boolean room =
                folder.bytes() + batch.stream().mapToLong(JournalQueue.Entry::size).sum() <= maxBytes;
            if (ready && (!room || queue.isIncomplete())) {
                replace(batch.size());
            } else if (room) {
                append(batch);
                queue.remove(batch.size());
            } else {
                queue.drop(batch.size());
            }
            written = true;
        } catch (final IOException | RuntimeException e) {
            failed(e);
        } finally {
            if (!written) {
                // Whatever was thrown: the last record of the file may be torn.
                folder.abandon();
                queue.setIncomplete(true);
            }
        }
        if (written && failing) {
            failing = false;
            Log.info("The journal is written again: {}.", folder.path());
        }
        return written;
    }

    private void failed(final Exception e) {
        Log.debug("What is wrong with the journal:", e);
        if (!failing) {
            failing = true;
            Log.warn("The journal cannot be used: {}. Until it can, what waits for the database is lost if this server "
                + "crashes: {}", folder.path(), e.toString());
        }
    }

    /** Opens the journal, which could not be opened at the start. What it has can no longer be replayed. */
    private void reopen() throws IOException {
        folder.open();
        if (folder.bytes() > 0) {
            Log.warn("What the journal has of an earlier run is ignored, as it could not be read at the start.");
        }
        queue.startAfter(folder.newest().orElse(0));
        queue.setIncomplete(true);
    }

    private void append(final ImmutableList<JournalQueue.Entry> batch) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final DataOutputStream out = new DataOutputStream(bytes);
        long segment = 0;
        for (final JournalQueue.Entry entry : batch) {
            if (entry.segment() != segment && bytes.size() > 0) {
                folder.append(segment, bytes.toByteArray());
                bytes.reset();
            }
            segment = entry.segment();
            JournalRecords.write(out, entry.channel(), entry.record());
        }
        if (bytes.size() > 0) {
            folder.append(segment, bytes.toByteArray());
            folder.force();
        }
    }

    /**
     * Writes a new segment of all that waits for the database, and deletes the earlier ones, unless the last such
     * segment was about as large: then there is no room for more until the database has some of it.
     *
     * @param count how many records wait for the disk, which need not be written then
     */
    private void replace(final int count) throws IOException {
        if (folder.bytes() >= maxBytes / 2 && folder.bytes() - replaced < maxBytes / 4) {
            if (!queue.isIncomplete()) {
                Log.warn("The journal is full. More of what waits for the database is lost if this server crashes.");
            }
            queue.drop(count);
            return;
        }
        final long segment = queue.newSegment();
        // The changes of the records that wait are part of it, and later records are written after it.
        final JournalReplacement replacement = new JournalReplacement(folder, segment, maxBytes);
        sources.forEach((name, source) -> source.snapshot(record -> replacement.add(name, record)));
        final long lacking = replacement.end();
        folder.deleteBefore(segment);
        replaced = folder.bytes();
        queue.remove(count);
        queue.setIncomplete(false);
        if (lacking > 0) {
            queue.dropped(lacking);
        }
    }

    /** Deletes the segments before a checkpoint; answers whether they are gone. */
    boolean deleteBefore(final long checkpoint) {
        files.lock();
        try {
            if (closed || !folder.isOpen()) {
                return false;
            }
            final boolean gone = folder.deleteBefore(checkpoint);
            replaced = Math.min(replaced, folder.bytes());
            return gone;
        } finally {
            files.unlock();
        }
    }

    /** How the journal is. For any thread; does not block. */
    @Nonnull
    JournalStatus status() {
        final JournalStatus.Condition condition;
        if (locked) {
            condition = JournalStatus.Condition.LOCKED;
        } else if (failing) {
            condition = JournalStatus.Condition.FAILING;
        } else {
            condition = queue.isIncomplete() ? JournalStatus.Condition.INCOMPLETE : JournalStatus.Condition.COMPLETE;
        }
        return new JournalStatus(condition, folder.path().toString(), folder.bytes(), queue.dropped());
    }

    /**
     * Writes what waits, but for what the database has, and lets the files go.
     *
     * @param checkpoint a checkpoint that the database has reached
     * @param patience how long to wait for a disk that does not answer
     */
    void close(final long checkpoint, @Nonnull final Duration patience) {
        boolean free = false;
        try {
            free = files.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!free) {
            Log.warn("The journal is not closed, as the disk does not answer.");
            return;
        }
        try {
            if (closed) {
                return;
            }
            closed = true;
            if (queue.isUnused(checkpoint)) {
                // The database has everything.
                queue.removeBefore(checkpoint);
                folder.deleteBefore(checkpoint);
            } else if (!locked && !queue.isEmpty()) {
                writeWaiting();
            }
            folder.close();
        } catch (final IOException e) {
            failed(e);
        } finally {
            files.unlock();
        }
    }
}
