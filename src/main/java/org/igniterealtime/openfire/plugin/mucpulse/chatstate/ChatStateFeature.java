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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import java.util.List;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.feature.AnnouncementCheck;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Feature;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Platform;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Registrations;
import org.igniterealtime.openfire.plugin.mucpulse.feature.RoomReport;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitch;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;

/**
 * Chat states in rooms as a feature of the plugin: see {@link RoomChatStates}.
 */
public final class ChatStateFeature implements Feature {

    private List<Measurement> metrics = List.of();
    private List<SelfCheck> checks = List.of();
    private List<RoomReport> reports = List.of();

    @Override
    @Nonnull
    public String name() {
        return "chatstate";
    }

    @Override
    @Nonnull
    public List<Setting<?>> settings() {
        return ChatStateSettings.ALL;
    }

    @Override
    @Nonnull
    public List<RoomSwitch> roomSwitches() {
        return List.of(ChatStateSettings.IN_ROOM);
    }

    @Override
    @Nonnull
    public List<String> clientFeatures() {
        return List.of(ChatState.NAMESPACE);
    }

    @Override
    @Nonnull
    public List<Measurement> metrics() {
        return metrics;
    }

    @Override
    @Nonnull
    public List<RoomReport> roomReports() {
        return reports;
    }

    @Override
    @Nonnull
    public List<SelfCheck> checks() {
        return checks;
    }

    @Override
    public void start(@Nonnull final Platform platform, @Nonnull final Registrations registrations) {
        final SerialExecutor executor = platform.executor(name(), registrations);
        final Supplier<ChatStateSettings> settings = platform.settings().snapshot(ChatStateSettings::of);
        final RoomChatStates states = new RoomChatStates(settings, executor, platform.sender(), platform.rooms(),
            platform.capabilities(), platform.ticker(), () -> platform.cluster().state() == Cluster.State.JOINED,
            platform.users());
        metrics = List.copyOf(states.counters().measurements());
        reports = List.of(new DropReport(states.drops()));
        checks = List.of(AnnouncementCheck.ofRooms(name(), ChatState.NAMESPACE, platform,
            () -> settings.get().mayPass(), room -> !states.roomFeatures(room).isEmpty()));
        // After the hooks are removed: what is sent then does not pass the filter again.
        registrations.onClose(states::stop);
        final Hooks hooks = platform.hooks();
        registrations.add(hooks.services(), states);
        registrations.add(hooks.rooms(), states);
        registrations.add(hooks.discoFeatures(), states);
        registrations.add(hooks.occupantPresence(), states);
        registrations.add(hooks.messages(), states);
    }
}
