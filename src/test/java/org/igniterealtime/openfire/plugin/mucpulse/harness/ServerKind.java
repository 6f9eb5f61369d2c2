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

import java.nio.file.Path;
import java.util.List;

/** Where a server's program comes from: what differs between an assembled and an installed Openfire. */
interface ServerKind {

    /** What a person calls it. */
    String title();

    /**
     * Checks that there is such a server at all.
     *
     * @throws OpenfireException if there is not
     */
    void check();

    /**
     * Puts into an empty home folder what the server expects there, save its configuration: its resources, key stores,
     * the admin plugin, and as {@code resources/database/openfire_hsqldb.sql} the script that makes its tables.
     */
    void furnish(Path home);

    /** The options of the Java virtual machine. */
    List<String> jvmOptions(Path home);

    /** The class path, save the launcher's. */
    List<Path> classPath();

    /** What the launcher is to start. */
    String mainClass();

    /** The kind that the build asks for: an installed Openfire if one is named, else the embedded one. */
    static ServerKind ofBuild() {
        final String installed = System.getProperty("openfire.home", "").trim();
        return installed.isEmpty() ? EmbeddedOpenfire.ofBuild() : new InstalledOpenfire(Path.of(installed));
    }
}
