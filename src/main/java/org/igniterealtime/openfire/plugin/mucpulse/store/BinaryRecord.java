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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.annotation.Nonnull;

/** What the records of the journal and of files for the next start have in common. */
public final class BinaryRecord {

    private BinaryRecord() {
    }

    /** Writes the content of a record. */
    @FunctionalInterface
    public interface Content {

        /**
         * Writes it.
         *
         * @param out where to
         * @throws IOException never by {@code out}
         */
        void writeTo(@Nonnull DataOutputStream out) throws IOException;
    }

    /**
     * Makes a record.
     *
     * @param content what is in it
     * @return the record
     */
    @Nonnull
    public static byte[] of(@Nonnull final Content content) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            content.writeTo(new DataOutputStream(bytes));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Opens a record.
     *
     * @param record the record
     * @return its content, from the beginning
     */
    @Nonnull
    public static DataInputStream read(@Nonnull final byte[] record) {
        return new DataInputStream(new ByteArrayInputStream(record));
    }

    /**
     * Adds a text of any length.
     *
     * @param out the record
     * @param text the text
     * @throws IOException as {@code out} does
     */
    public static void writeText(@Nonnull final DataOutputStream out, @Nonnull final String text) throws IOException {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * Reads a text that {@link #writeText} wrote.
     *
     * @param in the record
     * @return the text
     * @throws IOException where the record is damaged
     */
    @Nonnull
    public static String readText(@Nonnull final DataInputStream in) throws IOException {
        final int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("A text is longer than the record");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
