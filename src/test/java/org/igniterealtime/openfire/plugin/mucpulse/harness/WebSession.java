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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client that is connected as those in browsers are: by WebSocket (RFC 7395) or by BOSH (XEP-0124, XEP-0206). It knows
 * just enough of either to log in and to exchange stanzas. Sending is for one thread.
 */
public final class WebSession implements AutoCloseable {

    /** How a session is connected. */
    public enum Transport {
        /** RFC 7395. */
        WEBSOCKET,
        /** XEP-0124 and XEP-0206. */
        BOSH
    }

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AtomicInteger LAST_ID = new AtomicInteger();

    private final String jid;
    private final BlockingQueue<String> elements = new LinkedBlockingQueue<>();
    private final Inbox inbox;
    private final Wire wire;
    private volatile boolean loggedIn;
    /** What went wrong with the connection last, null for nothing. */
    private volatile Throwable problem;

    /** What carries elements to and fro. */
    private interface Wire {
        void open();

        void send(String xml);

        void close();
    }

    private WebSession(final OpenfireServer server, final Transport transport, final String user, final String resource) {
        this.jid = user + "@" + server.domain() + "/" + resource;
        this.inbox = new Inbox(() -> jid);
        this.wire = transport == Transport.WEBSOCKET ? new Frames(server) : new Bodies(server);
    }

    /**
     * Connects, logs in and sends initial presence.
     *
     * @param server a server with its {@linkplain OpenfireServerBuilder#web() ports for browsers} open
     * @param transport how to connect
     * @param user the name before the {@code @}, which is the password as well
     * @param resource the resource to bind
     * @return a session that is online
     * @throws OpenfireException if the server refuses
     */
    public static WebSession login(final OpenfireServer server, final Transport transport, final String user,
                                   final String resource) {
        final WebSession session = new WebSession(server, transport, user, resource);
        session.wire.open();
        session.expect("features");
        final String secret = "\0" + user + "\0" + user;
        session.wire.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
            + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)) + "</auth>");
        session.expect("<success");
        session.wire.open();
        session.expect("features");
        session.wire.send("<iq xmlns='jabber:client' type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
            + "<resource>" + resource + "</resource></bind></iq>");
        session.expect("xmpp-bind");
        session.wire.send("<iq xmlns='jabber:client' type='set' id='begin'>"
            + "<session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>");
        session.expect("begin");
        session.loggedIn = true;
        session.send("<presence/>");
        return session;
    }

    private void expect(final String part) {
        try {
            for (String element = ""; !element.contains(part);) {
                element = elements.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (element == null || element.contains("<failure")) {
                    throw new OpenfireException("A client in a browser expected " + part + " and got " + element);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpenfireException("A client was interrupted while it logged in", e);
        }
    }

    private void received(final String xml) {
        if (loggedIn) {
            inbox.record(xml);
        } else {
            elements.add(xml);
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
     * Sends a stanza.
     *
     * @param xml one stanza without a namespace of its own
     */
    public void send(final String xml) {
        wire.send(xml.replaceFirst("^<(\\w+)", "<$1 xmlns='jabber:client'"));
    }

    /** Waits until the server has handled everything that was sent, by asking it something. */
    public void sync() {
        final String id = "web" + LAST_ID.incrementAndGet();
        send("<iq type='get' id='" + id + "'><ping xmlns='urn:xmpp:ping'/></iq>");
        await(stanza -> stanza.isIq() && id.equals(stanza.id()));
    }

    /**
     * Waits for a stanza that was not taken before, and takes it.
     *
     * @param wanted which one
     * @return the stanza
     */
    public Stanza await(final Predicate<Stanza> wanted) {
        try {
            return inbox.await(wanted, PATIENCE);
        } catch (AssertionError e) {
            if (problem != null) {
                e.addSuppressed(problem);
            }
            throw e;
        }
    }

    /**
     * What came and was not taken.
     *
     * @param wanted which ones
     * @return the stanzas
     */
    public List<Stanza> untaken(final Predicate<Stanza> wanted) {
        return inbox.untaken(wanted);
    }

    /** Ends the connection. */
    @Override
    public void close() {
        wire.close();
    }

    /** RFC 7395: each element is a message of its own. */
    private final class Frames implements Wire, WebSocket.Listener {

        private final String open;
        private final WebSocket socket;
        private final StringBuilder message = new StringBuilder();

        Frames(final OpenfireServer server) {
            open = "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='" + server.domain() + "' version='1.0'/>";
            socket = HttpClient.newHttpClient().newWebSocketBuilder().subprotocols("xmpp").connectTimeout(PATIENCE)
                .buildAsync(URI.create("ws://127.0.0.1:" + server.webPort() + "/ws/"), this).join();
        }

        @Override
        public CompletionStage<?> onText(final WebSocket webSocket, final CharSequence data, final boolean last) {
            message.append(data);
            if (last) {
                received(message.toString());
                message.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public void open() {
            send(open);
        }

        @Override
        public void send(final String xml) {
            socket.sendText(xml, true).join();
        }

        @Override
        public void close() {
            socket.sendText("<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>", true).join();
            // The server may have closed the connection by then.
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(failure -> socket).join();
        }
    }

    /** XEP-0124: elements travel in the bodies of requests and answers, of which one is always open. */
    private final class Bodies implements Wire {

        private static final Pattern SID = Pattern.compile("\\ssid=[\"']([^\"']*)[\"']");
        private static final Pattern CONTENT = Pattern.compile("^(?:<\\?.*?\\?>)?<body[^>]*?(?:/>|>(.*)</body>)$", Pattern.DOTALL);

        private final HttpClient client = HttpClient.newHttpClient();
        private final URI uri;
        private final String domain;
        private final AtomicLong rid = new AtomicLong(4_711);
        /** What waits, as a server takes two requests at a time. */
        private final StringBuilder outgoing = new StringBuilder();
        private int open;
        private final StanzaSplitter splitter = new StanzaSplitter(WebSession.this::received);
        private String sid = "";
        private boolean closed;

        Bodies(final OpenfireServer server) {
            uri = URI.create("http://127.0.0.1:" + server.webPort() + "/http-bind/");
            domain = server.domain();
            // The splitter waits for the head of a stream.
            splitter.feed("<stream:stream>");
        }

        @Override
        public void open() {
            if (sid.isEmpty()) {
                final String answer = post("<body xmlns='http://jabber.org/protocol/httpbind' xmlns:xmpp='urn:xmpp:xbosh'"
                    + " rid='" + rid.get() + "' to='" + domain + "' wait='60' hold='1' ver='1.6' xmpp:version='1.0'/>");
                final Matcher found = SID.matcher(answer);
                if (!found.find()) {
                    throw new OpenfireException("The server opens no session: " + answer);
                }
                sid = found.group(1);
                take(answer);
            } else {
                request(" xmlns:xmpp='urn:xmpp:xbosh' to='" + domain + "' xmpp:restart='true'", "");
            }
        }

        @Override
        public synchronized void send(final String xml) {
            outgoing.append(xml);
            flush();
        }

        private void flush() {
            if (open < 2 && outgoing.length() > 0) {
                final String content = outgoing.toString();
                outgoing.setLength(0);
                request("", content);
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
            request(" type='terminate'", "<presence xmlns='jabber:client' type='unavailable'/>");
        }

        private synchronized void request(final String attributes, final String content) {
            open++;
            client.sendAsync(http("<body xmlns='http://jabber.org/protocol/httpbind' rid='" + rid.incrementAndGet() + "' sid='"
                    + sid + "'" + attributes + ">" + content + "</body>"), HttpResponse.BodyHandlers.ofString())
                .thenAccept(this::answered)
                .whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        problem = failure;
                    }
                });
        }

        private synchronized void answered(final HttpResponse<String> answer) {
            open--;
            take(answer.body());
            if (answer.statusCode() != 200 || answer.body().contains("type='terminate'")
                || answer.body().contains("type=\"terminate\"")) {
                problem = closed ? null : new OpenfireException("The server ended the session: " + answer.body());
                closed = true;
            } else if (!closed) {
                flush();
                if (open == 0) {
                    request("", "");
                }
            }
        }

        private HttpRequest http(final String body) {
            return HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(2)).header("Content-Type", "text/xml; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        }

        private String post(final String body) {
            try {
                return client.send(http(body), HttpResponse.BodyHandlers.ofString()).body();
            } catch (IOException e) {
                throw new OpenfireException("There is no BOSH: " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new OpenfireException("A client was interrupted while it connected", e);
            }
        }

        private void take(final String answer) {
            final Matcher content = CONTENT.matcher(answer.strip());
            if (content.matches() && content.group(1) != null) {
                splitter.feed(content.group(1));
            }
        }
    }
}
