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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantKey;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.xmpp.packet.JID;

/**
 * A room with its own virtual service, those of its occupants, and the sessions in it. Changed by the feature's
 * executor alone; {@link #find}, {@link #findService} and {@link #own} are for all threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html">XEP-0316</a>
 */
final class EventingRoom {

    private final JID jid;
    private final VirtualService own;
    /** The services of occupants. */
    private final Map<OccupantKey, VirtualService> services = new HashMap<>();
    /** The services of occupants that have nodes. */
    private final Set<VirtualService> inUse = ConcurrentHashMap.newKeySet();
    private final Map<JID, Occupant> occupants = new ConcurrentHashMap<>();
    private final Loading loading = new Loading();
    private final MemoryAccount account;
    private final Consumer<VirtualService> observer;
    private boolean closed;
    /** Whether it is followed what the presence of occupants announces. */
    private boolean followed;
    private long lastOrder;

    EventingRoom(@Nonnull final JID jid, @Nonnull final MemoryAccount account,
                 @Nonnull final Consumer<VirtualService> observer) {
        this.jid = jid;
        this.account = account;
        this.observer = observer;
        this.own = new VirtualService(jid, null, new HashSet<>(), observer);
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

    /** The services of the room itself and of the occupants who have nodes. */
    @Nonnull
    Stream<VirtualService> services() {
        return Stream.concat(Stream.of(own), inUse.stream());
    }

    @Nullable
    Occupant find(@Nonnull final JID session) {
        return occupants.get(session);
    }

    /** The service of an occupant that the server has; {@code null} where the feature has not heard of it yet. */
    @Nullable
    VirtualService findService(@Nullable final OccupantView view) {
        final Occupant occupant = view == null ? null : occupants.get(view.session());
        return occupant == null ? null : occupant.service();
    }

    @Nonnull
    Collection<Occupant> occupants() {
        return occupants.values();
    }

    /** A session is in the room; it shares the service of the user's other sessions with the same nickname. */
    @Nonnull
    Occupant joined(@Nonnull final JID session, @Nonnull final String nickname) {
        final VirtualService service = services.computeIfAbsent(OccupantKey.of(session, nickname),
            key -> new VirtualService(occupantJid(nickname), session.asBareJID(), inUse, observer));
        service.enter();
        final Occupant occupant = new Occupant(session, nickname, service);
        final Occupant before = occupants.put(session, occupant);
        if (before != null) {
            release(before);
        }
        return occupant;
    }

    /** A session has left; with the last session of an occupant, the occupant's service is removed. */
    void left(@Nonnull final JID session) {
        final Occupant occupant = occupants.remove(session);
        if (occupant == null) {
            return;
        }
        own.nodes().forEach(node -> node.unsubscribe(session));
        inUse.forEach(service -> service.nodes().forEach(node -> node.unsubscribe(session)));
        release(occupant);
    }

    /**
     * An occupant is interested in some nodes from now on.
     *
     * @return {@code false} where there is no memory to remember them: its interests count as not known
     */
    boolean setInterests(@Nonnull final Occupant occupant, @Nonnull final Set<String> nodes) {
        forgetInterests(occupant);
        final Optional<Set<String>> held = account.interests().take(occupant.session(), nodes);
        held.ifPresent(occupant::setInterests);
        return held.isPresent();
    }

    /** Assumes that an occupant is interested in nothing. */
    void forgetInterests(@Nonnull final Occupant occupant) {
        account.interests().release(occupant.session(), occupant.interests());
        occupant.assumeNoInterests();
    }

    private void release(final Occupant occupant) {
        forgetInterests(occupant);
        if (occupant.service().leave()) {
            services.remove(OccupantKey.of(occupant.session(), occupant.nickname()), occupant.service());
            occupant.service().clear();
        }
    }

    /**
     * An occupant, with all its sessions, has another nickname from now on; does nothing where it has it already.
     *
     * @param renamed the occupant
     * @param to the new nickname; where other sessions of the user have it, the occupant is one with them
     * @param mostNodes how many nodes an occupant may have
     */
    void rename(@Nonnull final Occupant renamed, @Nonnull final String to, final int mostNodes) {
        if (renamed.nickname().equals(to)) {
            return;
        }
        final VirtualService service = renamed.service();
        final OccupantKey before = OccupantKey.of(renamed.session(), renamed.nickname());
        final OccupantKey after = OccupantKey.of(renamed.session(), to);
        service.moveTo(occupantJid(to));
        if (before.equals(after)) {
            renamed.rename(to);
            return;
        }
        services.remove(before, service);
        final VirtualService known = services.putIfAbsent(after, service);
        if (known != null) {
            service.moveNodesTo(known, mostNodes);
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

    /** Where the memory of nodes is charged. */
    @Nonnull
    MemoryAccount account() {
        return account;
    }

    /** The order of the next item that is published in the room, greater than that of all items before. */
    long nextOrder() {
        return ++lastOrder;
    }

    boolean isEmpty() {
        return occupants.isEmpty();
    }

    /** Items that are published from now on have a greater order. */
    void noteOrder(final long order) {
        lastOrder = Math.max(lastOrder, order);
    }

    /** Whether the nodes have been read from the database. */
    @Nonnull
    Loading loading() {
        return loading;
    }

    /**
     * Takes over the nodes that the database has, as far as there is memory for them.
     *
     * @param known the nodes
     * @param fits whether there is memory for a number of bytes more for a user
     */
    void restore(@Nonnull final List<StoredNode> known, @Nonnull final BiPredicate<JID, Long> fits) {
        for (final StoredNode node : known) {
            for (final Item item : node.items()) {
                noteOrder(item.order());
            }
            if (fits.test(node.creator(), Node.held(node.id(), node.configuration()))) {
                final Node restored =
                    new Node(node.id(), node.created(), node.configuration(), node.creator(), account);
                restored.restore(node.items(), item -> fits.test(item.publisher(), item.held()));
                own.add(restored);
            }
        }
    }

    /** Another server has the room from now on: as {@link #close}, but what waits for the nodes is to try again. */
    void abandon() {
        loading.failed();
        close();
        occupants.clear();
        services.clear();
    }

    /**
     * What the presence of occupants announces is followed from now on, or not.
     *
     * @return whether it is followed and was not before, so that something may have been missed
     */
    boolean follow(final boolean follows) {
        final boolean begins = follows && !followed;
        followed = follows;
        return begins;
    }

    boolean isClosed() {
        return closed;
    }

    /** The room is not needed in memory any more: it takes no memory from now on, and nothing waits for its nodes. */
    void close() {
        closed = true;
        occupants.values().forEach(this::forgetInterests);
        own.clear();
        services.values().forEach(VirtualService::clear);
        loading.failed();
    }
}
