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

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.feature.AnnouncementCheck;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Feature;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Platform;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Registrations;
import org.igniterealtime.openfire.plugin.mucpulse.feature.RoomSection;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Histogram;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.igniterealtime.openfire.plugin.mucpulse.port.Handover;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitch;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.igniterealtime.openfire.plugin.mucpulse.store.Storage;
import org.xmpp.packet.JID;

/**
 * The MUC Eventing Protocol as a feature of the plugin: see {@link MucEventing}.
 */
public final class MepFeature implements Feature {

    /** The version of the records that are handed over to the next start. */
    private static final int HANDOVER = 1;
    /** How many bytes of items may wait for the database. */
    private static final long UNWRITTEN_BYTES = 8_388_608;

    @Nullable
    private RoomPublisher publisher;
    private List<RoomSection> roomSections = List.of();
    private List<Measurement> metrics = List.of();
    private List<Histogram> histograms = List.of();
    private List<SelfCheck> checks = List.of();
    @Nullable
    private NodeCensus census;
    @Nullable
    private RoomNodeCounts roomNodes;

    @Override
    @Nonnull
    public String name() {
        return "mep";
    }

    @Override
    @Nonnull
    public List<Setting<?>> settings() {
        return MepSettings.ALL;
    }

    @Override
    @Nonnull
    public List<RoomSwitch> roomSwitches() {
        return List.of(MepSettings.IN_ROOM);
    }

    @Override
    @Nonnull
    public List<Measurement> metrics() {
        return metrics;
    }

    @Override
    @Nonnull
    public List<Histogram> histograms() {
        return histograms;
    }

    @Override
    @Nonnull
    public CompletionStage<?> refreshMetrics() {
        return census == null ? CompletableFuture.completedFuture(null) : census.refresh();
    }

    @Override
    @Nonnull
    public List<RoomSection> roomSections() {
        return roomSections;
    }

    @Override
    @Nonnull
    public CompletionStage<Map<JID, Integer>> nodesOfRooms(final int limit) {
        return roomNodes == null ? CompletableFuture.completedFuture(Map.of()) : roomNodes.counts(limit);
    }

    /**
     * Publishes in the name of rooms, on behalf of other plugins.
     *
     * @return the publisher
     * @throws IllegalStateException where the feature was not started
     */
    @Nonnull
    public RoomPublisher publisher() {
        if (publisher == null) {
            throw new IllegalStateException("The MUC Eventing Protocol was not started");
        }
        return publisher;
    }

    @Override
    @Nonnull
    public List<SelfCheck> checks() {
        return checks;
    }

    @Override
    public void start(@Nonnull final Platform platform, @Nonnull final Registrations registrations) {
        final SerialExecutor executor = platform.executor(name(), registrations);
        final Supplier<MepSettings> settings = platform.settings().snapshot(MepSettings::of);
        final Storage storage = platform.storage();
        final NodeTable table = new NodeTable(storage.database());
        final NodeWriteBehind nodes = new NodeWriteBehind(table, UNWRITTEN_BYTES);
        storage.keep(nodes);
        final RelayedCapabilities capabilities = new RelayedCapabilities(platform.capabilities(), platform.relay(),
            platform.cluster(), platform.domain());
        final MucEventing mep = new MucEventing(settings, executor, platform.queries(), platform.sender(),
            platform.rooms(), capabilities, nodes, platform.clock(), platform.ticker(), platform.relay(),
            platform.users());
        final EventingCluster cluster = new EventingCluster(mep, executor, capabilities,
            new EventingCluster.Environment(platform.relay(), platform.cluster(), platform.domain(),
                platform.capabilities(), platform.sender(), storage.executor(), nodes::finish, platform.ticker()));
        final EventingEntrance entrance = new EventingEntrance(mep, cluster, settings, platform.rooms());
        publisher = entrance;
        roomSections = List.of(new NodeSection(entrance, settings, platform.home(), platform.cluster()));
        census = new NodeCensus(mep, platform.clock());
        roomNodes = new RoomNodeCounts(executor, mep::openRooms, table, platform.queries());
        metrics = List.copyOf(MepMetrics.of(mep, census));
        histograms = List.copyOf(mep.counters().histograms());
        checks = List.of(AnnouncementCheck.ofRooms(name(), Pubsub.NAMESPACE, platform,
            () -> settings.get().enabled(), room -> settings.get().isOffered(room)));
        final Handover handover = storage.handover(name(), HANDOVER);
        registrations.onClose(() -> cluster.stop(records -> handover.write(records.iterator())));
        final Hooks hooks = platform.hooks();
        registrations.add(hooks.services(), mep);
        final OrphanedNodes orphans = new OrphanedNodes(table, storage.directory(), platform.rooms(), nodes,
            storage.executor(), platform.home()::isHere);
        orphans.start();
        registrations.add(hooks.services(), orphans);
        registrations.add(hooks.home(), orphans);
        registrations.add(hooks.rooms(), entrance);
        registrations.add(hooks.users(), entrance);
        registrations.add(hooks.relay(), cluster);
        cluster.start(platform.home(), () -> registrations.add(hooks.home(), cluster),
            handover.take().map(Handover.Content::records).orElse(List.of()));
        registrations.add(hooks.roomDisco(), entrance);
        registrations.add(hooks.occupantPresence(), entrance);
        registrations.add(hooks.iqHandlers(), entrance);
        registrations.add(hooks.roomVCards(), new RoomAvatars(() -> settings.get().avatars(), entrance));
        platform.settings().onChange(mep::settingsChanged);
    }
}
