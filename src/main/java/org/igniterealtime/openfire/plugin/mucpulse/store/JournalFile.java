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
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import javax.annotation.Nonnull;

/**
 * A file of the journal, to which content is added. Blocks. Not safe for use by several threads.
 */
interface JournalFile extends Closeable {

    /** Creates files. */
    @FunctionalInterface
    interface Factory {
        JournalFile create(Path file) throws IOException;
    }

    /** Adds all that is left in a buffer. */
    void write(@Nonnull ByteBuffer content) throws IOException;

    /** Has the disk know what was added. */
    void force() throws IOException;

    /** Creates a file that only the server's own account can read. */
    @Nonnull
    static JournalFile create(@Nonnull final Path file) throws IOException {
        final FileChannel channel = FileChannel.open(file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), permissions(file, "rw-------"));
        return new JournalFile() {
            @Override
            public void write(@Nonnull final ByteBuffer content) throws IOException {
                while (content.hasRemaining()) {
                    channel.write(content);
                }
            }

            @Override
            public void force() throws IOException {
                channel.force(false);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    /** The permissions of something that is created, where the file system has permissions. */
    @Nonnull
    static FileAttribute<?>[] permissions(@Nonnull final Path path, @Nonnull final String permissions) {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))};
    }
}
