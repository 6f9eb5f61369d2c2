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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Calls;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.xmpp.packet.JID;

/** Shows nodes to administrators, who may delete them whether or not the feature is on in the room. */
final class NodeConsole implements NodeAdministration {

    private final Executor executor;
    private final Rooms rooms;
    private final OpenRooms openRooms;
    private final NodeOperations operations;

    /**
     * Creates it.
     *
     * @param executor the feature's executor
     * @param rooms the server's rooms
     * @param openRooms the rooms whose nodes are in memory
     * @param operations changes nodes
     */
    NodeConsole(@Nonnull final Executor executor, @Nonnull final Rooms rooms, @Nonnull final OpenRooms openRooms,
                @Nonnull final NodeOperations operations) {
        this.executor = executor;
        this.rooms = rooms;
        this.openRooms = openRooms;
        this.operations = operations;
    }

    @Override
    @Nonnull
    public CompletionStage<List<NodeView>> nodes(@Nonnull final JID room) {
        return inRoom(room, opened -> {
            final List<NodeView> views = new ArrayList<>();
            opened.services().forEach(service ->
                service.nodes().forEach(node -> views.add(NodeView.of(service, node))));
            return views;
        });
    }

    @Override
    @Nonnull
    public CompletionStage<Boolean> deleteNode(@Nonnull final JID address, @Nonnull final String node) {
        return inRoom(address.asBareJID(), opened -> {
            final VirtualService service = service(opened, address.getResource());
            return service != null && operations.delete(opened, service, node);
        });
    }

    @Override
    @Nonnull
    public CompletionStage<Boolean> deleteItem(@Nonnull final JID address, @Nonnull final String node,
                                               @Nonnull final String itemId) {
        return inRoom(address.asBareJID(), opened -> {
            final VirtualService service = service(opened, address.getResource());
            return service != null && operations.retract(opened, service, node, itemId);
        });
    }

    @Override
    @Nonnull
    public CompletionStage<Map<String, NodeCount>> census() {
        return Calls.call(executor, () -> {
            final Map<String, NodeCount> counts = new HashMap<>();
            for (final EventingRoom room : openRooms.all()) {
                final NodeCount count = room.services().flatMap(service -> service.nodes().stream())
                    .map(node -> new NodeCount(1, node.itemCount()))
                    .reduce(new NodeCount(0, 0), NodeCount::plus);
                counts.merge(room.jid().getDomain(), count, NodeCount::plus);
            }
            return counts;
        });
    }

    /** The service of the room, or of the occupant with a nickname. */
    @Nullable
    private VirtualService service(final EventingRoom room, @Nullable final String nickname) {
        return nickname == null ? room.own()
            : room.findService(rooms.namesakes(room.jid(), nickname).stream().findFirst().orElse(null));
    }

    private <T> CompletionStage<T> inRoom(final JID room, final Function<EventingRoom, T> task) {
        return openRooms.whenLoaded(executor, room, task);
    }
}
