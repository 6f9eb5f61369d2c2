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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import java.util.List;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.feature.AdHocCommand;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Feature;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Platform;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Registrations;
import org.igniterealtime.openfire.plugin.mucpulse.feature.RoomQuestion;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserList;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserSection;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitch;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;

/**
 * User Chatting as a feature of the plugin: see {@link UserChatting}.
 */
public final class ChattingFeature implements Feature {

    private List<Measurement> metrics = List.of();
    private List<UserSection> userSections = List.of();
    private List<UserList> userLists = List.of();
    private List<SelfCheck> checks = List.of();
    private List<RoomQuestion> questions = List.of();
    private List<AdHocCommand> commands = List.of();

    @Override
    @Nonnull
    public String name() {
        return "chatting";
    }

    @Override
    @Nonnull
    public List<Setting<?>> settings() {
        return ChattingSettings.ALL;
    }

    @Override
    @Nonnull
    public List<RoomSwitch> roomSwitches() {
        return List.of(ChattingSettings.IN_ROOM);
    }

    @Override
    @Nonnull
    public List<Measurement> metrics() {
        return metrics;
    }

    @Override
    @Nonnull
    public List<AdHocCommand> commands() {
        return commands;
    }

    @Override
    @Nonnull
    public List<UserSection> userSections() {
        return userSections;
    }

    @Override
    @Nonnull
    public List<UserList> userLists() {
        return userLists;
    }

    @Override
    @Nonnull
    public List<RoomQuestion> questions() {
        return questions;
    }

    @Override
    @Nonnull
    public List<SelfCheck> checks() {
        return checks;
    }

    @Override
    public void start(@Nonnull final Platform platform, @Nonnull final Registrations registrations) {
        final SerialExecutor executor = platform.executor(name(), registrations);
        final UserChatting chatting = new UserChatting(platform.settings().snapshot(ChattingSettings::of), executor,
            platform.roomProfiles(), platform.accounts(), platform.personalEventing(),
            new JdbcChattingStore(platform.storage().database()), platform.cluster(), platform.relay(),
            platform.storage().journal(), platform.storage().timestamps(), platform.ticker());
        metrics = List.copyOf(ChattingMetrics.of(chatting));
        final ClusterPublications publications =
            new ClusterPublications(chatting, platform.relay(), executor, platform.ticker());
        userSections = List.of(new ChattingSection(chatting, publications, platform.cluster()));
        userLists = List.of(new ConsentList(chatting));
        questions = List.of(chatting.question());
        checks = List.of(new EventingCheck(chatting::mode, platform.personalEventing()::isOffered));
        commands = List.of(new ChattingCommand(chatting),
            new ChattingAdminCommand(chatting, platform.accounts()::isRegistered));
        registrations.onClose(() -> executor.execute(chatting::stop));
        final Hooks hooks = platform.hooks();
        registrations.add(hooks.users(), chatting);
        registrations.add(hooks.rooms(), chatting);
        registrations.add(hooks.roomConfigurations(), chatting);
        registrations.add(hooks.cluster(), chatting);
        chatting.start();
        registrations.add(hooks.relay(), chatting.relayListener());
        registrations.add(hooks.relay(), publications.relayListener());
        platform.storage().keep(chatting.consentTable());
        platform.settings().onChange(chatting::settingsChanged);
    }
}
