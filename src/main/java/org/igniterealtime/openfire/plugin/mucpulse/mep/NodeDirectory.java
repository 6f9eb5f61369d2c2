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

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantKey;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.xmpp.packet.JID;

/**
 * Which nodes there are at home, as far as home has told this server. Each server that calls itself home has a table of
 * its own, so that it does not matter which is heard first, that home has moved or what the new home has. Bounded; what
 * does not fit is not known. Safe for use by several threads.
 */
final class NodeDirectory implements KnownNodes {

    /** The number of characters that all tables hold at most. */
    static final long CAPACITY = 8_000_000;
    /** What an entry takes besides its text, in characters. */
    private static final int OVERHEAD = 100;
    /** The room itself in the place of an occupant. */
    static final OccupantKey ROOM = new OccupantKey("", "");

    private final long capacity;
    @GuardedBy("this")
    private final Map<String, Map<JID, Map<OccupantKey, List<NodeName>>>> tables = new HashMap<>();
    @GuardedBy("this")
    private String home = "";
    @GuardedBy("this")
    private long held;

    NodeDirectory(final long capacity) {
        this.capacity = capacity;
    }

    /** Another server is home, or nobody: what the others have said does not count any more. */
    synchronized void homeMoved(@Nonnull final Optional<String> server) {
        home = server.orElse("");
        for (final String other : List.copyOf(tables.keySet())) {
            if (!other.equals(home)) {
                forget(other);
            }
        }
    }

    /** Forgets what a server has said. */
    synchronized void forget(@Nonnull final String server) {
        final Map<JID, Map<OccupantKey, List<NodeName>>> removed = tables.remove(server);
        if (removed != null) {
            held -= removed.values().stream().flatMap(services -> services.values().stream())
                .mapToLong(NodeDirectory::size).sum();
        }
    }

    /** A server says which nodes a service has by now. */
    synchronized void update(@Nonnull final String server, @Nonnull final JID room, @Nonnull final OccupantKey service,
                             @Nonnull final List<NodeName> names) {
        final Map<JID, Map<OccupantKey, List<NodeName>>> table =
            tables.computeIfAbsent(server, key -> new HashMap<>());
        final Map<OccupantKey, List<NodeName>> services = table.computeIfAbsent(room, key -> new HashMap<>());
        final List<NodeName> before = services.remove(service);
        held -= before == null ? 0 : size(before);
        if (!names.isEmpty() && held + size(names) <= capacity) {
            services.put(service, List.copyOf(names));
            held += size(names);
        }
        if (services.isEmpty()) {
            table.remove(room);
        }
    }

    private static long size(final List<NodeName> names) {
        return OVERHEAD + names.stream().mapToLong(name -> OVERHEAD + name.id().length() + name.title().length())
            .sum();
    }

    @GuardedBy("this")
    private List<NodeName> of(final JID room, final OccupantKey service) {
        return tables.getOrDefault(home, Map.of()).getOrDefault(room, Map.of()).getOrDefault(service, List.of());
    }

    @Override
    @Nonnull
    public synchronized Collection<NodeName> ofRoom(@Nonnull final JID room) {
        return of(room, ROOM);
    }

    @Override
    public synchronized boolean has(@Nonnull final JID room, @Nonnull final OccupantView occupant,
                                    @Nonnull final String node) {
        return of(room, OccupantKey.of(occupant.session(), occupant.nickname())).stream()
            .anyMatch(name -> name.id().equals(node));
    }

    @Override
    public synchronized boolean hasAny(@Nonnull final JID room, @Nonnull final OccupantView occupant) {
        return !of(room, OccupantKey.of(occupant.session(), occupant.nickname())).isEmpty();
    }

    /** The number of characters that are held. */
    synchronized long held() {
        return held;
    }
}
