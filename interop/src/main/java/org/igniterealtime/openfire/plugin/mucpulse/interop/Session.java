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
package org.igniterealtime.openfire.plugin.mucpulse.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jivesoftware.smack.AbstractXMPPConnection;
import org.jivesoftware.smack.SmackException.NotConnectedException;
import org.jivesoftware.smack.StanzaCollector;
import org.jivesoftware.smack.StanzaListener;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.Stanza;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smack.packet.XmlElement;
import org.jivesoftware.smack.packet.XmlEnvironment;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jxmpp.jid.EntityFullJid;
import org.jxmpp.jid.Jid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.stringprep.XmppStringprepException;

/**
 * A session of a user, which keeps every message and presence that it has received since it was made. Whatever does not
 * come in time is an {@link AssertionError}. May be used by several threads.
 */
final class Session implements AutoCloseable {

    private final AbstractXMPPConnection connection;
    private final long timeout;
    private final boolean own;
    private final List<Xml> received = new ArrayList<>();
    private final StanzaListener listener = this::receive;

    /**
     * Begins to record.
     *
     * @param connection an authenticated connection
     * @param timeout how long to wait for anything, in milliseconds
     * @param own whether the connection ends with this session
     */
    Session(final AbstractXMPPConnection connection, final long timeout, final boolean own) {
        this.connection = connection;
        this.timeout = timeout;
        this.own = own;
        connection.addSyncStanzaListener(listener, stanza -> !(stanza instanceof IQ));
    }

    EntityFullJid jid() {
        return connection.getUser();
    }

    /** The user's bare JID. */
    String account() {
        return connection.getUser().asBareJid().toString();
    }

    /** Sends a message with what is in it. */
    void message(final CharSequence to, final String type, final String content)
        throws NotConnectedException, InterruptedException {

        final var message = StanzaBuilder.buildMessage().to(address(to))
            .ofType(Message.Type.fromString(type));
        Xml.parse("<message xmlns='" + Xml.CLIENT + "'>" + content + "</message>");
        connection.sendStanza(message.addExtension(new Content(content)).build());
    }

    /** Sends a presence, available where the type is empty, with an element. */
    void presence(final CharSequence to, final String type, final String element)
        throws NotConnectedException, InterruptedException {

        final var presence = StanzaBuilder.buildPresence().to(address(to))
            .ofType(type.isEmpty() ? Presence.Type.available : Presence.Type.fromString(type));
        if (!element.isEmpty()) {
            presence.addExtension(Raw.element(element));
        }
        connection.sendStanza(presence.build());
    }

    /**
     * Sends a request and waits for its answer, a result or an error.
     *
     * @param to who is asked
     * @param type get or set
     * @param name the name of its child element
     * @param namespace the namespace of its child element
     * @param content what is in that element
     */
    Xml request(final CharSequence to, final String type, final String name, final String namespace,
        final String content) throws NotConnectedException, InterruptedException {

        final IQ request = Raw.request(IQ.Type.fromString(type), name, namespace, content);
        request.setTo(address(to));
        try (StanzaCollector collector = connection.createStanzaCollectorAndSend(request)) {
            final IQ answer = collector.nextResult(timeout);
            if (answer == null) {
                throw new AssertionError("No answer of " + to + " to " + request.toXML());
            }
            return Xml.parse(answer.toXML());
        }
    }

    /** Waits for a stanza, which may have come already. */
    Xml await(final String what, final Predicate<Xml> wanted) throws InterruptedException {
        final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeout);
        synchronized (received) {
            while (true) {
                for (final Xml stanza : received) {
                    if (wanted.test(stanza)) {
                        return stanza;
                    }
                }
                final long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("In " + timeout + " ms " + jid() + " has not received " + what + ", but "
                        + received.size() + " other stanzas" + (received.isEmpty() ? "" : ", the last of them "
                        + received.get(received.size() - 1)));
                }
                received.wait(left);
            }
        }
    }

    /** What of a kind has come until now. */
    List<Xml> received(final Predicate<Xml> wanted) {
        synchronized (received) {
            return received.stream().filter(wanted).toList();
        }
    }

    /** Forgets what has come until now. */
    void forget() {
        synchronized (received) {
            received.clear();
        }
    }

    @Override
    public void close() {
        connection.removeSyncStanzaListener(listener);
        if (own && connection instanceof XMPPTCPConnection) {
            // Not in an orderly way, as some servers never say that their stream ends, for which Smack waits.
            ((XMPPTCPConnection) connection).instantShutdown();
        }
    }

    private void receive(final Stanza stanza) {
        final Xml xml = Xml.parse(stanza.toXML());
        synchronized (received) {
            received.add(xml);
            received.notifyAll();
        }
    }

    private static Jid address(final CharSequence text) {
        try {
            return JidCreate.from(text);
        } catch (XmppStringprepException e) {
            throw new AssertionError("Not an address: " + text, e);
        }
    }

    /** The elements of a message, as they are written. */
    private record Content(String xml) implements XmlElement {

        @Override
        public String getElementName() {
            return "content";
        }

        @Override
        public String getNamespace() {
            return "urn:example:interop";
        }

        @Override
        public CharSequence toXML(final XmlEnvironment environment) {
            return xml;
        }
    }
}
