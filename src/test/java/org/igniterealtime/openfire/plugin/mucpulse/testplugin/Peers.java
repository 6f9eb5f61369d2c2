/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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

    void close(final String subdomain) {
        if (peers.remove(subdomain) != null) {
            InternalComponentManager.getInstance().removeComponent(subdomain);
        }
    }

    void closeAll() {
        peers.keySet().forEach(this::close);
    }

    private static final class Peer implements Component {

        private final List<String> received = new ArrayList<>();

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
            synchronized (received) {
                received.add(packet.toXML());
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
