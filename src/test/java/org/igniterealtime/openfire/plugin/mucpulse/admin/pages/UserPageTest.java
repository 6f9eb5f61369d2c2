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
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.google.common.base.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.FakeAdministrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.TestTexts;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingPreferences;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSection;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ClusterPublications;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.UserChatting;
import org.igniterealtime.openfire.plugin.mucpulse.feature.RoomQuestion;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserList;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserSection;
import org.igniterealtime.openfire.plugin.mucpulse.port.Account;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.rai.ClusterSubscriptions;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RoomActivityIndicators;
import org.igniterealtime.openfire.plugin.mucpulse.rai.SubscribedSession;
import org.igniterealtime.openfire.plugin.mucpulse.rai.SubscriptionSection;
import org.igniterealtime.openfire.plugin.mucpulse.rai.VisitLog;
import org.igniterealtime.openfire.plugin.mucpulse.rai.VisitSection;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseGuard.Condition;
import org.igniterealtime.openfire.plugin.mucpulse.store.JournalStatus;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeCluster;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** The page on which a user is looked up. */
class UserPageTest {

    private static final JID ROMEO = new JID("romeo@example.org");

    private final RoomActivityIndicators rai = mock(RoomActivityIndicators.class);
    private final VisitLog visits = mock(VisitLog.class);
    private final UserChatting chatting = mock(UserChatting.class);
    private final Accounts accounts = mock(Accounts.class);
    private final FakeAdministrators administrators = new FakeAdministrators();
    private Condition database = Condition.AVAILABLE;
    private JournalStatus.Condition journal = JournalStatus.Condition.COMPLETE;
    private boolean unanswered;
    private final RoomQuestion question = new RoomQuestion() {
        @Override
        @Nonnull
        public String id() {
            return "why";
        }

        @Override
        @Nonnull
        public Text title() {
            return Text.of("why.room");
        }

        @Override
        @Nonnull
        public CompletionStage<Explanation> explain(@Nonnull final JID user, @Nonnull final JID room) {
            return unanswered ? new CompletableFuture<>() : CompletableFuture.completedFuture(
                new Explanation(Text.of("why.room.none"), List.of(new UserSection.Fact(Text.of("why.access"),
                    List.of(Text.verbatim(user.toString()), Text.verbatim(room.toString()))))));
        }
    };
    private CompletionStage<List<UserList.Line>> listed = CompletableFuture.completedFuture(List.of());
    private final UserList list = new UserList() {
        @Override
        @Nonnull
        public String id() {
            return "things";
        }

        @Override
        @Nonnull
        public Text title() {
            return Text.of("users.consents");
        }

        @Override
        @Nonnull
        public List<String> columns() {
            return List.of("rooms.name", "rooms.nodes");
        }

        @Override
        @Nonnull
        public Optional<Text> place() {
            return Optional.of(Text.of("users.subscribers.here"));
        }

        @Override
        @Nonnull
        public CompletionStage<List<Line>> lines(final int limit) {
            return listed.thenApply(all -> all.subList(0, Math.min(limit, all.size())));
        }
    };
    private final UserPage page = new UserPage("example.org", accounts, new Durability(() -> database,
        () -> new JournalStatus(journal, "folder", 0, 0), () -> Optional.of(Duration.ZERO)), List.of(
        new SubscriptionSection(new ClusterSubscriptions(rai, Relay.NONE, new ManualSerialExecutor(),
            Ticker.systemTicker()), new FakeCluster()),
        new VisitSection(rai, visits, Runnable::run), new ChattingSection(chatting,
        new ClusterPublications(chatting, Relay.NONE, new ManualSerialExecutor(), Ticker.systemTicker()),
            new FakeCluster())), List.of(question), List.of(list),
        administrators, TestTexts.english(), new Answers(Runnable::run, Duration.ofMillis(200)));

    private static UserList.Line line(final String user, final String name, final int number) {
        return new UserList.Line(new JID(user), List.of(Text.verbatim(name), Text.of("value.number", number)));
    }

    private UserLists.Shown list(final Map<String, String> parameters) {
        final List<?> lists = (List<?>) shown(parameters).model().get("lists");
        return (UserLists.Shown) lists.get(0);
    }

    private static List<String> users(final UserLists.Shown shown) {
        return shown.lines().stream().map(UserLists.Line::user).toList();
    }

    @Test
    void lists_areSortedAndFilteredAndLeadToTheUsers() {
        listed = CompletableFuture.completedFuture(List.of(line("b@example.org", "Zoo", 9), line("c+d@example.org", "Bar", 10),
            line("a@elsewhere.example", "Foo", 2)));

        final UserLists.Shown all = list(Map.of());
        assertThat(users(all)).containsExactly("a@elsewhere.example", "b@example.org", "c+d@example.org");
        assertThat(all.notes()).singleElement().asString().contains("sessions of this server");
        assertThat(all.lines().get(0).console()).isEmpty();
        assertThat(all.lines().get(2).console()).isEqualTo("../../user-properties.jsp?username=c%2Bd");
        assertThat(all.lines().get(2).link()).isEqualTo("mucpulse-users.jsp?user=c%2Bd%40example.org");
        assertThat(all.part().columns()).extracting(SortedList.Column::sorted).containsExactly("ascending", "none", "none");
        assertThat(all.part().columns()).extracting(SortedList.Column::style).containsExactly("", "", "mucpulse-count");
        assertThat(all.part().columns().get(0).link()).contains("things-sort=-user");
        assertThat(users(list(Map.of("things-sort", "-1")))).startsWith("c+d@example.org", "b@example.org");
        assertThat(users(list(Map.of("things-sort", "0")))).startsWith("c+d@example.org", "a@elsewhere.example");
        assertThat(users(list(Map.of("text", "ZO")))).containsExactly("b@example.org");
        assertThat(list(Map.of("text", "a&b")).file()).isEqualTo("mucpulse-users.jsp?csv=things&text=a%26b");
    }

    @Test
    void lists_momentsAreSortedAsSuchAndWhatIsZeroIsLessStriking() {
        final Instant early = Instant.parse("2026-02-01T10:00:00Z");
        listed = CompletableFuture.completedFuture(List.of(
            new UserList.Line(new JID("a@x.example"), List.of(Text.verbatim(early.plusSeconds(3_600 * 24 * 300)),
                Text.of("value.number", 0))),
            new UserList.Line(new JID("b@x.example"), List.of(Text.verbatim(early), Text.of("value.false")))));

        final UserLists.Shown shown = list(Map.of("things-sort", "0"));

        assertThat(users(shown)).containsExactly("b@x.example", "a@x.example");
        assertThat(shown.lines().get(0).cells()).extracting(UserLists.Cell::style)
            .containsExactly("mucpulse-time", "mucpulse-dim");
        assertThat(shown.lines().get(1).cells()).extracting(UserLists.Cell::style)
            .containsExactly("mucpulse-time", "mucpulse-count mucpulse-dim");
    }

    @Test
    void lists_areBoundedAndPaged() {
        listed = CompletableFuture.completedFuture(IntStream.range(0, 20_000).mapToObj(i -> line("u" + i + "@x.example", "", i)).toList());

        final UserLists.Shown last = list(Map.of("things-page", "999999999"));

        assertThat(last.part().page()).isEqualTo(200);
        assertThat(last.lines()).hasSize(50);
        assertThat(last.notes()).anyMatch(note -> note.contains("10,000"));
    }

    @Test
    void lists_fileHoldsWhatIsFilteredAndNoFormula() {
        listed = CompletableFuture.completedFuture(List.of(line("a@x.example", "=1+1", 3), line("b@x.example", "no", 3)));

        final Answer.File file = (Answer.File) page.show(new PageRequest("admin", Map.of("csv", "things", "text", "a@")));

        assertThat(file.name()).isEqualTo("mucpulse-things.csv");
        assertThat(new String(file.content(), StandardCharsets.UTF_8))
            .isEqualTo("\uFEFF\"User\",\"Name\",\"Nodes\"\r\n\"a@x.example\",\"'=1+1\",\"3\"\r\n");
        assertThat(shown(Map.of("csv", "no-such")).model()).containsKey("lists");
    }

    @Test
    void lists_thatAreNotAnsweredInTimeSaySo() {
        listed = new CompletableFuture<>();

        assertThat(list(Map.of()).notes()).contains(TestTexts.english().get("console.late"));
        assertThat(list(Map.of("csv", "things")).lines()).isEmpty();
    }

    @Test
    void whyIsAnsweredForARoomThatIsNamed() {
        assertThat(shown(Map.of("user", "romeo")).model()).containsEntry("questions", true).doesNotContainKey("answers");

        final Map<String, Object> model = shown(Map.of("user", "romeo", "room", "Garden@Conference.Example.ORG")).model();

        assertThat(model).containsEntry("roomWrong", false);
        assertThat(model.get("answers")).isEqualTo(List.of(new UserPage.Part("why", "Room:", List.of("No: there is no such room."),
            List.of(), List.of(new UserPage.FactLine("Access", List.of("romeo@example.org", "garden@conference.example.org"))),
            false, "", "")));
    }

    @Test
    void whyIsNotAnsweredForWhatIsNoRoom() {
        assertThat(shown(Map.of("user", "romeo", "room", "conference.example.org")).model())
            .containsEntry("roomWrong", true).containsEntry("room", "conference.example.org").doesNotContainKey("answers");
    }

    @Test
    void whyThatIsNotAnsweredInTimeSaysSo() {
        unanswered = true;

        assertThat(shown(Map.of("user", "romeo", "room", "garden@conference.example.org")).model().get("answers").toString())
            .contains(TestTexts.english().get("console.late"));
    }

    private Answer.View shown(final Map<String, String> parameters) {
        return (Answer.View) page.show(new PageRequest("admin", parameters));
    }

    @BeforeEach
    void thereIsAUser() {
        lenient().when(accounts.isLocal(any())).thenAnswer(
            call -> "example.org".equals(call.<JID>getArgument(0).getDomain()));
        lenient().when(accounts.account(ROMEO)).thenReturn(Optional.of(new Account(Instant.EPOCH)));
        lenient().when(rai.subscriptionsOf(ROMEO)).thenReturn(CompletableFuture.completedFuture(
            List.of(new SubscribedSession("conference.example.org", new JID("romeo@example.org/phone")))));
        lenient().when(visits.visits(ROMEO)).thenReturn(Map.of(new JID("orchard@conference.example.org"), 1_000_000L,
            new JID("balcony@conference.example.org"), 2_000_000L));
        final ChattingPreferences choice = new ChattingPreferences(true, Set.of(), false);
        lenient().when(chatting.stated(ROMEO)).thenReturn(Optional.of(choice));
        lenient().when(chatting.choice(ROMEO)).thenReturn(choice);
        lenient().when(chatting.publishedRooms(ROMEO)).thenReturn(Set.of());
    }

    private static PageRequest request(final String user, final String... more) {
        final Map<String, String> parameters = new HashMap<>(Map.of("user", user));
        for (final String name : more) {
            parameters.put(name, "1");
        }
        return new PageRequest("admin", parameters);
    }

    private Map<String, Object> show(final String user) {
        return ((Answer.View) page.show(request(user))).model();
    }

    @SuppressWarnings("unchecked")
    private static UserPage.Part part(final Map<String, Object> model, final String id) {
        return ((List<UserPage.Part>) model.get("parts")).stream().filter(part -> part.id().equals(id)).findFirst()
            .orElseThrow();
    }

    @Test
    void user_isFoundByNameOrJid() {
        for (final String name : List.of("romeo", " romeo@example.org ", "romeo@example.org/phone", "Romeo")) {
            final Map<String, Object> model = show(name);

            assertThat(model).containsEntry("user", "romeo@example.org").doesNotContainKey("account");
            assertThat(part(model, "chatting").intro()).containsExactly("This is what the user chose:");
            assertThat(part(model, "chatting").removable()).isTrue();
            assertThat(part(model, "chatting").facts()).extracting(UserPage.FactLine::values)
                .containsExactly(List.of("yes"), List.of("no"), List.of("none"), List.of("none"));
            assertThat(part(model, "visits").items()).extracting(line -> line.split(" · ")[0])
                .containsExactly("balcony@conference.example.org", "orchard@conference.example.org");
            assertThat(part(model, "subscriptions").items())
                .containsExactly("romeo@example.org/phone · conference.example.org");
        }
    }

    @Test
    void user_withoutAnAccountIsSaidToHaveNone() {
        lenient().when(rai.subscriptionsOf(any())).thenReturn(CompletableFuture.completedFuture(List.of()));
        lenient().when(chatting.stated(any())).thenReturn(Optional.empty());
        lenient().when(chatting.choice(any())).thenReturn(new ChattingPreferences(false, Set.of(), false));

        assertThat(show("tybalt").get("account")).asString().startsWith("There is no account tybalt@example.org");
        assertThat(show("tybalt@elsewhere.example").get("account")).asString().contains("another domain");
    }

    @Test
    void user_isNotCalledUnknownWhereNobodyKnows() {
        when(accounts.account(ROMEO)).thenThrow(new IllegalStateException("as the test wants it"));

        assertThat(show("romeo")).doesNotContainKey("account");
    }

    @Test
    void user_sectionThatDoesNotAnswerSaysWhyInsteadOfNothing() {
        when(rai.subscriptionsOf(ROMEO)).thenReturn(new CompletableFuture<>());

        assertThat(part(show("romeo"), "subscriptions").intro()).singleElement().asString()
            .startsWith("No answer came in time");
    }

    @Test
    void user_nonsenseIsRefusedAtTheField() {
        for (final String name : List.of("@", "a b@example.org", "<script>")) {
            final Answer.View view = (Answer.View) page.show(request(name));

            assertThat(view.valid()).isFalse();
            assertThat(view.model()).containsEntry("wrong", true).containsEntry("typed", name).doesNotContainKey("user");
        }
        assertThat(show("")).doesNotContainKeys("wrong", "user");
    }

    @Test
    void user_subscriptionsAreEnded() {
        page.submit(request("romeo", "endSubscriptions"));

        verify(rai).endSubscriptions(ROMEO);
        verify(rai, never()).userDeleted(any());
        assertThat(administrators.log).singleElement().asString().contains("romeo@example.org");
    }

    @Test
    void user_visitsAreForgotten() {
        page.submit(request("romeo", "forgetVisits"));

        verify(rai).userDeleted(ROMEO);
        verify(rai, never()).endSubscriptions(any());
        assertThat(administrators.log).hasSize(1);
    }

    @Test
    void user_choiceIsForgotten() {
        page.submit(request("romeo", "resetChatting"));

        verify(chatting).reset(ROMEO);
        assertThat(administrators.log).hasSize(1);
    }

    @Test
    void user_everythingIsForgottenOnceTheBoxIsTicked() {
        final Answer first = page.submit(request("romeo", UserPage.FORGET_ALL));

        assertThat(((Answer.Redirect) first).notice().orElseThrow().good()).isFalse();
        verify(rai, never()).userDeleted(any());

        final Answer second = page.submit(request("romeo", UserPage.FORGET_ALL, UserPage.SURE));

        assertThat(notice(second).text()).endsWith(TestTexts.english().get("user.all.remains"));
        verify(rai).endSubscriptions(ROMEO);
        verify(rai).userDeleted(ROMEO);
        verify(chatting).reset(ROMEO);
        assertThat(administrators.log).hasSize(1);
    }

    @Test
    void d6_whatIsForgottenWithoutADatabaseIsSaidToBeInTheJournalOrInMemoryAlone() {
        database = Condition.MISSING;
        final Answer kept = page.submit(request("romeo", "forgetVisits"));
        journal = JournalStatus.Condition.FAILING;
        final Answer lost = page.submit(request("romeo", UserPage.FORGET_ALL, UserPage.SURE));
        final Answer ended = page.submit(request("romeo", "endSubscriptions"));

        assertThat(notice(kept).text()).isEqualTo(TestTexts.english().get("user.forgotten.journal"));
        assertThat(notice(lost).text()).isEqualTo(TestTexts.english().get("user.forgotten.memory"));
        assertThat(List.of(notice(kept).good(), notice(lost).good())).containsOnly(false);
        // Subscriptions are in memory in any case.
        assertThat(notice(ended).good()).isTrue();
    }

    private static Answer.Notice notice(final Answer answer) {
        return ((Answer.Redirect) answer).notice().orElseThrow();
    }

    @Test
    void user_ofWhomNothingIsKnownHasNoButtons() {
        when(rai.subscriptionsOf(ROMEO)).thenReturn(CompletableFuture.completedFuture(List.of()));
        when(visits.visits(ROMEO)).thenReturn(Map.of());
        when(chatting.stated(ROMEO)).thenReturn(Optional.empty());

        final Map<String, Object> model = show("romeo");

        for (final String id : List.of("subscriptions", "visits", "chatting")) {
            assertThat(part(model, id).removable()).as(id).isFalse();
            assertThat(part(model, id).intro()).as(id).hasSize(1);
            assertThat(part(model, id).items()).as(id).isEmpty();
        }
    }

    @Test
    void user_failingDatabaseIsSaid() {
        when(visits.visits(ROMEO)).thenThrow(new IllegalStateException("as the test wants it"));

        assertThat(part(show("romeo"), "visits").intro()).containsExactly(TestTexts.english().get("console.failed"));
    }
}
