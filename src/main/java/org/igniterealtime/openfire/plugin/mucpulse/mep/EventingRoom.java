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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.xmpp.packet.JID;

/**
 * A room with its own virtual service, those of its occupants, and the sessions in it. Changed by the feature's strand
 * alone; {@link #findService}, {@link #find} and {@link #renaming} are for all threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html">XEP-0316</a>
 */
final class EventingRoom {

    private static final int MAX_DEFERRED = 1_000;

    private final JID jid;
    private final VirtualService own;
    /** The services of occupants, by nickname as {@link #key} has it; only those that were asked for. */
    private final Map<String, VirtualService> services = new ConcurrentHashMap<>();
    private final Map<JID, Occupant> occupants = new ConcurrentHashMap<>();
    /** Changes of nicknames that the server has made already, and the feature's strand not yet. */
    private final List<Renaming> underway = new CopyOnWriteArrayList<>();
    /** Whether the nodes of the room are in the database as they are here. */
    private boolean stored;
    private boolean watched;
    /** What waits for the nodes to be read from the database; {@code null} once they are. */
    @Nullable
    private List<Runnable> deferred = new ArrayList<>();

    private record Renaming(String from, String to) {
    }

    EventingRoom(@Nonnull final JID jid) {
        this.jid = jid;
        this.own = new VirtualService(jid);
    }

    /** The server compares nicknames without regard to case. */
    @Nonnull
    static String key(@Nonnull final String nickname) {
        return nickname.toLowerCase(Locale.ROOT);
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

    /** The service of the room, or that of an occupant if there is one. */
    @Nullable
    VirtualService findService(@Nullable final String nickname) {
        if (nickname == null) {
            return own;
        }
        final String known = knownAs(nickname);
        if (known == null) {
            return null;
        }
        final VirtualService service = services.get(known);
        return service != null ? service : services.get(key(nickname));
    }

    /** The key of the occupant who is called so by now; {@code null} where nobody was, before somebody else left it. */
    @Nullable
    private String knownAs(final String nickname) {
        String key = key(nickname);
        final Renaming[] renamings = underway.toArray(new Renaming[0]);
        for (int i = renamings.length - 1; i >= 0; i--) {
            if (renamings[i].to.equals(key)) {
                key = renamings[i].from;
            } else if (renamings[i].from.equals(key)) {
                return null;
            }
        }
        return key;
    }

    /**
     * Notes that an occupant is called otherwise; {@link #renamed} has to follow, and then what is returned has to be
     * run. For all threads.
     */
    @Nonnull
    Runnable renaming(@Nonnull final String from, @Nonnull final String to) {
        final Renaming renaming = new Renaming(key(from), key(to));
        underway.add(renaming);
        return () -> underway.removeIf(other -> other == renaming);
    }

    /** The service of an occupant, made where it is missing. */
    @Nonnull
    VirtualService service(@Nonnull final String nickname) {
        return services.computeIfAbsent(key(nickname), key -> new VirtualService(occupantJid(nickname)));
    }

    @Nonnull
    Collection<VirtualService> occupantServices() {
        return services.values();
    }

    @Nullable
    Occupant find(@Nonnull final JID session) {
        return occupants.get(session);
    }

    @Nonnull
    Collection<Occupant> occupants() {
        return occupants.values();
    }

    /** The occupant that a nickname names, as it writes the nickname itself; one of its sessions. */
    @Nonnull
    Optional<Occupant> named(@Nonnull final String nickname) {
        final String key = key(nickname);
        return occupants.values().stream().filter(occupant -> key(occupant.nickname()).equals(key)).findFirst();
    }

    @Nonnull
    Occupant joined(@Nonnull final JID session, @Nonnull final String nickname) {
        final Occupant occupant = new Occupant(session, nickname);
        occupants.put(session, occupant);
        return occupant;
    }

    /** A session is gone; with the last one under a nickname goes the occupant's service. */
    void left(@Nonnull final JID session) {
        final Occupant occupant = occupants.remove(session);
        if (occupant == null) {
            return;
        }
        own.nodes().forEach(node -> node.unsubscribe(session));
        services.values().forEach(service -> service.nodes().forEach(node -> node.unsubscribe(session)));
        if (named(occupant.nickname()).isEmpty()) {
            services.remove(key(occupant.nickname()));
        }
    }

    /** An occupant, with all sessions under the nickname, is called otherwise from now on. */
    void renamed(@Nonnull final String from, @Nonnull final String to) {
        final String key = key(from);
        for (final Occupant occupant : List.copyOf(occupants.values())) {
            if (key(occupant.nickname()).equals(key)) {
                occupant.rename(to);
            }
        }
        final VirtualService service = services.get(key);
        if (service != null) {
            service.moveTo(occupantJid(to));
            services.put(key(to), service);
            // Not before: other threads look here too.
            if (!key.equals(key(to))) {
                services.remove(key);
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
