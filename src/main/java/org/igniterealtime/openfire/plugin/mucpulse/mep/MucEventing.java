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
import com.google.common.base.Ticker;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MemoryUse.Need;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.port.Capabilities;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.IqHandler;
import org.igniterealtime.openfire.plugin.mucpulse.port.MucServiceListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantPresenceListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.RequestContext;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDiscoContributor;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * The MUC Eventing Protocol: makes every room JID and every occupant JID a virtual pubsub service.
 * <p>
 * The server's threads leave here what they heard; everything else happens on the feature's executor. Safe for use by
 * several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html">XEP-0316: MUC Eventing Protocol</a>
 */
public final class MucEventing implements IqHandler, RoomDiscoContributor, OccupantPresenceListener,
    RoomEventListener, MucServiceListener, RoomPublisher, NodeAdministration {

    private static final Logger Log = LoggerFactory.getLogger(MucEventing.class);

    private final Supplier<MepSettings> settings;
    private final SerialExecutor executor;
    private final StanzaSender sender;
    private final Rooms rooms;
    private final InstantSource clock;
    private final RequestClaims claims;
    private final Rates rates;
    private final MemoryUse memory;
    private final RoomLoader loader;
    private final NodePersistence persistence;
    private final Broadcaster broadcaster;
    private final LastItems lastItems;
    private final Interests interests;
    private final NodeOperations operations;
    private final NodeHandover handover;
    private final UseCases useCases = new UseCases();
    private final NodeDisco disco = new NodeDisco(useCases.features());
    private final Counters counts = new Counters(MepMetrics.COUNTERS);
    private final Map<JID, EventingRoom> eventing = new ConcurrentHashMap<>();
    /**
     * Creates the feature.
     *
     * @param settings tells the settings of the moment
     * @param executor runs what follows from stanzas and events
     * @param queries runs database queries; may reject them
     * @param sender sends stanzas
     * @param rooms the server's rooms
     * @param capabilities knows what clients are capable of
     * @param store remembers the nodes of rooms
     * @param clock the wall clock
     * @param ticker a monotonic source of time
     */
    public MucEventing(@Nonnull final Supplier<MepSettings> settings, @Nonnull final SerialExecutor executor,
                       @Nonnull final Executor queries, @Nonnull final StanzaSender sender,
                       @Nonnull final Rooms rooms, @Nonnull final Capabilities capabilities,
                       @Nonnull final NodeStore store, @Nonnull final InstantSource clock,
                       @Nonnull final Ticker ticker) {
        this.settings = settings;
        this.executor = executor;
        this.sender = sender;
        this.rooms = rooms;
        this.clock = clock;
        this.claims = new RequestClaims(this::isOffered, rooms, eventing);
        this.rates = new Rates(ticker);
        this.memory = new MemoryUse(Runtime.getRuntime().maxMemory());
        this.loader = new RoomLoader(settings, executor, queries, store, this::isOpen, this::loaded);
        this.persistence = new NodePersistence(rooms, store, executor, this::isOpen);
        this.broadcaster = new Broadcaster(settings, rooms, capabilities, sender, counts);
        this.lastItems = new LastItems(settings, executor, rooms, sender, clock, rates, broadcaster, counts);
        this.interests = new Interests(executor, capabilities, eventing::get, lastItems::sendNew, ticker);
        this.handover = new NodeHandover(settings, memory, persistence);
        this.operations = new NodeOperations(settings, clock, memory, broadcaster, persistence);
    }

    /** How much memory is taken. */
    @Nonnull
    MemoryUse memory() {
        return memory;
    }

    /** The rooms whose nodes are in memory. */
    @Nonnull
    Collection<EventingRoom> openRooms() {
        return eventing.values();
    }

    private boolean isOpen(final EventingRoom room) {
        return eventing.get(room.jid()) == room;
    }

    /** Takes the sessions that are in rooms already as having just joined them. */
    public void start() {
        for (final RoomView room : rooms.loaded()) {
            for (final OccupantView occupant : room.occupants()) {
                occupantJoined(room.jid(), occupant.session(), occupant.nickname());
            }
        }
    }

    /**
     * What the next run of the plugin has to know of nodes that the database does not have. To be called on the
     * feature's executor, before the services are gone.
     *
     * @return records for {@link #takeOver}
     */
    @Nonnull
    public List<byte[]> handOver() {
        return handover.write(eventing.values());
    }

    /**
     * Takes over what an earlier run handed over, as far as its owners are still there. To be called after
     * {@link #start}.
     *
     * @param records what {@link #handOver} returned
     */
    public void takeOver(@Nonnull final List<byte[]> records) {
        executor.execute(() -> handover.read(records, eventing::get));
    }

    private boolean isOffered(final JID room) {
        return settings.get().isOffered(room);
    }

    // Requests, on the server's threads

    @Override
    public boolean claims(@Nonnull final IQ request) {
        return claims.claims(request);
    }

    @Override
    @Nonnull
    public Optional<QName> claimsMalformed(@Nonnull final IQ request) {
        return claims.claimsMalformed(request);
    }

    @Override
    public int payloadSize() {
        return settings.get().payloadSize();
    }

    @Override
    public void take(@Nonnull final IQ request) {
        if (!executor.tryExecute(() -> process(request))) {
            counts.count(request.getTo().getDomain(), MepMetrics.REFUSED_LIMIT);
            sender.offer(Refusals.of(request, MepException.tooBusy()));
        }
    }

    @Override
    public void decorate(@Nonnull final IQ result) {
        final JID room = result.getFrom();
        final Element query = result.getChildElement();
        if (query == null || query.attributeValue("node") != null || !isOffered(room)) {
            return;
        }
        if (NodeDisco.INFO.equals(query.getNamespaceURI())) {
            if (query.elements("identity").stream().noneMatch(known -> "mep".equals(known.attributeValue("type")))) {
                disco.addTo(query);
            }
        } else if (NodeDisco.ITEMS.equals(query.getNamespaceURI())) {
            final EventingRoom found = eventing.get(room);
            if (found != null && !found.own().isEmpty() && result.getTo() != null
                && query.elements("item").stream().noneMatch(item -> item.attributeValue("node") != null)
                && rooms.occupant(room, result.getTo()).isPresent()) {
                final int most = settings.get().limits().stanzaSize();
                disco.addNodes(query, found.own(), most - StanzaSize.of(result.getElement(), most));
            }
        }
    }

    // Requests, on the executor

    private void process(final IQ request) {
        final RequestContext context = context(request);
        if (context.sender() == null) {
            // At once, whether or not there is such a room: how long it takes would tell as well.
            refuse(request, MepException.notInRoom());
            return;
        }
        final EventingRoom room = open(request.getTo().asBareJID());
        if (room.loading().isDone()) {
            answer(request, room, context);
        } else {
            room.loading().whenDone(() -> answer(request, room, context(request)),
                () -> refuse(request, isOpen(room) ? MepException.notLoaded() : MepException.notInRoom()));
        }
    }

    private RequestContext context(final IQ request) {
        return rooms.requestContext(request.getTo().asBareJID(), request.getFrom(), request.getTo().getResource());
    }

    private void answer(final IQ request, final EventingRoom room, final RequestContext context) {
        try {
            final Element child = request.getChildElement();
            if (request.getType() == IQ.Type.get && !rates.mayRead(request.getFrom().asBareJID(), settings.get())) {
                throw MepException.tooOften();
            }
            final Requester requester = requester(room, context);
            final VirtualService service = service(room, request.getTo(), context);
            if (!Pubsub.NAMESPACE.equals(child.getNamespaceURI()) && !Pubsub.OWNER.equals(child.getNamespaceURI())) {
                reply(request, Optional.of(disco.answer(child, service, clock.instant(),
                    StanzaSize.roomInAnswer(request.getTo(), request.getFrom(), Strings.nullToEmpty(request.getID()),
                        Strings.nullToEmpty(child.attributeValue("node")), settings.get().limits().stanzaSize()))));
                return;
            }
            final PubsubRequest parsed = RequestParser.parse(child, request.getType());
            final Transaction transaction =
                new Transaction(room, service, requester, Strings.nullToEmpty(request.getID()), settings.get(),
                    clock.instant(), rates, memory);
            final Optional<Element> content = useCases.handle(parsed, transaction);
            if (transaction.late() == null) {
                reply(request, content);
            } else {
                replyLate(request, transaction.late());
            }
            follow(transaction);
        } catch (final MepException e) {
            refuse(request, e);
        }
    }

    private Requester requester(final EventingRoom room, final RequestContext context) throws MepException {
        final OccupantView seen = context.sender();
        if (seen == null) {
            throw MepException.notInRoom();
        }
        return new Requester(occupant(room, seen), seen.role(), seen.affiliation(), context.voice());
    }

    /** The occupant as the server has it now: of who has joined, or is called otherwise, it tells the feature later. */
    private Occupant occupant(final EventingRoom room, final OccupantView seen) {
        if (room.find(seen.session()) == null) {
            joined(room, seen.session(), seen.nickname());
        }
        room.renamed(seen.session(), seen.nickname());
        return Objects.requireNonNull(room.find(seen.session()));
    }

    private VirtualService service(final EventingRoom room, final JID address, final RequestContext context)
        throws MepException {
        if (address.getResource() == null) {
            return room.own();
        }
        if (context.addressee() == null) {
            throw MepException.itemNotFound();
        }
        return occupant(room, context.addressee()).service();
    }

    private void reply(final IQ request, final Optional<Element> child) {
        final IQ result = IQ.createResultIQ(request);
        child.ifPresent(result::setChildElement);
        sender.send(result);
    }

    /** Answers with something long. Keeps nothing of the request but its addresses. */
    private void replyLate(final IQ request, final Supplier<Element> child) {
        final IQ result = IQ.createResultIQ(request);
        sender.sendLate(result.getTo(), () -> {
            result.setChildElement(child.get());
            return result;
        });
    }

    private void refuse(final IQ request, final MepException why) {
        Log.debug("Refused a request of {} to {}: {}", request.getFrom(), request.getTo(), why.reason());
        counts.count(request.getTo().getDomain(), MepMetrics.of(why));
        sender.send(Refusals.of(request, why));
    }

    /** What follows from a request, once it is answered. */
    private void follow(final Transaction transaction) {
        final EventingRoom room = transaction.room();
        for (final NodeEvent event : transaction.events()) {
            broadcaster.broadcast(room, transaction.service(), event);
        }
        for (final Node node : transaction.newlySubscribed()) {
            lastItems.send(room, transaction.requester().occupant(), transaction.service(), node);
        }
        if (transaction.service().isRoom()) {
            persistence.deleted(room, transaction.deleted());
            persistence.follow(room);
        }
    }

    /** Follows settings that were changed: where nodes may keep fewer items than they do, they lose the oldest ones. */
    public void settingsChanged() {
        executor.execute(() -> eventing.values().forEach(this::trim));
    }

    private void trim(final EventingRoom room) {
        trim(room, room.own());
        room.occupantServices().forEach(service -> trim(room, service));
        persistence.follow(room);
    }

    private void trim(final EventingRoom room, final VirtualService service) {
        service.nodes().forEach(node ->
            broadcaster.broadcastOverflow(room, service, node, node.trim(settings.get().itemsPerNode())));
    }

    boolean isInterested(final Occupant occupant, final Node node) {
        return broadcaster.isInterested(occupant, node);
    }

    // Presence

    @Override
    public void presenceInRoom(@Nonnull final JID occupant, @Nonnull final JID session,
                               @Nonnull final CapsAnnouncement announcement) {
        if (isOffered(occupant)) {
            final JID room = occupant.asBareJID();
            executor.execute(() -> interests.announced(room, session, announcement));
        }
    }

    // Rooms

    @Override
    public void occupantJoined(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String nickname) {
        executor.execute(() -> joined(open(room), session, nickname));
    }

    private void joined(final EventingRoom room, final JID session, final String nickname) {
        final Occupant before = room.find(session);
        final Occupant occupant = room.joined(session, nickname);
        if (isOffered(room.jid())) {
            interests.entered(room, occupant, before == null ? null : before.announcement());
        }
    }

    /** The room, with its nodes read from the database if it was not open yet. */
    private EventingRoom open(final JID jid) {
        final EventingRoom known = eventing.get(jid);
        if (known != null) {
            return known;
        }
        final EventingRoom opened = new EventingRoom(jid, MemoryAccount.of(memory, jid));
        eventing.put(jid, opened);
        loader.load(opened);
        return opened;
    }

    /** The nodes of a room have been read: those who have come meanwhile get the last items. */
    private void loaded(final EventingRoom room, final List<StoredNode> nodes) {
        final MepLimits limits = settings.get().limits();
        room.restore(nodes, (user, bytes) -> memory.admit(room.jid(), user, Need.of(bytes), limits));
        trim(room);
        if (isOffered(room.jid())) {
            List.copyOf(room.occupants()).forEach(occupant -> lastItems.sendNew(room, occupant, Set.of()));
        }
        room.loading().done();
        close(room);
    }

    @Override
    public void occupantLeft(@Nonnull final JID room, @Nonnull final JID session) {
        executor.execute(() -> left(room, session));
    }

    private void left(final JID jid, final JID session) {
        final EventingRoom room = eventing.get(jid);
        if (room == null) {
            return;
        }
        room.left(session);
        interests.left(jid, session);
        close(room);
    }

    /** Forgets a room that nobody is in; its nodes are in the database, if it is one that outlives its occupants. */
    private void close(final EventingRoom room) {
        if (room.isEmpty() && !room.loading().isAwaited() && eventing.remove(room.jid(), room)) {
            persistence.follow(room);
            room.close();
        }
    }

    @Override
    public void nicknameChanged(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String from,
                                @Nonnull final String to) {
        executor.execute(() -> {
            final EventingRoom found = eventing.get(room);
            if (found != null) {
                found.renamed(session, to);
            }
        });
    }

    @Override
    public void roomDestroyed(@Nonnull final JID room) {
        executor.execute(() -> {
            final EventingRoom destroyed = eventing.remove(room);
            if (destroyed != null) {
                destroyed.close();
            }
            persistence.destroyed(room);
        });
    }

    @Override
    public void serviceRemoved(@Nonnull final String service) {
        executor.execute(() -> List.copyOf(eventing.values()).stream()
            .filter(room -> room.jid().getDomain().equals(service))
            .forEach(room -> {
                eventing.remove(room.jid());
                persistence.follow(room);
                room.close();
            }));
    }

    // Rooms speak

    @Override
    @Nonnull
    public CompletionStage<String> publish(@Nonnull final JID room, @Nonnull final String node,
                                           @Nullable final String itemId, @Nonnull final Element payload) {
        final String id = itemId != null ? itemId : Publishing.newId();
        final Payload content;
        try {
            content = Payload.of(payload);
        } catch (final IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        final Instant now = clock.instant();
        return speak(room, opened -> {
            operations.publish(opened, node, new Item(id, content, now, null, opened.nextOrder()));
            return id;
        });
    }

    @Override
    @Nonnull
    public CompletionStage<Boolean> retract(@Nonnull final JID room, @Nonnull final String node,
                                            @Nonnull final String itemId) {
        return speak(room, opened -> operations.retract(opened, opened.own(), node, itemId));
    }

    // The console

    /**
     * What was counted since the plugin was started.
     *
     * @return the counters, which go on
     */
    @Nonnull
    public Counters counters() {
        return counts;
    }

    @Override
    @Nonnull
    public CompletionStage<List<NodeView>> nodes(@Nonnull final JID room) {
        return inRoom(room, opened -> {
            final List<NodeView> views = new ArrayList<>();
            opened.own().nodes().forEach(node -> views.add(NodeView.of(opened.own(), node)));
            for (final VirtualService service : opened.occupantServices()) {
                service.nodes().forEach(node -> views.add(NodeView.of(service, node)));
            }
            return views;
        });
    }

    @Override
    @Nonnull
    public CompletionStage<Boolean> deleteNode(@Nonnull final JID address, @Nonnull final String node) {
        return inRoom(address.asBareJID(), opened -> {
            final VirtualService service = named(opened, address.getResource());
            return service != null && operations.delete(opened, service, node);
        });
    }

    @Override
    @Nonnull
    public CompletionStage<Boolean> deleteItem(@Nonnull final JID address, @Nonnull final String node,
                                               @Nonnull final String itemId) {
        return inRoom(address.asBareJID(), opened -> {
            final VirtualService service = named(opened, address.getResource());
            return service != null && operations.retract(opened, service, node, itemId);
        });
    }

    @Override
    @Nonnull
    public CompletionStage<Map<String, NodeCount>> census() {
        final CompletableFuture<Map<String, NodeCount>> result = new CompletableFuture<>();
        executor.execute(() -> {
            final Map<String, NodeCount> counts = new HashMap<>();
            for (final EventingRoom room : eventing.values()) {
                final NodeCount count = Stream.concat(Stream.of(room.own()), room.occupantServices().stream())
                    .flatMap(service -> service.nodes().stream())
                    .map(node -> new NodeCount(1, node.itemCount()))
                    .reduce(new NodeCount(0, 0), NodeCount::plus);
                counts.merge(room.jid().getDomain(), count, NodeCount::plus);
            }
            result.complete(counts);
        });
        return result;
    }

    /** The service of the room, or of the occupant who goes by a nickname. */
    @Nullable
    private VirtualService named(final EventingRoom room, @Nullable final String nickname) {
        return nickname == null ? room.own()
            : room.findService(rooms.namesakes(room.jid(), nickname).stream().findFirst().orElse(null));
    }

    /** Whether or not the room is offered: what it has can be looked at, and deleted, in any case. */
    private <T> CompletionStage<T> inRoom(final JID jid, final Function<EventingRoom, T> task) {
        final CompletableFuture<T> result = new CompletableFuture<>();
        executor.execute(() -> doIn(open(jid), task, result));
        return result;
    }

    private <T> CompletionStage<T> speak(final JID jid, final Function<EventingRoom, T> speech) {
        final CompletableFuture<T> result = new CompletableFuture<>();
        executor.execute(() -> {
            if (isOffered(jid) && rooms.exists(jid)) {
                doIn(open(jid), speech, result);
            } else {
                result.completeExceptionally(new IllegalArgumentException("There are no nodes at " + jid));
            }
        });
        return result;
    }

    private <T> void doIn(final EventingRoom room, final Function<EventingRoom, T> task,
                          final CompletableFuture<T> result) {
        room.loading().whenDone(() -> {
            try {
                result.complete(task.apply(room));
            } catch (final IllegalArgumentException e) {
                result.completeExceptionally(e);
            }
            close(room);
        }, () -> {
            result.completeExceptionally(new IllegalStateException("The nodes of " + room.jid() + " cannot be read"));
            close(room);
        });
    }
}
