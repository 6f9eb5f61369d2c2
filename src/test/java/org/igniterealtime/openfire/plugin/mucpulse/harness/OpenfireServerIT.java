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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong around a server is said in one line, and leaves nothing behind. */
class OpenfireServerIT {

    private static final Path HOME = OpenfireServer.workFolder().resolve("it/OpenfireServerIT");

    @Test
    void busyPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            final OpenfireServer server = OpenfireServer.builder().plugins().freshHome(HOME)
                    .clientPort(taken.getLocalPort()).build();
            assertThatThrownBy(server::start).isInstanceOf(OpenfireException.class)
                    .hasMessage("Port " + taken.getLocalPort() + " on 127.0.0.1 is in use by another program.");
        }
    }

    @Test
    void folderThatIsNoOpenfireIsNamed(@TempDir final Path folder) {
        final OpenfireServer server = OpenfireServer.builder().plugins().freshHome(HOME).installed(folder).build();
        assertThatThrownBy(server::start).isInstanceOf(OpenfireException.class)
                .hasMessageContaining("not the folder of an installed Openfire")
                .hasMessageContaining(folder.toString());
    }

    @Test
    void missingModuleOptionIsNamed() {
        final OpenfireServer server = OpenfireServer.builder().plugins().freshHome(HOME).embedded(List.of()).build();
        assertThatThrownBy(server::start).isInstanceOf(OpenfireException.class)
                .hasMessageContaining("--add-opens java.base/java.lang=ALL-UNNAMED");
        assertThat(server.isRunning()).isFalse();
    }

    @Test
    void missingPluginIsNamed(@TempDir final Path folder) {
        final Path jar = folder.resolve("missing.jar");
        final OpenfireServer server = OpenfireServer.builder().plugins(jar).freshHome(HOME).build();
        assertThatThrownBy(server::start).isInstanceOf(OpenfireException.class).hasMessageContaining(jar.toString());
    }

    @Test
    void homeInUseIsNamed() {
        try (OpenfireServer first = OpenfireServer.builder().plugins().freshHome(HOME).build().start()) {
            final OpenfireServer second = OpenfireServer.builder().plugins().freshHome(HOME).build();
            assertThatThrownBy(second::start).isInstanceOf(OpenfireException.class)
                    .hasMessageContaining("process " + first.pid());
            assertThat(first.isRunning()).isTrue();
        }
    }

    @Test
    void serverEndsWithWhoeverStartedIt() throws IOException, InterruptedException {
        // Given a process that started a server and was gone before it could do anything about it
        final Path home = OpenfireServer.workFolder().resolve("it/OpenfireServerIT-abandoned");
        final Process owner = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dmucpulse.embedded.dir=" + System.getProperty("mucpulse.embedded.dir"),
                "-Dmucpulse.jvm.args=" + System.getProperty("mucpulse.jvm.args"),
                "-Dopenfire.home=" + System.getProperty("openfire.home", ""),
                "-classpath", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Abandon.class.getName(), home.toString())
                .inheritIO().start();
        assertThat(owner.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(owner.exitValue()).isEqualTo(Abandon.STATUS);
        final long pid = Long.parseLong(Files.readAllLines(home.resolve("server.process")).get(0).split(" ")[0]);

        // Then the server ends as well, and another can begin where it left off
        Awaitility.await().atMost(30, TimeUnit.SECONDS)
                .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        try (OpenfireServer next = OpenfireServer.builder().plugins().reuseHome(home).build().start()) {
            assertThat(next.control().userExists("left-behind")).isTrue();
        }
    }

    /** Starts a server, and ends without any goodbye. */
    static final class Abandon {

        static final int STATUS = 42;

        private Abandon() {
        }

        public static void main(final String[] args) {
            final OpenfireServer server = OpenfireServer.builder().plugins().freshHome(Path.of(args[0])).build();
            server.start().control().createUser("left-behind", "secret");
            Runtime.getRuntime().halt(STATUS);
        }
    }
}
