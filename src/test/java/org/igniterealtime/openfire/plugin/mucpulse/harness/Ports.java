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
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** TCP ports of the loopback interface. */
final class Ports {

    private static final String LOOPBACK = "127.0.0.1";

    private Ports() {
    }

    /** Finds a port that nobody listens on. */
    static int pick() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether nobody listens on a port. */
    static boolean isFree(final int port) {
        return isFree(LOOPBACK, port);
    }

    /** Whether nobody listens on a port of an address. */
    private static boolean isFree(final String host, final int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Throws a {@link PortTakenException} if somebody listens on a port of an address. */
    static void checkFree(final String host, final int port) {
        if (!isFree(host, port)) {
            throw new PortTakenException(port);
        }
    }

    /** Whether somebody who listens on a port accepts connections. */
    static boolean accepts(final int port) {
        return accepts(LOOPBACK, port);
    }

    /** Whether somebody who listens on a port of an address accepts connections. */
    static boolean accepts(final String host, final int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
