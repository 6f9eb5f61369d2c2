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

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.annotation.Nonnull;

/**
 * Writes records to one segment as they come, some hundred kilobytes at a time, up to a number of bytes. For one
 * thread.
 */
final class JournalReplacement {

    private static final int PIECE = 256 * 1024;

    private final JournalFolder folder;
    private final long segment;
    private final long maxBytes;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private long written;
    private long lacking;

    JournalReplacement(@Nonnull final JournalFolder folder, final long segment, final long maxBytes) {
        this.folder = folder;
        this.segment = segment;
        this.maxBytes = maxBytes;
    }

    /** Adds a record, where there is room for it. */
    void add(@Nonnull final String channel, @Nonnull final byte[] record) {
        final int size = JournalRecords.size(channel, record);
        if (record.length > JournalRecords.MAX_RECORD || written + size > maxBytes) {
            lacking++;
            return;
        }
        try {
            JournalRecords.write(out, channel, record);
            written += size;
            if (bytes.size() >= PIECE) {
                flush();
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void flush() throws IOException {
        if (bytes.size() > 0) {
            folder.append(segment, bytes.toByteArray());
            bytes.reset();
        }
    }

    /** Has the disk know all; answers for how many records there was no room. */
    long end() throws IOException {
        flush();
        folder.force();
        return lacking;
    }
}
