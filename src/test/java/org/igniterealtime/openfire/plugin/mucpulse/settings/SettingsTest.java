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
package org.igniterealtime.openfire.plugin.mucpulse.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.log4j.Level;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MepSettings;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MepSettings.Publishers;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.LogListener;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiSettings;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiSettings.Interest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R4, R11, R13, R14: settings, what they may be, and what is made of those that are something else. */
class SettingsTest {

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, Map<String, String>> remembered = new HashMap<>();
    private final RoomSwitches overrides = new RoomSwitches(remembered::put, MucPulsePlugin.roomSwitches());
    private final Settings settings =
        new Settings(name -> Optional.ofNullable(properties.get(name)), overrides, MucPulsePlugin.settings());
    private final Supplier<RaiSettings> raiSettings = settings.snapshot(RaiSettings::of);
    private final Supplier<MepSettings> mepSettings = settings.snapshot(MepSettings::of);

    private final LogListener log = new LogListener(Settings.class);

    @AfterEach
    void endListening() {
        log.close();
    }

    private RaiSettings with(final String name, final String value) {
        properties.put(Settings.PREFIX + name, value);
        settings.refresh();
        return raiSettings.get();
    }

    @Test
    void r11_defaultsAreThoseOfTheRules() {
        final RaiSettings rai = raiSettings.get();

        assertThat(rai).isEqualTo(RaiSettings.DEFAULTS);
        assertThat(rai.enabled()).isTrue();
        assertThat(rai.interest()).isEqualTo(Interest.AFFILIATED_AND_VISITED);
        assertThat(rai.subscriptionsPerService()).isEqualTo(100_000);
        assertThat(rai.subscriptionsPerUser()).isEqualTo(32);
        assertThat(rai.remoteUsers()).isTrue();
        assertThat(rai.anonymousUsers()).isFalse();
        assertThat(rai.coalescing()).isEqualTo(Duration.ofMillis(100));
        assertThat(rai.retention()).isEqualTo(Duration.ofDays(180));
    }

    private static Stream<Arguments> values() {
        return Stream.<Arguments>of(
            value("rai.enabled", "false", RaiSettings::enabled, false),
            value("rai.enabled", "true", RaiSettings::enabled, true),
            value("rai.interest", "affiliated", RaiSettings::interest, Interest.AFFILIATED),
            value("rai.interest", "visited", RaiSettings::interest, Interest.VISITED),
            value("rai.interest", "visited, affiliated", RaiSettings::interest, Interest.AFFILIATED_AND_VISITED),
            value("rai.interest", "affiliated,visited", RaiSettings::interest, Interest.AFFILIATED_AND_VISITED),
            value("rai.interest", "all", RaiSettings::interest, Interest.ALL),
            value("rai.subscriptions.service", "0", RaiSettings::subscriptionsPerService, 0),
            value("rai.subscriptions.service", "10000000", RaiSettings::subscriptionsPerService, 10_000_000),
            value("rai.subscriptions.user", "0", RaiSettings::subscriptionsPerUser, 0),
            value("rai.subscriptions.user", " 10000 ", RaiSettings::subscriptionsPerUser, 10_000),
            value("rai.remote", "false", RaiSettings::remoteUsers, false),
            value("rai.anonymous", "true", RaiSettings::anonymousUsers, true),
            value("rai.coalescing", "0", RaiSettings::coalescing, Duration.ZERO),
            value("rai.coalescing", "60000", RaiSettings::coalescing, Duration.ofMinutes(1)),
            value("rai.retention", "1", RaiSettings::retention, Duration.ofDays(1)),
            value("rai.retention", "3650", RaiSettings::retention, Duration.ofDays(3650)),
            value("rai.activity-level", "false", RaiSettings::activityLevel, false),
            value("rai.displayed", "false", RaiSettings::displayed, false),
            value("rai.stanza-size", "10000", RaiSettings::stanzaSize, 10_000),
            value("rai.stanza-size", "10000000", RaiSettings::stanzaSize, 10_000_000));
    }

    private static Arguments value(final String name, final String value, final Function<RaiSettings, Object> getter,
                                   final Object expected) {
        return Arguments.of(name, value, getter, expected);
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("values")
    void r11_valueIsUnderstood(final String name, final String value, final Function<RaiSettings, Object> getter,
                               final Object expected) {
        assertThat(getter.apply(with(name, value))).isEqualTo(expected);
        assertThat(log.heard(Level.WARN)).isEmpty();
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "rai.interest, none", "rai.interest, 'all,visited'", "rai.interest, 'affiliated,,visited'",
        "rai.subscriptions.service, -1", "rai.subscriptions.service, 10000001", "rai.subscriptions.service, many",
        "rai.subscriptions.user, -1", "rai.subscriptions.user, 10001", "rai.subscriptions.user, 3.5",
        "rai.anonymous, 'true,false'", "rai.displayed, 1",
        "rai.coalescing, -1", "rai.coalescing, 60001", "rai.coalescing, 99999999999999999999",
        "rai.retention, 0", "rai.retention, 3651", "rai.retention, 1 day",
        "rai.stanza-size, 9999", "rai.stanza-size, 10000001", "rai.stanza-size, 0x1000"})
    void r11_whatIsNotUnderstoodCountsAsNotSetAndIsComplainedOfOnce(final String name, final String value) {
        assertThat(with(name, value)).isEqualTo(RaiSettings.DEFAULTS);
        settings.refresh();

        assertThat(log.heard(Level.WARN)).singleElement().asString().contains(Settings.PREFIX + name);
    }

    @Test
    void r11_anotherWrongValueIsComplainedOfToo() {
        with("rai.coalescing", "soon");
        with("rai.coalescing", "later");

        assertThat(log.heard(Level.WARN)).hasSize(2);
    }

    @Test
    void r11_oneWrongValueLeavesTheOthersInForce() {
        with("rai.subscriptions.user", "5");

        final RaiSettings rai = with("rai.coalescing", "soon");

        assertThat(rai.subscriptionsPerUser()).isEqualTo(5);
        assertThat(rai.coalescing()).isEqualTo(RaiSettings.DEFAULTS.coalescing());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   "})
    void r11_emptyValueIsNone(final String value) {
        assertThat(with("rai.coalescing", value)).isEqualTo(RaiSettings.DEFAULTS);
        assertThat(log.heard(Level.WARN)).isEmpty();
    }

    @Test
    void r11_settingsStayAsTheyAreUntilTheyAreReadAgain() {
        properties.put("mucpulse.rai.enabled", "false");

        assertThat(raiSettings.get().enabled()).isTrue();
        settings.refresh();
        assertThat(raiSettings.get().enabled()).isFalse();
        properties.clear();
        settings.refresh();
        assertThat(raiSettings.get().enabled()).isTrue();
    }

    // MEP

    private MepSettings mepWith(final String name, final String value) {
        with(name, value);
        return mepSettings.get();
    }

    @Test
    void m13_defaultsAreThoseOfTheRules() {
        assertThat(mepSettings.get()).isEqualTo(MepSettings.DEFAULTS);
        assertThat(mepSettings.get().payloadSize()).isEqualTo(65_536);
        assertThat(mepSettings.get().nodesPerOccupant()).isEqualTo(20);
        assertThat(mepSettings.get().nodesPerRoom()).isEqualTo(100);
        assertThat(mepSettings.get().itemsPerNode()).isEqualTo(250);
        assertThat(mepSettings.get().publishesPerSecond()).isEqualTo(10);
        assertThat(mepSettings.get().publishBurst()).isEqualTo(40);
        assertThat(mepSettings.get().publishersOf("urn:example")).isEqualTo(Publishers.ADMIN);
    }

    private static Stream<Arguments> mepValues() {
        return Stream.of(
            mepValue("mep.enabled", "false", MepSettings::enabled, false),
            mepValue("mep.off.services", "rooms.example.org, x.example.org", MepSettings::servicesOff,
                Set.of("rooms.example.org", "x.example.org")),
            mepValue("mep.publishers", "urn:xmpp:pins:0=moderator,a=b=nobody", MepSettings::publishers,
                Map.of("urn:xmpp:pins:0", Publishers.MODERATOR, "a=b", Publishers.NOBODY)),
            mepValue("mep.publishers.others", "participant", MepSettings::otherPublishers, Publishers.PARTICIPANT),
            mepValue("mep.payload-size", "1000000", MepSettings::payloadSize, 1_000_000),
            mepValue("mep.nodes.occupant", "0", MepSettings::nodesPerOccupant, 0),
            mepValue("mep.nodes.room", "10000", MepSettings::nodesPerRoom, 10_000),
            mepValue("mep.items", "1", MepSettings::itemsPerNode, 1),
            mepValue("mep.publishes", "1", MepSettings::publishesPerSecond, 1),
            mepValue("mep.publishes.burst", "10000", MepSettings::publishBurst, 10_000),
            mepValue("mep.avatars", "true", MepSettings::avatars, true));
    }

    private static Arguments mepValue(final String name, final String value,
                                      final Function<MepSettings, Object> getter, final Object expected) {
        return Arguments.of(name, value, getter, expected);
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("mepValues")
    void m13_valueIsUnderstood(final String name, final String value, final Function<MepSettings, Object> getter,
                               final Object expected) {
        assertThat(getter.apply(mepWith(name, value))).isEqualTo(expected);
        assertThat(log.heard(Level.WARN)).isEmpty();
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({"mep.publishers, urn:xmpp:pins:0", "mep.publishers, =owner",
        "mep.payload-size, 0",
        "mep.payload-size, 1000001", "mep.nodes.occupant, -1", "mep.nodes.room, 10001", "mep.items, 0",
        "mep.publishes, 0", "mep.publishes.burst, 0", "mep.avatars, sometimes"})
    void m13_whatIsNotUnderstoodCountsAsNotSetAndIsComplainedOfOnce(final String name, final String value) {
        assertThat(mepWith(name, value)).isEqualTo(MepSettings.DEFAULTS);
        settings.refresh();

        assertThat(log.heard(Level.WARN)).singleElement().asString().contains(Settings.PREFIX + name);
    }

    @Test
    void m6_nodesThatAreUnderstoodCountBesideThoseThatAreNot() {
        final MepSettings mep = mepWith("mep.publishers", "a=owner b=everybody");

        assertThat(mep.publishersOf("a")).isEqualTo(Publishers.OWNER);
        assertThat(mep.publishersOf("c")).isEqualTo(Publishers.ADMIN);
    }

    @Test
    void s7_nobodyPublishesToANodeOfWhichItIsNotUnderstoodWhoMay() {
        assertThat(mepWith("mep.publishers", "a=owner b=everybody").publishersOf("b")).isEqualTo(Publishers.NOBODY);
    }

    @ParameterizedTest
    @CsvSource({
        "AFFILIATED, true, false, true", "AFFILIATED, false, true, false",
        "VISITED, true, false, false", "VISITED, false, true, true",
        "AFFILIATED_AND_VISITED, true, false, true", "AFFILIATED_AND_VISITED, false, true, true",
        "AFFILIATED_AND_VISITED, false, false, false",
        "ALL, false, false, true"})
    void r4_interestCovers(final Interest interest, final boolean affiliated, final boolean visited,
                           final boolean expected) {
        assertThat(interest.covers(affiliated, visited)).isEqualTo(expected);
    }

    @Test
    void nothingIsLostWhereSeveralChangeARoom() {
        overrides.set("r@s", Map.of("rai", "off"));

        overrides.update("r@s", values -> {
            assertThat(values).isEqualTo(Map.of("rai", "off"));
            return Map.of("rai", "off", "mep", "off");
        });
        assertThat(overrides.of("r@s")).isEqualTo(Map.of("rai", "off", "mep", "off"));

        final Thread other = new Thread(() -> overrides.update("r@s", values -> Map.of("rai", "off")));
        overrides.update("r@s", values -> {
            other.start();
            Awaitility.await().until(() -> other.getState() == Thread.State.BLOCKED);
            return Map.of();
        });
        Awaitility.await().until(() -> !other.isAlive());
        assertThat(overrides.of("r@s")).isEqualTo(Map.of("rai", "off"));
    }
}
