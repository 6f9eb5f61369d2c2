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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ManualTicker;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;

/** S8: every request is answered once, in time. */
class OpenRequestsTest {

    private static final JID OCCUPANT = new JID("room@conference.example.org/nick");

    private final ManualTicker ticker = new ManualTicker();
    private final List<Packet> sent = new ArrayList<>();
    private boolean full;
    private Error fault;
    private Runnable next = () -> { };
    private final OpenRequests requests = new OpenRequests(new StanzaSender() {
        @Override
        public void send(final Packet stanza) {
            sent.add(stanza);
        }

        @Override
        public boolean offer(final Packet stanza) {
            if (fault != null) {
                throw fault;
            }
            return !full && sent.add(stanza);
        }
    }, new FakeUsers("example.org"), ticker);

    @BeforeEach
    void start() {
        requests.start(new SerialExecutor() {
            @Override
            public boolean tryExecute(final Runnable task) {
                throw new AssertionError();
            }

            @Override
            public void schedule(final Duration delay, final Runnable task) {
                assertThat(delay).isLessThanOrEqualTo(Duration.ofSeconds(1));
                next = task;
            }

            @Override
            public boolean trySchedule(final Duration delay, final Runnable task) {
                throw new AssertionError();
            }

            @Override
            public void execute(final Runnable task) {
                throw new AssertionError();
            }
        });
    }

    private static IQ request(final String from, final String id) {
        final IQ request = new IQ(IQ.Type.set, id);
        request.setFrom(new JID(from));
        request.setTo(OCCUPANT);
        return request;
    }

    private void pass(final Duration time) {
        ticker.advance(time);
        final Runnable look = next;
        next = () -> { };
        look.run();
    }

    @Test
    void s8_answerInTimeIsTheOnlyOne() {
        final IQ request = request("a@example.org/x", "1");
        assertThat(requests.begin(request)).isTrue();

        requests.send(IQ.createResultIQ(request));
        pass(Duration.ofMinutes(1));

        assertThat(sent).singleElement().satisfies(answer -> assertThat(((IQ) answer).getType())
            .isEqualTo(IQ.Type.result));
        assertThat(requests.size()).isZero();
        assertThat(requests.late()).isZero();
    }

    @Test
    void s8_answerThatIsMadeAtTheMomentOfSendingIsTheOnlyOne() {
        final IQ request = request("a@example.org/x", "1");
        requests.begin(request);

        requests.sendLate(request.getFrom(), () -> IQ.createResultIQ(request));
        requests.sendLate(request.getFrom(), () -> IQ.createResultIQ(request));
        pass(Duration.ofMinutes(1));

        assertThat(sent).singleElement().satisfies(answer -> assertThat(((IQ) answer).getType())
            .isEqualTo(IQ.Type.result));
        assertThat(requests.size()).isZero();
    }

    @Test
    void s8_requestWithoutAnAnswerIsAnsweredWithinTenSeconds() {
        final IQ request = request("a@example.org/x", "1");
        requests.begin(request);

        pass(Duration.ofMillis(8_900));
        assertThat(sent).isEmpty();
        pass(Duration.ofMillis(600));

        assertThat(sent).singleElement().satisfies(answer -> {
            assertThat(answer.getID()).isEqualTo("1");
            assertThat(answer.getTo()).isEqualTo(new JID("a@example.org/x"));
            assertThat(answer.getFrom()).isEqualTo(OCCUPANT);
            assertThat(((IQ) answer).getType()).isEqualTo(IQ.Type.error);
            assertThat(answer.getError().getCondition()).isEqualTo(PacketError.Condition.resource_constraint);
            assertThat(answer.getError().getType()).isEqualTo(PacketError.Type.wait);
        });
        assertThat(requests.late()).isEqualTo(1);
        assertThat(requests.size()).isZero();
    }

    @Test
    void s8_answerThatComesTooLateIsDropped() {
        final IQ request = request("a@example.org/x", "1");
        requests.begin(request);
        pass(Duration.ofSeconds(10));

        requests.send(IQ.createResultIQ(request));
        assertThat(requests.offer(IQ.createResultIQ(request))).isTrue();

        assertThat(sent).hasSize(1);
    }

    @Test
    void s8_requestsWithOneIdAreAnsweredOnceEach() {
        final IQ request = request("a@example.org/x", "1");
        requests.begin(request);
        requests.begin(request);

        requests.send(IQ.createResultIQ(request));
        pass(Duration.ofSeconds(10));

        assertThat(sent).hasSize(2);
        assertThat(((IQ) sent.get(1)).getType()).isEqualTo(IQ.Type.error);
    }

    @Test
    void s8_answerThatCannotBeSentIsMadeUpForByAnErrorLater() {
        final IQ request = request("a@example.org/x", "1");
        requests.begin(request);
        full = true;
        requests.send(IQ.createResultIQ(request));
        pass(Duration.ofSeconds(1));
        assertThat(sent).isEmpty();

        full = false;
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));

        assertThat(sent).singleElement().satisfies(answer -> assertThat(((IQ) answer).getType())
            .isEqualTo(IQ.Type.error));
    }

    @Test
    void s8_answerThatNobodyTakesIsGivenUpAfterAMinute() {
        full = true;
        requests.begin(request("a@example.org/x", "1"));

        for (int second = 0; second < 70; second++) {
            pass(Duration.ofSeconds(1));
        }

        assertThat(requests.size()).isZero();
    }

    @Test
    void s8_failureIsAnsweredAtOnceAndOnce() {
        final IQ request = request("a@example.org/x", "1");
        requests.begin(request);

        requests.fail(request);
        requests.fail(request);
        pass(Duration.ofSeconds(10));

        assertThat(sent).singleElement().satisfies(answer -> assertThat(answer.getError().getCondition())
            .isEqualTo(PacketError.Condition.internal_server_error));
    }

    @Test
    void s8_openRequestsAreBoundedForEachUser() {
        for (int i = 0; i < RequestShares.PER_USER; i++) {
            assertThat(requests.begin(request("a@example.org/" + i % 7, Integer.toString(i)))).isTrue();
        }

        assertThat(requests.begin(request("a@example.org/x", "more"))).isFalse();
        assertThat(requests.begin(request("b@example.org/x", "1"))).isTrue();

        pass(Duration.ofSeconds(10));
        assertThat(requests.begin(request("a@example.org/x", "more"))).isTrue();
    }

    @Test
    void s8_openRequestsAreBoundedForEachOtherDomain() {
        for (int i = 0; i < RequestShares.PER_DOMAIN; i++) {
            assertThat(requests.begin(request("u" + i + "@evil.example/x", "1"))).isTrue();
        }

        assertThat(requests.begin(request("more@evil.example/x", "1"))).isFalse();
        assertThat(requests.begin(request("a@other.example/x", "1"))).isTrue();
        assertThat(requests.begin(request("a@example.org/x", "1"))).isTrue();
    }

    @Test
    void s8_openRequestsAreBoundedInAll() {
        int taken = 0;
        while (taken < 100_000 && requests.begin(request("u" + taken + "@example.org/x", "1"))) {
            taken++;
        }

        assertThat(taken).isEqualTo(RequestShares.IN_ALL);
    }

    @Test
    void s8_otherDomainsLeaveRoomForUsersOfThisServer() {
        int taken = 0;
        for (int domain = 0; domain < 7; domain++) {
            for (int i = 0; i < RequestShares.PER_DOMAIN; i++) {
                taken += requests.begin(request("u" + i + "@evil" + domain + ".example/x", "1")) ? 1 : 0;
            }
        }

        assertThat(taken).isEqualTo(RequestShares.REMOTE);
        assertThat(requests.begin(request("a@example.org/x", "1"))).isTrue();
    }

    @Test
    void s3_subdomainsAndSpellingsHaveOneShare() {
        for (int i = 0; i < RequestShares.PER_USER; i++) {
            final IQ request = request("a@evil.example/x", "1");
            request.setFrom(i % 2 == 0 ? new JID("a", "evil.example", "x", true)
                : new JID("A", "EVIL.example", "x", true));
            assertThat(requests.begin(request)).isTrue();
        }
        assertThat(requests.begin(request("a@evil.example/y", "1"))).isFalse();

        for (int i = RequestShares.PER_USER; i < RequestShares.PER_DOMAIN; i++) {
            assertThat(requests.begin(request("a@s" + i + ".evil.example/x", "1"))).isTrue();
        }
        assertThat(requests.begin(request("a@more.evil.example/x", "1"))).isFalse();
    }

    @Test
    void s3_whatIsKeptIsBoundedInBytes() {
        assertThat(requests.begin(request("a@example.org/x", "i".repeat(OpenRequests.ID_LENGTH + 1)))).isFalse();
        assertThat(requests.size()).isZero();

        int taken = 0;
        while (requests.begin(request("a@example.org/x", taken + "i".repeat(OpenRequests.ID_LENGTH - 3)))) {
            taken++;
        }

        assertThat(taken).isBetween(RequestShares.PER_USER / 4, RequestShares.PER_USER / 2);
        assertThat(requests.begin(request("b@example.org/x", "1"))).isTrue();
    }

    @Test
    void s3_whatIsToBeOfferedAgainCountsUntilItIsAccepted() {
        full = true;
        for (int i = 0; i < RequestShares.PER_USER; i++) {
            final IQ request = request("a@example.org/x", Integer.toString(i));
            assertThat(requests.begin(request)).isTrue();
            switch (i % 3) {
                case 0 -> requests.send(IQ.createResultIQ(request));
                case 1 -> requests.fail(request);
                default -> { }
            }
        }

        assertThat(requests.begin(request("a@example.org/x", "more"))).isFalse();
        pass(Duration.ofSeconds(10));
        assertThat(requests.size()).isEqualTo(RequestShares.PER_USER);
        assertThat(requests.begin(request("a@example.org/x", "more"))).isFalse();

        full = false;
        pass(Duration.ofSeconds(1));

        assertThat(sent).hasSize(RequestShares.PER_USER);
        assertNothingIsTaken("a@example.org/x");
    }

    @Test
    void s3_whatIsGivenUpCountsNoLonger() {
        full = true;
        for (int i = 0; i < RequestShares.PER_USER; i++) {
            requests.begin(request("a@example.org/x", Integer.toString(i)));
        }

        pass(Duration.ofSeconds(10));
        pass(Duration.ofSeconds(60));

        assertThat(sent).isEmpty();
        assertNothingIsTaken("a@example.org/x");
    }

    @Test
    void s3_littleIsOfferedAgainToADomainThatTakesNothing() {
        full = true;
        for (int i = 0; i < 3 * OpenRequests.OFFERED_AGAIN; i++) {
            final IQ request = request("u" + i + "@s" + i + ".evil.example/x", "1");
            assertThat(requests.begin(request)).isTrue();
            requests.send(IQ.createResultIQ(request));
        }
        assertThat(requests.size()).isEqualTo(OpenRequests.OFFERED_AGAIN);
        pass(Duration.ofSeconds(1));
        assertThat(requests.size()).isEqualTo(OpenRequests.OFFERED_AGAIN);

        full = false;
        pass(Duration.ofSeconds(1));

        assertThat(sent).hasSize(OpenRequests.OFFERED_AGAIN);
        assertThat(requests.size()).isZero();
    }

    private void assertNothingIsTaken(final String user) {
        assertThat(requests.size()).isZero();
        for (int i = 0; i < RequestShares.PER_USER; i++) {
            assertThat(requests.begin(request(user, Integer.toString(i)))).isTrue();
        }
        assertThat(requests.begin(request(user, "more"))).isFalse();
    }

    @Test
    void s3_answeredRequestsTakeNothing() {
        for (int i = 0; i < 2 * RequestShares.PER_USER; i++) {
            final IQ request = request("a@example.org/x", "1");
            assertThat(requests.begin(request)).isTrue();
            if (i % 2 == 0) {
                requests.send(IQ.createResultIQ(request));
            } else {
                requests.sendLate(request.getFrom(), () -> IQ.createResultIQ(request));
            }
        }

        assertNothingIsTaken("a@example.org/x");
    }

    @Test
    void otherStanzasPass() {
        final Message message = new Message();
        message.setTo("a@example.org/x");
        final IQ question = request("a@example.org/x", "1");

        requests.send(message);
        requests.send(question);
        assertThat(requests.offer(message)).isTrue();

        assertThat(sent).containsExactly(message, question, message);
    }

    @Test
    void s1_lookAtTheTableGoesOnWhateverIsThrown() {
        requests.begin(request("a@example.org/x", "1"));
        requests.begin(request("a@example.org/x", "2"));
        ticker.advance(Duration.ofSeconds(10));
        fault = new OutOfMemoryError("for the test");
        final Runnable look = next;
        next = null;

        assertThatThrownBy(look::run).isSameAs(fault);
        assertThat(next).as("the next look").isNotNull();
        fault = null;
        pass(Duration.ofSeconds(1));

        assertThat(sent).extracting(Packet::getID).containsExactly("2");
        assertNothingIsTaken("a@example.org/x");
    }
}
