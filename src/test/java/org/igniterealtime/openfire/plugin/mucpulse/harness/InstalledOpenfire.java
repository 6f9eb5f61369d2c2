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
package org.igniterealtime.openfire.plugin.mucpulse.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.harness.launcher.ServerLauncher;

/**
 * A copy of an Openfire that is installed on this machine. Its libraries are used where they are, which the server
 * does not write to; everything else is copied, without the configuration, data and plugins of the original.
 */
final class InstalledOpenfire implements ServerKind {

    private final Path original;

    InstalledOpenfire(final Path original) {
        this.original = original.toAbsolutePath().normalize();
    }

    @Override
    public String title() {
        return "a copy of the Openfire in " + original;
    }

    @Override
    public void check() {
        for (final String needed : List.of("lib/startup.jar", "resources/database/openfire_hsqldb.sql",
                "resources/security", "plugins")) {
            if (!Files.exists(original.resolve(needed))) {
                throw new OpenfireException("openfire.home is not the folder of an installed Openfire: "
                        + original.resolve(needed) + " is missing.");
            }
        }
    }

    @Override
    public void furnish(final Path home) {
        Folders.copy(original.resolve("resources"), home.resolve("resources"));
        final Path admin = original.resolve("plugins/admin");
        if (Files.exists(admin)) {
            Folders.copy(admin, home.resolve("plugins/admin"));
        }
        try {
            Files.createDirectories(home.resolve("conf"));
            Files.createDirectories(home.resolve("plugins"));
            final Path security = original.resolve("conf/security.xml");
            if (Files.exists(security)) {
                Files.copy(security, home.resolve("conf/security.xml"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> jvmOptions(final Path home) {
        // Those that the server's own start script gives.
        final List<String> options = new ArrayList<>();
        options.add("-Dopenfire.lib.dir=" + original.resolve("lib"));
        final Path logging = original.resolve("lib/log4j2.xml");
        if (Files.exists(logging)) {
            options.add("-Dlog4j.configurationFile=" + logging);
            options.add("-Dlog4j2.formatMsgNoLookups=true");
        }
        final Path security = home.resolve("resources/security/java.security");
        if (Files.exists(security)) {
            options.add("-Djava.security.properties=" + security);
        }
        return options;
    }

    @Override
    public List<Path> classPath() {
        return List.of(original.resolve("lib/startup.jar"));
    }

    @Override
    public String mainClass() {
        return ServerLauncher.STARTER;
    }
}
