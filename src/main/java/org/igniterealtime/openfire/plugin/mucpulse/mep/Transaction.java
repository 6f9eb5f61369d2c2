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

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.settings.MepSettings;
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
    private final TokenBucket changes;
    private final List<NodeEvent> events = new ArrayList<>();
    /** The node of which the requester is to get the last item, if any. */
    private final List<Node> newlySubscribed = new ArrayList<>();
    /** The nodes that are not any more as they are stored. */
    private final List<Node> changed = new ArrayList<>();
    private final List<Node> deleted = new ArrayList<>();

    Transaction(@Nonnull final EventingRoom room, @Nonnull final VirtualService service,
                @Nonnull final Requester requester, @Nonnull final MepSettings settings, @Nonnull final Instant now,
                @Nonnull final TokenBucket changes) {
        this.room = room;
        this.service = service;
        this.requester = requester;
        this.settings = settings;
        this.now = now;
        this.changes = changes;
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

    void tell(@Nonnull final NodeEvent event) {
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

    void changed(@Nonnull final Node node) {
        changed.add(node);
    }

    @Nonnull
    List<Node> changed() {
        return changed;
    }

    void deleted(@Nonnull final Node node) {
        deleted.add(node);
    }

    @Nonnull
    List<Node> deleted() {
        return deleted;
    }

    /** Only the owner may do this. */
    void requireOwner(@Nonnull final String node) throws MepException {
        if (!requester.owns(service, node, settings)) {
            throw MepException.forbidden();
        }
    }

    /** Nobody may change things too often. */
    void requireModeration() throws MepException {
        if (!changes.take(now.toEpochMilli(), settings.publishesPerSecond(),
            settings.publishBurst())) {
            throw MepException.tooOften();
        }
    }

    /** The configuration that a new node gets. */
    @Nonnull
    NodeConfiguration defaults() {
        return NodeConfiguration.defaults(Math.min(service.isRoom() ? 20 : 1, settings.itemsPerNode()),
            settings.payloadSize());
    }

    /** Adds a node, unless there are too many. */
    @Nonnull
    Node create(@Nonnull final String id, @Nonnull final NodeConfiguration configuration) throws MepException {
        final int most = service.isRoom() ? settings.nodesPerRoom() : settings.nodesPerOccupant();
        if (service.size() >= most) {
            throw MepException.of(PacketError.Condition.conflict, PacketError.Type.cancel, "max-nodes-exceeded");
        }
        final Node node = new Node(id, now, configuration);
        service.add(node);
        changed(node);
        return node;
    }
}
