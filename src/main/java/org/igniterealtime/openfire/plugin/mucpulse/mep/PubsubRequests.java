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

import com.google.common.base.Ticker;
import java.util.List;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.xmpp.packet.IQ;

/**
 * Handles requests to virtual services, each in the same steps: see the package's description. Every request gets one
 * reply. For the feature's executor alone.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html">XEP-0316: MUC Eventing Protocol</a>
 */
final class PubsubRequests {

    private final RequestResolver resolver;
    private final OpenRooms rooms;
    private final UseCases useCases;
    private final NodePersistence persistence;
    private final Broadcaster broadcaster;
    private final LastItems lastItems;
    private final Replies replies;
    private final DirectorySender names;
    private final Ticker ticker;

    /**
     * Creates it.
     *
     * @param resolver resolves who asks whom
     * @param rooms the rooms whose nodes are in memory
     * @param useCases decides requests
     * @param persistence stores what changed
     * @param broadcaster notifies those who are interested
     * @param lastItems sends last items to those who have subscribed
     * @param replies sends results and errors
     * @param names tells other servers which nodes there are
     * @param ticker a monotonic source of time
     */
    PubsubRequests(@Nonnull final RequestResolver resolver, @Nonnull final OpenRooms rooms,
                   @Nonnull final UseCases useCases, @Nonnull final NodePersistence persistence,
                   @Nonnull final Broadcaster broadcaster, @Nonnull final LastItems lastItems,
                   @Nonnull final Replies replies, @Nonnull final DirectorySender names,
                   @Nonnull final Ticker ticker) {
        this.resolver = resolver;
        this.rooms = rooms;
        this.useCases = useCases;
        this.persistence = persistence;
        this.broadcaster = broadcaster;
        this.lastItems = lastItems;
        this.replies = replies;
        this.names = names;
        this.ticker = ticker;
    }

    /** A task that handles a request, which has come right now, as soon as the nodes of the room are known. */
    @Nonnull
    Runnable handling(@Nonnull final IQ iq) {
        final long arrived = ticker.read();
        return () -> handle(iq, arrived);
    }

    private void handle(final IQ iq, final long arrived) {
        if (!resolver.isOffered(iq)) {
            // It was when the request was claimed.
            replies.refuse(iq, MepException.notOffered());
            return;
        }
        final PubsubRequest request = RequestParser.parse(iq);
        final RequestResolver.Lookup found = resolver.lookUp(iq);
        if (!found.isFromOccupant()) {
            // At once, whether or not there is such a room: the time that it takes would disclose that as well.
            replies.refuse(iq, MepException.notInRoom());
            return;
        }
        final EventingRoom room = rooms.open(iq.getTo().asBareJID());
        if (room.loading().isDone()) {
            handle(iq, arrived, request, room, found);
        } else {
            // The room is looked up again, as it may be another one seconds later.
            room.loading().whenDone(() -> handle(iq, arrived, request, room, resolver.lookUp(iq)),
                () -> replies.refuse(iq, room.isClosed() ? MepException.notInRoom() : MepException.notLoaded()));
        }
    }

    private void handle(final IQ iq, final long arrived, final PubsubRequest request, final EventingRoom room,
                        final RequestResolver.Lookup found) {
        final Transaction transaction;
        final Answer answer;
        try {
            transaction = resolver.resolve(iq, room, found);
            answer = useCases.handle(request, transaction);
        } catch (final MepException e) {
            replies.refuse(iq, e);
            return;
        }
        // A failure of one step does not prevent the others: the change is made, and others have to hear of it.
        FailureIsolation.<Runnable>forEach(List.of(
            () -> persistence.follow(transaction.subject(), transaction.deleted()),
            names::flush,
            () -> replies.succeed(iq, answer),
            () -> broadcaster.broadcast(transaction.subject(), transaction.events(), arrived),
            () -> transaction.newlySubscribed().forEach(node -> sendLast(iq, transaction, node))), Runnable::run);
    }

    /** A request that was forwarded is answered a little later, and its sender is to have the answer first. */
    private void sendLast(final IQ iq, final Transaction transaction, final Node node) {
        final Occupant occupant = transaction.requester().occupant();
        final EventingRoom room = transaction.subject().room();
        final VirtualService service = transaction.service();
        if (iq instanceof ForwardedRequest forwarded) {
            forwarded.afterwards(() -> {
                if (room.find(occupant.session()) == occupant && service.find(node.id()).orElse(null) == node) {
                    lastItems.send(occupant, Subject.of(room, service, rooms.rooms()), node);
                }
            });
        } else {
            lastItems.send(occupant, transaction.subject(), node);
        }
    }
}
