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
package org.igniterealtime.openfire.plugin.mucpulse.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.PacedWork;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeerLinkTest {

    private final ManualSerialExecutor time = new ManualSerialExecutor();
    private final RelayCounters counters = new RelayCounters();
    private long numbers = 41;
    private final PeerLink link = new PeerLink("self", "peer", () -> ++numbers, counters, time.ticker());

    /** The first frame says that the link exists. */
    @BeforeEach
    void sayHello() {
        final Frame hello = sent();
        assertThat(hello.messages()).isEmpty();
        assertThat(hello.sequence()).isEqualTo(1);
        assertThat(hello.link()).isEqualTo(42);
    }

    private Frame sent() {
        final Frame frame = Objects.requireNonNull(link.poll());
        link.accepted();
        return frame;
    }

    private void offer(final int bytes, final boolean urgent) {
        link.offer(new Message("t", new byte[bytes]), urgent);
    }

    @Test
    void k2_messagesAreGathered() {
        offer(1, false);
        time.advance(PeerLink.GATHERING.minusMillis(1));
        offer(1, false);
        assertThat(link.poll()).isNull();

        time.advance(Duration.ofMillis(1));

        assertThat(sent().messages()).hasSize(2);
        assertThat(link.poll()).isNull();
    }

    @Test
    void k2_messageIsSentAtOnceWhereNothingWasSentForAWhile() {
        time.advance(PeerLink.GATHERING);
        offer(1, false);
        assertThat(sent().messages()).hasSize(1);

        offer(2, false);
        time.advance(PeerLink.GATHERING.dividedBy(2));
        offer(3, false);
        assertThat(link.poll()).as("what follows is gathered").isNull();
        time.advance(PeerLink.GATHERING.dividedBy(2));

        assertThat(sent().messages()).extracting(message -> message.bytes().length).containsExactly(2, 3);
    }

    @Test
    void k2_messagesThatAreNotUrgentMakeNoMoreFramesThanTheirTimeAllows() {
        time.advance(Duration.ofMinutes(1));
        int frames = 0;
        for (int i = 0; i < 1_000; i++) {
            offer(1, false);
            frames += link.poll() == null ? 0 : 1;
            link.accepted();
            time.advance(Duration.ofMillis(3));
        }

        assertThat(frames).isEqualTo(20);
    }

    @Test
    void k2_urgentMessageIsSentAtOnceBehindWhatWaits() {
        offer(1, false);
        offer(2, true);

        assertThat(sent().messages()).extracting(message -> message.bytes().length).containsExactly(1, 2);
    }

    @Test
    void k2_linkThatThePeerHasEndedGoesOnUnderAnotherNumberAndSaysThatSomethingIsMissing() {
        offer(1, true);
        final Frame refused = Objects.requireNonNull(link.poll());
        offer(2, true);

        Reply.ENDED.settle(link);

        final Frame next = sent();
        assertThat(next.messages()).extracting(message -> message.bytes().length).containsExactly(2);
        assertThat(next.link()).isNotEqualTo(refused.link());
        assertThat(next.sequence()).isEqualTo(2);
        assertThat(counters.dropped.sum()).isEqualTo(1);
    }

    @Test
    void k2_closedLinkIsNotRenewed() {
        offer(1, true);
        link.poll();
        link.close();

        Reply.ENDED.settle(link);

        assertThat(link.poll()).isNull();
    }

    @Test
    void k2_frameIsBounded() {
        for (int i = 0; i < 5; i++) {
            offer(100_000, false);
        }

        assertThat(sent().messages()).hasSize(2);
        assertThat(sent().messages()).hasSize(2);
        assertThat(link.poll()).isNull();
        time.advance(PeerLink.GATHERING);
        assertThat(sent().messages()).hasSize(1);
    }

    @Test
    void k2_messageLargerThanAFrameIsSentByItself() {
        offer(PeerLink.FRAME_BYTES * 2, false);
        offer(1, false);

        assertThat(sent().messages()).hasSize(1);
    }

    @Test
    void k2_refusedFrameIsSentAgainEverMoreSeldom() {
        offer(1, true);
        final Frame frame = Objects.requireNonNull(link.poll());
        link.refused();
        offer(2, true);
        assertThat(link.poll()).isNull();

        time.advance(PeerLink.FIRST_PAUSE);
        assertThat(link.poll()).isSameAs(frame);
        link.refused();
        time.advance(PeerLink.FIRST_PAUSE);
        assertThat(link.poll()).isNull();
        time.advance(PeerLink.FIRST_PAUSE);
        assertThat(link.poll()).isSameAs(frame);
        link.accepted();

        assertThat(sent().sequence()).isEqualTo(frame.sequence() + 1);
    }

    @Test
    void k2_frameIsGivenUpAndItsLossTold() {
        offer(1, true);
        final long sequence = Objects.requireNonNull(link.poll()).sequence();
        time.advance(PeerLink.PATIENCE.plusMillis(1));
        link.refused();

        assertThat(link.poll()).as("not at once").isNull();
        time.advance(PeerLink.LONGEST_PAUSE);

        final Frame next = sent();
        assertThat(next.messages()).isEmpty();
        assertThat(next.sequence()).isEqualTo(sequence + 2);
        assertThat(counters.dropped.sum()).isEqualTo(1);
    }

    @Test
    void k2_queueIsBoundedInBytesAndItsLossToldBehindWhatWaited() {
        final int size = PeerLink.FRAME_BYTES;
        final int fit = (int) (PeerLink.MAXIMUM_BYTES / size) - 1;
        for (int i = 0; i < fit + 10; i++) {
            offer(size, false);
        }
        assertThat(link.waiting()).isEqualTo(fit);
        assertThat(counters.dropped.sum()).isEqualTo(10);

        long sequence = 1;
        for (int i = 0; i < fit; i++) {
            assertThat(sent().sequence()).isEqualTo(++sequence);
        }
        final Frame told = sent();
        assertThat(told.messages()).isEmpty();
        assertThat(told.sequence()).isEqualTo(sequence + 2);
    }

    @Test
    void k2_queueIsBoundedInMessagesAndWhatFollowsALossIsAFrameOfItsOwn() {
        for (int i = 0; i < PeerLink.MAXIMUM_MESSAGES + 1; i++) {
            offer(0, false);
        }
        time.advance(PeerLink.GATHERING);
        final Frame first = sent();
        offer(3, false);

        Frame last = first;
        long frames = 1;
        for (Frame frame = link.poll(); link.waiting() > 0; frame = link.poll()) {
            if (frame == null) {
                time.advance(PeerLink.GATHERING);
            } else {
                last = frame;
                frames++;
                link.accepted();
            }
        }
        assertThat(last.messages()).hasSize(1);
        assertThat(last.sequence()).isEqualTo(1 + frames + 1);
    }

    @Test
    void k2_delayIsThatOfTheOldestMessage() {
        assertThat(link.delay()).isZero();
        offer(1, false);
        time.advance(Duration.ofSeconds(2));
        assertThat(link.delay()).isEqualTo(Duration.ofSeconds(2));

        assertThat(link.poll()).isNotNull();
        time.advance(Duration.ofSeconds(1));
        assertThat(link.delay()).isEqualTo(Duration.ofSeconds(3));
        link.accepted();
        assertThat(link.delay()).isZero();
    }

    @Test
    void k2_closedLinkTakesAndGivesNothing() throws InterruptedException {
        offer(1, true);
        link.close();
        offer(1, true);

        assertThat(link.poll()).isNull();
        assertThat(link.await()).isNull();
        assertThat(link.waiting()).isZero();
    }

    /** What is too much for the queue arrives as a whole, where it is added in parts by one who looks at the queue. */
    @Test
    void k2_muchThatIsSaidNoFasterThanThePeerTakesItIsNotDropped() {
        final int parts = 3 * (int) (PeerLink.MAXIMUM_BYTES / (64 << 10));
        final int[] left = {parts};
        new PacedWork<String>(time, Duration.ofMillis(20)).start("peer", () -> {
            if (!link.isCongested()) {
                offer(64 << 10, true);
                left[0]--;
            }
            return left[0] > 0;
        });
        int arrived = 0;
        for (int i = 0; i < 10 * parts && arrived < parts; i++) {
            time.advance(PeerLink.GATHERING);
            offer(1, true);
            final Frame frame = link.poll();
            arrived += frame == null ? 0
                : (int) frame.messages().stream().filter(message -> message.bytes().length > 1).count();
            link.accepted();
        }

        assertThat(arrived).isEqualTo(parts);
        assertThat(counters.dropped.sum()).isZero();
    }
}
