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

import com.google.common.base.Strings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MemoryUse.Need;
import org.xmpp.packet.JID;

/**
 * A request while its use case decides it: who requests something, of which service, within which limits; and what its
 * use case has done, which is then stored and sent. For one thread at a time.
 */
final class Transaction {

    private final Subject subject;
    private final Requester requester;
    private final String stanzaId;
    private final MepSettings settings;
    private final Instant now;
    private final Rates rates;
    private final MemoryUse memory;
    private final List<NodeEvent> events = new ArrayList<>();
    private final List<Node> newlySubscribed = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();

    /**
     * Begins with nothing done.
     *
     * @param subject the service that is addressed
     * @param requester who requests something of it
     * @param stanzaId the id of the request, possibly empty
     * @param settings the current settings
     * @param now the current time
     * @param rates limits what users request
     * @param memory accounts for the memory in use
     */
    Transaction(@Nonnull final Subject subject, @Nonnull final Requester requester, @Nonnull final String stanzaId,
                @Nonnull final MepSettings settings, @Nonnull final Instant now, @Nonnull final Rates rates,
                @Nonnull final MemoryUse memory) {
        this.subject = subject;
        this.requester = requester;
        this.stanzaId = stanzaId;
        this.settings = settings;
        this.now = now;
        this.rates = rates;
        this.memory = memory;
    }

    @Nonnull
    Subject subject() {
        return subject;
    }

    @Nonnull
    EventingRoom room() {
        return subject.room();
    }

    @Nonnull
    VirtualService service() {
        return subject.service();
    }

    @Nonnull
    Requester requester() {
        return requester;
    }

    /** The bare JID of the requester. */
    @Nonnull
    JID user() {
        return requester.occupant().session().asBareJID();
    }

    @Nonnull
    MepSettings settings() {
        return settings;
    }

    @Nonnull
    Instant now() {
        return now;
    }

    /** How much space there is in the answer for what is asked of a node, in bytes. */
    int space(@Nullable final String node) {
        return StanzaSize.roomInAnswer(service().address(), requester.occupant().session(), stanzaId,
            Strings.nullToEmpty(node), settings.limits().stanzaSize());
    }

    /** The configuration that a new node gets. */
    @Nonnull
    NodeConfiguration defaults() {
        return service().isRoom() ? NodeConfiguration.ofRoom(settings) : NodeConfiguration.ofOccupant(settings);
    }

    /** Refuses those who do not own the node. */
    void requireOwner(@Nonnull final String node) throws MepException {
        if (!requester.owns(service(), node, settings)) {
            throw MepException.forbidden();
        }
    }

    /** The node; refuses those who do not own it, whether or not it exists. */
    @Nonnull
    Node requireOwned(@Nonnull final String node) throws MepException {
        requireOwner(node);
        return service().require(node);
    }

    /** Refuses changes that exceed the user's rate. */
    void requireChangeRate() throws MepException {
        if (!rates.mayChange(user(), settings)) {
            throw MepException.tooOften();
        }
    }

    /** Refuses answers that exceed the user's rate of bytes. */
    void requireReadRate(final int bytes) throws MepException {
        if (!rates.mayReceive(user(), bytes, settings)) {
            throw MepException.tooOften();
        }
    }

    /** Refuses what there is no memory for. */
    void requireMemory(@Nonnull final Need needed) throws MepException {
        if (!memory.admit(room().jid(), user(), needed, settings.limits())) {
            throw MepException.tooBusy();
        }
    }

    /** Refuses another node where there are as many as allowed. */
    void requireRoomForNode() throws MepException {
        final int most = service().isRoom() ? settings.nodesPerRoom() : settings.nodesPerOccupant();
        if (service().size() >= most) {
            throw MepException.conflict("max-nodes-exceeded");
        }
    }

    /** Adds a node. */
    @Nonnull
    Node create(@Nonnull final String id, @Nonnull final NodeConfiguration configuration) {
        final Node node = new Node(id, now, configuration, user(), room().account());
        service().add(node);
        return node;
    }

    /** Deletes a node. */
    void delete(@Nonnull final Node node) {
        service().remove(node.id());
        deleted.add(node.id());
    }

    /** Records an event, of which interested occupants are to be notified. */
    void addEvent(@Nonnull final NodeEvent event) {
        events.add(event);
    }

    /** Records that the requester has subscribed to a node, and is to be sent its last item. */
    void subscribed(@Nonnull final Node node) {
        newlySubscribed.add(node);
    }

    /** The events, in order. */
    @Nonnull
    List<NodeEvent> events() {
        return events;
    }

    /** The nodes whose last items the requester is to be sent. */
    @Nonnull
    List<Node> newlySubscribed() {
        return newlySubscribed;
    }

    /** The ids of the nodes that were deleted. */
    @Nonnull
    List<String> deleted() {
        return deleted;
    }
}
