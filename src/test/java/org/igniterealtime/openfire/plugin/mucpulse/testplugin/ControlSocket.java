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
package org.igniterealtime.openfire.plugin.mucpulse.testplugin;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Serves commands to whoever knows the secret, on a port of the loopback interface. Each connection has a thread.
 */
final class ControlSocket implements AutoCloseable {

    private final ServerSocket server;
    private final Commands commands;
    private final String secret = UUID.randomUUID().toString();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private ControlSocket(final ServerSocket server, final Commands commands) {
        this.server = server;
        this.commands = commands;
    }

    /** Opens the socket and writes where it is to the file that the system property names. */
    static ControlSocket open(final Commands commands) throws IOException {
        final Path address = Path.of(Objects.requireNonNull(System.getProperty(Wire.ADDRESS_FILE), Wire.ADDRESS_FILE));
        final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        final ControlSocket socket = new ControlSocket(server, commands);
        socket.thread("control-accept", socket::accept);

        // Moved into place, so that nobody reads half of it.
        final Path part = address.resolveSibling(address.getFileName() + ".part");
        Files.writeString(part, server.getLocalPort() + " " + socket.secret);
        Files.move(part, address, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return socket;
    }

    @Override
    public void close() {
        commands.close();
        try {
            server.close();
            for (final Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                final Socket connection = server.accept();
                connections.add(connection);
                thread("control-" + connection.getPort(), () -> serve(connection));
            } catch (IOException e) {
                // The socket was closed: that is how this ends.
                return;
            }
        }
    }

    private void serve(final Socket connection) {
        try (connection;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
                BufferedWriter out = new BufferedWriter(
                        new OutputStreamWriter(connection.getOutputStream(), StandardCharsets.UTF_8))) {
            boolean known = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                final List<String> request = Wire.decode(line);
                if (!known && !secret.equals(request.get(0))) {
                    return;
                }
                final List<String> answer = known ? answer(request) : List.of(Wire.OK);
                known = true;
                out.write(Wire.encode(answer));
                out.newLine();
                out.flush();
            }
        } catch (IOException e) {
            // The other side is gone, or the plugin is being unloaded: nobody is left to tell.
            return;
        } finally {
            connections.remove(connection);
        }
    }

    private List<String> answer(final List<String> request) {
        final List<String> answer = new ArrayList<>();
        try {
            answer.add(Wire.OK);
            answer.addAll(commands.run(request.get(0), request.subList(1, request.size())));
        } catch (Exception | LinkageError e) {
            answer.clear();
            answer.add(Wire.FAILED);
            answer.add(Commands.reason(e));
        }
        return answer;
    }

    private void thread(final String name, final Runnable work) {
        final Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
