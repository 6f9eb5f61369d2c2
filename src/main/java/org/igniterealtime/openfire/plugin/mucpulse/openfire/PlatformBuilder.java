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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import com.google.common.base.Ticker;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Feature;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Registrations;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Workers;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ServerFolder;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.SystemProperties;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.settings.PropertySource;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitch;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Settings;
import org.igniterealtime.openfire.plugin.mucpulse.store.FileJournal;
import org.igniterealtime.openfire.plugin.mucpulse.store.Journal;
import org.igniterealtime.openfire.plugin.mucpulse.store.Storage;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.cluster.ClusterManager;
import org.jivesoftware.util.JiveGlobals;

/**
 * Builds the platform on the server in which the plugin runs. Immutable.
 */
public final class PlatformBuilder {

    /** The folder of the journal. */
    private static final String JOURNAL = "journal";

    private final List<Feature> features;

    /**
     * Creates a builder.
     *
     * @param features the features, whose settings and switches the platform provides
     */
    public PlatformBuilder(@Nonnull final List<Feature> features) {
        this.features = List.copyOf(features);
    }

    /** What features declare as settings, in the order in which they are shown. */
    @Nonnull
    public static List<Setting<?>> settings(@Nonnull final List<Feature> features) {
        return features.stream().<Setting<?>>flatMap(feature -> feature.settings().stream()).toList();
    }

    /** What features declare as switches for single rooms, in the order of the features. */
    @Nonnull
    public static List<RoomSwitch> roomSwitches(@Nonnull final List<Feature> features) {
        return features.stream().flatMap(feature -> feature.roomSwitches().stream()).toList();
    }

    /** The features of clients that matter to features of the plugin. */
    @Nonnull
    private static Set<String> clientFeatures(@Nonnull final List<Feature> features) {
        return features.stream().flatMap(feature -> feature.clientFeatures().stream())
            .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Builds the platform, which begins to call hooks. It ends after everything that is registered later; what is left
     * to be written is written last of all.
     *
     * @param registrations where it is registered how it ends
     * @return the platform
     */
    @Nonnull
    public OpenfirePlatform build(@Nonnull final Registrations registrations) {
        final OpenfirePlatform platform = connect(XMPPServer.getInstance(), new OpenfireDatabase(),
            ServerFolder.find(), property -> Optional.ofNullable(JiveGlobals.getProperty(property)), registrations);
        platform.listen(registrations);
        final PropertyEvents properties =
            new PropertyEvents(Settings.PREFIX, platform.settings()::refresh, platform.workers().errors());
        registrations.add(properties::start, properties::stop);
        final SystemProperties listed = new SystemProperties(XMPPServer.class.getClassLoader());
        registrations.add(() -> listed.list(settings(features)), listed::withdraw);
        return platform;
    }

    /**
     * Builds the platform, without hooks being called yet.
     *
     * @param server the server
     * @param database the server's database
     * @param folder where files are kept; need not exist
     * @param source the server's properties
     * @param registrations where it is registered how the platform ends
     * @return the platform
     */
    @Nonnull
    OpenfirePlatform connect(@Nonnull final XMPPServer server, @Nonnull final Database database,
                             @Nonnull final Path folder, @Nonnull final PropertySource source,
                             @Nonnull final Registrations registrations) {
        final Ticker ticker = Ticker.systemTicker();
        final Workers workers = new Workers(new ErrorHandler(ticker), ticker);
        final Journal journal =
            new FileJournal(folder.resolve(JOURNAL), workers.executor("journal", registrations), ticker);
        registrations.onClose(journal::close);
        final Storage storage = new Storage(database, server.getServerInfo().getXMPPDomain(), folder, journal,
            workers.executor("store", registrations), InstantSource.system(), roomSwitches(features),
            ClusterManager::isClusteringEnabled);
        final Settings settings = new Settings(source, storage.roomSwitches(), settings(features));
        storage.roomSwitches().onChange(settings::refresh);
        final OpenfirePlatform platform = new OpenfirePlatform(server, workers, settings, storage,
            clientFeatures(features), registrations);
        // Runs after everything that is registered later, which can change what is stored, and before the workers above
        // are closed, which may wait for other servers.
        registrations.onClose(storage.keeper()::stop);
        return platform;
    }
}
