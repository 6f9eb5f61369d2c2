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

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the journal, which only the server's own account can read where the file system has permissions. A lock
 * keeps other processes away. Each segment of the journal is in one file or, where a file could not be written any
 * further, in several parts. Not safe for use by several threads, but for {@link #bytes}; blocks.
 */
final class JournalFolder implements Closeable {

    private static final Logger Log = LoggerFactory.getLogger(JournalFolder.class);

    private static final Pattern NAME = Pattern.compile("segment-([0-7]\\p{XDigit}{15})-(\\p{XDigit}{4})\\.journal");
    private static final String LOCK = "journal.lock";

    private final Path folder;
    private final JournalFile.Factory factory;
    /** What there is, with its sizes in bytes. */
    private final TreeMap<Part, Long> parts = new TreeMap<>();
    @Nullable
    private FileChannel lockFile;
    @Nullable
    private Part current;
    @Nullable
    private JournalFile output;
    private final AtomicLong bytes = new AtomicLong();
    private boolean undeletable;
    private final AtomicLong forced = new AtomicLong();

    /** One file. */
    private record Part(long segment, int number) implements Comparable<Part> {
        @Override
        public int compareTo(@Nonnull final Part other) {
            return segment == other.segment ? Integer.compare(number, other.number)
                : Long.compare(segment, other.segment);
        }

        @Override
        public boolean equals(final Object other) {
            return other instanceof Part that && compareTo(that) == 0;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(segment) + number;
        }

        String file() {
            return String.format("segment-%016x-%04x.journal", segment, number);
        }
    }

    /** Another process has the journal. */
    static final class LockedException extends IOException {
        private static final long serialVersionUID = 1L;

        LockedException(@Nonnull final Path folder) {
            super("Another process uses " + folder);
        }
    }

    JournalFolder(@Nonnull final Path folder, @Nonnull final JournalFile.Factory factory) {
        this.folder = folder;
        this.factory = factory;
    }

    JournalFolder(@Nonnull final Path folder) {
        this(folder, JournalFile::create);
    }

    @Nonnull
    Path path() {
        return folder;
    }

    boolean isOpen() {
        return lockFile != null;
    }

    /** How many bytes there are in all files. For any thread. */
    long bytes() {
        return bytes.get();
    }

    /** How often files and the folder were forced to the disk. */
    long forced() {
        return forced.get();
    }

    /** The number of the last segment that there is. */
    @Nonnull
    OptionalLong newest() {
        return parts.isEmpty() ? OptionalLong.empty() : OptionalLong.of(parts.lastKey().segment());
    }

    /** Takes the lock, and finds what an earlier run left. */
    void open() throws IOException {
        makeFolder();
        final FileChannel channel = FileChannel.open(folder.resolve(LOCK),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), JournalFile.permissions(folder, "rw-------"));
        boolean taken = false;
        try {
            if (lock(channel) == null) {
                throw new LockedException(folder);
            }
            find();
            lockFile = channel;
            taken = true;
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    @Nullable
    private static FileLock lock(final FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (final OverlappingFileLockException e) {
            Log.debug("This process has locked the journal already.", e);
            return null;
        }
    }

    private void makeFolder() throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, JournalFile.permissions(folder, "rwx------"));
        }
    }

    private void find() throws IOException {
        parts.clear();
        try (Stream<Path> files = Files.list(folder)) {
            for (final Path file : files.toList()) {
                final Matcher matcher = NAME.matcher(String.valueOf(file.getFileName()));
                if (matcher.matches()) {
                    parts.put(new Part(Long.parseLong(matcher.group(1), 16), Integer.parseInt(matcher.group(2), 16)),
                        Files.size(file));
                }
            }
        }
        count();
    }

    private void count() {
        bytes.set(parts.values().stream().mapToLong(Long::longValue).sum());
    }

    /** The files that there are, in the order in which they were written. */
    @Nonnull
    List<Path> files() {
        return parts.keySet().stream().map(part -> folder.resolve(part.file())).toList();
    }

    /**
     * Adds records to a segment, which must not be earlier than the last one. They are not on the disk before
     * {@link #force}.
     *
     * @throws NoSuchFileException where what was written before has been deleted meanwhile; a new file is begun at the
     *     next call
     */
    void append(final long segment, @Nonnull final byte[] records) throws IOException {
        if (current != null && current.segment() != segment) {
            end();
        }
        if (current != null && !Files.exists(folder.resolve(current.file()))) {
            final String missing = current.file();
            abandon();
            find();
            throw new NoSuchFileException(missing);
        }
        if (output == null || current == null) {
            begin(segment);
        }
        final Part part = current;
        final JournalFile open = output;
        if (part == null || open == null) {
            throw new IOException("There is no file");
        }
        open.write(ByteBuffer.wrap(records));
        parts.merge(part, (long) records.length, Long::sum);
        bytes.addAndGet(records.length);
    }

    private void begin(final long segment) throws IOException {
        makeFolder();
        int number = 0;
        while (parts.containsKey(new Part(segment, number)) || Files.exists(file(segment, number))) {
            number++;
        }
        final Part part = new Part(segment, number);
        output = factory.create(folder.resolve(part.file()));
        current = part;
        parts.put(part, 0L);
        forceFolder();
    }

    private Path file(final long segment, final int number) {
        return folder.resolve(new Part(segment, number).file());
    }

    /** Has the disk know the name of a new file, where the system can do that. */
    private void forceFolder() {
        forced.incrementAndGet();
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (final IOException e) {
            Log.debug("The folder {} cannot be forced to the disk on this system.", folder, e);
        }
    }

    /** Has the disk know what was added. */
    void force() throws IOException {
        if (output != null) {
            forced.incrementAndGet();
            output.force();
        }
    }

    private void end() throws IOException {
        final JournalFile open = output;
        current = null;
        output = null;
        if (open != null) {
            forced.incrementAndGet();
            try (open) {
                open.force();
            }
        }
    }

    /** Begins a new file at the next call of {@link #append}, as the one that is open cannot be written. */
    void abandon() {
        final JournalFile open = output;
        current = null;
        output = null;
        if (open != null) {
            try {
                open.close();
            } catch (final IOException e) {
                Log.debug("Cannot close a file of the journal.", e);
            }
        }
    }

    /** Deletes the segments before one; answers whether that succeeded. */
    boolean deleteBefore(final long segment) {
        boolean all = true;
        for (final Part part : List.copyOf(parts.headMap(new Part(segment, 0)).keySet())) {
            if (part.equals(current)) {
                abandon();
            }
            try {
                Files.deleteIfExists(folder.resolve(part.file()));
                parts.remove(part);
                undeletable = false;
            } catch (final IOException e) {
                all = false;
                if (!undeletable) {
                    undeletable = true;
                    Log.warn("Cannot delete {} of the journal, which is not needed any longer. This is tried again.",
                        part.file(), e);
                }
            }
        }
        count();
        return all;
    }

    /** Closes what is open, and lets the lock go. */
    @Override
    public void close() throws IOException {
        abandon();
        final FileChannel open = lockFile;
        lockFile = null;
        if (open != null) {
            open.close();
        }
    }
}
