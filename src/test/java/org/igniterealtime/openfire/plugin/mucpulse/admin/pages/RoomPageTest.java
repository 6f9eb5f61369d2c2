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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.admin.FakeAdministrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.TestTexts;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Picture;
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
        reported = List.of(Text.of("drops.line", Text.of("age.seconds", 5), "Alice", "<gone/>", Text.of("drops.gone")));

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

        final List<RoomNodes.NodeLine> lines = (List<RoomNodes.NodeLine>) model.get("nodes");
        assertThat(lines).extracting(RoomNodes.NodeLine::publishers).containsExactly("moderators", "the occupant");
        assertThat(lines).extracting(RoomNodes.NodeLine::owner)
            .containsExactly("Node of the room", "Node of the occupant “<b>Romeo</b>”");
        assertThat(lines).extracting(RoomNodes.NodeLine::items).containsExactly("1", "0");
        assertThat(model).containsEntry("name", "Orchard").containsEntry("topic", "Figs");
        assertThat(model.get("publishers"))
            .isEqualTo(List.of(new RoomPage.PublisherLine("urn:xmpp:pins:0", "moderators")));
        assertThat(model.get("consoleLink"))
            .isEqualTo("../../muc-room-edit-form.jsp?roomJID=orchard%40conference.example.org");
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

        page.submit(request("deleteNodes", "1", "pick.3", "1", "address.3", OCCUPANT.toString(), "node.3", "mood"));

        verify(nodes).deleteNode(OCCUPANT, "mood");
        assertThat(administrators.log).singleElement().asString().contains("mood");
    }

    @Test
    void room_itemIsDeleted() {
        when(nodes.deleteItem(ROOM, "urn:xmpp:pins:0", "a")).thenReturn(CompletableFuture.completedFuture(true));

        final Answer answer = page.submit(
            request("deleteItems", "1", "address", ROOM.toString(), "node", "urn:xmpp:pins:0", "pick.0", "1", "item.0", "a"));

        assertThat(((Answer.Redirect) answer).notice().orElseThrow().good()).isTrue();
        assertThat(administrators.log).singleElement().asString().contains("Item: a");
    }

    @Test
    void room_whatIsInAnotherRoomIsNotDeletedHere() {
        final Answer answer =
            page.submit(request("deleteNodes", "1", "pick.0", "1", "address.0", "balcony@conference.example.org", "node.0", "mood"));

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

        final Answer answer = page.submit(request("deleteNodes", "1", "pick.3", "1", "address.3", OCCUPANT.toString(), "node.3", "mood"));

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

        assertThat((List<?>) ((Answer.View) plain.show(request())).model().get("publishers")).isEmpty();
        assertThat((List<?>) ((Answer.View) page.show(request())).model().get("publishers")).hasSize(1);
    }

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2};

    private void nodes(final NodeView... views) {
        when(nodes.nodes(ROOM)).thenReturn(CompletableFuture.completedFuture(List.of(views)));
    }

    private static NodeView node(final String id, final String... payloads) {
        return new NodeView(ROOM, id, "", IntStream.range(0, payloads.length)
            .mapToObj(i -> new NodeView.ItemView("i" + i, Instant.ofEpochSecond(i), payloads[i])).toList());
    }

    @SuppressWarnings("unchecked")
    private List<RoomNodes.NodeLine> lines(final String... parameters) {
        return (List<RoomNodes.NodeLine>) ((Answer.View) page.show(request(parameters))).model().get("nodes");
    }

    @SuppressWarnings("unchecked")
    private List<RoomNodes.ItemLine> items(final String node, final String... more) {
        final List<String> parameters = new ArrayList<>(List.of("address", ROOM.toString(), "node", node));
        parameters.addAll(List.of(more));
        return (List<RoomNodes.ItemLine>) ((Answer.View) page.show(request(parameters.toArray(String[]::new)))).model()
            .get("items");
    }

    @Test
    void room_nodesAreSortedAndPaged() {
        nodes(IntStream.range(0, 60).mapToObj(i -> node("n" + (100 + i), IntStream.range(0, i % 7)
            .mapToObj(item -> "<x/>").toArray(String[]::new))).toArray(NodeView[]::new));

        assertThat(lines()).hasSize(25);
        assertThat(lines("nodes-page", "3")).hasSize(10);
        assertThat(lines("nodes-page", "999999999")).hasSize(10);
        assertThat(lines("nodes-sort", "-node").get(0).id()).isEqualTo("n159");
        assertThat(lines("nodes-sort", "-items").get(0).items()).isEqualTo("6");
        assertThat(lines("nodes-sort", "items").get(0).items()).isEqualTo("0");
        assertThat(lines("nodes-sort", "<nonsense>").get(0).id()).isEqualTo("n100");
        assertThat(lines("nodes-sort", "-node").get(0).link()).isEqualTo("mucpulse-room.jsp?address=orchard%40"
            + "conference.example.org&node=n159&nodes-sort=-node&room=orchard%40conference.example.org#items");
    }

    @Test
    void room_itemsOfTheChosenNodeAreSortedAndPaged() {
        nodes(node("n", IntStream.range(0, 45).mapToObj(i -> "<x>say " + i + "</x>").toArray(String[]::new)));

        assertThat(items("n")).hasSize(20);
        assertThat(items("n", "items-sort", "-published").get(0).summary()).isEqualTo("say 44");
        assertThat(items("n", "items-page", "3")).hasSize(5);
        assertThat(items("other")).isNull();
    }

    @Test
    void room_itemsSayWhatTheyHold() {
        nodes(node("n", "<pin xmlns='urn:xmpp:pins:0' id='m42'/>",
            "<metadata xmlns='urn:xmpp:avatar:metadata'><info id='x' bytes='77' type='image/png'/></metadata>",
            "<metadata xmlns='urn:xmpp:avatar:metadata'/>", "<mood><happy/><text>Yay &lt;b></text></mood>", "", "<broken"));

        assertThat(items("n")).extracting(RoomNodes.ItemLine::summary).containsExactly("Pinned message “m42”: m42",
            "Avatar: image/png, 77 bytes", "No avatar", "Yay <b>", "", "");
    }

    private static String avatar(final byte[] picture) {
        return "<data xmlns='urn:xmpp:avatar:data'>" + Base64.getEncoder().encodeToString(picture) + "</data>";
    }

    @Test
    void s2_onlyPicturesOfKnownKindsAndBoundedLengthAreShown() {
        final byte[] long1 = Arrays.copyOf(PNG, Picture.LONGEST + 1);
        nodes(node("n", avatar(PNG), avatar("<svg onload='x'/>".getBytes(StandardCharsets.UTF_8)), avatar(long1),
            "<data xmlns='urn:xmpp:avatar:data'>%%%</data>", "<vCard xmlns='vcard-temp'><PHOTO><TYPE>text/html</TYPE><BINVAL>"
                + Base64.getEncoder().encodeToString(PNG) + "</BINVAL></PHOTO></vCard>"));

        assertThat(items("n").get(0).picture()).isEqualTo("mucpulse-room.jsp?address=orchard%40conference.example.org"
            + "&node=n&picture=i0&room=orchard%40conference.example.org");
        assertThat(items("n").get(0).summary()).isEmpty();
        for (final String item : List.of("i0", "i4")) {
            assertThat(picture(item)).isInstanceOfSatisfying(Answer.File.class, file -> {
                assertThat(file.type()).isEqualTo("image/png");
                assertThat(file.content()).isEqualTo(PNG);
                assertThat(file.name()).isEmpty();
            });
        }
        for (final String item : List.of("i1", "i2", "i3", "i9")) {
            assertThat(picture(item)).as(item).isInstanceOf(Answer.NotFound.class);
        }
    }

    private Answer picture(final String item) {
        return page.show(request("address", ROOM.toString(), "node", "n", "picture", item));
    }

    @Test
    void room_severalNodesAreDeletedAtOnceAndEachIsLogged() {
        when(nodes.deleteNode(any(), any())).thenReturn(CompletableFuture.completedFuture(true));

        final Answer answer = page.submit(request("deleteNodes", "1", "pick.0", "1", "address.0", ROOM.toString(), "node.0",
            "a", "address.1", ROOM.toString(), "node.1", "b", "pick.2", "1", "address.2", OCCUPANT.toString(), "node.2", "c"));

        verify(nodes).deleteNode(ROOM, "a");
        verify(nodes, never()).deleteNode(ROOM, "b");
        verify(nodes).deleteNode(OCCUPANT, "c");
        assertThat(notice(answer)).isEqualTo("2 nodes were deleted.");
        assertThat(administrators.log).hasSize(2);
    }

    @Test
    void room_whatWasGoneAlreadyIsSaid() {
        when(nodes.deleteNode(any(), any())).thenReturn(CompletableFuture.completedFuture(false));
        when(nodes.deleteNode(ROOM, "a")).thenReturn(CompletableFuture.completedFuture(true));

        final Answer answer = page.submit(request("deleteNodes", "1", "pick.0", "1", "address.0", ROOM.toString(), "node.0",
            "a", "pick.1", "1", "address.1", ROOM.toString(), "node.1", "b"));

        assertThat(notice(answer)).startsWith("One node was deleted. There was no such thing");
        assertThat(notice(page.submit(request("deleteNodes", "1")))).contains("no row was chosen");
    }
}
