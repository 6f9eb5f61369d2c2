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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Capabilities;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.xmpp.packet.JID;

/**
 * The capabilities of the clients of a whole cluster, for home: a client answers only the server that it is connected
 * to, and only that server learns from its presence. What this server does not know it asks the others for; what they
 * say is kept, within bounds. Where there are no other servers, this is the server's own knowledge. Safe for use by
 * several threads.
 */
final class RelayedCapabilities implements Capabilities {

    private static final String NOTIFY = "+notify";
    /** The number of characters that are kept of announcements, and of what other servers know of sessions. */
    private static final int REMEMBERED = 2_000_000;
    private static final int ENTRY = 200;

    private final Capabilities own;
    private final Relay relay;
    private final Cluster cluster;
    private final String domain;
    private final List<Consumer<JID>> listeners = new CopyOnWriteArrayList<>();
    private final Cache<CapsAnnouncement, Set<String>> said = CacheBuilder.newBuilder().maximumWeight(REMEMBERED)
        .weigher((CapsAnnouncement caps, Set<String> nodes) -> ENTRY + length(nodes)).build();
    private final Cache<JID, Set<String>> knownElsewhere = CacheBuilder.newBuilder().maximumWeight(REMEMBERED)
        .weigher((JID session, Set<String> nodes) -> ENTRY + length(nodes)).build();

    /**
     * Creates it.
     *
     * @param own what this server knows
     * @param relay asks the others
     * @param cluster knows where sessions are
     * @param domain the domain whose sessions are connected to one of the servers
     */
    RelayedCapabilities(@Nonnull final Capabilities own, @Nonnull final Relay relay, @Nonnull final Cluster cluster,
                        @Nonnull final String domain) {
        this.own = own;
        this.relay = relay;
        this.cluster = cluster;
        this.domain = domain;
    }

    private static int length(final Set<String> nodes) {
        return nodes.stream().mapToInt(String::length).sum();
    }

    @Override
    @Nonnull
    public Optional<Set<String>> interests(@Nonnull final CapsAnnouncement announcement) {
        final Optional<Set<String>> known = own.interests(announcement);
        return known.isPresent() ? known : Optional.ofNullable(said.getIfPresent(announcement));
    }

    @Override
    @Nonnull
    public Optional<Set<String>> features(@Nonnull final CapsAnnouncement announcement) {
        return own.features(announcement);
    }

    /** A client of another domain may answer whichever server it has a connection to: all ask. */
    @Override
    public void ask(@Nonnull final JID session, @Nonnull final JID room,
                    @Nonnull final CapsAnnouncement announcement) {
        final boolean elsewhere = !relay.peers().isEmpty() && !cluster.isHere(session);
        if (elsewhere) {
            relay.toAll(EventingCluster.TOPIC, new RelayMessage.Ask(session, room, announcement).toBytes());
        }
        if (!elsewhere || !session.getDomain().equals(domain)) {
            own.ask(session, room, announcement);
        }
    }

    @Override
    public void listen(@Nonnull final Consumer<JID> listener) {
        own.listen(listener);
        listeners.add(listener);
    }

    @Override
    public boolean announces(@Nonnull final JID session, @Nonnull final String feature) {
        if (own.announces(session, feature)) {
            return true;
        }
        final Set<String> nodes = knownElsewhere.size() == 0 ? null : knownElsewhere.getIfPresent(session);
        return nodes != null && feature.endsWith(NOTIFY)
            && nodes.contains(feature.substring(0, feature.length() - NOTIFY.length()));
    }

    @Override
    public boolean lacks(@Nonnull final JID session, @Nonnull final String feature) {
        return own.lacks(session, feature);
    }

    @Override
    @Nonnull
    public Set<String> knownInterests(@Nonnull final JID session) {
        return own.knownInterests(session);
    }

    /** Another server has found out what is behind an announcement of a session. */
    void said(@Nonnull final RelayMessage.Interests answer) {
        said.put(answer.caps(), answer.nodes());
        listeners.forEach(listener -> listener.accept(answer.session()));
    }

    /** Another server says what it knows of a session itself. */
    void said(@Nonnull final RelayMessage.KnownToServer known) {
        if (known.nodes().isEmpty()) {
            knownElsewhere.invalidate(known.session());
        } else {
            knownElsewhere.put(known.session(), known.nodes());
        }
    }
}
