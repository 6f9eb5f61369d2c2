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
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that misbehaves: it stands between clients and a real server on 127.0.0.1, without TLS, and hands on what a
 * {@link Fault} makes of what the server sends. It does not offer stream management (XEP-0198): a client would
 * acknowledge stanzas that the real server did not send, and Openfire 5 closes the stream of a client that does. Safe for
 * use by several threads.
 */
public final class FaultyServer implements AutoCloseable {

    private static final Pattern BOUND = Pattern.compile("<jid>([^<]+)</jid>");
    private static final Pattern STREAM_MANAGEMENT =
        Pattern.compile("<sm xmlns=['\"]urn:xmpp:sm:[0-9]+['\"]\\s*(/>|>.*?</sm>)", Pattern.DOTALL);

    private final ServerSocket listener;
    private final int serverPort;
    private final Fault fault;
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();

    /** What is wrong with a server. Its methods are called by several threads. */
    public interface Fault {

        /**
         * Sees a stanza that a client sends, which the server gets as it is.
         *
         * @param server where more can be sent from
         * @param client who sends it
         * @param stanza the stanza
         */
        void sent(FaultyServer server, Client client, String stanza);

        /**
         * Changes what a client gets.
         *
         * @param server where more can be sent from
         * @param client who is to get it
         * @param stanza what the real server sends
         * @return what the client gets, empty if nothing
         */
        String received(FaultyServer server, Client client, String stanza);
    }

    /** A client that is connected. */
    public final class Client {

        private final Socket near;
        private final Socket far;
        private volatile String jid = "";

        private Client(final Socket near, final Socket far) {
            this.near = near;
            this.far = far;
        }

        /**
         * The client's full JID.
         *
         * @return the JID, empty before it has one
         */
        public String jid() {
            return jid;
        }

        /**
         * Sends a client something that the real server did not.
         *
         * @param xml whole stanzas
         */
        public void send(final String xml) {
            try {
                write(xml);
            } catch (IOException e) {
                // It is gone.
                close();
            }
        }

        private synchronized void write(final String xml) throws IOException {
            final OutputStream out = near.getOutputStream();
            out.write(xml.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        private void fromServer(final String stanza) {
            if (stanza.startsWith("<stream:features")) {
                send(STREAM_MANAGEMENT.matcher(stanza).replaceAll(""));
                return;
            }
            final Matcher bound = BOUND.matcher(stanza);
            if (jid.isEmpty() && stanza.contains("urn:ietf:params:xml:ns:xmpp-bind") && bound.find()) {
                jid = bound.group(1);
            }
            send(fault.received(FaultyServer.this, this, stanza));
        }

        private void close() {
            clients.remove(this);
            try {
                near.close();
                far.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Begins to listen.
     *
     * @param serverPort the real server's port for clients
     * @param fault what is wrong
     */
    public FaultyServer(final int serverPort, final Fault fault) {
        this.serverPort = serverPort;
        this.fault = fault;
        try {
            listener = new ServerSocket();
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /**
     * The port for clients.
     *
     * @return the port
     */
    public int port() {
        return listener.getLocalPort();
    }

    /**
     * Those who are connected and have a JID.
     *
     * @return the clients
     */
    public Set<Client> clients() {
        final Set<Client> bound = ConcurrentHashMap.newKeySet();
        clients.stream().filter(client -> !client.jid().isEmpty()).forEach(bound::add);
        return bound;
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        clients.forEach(Client::close);
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                final Socket near = listener.accept();
                final Client client = new Client(near, new Socket(InetAddress.getLoopbackAddress(), serverPort));
                clients.add(client);
                start(() -> toServer(client));
                start(() -> toClient(client));
            }
        } catch (IOException e) {
            // Closed, or the real server is gone.
            clients.forEach(Client::close);
        }
    }

    private void toServer(final Client client) {
        final StanzaSplitter splitter = new StanzaSplitter(stanza -> fault.sent(this, client, stanza));
        final byte[] buffer = new byte[16_384];
        try {
            final InputStream in = client.near.getInputStream();
            final OutputStream out = client.far.getOutputStream();
            int length = in.read(buffer);
            while (length >= 0) {
                out.write(buffer, 0, length);
                // What clients of these tests send is ASCII.
                splitter.feed(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
                length = in.read(buffer);
            }
        } catch (IOException e) {
            // Either end has closed.
            client.close();
            return;
        }
        client.close();
    }

    private void toClient(final Client client) {
        final StanzaSplitter splitter = new StanzaSplitter(client::fromServer, client::send);
        final char[] buffer = new char[16_384];
        try {
            final Reader in = new InputStreamReader(client.far.getInputStream(), StandardCharsets.UTF_8);
            int length = in.read(buffer);
            while (length >= 0) {
                splitter.feed(new String(buffer, 0, length));
                length = in.read(buffer);
            }
        } catch (IOException e) {
            // Either end has closed.
            client.close();
            return;
        }
        client.close();
    }

    private static void start(final Runnable task) {
        final Thread thread = new Thread(task, "faulty-server");
        thread.setDaemon(true);
        thread.start();
    }
}
