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
package org.igniterealtime.openfire.plugin.mucpulse;

import java.io.File;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.admin.PluginName;
import org.igniterealtime.openfire.plugin.mucpulse.admin.console.Administration;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateFeature;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFeature;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.ClusterRelay;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Feature;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Registrations;
import org.igniterealtime.openfire.plugin.mucpulse.mention.MentionFeature;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MepFeature;
import org.igniterealtime.openfire.plugin.mucpulse.mep.RoomPublisher;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.OpenfirePlatform;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.PlatformBuilder;
import org.igniterealtime.openfire.plugin.mucpulse.rai.AbsentUsers;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFeature;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitch;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.container.PluginMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the platform, the features one after the other, and the administration when the server loads the plugin, and
 * stops them in reverse when it is unloaded. Where the start fails, what was started is stopped. As a function, it
 * takes what the plugin on another server of the cluster has sent.
 */
public final class MucPulsePlugin implements Plugin, UnaryOperator<byte[]> {

    private static final Logger Log = LoggerFactory.getLogger(MucPulsePlugin.class);

    private Registrations registrations = new Registrations();
    @Nullable
    private volatile RoomPublisher publisher;
    @Nullable
    private volatile ClusterRelay relay;
    @Nullable
    private volatile AbsentUsers absentUsers;

    /** A feature is a package and a line here. The order is that of the start, and of the hooks. */
    static List<Feature> features() {
        return List.of(new RaiFeature(), new MepFeature(), new ChatStateFeature(), new ChattingFeature(),
            new MentionFeature());
    }

    /** The settings that the features declare, in the order in which they are shown. */
    @Nonnull
    public static List<Setting<?>> settings() {
        return PlatformBuilder.settings(features());
    }

    /** The switches for single rooms that the features declare, in the order of the features. */
    @Nonnull
    public static List<RoomSwitch> roomSwitches() {
        return PlatformBuilder.roomSwitches(features());
    }

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
     * Lets other plugins publish in the name of rooms.
     *
     * @return the publisher, to be asked for anew after the plugin was reloaded
     * @throws IllegalStateException where the plugin is not started
     */
    @Nonnull
    public RoomPublisher publisher() {
        return started(publisher);
    }

    /**
     * Lets other plugins know who misses what is said in rooms.
     *
     * @return the users, to be asked for anew after the plugin was reloaded
     * @throws IllegalStateException where the plugin is not started
     */
    @Nonnull
    public AbsentUsers absentUsers() {
        return started(absentUsers);
    }

    private static <T> T started(@Nullable final T found) {
        if (found == null) {
            throw new IllegalStateException("MUC Pulse is not started");
        }
        return found;
    }

    /**
     * Takes what the plugin on another server has sent. Called by tasks of the cluster; returns at once.
     *
     * @param sent what was sent
     * @return the answer; an empty array where the plugin is not started
     */
    @Override
    @Nonnull
    public byte[] apply(@Nonnull final byte[] sent) {
        final ClusterRelay found = relay;
        return found == null ? new byte[0] : found.receive(sent);
    }

    private void start(final PluginManager manager, final PluginName name, final Registrations registered) {
        registered.onClose(() -> relay = null);
        final List<Feature> features = features();
        final OpenfirePlatform platform = new PlatformBuilder(features).build(registered);
        features.forEach(feature -> feature.start(platform, registered));
        platform.storage().keeper().start();
        registered.add(platform.hooks().services(),
            platform.storage().forgetOrphanedSwitches(platform.rooms()));
        registered.add(platform.hooks().rooms(), platform.storage().forgetDestroyedRooms());
        registered.add(platform.hooks().cluster(), platform.storage().markInCluster());
        registered.add(platform.hooks().relay(), platform.storage().shareRoomSwitches(platform.relay()));
        // What was restored or changed while the features were starting.
        platform.settings().refresh();
        relay = platform.clusterRelay();
        registered.add(() -> platform.clusterRelay().open(version(manager, name)),
            platform.clusterRelay()::stopReceiving);
        new Administration(manager, this, name, version(manager, name), features).start(platform, registered);
        features.stream().filter(MepFeature.class::isInstance).map(MepFeature.class::cast).forEach(mep ->
            registered.add(() -> publisher = mep.publisher(), () -> publisher = null));
        features.stream().filter(RaiFeature.class::isInstance).map(RaiFeature.class::cast).forEach(rai ->
            registered.add(() -> absentUsers = rai.absentUsers(), () -> absentUsers = null));
    }

    private static String version(final PluginManager manager, final PluginName name) {
        final PluginMetadata metadata = manager.getMetadata(name.canonical());
        return metadata == null ? "" : metadata.getVersion().getVersionString();
    }
}
