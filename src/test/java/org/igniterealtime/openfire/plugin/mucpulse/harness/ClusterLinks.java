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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The links between the servers of a cluster, which can be cut: in front of each server's port for the others is a
 * proxy with an address of its own, and that address is the one that the server says it has, and connects from. Safe
 * for use by several threads.
 */
final class ClusterLinks implements AutoCloseable {

    private static final int BUFFER = 16_384;

    private final int servers;
    private final int port = Ports.pick();
    private final List<Integer> memberPorts = new ArrayList<>();
    private final List<ServerSocket> proxies = new ArrayList<>();
    private final Set<Integer> isolated = ConcurrentHashMap.newKeySet();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();

    /** Opens the links of so many servers. */
    ClusterLinks(final int servers) {
        this.servers = servers;
        try {
            for (int number = 1; number <= servers; number++) {
                memberPorts.add(Ports.pick());
                final ServerSocket proxy = new ServerSocket();
                proxies.add(proxy);
                proxy.setReuseAddress(true);
                proxy.bind(new InetSocketAddress(proxyHost(number), port));
                final int to = number;
                start("cluster-proxy-" + number, () -> accept(proxy, to));
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        }
    }

    private static String proxyHost(final int number) {
        return "127.0.1." + number;
    }

    /** The port on 127.0.0.1 that a server listens on for the others. */
    int memberPort(final int number) {
        return memberPorts.get(number - 1);
    }

    /** The addresses by which the servers know each other. */
    List<String> addresses() {
        final List<String> addresses = new ArrayList<>();
        for (int number = 1; number <= servers; number++) {
            addresses.add(proxyHost(number) + ":" + port);
        }
        return addresses;
    }

    /** Cuts the links between one server and all others. */
    void isolate(final int number) {
        isolated.add(number);
        links.stream().filter(this::isCut).forEach(Link::close);
    }

    /** Links all servers again. */
    void heal() {
        isolated.clear();
    }

    @Override
    public void close() {
        proxies.forEach(ClusterLinks::close);
        links.forEach(Link::close);
    }

    private boolean isCut(final Link link) {
        return link.from != link.to && (isolated.contains(link.from) || isolated.contains(link.to));
    }

    private void accept(final ServerSocket proxy, final int to) {
        while (!proxy.isClosed()) {
            try {
                connect(proxy.accept(), to);
            } catch (IOException e) {
                if (!proxy.isClosed()) {
                    System.err.println("A link of the cluster: " + e);
                }
            }
        }
    }

    private void connect(final Socket near, final int to) throws IOException {
        final Link link = new Link(near, new Socket(), sender(near.getInetAddress()), to);
        links.add(link);
        if (isCut(link)) {
            forget(link);
            return;
        }
        try {
            link.far.setTcpNoDelay(true);
            near.setTcpNoDelay(true);
            link.far.connect(new InetSocketAddress("127.0.0.1", memberPort(to)));
        } catch (IOException e) {
            // The server is not there: whoever connects notices that the connection ends.
            forget(link);
            return;
        }
        start("cluster-link", () -> copy(link, near, link.far));
        start("cluster-link", () -> copy(link, link.far, near));
    }

    /** Servers connect from the address by which they are known. */
    private int sender(final InetAddress address) {
        for (int number = 1; number <= servers; number++) {
            if (address.getHostAddress().equals(proxyHost(number))) {
                return number;
            }
        }
        throw new IllegalStateException("Not an address of a server: " + address);
    }

    private void copy(final Link link, final Socket from, final Socket to) {
        final byte[] buffer = new byte[BUFFER];
        try (InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // One of the two has ended, or the link was cut.
            return;
        } finally {
            forget(link);
        }
    }

    private void forget(final Link link) {
        link.close();
        links.remove(link);
    }

    private static void close(final AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            System.err.println("Closing a link of the cluster: " + e);
        }
    }

    private static void start(final String name, final Runnable work) {
        final Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** A connection of one server to another. */
    private static final class Link {

        private final Socket near;
        private final Socket far;
        private final int from;
        private final int to;

        Link(final Socket near, final Socket far, final int from, final int to) {
            this.near = near;
            this.far = far;
            this.from = from;
            this.to = to;
        }

        void close() {
            ClusterLinks.close(near);
            ClusterLinks.close(far);
        }
    }
}
