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
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.harness.launcher.ServerLauncher;

/**
 * The Openfire that the build assembles from the artifacts of Maven Central. What is in none of them comes from the
 * test resources: the tables of its database, its logging, and an admin console without pages of its own.
 */
final class EmbeddedOpenfire implements ServerKind {

    private static final char[] STORE_PASSWORD = "changeit".toCharArray();

    private final Path libraries;
    private final List<String> moduleOptions;

    EmbeddedOpenfire(final Path libraries, final List<String> moduleOptions) {
        this.libraries = libraries.toAbsolutePath().normalize();
        this.moduleOptions = List.copyOf(moduleOptions);
    }

    /** As the build's system properties say. */
    static EmbeddedOpenfire ofBuild() {
        final String options = System.getProperty("mucpulse.jvm.args", "").trim();
        return ofBuild(options.isEmpty() ? List.of() : Arrays.asList(options.split("\\s+")));
    }

    /** As the build's system properties say, but for the options that open modules of the JDK. */
    static EmbeddedOpenfire ofBuild(final List<String> moduleOptions) {
        final String folder = System.getProperty("mucpulse.embedded.dir", "target/openfire-4.2.0");
        return new EmbeddedOpenfire(Path.of(folder).resolve("lib"), moduleOptions);
    }

    @Override
    public String title() {
        return "the embedded Openfire in " + libraries.getParent();
    }

    @Override
    public void check() {
        if (!Files.isDirectory(libraries) || Folders.jars(libraries).isEmpty()) {
            throw new OpenfireException("The embedded Openfire is not there: " + libraries
                    + " holds no libraries. The package phase of the build puts them there (mvn package).");
        }
    }

    @Override
    public void furnish(final Path home) {
        try {
            resource("openfire_hsqldb.sql", home.resolve("resources/database/openfire_hsqldb.sql"));
            resource("security.xml", home.resolve("conf/security.xml"));
            resource("log4j.xml", home.resolve("conf/log4j.xml"));
            resource("admin-plugin.xml", home.resolve("plugins/admin/plugin.xml"));
            resource("admin-web.xml", home.resolve("plugins/admin/webapp/WEB-INF/web.xml"));
            Files.createDirectories(home.resolve("plugins/admin/webapp/WEB-INF/lib"));
            for (final String store : List.of("keystore", "truststore", "client.truststore")) {
                emptyStore(home.resolve("resources/security").resolve(store));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> jvmOptions(final Path home) {
        final List<String> options = new ArrayList<>(moduleOptions);
        options.add("-Dlog4j.configuration=" + home.resolve("conf/log4j.xml").toUri());
        return options;
    }

    @Override
    public List<Path> classPath() {
        return Folders.jars(libraries);
    }

    @Override
    public String mainClass() {
        return ServerLauncher.SERVER;
    }

    private static void resource(final String name, final Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try (InputStream in = EmbeddedOpenfire.class.getResourceAsStream(name)) {
            Files.copy(in, target);
        }
    }

    private static void emptyStore(final Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            final KeyStore store = KeyStore.getInstance("jks");
            store.load(null, STORE_PASSWORD);
            store.store(out, STORE_PASSWORD);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has key stores of type jks", e);
        }
    }
}
