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

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.PacedWork;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;

/**
 * Sends the messages of the {@link ConsentRelay}. What was chosen of late is sent in parts, no faster than the other
 * server takes them, as all of it can be more than may wait to be sent. Safe for use by several threads, but for what
 * says otherwise.
 */
final class ChoiceSender {

    /** Choices, each behind its length. */
    static final byte CHOICE = 1;
    /** The other server is to say what was chosen of late; the number of the question. */
    static final byte REQUEST = 2;
    /** All of that was said; the number of the question. */
    static final byte ALL_SAID = 3;
    /** More of that follows; the number of the question. */
    static final byte SAYING = 4;
    /** The number of the question that nobody has asked: to a server that joins, everything is said. */
    static final int UNASKED = 0;

    /** How many bytes of choices are in a message of several. */
    private static final int PART_BYTES = 64 << 10;
    private static final Duration PAUSE = Duration.ofMillis(20);
    /** After how many pauses in which too much waits to be sent the other server is told that more follows. */
    private static final int PAUSES_UNTIL_HEARD = 100;

    private final Relay relay;
    private final RecentChoices recent;
    private final PacedWork<String> saying;

    /**
     * Creates it.
     *
     * @param relay carries messages to the other servers
     * @param recent what was chosen of late
     * @param executor the feature's executor
     */
    ChoiceSender(@Nonnull final Relay relay, @Nonnull final RecentChoices recent,
                 @Nonnull final SerialExecutor executor) {
        this.relay = relay;
        this.recent = recent;
        this.saying = new PacedWork<>(executor, PAUSE);
    }

    /** Says a choice to all servers. */
    void toAll(@Nonnull final SharedChoice choice) {
        if (!relay.peers().isEmpty()) {
            relay.toAll(ConsentRelay.TOPIC, message(List.of(choice.toBytes())));
        }
    }

    /** Says a choice to one server. */
    void send(@Nonnull final String peer, @Nonnull final SharedChoice choice) {
        relay.send(peer, ConsentRelay.TOPIC, message(List.of(choice.toBytes())));
    }

    /** Asks a server to say what was chosen of late. */
    void ask(@Nonnull final String peer, final int question) {
        send(peer, REQUEST, question);
    }

    /** Says to one server what was chosen of late, in place of what is being said to it. For the executor alone. */
    void sayAll(@Nonnull final String peer, final int question) {
        saying.start(peer, new Answer(peer, question));
    }

    /**
     * Answers a question of a server. One that is repeated while the answer to it is under way does not have that begin
     * anew, as it might never come to an end: the other server is told that more follows. For the executor alone.
     *
     * @param peer who asks
     * @param question the number of the question; {@link ChoiceQuestions#UNKNOWN} where it has none, as then something
     *     else may be lost each time
     */
    void answer(@Nonnull final String peer, final int question) {
        final boolean isRepeated = saying.underWay(peer)
            .filter(work -> work instanceof Answer answer && answer.question == question).isPresent();
        if (isRepeated) {
            send(peer, SAYING, question);
        } else {
            sayAll(peer, Math.max(question, UNASKED));
        }
    }

    /** Says nothing more of that to a server, which has left. For the executor alone. */
    void stopSaying(@Nonnull final String peer) {
        saying.cancel(peer);
    }

    /** What was chosen of late, as it is said to one server. */
    private final class Answer implements PacedWork.Work {

        private final String peer;
        private final int question;
        private final Iterator<SharedChoice> left = recent.all().iterator();
        /** How often in a row nothing could be said. */
        private int pauses;

        Answer(final String peer, final int question) {
            this.peer = peer;
            this.question = question;
        }

        @Override
        public boolean doPart() {
            if (!relay.peers().contains(peer)) {
                return false;
            }
            if (relay.isCongested(peer)) {
                pauses++;
                if (pauses % PAUSES_UNTIL_HEARD == 0) {
                    // Who hears nothing for long takes this server for one without the feature.
                    send(peer, SAYING, question);
                }
                return true;
            }
            pauses = 0;
            sayPart();
            return left.hasNext();
        }

        private void sayPart() {
            final List<byte[]> part = new ArrayList<>();
            int size = 0;
            while (left.hasNext() && size < PART_BYTES) {
                final SharedChoice next = left.next();
                final byte[] choice = recent.of(next.choice().user()).orElse(next).toBytes();
                part.add(choice);
                size += choice.length;
            }
            relay.send(peer, ConsentRelay.TOPIC, message(part));
            send(peer, left.hasNext() ? SAYING : ALL_SAID, question);
        }
    }

    private void send(final String peer, final byte kind, final int question) {
        relay.send(peer, ConsentRelay.TOPIC,
            ByteBuffer.allocate(1 + Integer.BYTES).put(kind).putInt(question).array());
    }

    private static byte[] message(final List<byte[]> choices) {
        final ByteBuffer message = ByteBuffer.allocate(1 + Integer.BYTES * choices.size()
            + choices.stream().mapToInt(choice -> choice.length).sum()).put(CHOICE);
        choices.forEach(choice -> message.putInt(choice.length).put(choice));
        return message.array();
    }
}
