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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.google.common.base.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.igniterealtime.openfire.plugin.mucpulse.port.PersonalEventing;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What is published, written down and taken away, by the part that does so alone: U2, U3, U7. */
class PublisherTest {

    private static final JID ALICE = new JID("alice@example.org");
    private static final JID GARDEN = new JID("garden@conference.example.org");
    private static final JID ATTIC = new JID("attic@conference.example.org");
    private static final UserAndRoom IN_GARDEN = new UserAndRoom(ALICE, GARDEN);
    private static final UserAndRoom IN_ATTIC = new UserAndRoom(ALICE, ATTIC);
    private static final Duration REFRESH = Duration.ofSeconds(10);

    private final AtomicLong time = new AtomicLong();
    private final PersonalEventing eventing = mock(PersonalEventing.class);
    private final ChattingStore store = mock(ChattingStore.class);
    private final Map<UserAndRoom, RoomProfile> allowed = new HashMap<>();
    private final Ticker ticker = new Ticker() {
        @Override
        public long read() {
            return time.get();
        }
    };
    private final FailureLog failures = new FailureLog();
    private final PublishedItems items = new PublishedItems();
    private final PublicationLog publicationLog = new PublicationLog(store, ticker, failures);
    private final ItemRetraction retraction = new ItemRetraction(eventing, publicationLog, new FakeCluster(), failures);
    private final Publisher publisher = new Publisher(
        (user, room) -> Optional.ofNullable(allowed.get(new UserAndRoom(user, room))), pair -> false, eventing, ticker,
        items, publicationLog, retraction, failures);

    @BeforeEach
    void serverIsPrepared() throws IOException {
        when(eventing.prepare(any(), any())).thenReturn(true);
        when(store.publications()).thenReturn(Set.of());
        when(store.retractions()).thenReturn(Set.of());
    }

    private void allow(final UserAndRoom pair, final String topic) {
        allowed.put(pair, new RoomProfile(pair.room(), RoomAccess.OPEN, false, "A room", topic));
    }

    private Map<UserAndRoom, Duration> settle(final UserAndRoom... pairs) {
        return publisher.update(List.of(pairs), REFRESH);
    }

    private void publish(final UserAndRoom pair) {
        allow(pair, "");
        assertThat(settle(pair)).isEmpty();
    }

    private void verifyPublished(final int times) {
        verify(eventing, times(times)).publish(eq(ALICE), any(), any(), any(), anyInt());
    }

    private void forbidWhileWritten() throws IOException {
        doAnswer(call -> {
            allowed.remove(IN_GARDEN);
            return Set.of();
        }).when(store).add(anyCollection());
    }

    @Test
    void u4_whatIsForbiddenWhileItIsWrittenDownIsNotPublished() throws IOException {
        allow(IN_GARDEN, "");
        forbidWhileWritten();

        assertThat(settle(IN_GARDEN)).isEmpty();

        verifyPublished(0);
        verify(store).retract(List.of(IN_GARDEN.publication()));
        assertThat(publicationLog.hasRetracted()).isTrue();
        assertThat(items.roomsOf(ALICE)).isEmpty();
    }

    @Test
    void u4_renewalThatIsForbiddenMeanwhileIsTakenAway() throws IOException {
        publish(IN_GARDEN);
        allow(IN_GARDEN, "Roses");
        allow(IN_ATTIC, "");
        forbidWhileWritten();

        assertThat(settle(IN_GARDEN, IN_ATTIC)).isEmpty();

        verify(eventing).retract(eq(ALICE), any(), eq(IN_GARDEN.publication().item()), any());
        assertThat(items.roomsOf(ALICE)).containsExactly(ATTIC);
    }

    @Test
    void u4_renewalThatIsForbiddenMeanwhileIsTakenAwayLaterWhereThatFails() throws IOException {
        publish(IN_GARDEN);
        allow(IN_GARDEN, "Roses");
        allow(IN_ATTIC, "");
        forbidWhileWritten();
        doThrow(new IllegalStateException("as the test wants it")).when(eventing).retract(any(), any(), any(), any());

        assertThat(settle(IN_GARDEN, IN_ATTIC)).isEqualTo(Map.of(IN_GARDEN, Publisher.RETRY_INTERVAL));
        assertThat(items.roomsOf(ALICE)).containsExactlyInAnyOrder(GARDEN, ATTIC);
    }

    @Test
    void u4_leftOverOfAnEarlierRunThatMayNotBePublishedStaysToBeTakenAway() throws IOException {
        when(store.publications()).thenReturn(Set.of(IN_GARDEN.publication()));
        publicationLog.load();
        allow(IN_GARDEN, "");
        allow(IN_ATTIC, "");
        forbidWhileWritten();
        settle(IN_GARDEN, IN_ATTIC);

        assertThat(publicationLog.hasRetracted()).isFalse();
        assertThat(retraction.retractLeftOver()).isTrue();
        verify(eventing).retract(eq(ALICE), any(), eq(IN_GARDEN.publication().item()), any());
    }

    @Test
    void u2_whatIsUpToDateIsNotPublishedAgain() throws IOException {
        publish(IN_GARDEN);

        assertThat(settle(IN_GARDEN)).isEmpty();

        verifyPublished(1);
        verify(store, times(1)).add(anyCollection());
    }

    @Test
    void u2_renewalIsNotWrittenDownAgainAndWaitsForItsTime() throws IOException {
        publish(IN_GARDEN);
        allow(IN_GARDEN, "Roses");
        assertThat(settle(IN_GARDEN)).isEmpty();
        allow(IN_GARDEN, "Tulips");
        time.addAndGet(Duration.ofSeconds(4).toNanos());

        assertThat(settle(IN_GARDEN)).isEqualTo(Map.of(IN_GARDEN, Duration.ofSeconds(6)));
        assertThat(settle(IN_GARDEN)).isEqualTo(Map.of(IN_GARDEN, Duration.ofSeconds(6)));
        verifyPublished(2);
        time.addAndGet(Duration.ofSeconds(6).toNanos());
        assertThat(settle(IN_GARDEN)).isEmpty();
        verifyPublished(3);
        verify(store, times(1)).add(anyCollection());
    }

    @Test
    void s3_userWithAsManyItemsAsTheyCanHaveStillHasThemRenewed() {
        for (int number = 0; number < PublishedItems.MAX_ITEMS; number++) {
            publish(new UserAndRoom(ALICE, new JID("room" + number + "@conference.example.org")));
        }
        final UserAndRoom one = new UserAndRoom(ALICE, new JID("room0@conference.example.org"));
        allow(one, "Roses");

        assertThat(settle(one)).isEmpty();

        verifyPublished(PublishedItems.MAX_ITEMS + 1);
    }

    @Test
    void s3_onlyThoseWhoHadAsManyItemsAsTheyCanHaveAreLookedAtAgain() {
        publish(IN_GARDEN);
        allowed.clear();
        settle(IN_GARDEN);

        assertThat(items.takeUsersBelowLimit()).isEmpty();
    }

    @Test
    void u3_whatIsTakenAwayIsCountedAndForgottenWithItsUser() {
        publish(IN_GARDEN);
        assertThat(items.users()).isOne();
        allowed.clear();

        assertThat(settle(IN_GARDEN)).isEmpty();

        assertThat(items.users()).isZero();
        assertThat(items.all()).isEmpty();
        assertThat(publisher.counters().of(GARDEN.getDomain(), ChattingMetrics.PUBLISHED)).isOne();
        assertThat(publisher.counters().of(GARDEN.getDomain(), ChattingMetrics.RETRACTED)).isOne();
        clearInvocations(eventing);
        assertThat(settle(IN_GARDEN)).isEmpty();
        verify(eventing, never()).retract(any(), any(), any(), any());
    }

    @Test
    void u3_whatWasPublishedAgainIsWrittenDownAgain() throws IOException {
        publish(IN_GARDEN);
        allowed.clear();
        settle(IN_GARDEN);
        publish(IN_GARDEN);

        verify(store, times(2)).add(List.of(IN_GARDEN.publication()));
        assertThat(publicationLog.hasRetracted()).isFalse();
    }

    @Test
    void u3_whatCannotBeForgottenYetIsForgottenLater() throws IOException {
        publish(IN_GARDEN);
        allowed.clear();
        settle(IN_GARDEN);
        time.addAndGet(PublicationLog.DELETION_DELAY.toNanos() - 1);
        assertThat(retraction.deleteRetracted()).isFalse();
        verify(eventing, never()).forget(any(), any(), any());

        time.incrementAndGet();
        doThrow(new IllegalStateException("as the test wants it")).when(eventing).forget(any(), any(), any());
        assertThat(retraction.deleteRetracted()).isFalse();
        verify(store, never()).remove(anyCollection());

        doNothing().when(eventing).forget(any(), any(), any());
        doThrow(new IOException("as the test wants it")).when(store).remove(anyCollection());
        assertThat(retraction.deleteRetracted()).isFalse();

        doNothing().when(store).remove(anyCollection());
        assertThat(retraction.deleteRetracted()).isTrue();
        verify(store, times(2)).remove(List.of(IN_GARDEN.publication()));
        assertThat(retraction.deleteRetracted()).isTrue();
        verify(eventing, times(3)).forget(eq(ALICE), any(), eq(IN_GARDEN.publication().item()));
    }

    @Test
    void u3_whatWasTakenAwayIsWrittenDownOnceAndAgainWhereThatFailed() throws IOException {
        publish(IN_GARDEN);
        allowed.clear();
        doThrow(new IOException("as the test wants it")).when(store).retract(anyCollection());
        settle(IN_GARDEN);
        doNothing().when(store).retract(anyCollection());
        settle();
        settle();

        verify(store, times(2)).retract(List.of(IN_GARDEN.publication()));
    }

    @Test
    void u7_allIsTakenAwayAsFarAsThereIsTime() {
        publish(IN_GARDEN);
        publish(IN_ATTIC);
        doAnswer(call -> time.addAndGet(Duration.ofSeconds(1).toNanos())).when(eventing)
            .retract(any(), any(), any(), any());

        publisher.retractAll(Duration.ofSeconds(1).minusNanos(1), pair -> false);
        assertThat(items.all()).hasSize(1);

        publish(IN_GARDEN);
        publish(IN_ATTIC);
        publisher.retractAll(Duration.ofSeconds(1), pair -> false);
        assertThat(items.all()).isEmpty();
    }
}
