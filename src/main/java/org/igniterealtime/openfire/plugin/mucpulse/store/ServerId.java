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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.annotation.Nonnull;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The identity of this server among those that use the same database, which stays the same when it is started again, as
 * the id that Openfire gives to a server of a cluster does not. It is in a file, which is written when it is first
 * asked for. Not safe for use by several threads.
 */
final class ServerId {

    private static final Logger Log = LoggerFactory.getLogger(ServerId.class);

    private static final Pattern VALID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Path folder;
    private final Path file;

    /**
     * Names the file, which need not exist.
     *
     * @param folder where it is; made when it is first written
     */
    ServerId(@Nonnull final Path folder) {
        this.folder = folder;
        this.file = folder.resolve("server.id");
    }

    /**
     * Reads the identity, or makes one. Blocks.
     *
     * @return 36 characters, empty where the file can neither be read nor written
     */
    @Nonnull
    Optional<String> get() {
        try {
            if (Files.exists(file)) {
                final String found = Files.readString(file).trim();
                if (VALID.matcher(found).matches()) {
                    return Optional.of(found);
                }
                Log.warn("{} does not hold an identity, and is replaced.", file);
            }
            return Optional.of(create());
        } catch (final IOException | RuntimeException e) {
            Log.warn("The identity of this server in the cluster cannot be kept in {}.", file, e);
            return Optional.empty();
        }
    }

    private String create() throws IOException {
        final String id = UUID.randomUUID().toString();
        Files.createDirectories(folder);
        final Path draft = folder.resolve("server.id.new");
        Files.writeString(draft, id + '\n');
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return id;
    }
}
