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
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.annotation.Nonnull;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The format of the files of the journal. A record has the length of what follows its checksum (4 bytes), the CRC-32C
 * of that, the version of the format (1 byte), the name of its channel (1 byte for its length), and its content.
 */
final class JournalRecords {

    /** How many bytes the content of a record has at most. */
    static final int MAX_RECORD = 1024 * 1024;

    private static final Logger Log = LoggerFactory.getLogger(JournalRecords.class);

    private static final int VERSION = 1;
    private static final int MAX_NAME = 127;
    /** The length and the checksum. */
    private static final int HEADER = 8;
    private static final int MAX_BODY = MAX_RECORD + MAX_NAME + 2;

    private JournalRecords() {
    }

    /** Receives the records of a file. */
    @FunctionalInterface
    interface Reader {
        void read(String channel, byte[] record);
    }

    /** How many bytes a record takes in a file. */
    static int size(@Nonnull final String channel, @Nonnull final byte[] record) {
        return HEADER + 2 + channel.length() + record.length;
    }

    /** Writes a record. */
    static void write(@Nonnull final DataOutputStream out, @Nonnull final String channel, @Nonnull final byte[] record)
        throws IOException {
        final ByteArrayOutputStream body = new ByteArrayOutputStream(size(channel, record));
        body.write(VERSION);
        body.write(channel.length());
        body.writeBytes(channel.getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(record);
        final byte[] bytes = body.toByteArray();
        out.writeInt(bytes.length);
        out.writeInt(Hashing.crc32c().hashBytes(bytes).asInt());
        out.write(bytes);
    }

    /**
     * Reads the records of a file. A last record that is torn, as the server or the machine died while it was written,
     * is left out. What is damaged otherwise, or of a later version, ends the reading with a line in the log.
     *
     * @throws IOException where the file cannot be read
     */
    static void read(@Nonnull final Path file, @Nonnull final Reader reader) throws IOException {
        long left = Files.size(file);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            while (left >= HEADER) {
                final int length = in.readInt();
                final int checksum = in.readInt();
                left -= HEADER;
                if (length <= 0 || length > MAX_BODY) {
                    if (length != 0 || checksum != 0 || !isZero(in)) {
                        Log.warn("{} is damaged. What follows in it is ignored.", file);
                    }
                    return;
                }
                if (length > left) {
                    return;
                }
                final byte[] body = new byte[length];
                in.readFully(body);
                left -= length;
                if (Hashing.crc32c().hashBytes(body).asInt() != checksum) {
                    if (left > 0 && !isZero(in)) {
                        Log.warn("{} is damaged. What follows in it is ignored.", file);
                    }
                    return;
                }
                if (!decode(file, body, reader)) {
                    return;
                }
            }
        } catch (final EOFException e) {
            Log.debug("{} became shorter while it was read.", file, e);
        }
    }

    private static boolean decode(final Path file, final byte[] body, final Reader reader) {
        final int start = 2 + (body.length < 2 ? 0 : body[1]);
        if (body[0] != VERSION || start < 2 || start > body.length) {
            Log.warn("{} has a record of another version ({}). It and what follows in the file are ignored.", file,
                body[0]);
            return false;
        }
        reader.read(new String(body, 2, start - 2, StandardCharsets.US_ASCII),
            Arrays.copyOfRange(body, start, body.length));
        return true;
    }

    /** Whether nothing but zeros is left, which a file system may leave where data was to be written. */
    private static boolean isZero(final DataInputStream in) throws IOException {
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next != 0) {
                return false;
            }
        }
        return true;
    }
}
