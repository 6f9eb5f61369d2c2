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

import com.google.common.base.Strings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MemoryUse.Need;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/**
 * One request on its way: what it is about, and what follows from it. For one thread at a time.
 */
final class Transaction {

    private final EventingRoom room;
    private final VirtualService service;
    private final Requester requester;
    private final MepSettings settings;
    private final Instant now;
    private final Rates rates;
    private final MemoryUse memory;
    private final String stanzaId;
    private final List<NodeEvent> events = new ArrayList<>();
    /** The node of which the requester is to get the last item, if any. */
    private final List<Node> newlySubscribed = new ArrayList<>();
    @Nullable
    private Supplier<Element> late;
    private final List<String> deleted = new ArrayList<>();

    Transaction(@Nonnull final EventingRoom room, @Nonnull final VirtualService service,
                @Nonnull final Requester requester, @Nonnull final String stanzaId,
                @Nonnull final MepSettings settings, @Nonnull final Instant now, @Nonnull final Rates rates,
                @Nonnull final MemoryUse memory) {
        this.room = room;
        this.service = service;
        this.requester = requester;
        this.settings = settings;
        this.now = now;
        this.stanzaId = stanzaId;
        this.rates = rates;
        this.memory = memory;
    }

    @Nonnull
    EventingRoom room() {
        return room;
    }

    @Nonnull
    VirtualService service() {
        return service;
    }

    @Nonnull
    Requester requester() {
        return requester;
    }

    @Nonnull
    MepSettings settings() {
        return settings;
    }

    @Nonnull
    Instant now() {
        return now;
    }

    void addEvent(@Nonnull final NodeEvent event) {
        events.add(event);
    }

    @Nonnull
    List<NodeEvent> events() {
        return events;
    }

    void subscribed(@Nonnull final Node node) {
        newlySubscribed.add(node);
    }

    @Nonnull
    List<Node> newlySubscribed() {
        return newlySubscribed;
    }

    /** The node is no more. */
    void delete(@Nonnull final Node node) {
        service.remove(node.id());
        deleted.add(node.id());
    }

    /** The ids of the nodes that were deleted. */
    @Nonnull
    List<String> deleted() {
        return deleted;
    }

    /** The bare JID of the requester. */
    @Nonnull
    JID user() {
        return requester.occupant().session().asBareJID();
    }

    /** How much room there is in the answer for what is asked of a node, in bytes. */
    int space(@Nullable final String node) {
        return StanzaSize.roomInAnswer(service.address(), requester.occupant().session(), stanzaId,
            Strings.nullToEmpty(node), settings.limits().stanzaSize());
    }

    /** There has to be memory for what the requester wants to have kept. */
    void requireMemory(@Nonnull final Need needed) throws MepException {
        if (!memory.admit(room.jid(), user(), needed, settings.limits())) {
            throw MepException.tooBusy();
        }
    }

    /** The answer is to be made at the moment of sending, as it is long. */
    void answerLate(@Nonnull final Supplier<Element> child) {
        late = child;
    }

    /** Makes the child of the answer at the moment of sending; {@code null} where it is made already. */
    @Nullable
    Supplier<Element> late() {
        return late;
    }

    /** Only the owner may do this. */
    void requireOwner(@Nonnull final String node) throws MepException {
        if (!requester.owns(service, node, settings)) {
            throw MepException.forbidden();
        }
    }

    /** Nobody may change things too often. */
    void requireChangeRate() throws MepException {
        if (!rates.mayChange(user(), settings)) {
            throw MepException.tooOften();
        }
    }

    /** Nobody may be sent too much of what was published earlier. */
    void requireReadRate(final int bytes) throws MepException {
        if (!rates.mayReceive(user(), bytes, settings)) {
            throw MepException.tooOften();
        }
    }

    /** The configuration that a new node gets. */
    @Nonnull
    NodeConfiguration defaults() {
        return NodeConfiguration.defaults(Math.min(service.isRoom() ? 20 : 1, settings.itemsPerNode()),
            settings.payloadSize());
    }

    /** There may not be too many nodes for another one. */
    void requireRoomForNode() throws MepException {
        final int most = service.isRoom() ? settings.nodesPerRoom() : settings.nodesPerOccupant();
        if (service.size() >= most) {
            throw MepException.of(PacketError.Condition.conflict, PacketError.Type.cancel, "max-nodes-exceeded");
        }
    }

    /** Adds a node. */
    @Nonnull
    Node create(@Nonnull final String id, @Nonnull final NodeConfiguration configuration) {
        final Node node = new Node(id, now, configuration, user(), room.account());
        service.add(node);
        return node;
    }
}
