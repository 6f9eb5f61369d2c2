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
package org.igniterealtime.openfire.plugin.mucpulse;

import com.google.common.base.Ticker;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.admin.PluginName;
import org.igniterealtime.openfire.plugin.mucpulse.admin.commands.AdHocCommands;
import org.igniterealtime.openfire.plugin.mucpulse.admin.console.Console;
import org.igniterealtime.openfire.plugin.mucpulse.admin.console.ConsoleParts;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.ClusterProbe;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.ConfigurationProbe;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.DatabaseProbe;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.FlushProbe;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.HealthCheck;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.IncidentProbe;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.MetricRegistry;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.WorkersProbe;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateSettings;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.RoomChatStates;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingAdminCommand;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingCommand;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingMetrics;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSection;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.JdbcChattingStore;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.UserChatting;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.BoundedWorker;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.KeyedExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.QueueLimits;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SingleThreadSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.WorkerPool;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.WorkerStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Registrations;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MepMetrics;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MepSettings;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MucEventing;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeSection;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeTable;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeWriteBehind;
import org.igniterealtime.openfire.plugin.mucpulse.mep.OrphanedNodes;
import org.igniterealtime.openfire.plugin.mucpulse.mep.RoomAvatars;
import org.igniterealtime.openfire.plugin.mucpulse.mep.RoomPublisher;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.ConnectedDomains;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.DiscoCapabilities;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.DiscoProbe;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.MucIqHandler;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.MucPacketInterceptor;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.MucServices;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.OpenRequests;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.OpenfirePersonalEventing;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.OpenfireRooms;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.OpenfireUsers;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.PropertyEvents;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.RoomConfigurationWatch;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.RoomEventHooks;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.RouterStanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.UserEvents;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.VCardEvents;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ClientStates;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.RoomEvents;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ServerCapabilities;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ServerFolder;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiMetrics;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiPersistence;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiSettings;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiTables;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiWriteBehind;
import org.igniterealtime.openfire.plugin.mucpulse.rai.Reconciliation;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RoomActivityIndicators;
import org.igniterealtime.openfire.plugin.mucpulse.rai.SubscriptionSection;
import org.igniterealtime.openfire.plugin.mucpulse.rai.VisitSection;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitch;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Settings;
import org.igniterealtime.openfire.plugin.mucpulse.store.HandoverFile;
import org.igniterealtime.openfire.plugin.mucpulse.store.JdbcRoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.store.OrphanedRoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.store.RoomSearch;
import org.igniterealtime.openfire.plugin.mucpulse.store.RoomSwitchTable;
import org.igniterealtime.openfire.plugin.mucpulse.store.StateTable;
import org.igniterealtime.openfire.plugin.mucpulse.store.StoreKeeper;
import org.jivesoftware.database.DbConnectionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.cluster.ClusterManager;
import org.jivesoftware.openfire.component.InternalComponentManager;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.muc.MUCEventDispatcher;
import org.jivesoftware.openfire.muc.MultiUserChatService;
import org.jivesoftware.util.JiveGlobals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Puts the parts of the plugin together when the server loads it, and takes them apart when it is unloaded.
 */
public final class MucPulsePlugin implements Plugin {

    private static final Logger Log = LoggerFactory.getLogger(MucPulsePlugin.class);

    /** How many requests of clients may wait for the strand. */
    private static final int REQUESTS = 100_000;
    private static final int SENDERS = 2;
    private static final int STANZAS_PER_SENDER = 10_000;
    private static final long BYTES_PER_SENDER = 16 << 20;
    /** What may wait for other servers and for components. */
    private static final QueueLimits REMOTE = new QueueLimits(1_000, 4 << 20, 10_000, 32 << 20,
        Duration.ofMinutes(1), 4, 16, 8, Duration.ofSeconds(1), Duration.ofMinutes(1));
    private static final int QUERY_THREADS = 2;
    private static final int QUERIES = 10_000;
    private static final int UNWRITTEN_VISITS = 500_000;
    private static final long UNWRITTEN_BYTES = 8_388_608;
    /** The version of the records of subscriptions that are handed over to the next start. */
    private static final int RAI_HANDOVER = 1;
    /** The version of the records of nodes that are handed over. */
    private static final int MEP_HANDOVER = 1;

    private Registrations registrations = new Registrations();
    @Nullable
    private volatile RoomPublisher publisher;

    @Override
    public synchronized void initializePlugin(final PluginManager manager, final File directory) {
        registrations.close();
        registrations = new Registrations();
        try {
            final PluginName name = PluginName.of(directory);
            registrations.add(() -> SoleInstance.claim(name.canonical()), SoleInstance::release);
            name.adopt(directory);
            start(manager, name, registrations);
        } catch (final Throwable thrown) {
            registrations.close();
            throw thrown;
        }
        Log.info("MUC Pulse has started.");
    }

    @Override
    public synchronized void destroyPlugin() {
        registrations.close();
    }

    /**
     * Lets other plugins speak in the name of rooms.
     *
     * @return the publisher, to be asked for anew after the plugin was reloaded
     * @throws IllegalStateException where the plugin is not started
     */
    @Nonnull
    public RoomPublisher publisher() {
        final RoomPublisher found = publisher;
        if (found == null) {
            throw new IllegalStateException("MUC Pulse is not started");
        }
        return found;
    }

    private void start(final PluginManager manager, final PluginName ownName, final Registrations registrations) {
        final XMPPServer server = XMPPServer.getInstance();
        final String domain = server.getServerInfo().getXMPPDomain();
        final InstantSource clock = InstantSource.system();
        final MonotonicTimestamps stamps = new MonotonicTimestamps(clock);
        final Ticker ticker = Ticker.systemTicker();
        final ErrorHandler errors = new ErrorHandler(ticker);
        final Map<String, WorkerStatus.Source> workers = new HashMap<>();
        final SingleThreadSerialExecutor raiStrand = strand("rai", errors, workers);
        final SingleThreadSerialExecutor watchStrand = strand("watch", errors, workers);
        registrations.onClose(watchStrand::close);
        final Hooks hooks = new Hooks(errors);
        final MucServices services = new MucServices(server.getMultiUserChatManager(),
            InternalComponentManager.getInstance(), watchStrand, hooks.services(), errors);
        final OpenfireRooms rooms = new OpenfireRooms(server.getMultiUserChatManager(), domain);
        final OpenfireUsers users = new OpenfireUsers(server);

        final StateTable state = new StateTable(DbConnectionManager::getConnection);
        final RoomSwitchTable switchTable =
            new RoomSwitchTable(DbConnectionManager::getConnection, stamps::next, roomSwitches());
        final RaiTables raiTables = new RaiTables(DbConnectionManager::getConnection);
        final RaiWriteBehind writeBehind = new RaiWriteBehind(raiTables, UNWRITTEN_VISITS, users::isLocal);
        final NodeTable nodeTable = new NodeTable(DbConnectionManager::getConnection);
        final NodeWriteBehind nodes = new NodeWriteBehind(nodeTable, UNWRITTEN_BYTES);
        final RoomSwitches switches = switchTable.switches();
        final Settings settings =
            new Settings(name -> Optional.ofNullable(JiveGlobals.getProperty(name)), switches, settings());
        final Supplier<RaiSettings> raiSettings = settings.snapshot(RaiSettings::of);
        final Supplier<MepSettings> mepSettings = settings.snapshot(MepSettings::of);
        // What is restored has to count before anything starts.
        switches.onChange(settings::refresh);
        final SingleThreadSerialExecutor storeStrand = strand("store", errors, workers);
        registrations.onClose(storeStrand::close);
        final RouterStanzaSender sender =
            new RouterStanzaSender(server.getPacketRouter(), users, server.getRoutingTable()::getClientRoute,
                IntStream.range(0, SENDERS).mapToObj(index -> new BoundedWorker("mucpulse-sender-" + index,
                    STANZAS_PER_SENDER, BYTES_PER_SENDER, errors, ticker)).toList(),
                new KeyedExecutor<>("mucpulse-remote", REMOTE,
                    new ConnectedDomains(server.getRoutingTable(), () -> domains(server), ticker), errors, ticker),
                errors);
        workers.put("sender", sender::local);
        workers.put("remote", sender::remote);
        registrations.onClose(sender::close);
        final WorkerPool queries = new WorkerPool("mucpulse-query", QUERY_THREADS, QUERIES, errors, ticker);
        workers.put("query", queries);
        registrations.onClose(queries::close);

        final RoomDirectory directory = new JdbcRoomDirectory(DbConnectionManager::getConnection, domain);
        final RoomActivityIndicators rai = new RoomActivityIndicators(raiSettings, raiStrand, queries, sender, rooms,
            users, directory, writeBehind, writeBehind, stamps, clock, Ticker.systemTicker(),
            new DiscoProbe(server.getIQRouter(), sender, domain));
        final Reconciliation reconciliation = new Reconciliation(DbConnectionManager::getConnection, directory, rooms,
            users, user -> !server.getSessionManager().getSessions(user.getNode()).isEmpty(), rai::forgetAuthor,
            rai::now, storeStrand);
        final RaiPersistence persistence = new RaiPersistence(raiTables, writeBehind, state, stamps, rai,
            () -> raiSettings.get().retention(), reconciliation::startNow);
        final StoreKeeper keeper =
            new StoreKeeper(state, List.of(switchTable, persistence, nodes), storeStrand);
        registrations.add(keeper::start, keeper::stop);
        reconciliation.start();
        final HandoverFile raiHandover = new HandoverFile(ServerFolder.find(), "rai", RAI_HANDOVER, clock);
        final OrphanedNodes orphanedNodes = new OrphanedNodes(nodeTable, directory, nodes, storeStrand);
        orphanedNodes.start();
        final OrphanedRoomSwitches orphanedSwitches =
            new OrphanedRoomSwitches(switchTable, directory, rooms, storeStrand);
        orphanedSwitches.start();
        registrations.onClose(raiStrand::close);
        registrations.onClose(() -> raiStrand.execute(rai::recordDepartures));

        final SingleThreadSerialExecutor mepStrand = strand("mep", errors, workers);
        registrations.onClose(mepStrand::close);
        final DiscoCapabilities capabilities =
            new DiscoCapabilities(server.getIQRouter(), sender, domain, ServerCapabilities.find(server), ticker);
        final OpenRequests openRequests = new OpenRequests(sender, users, ticker);
        registrations.add(() -> openRequests.start(watchStrand), openRequests::stop);
        final MucEventing mep =
            new MucEventing(mepSettings, mepStrand, queries, openRequests, rooms, capabilities, nodes, clock,
                ticker);

        final SingleThreadSerialExecutor chatStateStrand = strand("chatstate", errors, workers);
        registrations.onClose(chatStateStrand::close);
        final RoomChatStates chatStates = new RoomChatStates(settings.snapshot(ChatStateSettings::of),
            chatStateStrand, sender, rooms, capabilities, ticker);

        final SingleThreadSerialExecutor chattingStrand = strand("chatting", errors, workers);
        registrations.onClose(chattingStrand::close);
        final UserChatting chatting = new UserChatting(settings.snapshot(ChattingSettings::of), chattingStrand, rooms,
            users, new OpenfirePersonalEventing(server), new JdbcChattingStore(DbConnectionManager::getConnection),
            ticker);
        registrations.onClose(() -> chattingStrand.execute(chatting::stop));

        final UserEvents userEvents = new UserEvents(server, hooks.users(), errors);
        registrations.add(userEvents::start, userEvents::stop);
        registrations.add(hooks.users(), rai);
        registrations.add(hooks.users(), chatting);
        registrations.add(hooks.services(), rai);
        final RoomConfigurationWatch configurations =
            new RoomConfigurationWatch(rooms, hooks.roomConfigurations(), ticker);
        registrations.add(hooks.roomConfigurations(), chatting);
        final MucIqHandler requests =
            new MucIqHandler(server.getMultiUserChatManager(), hooks, openRequests, errors);
        registrations.add(hooks.services(), requests);
        registrations.add(hooks.services(), mep);
        registrations.add(hooks.services(), orphanedNodes);
        registrations.add(hooks.services(), orphanedSwitches);
        registrations.add(hooks.services(), chatStates);
        registrations.add(services::start, services::stop);
        // Before they hear that the services are gone.
        registrations.onClose(chatStates::stop);
        registrations.onClose(() -> raiStrand.execute(() -> raiHandover.write(rai.handOver().iterator())));
        final HandoverFile mepHandover = new HandoverFile(ServerFolder.find(), "mep", MEP_HANDOVER, clock);
        registrations.onClose(() -> mepStrand.execute(() -> mepHandover.write(mep.handOver().iterator())));
        registrations.add(hooks.rooms(), rai);
        registrations.add(hooks.rooms(), mep);
        registrations.add(hooks.rooms(), chatStates);
        registrations.add(hooks.rooms(), chatting);
        registrations.add(hooks.rooms(), forgetting(switches));
        final RoomEvents roomEvents = new RoomEvents(new RoomEventHooks(hooks.rooms()), errors);
        registrations.add(() -> MUCEventDispatcher.addListener(roomEvents),
            () -> MUCEventDispatcher.removeListener(roomEvents));
        // What the sessions in rooms have seen already comes later than what may have been said before.
        raiHandover.take().ifPresent(earlier -> rai.takeOver(earlier.records(), earlier.written(),
            earlier.written().toEpochMilli() > ManagementFactory.getRuntimeMXBean().getStartTime()));
        rai.start();
        mep.start();
        mepHandover.take().ifPresent(earlier -> mep.takeOver(earlier.records()));
        chatting.start();
        registrations.add(() -> publisher = mep, () -> publisher = null);
        registrations.add(hooks.serviceStanzas(), rai);
        registrations.add(hooks.discoFeatures(), rai);
        registrations.add(hooks.discoFeatures(), chatStates);
        registrations.add(hooks.roomDisco(), mep);
        registrations.add(hooks.occupantPresence(), mep);
        registrations.add(hooks.iqHandlers(), mep);
        registrations.add(hooks.iqRequests(), configurations);
        registrations.add(hooks.iqAnswers(), configurations);
        registrations.add(hooks.messages(), chatStates);
        final MucPacketInterceptor interceptor =
            new MucPacketInterceptor(services, hooks, requests, new ClientStates(), errors);
        registrations.add(() -> InterceptorManager.getInstance().addInterceptor(interceptor),
            () -> InterceptorManager.getInstance().removeInterceptor(interceptor));
        registrations.add(hooks.roomVCards(), new RoomAvatars(() -> mepSettings.get().avatars(), mep));
        final VCardEvents vCardEvents = new VCardEvents(services, hooks.roomVCards(), errors);
        registrations.add(vCardEvents::start, vCardEvents::stop);
        settings.onChange(rai::settingsChanged);
        settings.onChange(mep::settingsChanged);
        settings.onChange(chatting::settingsChanged);
        // What was remembered of single rooms may have been restored already.
        settings.refresh();
        final PropertyEvents propertyEvents = new PropertyEvents(Settings.PREFIX, settings::refresh, errors);
        registrations.add(propertyEvents::start, propertyEvents::stop);
        final SingleThreadSerialExecutor consoleStrand = strand("console", errors, workers);
        registrations.onClose(consoleStrand::close);
        final HealthCheck health = new HealthCheck(List.of(
            new DatabaseProbe(DbConnectionManager::getConnection, queries), new FlushProbe(keeper::sinceFlush),
            new WorkersProbe(workers, ticker), new IncidentProbe("failures", errors::count, ticker),
            new IncidentProbe("late", openRequests::late, ticker),
            new ConfigurationProbe(settings, switches, ownName), new ClusterProbe(
                () -> ClusterManager.isClusteringStarted() ? ClusterManager.getNodesInfo().size() : 1)));
        final Map<String, List<Measurement>> metrics = new LinkedHashMap<>();
        metrics.put("rai", RaiMetrics.of(rai));
        metrics.put("mep", MepMetrics.of(mep, clock));
        metrics.put("chatstate", chatStates.counters().measurements());
        metrics.put("chatting", ChattingMetrics.of(chatting));
        final Console console = new Console(manager, this, ownName,
            new ConsoleParts(domain, settings, switches, new MetricRegistry(() -> services(server), metrics),
                health, rooms, rooms,
                new RoomSearch(DbConnectionManager::getConnection, domain), rai::mostActiveRooms,
                List.of(new SubscriptionSection(rai), new VisitSection(rai, writeBehind, queries),
                    new ChattingSection(chatting)),
                List.of(new NodeSection(mep, settings.snapshot(MepSettings::of))), queries, consoleStrand));
        registrations.add(console::start, console::stop);
        final AdHocCommands commands = new AdHocCommands(server, users,
            List.of(new ChattingCommand(chatting), new ChattingAdminCommand(chatting, users::isRegistered)), console);
        registrations.add(commands::start, commands::stop);
    }

    /**
     * The settings that the features declare.
     *
     * @return the settings, in the order in which they are shown
     */
    @Nonnull
    public static List<Setting<?>> settings() {
        return Stream.of(RaiSettings.ALL, MepSettings.ALL, ChatStateSettings.ALL, ChattingSettings.ALL)
            .<Setting<?>>flatMap(List::stream).toList();
    }

    /**
     * What the features let administrators set for single rooms.
     *
     * @return the switches, in the order of the features
     */
    @Nonnull
    public static List<RoomSwitch> roomSwitches() {
        return List.of(RaiSettings.IN_ROOM, MepSettings.IN_ROOM, ChatStateSettings.IN_ROOM, ChattingSettings.IN_ROOM);
    }

    private static SingleThreadSerialExecutor strand(final String name, final ErrorHandler errors,
                                       final Map<String, WorkerStatus.Source> workers) {
        final SingleThreadSerialExecutor strand = new SingleThreadSerialExecutor("mucpulse-" + name, REQUESTS, errors,
            Ticker.systemTicker());
        workers.put(name, strand);
        return strand;
    }

    private static List<String> services(final XMPPServer server) {
        return server.getMultiUserChatManager().getMultiUserChatServices().stream()
            .map(MultiUserChatService::getServiceDomain).toList();
    }

    /** From which the plugin sends. */
    private static List<String> domains(final XMPPServer server) {
        final List<String> domains = new ArrayList<>(services(server));
        domains.add(server.getServerInfo().getXMPPDomain());
        return domains;
    }

    private static RoomEventListener forgetting(final RoomSwitches switches) {
        return new RoomEventListener() {
            @Override
            public void roomDestroyed(@Nonnull final JID room) {
                switches.set(room.toString(), Map.of());
            }
        };
    }
}
