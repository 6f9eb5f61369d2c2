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
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client that speaks XMPP over a bare socket, for what no client library does: it can stop reading, answers requests
 * as a test wants, or not at all, and keeps nothing of what it receives. Sending is safe for use by several threads.
 */
public final class RawSession implements AutoCloseable {

    private static final int LOGIN_TIMEOUT_MILLIS = 20_000;
    private static final int SMALL_BUFFER = 4_096;
    private static final Pattern ATTRIBUTE = Pattern.compile("\\s(id|from|type)=[\"']([^\"']*)[\"']");

    private static final Pattern NODE = Pattern.compile("\\snode=[\"']([^\"']*)[\"']");

    private final Socket socket = new Socket();
    private final OutputStream out;
    private final Reader in;
    private final String jid;
    private volatile boolean reading = true;
    private volatile UnaryOperator<String> answers = request -> "<error type='cancel'>"
            + "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";

    private RawSession(final OpenfireServer server, final String user, final String password, final String resource)
            throws IOException {
        this.jid = user + "@" + server.domain() + "/" + resource;
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(server.host(), server.clientPort()));
        socket.setSoTimeout(LOGIN_TIMEOUT_MILLIS);
        out = socket.getOutputStream();
        in = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
        final String header = "<stream:stream to='" + server.domain() + "' xmlns='jabber:client'"
                + " xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>";
        write("<?xml version='1.0'?>" + header);
        readUntil("</stream:features>");
        final String secret = "\0" + user + "\0" + password;
        write("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
                + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)) + "</auth>");
        readUntil("<success");
        write(header);
        readUntil("</stream:features>");
        write("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>" + resource
                + "</resource></bind></iq>");
        readUntil("</iq>");
        socket.setSoTimeout(0);
        write("<presence/>");
    }

    /**
     * Connects, logs in and sends initial presence.
     *
     * @param server where to
     * @param user the name before the {@code @}, which is the password as well
     * @param resource the resource to bind
     * @return a session that is online
     * @throws OpenfireException if the server refuses
     */
    public static RawSession login(final OpenfireServer server, final String user, final String resource) {
        try {
            final RawSession session = new RawSession(server, user, user, resource);
            final Thread reader = new Thread(session::read, "raw-session-" + resource);
            reader.setDaemon(true);
            reader.start();
            return session;
        } catch (IOException e) {
            throw new OpenfireException("A client could not log in as " + user + ": " + e.getMessage(), e);
        }
    }

    /**
     * The full JID of this client.
     *
     * @return {@code user@domain/resource}
     */
    public String jid() {
        return jid;
    }

    /**
     * Says what this client answers to requests from now on.
     *
     * @param answer makes the child element of the result from the request; null for no answer at all
     */
    public void answer(final UnaryOperator<String> answer) {
        answers = answer;
    }

    /**
     * Lets this client have features, and no others, and makes what announces them in a presence (XEP-0115). Whoever
     * asks the client from now on what it is able to do is answered accordingly, whatever else is asked likewise.
     *
     * @param features the namespaces
     * @return the element {@code <c/>}
     */
    public String caps(final String... features) {
        final Capabilities capabilities = new Capabilities(features);
        answer(request -> {
            final Matcher node = NODE.matcher(request);
            return capabilities.query(node.find() ? node.group(1) : "");
        });
        return capabilities.announcement();
    }

    /** Reads nothing from the socket any more, once what comes next has come. */
    public void stopReading() {
        reading = false;
    }

    /**
     * Sends text as it is. Blocks for as long as the server does not take it.
     *
     * @param xml stanzas
     * @return false if the connection is closed
     */
    public boolean send(final String xml) {
        try {
            write(xml);
            return true;
        } catch (IOException e) {
            // The server has hung up on this client, or the test has.
            return false;
        }
    }

    /** Drops the connection. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(final String xml) throws IOException {
        final byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        synchronized (out) {
            out.write(bytes);
            out.flush();
        }
    }

    private void readUntil(final String mark) throws IOException {
        final StringBuilder text = new StringBuilder();
        while (text.indexOf(mark) < 0) {
            final int c = in.read();
            if (c < 0 || text.indexOf("<failure") >= 0) {
                throw new IOException("The server said " + text);
            }
            text.append((char) c);
        }
    }

    private void read() {
        final StanzaSplitter splitter = new StanzaSplitter(this::received);
        // The splitter waits for the head of a stream, which came while this client logged in.
        splitter.feed("<stream:stream>");
        final char[] buffer = new char[SMALL_BUFFER];
        try {
            while (reading) {
                final int count = in.read(buffer);
                if (count < 0) {
                    return;
                }
                splitter.feed(new String(buffer, 0, count));
            }
        } catch (IOException e) {
            // The end of the connection.
            return;
        }
    }

    private void received(final String xml) {
        final UnaryOperator<String> answer = answers;
        if (answer == null || !xml.startsWith("<iq")) {
            return;
        }
        String id = "";
        String from = "";
        String type = "";
        final Matcher attributes = ATTRIBUTE.matcher(xml.substring(0, xml.indexOf('>')));
        while (attributes.find()) {
            switch (attributes.group(1)) {
                case "id" -> id = attributes.group(2);
                case "from" -> from = attributes.group(2);
                default -> type = attributes.group(2);
            }
        }
        if ("get".equals(type) || "set".equals(type)) {
            final String child = answer.apply(xml);
            send("<iq type='" + (child.startsWith("<error") ? "error" : "result") + "' id='" + id + "'"
                    + (from.isEmpty() ? "" : " to='" + from + "'") + ">" + child + "</iq>");
        }
    }
}
