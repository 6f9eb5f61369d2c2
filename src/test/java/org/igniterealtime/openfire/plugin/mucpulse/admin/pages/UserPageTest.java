/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.igniterealtime.openfire.plugin.mucpulse.admin.FakeAdministrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.TestTexts;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RoomActivityIndicators;
import org.igniterealtime.openfire.plugin.mucpulse.rai.SubscribedSession;
import org.igniterealtime.openfire.plugin.mucpulse.rai.VisitLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** The page on which a user is looked up. */
class UserPageTest {

    private static final JID ROMEO = new JID("romeo@example.org");

    private final RoomActivityIndicators rai = mock(RoomActivityIndicators.class);
    private final VisitLog visits = mock(VisitLog.class);
    private final ChattingUsers chatting = mock(ChattingUsers.class);
    private final FakeAdministrators administrators = new FakeAdministrators();
    private final UserPage page = new UserPage("example.org", rai, visits, chatting, administrators,
        TestTexts.english(), new Answers(Runnable::run, Duration.ofMillis(200)));

    @BeforeEach
    void thereIsAUser() {
        lenient().when(rai.subscriptionsOf(ROMEO)).thenReturn(CompletableFuture.completedFuture(
            List.of(new SubscribedSession("conference.example.org", new JID("romeo@example.org/phone")))));
        lenient().when(visits.visits(ROMEO)).thenReturn(Map.of(new JID("orchard@conference.example.org"), 1_000_000L,
            new JID("balcony@conference.example.org"), 2_000_000L));
        lenient().when(chatting.of(ROMEO)).thenReturn(new ChattingUsers.State(true, true, false, Set.of(), Set.of()));
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

    @Test
    @SuppressWarnings("unchecked")
    void user_isFoundByNameOrJid() {
        for (final String name : List.of("romeo", " romeo@example.org ", "romeo@example.org/phone", "Romeo")) {
            final Map<String, Object> model = show(name);

            assertThat(model).containsEntry("user", "romeo@example.org").containsEntry("failed", false)
                .containsEntry("chattingStated", true);
            assertThat((List<UserPage.VisitLine>) model.get("visits")).extracting(UserPage.VisitLine::room)
                .containsExactly("balcony@conference.example.org", "orchard@conference.example.org");
            assertThat((List<?>) model.get("sessions")).hasSize(1);
        }
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
        page.submit(request("romeo", UserPage.END_SUBSCRIPTIONS));

        verify(rai).endSubscriptions(ROMEO);
        verify(rai, never()).forget(any());
        assertThat(administrators.log).singleElement().asString().contains("romeo@example.org");
    }

    @Test
    void user_visitsAreForgotten() {
        page.submit(request("romeo", UserPage.FORGET_VISITS));

        verify(rai).forget(ROMEO);
        verify(rai, never()).endSubscriptions(any());
        assertThat(administrators.log).hasSize(1);
    }

    @Test
    void user_choiceIsForgotten() {
        page.submit(request("romeo", UserPage.RESET_CHATTING));

        verify(chatting).reset(ROMEO);
        assertThat(administrators.log).hasSize(1);
    }

    @Test
    void user_everythingIsForgottenOnceTheBoxIsTicked() {
        final Answer first = page.submit(request("romeo", UserPage.FORGET_ALL));

        assertThat(((Answer.Redirect) first).notice().orElseThrow().good()).isFalse();
        verify(rai, never()).forget(any());

        page.submit(request("romeo", UserPage.FORGET_ALL, UserPage.SURE));

        verify(rai).endSubscriptions(ROMEO);
        verify(rai).forget(ROMEO);
        verify(chatting).reset(ROMEO);
        assertThat(administrators.log).hasSize(1);
    }

    @Test
    void user_failingDatabaseIsSaid() {
        when(visits.visits(ROMEO)).thenThrow(new IllegalStateException("as the test wants it"));

        assertThat(show("romeo")).containsEntry("failed", true);
    }
}
