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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomSnapshot;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.xmpp.packet.JID;

/**
 * A room or an occupant as a pubsub service: the root collection of its nodes. Changed by the feature's executor alone;
 * {@link #has} and {@link #isEmpty} are for all threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html#approach-service">XEP-0316 §4.1</a>
 */
final class VirtualService {

    private JID address;
    /** The occupant's bare JID; {@code null} for a room. */
    @Nullable
    private final JID user;
    private final Set<VirtualService> inUse;
    private final Consumer<VirtualService> observer;
    /** The number of sessions of the occupant in the room. */
    private int sessions;
    private final Map<String, Node> nodes = new ConcurrentSkipListMap<>();

    /**
     * Creates a service without nodes.
     *
     * @param address the room's bare JID, or the occupant JID
     * @param user the occupant's real, bare JID; {@code null} for a room
     * @param inUse has the service while it has nodes
     * @param observer is called when nodes or their titles change, and before and after the address does
     */
    VirtualService(@Nonnull final JID address, @Nullable final JID user,
                   @Nonnull final Set<VirtualService> inUse, @Nonnull final Consumer<VirtualService> observer) {
        this.address = address;
        this.inUse = inUse;
        this.user = user;
        this.observer = observer;
    }

    /** The occupant's bare JID; {@code null} for a room. */
    @Nullable
    JID user() {
        return user;
    }

    /** Nodes, or their titles, have changed. */
    void changed() {
        observer.accept(this);
    }

    /** The room's bare JID, or the occupant JID. */
    @Nonnull
    JID address() {
        return address;
    }

    /**
     * Whether the address is still that of the room or of the same occupant at each moment of asking. To be asked at
     * the moment of sending from the address, as somebody else may have the nickname by then.
     *
     * @param rooms the server's rooms
     * @return the question, for all threads; it looks up the room of an occupant
     */
    @Nonnull
    BooleanSupplier addressHolds(@Nonnull final Rooms rooms) {
        if (isRoom()) {
            return () -> true;
        }
        final JID current = address;
        return () -> isOf(user, rooms.namesakes(current.asBareJID(), current.getResource()));
    }

    /** Whether the address is still that of the room or of the same occupant, by a snapshot of the room. */
    boolean hasAddressIn(@Nonnull final RoomSnapshot room) {
        return isRoom() || isOf(user, room.namesakes(address.getResource()));
    }

    private static boolean isOf(@Nullable final JID user, final Collection<OccupantView> namesakes) {
        return namesakes.stream().anyMatch(namesake -> namesake.session().asBareJID().equals(user));
    }

    /** Follows an occupant to another nickname. */
    void moveTo(@Nonnull final JID newAddress) {
        changed();
        address = newAddress;
        changed();
    }

    /** The occupant has one session more. */
    void enter() {
        sessions++;
    }

    /** The occupant has one session less; returns whether that was the last one. */
    boolean leave() {
        return --sessions <= 0;
    }

    boolean isRoom() {
        return user == null;
    }

    boolean has(@Nonnull final String node) {
        return nodes.containsKey(node);
    }

    boolean isEmpty() {
        return nodes.isEmpty();
    }

    int size() {
        return nodes.size();
    }

    @Nonnull
    Optional<Node> find(@Nonnull final String node) {
        return Optional.ofNullable(nodes.get(node));
    }

    @Nonnull
    Node require(@Nonnull final String node) throws MepException {
        return find(node).orElseThrow(MepException::itemNotFound);
    }

    void add(@Nonnull final Node node) {
        nodes.put(node.id(), node);
        inUse.add(this);
        changed();
    }

    /** Removes a node, which takes no memory from then on. */
    void remove(@Nonnull final String node) {
        final Node removed = nodes.remove(node);
        if (removed != null) {
            removed.close();
            changed();
        }
        if (nodes.isEmpty()) {
            inUse.remove(this);
        }
    }

    /**
     * Moves the nodes to another service of the same user, as far as that may have more. All others are removed, as are
     * those that it has already.
     *
     * @param other the other service
     * @param most how many nodes an occupant may have
     */
    void moveNodesTo(@Nonnull final VirtualService other, final int most) {
        for (final Node node : List.copyOf(nodes.values())) {
            if (!other.has(node.id()) && other.size() < most) {
                nodes.remove(node.id());
                changed();
                other.add(node);
            }
        }
        clear();
        inUse.remove(this);
    }

    /** Removes all nodes. */
    void clear() {
        List.copyOf(nodes.keySet()).forEach(this::remove);
    }

    /** The nodes, ordered by their ids. */
    @Nonnull
    Collection<Node> nodes() {
        return nodes.values();
    }
}
