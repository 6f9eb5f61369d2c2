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
package org.igniterealtime.openfire.plugin.mucpulse.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireServer;

/**
 * Thousands of sessions over bare sockets, all read by one thread. They log in by PLAIN, and keep nothing of what they
 * receive but the messages, which a listener gets.
 */
final class LoadSessions implements AutoCloseable {

    private static final int LOGINS_AT_A_TIME = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final OpenfireServer server;
    private final String password;
    private final Selector selector;
    private final Thread reader;
    private final List<Session> sessions = new ArrayList<>();
    private final Semaphore logins = new Semaphore(LOGINS_AT_A_TIME);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private volatile BiConsumer<Integer, String> listener = (session, notification) -> { };

    /** One of the sessions; used by the reader alone, but for writing once it is online. */
    private final class Session {
        private final int number;
        private final String user;
        private final SocketChannel channel;
        private final StringBuilder received = new StringBuilder();
        private int step;

        Session(final int number, final String user) throws IOException {
            this.number = number;
            this.user = user;
            this.channel = SocketChannel.open(
                new InetSocketAddress(server.host(), server.clientPort()));
            channel.configureBlocking(false);
        }

        void write(final String xml) throws IOException {
            final ByteBuffer bytes = ByteBuffer.wrap(xml.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                if (channel.write(bytes) == 0) {
                    Thread.onSpinWait();
                }
            }
        }

        void received(final String text) throws IOException {
            received.append(text);
            switch (step) {
                case 0 -> {
                    if (take("</stream:features>")) {
                        final String secret = "\0" + user + "\0" + password;
                        write("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
                            + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)) + "</auth>");
                    }
                }
                case 1 -> {
                    if (take("<success")) {
                        write(header());
                    }
                }
                case 2 -> {
                    if (take("</stream:features>")) {
                        write("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                            + "<resource>load</resource></bind></iq>");
                    }
                }
                case 3 -> {
                    if (take("</iq>")) {
                        write("<presence/>");
                        logins.release();
                    }
                }
                default -> readMessages();
            }
        }

        private boolean take(final String mark) {
            final int found = received.indexOf(mark);
            if (found >= 0) {
                received.setLength(0);
                step++;
            }
            return found >= 0;
        }

        private void readMessages() {
            int end = received.indexOf("</message>");
            while (end >= 0) {
                final int start = Math.max(0, received.lastIndexOf("<message", end));
                final String message = received.substring(start, end);
                received.delete(0, end);
                received.delete(0, "</message>".length());
                listener.accept(number, message);
                end = received.indexOf("</message>");
            }
            if (received.indexOf("<message") < 0 && received.lastIndexOf("<") >= 0) {
                // What is left may be the beginning of one.
                received.delete(0, received.lastIndexOf("<"));
            }
        }
    }

    LoadSessions(final OpenfireServer server, final String password) {
        this.server = server;
        this.password = password;
        try {
            selector = Selector.open();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        reader = new Thread(this::read, "load-sessions");
        reader.setDaemon(true);
        reader.start();
    }

    private String header() {
        return "<stream:stream to='" + server.domain() + "' xmlns='jabber:client'"
            + " xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";
    }

    /** Logs users in, who have the numbers of their order, and waits until all are online. */
    void login(final List<String> users) {
        try {
            for (final String user : users) {
                acquire(1);
                final Session session = new Session(sessions.size(), user);
                sessions.add(session);
                selector.wakeup();
                session.channel.register(selector, SelectionKey.OP_READ, session);
                session.write("<?xml version='1.0'?>" + header());
            }
            acquire(LOGINS_AT_A_TIME);
            logins.release(LOGINS_AT_A_TIME);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acquire(final int permits) {
        try {
            if (!logins.tryAcquire(permits, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("Only " + sessions.size() + " sessions came online");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Has somebody hear of the messages, on the thread that reads: with the number of the session. */
    void listen(final BiConsumer<Integer, String> newListener) {
        listener = newListener;
    }

    /** The processor time of the thread that reads, in nanoseconds. */
    long processorTime() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(reader.getId());
    }

    /** Sends the same from the first sessions. */
    void sendAll(final int count, final String xml) {
        sendEach(count, number -> xml);
    }

    /** Sends something from each of the first sessions. */
    void sendEach(final int count, final IntFunction<String> xml) {
        try {
            for (int i = 0; i < count; i++) {
                sessions.get(i).write(xml.apply(i));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends something from one of the sessions, by its number. */
    void send(final int session, final String xml) {
        try {
            sessions.get(session).write(xml);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try {
            while (selector.isOpen()) {
                // For a moment only, so that sessions can be added.
                selector.select(20);
                for (final SelectionKey key : selector.selectedKeys()) {
                    read((Session) key.attachment(), key);
                }
                selector.selectedKeys().clear();
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final ClosedSelectorException e) {
            // The end of the test.
            return;
        }
    }

    private void read(final Session session, final SelectionKey key) throws IOException {
        buffer.clear();
        if (session.channel.read(buffer) < 0) {
            key.cancel();
            return;
        }
        session.received(StandardCharsets.ISO_8859_1.decode(buffer.flip()).toString());
    }

    @Override
    public void close() {
        try {
            selector.close();
            for (final Session session : sessions) {
                session.channel.close();
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
