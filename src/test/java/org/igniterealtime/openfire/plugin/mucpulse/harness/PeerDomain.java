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
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** One of the domains of a {@link RawServerPeer}. Safe for use by several threads. */
public final class PeerDomain {

    /** What a domain does when the server connects to it. */
    public enum Behaviour {
        /** Speaks as it should. */
        NORMAL,
        /** Accepts the connection, and says nothing at all. */
        SILENT,
        /** Accepts the connection, and resets it. */
        RESETTING,
        /** Says that the server is not who it says it is. */
        REFUSING,
        /** Takes the server for who it says it is, and reads nothing that comes then. */
        DEAF
    }

    private final RawServerPeer peer;
    private final String name;
    private final Inbox inbox;
    private volatile Behaviour behaviour = Behaviour.NORMAL;
    private volatile Function<Stanza, String> answers = request -> "";
    private PeerConnection connection;

    PeerDomain(final RawServerPeer peer, final String name) {
        this.peer = peer;
        this.name = name;
        this.inbox = new Inbox(() -> name);
    }

    /**
     * The domain's name.
     *
     * @return a domain
     */
    public String name() {
        return name;
    }

    /**
     * Says what the domain does whenever the server connects to it from now on; the connections that the server has are
     * ended by {@link RawServerPeer#disconnect}.
     *
     * @param next what to do
     */
    public void behave(final Behaviour next) {
        behaviour = next;
    }

    Behaviour behaviour() {
        return behaviour;
    }

    /**
     * Says how requests to any address of this domain are answered from now on.
     *
     * @param answer makes the whole answer from a stanza of type get or set; empty for no answer
     */
    public void answer(final Function<Stanza, String> answer) {
        answers = answer;
    }

    /**
     * Sends stanzas as they are, on a connection that is authenticated as this domain, whatever they say to be from.
     *
     * @param xml stanzas
     */
    public void send(final String xml) {
        try {
            connection().write(xml);
        } catch (IOException e) {
            throw new OpenfireException(name + " could not send: " + e.getMessage(), e);
        }
    }

    /**
     * Has another domain authenticated on the same connection.
     *
     * @param other whose stanzas the server accepts then as well
     */
    public void authenticate(final String other) {
        try {
            connection().authenticate(other, peer.serverDomain());
        } catch (IOException e) {
            throw new OpenfireException(other + " could not be authenticated: " + e.getMessage(), e);
        }
    }

    private synchronized PeerConnection connection() throws IOException {
        if (connection == null || !connection.isOpen()) {
            connection = peer.open(this);
        }
        return connection;
    }

    /**
     * Waits for a stanza that was not taken before, and takes it.
     *
     * @param wanted which stanza
     * @param patience how long to wait
     * @return the first such stanza
     */
    public Stanza await(final Predicate<Stanza> wanted, final Duration patience) {
        return inbox.await(wanted, patience);
    }

    /**
     * What came to any address of this domain, taken or not.
     *
     * @param wanted which stanzas
     * @return the stanzas in the order of their arrival
     */
    public List<Stanza> stanzas(final Predicate<Stanza> wanted) {
        return inbox.stanzas(wanted);
    }

    /**
     * Fails if a stanza came that nobody waited for.
     *
     * @param unwanted which stanza
     */
    public void assertNone(final Predicate<Stanza> unwanted) {
        inbox.assertNone(unwanted);
    }

    /** Takes everything that came so far. */
    public void clear() {
        inbox.clear();
    }

    void received(final String xml) {
        inbox.record(xml);
        if (xml.startsWith("<iq")) {
            final Stanza request = Stanza.received(0, xml);
            if ("get".equals(request.type()) || "set".equals(request.type())) {
                final String answer = answers.apply(request);
                if (!answer.isEmpty()) {
                    // Whoever reads must not wait for what the server says to a new connection.
                    peer.execute(() -> send(answer));
                }
            }
        }
    }
}
