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
package org.igniterealtime.openfire.plugin.mucpulse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireServer;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.MucPacketInterceptor;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.MucApi;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.RoomEvents;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * "A test must prove that every reference from the packaged JAR into the server's classes resolves on the server it is
 * run against": one JAR runs on Openfire 4.2 to 5.1, whose classes differ. No server is started for that.
 */
class LinkageIT {

    private static final List<String> CHECKED =
            List.of("org/jivesoftware/", "org/xmpp/", "org/dom4j/", "org/slf4j/", "com/google/common/",
                    // What the pages of the admin console are made with.
                    "javax/servlet/", "javax/el/", "org/apache/");

    @TempDir
    static Path folder;

    private static List<Path> serverJars;
    private static List<Path> pluginJars;
    private static URLClassLoader server;
    private static URLClassLoader plugin;
    private static Map<String, byte[]> own;

    @BeforeAll
    static void openJars() throws IOException {
        serverJars = serverJars();
        pluginJars = unpackLibraries(OpenfireServer.pluginJar());
        server = new URLClassLoader("server", urls(serverJars), ClassLoader.getPlatformClassLoader());
        plugin = new URLClassLoader("plugin", urls(pluginJars), server);
        own = classes(folder.resolve("mucpulse-lib.jar"));
    }

    @AfterAll
    static void closeJars() throws IOException {
        plugin.close();
        server.close();
    }

    @Test
    void everyReferenceIntoTheServerResolves() {
        final Linkage linkage = new Linkage(LinkageIT::bytes, CHECKED);

        own.values().forEach(linkage::check);

        assertThat(linkage.problems()).as("against %s", serverJars.get(0).getParent()).isEmpty();
        assertThat(own.keySet()).contains(entry(MucPulsePlugin.class), entry(MucPacketInterceptor.class),
                entry(RoomEvents.class), entry(MucApi.class));
        assertThat(linkage.references()).isGreaterThan(500);
    }

    private static String entry(final Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    /** The names that {@code MucApi} finds by reflection. */
    @Test
    void reflectiveNamesAreFound() throws ReflectiveOperationException {
        final Constructor<?> constructor = Class.forName(MucApi.class.getName(), false, plugin)
                .getDeclaredConstructor(ClassLoader.class);
        constructor.setAccessible(true);

        assertThatCode(() -> constructor.newInstance(server)).doesNotThrowAnyException();
    }

    /** The virtual machine itself agrees: every class can be loaded, with the types of all its members. */
    @Test
    void everyClassLoads() {
        own.keySet().forEach(name -> assertThatCode(() -> {
            final Class<?> type = Class.forName(name.replace('/', '.').replaceAll("\\.class$", ""), false, plugin);
            assertThat(type.getClassLoader()).isSameAs(plugin);
            type.getDeclaredMethods();
            type.getDeclaredConstructors();
            type.getDeclaredFields();
        }).as(name).doesNotThrowAnyException());
    }

    /** What the server provides must come from the server alone. */
    @Test
    void nothingOfTheServerIsBundled() throws IOException {
        for (final Path jar : pluginJars) {
            assertThat(classes(jar).keySet()).as(jar.getFileName().toString())
                    .noneMatch(name -> CHECKED.subList(0, 4).stream().anyMatch(name::startsWith));
        }
    }

    /** Every kind of broken reference is found, or the other tests would prove nothing. */
    @TestFactory
    Stream<DynamicTest> brokenReferencesAreReported() {
        final Map<String, byte[]> broken = new TreeMap<>();
        broken.put("there is no org/xmpp/packet/JID.noSuchMethod()V",
                calling(Opcodes.INVOKEVIRTUAL, "org/xmpp/packet/JID", "noSuchMethod", "()V", false));
        broken.put("there is no org/xmpp/packet/JID.getNode()Ljava/lang/Object;",
                calling(Opcodes.INVOKEVIRTUAL, "org/xmpp/packet/JID", "getNode", "()Ljava/lang/Object;", false));
        broken.put("there is no org/xmpp/packet/JID.<init>()V",
                calling(Opcodes.INVOKESPECIAL, "org/xmpp/packet/JID", "<init>", "()V", false));
        broken.put("org/xmpp/packet/JID.getNode()Ljava/lang/String; is not static",
                calling(Opcodes.INVOKESTATIC, "org/xmpp/packet/JID", "getNode", "()Ljava/lang/String;", false));
        broken.put("takes org/xmpp/packet/JID for an interface to call getNode",
                calling(Opcodes.INVOKEINTERFACE, "org/xmpp/packet/JID", "getNode", "()Ljava/lang/String;", true));
        broken.put("takes org/jivesoftware/openfire/container/Plugin for a class to call destroyPlugin",
                calling(Opcodes.INVOKEVIRTUAL, "org/jivesoftware/openfire/container/Plugin", "destroyPlugin", "()V",
                        false));
        broken.put("there is no class org/jivesoftware/NoSuchClass",
                made("java/lang/Object", "m",
                        code -> code.visitTypeInsn(Opcodes.NEW, "org/jivesoftware/NoSuchClass")));
        broken.put("there is no org/xmpp/packet/Message.NOTHING:I", made("java/lang/Object", "m",
                code -> code.visitFieldInsn(Opcodes.GETSTATIC, "org/xmpp/packet/Message", "NOTHING", "I")));
        broken.put("there is no class org/dom4j/NoSuchParent", made("org/dom4j/NoSuchParent", "m", code -> { }));
        broken.put("extends org/slf4j/Logger, which is an interface or final",
                made("org/slf4j/Logger", "m", code -> { }));
        broken.put("does not implement org/jivesoftware/openfire/container/Plugin.destroyPlugin()V",
                made("java/lang/Object", "m", code -> { }, "org/jivesoftware/openfire/container/Plugin"));
        broken.put("implements org/xmpp/packet/JID, which is a class",
                made("java/lang/Object", "m", code -> { }, "org/xmpp/packet/JID"));
        return broken.entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
            final Linkage linkage = new Linkage(LinkageIT::bytes, CHECKED);
            linkage.check(entry.getValue());
            assertThat(linkage.problems()).contains("example.Made: " + entry.getKey());
        }));
    }

    /** And references that resolve are not reported, inherited members included. */
    @Test
    void soundReferencesAreNotReported() {
        final Linkage linkage = new Linkage(LinkageIT::bytes, CHECKED);
        linkage.check(calling(Opcodes.INVOKEVIRTUAL, "org/xmpp/packet/JID", "getNode", "()Ljava/lang/String;", false));
        linkage.check(calling(Opcodes.INVOKEVIRTUAL, "org/xmpp/packet/Message", "getElement",
                "()Lorg/dom4j/Element;", false));
        linkage.check(calling(Opcodes.INVOKEINTERFACE, "org/dom4j/Element", "getText", "()Ljava/lang/String;", true));
        linkage.check(calling(Opcodes.INVOKEINTERFACE, "org/dom4j/Element", "hashCode", "()I", true));
        assertThat(linkage.problems()).isEmpty();
        assertThat(linkage.references()).isGreaterThanOrEqualTo(4);
    }

    private static byte[] calling(final int opcode, final String owner, final String name, final String descriptor,
            final boolean isInterface) {
        return made("java/lang/Object", "m",
                code -> code.visitMethodInsn(opcode, owner, name, descriptor, isInterface));
    }

    /** A class that nobody loads: its code need not make sense, only refer. */
    private static byte[] made(final String parent, final String method, final Consumer<MethodVisitor> body,
            final String... interfaces) {
        final ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "example/Made", null, parent, interfaces);
        final MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, method, "()V", null, null);
        code.visitCode();
        body.accept(code);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(4, 4);
        code.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** As the server's class loaders find a class: the server's own first, then the plugin's, then the JDK's. */
    private static Optional<byte[]> bytes(final String name) {
        try (InputStream in = plugin.getResourceAsStream(name + ".class")) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> serverJars() throws IOException {
        final String home = System.getProperty("openfire.home", "").trim();
        final Path libraries = home.isEmpty()
                ? Path.of(System.getProperty("mucpulse.embedded.dir", "target/openfire-4.2.0"), "lib")
                : Path.of(home, "lib");
        try (Stream<Path> files = Files.list(libraries)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().collect(Collectors.toList());
        }
    }

    private static List<Path> unpackLibraries(final Path archive) throws IOException {
        final List<Path> unpacked = new ArrayList<>();
        try (JarFile jar = new JarFile(archive.toFile())) {
            for (final JarEntry entry : jar.stream().collect(Collectors.toList())) {
                if (entry.getName().matches("lib/[^/]+\\.jar")) {
                    final Path target = folder.resolve(entry.getName().substring("lib/".length()));
                    try (InputStream in = jar.getInputStream(entry)) {
                        Files.copy(in, target);
                    }
                    unpacked.add(target);
                }
            }
        }
        return unpacked;
    }

    private static Map<String, byte[]> classes(final Path archive) throws IOException {
        final Map<String, byte[]> classes = new TreeMap<>();
        try (JarFile jar = new JarFile(archive.toFile())) {
            for (final JarEntry entry : jar.stream().collect(Collectors.toList())) {
                if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")
                        && !entry.getName().equals("module-info.class")) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        classes.put(entry.getName(), in.readAllBytes());
                    }
                }
            }
        }
        return classes;
    }

    private static URL[] urls(final List<Path> jars) {
        final Function<Path, URL> url = jar -> {
            try {
                return jar.toUri().toURL();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        return jars.stream().map(url).toArray(URL[]::new);
    }
}
