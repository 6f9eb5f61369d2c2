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
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another server, which serves any number of domains that it makes up, speaks server-to-server XMPP over bare sockets,
 * and keeps to none of its rules unless a test does: it sends whatever it is given, records what comes, falls silent,
 * resets connections, goes away and comes back. It authenticates by dialback (XEP-0220), without TLS, and believes
 * everybody. Safe for use by several threads.
 */
public final class RawServerPeer implements AutoCloseable {

    private static final Pattern TO = Pattern.compile("\\sto=[\"']([^\"']*)[\"']");

    private final int port;
    private final String serverDomain;
    private final int serverPort;
    private final Map<String, PeerDomain> domains = new ConcurrentHashMap<>();
    private final Set<PeerConnection> connections = ConcurrentHashMap.newKeySet();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final ExecutorService senders = Executors.newCachedThreadPool(task -> {
        final Thread thread = new Thread(task, "raw-server-peer-answer");
        thread.setDaemon(true);
        return thread;
    });
    private volatile ServerSocket listener;

    RawServerPeer(final int port, final String serverDomain, final int serverPort) {
        this.port = port;
        this.serverDomain = serverDomain;
        this.serverPort = serverPort;
    }

    /**
     * One of the domains of this peer; each exists.
     *
     * @param name any domain that nobody else serves
     * @return the domain
     */
    public PeerDomain domain(final String name) {
        return domains.computeIfAbsent(IDN.toASCII(name).toLowerCase(Locale.ROOT), key -> new PeerDomain(this, name));
    }

    /** Listens, from the beginning or after {@link #goAway}. */
    public void comeBack() {
        try {
            final ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            listener = socket;
            final Thread thread = new Thread(() -> accept(socket), "raw-server-peer-accept");
            thread.setDaemon(true);
            thread.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it listens. */
    boolean isListening() {
        return listener != null && !listener.isClosed();
    }

    /** Drops all connections, and refuses new ones. */
    public void goAway() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connections.forEach(PeerConnection::close);
    }

    /**
     * Drops the connections that the server has to a domain and those that the domain has to the server.
     *
     * @param domain one of this peer's
     */
    public void disconnect(final PeerDomain domain) {
        connections.stream().filter(connection -> connection.domain() == domain).forEach(PeerConnection::close);
    }

    /**
     * Resets the connections that the server has to a domain and those that the domain has to the server.
     *
     * @param domain one of this peer's
     */
    public void reset(final PeerDomain domain) {
        connections.stream().filter(connection -> connection.domain() == domain).forEach(PeerConnection::reset);
    }

    /**
     * Reads nothing any more of what the server sends to a domain.
     *
     * @param domain one of this peer's
     */
    public void stopReading(final PeerDomain domain) {
        connections.stream().filter(connection -> connection.domain() == domain && !connection.isOutgoing())
                .forEach(PeerConnection::stopReading);
    }

    /**
     * Tells whether a domain has no connection to the server, as when the server has ended it.
     *
     * @param domain one of this peer's
     * @return whether there is none that the domain opened
     */
    public boolean isClosed(final PeerDomain domain) {
        return connections.stream().noneMatch(connection -> connection.domain() == domain && connection.isOutgoing());
    }

    /**
     * The errors of streams that the server reported so far.
     *
     * @return XML
     */
    public List<String> streamErrors() {
        return List.copyOf(errors);
    }

    /**
     * How many connections there are, of either direction.
     *
     * @return a number
     */
    public int connectionCount() {
        return connections.size();
    }

    @Override
    public void close() {
        goAway();
        senders.shutdownNow();
    }

    String serverDomain() {
        return serverDomain;
    }

    PeerConnection open(final PeerDomain domain) throws IOException {
        return PeerConnection.open(this, domain, serverPort, serverDomain);
    }

    void execute(final Runnable task) {
        senders.execute(task);
    }

    void began(final PeerConnection connection) {
        connections.add(connection);
    }

    void ended(final PeerConnection connection) {
        connections.remove(connection);
    }

    void failed(final PeerConnection connection, final String error) {
        errors.add(error);
        connection.close();
    }

    void received(final String xml) {
        final Matcher to = TO.matcher(xml.substring(0, xml.indexOf('>') + 1));
        if (to.find()) {
            final String jid = to.group(1);
            final String bare = jid.contains("/") ? jid.substring(0, jid.indexOf('/')) : jid;
            domain(bare.substring(bare.indexOf('@') + 1)).received(xml);
        }
    }

    private void accept(final ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                final Socket accepted = socket.accept();
                PeerConnection.accepted(this, accepted);
            } catch (IOException e) {
                // It is closed, or the other side was quicker.
                continue;
            }
        }
    }
}
