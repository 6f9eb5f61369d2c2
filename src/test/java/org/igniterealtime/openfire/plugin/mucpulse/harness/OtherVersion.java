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

import com.google.common.base.Ticker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.annotation.Nonnull;
import javax.tools.ToolProvider;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.ClusterRelay;
import org.slf4j.Logger;
import org.xmpp.packet.JID;

/**
 * Makes plugins that are MUC Pulse in another version, one whose servers understand nothing of what others send each
 * other: the package of the relay is compiled anew with another number for the format, and takes its place in a copy of
 * the plugin.
 */
public final class OtherVersion {

    private static final String NUMBER = "VERSION = 1;";
    private static final String LIBRARY = "lib/mucpulse-lib.jar";
    private static final String DESCRIPTION = "plugin.xml";
    private static final String PACKAGE = ClusterRelay.class.getPackageName().replace('.', '/');

    private OtherVersion() {
    }

    /**
     * Makes a plugin.
     *
     * @param version what it is to say of itself
     * @param format the number of the format, not 1
     * @return the JAR
     */
    public static Path of(final String version, final int format) {
        final Path folder = OpenfireServer.workFolder().resolve("it").resolve("MUC Pulse " + version);
        try {
            Folders.delete(folder);
            final Map<String, byte[]> classes = compile(folder, format);
            final Path jar = folder.resolve(OpenfireServer.pluginJar().getFileName());
            try (InputStream plugin = Files.newInputStream(OpenfireServer.pluginJar());
                 OutputStream out = Files.newOutputStream(jar)) {
                copy(plugin, out, (name, bytes) -> switch (name) {
                    case LIBRARY -> withClasses(bytes, classes);
                    case DESCRIPTION -> new String(bytes, StandardCharsets.UTF_8)
                        .replaceFirst("<version>.*</version>", "<version>" + version + "</version>")
                        .getBytes(StandardCharsets.UTF_8);
                    default -> bytes;
                });
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The classes of the package by their names in the library. */
    private static Map<String, byte[]> compile(final Path folder, final int format) throws IOException {
        final Path sources = folder.resolve("sources");
        final Path classes = folder.resolve("classes");
        Files.createDirectories(classes);
        Folders.copy(OpenfireServer.workFolder().resolveSibling("src/main/java").resolve(PACKAGE), sources);
        final Path changed = sources.resolve("FrameFormat.java");
        final String text = Files.readString(changed);
        if (!text.contains(NUMBER)) {
            throw new IllegalStateException("The number of the format is no longer where it was");
        }
        Files.writeString(changed, text.replace(NUMBER, "VERSION = " + format + ";"));
        final List<String> arguments = new ArrayList<>(List.of("-nowarn", "-proc:none", "--release", "17", "-classpath",
            classpath(), "-d", classes.toString()));
        try (Stream<Path> files = Files.list(sources)) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
        }
        final ByteArrayOutputStream errors = new ByteArrayOutputStream();
        if (ToolProvider.getSystemJavaCompiler().run(null, errors, errors, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException(errors.toString(StandardCharsets.UTF_8));
        }
        final Map<String, byte[]> compiled = new HashMap<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                compiled.put(classes.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return compiled;
    }

    /** Where the classes are that the package needs; what the tests themselves run with is named in many ways. */
    private static String classpath() {
        return Stream.of(ClusterRelay.class, Nonnull.class, Ticker.class, Logger.class, JID.class,
            Element.class)
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
            .map(location -> Path.of(URI.create(location.toString())).toString()).distinct()
            .collect(Collectors.joining(File.pathSeparator));
    }

    private static byte[] withClasses(final byte[] library, final Map<String, byte[]> classes) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        copy(new ByteArrayInputStream(library), out, (name, bytes) -> classes.getOrDefault(name, bytes));
        return out.toByteArray();
    }

    /** Says what is to be in the place of an entry. */
    private interface Change {
        byte[] apply(String name, byte[] bytes) throws IOException;
    }

    private static void copy(final InputStream from, final OutputStream to, final Change change) throws IOException {
        try (ZipInputStream in = new ZipInputStream(from); ZipOutputStream out = new ZipOutputStream(to)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(change.apply(entry.getName(), in.readAllBytes()));
            }
        }
    }
}
