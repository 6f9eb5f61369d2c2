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
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.admin.FakeAdministrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.TestTexts;
import org.igniterealtime.openfire.plugin.mucpulse.feature.RoomReport;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MepSettings;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeAdministration;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeSection;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Home;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Settings;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseGuard.Condition;
import org.igniterealtime.openfire.plugin.mucpulse.store.JournalStatus;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** The page of one room. */
class RoomPageTest {

    private static final JID ROOM = new JID("orchard@conference.example.org");
    private static final JID OCCUPANT = new JID("orchard@conference.example.org/<b>Romeo</b>");

    private final RoomProfiles rooms = mock(RoomProfiles.class);
    private final NodeAdministration nodes = mock(NodeAdministration.class);
    private final RoomSwitches overrides = new RoomSwitches((room, values) -> { }, MucPulsePlugin.roomSwitches());
    private final Settings settings = new Settings(
        name -> "mucpulse.mep.publishers".equals(name) ? Optional.of("urn:xmpp:pins:0=moderator") : Optional.empty(),
        overrides, MucPulsePlugin.settings());
    private final FakeAdministrators administrators = new FakeAdministrators();
    private final FakeCluster cluster = new FakeCluster();
    private Optional<String> home = Optional.of(FakeCluster.SELF);
    private Condition database = Condition.AVAILABLE;
    private JournalStatus.Condition journal = JournalStatus.Condition.COMPLETE;
    private List<Text> reported = List.of();
    private final RoomReport report = new RoomReport() {
        @Override
        @Nonnull
        public String id() {
            return "drops";
        }

        @Override
        @Nonnull
        public Text title() {
            return Text.of("drops.title");
        }

        @Override
        @Nonnull
        public CompletionStage<List<Text>> lines(@Nonnull final JID room) {
            return CompletableFuture.completedFuture(reported);
        }

        @Override
        @Nonnull
        public Text none() {
            return Text.of("drops.none");
        }
    };
    private final RoomPage page = new RoomPage(rooms, overrides, new Durability(() -> database,
        () -> new JournalStatus(journal, "folder", 0, 0), () -> Optional.of(Duration.ZERO)),
        List.of(new NodeSection(nodes, settings.snapshot(MepSettings::of), new PlacedHome(), cluster)), List.of(report),
        administrators, TestTexts.english(), new Answers(Runnable::run, Duration.ofMillis(200)));

    /** The home that the test says. */
    private final class PlacedHome implements Home {
        @Override
        public Optional<String> server() {
            return home;
        }

        @Override
        public boolean isHere() {
            return home.filter(FakeCluster.SELF::equals).isPresent();
        }
    }

    @Test
    void reportsOfTheRoomAreListed() {
        assertThat(((Answer.View) page.show(request())).model().get("reports").toString())
            .contains("Chat states that were dropped last", "lines=[]", "None was dropped here");
        reported = List.of(Text.of("drops.line", 5, "Alice", "<gone/>", Text.of("drops.gone")));

        assertThat(((Answer.View) page.show(request())).model().get("reports").toString())
            .contains("lines=[5 s ago: <gone/> of Alice: rooms are not sent this state]");
    }

    @BeforeEach
    void thereIsARoom() {
        when(rooms.load(ROOM)).thenReturn(Optional.of(new RoomProfile(ROOM, RoomAccess.OPEN, false, "Orchard", "Figs")));
        when(nodes.nodes(ROOM)).thenReturn(CompletableFuture.completedFuture(List.of(
            new NodeView(ROOM, "urn:xmpp:pins:0", "Pins", List.of(new NodeView.ItemView("a", Instant.EPOCH, "<x/>"))),
            new NodeView(OCCUPANT, "mood", "", List.of()))));
    }

    private static PageRequest request(final String... more) {
        final Map<String, String> parameters = new HashMap<>(Map.of("room", ROOM.toString()));
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        return new PageRequest("admin", parameters);
    }

    /** A form as the page has it: each box says that it is there. */
    private static PageRequest form(final String... more) {
        final Map<String, String> parameters = new HashMap<>(request(more).parameters());
        parameters.put("save", "1");
        MucPulsePlugin.roomSwitches().forEach(one -> parameters.putIfAbsent(
            one.isFlag() ? SettingsPage.OFFERED + one.field() : one.field(), one.isFlag() ? "1" : ""));
        return new PageRequest("admin", parameters);
    }

    @Test
    @SuppressWarnings("unchecked")
    void room_nodesAndTheirPublishersAreShown() {
        final Map<String, Object> model = ((Answer.View) page.show(request())).model();

        final List<RoomPage.NodeLine> lines = (List<RoomPage.NodeLine>) model.get("nodes");
        assertThat(lines).extracting(RoomPage.NodeLine::publishers).containsExactly("moderators", "the occupant");
        assertThat(lines).extracting(RoomPage.NodeLine::owner)
            .containsExactly("Node of the room", "Node of the occupant “<b>Romeo</b>”");
        assertThat(lines.get(0).items()).singleElement().extracting(RoomPage.ItemLine::payload).isEqualTo("<x/>");
        assertThat(model).containsEntry("name", "Orchard").containsEntry("topic", "Figs");
        assertThat(model.get("publishers")).hasToString("[urn:xmpp:pins:0: moderators]");
    }

    @Test
    void room_thatDoesNotExistLeadsBackToTheList() {
        for (final String name : List.of("", "@", "conference.example.org", "other@conference.example.org", ROOM + "/nick")) {
            final Answer answer = page.show(request("room", name));

            assertThat(answer).isInstanceOfSatisfying(Answer.Redirect.class,
                redirect -> assertThat(redirect.page()).isEqualTo(RoomsPage.URL));
        }
    }

    @Test
    void room_whatDiffersIsSavedAndLogged() {
        page.submit(form("rai", "true", "policy", "suppress", "mentions", "no"));

        assertThat(overrides.of(ROOM.toString())).isEqualTo(Map.of("mep", "off", "chatstate", "suppress", "chatting", "off",
            "mention", "off", "mention.owner", "no"));
        assertThat(administrators.log).singleElement().asString().contains(ROOM.toString(),
            "Old values: rai=true, mep=true, chatstates=, chatting=true, mention=true, mention-owners=",
            "New values: rai=true, mep=false, chatstates=suppress, chatting=false, mention=false, mention-owners=no");

        page.submit(form("rai", "true", "mep", "true", "chatting", "true", "mention", "true", "policy", ""));
        assertThat(overrides.all()).isEmpty();
        page.submit(form("rai", "true", "mep", "true", "chatting", "true", "mention", "true", "policy", "nonsense"));
        assertThat(administrators.log).hasSize(2);
    }

    @Test
    void room_nodeOfAnOccupantIsDeleted() {
        when(nodes.deleteNode(OCCUPANT, "mood")).thenReturn(CompletableFuture.completedFuture(true));

        page.submit(request("deleteNode", "1", "address", OCCUPANT.toString(), "node", "mood"));

        verify(nodes).deleteNode(OCCUPANT, "mood");
        assertThat(administrators.log).singleElement().asString().contains("mood");
    }

    @Test
    void room_itemIsDeleted() {
        when(nodes.deleteItem(ROOM, "urn:xmpp:pins:0", "a")).thenReturn(CompletableFuture.completedFuture(true));

        final Answer answer = page.submit(
            request("deleteItem", "1", "address", ROOM.toString(), "node", "urn:xmpp:pins:0", "item", "a"));

        assertThat(((Answer.Redirect) answer).notice().orElseThrow().good()).isTrue();
        assertThat(administrators.log).singleElement().asString().contains("Item: a");
    }

    @Test
    void room_whatIsInAnotherRoomIsNotDeletedHere() {
        final Answer answer =
            page.submit(request("deleteNode", "1", "address", "balcony@conference.example.org", "node", "mood"));

        verify(nodes, never()).deleteNode(any(), any());
        assertThat(((Answer.Redirect) answer).notice().orElseThrow().good()).isFalse();
        assertThat(administrators.log).isEmpty();
    }

    @Test
    void room_slowAnswerIsNotWaitedFor() {
        when(nodes.nodes(ROOM)).thenReturn(new CompletableFuture<>());

        assertThat(((Answer.View) page.show(request())).model())
            .containsEntry("trouble", TestTexts.english().get("console.late"));
    }

    private static String notice(final Answer answer) {
        return ((Answer.Redirect) answer).notice().orElseThrow().text();
    }

    @Test
    void room_thatCannotBeLookedUpIsNotSaidToBeMissing() {
        when(rooms.load(ROOM)).thenThrow(new IllegalStateException("as the test wants it"));

        assertThat(notice(page.show(request()))).isEqualTo(TestTexts.english().get("console.failed"));
    }

    @Test
    void d6_whatIsSavedWithoutADatabaseIsSaidToBeInTheJournalOrInMemoryAlone() {
        database = Condition.MISSING;
        final Answer kept = page.submit(form("rai", "true"));
        journal = JournalStatus.Condition.FAILING;
        final Answer lost = page.submit(form("rai", "true"));

        assertThat(notice(kept)).contains("kept in the journal");
        assertThat(notice(lost)).contains("neither to the database nor to the journal");
        assertThat(((Answer.Redirect) kept).notice().orElseThrow().good()).isFalse();
    }

    @Test
    void room_formThatWasRefusedIsShownAgainWithWhatWasTyped() {
        final Answer.View view =
            (Answer.View) page.showAgain(form("rai", "true", "policy", "suppress"));

        assertThat(view.valid()).isFalse();
        assertThat(view.model().get("flags")).asString().contains("name=mep, ", "name=rai, ")
            .containsPattern("name=mep, [^]]*standard=false").containsPattern("name=rai, [^]]*standard=true");
        assertThat(view.model().get("choices")).asString().contains("value=suppress, label=suppress: drop all of them, chosen=true");
        assertThat(overrides.all()).isEmpty();
    }

    @Test
    void s7_switchesThatCannotBeReadAreSaidToBeSo() {
        overrides.unreadable();

        assertThat(((Answer.View) page.show(request())).model()).containsEntry("readable", false);
    }

    /** What is not known would be replaced by what differs from nothing. */
    @Test
    void s7_switchesThatCannotBeReadAreNotReplaced() {
        final Map<String, Map<String, String>> stored = Map.of(ROOM.toString(), Map.of("rai", "off", "chatting", "off"));
        overrides.unreadable();

        final Answer answer = page.submit(form("rai", "true", "mep", "true", "chatting", "true", "mention", "true"));
        overrides.restore(stored);

        assertThat(notice(answer)).isEqualTo(TestTexts.english().get("room.unreadable"));
        assertThat(((Answer.Redirect) answer).notice().orElseThrow().good()).isFalse();
        assertThat(overrides.all()).isEqualTo(stored);
        assertThat(administrators.log).isEmpty();
    }

    /** It is from before an upgrade, for example. */
    @Test
    void room_whatAFormDoesNotHaveStaysAsItIs() {
        overrides.set(ROOM.toString(), Map.of("chatting", "off", "chatstate", "suppress"));

        page.submit(request("save", "1", "offered.mep", "1", "offered.rai", "1", "rai", "true"));

        assertThat(overrides.of(ROOM.toString())).isEqualTo(Map.of("mep", "off", "chatting", "off", "chatstate", "suppress"));
    }

    @Test
    void room_deletionThatDoesNotEndIsNotSaidToHaveHappenedOrNot() {
        when(nodes.deleteNode(OCCUPANT, "mood")).thenReturn(new CompletableFuture<>());

        final Answer answer = page.submit(request("deleteNode", "1", "address", OCCUPANT.toString(), "node", "mood"));

        assertThat(notice(answer)).startsWith("It is not known whether this was deleted. No answer came in time");
        assertThat(administrators.log).hasSize(1);
    }

    @Test
    void k7_pageSaysWhichServerOfAClusterHasTheNodes() {
        assertThat(((Answer.View) page.show(request())).model()).containsEntry("places", List.of());

        cluster.join("juliet");
        assertThat(places()).isEqualTo("[In this cluster, the nodes of all rooms are on this server.]");
        home = Optional.of("juliet");
        assertThat(places()).contains("on the server juliet");
        home = Optional.empty();
        assertThat(places()).contains("no server has the nodes");
    }

    private String places() {
        return String.valueOf(((Answer.View) page.show(request())).model().get("places"));
    }

    @Test
    void room_onlyRuleForPublishersIsNotCalledThatOfAllOthers() {
        final RoomPage plain = new RoomPage(rooms, overrides, TestDurability.WRITTEN,
            List.of(new NodeSection(nodes, new Settings(name -> Optional.empty(), overrides, MucPulsePlugin.settings())
                .snapshot(MepSettings::of), Home.HERE, cluster)), List.of(), administrators, TestTexts.english(),
            new Answers(Runnable::run, Duration.ofMillis(200)));

        assertThat(((Answer.View) plain.show(request())).model()).containsEntry("otherPublishersOnly", true);
        assertThat(((Answer.View) page.show(request())).model()).containsEntry("otherPublishersOnly", false);
    }
}
