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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.when;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Registrations;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ServerCapabilities;
import org.igniterealtime.openfire.plugin.mucpulse.store.Table;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.jivesoftware.openfire.XMPPServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.MockedStatic;

/** In which order the platform ends. */
@Timeout(60)
class PlatformBuilderTest {

    @TempDir
    private Path folder;

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(Thread::isAlive).map(Thread::getName)
            .filter(name -> name.startsWith("mucpulse-")).collect(Collectors.toSet());
    }

    @Test
    void r10_keeperWritesAfterTheFeaturesHaveStoppedAndBeforeAnyWorkerIsClosed() throws Exception {
        final TestDatabase database = new TestDatabase();
        final XMPPServer server = mock(XMPPServer.class, RETURNS_DEEP_STUBS);
        when(server.getServerInfo().getXMPPDomain()).thenReturn("example.org");
        final Thread stopping = Thread.currentThread();
        final List<String> steps = new ArrayList<>();
        final List<Set<String>> running = new ArrayList<>();
        final Registrations registrations = new Registrations();
        final OpenfirePlatform platform;
        // The server's manager of capabilities needs a whole server, and starts nothing that would have to end.
        try (MockedStatic<ServerCapabilities> capabilities = mockStatic(ServerCapabilities.class)) {
            capabilities.when(() -> ServerCapabilities.find(server)).thenReturn(mock(ServerCapabilities.class));
            platform = new PlatformBuilder(List.of()).connect(server, database::open, folder, property -> Optional.empty(), registrations);
            platform.storage().keeper().add(new Table() {
                @Override
                @Nonnull
                public String description() {
                    return "the table of the test";
                }

                @Override
                public boolean flush() {
                    if (Thread.currentThread() == stopping) {
                        steps.add("written");
                        running.add(threads());
                    }
                    return true;
                }
            });
        }
        platform.executor("feature", registrations).execute(() -> { });
        registrations.onClose(() -> steps.add("feature stopped"));
        final Set<String> started = threads();

        registrations.close();

        database.close();
        assertThat(steps).containsExactly("feature stopped", "written");
        assertThat(started).contains("mucpulse-store", "mucpulse-watch", "mucpulse-sender-0", "mucpulse-sender-1",
            "mucpulse-remote-supervisor", "mucpulse-feature");
        // Those of features end with them; all others still run.
        assertThat(running.get(0)).containsAll(started.stream().filter(name -> !name.equals("mucpulse-feature")).toList())
            .doesNotContain("mucpulse-feature");
    }
}
