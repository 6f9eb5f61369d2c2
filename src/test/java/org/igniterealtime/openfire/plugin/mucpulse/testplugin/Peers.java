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
package org.igniterealtime.openfire.plugin.mucpulse.testplugin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.component.InternalComponentManager;
import org.xmpp.component.Component;
import org.xmpp.component.ComponentException;
import org.xmpp.component.ComponentManager;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/**
 * Stand-ins for other XMPP domains: what is sent to any address of such a domain is recorded. Their users are not
 * users of this server, and so as remote to it as those of another server. Thread-safe.
 */
final class Peers {

    private final Map<String, Peer> peers = new ConcurrentHashMap<>();

    /** Opens a domain below that of the server, and returns its whole name. */
    String open(final String subdomain) throws ComponentException {
        final Peer peer = new Peer();
        InternalComponentManager.getInstance().addComponent(subdomain, peer);
        peers.put(subdomain, peer);
        return subdomain + "." + XMPPServer.getInstance().getServerInfo().getXMPPDomain();
    }

    /** What was sent to the domain so far, as XML, in order. */
    List<String> received(final String subdomain) {
        final Peer peer = peers.get(subdomain);
        if (peer == null) {
            throw new IllegalArgumentException("No such peer: " + subdomain);
        }
        return peer.received();
    }

    /** From now on what is sent to the domain blocks, until it is released; where it is held up, that is recorded. */
    void hold(final String subdomain) {
        peers.get(subdomain).latch = new CountDownLatch(1);
    }

    /** Ends {@link #hold}. */
    void release(final String subdomain) {
        peers.get(subdomain).latch.countDown();
    }

    /** From now on whoever sends to the domain is thrown one of the errors that nobody expects. */
    void fail(final String subdomain) {
        peers.get(subdomain).failing = true;
    }

    void close(final String subdomain) {
        final Peer peer = peers.remove(subdomain);
        if (peer != null) {
            peer.latch.countDown();
            InternalComponentManager.getInstance().removeComponent(subdomain);
        }
    }

    void closeAll() {
        peers.keySet().forEach(this::close);
    }

    private static final class Peer implements Component {

        private final List<String> received = new ArrayList<>();
        private volatile CountDownLatch latch = new CountDownLatch(0);
        private volatile boolean failing;

        @Override
        public String getName() {
            return "Peer";
        }

        @Override
        public String getDescription() {
            return "Stands in for another XMPP domain";
        }

        @Override
        public void processPacket(final Packet packet) {
            final int number;
            synchronized (received) {
                received.add(packet.toXML());
                number = received.size();
            }
            if (failing) {
                switch (number % 4) {
                    case 0:
                        throw new StackOverflowError("for the test");
                    case 1:
                        throw new OutOfMemoryError("for the test");
                    case 2:
                        throw new NoClassDefFoundError("for the test");
                    default:
                        throw new IllegalStateException("for the test");
                }
            }
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        List<String> received() {
            synchronized (received) {
                return List.copyOf(received);
            }
        }

        @Override
        public void initialize(final JID jid, final ComponentManager componentManager) {
            // Nothing to set up: it only records.
        }

        @Override
        public void start() {
            // See above.
        }

        @Override
        public void shutdown() {
            // See above.
        }
    }
}
