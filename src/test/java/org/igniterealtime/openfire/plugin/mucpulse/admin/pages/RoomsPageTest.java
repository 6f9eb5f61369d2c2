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
package org.igniterealtime.openfire.plugin.mucpulse.admin.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.admin.TestTexts;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomFinder;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** The page on which rooms are looked for. */
class RoomsPageTest {

    private static final String SERVICE = "conference.example.org";

    private final RoomProfiles rooms = mock(RoomProfiles.class);
    private final RoomDirectory directory = mock(RoomDirectory.class);
    private final RoomSwitches overrides = new RoomSwitches((room, values) -> { }, MucPulsePlugin.roomSwitches());
    private int persistent = 120;
    private boolean failing;
    private final RoomFinder finder = new RoomFinder() {
        @Override
        public int count(@Nonnull final String service, @Nonnull final String text) throws SQLException {
            if (failing) {
                throw new SQLException("as the test wants it");
            }
            return persistent;
        }

        @Override
        @Nonnull
        public List<Found> page(@Nonnull final String service, @Nonnull final String text, final int skipped,
                                final int limit) {
            return IntStream.range(skipped, Math.min(skipped + limit, persistent))
                .mapToObj(i -> new Found(new JID("room" + i, service, null), "Room " + i)).toList();
        }
    };
    private final RoomsPage page = new RoomsPage(finder, rooms, directory, overrides,
        () -> List.of("z.example", SERVICE), TestTexts.english(), new Answers(Runnable::run, Duration.ofSeconds(1)));

    private Map<String, Object> show(final String... parameters) {
        final Map<String, String> all = parameters.length == 0 ? Map.of()
            : parameters.length == 2 ? Map.of(parameters[0], parameters[1])
            : Map.of(parameters[0], parameters[1], parameters[2], parameters[3]);
        return ((Answer.View) page.show(new PageRequest("admin", all))).model();
    }

    @SuppressWarnings("unchecked")
    private static List<String> lines(final Map<String, Object> model) {
        return ((List<RoomsPage.Line>) model.get("lines")).stream().map(line -> line.room().getNode()).toList();
    }

    private static RoomView loaded(final String name, final boolean lasting) {
        return new RoomView(new JID(name, SERVICE, null), RoomAccess.OPEN, lasting, false, List.of());
    }

    @Test
    void rooms_areShownAPageAtATime() {
        assertThat(lines(show())).hasSize(50).startsWith("room0");
        assertThat(lines(show("page", "3"))).hasSize(20).startsWith("room100");
        assertThat(show("page", "3")).containsEntry("pages", 3).containsEntry("total", 120);
    }

    @Test
    void rooms_thatAreInMemoryAloneComeLast() {
        when(rooms.loaded()).thenReturn(List.of(loaded("temp2", false), loaded("room5", true), loaded("temp1", false)));
        stored("room5");

        assertThat(lines(show("page", "3"))).hasSize(22).endsWith("room119", "temp1", "temp2");
        assertThat(lines(show("page", "3", "text", "temp2"))).contains("temp2").doesNotContain("temp1");
        persistent = 99;
        assertThat(lines(show("page", "2"))).hasSize(50).endsWith("room98", "temp1");
        assertThat(lines(show("page", "3"))).containsExactly("temp2");
    }

    private void stored(final String name) {
        final JID room = new JID(name, SERVICE, null);
        when(directory.rooms(eq(SERVICE), any())).thenReturn(Map.of(room,
            new RoomDirectory.Entry(RoomAccess.OPEN, Affiliation.NONE, Instant.EPOCH)));
    }

    private void named(final String room, final String name) {
        final JID jid = new JID(room, SERVICE, null);
        when(rooms.profile(jid)).thenReturn(Optional.of(new RoomProfile(jid, RoomAccess.OPEN, false, name, "")));
    }

    @Test
    void rooms_temporaryOneHasANameAndIsFoundByIt() {
        persistent = 0;
        when(rooms.loaded()).thenReturn(List.of(loaded("temp1", false), loaded("temp2", false)));
        named("temp1", "Under the Balcony");

        assertThat(show("text", "balcony").get("lines")).asString()
            .contains("temp1", "Under the Balcony", "temporary").doesNotContain("temp2");
    }

    @Test
    void rooms_persistentOneThatIsNotInTheDatabaseIsShownAndSaysSo() {
        persistent = 0;
        when(rooms.loaded()).thenReturn(List.of(loaded("kept", true), loaded("lost", true)));
        stored("kept");

        assertThat(show().get("lines")).asString().contains("lost", "persistent, but not in the database")
            .doesNotContain("kept");
    }

    @Test
    void rooms_pageBehindTheLastIsTheLast() {
        assertThat(show("page", "999999999")).containsEntry("page", 3).containsEntry("pages", 3);
        assertThat(lines(show("page", "999999999"))).hasSize(20);
    }

    @Test
    void rooms_whereSomethingDiffersAreMarked() {
        overrides.set("room1@" + SERVICE, Map.of("mep", "off"));

        @SuppressWarnings("unchecked")
        final List<RoomsPage.Line> lines = (List<RoomsPage.Line>) show().get("lines");

        assertThat(lines.stream().filter(RoomsPage.Line::special)).extracting(line -> line.room().getNode())
            .containsExactly("room1");
    }

    @Test
    void rooms_nonsenseInTheAddressMakesTheFirstPageOfTheFirstService() {
        assertThat(show("page", "-1", "service", "no.such")).containsEntry("page", 1).containsEntry("service", SERVICE);
        assertThat(show("page", "1e9")).containsEntry("page", 1);
        assertThat(show("page", "99999999999")).containsEntry("page", 1);
    }

    @Test
    void rooms_failingDatabaseIsSaid() {
        failing = true;

        assertThat(show()).containsEntry("trouble", TestTexts.english().get("console.failed"))
            .doesNotContainKey("lines");
    }
}
