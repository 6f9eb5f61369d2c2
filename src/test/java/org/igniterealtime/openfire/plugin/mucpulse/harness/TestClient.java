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
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.ReconnectionManager;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.packet.Nonza;
import org.jivesoftware.smack.packet.XmlEnvironment;
import org.jivesoftware.smack.parsing.SmackParsingException;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smack.util.PacketParserUtils;
import org.jivesoftware.smack.xml.XmlPullParserException;

/**
 * A real XMPP client: a Smack connection over TCP, which logs in, answers what any client answers, and records every
 * stanza that comes, as it came over the wire. What it sends is the XML that a test gives it.
 *
 * <p>Waiting takes: {@link #await} returns each stanza only once, so that waiting twice for the same kind of stanza
 * needs two of them. {@link #stanzas} shows everything, taken or not. Safe for use by several threads.
 */
public final class TestClient implements AutoCloseable {

    /** How long to wait for what must come. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration GOODBYE = Duration.ofSeconds(1);
    private static final AtomicInteger LAST_ID = new AtomicInteger();

    private final XMPPTCPConnection connection;
    private final String domain;
    private final String mucDomain;
    private final Inbox inbox = new Inbox(this::name);
    private final RecordingSockets sockets = new RecordingSockets(new StanzaSplitter(inbox::record)::feed);

    /** Held, so that its level stays. Connections that end are what tests are made of. */
    private static final Logger SMACK_LOG = Logger.getLogger("org.jivesoftware.smack");
    /** What its extensions find odd in data forms of the server. */
    private static final Logger SMACK_EXTENSIONS_LOG = Logger.getLogger("org.jivesoftware.smackx");

    static {
        SMACK_LOG.setLevel(Level.SEVERE);
        SMACK_EXTENSIONS_LOG.setLevel(Level.SEVERE);
        ReconnectionManager.setEnabledPerDefault(false);
        Roster.setRosterLoadedAtLoginDefault(false);
        XMPPTCPConnection.setUseStreamManagementDefault(false);
        XMPPTCPConnection.setUseStreamManagementResumptionDefault(false);
    }

    private TestClient(final XmppServer server, final String resource, final boolean anonymous,
            final Locale language) {
        this.domain = server.domain();
        this.mucDomain = server.mucDomain();
        try {
            final XMPPTCPConnectionConfiguration.Builder configuration = XMPPTCPConnectionConfiguration.builder()
                    .setXmppDomain(server.domain())
                    .setHostAddress(InetAddress.getByName(server.host()))
                    .setPort(server.clientPort())
                    .setSecurityMode(SecurityMode.disabled)
                    .setCompressionEnabled(false)
                    .setSendPresence(false)
                    .setLanguage(language)
                    .setSocketFactory(sockets);
            if (anonymous) {
                configuration.performSaslAnonymousAuthentication();
            } else {
                configuration.setResource(resource);
            }
            connection = new XMPPTCPConnection(configuration.build());
            connection.setReplyTimeout(PATIENCE.toMillis());
        } catch (IOException e) {
            throw new OpenfireException("Not a domain or a resource: " + e.getMessage(), e);
        }
    }

    /**
     * Connects, logs in and sends initial presence.
     *
     * @param server where to
     * @param user the name before the {@code @}
     * @param password the password
     * @param resource the resource to bind
     * @return a client that is online
     */
    public static TestClient login(final XmppServer server, final String user, final String password,
            final String resource) {
        return login(server, user, password, resource, Locale.ENGLISH);
    }

    /**
     * Connects, logs in and sends initial presence.
     *
     * @param server where to
     * @param user the name before the {@code @}
     * @param password the password
     * @param resource the resource to bind
     * @param language what language the client says that it speaks
     * @return a client that is online
     */
    public static TestClient login(final XmppServer server, final String user, final String password,
            final String resource, final Locale language) {
        final TestClient client = new TestClient(server, resource, false, language);
        client.run("log in as " + user, () -> {
            client.connection.connect();
            client.connection.login(user, password);
        });
        client.send("<presence/>");
        return client;
    }

    /**
     * Connects, logs in, has the server remember the session in case the connection is lost (XEP-0198), and sends initial
     * presence.
     *
     * @param server where to
     * @param user the name before the {@code @}, which is the password as well
     * @param resource the resource to bind
     * @return a client that is online
     */
    public static TestClient resumable(final XmppServer server, final String user, final String resource) {
        final TestClient client = new TestClient(server, resource, false, Locale.ENGLISH);
        client.connection.setUseStreamManagement(true);
        client.connection.setUseStreamManagementResumption(true);
        client.run("log in as " + user, () -> {
            client.connection.connect();
            client.connection.login(user, user);
        });
        client.send("<presence/>");
        return client;
    }

    /**
     * Whether the server has agreed to remember the session.
     *
     * @return {@code false} where it does not know how to
     */
    public boolean isResumable() {
        return connection.isSmResumptionPossible();
    }

    /**
     * Connects again after the connection was {@linkplain #cut() cut}, and goes on with the session.
     *
     * @return {@code false} where the server has forgotten it, so that this is a new session
     */
    public boolean resume() {
        run("resume", () -> {
            connection.connect();
            connection.login();
        });
        return connection.streamWasResumed();
    }

    /**
     * Connects and logs in without an account, and sends initial presence.
     *
     * @param server where to
     * @return a client that is online
     */
    public static TestClient anonymous(final XmppServer server) {
        final TestClient client = new TestClient(server, null, true, Locale.ENGLISH);
        client.run("log in anonymously", () -> {
            client.connection.connect();
            client.connection.login();
        });
        client.send("<presence/>");
        return client;
    }

    /**
     * Makes an id that no other stanza has.
     *
     * @return an id
     */
    public static String newId() {
        return "t" + LAST_ID.incrementAndGet();
    }

    /**
     * The full JID of this client.
     *
     * @return {@code user@domain/resource}
     */
    public String jid() {
        return connection.getUser().toString();
    }

    /**
     * The bare JID of this client's user.
     *
     * @return {@code user@domain}
     */
    public String bareJid() {
        return connection.getUser().asBareJid().toString();
    }

    /**
     * The name of this client's user.
     *
     * @return what comes before the {@code @}
     */
    public String user() {
        return connection.getUser().getLocalpart().toString();
    }

    /**
     * The connection itself, for what Smack does better than raw XML.
     *
     * @return a connection of Smack
     */
    public XMPPTCPConnection connection() {
        return connection;
    }

    /**
     * Lets this client have features, and no others, and makes what announces them in a presence (XEP-0115). Whoever
     * asks the client from now on what it is able to do is answered accordingly.
     *
     * @param features the namespaces
     * @return the element {@code <c/>}
     */
    public String caps(final String... features) {
        final Capabilities capabilities = new Capabilities(features);
        connection.registerIQRequestHandler(capabilities);
        return capabilities.announcement();
    }

    /**
     * Sends a stanza as it is written.
     *
     * @param xml a stanza
     */
    public void send(final String xml) {
        run("send " + xml, () -> {
            if (connection.isSmEnabled()) {
                // Which counts what is sent.
                connection.sendStanza(parse(xml.replaceFirst("^<(\\w+)", "<$1 xmlns='jabber:client'")));
            } else {
                connection.sendNonza(new Raw(xml));
            }
        });
    }

    private static org.jivesoftware.smack.packet.Stanza parse(final String xml) throws IOException {
        try {
            return PacketParserUtils.parseStanza(xml);
        } catch (XmlPullParserException | SmackParsingException e) {
            throw new IOException("Not a stanza: " + xml, e);
        }
    }

    /**
     * Waits for a stanza that was not taken before, and takes it.
     *
     * @param wanted which stanza
     * @param patience how long to wait
     * @return the first such stanza
     * @throws AssertionError if none came in time; it shows what came instead
     */
    public Stanza await(final Predicate<Stanza> wanted, final Duration patience) {
        return inbox.await(wanted, patience);
    }

    /**
     * Waits for a stanza that was not taken before, and takes it.
     *
     * @param wanted which stanza
     * @return the first such stanza
     * @throws AssertionError if none came within {@link #PATIENCE}
     */
    public Stanza await(final Predicate<Stanza> wanted) {
        return await(wanted, PATIENCE);
    }

    /**
     * What this client received, taken or not.
     *
     * @param wanted which stanzas
     * @return the stanzas in the order of their arrival
     */
    public List<Stanza> stanzas(final Predicate<Stanza> wanted) {
        return inbox.stanzas(wanted);
    }

    /**
     * What this client received and nobody waited for.
     *
     * @param wanted which stanzas
     * @return the stanzas in the order of their arrival
     */
    public List<Stanza> untaken(final Predicate<Stanza> wanted) {
        return inbox.untaken(wanted);
    }

    /**
     * Fails if a stanza came that nobody waited for. Prove first that it could have come: {@link #sync()}, and a stanza
     * that took the same way.
     *
     * @param unwanted which stanza
     */
    public void assertNone(final Predicate<Stanza> unwanted) {
        inbox.assertNone(unwanted);
    }

    /** Forgets everything that came so far, for tests with so much of it that it cannot be kept. */
    public void forget() {
        inbox.forget();
    }

    /** Takes everything that came so far. */
    public void clear() {
        inbox.clear();
    }

    /**
     * Sends an IQ and waits for the answer, which may be an error.
     *
     * @param type {@code get} or {@code set}
     * @param to the addressee
     * @param payload the child element
     * @return the answer, taken
     */
    public Stanza query(final String type, final String to, final String payload) {
        final String id = newId();
        send("<iq type='" + type + "' id='" + id + "' to='" + Xml.escape(to) + "'>" + payload + "</iq>");
        return await(stanza -> stanza.isIq() && id.equals(stanza.id())
                && ("result".equals(stanza.type()) || stanza.isError()));
    }

    /**
     * Goes to the server and back, and to the MUC service and back: what either sent this client before, because of
     * anything that this client did before, has arrived then. Where the MUC service is another server's, this holds
     * only if that handles the stanzas of a server in their order, as Openfire does since 5.0.
     */
    public void sync() {
        query("get", domain, "<ping xmlns='urn:xmpp:ping'/>");
        query("get", mucDomain, "<query xmlns='http://jabber.org/protocol/disco#info'/>");
    }

    /**
     * Enters a room, without its history.
     *
     * @param room the room's JID
     * @param nick the nickname
     * @return this client's own presence in the room, taken
     * @throws AssertionError if the room refuses
     */
    public Stanza joinRoom(final String room, final String nick) {
        return joinRoom(room, nick, "");
    }

    /**
     * Enters a room, without its history.
     *
     * @param room the room's JID
     * @param nick the nickname
     * @param password the room's password, empty for none
     * @return this client's own presence in the room, taken
     * @throws AssertionError if the room refuses
     */
    public Stanza joinRoom(final String room, final String nick, final String password) {
        final Stanza answer = tryJoinRoom(room, nick, password);
        if (answer.isError()) {
            throw new AssertionError(connection.getUser() + " could not join " + room + ": " + answer.xml());
        }
        return answer;
    }

    /**
     * Tries to enter a room, without its history.
     *
     * @param room the room's JID
     * @param nick the nickname
     * @param password the room's password, empty for none
     * @return this client's own presence in the room, or the error that came instead; taken
     */
    public Stanza tryJoinRoom(final String room, final String nick, final String password) {
        final String occupant = room + "/" + nick;
        final String secret = password.isEmpty() ? "" : "<password>" + Xml.escape(password) + "</password>";
        send("<presence id='" + newId() + "' to='" + Xml.escape(occupant) + "'>"
                + "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/>" + secret + "</x></presence>");
        return await(stanza -> stanza.isPresence()
                && (stanza.isError() && stanza.from().startsWith(room)
                        || stanza.type().isEmpty() && occupant.equalsIgnoreCase(stanza.from())
                                && stanza.mucStatus().contains(110)));
    }

    /**
     * Leaves a room.
     *
     * @param room the room's JID
     * @param nick the nickname in the room
     * @return this client's own unavailable presence in the room, taken
     */
    public Stanza leaveRoom(final String room, final String nick) {
        final String occupant = room + "/" + nick;
        send("<presence type='unavailable' to='" + Xml.escape(occupant) + "'/>");
        return await(stanza -> stanza.isPresence() && "unavailable".equals(stanza.type())
                && occupant.equalsIgnoreCase(stanza.from()));
    }

    /**
     * Says something in a room that this client is in, and waits until the room has sent it round.
     *
     * @param room the room's JID
     * @param text the text
     * @return this client's own copy, taken
     */
    public Stanza say(final String room, final String text) {
        final String id = newId();
        send("<message type='groupchat' id='" + id + "' to='" + Xml.escape(room) + "'><body>" + Xml.escape(text)
                + "</body></message>");
        final Stanza copy = await(stanza -> stanza.isMessage() && id.equals(stanza.id()));
        if (copy.isError()) {
            throw new AssertionError(connection.getUser() + " could not speak in " + room + ": " + copy.xml());
        }
        return copy;
    }

    /**
     * Goes offline, closes the stream, and waits until the server has answered: its MUC services know by then. The
     * session itself may be there for a moment longer.
     */
    public void disconnect() {
        // Smack waits for the end of the stream, which Openfire 4.2 drops more often than not: that is not waited for.
        connection.setReplyTimeout(GOODBYE.toMillis());
        final Thread goodbye = new Thread(connection::disconnect, "goodbye");
        goodbye.setDaemon(true);
        goodbye.start();
        sockets.awaitEnd(PATIENCE);
    }

    /** Drops the TCP connection as it is, as when the network goes. The server notices at once that it is gone. */
    public void cut() {
        run("cut", sockets::close);
        connection.instantShutdown();
    }

    @Override
    public void close() {
        if (connection.isConnected() && !sockets.isEnded()) {
            disconnect();
        }
    }

    private String name() {
        return String.valueOf(connection.getUser());
    }

    private void run(final String what, final Step step) {
        try {
            step.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpenfireException("A client was interrupted while it tried to " + what, e);
        } catch (SmackException | XMPPException | IOException e) {
            throw new OpenfireException("A client could not " + what + ": " + e.getMessage(), e);
        }
    }

    /** Something that a connection does, with all that may go wrong. */
    @FunctionalInterface
    private interface Step {
        void run() throws SmackException, XMPPException, IOException, InterruptedException;
    }

    /** Text that Smack sends as it is. */
    private static final class Raw implements Nonza {

        private final String xml;

        Raw(final String xml) {
            this.xml = xml;
        }

        @Override
        public String getElementName() {
            return xml.substring(1).split("[\\s/>]", 2)[0];
        }

        @Override
        public String getNamespace() {
            return "jabber:client";
        }

        @Override
        public CharSequence toXML(final XmlEnvironment enclosing) {
            return xml;
        }
    }
}
