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
package org.igniterealtime.openfire.plugin.mucpulse.admin.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.IntFunction;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.PluginName;
import org.igniterealtime.openfire.plugin.mucpulse.admin.commands.AdHocCommands;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.ClusterNumbers;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.ClusterProbe;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.ConfigurationProbe;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.DatabaseProbe;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.FlushProbe;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.HealthCheck;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.IncidentProbe;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.JournalProbe;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.MetricRegistry;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.Monitoring;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.WorkersProbe;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.Durability;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.OverviewPage;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.RoomPage;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.RoomsPage;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.SettingsPage;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.UserPage;
import org.igniterealtime.openfire.plugin.mucpulse.admin.selftest.ProbeCheck;
import org.igniterealtime.openfire.plugin.mucpulse.admin.selftest.SelfTest;
import org.igniterealtime.openfire.plugin.mucpulse.admin.selftest.TablesCheck;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Feature;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthProbe;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Registrations;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Workers;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.ActiveRoom;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.OpenfirePlatform;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseGuard;
import org.igniterealtime.openfire.plugin.mucpulse.store.RoomSearch;
import org.igniterealtime.openfire.plugin.mucpulse.store.Storage;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;
import org.xmpp.packet.JID;

/**
 * Puts the admin console and the ad-hoc commands together over the features. Not safe for use by several threads.
 */
public final class Administration {

    /** How many requests for commands of administrators may wait. */
    private static final int COMMANDS = 100;

    private final PluginManager manager;
    private final Plugin plugin;
    private final PluginName name;
    private final String version;
    private final List<Feature> features;

    /**
     * Creates it.
     *
     * @param manager the server's plugins
     * @param plugin the plugin
     * @param name the name under which the server knows the plugin
     * @param version the plugin's version
     * @param features the features, in the order in which they are shown
     */
    public Administration(@Nonnull final PluginManager manager, @Nonnull final Plugin plugin,
                          @Nonnull final PluginName name, @Nonnull final String version,
                          @Nonnull final List<Feature> features) {
        this.manager = manager;
        this.plugin = plugin;
        this.name = name;
        this.version = version;
        this.features = List.copyOf(features);
    }

    private <T> List<T> all(final Function<Feature, List<T>> part) {
        return features.stream().flatMap(feature -> part.apply(feature).stream()).toList();
    }

    /**
     * Starts the console and the commands.
     *
     * @param platform the ports
     * @param registrations where it is registered how they are stopped
     */
    public void start(@Nonnull final OpenfirePlatform platform, @Nonnull final Registrations registrations) {
        final SerialExecutor executor = platform.executor("console", registrations);
        final Monitoring monitoring = monitoring(platform, executor, registrations);
        final Console console = new Console(manager, plugin, name, monitoring, platform.queries(), executor);
        console.add(OverviewPage.URL, tools -> new OverviewPage(monitoring.overview(tools.texts()), selfTest(platform),
            tools.texts()));
        addPages(console, platform);
        registrations.add(console::start, console::stop);
        final Workers workers = platform.workers();
        final AdHocCommands commands = new AdHocCommands(XMPPServer.getInstance(), platform.users(),
            all(Feature::commands), platform.rooms(), platform.storage().roomSwitches(), monitoring::overview,
            workers.pool("commands", 1, COMMANDS, registrations), executor);
        registrations.add(commands::start, commands::stop);
    }

    private Monitoring monitoring(final OpenfirePlatform platform, final SerialExecutor executor,
                                  final Registrations registrations) {
        final Workers workers = platform.workers();
        final Map<String, List<Measurement>> metrics = new LinkedHashMap<>();
        features.forEach(feature -> metrics.put(feature.name(), feature.metrics()));
        final DatabaseGuard guard = platform.storage().guard();
        final List<HealthProbe> probes = new ArrayList<>(List.of(
            new DatabaseProbe(guard.serverTables(), guard::condition, platform.queries()),
            new FlushProbe(platform.storage().keeper()::sinceFlush, guard::condition, platform.clock()),
            new JournalProbe(platform.storage().journal()::status),
            new WorkersProbe(workers::all, platform.ticker()),
            new IncidentProbe("failures", "failures_total", workers.errors()::count, platform.ticker()),
            new IncidentProbe("refused", "rows_refused_total", guard::refusedRows, platform.ticker()),
            new IncidentProbe("unwritten", "records_unwritten_total", platform.storage().keeper()::dropped,
                platform.ticker()),
            new IncidentProbe("late", "requests_late_total", platform::lateRequests, platform.ticker())));
        probes.addAll(all(Feature::health));
        probes.add(new ConfigurationProbe(platform.settings(), platform.storage().roomSwitches(), name));
        probes.add(new ClusterProbe(platform.clusterRelay()::status, platform.cluster()::name));
        final MetricRegistry registry = new MetricRegistry(platform::services, metrics, this::refreshMetrics,
            all(Feature::histograms));
        final IntFunction<List<ActiveRoom>> busiest = limit -> all(feature -> feature.mostActiveRooms(limit));
        final ClusterNumbers cluster = new ClusterNumbers(registry, busiest, platform.cluster(), platform.relay(),
            executor, platform.ticker());
        registrations.add(platform.hooks().relay(), cluster.relayListener());
        return new Monitoring(registry, new HealthCheck(probes), version, busiest).with(cluster);
    }

    private SelfTest selfTest(final OpenfirePlatform platform) {
        final Storage storage = platform.storage();
        final HealthProbe workers = new WorkersProbe(platform.workers()::all, platform.ticker());
        final List<SelfCheck> checks = new ArrayList<>(List.of(
            new TablesCheck(storage.state(), storage.guard()::condition, storage.marks()::identity, platform.queries(),
                platform.clock()),
            new ProbeCheck(Text.of("selftest.journal"), new JournalProbe(storage.journal()::status), Optional.empty(),
                SelfCheck.Finding.NOTHING_TO_DO),
            new ProbeCheck(Text.of("selftest.settings"),
                new ConfigurationProbe(platform.settings(), storage.roomSwitches(), name),
                Optional.of(Text.of("selftest.settings.good")), Text.of("selftest.settings.advice")),
            new ProbeCheck(Text.of("selftest.workers"),
                () -> workers.statuses().stream().filter(one -> one.id().startsWith(WorkersProbe.QUEUE)).toList(),
                Optional.of(Text.of("selftest.workers.good")), Text.of("selftest.workers.advice")),
            new ProbeCheck(Text.of("selftest.cluster"), new ClusterProbe(platform.clusterRelay()::status,
                platform.cluster()::name), Optional.empty(), Text.of("selftest.cluster.advice"),
                Text.of("selftest.cluster.none"))));
        checks.addAll(all(Feature::checks));
        return new SelfTest(checks, platform.clock(), platform.ticker());
    }

    private CompletionStage<?> refreshMetrics() {
        return CompletableFuture.allOf(features.stream()
            .map(feature -> feature.refreshMetrics().toCompletableFuture()).toArray(CompletableFuture[]::new));
    }

    private CompletionStage<Map<JID, Integer>> nodesOfRooms(final int limit) {
        CompletionStage<Map<JID, Integer>> all = CompletableFuture.completedFuture(Map.of());
        for (final Feature feature : features) {
            all = all.thenCombine(feature.nodesOfRooms(limit), (some, more) -> {
                final Map<JID, Integer> sums = new HashMap<>(some);
                more.forEach((room, nodes) -> sums.merge(room, nodes, Integer::sum));
                return sums;
            });
        }
        return all;
    }

    private void addPages(final Console console, final OpenfirePlatform platform) {
        final RoomSwitches switches = platform.storage().roomSwitches();
        console.add(SettingsPage.URL, tools -> new SettingsPage(platform.settings(), tools.properties(),
            tools.administrators(), tools.texts(), tools.metricsAccess(), platform::services));
        console.add(RoomsPage.URL, tools -> new RoomsPage(
            new RoomSearch(platform.storage().guard().serverTables(), platform.domain()), platform.roomProfiles(),
            platform.storage().directory(), switches, platform::services, this::nodesOfRooms,
            tools.texts(), tools.answers()));
        console.add(RoomPage.URL, tools -> new RoomPage(platform.roomProfiles(), switches, durability(platform),
            all(Feature::roomSections), all(Feature::roomReports), tools.administrators(), tools.texts(),
            tools.answers()));
        console.add(UserPage.URL, tools -> new UserPage(platform.domain(), platform.accounts(),
            durability(platform), all(Feature::userSections), all(Feature::questions), all(Feature::userLists),
            tools.administrators(), tools.texts(), tools.answers()));
    }

    private static Durability durability(final OpenfirePlatform platform) {
        return new Durability(platform.storage().guard()::condition, platform.storage().journal()::status,
            platform.storage().keeper()::sinceFlush);
    }
}
