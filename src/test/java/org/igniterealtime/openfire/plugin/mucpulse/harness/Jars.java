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
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.harness.launcher.ServerLauncher;
import org.igniterealtime.openfire.plugin.mucpulse.testplugin.ControlPlugin;

/** Packs test classes into the JARs that a server needs of them. */
final class Jars {

    private Jars() {
    }

    /** The main class of the server's process. */
    static Path launcher(final Path jar) {
        return pack(jar, "", ServerLauncher.class, List.of());
    }

    /** The control plugin, in the layout of a plugin archive. */
    static Path control(final Path jar) {
        return pack(jar, "classes/", ControlPlugin.class, List.of("plugin.xml"));
    }

    /** Packs the classes of a class's package below a folder, and resources of the package at the top of the JAR. */
    private static Path pack(final Path jar, final String below, final Class<?> member, final List<String> topLevel) {
        try {
            Files.createDirectories(jar.getParent());
            try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file)) {
                final Path folder = classesOf(member);
                final String prefix = below + member.getPackageName().replace('.', '/') + "/";
                for (final Path source : classFiles(folder)) {
                    out.putNextEntry(entry(prefix + source.getFileName()));
                    Files.copy(source, out);
                }
                for (final String name : topLevel) {
                    out.putNextEntry(entry(name));
                    try (InputStream in = member.getResourceAsStream(name)) {
                        in.transferTo(out);
                    }
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Always of the same time, so that the same classes make the same JAR. */
    private static JarEntry entry(final String name) {
        final JarEntry entry = new JarEntry(name);
        entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
        return entry;
    }

    private static Path classesOf(final Class<?> member) {
        try {
            final URI root = member.getProtectionDomain().getCodeSource().getLocation().toURI();
            return Path.of(root).resolve(member.getPackageName().replace('.', '/'));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> classFiles(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".class")).sorted().collect(Collectors.toList());
        }
    }
}
