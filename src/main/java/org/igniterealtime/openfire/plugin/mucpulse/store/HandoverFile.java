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

import com.google.common.hash.Hashing;
import com.google.common.hash.HashingInputStream;
import com.google.common.hash.HashingOutputStream;
import com.google.common.io.ByteStreams;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Handover;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the state of a feature over from one run of the plugin to the next, in a file: written once by an orderly stop,
 * read once by the next start, and deleted by that. It is a file and not a table because the state belongs to this
 * server alone, is worth nothing after the next start, and must be writable while the database is away.
 * <p>
 * The state is a sequence of records, whose content is up to the feature. The file holds a magic number, the version of
 * the records' format, the time of writing, the records with their lengths, and a checksum over all of it. It replaces
 * an earlier one atomically, can be read by the server's own account only where the file system has permissions, and is
 * bounded in size. A file that is torn, foreign, of another version or too long is ignored with one line in the log.
 * Not safe for use by several threads.
 */
public final class HandoverFile implements Handover {

    private static final Logger Log = LoggerFactory.getLogger(HandoverFile.class);

    private static final long MAGIC = 0x4d55_4350_554c_5345L;
    /** Follows the last record. */
    private static final int END = -1;
    private static final String OWNER_ONLY = "rw-------";

    /** How many bytes of records a file holds at most. */
    static final int MAX_BYTES = 64 * 1024 * 1024;
    /** How many bytes a record has at most. */
    static final int MAX_RECORD = 1024 * 1024;

    private final Path folder;
    private final Path file;
    private final Path draft;
    private final int version;
    private final InstantSource clock;
    private final int maxBytes;

    /**
     * Names a file, which need not exist.
     *
     * @param folder where it is; made when it is first written
     * @param name the name of the feature, such as {@code rai}
     * @param version the version of the format of its records
     * @param clock the wall clock
     */
    public HandoverFile(@Nonnull final Path folder, @Nonnull final String name, final int version,
                        @Nonnull final InstantSource clock) {
        this(folder, name, version, clock, MAX_BYTES);
    }

    HandoverFile(final Path folder, final String name, final int version, final InstantSource clock,
                 final int maxBytes) {
        this.folder = folder;
        this.file = folder.resolve(name + ".handover");
        this.draft = folder.resolve(name + ".handover.new");
        this.version = version;
        this.clock = clock;
        this.maxBytes = maxBytes;
    }

    /**
     * Writes records, in place of what is there. Those that do not fit any more are left out, while later, smaller ones
     * may still fit; where writing fails, the log says so, and what was there stays.
     *
     * @param records the records; each of at most {@value #MAX_RECORD} bytes, longer ones are left out
     */
    @Override
    public void write(@Nonnull final Iterator<byte[]> records) {
        try {
            Files.createDirectories(folder);
            writeDraft(records);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (final IOException | RuntimeException e) {
            Log.warn("Cannot hand over what is known to the next start: {} cannot be written.", file, e);
            delete(draft);
        }
    }

    private void writeDraft(final Iterator<byte[]> records) throws IOException {
        Files.deleteIfExists(draft);
        Files.createFile(draft);
        final PosixFileAttributeView permissions = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
        if (permissions != null) {
            permissions.setPermissions(PosixFilePermissions.fromString(OWNER_ONLY));
        }
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            final OutputStream plain = new BufferedOutputStream(Channels.newOutputStream(channel));
            final HashingOutputStream hashing = new HashingOutputStream(Hashing.sha256(), plain);
            final DataOutputStream out = new DataOutputStream(hashing);
            out.writeLong(MAGIC);
            out.writeInt(version);
            out.writeLong(clock.millis());
            final int leftOut = writeRecords(out, records);
            out.writeInt(END);
            out.flush();
            plain.write(hashing.hash().asBytes());
            plain.flush();
            channel.force(true);
            if (leftOut > 0) {
                Log.warn("{} of the records for {} were left out, as the file would have become too long.", leftOut,
                    file);
            }
        }
    }

    private int writeRecords(final DataOutputStream out, final Iterator<byte[]> records) throws IOException {
        long length = 0;
        int leftOut = 0;
        while (records.hasNext()) {
            final byte[] record = records.next();
            if (record.length > MAX_RECORD || length + record.length > maxBytes) {
                leftOut++;
            } else {
                length += record.length;
                out.writeInt(record.length);
                out.write(record);
            }
        }
        return leftOut;
    }

    /**
     * Reads what an earlier run wrote, and deletes the file, so that it is read once.
     *
     * @return the records, empty where there are none, or none that can be used
     */
    @Override
    @Nonnull
    public Optional<Content> take() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(read());
        } catch (final IOException | RuntimeException e) {
            Log.warn("Ignoring {}, which cannot be used: {}", file, e.getMessage());
            return Optional.empty();
        } finally {
            delete(file);
        }
    }

    private Content read() throws IOException {
        // Twice that, for the lengths of small records.
        if (Files.size(file) > 2L * maxBytes + MAX_RECORD) {
            throw new IOException("it is too long");
        }
        try (InputStream plain = new BufferedInputStream(Files.newInputStream(file));
             HashingInputStream hashing = new HashingInputStream(Hashing.sha256(), plain);
             DataInputStream in = new DataInputStream(hashing)) {
            if (in.readLong() != MAGIC) {
                throw new IOException("it is not a file of this plugin");
            }
            final int found = in.readInt();
            if (found != version) {
                throw new IOException("its format has the version " + found + " and not " + version);
            }
            final Instant written = Instant.ofEpochMilli(in.readLong());
            final List<byte[]> records = new ArrayList<>();
            for (int length = in.readInt(); length != END; length = in.readInt()) {
                if (length < 0 || length > MAX_RECORD) {
                    throw new IOException("it is damaged");
                }
                final byte[] record = new byte[length];
                in.readFully(record);
                records.add(record);
            }
            final byte[] expected = hashing.hash().asBytes();
            if (!Arrays.equals(expected, ByteStreams.toByteArray(ByteStreams.limit(plain, expected.length + 1)))) {
                throw new IOException("its checksum is wrong");
            }
            return new Content(written, records);
        }
    }

    private static void delete(final Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (final IOException e) {
            Log.warn("Cannot delete {}.", path, e);
        }
    }
}
