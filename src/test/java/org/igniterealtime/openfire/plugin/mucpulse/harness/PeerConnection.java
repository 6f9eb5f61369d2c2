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
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One connection of a {@link RawServerPeer}, which either side may have opened. Stanzas go one way only: from the one
 * that opened it.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0220.html">XEP-0220</a>
 */
final class PeerConnection {

    private static final int SMALL_BUFFER = 4_096;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern ATTRIBUTE = Pattern.compile("\\s(id|from|to|type|version)=[\"']([^\"']*)[\"']");
    private static final String HEAD = "<?xml version='1.0'?><stream:stream xmlns='jabber:server'"
            + " xmlns:db='jabber:server:dialback' xmlns:stream='http://etherx.jabber.org/streams'";

    private final RawServerPeer peer;
    private final Socket socket;
    private final OutputStream out;
    private final boolean outgoing;
    private final CountDownLatch featured = new CountDownLatch(1);
    private final Map<String, CountDownLatch> asked = new ConcurrentHashMap<>();
    private final Set<String> valid = ConcurrentHashMap.newKeySet();
    private volatile PeerDomain domain;
    private volatile boolean reading = true;

    private PeerConnection(final RawServerPeer peer, final Socket socket, final PeerDomain domain, final boolean outgoing)
            throws IOException {
        this.peer = peer;
        this.socket = socket;
        this.domain = domain;
        this.outgoing = outgoing;
        socket.setTcpNoDelay(true);
        this.out = socket.getOutputStream();
    }

    /** Serves a connection that the server opened. */
    static PeerConnection accepted(final RawServerPeer peer, final Socket socket) throws IOException {
        final PeerConnection connection = new PeerConnection(peer, socket, null, false);
        connection.startReading();
        return connection;
    }

    /** Opens a connection to the server, in the name of a domain, which the server asks back about. */
    static PeerConnection open(final RawServerPeer peer, final PeerDomain domain, final int port, final String to)
            throws IOException {
        final Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
        final PeerConnection connection = new PeerConnection(peer, socket, domain, true);
        connection.startReading();
        connection.write(HEAD + " from='" + domain.name() + "' to='" + to + "' version='1.0'>");
        if (!connection.await(connection.featured) || !connection.isOpen()) {
            throw new IOException("The server offered no features to " + domain.name());
        }
        connection.authenticate(domain.name(), to);
        return connection;
    }

    /** Proves that one more domain is served here (XEP-0220, section 2.6.2). */
    void authenticate(final String name, final String to) throws IOException {
        latch(name);
        write("<db:result from='" + name + "' to='" + to + "'>key-of-" + name + "</db:result>");
        if (!await(latch(name)) || !valid.contains(name)) {
            throw new IOException("The server did not accept " + name);
        }
    }

    boolean isOpen() {
        return !socket.isClosed();
    }

    boolean isOutgoing() {
        return outgoing;
    }

    /** The domain that it was opened to, or by; null before that is known. */
    PeerDomain domain() {
        return domain;
    }

    void write(final String xml) throws IOException {
        final byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        synchronized (out) {
            out.write(bytes);
            out.flush();
        }
    }

    /** Reads nothing any more, and lets what comes fill the buffers. */
    void stopReading() {
        reading = false;
    }

    /** Ends the connection. */
    void close() {
        end(false);
    }

    /** Ends the connection by a TCP reset. */
    void reset() {
        end(true);
    }

    private void end(final boolean reset) {
        try {
            if (reset) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException e) {
            // It has ended by itself.
            return;
        } finally {
            peer.ended(this);
            featured.countDown();
            asked.values().forEach(CountDownLatch::countDown);
        }
    }

    private CountDownLatch latch(final String name) {
        return asked.computeIfAbsent(name, key -> new CountDownLatch(1));
    }

    private boolean await(final CountDownLatch latch) {
        try {
            return latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void startReading() {
        peer.began(this);
        final Thread reader = new Thread(this::read, "raw-server-peer");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        final StanzaSplitter splitter = new StanzaSplitter(this::received, this::opened);
        final char[] buffer = new char[SMALL_BUFFER];
        try {
            final Reader in = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
            while (reading) {
                final int count = in.read(buffer);
                if (count < 0) {
                    close();
                    return;
                }
                splitter.feed(new String(buffer, 0, count));
            }
        } catch (IOException e) {
            close();
        }
    }

    private void opened(final String head) {
        if (outgoing) {
            return;
        }
        domain = peer.domain(attribute(head, "to"));
        switch (domain.behaviour()) {
            case RESETTING -> reset();
            case SILENT -> stopReading();
            default -> answer(HEAD + " from='" + domain.name() + "' to='" + attribute(head, "from") + "' id='"
                    + TestClient.newId() + "'" + (attribute(head, "version").isEmpty() ? ">" : " version='1.0'>"
                    + "<stream:features><dialback xmlns='urn:xmpp:features:dialback'/></stream:features>"));
        }
    }

    private void received(final String xml) {
        if (xml.startsWith("<stream:features") || xml.startsWith("<features")) {
            featured.countDown();
        } else if (xml.startsWith("<db:result")) {
            result(xml.substring(0, xml.indexOf('>') + 1));
        } else if (xml.startsWith("<db:verify")) {
            final String tag = xml.substring(0, xml.indexOf('>') + 1);
            if (attribute(tag, "type").isEmpty()) {
                answer("<db:verify from='" + attribute(tag, "to") + "' to='" + attribute(tag, "from") + "' id='"
                        + attribute(tag, "id") + "' type='valid'/>");
            }
        } else if (xml.startsWith("<stream:error")) {
            peer.failed(this, xml);
        } else {
            peer.received(xml);
        }
    }

    private void result(final String tag) {
        final String type = attribute(tag, "type");
        if (!type.isEmpty()) {
            if ("valid".equals(type)) {
                valid.add(attribute(tag, "to"));
                latch(attribute(tag, "to")).countDown();
            } else {
                close();
            }
            return;
        }
        final PeerDomain called = peer.domain(attribute(tag, "to"));
        final boolean refused = called.behaviour() == PeerDomain.Behaviour.REFUSING;
        answer("<db:result from='" + called.name() + "' to='" + attribute(tag, "from") + "' type='"
                + (refused ? "invalid" : "valid") + "'/>");
        if (refused) {
            close();
        } else if (called.behaviour() == PeerDomain.Behaviour.DEAF) {
            stopReading();
        }
    }

    private void answer(final String xml) {
        try {
            write(xml);
        } catch (IOException e) {
            close();
        }
    }

    private static String attribute(final String tag, final String name) {
        final Matcher attributes = ATTRIBUTE.matcher(tag);
        while (attributes.find()) {
            if (attributes.group(1).equals(name)) {
                return attributes.group(2);
            }
        }
        return "";
    }
}
