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

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
        public int count(@Nonnull final String service, @Nonnull final String text) {
            return persistent;
        }

        @Override
        @Nonnull
        public List<Found> page(@Nonnull final String service, @Nonnull final String text, final int skipped,
                                final int limit) throws SQLException {
            if (failing) {
                throw new SQLException("as the test wants it");
            }
            return IntStream.range(skipped, Math.min(skipped + limit, persistent))
                .mapToObj(i -> new Found(new JID("room" + i, service, null), "Room " + i)).toList();
        }
    };
    private CompletionStage<Map<JID, Integer>> nodes = CompletableFuture.completedFuture(Map.of());
    private final RoomsPage page = new RoomsPage(finder, rooms, directory, overrides,
        () -> List.of("z.example", SERVICE), limit -> nodes, TestTexts.english(),
        new Answers(Runnable::run, Duration.ofSeconds(1)));

    private Answer answer(final String... parameters) {
        final Map<String, String> all = new HashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            all.put(parameters[i], parameters[i + 1]);
        }
        return page.show(new PageRequest("admin", all));
    }

    private Map<String, Object> show(final String... parameters) {
        return ((Answer.View) answer(parameters)).model();
    }

    private static SortedList.Part<?> part(final Map<String, Object> model) {
        return (SortedList.Part<?>) model.get("part");
    }

    private List<String> csv(final String... parameters) {
        final List<String> all = new ArrayList<>(List.of(parameters));
        all.addAll(List.of("csv", "1"));
        final Answer.File file = (Answer.File) answer(all.toArray(String[]::new));
        assertThat(file.name()).isEqualTo("mucpulse-rooms.csv");
        return new String(file.content(), StandardCharsets.UTF_8).lines().toList();
    }

    private static JID room(final int number) {
        return new JID("room" + number, SERVICE, null);
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
        assertThat(lines(show("rooms-page", "3"))).hasSize(20).startsWith("room100");
        assertThat(part(show("rooms-page", "3")).pages()).isEqualTo(3);
        assertThat(part(show("rooms-page", "3")).total()).isEqualTo(120);
    }

    @Test
    void rooms_thatAreInMemoryAloneComeLast() {
        when(rooms.loaded()).thenReturn(List.of(loaded("temp2", false), loaded("room5", true), loaded("temp1", false)));
        stored("room5");

        assertThat(lines(show("rooms-page", "3"))).hasSize(22).endsWith("room119", "temp1", "temp2");
        assertThat(lines(show("rooms-page", "3", "text", "temp2"))).contains("temp2").doesNotContain("temp1");
        persistent = 99;
        assertThat(lines(show("rooms-page", "2"))).hasSize(50).endsWith("room98", "temp1");
        assertThat(lines(show("rooms-page", "3"))).containsExactly("temp2");
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
        assertThat(part(show("rooms-page", "999999999")).page()).isEqualTo(3);
        assertThat(lines(show("rooms-page", "999999999"))).hasSize(20);
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
        assertThat(show("rooms-page", "-1", "service", "no.such")).containsEntry("service", SERVICE);
        for (final String nonsense : List.of("-1", "1e9", "99999999999")) {
            assertThat(part(show("rooms-page", nonsense, "rooms-sort", "no-such")).page()).isEqualTo(1);
        }
    }

    @Test
    void rooms_failingDatabaseIsSaid() {
        failing = true;

        assertThat(show()).containsEntry("trouble", TestTexts.english().get("console.failed"))
            .doesNotContainKey("lines");
    }

    @Test
    void rooms_areFilteredAndSortedByTheirNodes() {
        nodes = CompletableFuture.completedFuture(Map.of(room(7), 2, room(80), 12, new JID("x@elsewhere.example"), 3));

        assertThat(lines(show("nodes", "1"))).containsExactly("room7", "room80");
        assertThat(lines(show("nodes", "1", "rooms-sort", "-nodes"))).containsExactly("room80", "room7");
        assertThat(lines(show("rooms-sort", "nodes", "rooms-page", "3"))).endsWith("room7", "room80");
        assertThat(lines(show("rooms-sort", "-room"))).startsWith("room9", "room99");
        overrides.set(room(80).toString(), Map.of("mep", "off"));
        assertThat(lines(show("nodes", "1", "special", "1"))).containsExactly("room80");
    }

    @Test
    void rooms_linksKeepTheFilters() {
        assertThat(part(show("special", "1", "text", "a&b")).columns().get(0).link())
            .isEqualTo("mucpulse-rooms.jsp?rooms-sort=room&service=" + SERVICE + "&special=1&text=a%26b#rooms");
        assertThat(show("nodes", "1", "rooms-sort", "-name")).containsEntry("csv",
            "mucpulse-rooms.jsp?csv=1&nodes=1&rooms-sort=-name&service=" + SERVICE + "&text=");
    }

    @Test
    void rooms_privateOnesAreFoundAndOneThatIsGoneCountsAsPrivate() {
        persistent = 3;
        when(rooms.loaded()).thenReturn(List.of(
            new RoomView(new JID("temp", SERVICE, null), new RoomAccess(true, false, false), false, false, List.of())));
        when(directory.rooms(eq(SERVICE), any())).thenReturn(Map.of(
            room(0), new RoomDirectory.Entry(RoomAccess.OPEN, Affiliation.NONE, Instant.EPOCH),
            room(1), new RoomDirectory.Entry(new RoomAccess(false, false, true), Affiliation.NONE, Instant.EPOCH)));

        assertThat(lines(show("private", "1"))).containsExactly("room1", "room2", "temp");
        assertThat(csv("private", "1")).hasSize(4).last().isEqualTo(
            "\"temp@" + SERVICE + "\",\"\",\"temporary\",\"0\",\"yes\",\"no\"");
    }

    @Test
    void rooms_nodesThatAreNotKnownAreNotSaidToBeNone() {
        nodes = CompletableFuture.failedFuture(new IllegalStateException("as the test wants it"));

        @SuppressWarnings("unchecked")
        final List<RoomsPage.Line> lines = (List<RoomsPage.Line>) show().get("lines");

        assertThat(lines).hasSize(50).extracting(RoomsPage.Line::nodes).containsOnly("");
        assertThat(show()).containsEntry("trouble", TestTexts.english().get("console.failed"));
        assertThat(lines(show("nodes", "1"))).isEmpty();
        assertThat(answer("nodes", "1", "csv", "1")).isInstanceOf(Answer.View.class);
    }

    @Test
    void rooms_fileHasAllPagesInTheOrderOfTheList() {
        nodes = CompletableFuture.completedFuture(Map.of(room(60), 5));

        assertThat(csv("rooms-sort", "-nodes", "rooms-page", "999999999")).hasSize(121)
            .startsWith("\uFEFF\"Room\",\"Name\",\"Kind\",\"Nodes\",\"Private\",\"Differs from the settings\"",
                "\"room60@" + SERVICE + "\",\"Room 60\",\"persistent\",\"5\",\"yes\",\"no\"");
    }

    @Test
    void rooms_pastTenThousandAreLeftOutAndThisIsSaid() {
        persistent = 10_000;
        assertThat(show()).containsEntry("cut", "");
        persistent = 70_000;

        assertThat(part(show("rooms-page", "999999999")).page()).isEqualTo(200);
        assertThat(show().get("cut")).asString().contains("10,000");
        assertThat(csv()).hasSize(10_001);
    }

    @Test
    void rooms_fileOfAFailingDatabaseIsThePageThatSaysSo() {
        failing = true;

        assertThat(show("csv", "1")).containsEntry("trouble", TestTexts.english().get("console.failed"));
    }

    @Test
    void rooms_leadToTheServersOwnPageWhateverTheirAddress() {
        persistent = 0;
        when(rooms.loaded()).thenReturn(List.of(loaded("a+b#c%d", false)));

        @SuppressWarnings("unchecked")
        final List<RoomsPage.Line> lines = (List<RoomsPage.Line>) show().get("lines");

        assertThat(lines).singleElement().extracting(RoomsPage.Line::console)
            .isEqualTo("../../muc-room-edit-form.jsp?roomJID=a%2Bb%23c%25d%40" + SERVICE);
    }
}
