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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import org.jivesoftware.openfire.RoutingTable;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.session.DomainPair;
import org.jivesoftware.openfire.session.LocalSession;
import org.jivesoftware.openfire.session.Session;
import org.xmpp.packet.JID;

/**
 * Knows since when there is a connection with another domain: a server, in either direction, or a component. Safe for
 * use by several threads.
 */
final class DomainSessions implements Function<String, Optional<Instant>> {

    private final SessionManager sessions;
    private final RoutingTable routes;
    private final Supplier<? extends Collection<String>> ownDomains;

    /**
     * Creates it.
     *
     * @param sessions the server's sessions
     * @param routes the server's routes
     * @param ownDomains tells the domains from which the plugin sends: sessions of servers are for pairs of domains
     */
    DomainSessions(@Nonnull final SessionManager sessions, @Nonnull final RoutingTable routes,
                   @Nonnull final Supplier<? extends Collection<String>> ownDomains) {
        this.sessions = sessions;
        this.routes = routes;
        this.ownDomains = ownDomains;
    }

    /**
     * Since when the domain is connected.
     *
     * @param domain the domain
     * @return when the oldest of its connections was made; long ago where that is not known, empty where there is none
     */
    @Override
    public Optional<Instant> apply(@Nonnull final String domain) {
        final Session component = sessions.getComponentSession(domain);
        final Optional<Instant> oldest = Stream.of(
                Stream.ofNullable(component),
                sessions.getIncomingServerSessions(domain).stream(),
                ownDomains.get().stream().map(own -> new DomainPair(own, domain)).filter(routes::hasServerRoute)
                    .map(sessions::getOutgoingServerSession).filter(Objects::nonNull))
            .flatMap(some -> some)
            .map(DomainSessions::created)
            .min(Instant::compareTo);
        return oldest.or(() -> routes.hasComponentRoute(new JID(null, domain, null, true))
            ? Optional.of(Instant.EPOCH) : Optional.empty());
    }

    /** A session on another server of a cluster is not asked. */
    private static Instant created(final Session session) {
        return session instanceof LocalSession ? session.getCreationDate().toInstant() : Instant.EPOCH;
    }
}
