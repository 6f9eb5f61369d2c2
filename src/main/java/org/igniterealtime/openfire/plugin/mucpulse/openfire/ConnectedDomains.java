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

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.jivesoftware.openfire.RoutingTable;
import org.jivesoftware.openfire.session.DomainPair;
import org.xmpp.packet.JID;

/**
 * Knows to which other domains the server is connected, so that a stanza can be sent without a connection having to be
 * made first: components, and servers with an open session. In a cluster this can be a look at another server, and is
 * remembered for a second. Safe for use by several threads.
 */
public final class ConnectedDomains implements Predicate<String> {

    private static final Duration MEMORY = Duration.ofSeconds(1);
    private static final int REMEMBERED = 10_000;

    private final RoutingTable routes;
    private final Supplier<? extends Collection<String>> ownDomains;
    private final Cache<String, Boolean> known;

    /**
     * Creates it.
     *
     * @param routes the server's routes
     * @param ownDomains tells the domains from which the plugin sends: sessions of servers are for pairs of domains
     * @param ticker a monotonic source of time
     */
    public ConnectedDomains(@Nonnull final RoutingTable routes,
                            @Nonnull final Supplier<? extends Collection<String>> ownDomains,
                            @Nonnull final Ticker ticker) {
        this.routes = routes;
        this.ownDomains = ownDomains;
        known = CacheBuilder.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(MEMORY).ticker(ticker).build();
    }

    @Override
    public boolean test(@Nonnull final String domain) {
        final Boolean remembered = known.getIfPresent(domain);
        if (remembered != null) {
            return remembered;
        }
        final boolean connected = routes.hasComponentRoute(new JID(null, domain, null, true))
            || ownDomains.get().stream().anyMatch(own -> routes.hasServerRoute(new DomainPair(own, domain)));
        known.put(domain, connected);
        return connected;
    }
}
