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
package org.igniterealtime.openfire.plugin.mucpulse.mention;

import com.google.common.base.Ticker;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.feature.AnnouncementCheck;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Feature;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthProbe;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Platform;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Registrations;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserSection;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitch;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.igniterealtime.openfire.plugin.mucpulse.store.Storage;

/**
 * MUC Mention Notifications as a feature of the plugin: see {@link MucMentions}.
 */
public final class MentionFeature implements Feature {

    private List<Measurement> metrics = List.of();
    private List<UserSection> userSections = List.of();
    private List<HealthProbe> health = List.of();
    private List<SelfCheck> checks = List.of();

    @Override
    @Nonnull
    public String name() {
        return "mention";
    }

    @Override
    @Nonnull
    public List<Setting<?>> settings() {
        return MentionSettings.ALL;
    }

    @Override
    @Nonnull
    public List<RoomSwitch> roomSwitches() {
        return List.of(MentionSettings.IN_ROOM, MentionSettings.BY_OWNER);
    }

    @Override
    @Nonnull
    public List<Measurement> metrics() {
        return metrics;
    }

    @Override
    @Nonnull
    public List<HealthProbe> health() {
        return health;
    }

    @Override
    @Nonnull
    public List<UserSection> userSections() {
        return userSections;
    }

    @Override
    @Nonnull
    public List<SelfCheck> checks() {
        return checks;
    }

    @Override
    public void start(@Nonnull final Platform platform, @Nonnull final Registrations registrations) {
        final SerialExecutor executor = platform.executor(name(), registrations);
        final Executor queries = platform.queries("query_mentions", registrations);
        final Supplier<MentionSettings> settings = platform.settings().snapshot(MentionSettings::of);
        final Storage storage = platform.storage();
        final ErrorHandler errors = platform.errors();
        final Ticker ticker = platform.ticker();
        final Counters counters = new Counters(MentionMetrics.COUNTERS);
        final NicknameTable table = new NicknameTable(storage.database());
        final Nicknames nicknames =
            new Nicknames(table, storage.timestamps(), () -> settings.get().retention());
        storage.keep(nicknames);
        new OrphanedNicknames(table, storage.directory(), platform.rooms(), platform.accounts(),
            platform.users()::isOnline, storage.timestamps()::next, storage.executor()).start();
        final MentionDelivery delivery = new MentionDelivery(settings, platform.rooms(), platform.users(),
            platform.sender(), counters, errors, ticker);
        final MucMentions mentions = new MucMentions(settings, executor, queries, platform.rooms(), platform.users(),
            new MentionedUsers(nicknames, platform.accounts(), errors), delivery, counters, platform.clock(), ticker);
        final NicknameRecorder recorder = new NicknameRecorder(settings, executor, platform.rooms(), platform.users(),
            nicknames, ticker);
        metrics = List.copyOf(counters.measurements());
        health = List.of(new NicknameProbe(nicknames));
        checks = List.of(AnnouncementCheck.ofRooms(name(), Mention.NAMESPACE, platform,
            () -> settings.get().enabled(), room -> !mentions.roomFeatures(room).isEmpty()));
        userSections = List.of(new NicknameSection(nicknames, recorder::forgetUser, queries));
        final Hooks hooks = platform.hooks();
        registrations.add(hooks.rooms(), mentions);
        registrations.add(hooks.rooms(), recorder);
        registrations.add(hooks.discoFeatures(), mentions);
        registrations.add(hooks.roomConfigurationFields(),
            new OwnersChoice(settings, platform.settings().rooms(), executor, platform.rooms(), platform.users(),
                counters, ticker));
        registrations.add(hooks.users(), recorder);
    }
}
