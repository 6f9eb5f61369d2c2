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
package org.igniterealtime.openfire.plugin.mucpulse.demo;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireException;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireServer;

/**
 * Starts a real Openfire with MUC Pulse, lets real XMPP clients live through a short scene for each feature, and then
 * keeps serving.
 *
 * <p>System properties: {@code demo.port}, the port for clients (5222); {@code demo.exit}, not empty to end after the
 * scenes; {@code openfire.home}, the folder of an installed Openfire to work on a copy of.
 *
 * <p>The exit status is 0 if everything went as it should, else 1.
 */
public final class Demo {

    private static final List<Scene> SCENES =
        List.of(new RoomActivityScene(), new EventingScene(), new ChatStateScene(), new ChattingScene());

    private final PrintStream out;

    private Demo(final PrintStream out) {
        this.out = out;
    }

    /**
     * Runs the demo.
     *
     * @param args none
     */
    public static void main(final String[] args) {
        final int status = new Demo(new PrintStream(System.out, true, StandardCharsets.UTF_8)).run();
        if (status != 0) {
            System.exit(status);
        }
    }

    private int run() {
        final OpenfireServer server;
        try {
            final int port = port();
            server = OpenfireServer.builder()
                    .clientPort(port)
                    .property("mucpulse.mep.publishers", "urn:xmpp:pins:0=moderator")
                    .freshHome(OpenfireServer.workFolder().resolve("demo"))
                    .build();
            out.println();
            out.println("Starting " + server.title() + " ...");
            server.start();
        } catch (OpenfireException | UncheckedIOException e) {
            out.println("The demo cannot start. " + e.getMessage());
            return 1;
        }
        try (server) {
            return play(server);
        } catch (OpenfireException e) {
            out.println("The demo ended early. " + e.getMessage());
            return 1;
        }
    }

    private int play(final OpenfireServer server) {
        out.println("Openfire " + server.control().version() + " with MUC Pulse serves " + server.domain()
                + " on 127.0.0.1:" + server.clientPort() + ".");
        try (Stage stage = new Stage(server, out)) {
            stage.furnish();
            SCENES.forEach(stage::play);
        } catch (SceneFailure e) {
            out.println();
            out.println("FAILED: " + e.getMessage());
            out.println("The server's log is in " + server.home().resolve("logs") + ".");
            return 1;
        } catch (AssertionError e) {
            out.println();
            out.println("FAILED: " + e.getMessage().lines().findFirst().orElse(""));
            out.println("The server's log is in " + server.home().resolve("logs") + ".");
            return 1;
        }
        out.println();
        out.println("All went as it should.");
        if (System.getProperty("demo.exit", "").isBlank()) {
            keepServing(server);
        }
        return 0;
    }

    private void keepServing(final OpenfireServer server) {
        out.println();
        out.println("The server goes on until you press Ctrl-C. Log in with a client of your own:");
        out.println("  server      127.0.0.1, port " + server.clientPort() + ", without encryption");
        out.println("  accounts    " + String.join(", ", Stage.USERS) + " @" + server.domain()
                + "; each one's password is the name");
        out.println("  group chat  " + server.mucDomain());
        out.println("  rooms       lobby (open), council (members only), vault (hidden; password "
                + Stage.VAULT_PASSWORD + ")");
        server.awaitEnd();
        out.println("The server has ended.");
    }

    private static int port() {
        final String text = System.getProperty("demo.port", "5222").trim();
        try {
            final int port = Integer.parseInt(text);
            if (port > 0 && port < 65536) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new OpenfireException("demo.port is not a port: " + text, e);
        }
        throw new OpenfireException("demo.port is not a port: " + text);
    }
}
