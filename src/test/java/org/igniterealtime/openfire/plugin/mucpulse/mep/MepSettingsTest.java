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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MepSettings.Publishers;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** M6 and M13: the settings as an admin writes them. */
class MepSettingsTest {

    private final Map<String, String> properties = new HashMap<>();

    private final RoomSwitches overrides = new RoomSwitches((room, values) -> { }, MucPulsePlugin.roomSwitches());

    private MepSettings read() {
        return MepSettings.of(new Settings(name -> Optional.ofNullable(properties.get(name)), overrides,
            MepSettings.ALL));
    }

    private MepSettings read(final String name, final String value) {
        properties.put("mucpulse.mep." + name, value);
        return read();
    }

    @Test
    void m13_defaultsAreThoseOfTheDesign() {
        assertThat(read()).isEqualTo(new MepSettings(true, Set.of(), Set.of(), Map.of(), Publishers.ADMIN, 64 * 1024, 20,
            100, 250, 10, 40, false, new MepLimits(2 * 1024 * 1024, 8 * 1024 * 1024, 5, 64 * 1024, 20, 100, 64 * 1024,
                1024 * 1024)));
    }

    @Test
    void m6_policiesAreReadNodeByNode() {
        final MepSettings settings =
            read("publishers", "urn:xmpp:pins:0=moderator, urn:example:a=b=owner,\n x=nobody y=participant");

        assertThat(settings.publishers()).isEqualTo(Map.of("urn:xmpp:pins:0", Publishers.MODERATOR, "urn:example:a=b",
            Publishers.OWNER, "x", Publishers.NOBODY, "y", Publishers.PARTICIPANT));
        assertThat(settings.publishersOf("urn:xmpp:pins:0")).isEqualTo(Publishers.MODERATOR);
        assertThat(settings.publishersOf("other")).isEqualTo(Publishers.ADMIN);
    }

    @Test
    void s7_policyThatIsNotUnderstoodAdmitsNobodyAndTheOthersStand() {
        final MepSettings settings = read("publishers", "a=everybody b =owner c=OWNER d=owner ,,");

        assertThat(settings.publishers()).isEqualTo(Map.of("a", Publishers.NOBODY, "c", Publishers.NOBODY, "d",
            Publishers.OWNER));
    }

    @Test
    void m6_policyOfTheRestIsASetting() {
        assertThat(read("publishers.others", "participant").publishersOf("x")).isEqualTo(Publishers.PARTICIPANT);
        assertThat(read("publishers.others", "anybody").publishersOf("x")).isEqualTo(Publishers.NOBODY);
    }

    @Test
    void m13_servicesAndRoomsAreSwitchedOffByName() {
        overrides.set("a@conference.example.org", Map.of("mep", "off"));
        overrides.set("b@conference.example.org", Map.of("rai", "off"));
        final MepSettings settings = read("off.services", "conference.example.org, other.example.org");

        assertThat(settings.servicesOff()).containsExactlyInAnyOrder("conference.example.org", "other.example.org");
        assertThat(settings.roomsOff()).containsExactly("a@conference.example.org");
    }

    @ParameterizedTest
    @CsvSource({"payload-size, 1, 65536", "nodes.occupant, 2, 20", "nodes.room, 3, 100", "items, 4, 250",
        "publishes, 5, 10", "publishes.burst, 6, 40", "bytes.user, 7000, 2097152", "bytes.room, 8000, 8388608",
        "heap, 9, 5", "stanza-size, 10000, 65536", "reads, 11, 20", "reads.burst, 12, 100", "read-bytes, 13000, 65536",
        "read-bytes.burst, 14000, 1048576"})
    void m13_limitsAreSettings(final String name, final String value, final String otherwise) {
        final String other = read().toString();

        assertThat(read(name, value).toString()).isNotEqualTo(other).contains("=" + value);
        assertThat(read(name, "-1").toString()).isEqualTo(other);
        assertThat(read(name, "1000000001").toString()).isEqualTo(other);
        assertThat(read(name, "many").toString()).isEqualTo(other).contains("=" + otherwise);
    }

    @Test
    void m13_featureCanBeSwitchedOff() {
        assertThat(read("enabled", "false").enabled()).isFalse();
        assertThat(read("avatars", "true").avatars()).isTrue();
    }
}
