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

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.google.common.base.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.igniterealtime.openfire.plugin.mucpulse.admin.FakeAdministrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.FakeProperties;
import org.igniterealtime.openfire.plugin.mucpulse.admin.TestTexts;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.HealthCheck;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.MetricRegistry;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.MetricsAccess;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.Monitoring;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.Overview;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.ServerStatistics;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.Answer;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.Answers;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.PageRequest;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.RoomPage;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.SettingField;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.SettingsPage;
import org.igniterealtime.openfire.plugin.mucpulse.admin.pages.TestDurability;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Feature;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Platform;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Registrations;
import org.igniterealtime.openfire.plugin.mucpulse.fifth.FifthFeature;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.PlatformBuilder;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Settings;
import org.igniterealtime.openfire.plugin.mucpulse.store.Journal;
import org.igniterealtime.openfire.plugin.mucpulse.store.Storage;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.jivesoftware.openfire.stats.StatisticsManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.MockedStatic;
import org.xmpp.packet.JID;

/** A feature is a package and a line: what it declares and starts is shown and called by code that does not know it. */
class FifthFeatureTest {

    private static final JID ROOM = new JID("orchard@conference.example.org");
    private static final JID ROMEO = new JID("romeo@example.org/phone");

    @TempDir
    private Path folder;
    private final Feature feature = new FifthFeature();
    private final List<Feature> features = List.of(feature);
    private final Registrations registrations = new Registrations();
    private final FakeProperties properties = new FakeProperties();
    private final FakeAdministrators administrators = new FakeAdministrators();
    private final Hooks hooks = new Hooks(new ErrorHandler(Ticker.systemTicker()));
    private TestDatabase database;
    private Storage storage;
    private Settings settings;
    private Monitoring monitoring;

    @BeforeEach
    void start() throws Exception {
        database = new TestDatabase();
        database.execute("CREATE TABLE fifthEntries (entries BIGINT NOT NULL)");
        database.execute("INSERT INTO fifthEntries (entries) VALUES (40)");
        storage = new Storage(database, "example.org", folder, Journal.NONE, new ManualSerialExecutor(),
            InstantSource.system(), PlatformBuilder.roomSwitches(features), () -> false);
        settings = new Settings(properties::get, storage.roomSwitches(), PlatformBuilder.settings(features));
        final Platform platform = mock(Platform.class);
        when(platform.storage()).thenReturn(storage);
        when(platform.settings()).thenReturn(settings);
        when(platform.hooks()).thenReturn(hooks);
        feature.start(platform, registrations);
        storage.keeper().start();
        monitoring = new Monitoring(
            new MetricRegistry(() -> List.of(ROOM.getDomain()), Map.of(feature.name(), feature.metrics())),
            new HealthCheck(feature.health()), "1.2.3", feature::mostActiveRooms);
    }

    @AfterEach
    void close() throws Exception {
        registrations.close();
        database.close();
    }

    private void enter() {
        hooks.rooms().forEach(listener -> listener.occupantJoined(ROOM, ROMEO, "romeo"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void settingIsOnTheSettingsPage() {
        final SettingsPage page = new SettingsPage(settings, properties, administrators, TestTexts.english(),
            new MetricsAccess(() -> properties.get(MetricsAccess.PROPERTY), properties, administrators,
                TestTexts.english()), List::of);

        final Answer.View view = (Answer.View) page.show(new PageRequest("admin", Map.of()));

        assertThat((List<SettingField.Group>) view.model().get("groups"))
            .flatExtracting(SettingField.Group::fields).extracting(SettingField::name).contains("fifth.enabled");
    }

    @Test
    void switchIsOnTheRoomPageAndIsObeyedAndStored() {
        final RoomProfiles rooms = mock(RoomProfiles.class);
        when(rooms.load(ROOM)).thenReturn(Optional.of(new RoomProfile(ROOM, RoomAccess.OPEN, false, "Orchard", "")));
        final RoomPage page = new RoomPage(rooms, storage.roomSwitches(), TestDurability.WRITTEN,
            feature.roomSections(), feature.roomReports(), administrators, TestTexts.english(), new Answers(Runnable::run, Duration.ofSeconds(1)));
        final Map<String, String> room = new HashMap<>(Map.of("room", ROOM.toString()));

        final Answer.View view = (Answer.View) page.show(new PageRequest("admin", room));
        assertThat(view.model().get("flags").toString()).contains("fifth");
        room.put("save", "1");
        room.put("offered.fifth", "1");
        page.submit(new PageRequest("admin", room));
        enter();

        assertThat(storage.roomSwitches().of(ROOM.toString())).containsEntry("fifth", "off");
        assertThat(monitoring.overview(TestTexts.english()).toJson()).contains("\"fifth_entered\":0");
    }

    @Test
    void counterIsInTheStatisticsInTheOverviewAndInTheJson() {
        enter();
        enter();

        final Overview overview = monitoring.overview(TestTexts.english());
        assertThat(overview.tables()).singleElement().extracting(table -> table.rows().get(0).metric())
            .isEqualTo("fifth_entered");
        assertThat(overview.toJson()).contains("\"fifth_entered\":2");
        final StatisticsManager statistics = mock(StatisticsManager.class);
        try (MockedStatic<StatisticsManager> manager = mockStatic(StatisticsManager.class)) {
            manager.when(StatisticsManager::getInstance).thenReturn(statistics);
            new ServerStatistics(monitoring.metrics(), TestTexts.english()).start();
        }
        verify(statistics).addStatistic(eq("fifth_entered"), any());
    }

    @Test
    void tableIsReadWrittenAndShownInTheHealthPart() throws Exception {
        enter();
        enter();

        storage.keeper().stop();

        assertThat(monitoring.overview(TestTexts.english()).health()).singleElement().satisfies(line -> {
            assertThat(line.id()).isEqualTo("fifth");
            assertThat(line.value()).isEqualTo("42");
        });
        assertThat(database.rows("SELECT entries FROM fifthEntries")).containsExactly("42");
    }

    @Test
    void hookIsRemovedWhenTheFeatureStops() {
        registrations.close();

        assertThat(hooks.rooms().get()).isEmpty();
    }
}
