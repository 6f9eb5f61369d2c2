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

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The plugin that {@code docs/plugins.md} shows to authors of other plugins, built from there, in a real server. */
class OtherPluginIT {

    private static final Path DOCUMENT = Path.of("docs", "plugins.md");
    private static final String SNIPPET = "import org.dom4j.*; import org.jivesoftware.openfire.XMPPServer;"
        + " import org.xmpp.packet.JID; import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;"
        + " import org.igniterealtime.openfire.plugin.mucpulse.mep.RoomPublisher;"
        + " class Snippet { static final org.slf4j.Logger Log = null; static void run() { %s } }";

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own();

    private final RaiScene scene = new RaiScene(openfire);

    @TempDir
    private Path folder;

    private static List<String> blocks(final String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENT))
            .results().map((MatchResult found) -> found.group(1)).toList();
    }

    private Path compile(final String name, final String source) throws IOException {
        final Path file = Files.writeString(folder.resolve(name + ".java"), source);
        final Path classes = Files.createDirectories(folder.resolve(name));
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        final StringWriter messages = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            final boolean compiled = compiler.getTask(messages, files, null, List.of("-proc:none", "--release", "17",
                "-classpath", System.getProperty("java.class.path"), "-d", classes.toString()), null,
                files.getJavaFileObjects(file)).call();
            assertThat(compiled).as("%s: %s", name, messages).isTrue();
        }
        return classes;
    }

    private Path plugin() throws IOException {
        final Path classes = compile("PushPlugin", blocks("java").get(0));
        final Path jar = folder.resolve("pushexample.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
             Stream<Path> files = Files.walk(classes)) {
            out.putNextEntry(new JarEntry("plugin.xml"));
            out.write(blocks("xml").get(0).getBytes(StandardCharsets.UTF_8));
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry("classes/" + classes.relativize(file).toString().replace('\\', '/')));
                out.write(Files.readAllBytes(file));
            }
        }
        return jar;
    }

    private static Predicate<Stanza> pushOf(final String room) {
        return stanza -> stanza.isMessage() && stanza.body().equals(Optional.of("Something was said in " + room));
    }

    @Test
    void r4_pluginLearnsWhoMissesWhatIsSaid() throws IOException {
        openfire.control().installPlugin(plugin());
        final TestClient absent = openfire.login("absent");
        final TestClient told = openfire.login("told");
        final TestClient inside = openfire.login("inside");
        final TestClient outcast = openfire.login("outcast");
        final TestClient stranger = openfire.login("stranger");
        final String room = scene.roomWithMember(absent);
        Rooms.affiliate(scene.owner(), room, told.bareJid(), "member");
        Rooms.affiliate(scene.owner(), room, inside.bareJid(), "member");
        scene.visit(outcast, room);
        Rooms.ban(scene.owner(), room, outcast.bareJid());
        scene.join(inside, room);
        scene.subscribe(told);

        scene.say(room);
        scene.awaitTold(told, room);
        absent.await(pushOf(room), RaiScene.PATIENCE);
        // Not told by indicators, and so the next message is one to push as well; the first are through by then.
        scene.say(room);
        absent.await(pushOf(room), RaiScene.PATIENCE);

        for (final TestClient other : List.of(told, inside, outcast, stranger, scene.owner())) {
            other.sync();
            assertThat(other.stanzas(pushOf(room))).as(other.jid()).isEmpty();
        }

        // Whoever was there has seen it.
        scene.visit(absent, room);
        scene.leave(inside, room);
        scene.say(room);
        inside.await(pushOf(room), RaiScene.PATIENCE);
        absent.await(pushOf(room), RaiScene.PATIENCE);
        openfire.control().uninstallPlugin("pushexample");
    }

    @Test
    void m6_exampleOfThePublisherCompiles() throws IOException {
        compile("Snippet", String.format(SNIPPET, blocks("java").get(1)));
    }
}
