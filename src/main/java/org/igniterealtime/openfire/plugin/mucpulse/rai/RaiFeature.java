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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.feature.AnnouncementCheck;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Feature;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthProbe;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Platform;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Registrations;
import org.igniterealtime.openfire.plugin.mucpulse.feature.RoomQuestion;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserList;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserSection;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.ActiveRoom;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Histogram;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.igniterealtime.openfire.plugin.mucpulse.port.Handover;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitch;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.igniterealtime.openfire.plugin.mucpulse.store.Storage;

/**
 * Room Activity Indicators as a feature of the plugin: see {@link RoomActivityIndicators}.
 */
public final class RaiFeature implements Feature {

    /** The version of the records that are handed over to the next start. */
    private static final int HANDOVER = 1;
    /** The version of the records of rooms, and of when the plugin was stopped. */
    private static final int ROOMS = 1;
    /** How long earlier versions can have taken to stop. */
    private static final Duration STOPPING = Duration.ofSeconds(10);
    /** The version of the records of how much was said. */
    private static final int LEVELS = 1;
    /** How many visits may wait for the database. */
    private static final int UNWRITTEN_VISITS = 500_000;

    @Nullable
    private AbsentUsers absentUsers;
    private List<Measurement> metrics = List.of();
    private List<UserSection> userSections = List.of();
    private List<UserList> userLists = List.of();
    private List<Histogram> histograms = List.of();
    private List<SelfCheck> checks = List.of();
    private List<RoomQuestion> questions = List.of();
    private List<HealthProbe> health = List.of();
    private IntFunction<List<ActiveRoom>> mostActive = limit -> List.of();

    @Override
    @Nonnull
    public String name() {
        return "rai";
    }

    @Override
    @Nonnull
    public List<Setting<?>> settings() {
        return RaiSettings.ALL;
    }

    @Override
    @Nonnull
    public List<RoomSwitch> roomSwitches() {
        return List.of(RaiSettings.IN_ROOM);
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
    public List<HealthProbe> health() {
        return health;
    }

    @Override
    @Nonnull
    public List<ActiveRoom> mostActiveRooms(final int limit) {
        return mostActive.apply(limit);
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

    /**
     * Knows who misses what is said in rooms, for other plugins.
     *
     * @return the users
     * @throws IllegalStateException where the feature was not started
     */
    @Nonnull
    public AbsentUsers absentUsers() {
        if (absentUsers == null) {
            throw new IllegalStateException("Room Activity Indicators were not started");
        }
        return absentUsers;
    }

    @Override
    public void start(@Nonnull final Platform platform, @Nonnull final Registrations registrations) {
        final SerialExecutor executor = platform.executor(name(), registrations);
        final Supplier<RaiSettings> settings = platform.settings().snapshot(RaiSettings::of);
        final Storage storage = platform.storage();
        final RaiTables tables = new RaiTables(storage.database());
        final RaiWriteBehind log =
            new RaiWriteBehind(tables, UNWRITTEN_VISITS, platform.users()::isLocal, storage.journal());
        storage.timestamps().startAfter(log.replay());
        final Executor queries = platform.queries("query_lists", registrations);
        final RoomActivityIndicators rai = new RoomActivityIndicators(settings, executor, queries,
            platform.sender(), platform.rooms(), platform.users(), storage.directory(), log, log,
            storage.timestamps(), platform.clock(), platform.ticker(),
            platform.sessionProbe(), new ClusterPorts(platform.relay(), platform.cluster()::isHere,
                storage.marks()::identity, platform.cluster()::name, platform.queries()));
        rai.findCrashed(storage.marks(), storage.state(), storage.executor());
        absentUsers = rai.absentUsers(platform.queries(), new StoredVisitors(tables, log));
        metrics = List.copyOf(RaiMetrics.of(rai));
        histograms = List.copyOf(rai.counters().histograms());
        mostActive = rai.activityLevels()::mostActiveRooms;
        health = List.of(rai.relayListener().clocks());
        final ClusterSubscriptions subscriptions =
            new ClusterSubscriptions(rai, platform.relay(), executor, platform.ticker());
        userSections = List.of(new SubscriptionSection(subscriptions, platform.cluster()),
            new VisitSection(rai, log, platform.queries()));
        userLists = List.of(new SubscriberList(executor, rai.subscriptions(), platform.cluster()));
        questions = List.of(rai.question(platform.queries(), log));
        checks = List.of(AnnouncementCheck.ofServices(name(), Rai.NAMESPACE, platform, rai::serviceFeatures),
            new NotificationCheck(settings, executor, queries, platform.sender(), platform::services,
                platform.domain(), platform.clock(), platform.ticker()));
        final Reconciliation reconciliation = new Reconciliation(storage.database(), storage.directory(),
            platform.rooms(), platform.accounts(), platform.users()::isOnline, rai::forgetAuthor, rai::now,
            storage.executor());
        storage.keep(new RaiPersistence(tables, log, storage.state(), storage.timestamps(), rai,
            () -> settings.get().retention(), reconciliation::startNow));
        reconciliation.start();
        registrations.onClose(() -> executor.execute(rai::recordDepartures));
        final Handover handover = storage.handover(name(), HANDOVER);
        final SubscriptionSaver saver = new SubscriptionSaver(executor, rai, handover);
        registrations.onClose(() -> executor.execute(saver::stop));
        saver.start();
        final Hooks hooks = platform.hooks();
        registrations.add(hooks.users(), rai);
        registrations.add(hooks.services(), rai);
        registrations.add(hooks.rooms(), rai);
        final MissedActivity missed = rai.missedActivity(storage.executor(), storage.handover("rai-rooms", ROOMS),
            platform.clock(), platform.ticker());
        registrations.onClose(missed::stop);
        registrations.add(hooks.roomStanzas(), rai.roomStanzas());
        registrations.add(hooks.displays(), rai.displays());
        registrations.add(hooks.iqRequests(), rai.iqRequests());
        // Before the start, which notes what sessions in rooms have seen: later than what may have been said before.
        final Predicate<Instant> inThisServer =
            written -> written.toEpochMilli() > ManagementFactory.getRuntimeMXBean().getStartTime();
        final Optional<Handover.Content> earlier = handover.take();
        // Earlier versions left the subscriptions alone, a moment after they had stopped to listen.
        final Optional<Instant> unheardSince = missed.take(inThisServer).or(() -> earlier.map(Handover.Content::written)
            .filter(inThisServer).map(written -> written.minus(STOPPING)));
        earlier.ifPresent(content ->
            rai.takeOver(content.records(), content.written(), unheardSince.orElse(null)));
        unheardSince.ifPresent(missed::start);
        final ActivityLevelSaver levels = new ActivityLevelSaver(storage.executor(), rai.activityLevels(),
            storage.handover("rai-levels", LEVELS));
        registrations.onClose(levels::stop);
        levels.start(inThisServer);
        registrations.add(hooks.roomDisco(), rai.activityLevels());
        rai.start();
        registrations.add(hooks.serviceStanzas(), rai);
        registrations.add(hooks.discoFeatures(), rai);
        registrations.add(hooks.relay(), rai.relayListener());
        registrations.add(hooks.relay(), subscriptions.relayListener());
        platform.settings().onChange(rai::settingsChanged);
    }
}
