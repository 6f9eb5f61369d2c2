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

import com.google.common.base.Preconditions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.xmpp.packet.JID;

/**
 * Publishes in the name of rooms, for other plugins and for the room's avatar.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html#room">XEP-0316 §2</a>
 */
final class RoomPublishing implements RoomPublisher {

    private final Supplier<MepSettings> settings;
    private final Executor executor;
    private final InstantSource clock;
    private final OpenRooms openRooms;
    private final NodeOperations operations;

    /**
     * Creates it.
     *
     * @param settings gives the current settings
     * @param executor the feature's executor
     * @param clock the wall clock
     * @param openRooms the rooms whose nodes are in memory
     * @param operations changes nodes
     */
    RoomPublishing(@Nonnull final Supplier<MepSettings> settings, @Nonnull final Executor executor,
                   @Nonnull final InstantSource clock, @Nonnull final OpenRooms openRooms,
                   @Nonnull final NodeOperations operations) {
        this.settings = settings;
        this.executor = executor;
        this.clock = clock;
        this.openRooms = openRooms;
        this.operations = operations;
    }

    @Override
    @Nonnull
    public CompletionStage<String> publish(@Nonnull final JID room, @Nonnull final String node,
                                           @Nullable final String itemId, @Nonnull final Element payload) {
        final String id = itemId != null ? itemId : Ids.random();
        final Payload content;
        try {
            content = Payload.of(payload);
        } catch (final IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        final Instant now = clock.instant();
        return inRoom(room, opened -> {
            operations.publish(opened, node, new Item(id, content, now, null, opened.nextOrder()));
            return id;
        });
    }

    @Override
    @Nonnull
    public CompletionStage<Boolean> retract(@Nonnull final JID room, @Nonnull final String node,
                                            @Nonnull final String itemId) {
        return inRoom(room, opened -> operations.retract(opened, opened.own(), node, itemId));
    }

    private <T> CompletionStage<T> inRoom(final JID room, final Function<EventingRoom, T> task) {
        if (!settings.get().isOffered(room)) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("There are no nodes at " + room));
        }
        return openRooms.whenLoaded(executor, room, opened -> {
            // The server has loaded the room, if there is one, when its nodes were read.
            Preconditions.checkArgument(openRooms.rooms().createdIfLoaded(room).isPresent(), "There is no %s", room);
            return task.apply(opened);
        });
    }
}
