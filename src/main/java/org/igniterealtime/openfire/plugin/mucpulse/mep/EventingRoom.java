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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.server.OccupantKey;
import org.igniterealtime.openfire.plugin.mucpulse.server.OccupantView;
import org.xmpp.packet.JID;

/**
 * A room with its own virtual service, those of its occupants, and the sessions in it. Changed by the feature's strand
 * alone; {@link #find}, {@link #findService} and {@link #own} are for all threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html">XEP-0316</a>
 */
final class EventingRoom {

    private static final int MAX_DEFERRED = 1_000;

    private final JID jid;
    private final VirtualService own;
    /** The services of occupants. */
    private final Map<OccupantKey, VirtualService> services = new HashMap<>();
    /** Those of them that have nodes. */
    private final Set<VirtualService> inUse = ConcurrentHashMap.newKeySet();
    private final Map<JID, Occupant> occupants = new ConcurrentHashMap<>();
    /** Whether the nodes of the room are in the database as they are here. */
    private boolean stored;
    private boolean watched;
    /** What waits for the nodes to be read from the database; {@code null} once they are. */
    @Nullable
    private List<Runnable> deferred = new ArrayList<>();

    EventingRoom(@Nonnull final JID jid) {
        this.jid = jid;
        this.own = new VirtualService(jid, new HashSet<>());
    }

    @Nonnull
    JID jid() {
        return jid;
    }

    @Nonnull
    VirtualService own() {
        return own;
    }

    @Nonnull
    JID occupantJid(@Nonnull final String nickname) {
        return new JID(jid.getNode(), jid.getDomain(), nickname, true);
    }

    /** The services of occupants who have nodes. */
    @Nonnull
    Collection<VirtualService> occupantServices() {
        return inUse;
    }

    @Nullable
    Occupant find(@Nonnull final JID session) {
        return occupants.get(session);
    }

    /** What an occupant has, by the server's view of it; {@code null} where the feature has not heard of it yet. */
    @Nullable
    VirtualService findService(@Nullable final OccupantView view) {
        final Occupant occupant = view == null ? null : occupants.get(view.session());
        return occupant == null ? null : occupant.service();
    }

    @Nonnull
    Collection<Occupant> occupants() {
        return occupants.values();
    }

    /** A session is in the room; it shares the service of the user's other sessions that go by the same nickname. */
    @Nonnull
    Occupant joined(@Nonnull final JID session, @Nonnull final String nickname) {
        final VirtualService service = services.computeIfAbsent(OccupantKey.of(session, nickname),
            key -> new VirtualService(occupantJid(nickname), inUse));
        service.enter();
        final Occupant occupant = new Occupant(session, nickname, service);
        final Occupant before = occupants.put(session, occupant);
        if (before != null) {
            release(before);
        }
        return occupant;
    }

    /** A session is gone; with the last one of an occupant goes the occupant's service. */
    void left(@Nonnull final JID session) {
        final Occupant occupant = occupants.remove(session);
        if (occupant == null) {
            return;
        }
        own.nodes().forEach(node -> node.unsubscribe(session));
        inUse.forEach(service -> service.nodes().forEach(node -> node.unsubscribe(session)));
        release(occupant);
    }

    private void release(final Occupant occupant) {
        if (occupant.service().leave()) {
            services.remove(OccupantKey.of(occupant.session(), occupant.nickname()), occupant.service());
            inUse.remove(occupant.service());
        }
    }

    /** An occupant, with all its sessions, is called otherwise from now on; nothing happens where it is already. */
    void renamed(@Nonnull final JID session, @Nonnull final String to) {
        final Occupant renamed = occupants.get(session);
        if (renamed == null || renamed.nickname().equals(to)) {
            return;
        }
        final VirtualService service = renamed.service();
        final OccupantKey before = OccupantKey.of(session, renamed.nickname());
        final OccupantKey after = OccupantKey.of(session, to);
        service.moveTo(occupantJid(to));
        if (before.equals(after)) {
            renamed.rename(to);
            return;
        }
        services.remove(before, service);
        final VirtualService known = services.putIfAbsent(after, service);
        if (known != null) {
            service.nodes().stream().filter(node -> !known.has(node.id())).forEach(known::add);
            inUse.remove(service);
        }
        for (final Occupant occupant : occupants.values()) {
            if (occupant.service() == service) {
                occupant.rename(to);
                if (known != null) {
                    known.enter();
                    occupant.joinService(known);
                }
            }
        }
    }

    boolean isStored() {
        return stored;
    }

    void setStored(final boolean nowStored) {
        stored = nowStored;
    }

    /** Notes whether somebody looks after the room from time to time; returns whether that is news. */
    boolean watch(final boolean nowWatched) {
        final boolean changed = watched != nowWatched;
        watched = nowWatched;
        return changed;
    }

    boolean isEmpty() {
        return occupants.isEmpty();
    }

    /** Whether the nodes are read from the database. */
    boolean isLoaded() {
        return deferred == null;
    }

    /** Whether so much waits for the nodes to be read that no more should. */
    boolean isCrowded() {
        return deferred != null && deferred.size() >= MAX_DEFERRED;
    }

    /** Does something as soon as the nodes are read from the database. */
    void whenLoaded(@Nonnull final Runnable task) {
        if (deferred == null) {
            task.run();
        } else {
            deferred.add(task);
        }
    }

    /** Takes over what the database knows, and does what waited for that. */
    void loaded(@Nonnull final List<StoredNode> known, final int mostItems) {
        for (final StoredNode node : known) {
            final Node restored = new Node(node.id(), node.created(), node.configuration());
            node.items().forEach(item -> restored.put(item, mostItems));
            own.add(restored);
        }
        stored = true;
        final List<Runnable> tasks = deferred == null ? List.of() : deferred;
        deferred = null;
        tasks.forEach(Runnable::run);
    }
}
