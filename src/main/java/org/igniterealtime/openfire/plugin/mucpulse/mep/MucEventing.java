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
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.port.Capabilities;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.IqHandler;
import org.igniterealtime.openfire.plugin.mucpulse.port.MucServiceListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantPresenceListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDiscoContributor;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * The feature where it has the nodes: takes what comes from the server, from other plugins and from the admin console,
 * on whatever thread, and hands it over to the feature's executor, on which everything else happens. Safe for use by
 * several threads; nothing blocks.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html">XEP-0316: MUC Eventing Protocol</a>
 */
public final class MucEventing implements IqHandler, RoomDiscoContributor, OccupantPresenceListener,
    RoomEventListener, MucServiceListener, RoomPublisher, NodeAdministration {

    private final Supplier<MepSettings> settings;
    private final SerialExecutor executor;
    private final Rooms rooms;
    private final InstantSource clock;
    private final MemoryUse memory;
    private final Counters counts = new Counters(MepMetrics.COUNTERS, MepMetrics.HISTOGRAMS);
    private final Broadcaster broadcaster;
    private final OpenRooms openRooms;
    private final Interests interests;
    private final Occupancy occupancy;
    private final Replies replies;
    private final RequestClaims claims;
    private final PubsubRequests requests;
    private final RoomDisco disco;
    private final RoomPublisher publisher;
    private final NodeAdministration administration;
    private final NodeHandover handover;
    private final RoomLoader loader;
    private final DirectorySender names;
    private final List<String> features;
    private final RoomReconciliation reconciliation;

    /**
     * Creates the feature.
     *
     * @param settings gives the current settings
     * @param executor runs what follows from stanzas and events
     * @param queries runs database queries; may reject them
     * @param sender sends stanzas
     * @param rooms the server's rooms
     * @param capabilities the capabilities of clients
     * @param store stores the nodes of rooms
     * @param clock the wall clock
     * @param ticker a monotonic source of time
     * @param relay tells other servers which nodes there are
     * @param users knows who is of this server
     */
    public MucEventing(@Nonnull final Supplier<MepSettings> settings, @Nonnull final SerialExecutor executor,
                       @Nonnull final Executor queries, @Nonnull final StanzaSender sender,
                       @Nonnull final Rooms rooms, @Nonnull final Capabilities capabilities,
                       @Nonnull final NodeStore store, @Nonnull final InstantSource clock,
                       @Nonnull final Ticker ticker, @Nonnull final Relay relay, @Nonnull final Users users) {
        this.settings = settings;
        this.executor = executor;
        this.rooms = rooms;
        this.clock = clock;
        this.memory = new MemoryUse(Runtime.getRuntime().maxMemory(), users::isLocal);
        final Rates rates = new Rates(ticker);
        final UseCases useCases = new UseCases();
        final NodePersistence persistence = new NodePersistence(rooms, store, executor);
        broadcaster = new Broadcaster(settings, rooms, capabilities, sender, counts, ticker);
        final LastItems lastItems = new LastItems(settings, executor, rooms, sender, clock, rates, broadcaster, counts);
        final NodeOperations operations = new NodeOperations(settings, clock, rooms, memory, broadcaster, persistence);
        loader = new RoomLoader(settings, executor, queries, rooms, store);
        names = new DirectorySender(relay, executor, this::openRooms);
        openRooms = new OpenRooms(settings, rooms, memory, loader, persistence, operations, lastItems,
            names::changed);
        interests = new Interests(executor, capabilities, openRooms::find,
            (room, occupant, before) -> lastItems.sendNew(occupant, Subject.of(room, room.own(), rooms), before),
            rooms, ticker, users::isLocal);
        occupancy = new Occupancy(settings, rooms, openRooms, interests);
        replies = new Replies(sender, counts);
        claims = new RequestClaims(this::isOffered, rooms, openRooms);
        requests = new PubsubRequests(new RequestResolver(settings, clock, rooms, occupancy, rates, memory), openRooms,
            useCases, persistence, broadcaster, lastItems, replies, names, ticker);
        features = useCases.features();
        disco = new RoomDisco(settings, rooms, openRooms, features);
        reconciliation = new RoomReconciliation(executor, rooms, openRooms, occupancy);
        publisher = new RoomPublishing(settings, executor, clock, openRooms, operations);
        administration = new NodeConsole(executor, rooms, openRooms, operations);
        handover = new NodeHandover(settings, memory, persistence);
    }

    /** The memory in use. */
    @Nonnull
    MemoryUse memory() {
        return memory;
    }

    /** Knows who is in which room. For the feature's executor alone. */
    @Nonnull
    Occupancy occupancy() {
        return occupancy;
    }

    /** The rooms whose nodes are in memory. */
    @Nonnull
    Collection<EventingRoom> openRooms() {
        return openRooms.all();
    }

    boolean isInterested(@Nonnull final Occupant occupant, @Nonnull final Node node) {
        return broadcaster.isInterested(occupant, node);
    }

    boolean isOffered(@Nonnull final JID room) {
        return settings.get().isOffered(room);
    }

    @Nonnull
    Replies replies() {
        return replies;
    }

    /** The features of pubsub that rooms announce. */
    @Nonnull
    List<String> features() {
        return features;
    }

    /** Tells other servers which nodes there are. For the feature's executor alone. */
    @Nonnull
    DirectorySender names() {
        return names;
    }

    /** The rooms are this server's from now on; the database is not read yet. For the feature's executor alone. */
    void holdReading() {
        openRooms.numberItemsFrom(ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
        loader.hold();
    }

    /** Reads the database again. For the feature's executor alone. */
    void readNow() {
        loader.release();
    }

    /** Drops all nodes and writes nothing: another server has them from now on. For the feature's executor alone. */
    void abandon() {
        openRooms.abandon();
        names.forget();
        reconciliation.stop();
    }

    /** Looks for occupants that have come or gone unnoticed. For the feature's executor alone. */
    @Nonnull
    RoomReconciliation reconciliation() {
        return reconciliation;
    }

    /** Takes the sessions that are in rooms already as having just joined them, except those that are known. */
    public void start() {
        for (final RoomView room : rooms.loaded()) {
            // One task, as there may be more occupants than tasks that can wait.
            executor.execute(() -> occupancy.found(room.jid(), room.occupants()));
        }
    }

    /**
     * Writes down the nodes that the database does not have, for the next run of the plugin. To be called on the
     * feature's executor, before the services are gone.
     *
     * @return records for {@link #takeOver}
     */
    @Nonnull
    public List<byte[]> handOver() {
        return handover.write(openRooms.all());
    }

    /**
     * Takes over the nodes that an earlier run handed over, as far as their owners are still there. To be called after
     * {@link #start}.
     *
     * @param records what {@link #handOver} returned
     */
    public void takeOver(@Nonnull final List<byte[]> records) {
        executor.execute(() -> handover.read(records, openRooms::find));
    }

    /** Follows settings that were changed. */
    public void settingsChanged() {
        executor.execute(occupancy::settingsChanged);
    }

    /** The numbers counted since the plugin was started. */
    @Nonnull
    Counters counters() {
        return counts;
    }

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
        if (!executor.tryExecute(requests.handling(request))) {
            replies.refuseAtOnce(request, MepException.tooBusy());
        }
    }

    @Override
    public void decorate(@Nonnull final IQ result) {
        disco.decorate(result);
    }

    @Override
    public void presenceInRoom(@Nonnull final JID occupant, @Nonnull final JID session,
                               @Nonnull final CapsAnnouncement announcement) {
        if (isOffered(occupant)) {
            final JID room = occupant.asBareJID();
            executor.execute(() -> interests.announced(room, session, announcement));
        }
    }

    @Override
    public void presenceInRoom(@Nonnull final JID occupant, @Nonnull final JID session) {
        if (isOffered(occupant)) {
            final JID room = occupant.asBareJID();
            executor.execute(() -> interests.present(room, session));
        }
    }

    @Override
    public void occupantJoined(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String nickname) {
        executor.execute(() -> occupancy.joined(room, session, nickname));
    }

    @Override
    public void occupantLeft(@Nonnull final JID room, @Nonnull final JID session) {
        executor.execute(() -> occupancy.left(room, session));
    }

    @Override
    public void nicknameChanged(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String from,
                                @Nonnull final String to) {
        executor.execute(() -> occupancy.renamed(room, session, to));
    }

    @Override
    public void roomDestroyed(@Nonnull final JID room) {
        executor.execute(() -> openRooms.destroyed(room));
    }

    @Override
    public void serviceRemoved(@Nonnull final String service) {
        executor.execute(() -> occupancy.serviceRemoved(service));
    }

    @Override
    @Nonnull
    public CompletionStage<String> publish(@Nonnull final JID room, @Nonnull final String node,
                                           @Nullable final String itemId, @Nonnull final Element payload) {
        return publisher.publish(room, node, itemId, payload);
    }

    @Override
    @Nonnull
    public CompletionStage<Boolean> retract(@Nonnull final JID room, @Nonnull final String node,
                                            @Nonnull final String itemId) {
        return publisher.retract(room, node, itemId);
    }

    @Override
    @Nonnull
    public CompletionStage<List<NodeView>> nodes(@Nonnull final JID room) {
        return administration.nodes(room);
    }

    @Override
    @Nonnull
    public CompletionStage<Boolean> deleteNode(@Nonnull final JID address, @Nonnull final String node) {
        return administration.deleteNode(address, node);
    }

    @Override
    @Nonnull
    public CompletionStage<Boolean> deleteItem(@Nonnull final JID address, @Nonnull final String node,
                                               @Nonnull final String itemId) {
        return administration.deleteItem(address, node, itemId);
    }

    @Override
    @Nonnull
    public CompletionStage<Map<String, NodeCount>> census() {
        return administration.census();
    }
}
