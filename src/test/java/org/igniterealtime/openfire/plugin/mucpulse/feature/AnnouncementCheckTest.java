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
package org.igniterealtime.openfire.plugin.mucpulse.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck.Finding;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck.State;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.ServiceDiscovery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** The self-test asks services and rooms what they announce. */
class AnnouncementCheckTest {

    private static final String FEATURE = "urn:example:feature";
    private static final JID A = new JID("a.example");
    private static final JID B = new JID("b.example");
    private static final JID OPEN = new JID("open@a.example");
    private static final JID HIDDEN = new JID("hidden@a.example");

    private final Map<JID, Set<String>> announced = new HashMap<>();
    private final List<JID> asked = new ArrayList<>();
    private final Platform platform = mock(Platform.class);
    private final Rooms rooms = mock(Rooms.class);

    @BeforeEach
    void connect() {
        final ServiceDiscovery discovery = address -> {
            asked.add(address);
            return CompletableFuture.completedFuture(Optional.ofNullable(announced.get(address)));
        };
        when(platform.discovery()).thenReturn(discovery);
        when(platform.rooms()).thenReturn(rooms);
        when(platform.services()).thenReturn(List.of(A.toString(), B.toString()));
        when(rooms.loaded()).thenReturn(List.of(
            new RoomView(HIDDEN, new RoomAccess(false, true, false), true, false, List.of()),
            new RoomView(OPEN, RoomAccess.OPEN, true, false, List.of())));
    }

    private Finding services(final boolean on) {
        return AnnouncementCheck.ofServices("rai", FEATURE, platform, () -> on ? List.of(FEATURE) : List.of()).run()
            .toCompletableFuture().join();
    }

    private Finding rooms(final boolean on) {
        return AnnouncementCheck.ofRooms("rai", FEATURE, platform, () -> true, room -> on).run().toCompletableFuture()
            .join();
    }

    @Test
    void everyServiceHasToAnnounceIt() {
        announced.put(A, Set.of(FEATURE));
        announced.put(B, Set.of("other"));
        assertThat(services(true).meaning()).isEqualTo(Text.of("selftest.announced.missing", B.toString(), FEATURE));

        announced.put(B, Set.of("other", FEATURE));
        assertThat(services(true).state()).isEqualTo(State.GOOD);
    }

    @Test
    void whoAnswersWithAnErrorIsNamed() {
        announced.put(A, Set.of(FEATURE));

        assertThat(services(true).meaning()).isEqualTo(Text.of("selftest.announced.silent", B.toString()));
    }

    @Test
    void nobodyIsAskedWhereTheFeatureIsOff() {
        assertThat(services(false).state()).isEqualTo(State.OFF);
        assertThat(asked).isEmpty();
    }

    @Test
    void onePublicRoomIsAsked() {
        announced.put(OPEN, Set.of(FEATURE));

        assertThat(rooms(true).state()).isEqualTo(State.GOOD);
        assertThat(asked).containsExactly(OPEN);
    }

    @Test
    void withoutARoomOrAServiceNothingIsFoundOut() {
        assertThat(rooms(false).state()).isEqualTo(State.UNKNOWN);
        when(platform.services()).thenReturn(List.of());
        assertThat(services(true).state()).isEqualTo(State.UNKNOWN);
        assertThat(asked).isEmpty();
    }
}
