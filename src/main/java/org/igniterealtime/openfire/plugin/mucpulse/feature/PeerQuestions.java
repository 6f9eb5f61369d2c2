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
package org.igniterealtime.openfire.plugin.mucpulse.feature;

import com.google.common.base.Ticker;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import javax.annotation.concurrent.GuardedBy;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.port.RelayListener;
import org.igniterealtime.openfire.plugin.mucpulse.store.BinaryRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the other servers of the cluster that have the plugin questions of one kind, for pages of the console, and
 * answers theirs. Nobody waits for long: a question ends when all have answered, or after a second with what was
 * answered until then. Servers that are too busy, or whose version does not know the question, are named as silent.
 * <p>
 * Each question and each answer is one message of the {@link Relay}. The lengths of answers and the number of open
 * questions are bounded. Safe for use by several threads; nothing blocks.
 *
 * @param <A> the type of an answer
 */
public final class PeerQuestions<A> implements RelayListener {

    /** How long answers are waited for. */
    public static final Duration PATIENCE = Duration.ofSeconds(1);
    /** After how long a question is ended by the next one, if it was not before. */
    static final Duration OVERDUE = PATIENCE.multipliedBy(2);
    /** How many questions may be open; where there are more, nobody is asked. */
    static final int MAX_OPEN = 50;
    /** How many bytes an answer may have. */
    static final int LONGEST = 262_144;

    private static final Logger Log = LoggerFactory.getLogger(PeerQuestions.class);

    private static final int QUESTION = 1;
    private static final int ANSWER = 2;
    /** There is no answer, so that nobody has to wait for one. */
    private static final int NONE = 3;
    /** The bytes of the kind and the number of a message. */
    private static final int HEAD = 1 + Long.BYTES;

    private final String topic;
    private final Relay relay;
    private final SerialExecutor executor;
    private final Ticker ticker;
    private final Responder responder;
    private final Reader<A> reader;
    @GuardedBy("this")
    private final Map<Long, Open<A>> open = new HashMap<>();
    @GuardedBy("this")
    private long last;

    /** Answers the questions of other servers. */
    @FunctionalInterface
    public interface Responder {

        /**
         * Answers a question. Called on the executor; returns at once.
         *
         * @param question what was asked
         * @return the answer, perhaps later; fails where there is none
         * @throws IOException where the question is not understood
         */
        @Nonnull
        CompletionStage<byte[]> answer(@Nonnull DataInputStream question) throws IOException;
    }

    /**
     * Reads answers.
     *
     * @param <A> the type of an answer
     */
    @FunctionalInterface
    public interface Reader<A> {

        /**
         * Reads an answer.
         *
         * @param answer what a server has answered
         * @return the answer
         * @throws IOException where it is not understood
         */
        @Nonnull
        A read(@Nonnull DataInputStream answer) throws IOException;
    }

    /**
     * What came of a question. Immutable.
     *
     * @param answers the answers, by the ids of the servers
     * @param silent the ids of the servers that were asked and did not answer
     * @param <A> the type of an answer
     */
    public record Answers<A>(@Nonnull Map<String, A> answers, @Nonnull Set<String> silent) {

        /** Takes copies. */
        public Answers {
            answers = Collections.unmodifiableMap(new TreeMap<>(answers));
            silent = Collections.unmodifiableSet(new TreeSet<>(silent));
        }
    }

    /** A question that is not answered by all yet. Guarded by the lock of {@link PeerQuestions}. */
    private static final class Open<A> {
        final Map<String, A> answers = new HashMap<>();
        final Set<String> waiting;
        final Set<String> silent = new TreeSet<>();
        final CompletableFuture<Answers<A>> result = new CompletableFuture<>();
        /** When it was asked, in nanoseconds of the ticker. */
        final long since;

        Open(final Set<String> peers, final long since) {
            waiting = new TreeSet<>(peers);
            this.since = since;
        }

        Answers<A> answers() {
            final Set<String> all = new TreeSet<>(silent);
            all.addAll(waiting);
            return new Answers<>(answers, all);
        }
    }

    /**
     * Creates it; to be registered as a listener of the relay.
     *
     * @param topic the topic of its messages
     * @param relay carries messages to the other servers
     * @param executor runs the answering of questions, and ends what takes too long
     * @param ticker a monotonic source of time
     * @param responder answers the questions of other servers
     * @param reader reads their answers
     */
    public PeerQuestions(@Nonnull final String topic, @Nonnull final Relay relay,
                         @Nonnull final SerialExecutor executor, @Nonnull final Ticker ticker,
                         @Nonnull final Responder responder, @Nonnull final Reader<A> reader) {
        this.topic = topic;
        this.relay = relay;
        this.executor = executor;
        this.ticker = ticker;
        this.responder = responder;
        this.reader = reader;
    }

    /**
     * Asks all other servers that have the plugin.
     *
     * @param question what to ask
     * @return their answers, after {@link #PATIENCE} at the latest unless the executor is busy; where it is, with the
     *     next question that is asked later; never fails
     */
    @Nonnull
    public CompletionStage<Answers<A>> ask(@Nonnull final BinaryRecord.Content question) {
        final Set<String> peers = relay.peers();
        if (peers.isEmpty()) {
            return CompletableFuture.completedFuture(new Answers<>(Map.of(), Set.of()));
        }
        final Open<A> asked = new Open<>(peers, ticker.read());
        endOverdue(asked.since);
        final long number = begin(asked);
        if (number < 0) {
            return CompletableFuture.completedFuture(new Answers<>(Map.of(), peers));
        }
        executor.schedule(PATIENCE, () -> end(number));
        final byte[] message = BinaryRecord.of(out -> {
            out.writeByte(QUESTION);
            out.writeLong(number);
            question.writeTo(out);
        });
        peers.forEach(peer -> relay.send(peer, topic, message));
        return asked.result;
    }

    /** Ends the questions that the executor should have ended, and has not: it is busy, or has dropped the task. */
    private void endOverdue(final long now) {
        final List<Long> numbers;
        synchronized (this) {
            numbers = open.entrySet().stream().filter(entry -> now - entry.getValue().since > OVERDUE.toNanos())
                .map(Map.Entry::getKey).toList();
        }
        numbers.forEach(this::end);
    }

    private synchronized long begin(final Open<A> asked) {
        if (open.size() >= MAX_OPEN) {
            return -1;
        }
        open.put(++last, asked);
        return last;
    }

    private void end(final long number) {
        final Open<A> ended;
        final Answers<A> answers;
        synchronized (this) {
            ended = open.remove(number);
            if (ended == null) {
                return;
            }
            answers = ended.answers();
        }
        ended.result.complete(answers);
    }

    @Override
    @Nonnull
    public String topic() {
        return topic;
    }

    @Override
    public void received(@Nonnull final String peer, @Nonnull final byte[] message) {
        final DataInputStream in = BinaryRecord.read(message);
        try {
            final int kind = in.readByte();
            final long number = in.readLong();
            switch (kind) {
                case QUESTION -> {
                    if (!executor.tryExecute(() -> answer(peer, number, in))) {
                        refuse(peer, number);
                    }
                }
                case ANSWER -> answered(peer, number, message.length > HEAD + LONGEST ? null : read(peer, in));
                case NONE -> answered(peer, number, null);
                default -> Log.debug("A message of the server {} about {} is not understood.", peer, topic);
            }
        } catch (final IOException e) {
            Log.debug("A message of the server {} about {} cannot be read.", peer, topic, e);
        }
    }

    @Nullable
    private A read(final String peer, final DataInputStream answer) {
        try {
            return reader.read(answer);
        } catch (final IOException | RuntimeException e) {
            Log.debug("An answer of the server {} about {} cannot be read.", peer, topic, e);
            return null;
        }
    }

    private void answer(final String peer, final long number, final DataInputStream question) {
        CompletionStage<byte[]> found;
        try {
            found = responder.answer(question);
        } catch (final IOException | RuntimeException | Error e) {
            found = CompletableFuture.failedFuture(e);
        }
        found.whenComplete((answer, failure) -> {
            if (failure != null || answer.length > LONGEST) {
                Log.debug("A question of the server {} about {} cannot be answered.", peer, topic, failure);
                refuse(peer, number);
            } else {
                send(peer, ANSWER, number, answer);
            }
        });
    }

    private void refuse(final String peer, final long number) {
        send(peer, NONE, number, new byte[0]);
    }

    private void send(final String peer, final int kind, final long number, final byte[] content) {
        relay.send(peer, topic, BinaryRecord.of(out -> {
            out.writeByte(kind);
            out.writeLong(number);
            out.write(content);
        }));
    }

    private void answered(final String peer, final long number, @Nullable final A answer) {
        final boolean isLast;
        synchronized (this) {
            final Open<A> asked = open.get(number);
            if (asked == null || !asked.waiting.remove(peer)) {
                return;
            }
            if (answer == null) {
                asked.silent.add(peer);
            } else {
                asked.answers.put(peer, answer);
            }
            isLast = asked.waiting.isEmpty();
        }
        if (isLast) {
            end(number);
        }
    }

    @Override
    public void peerLeft(@Nonnull final String peer) {
        final List<Long> numbers;
        synchronized (this) {
            numbers = new ArrayList<>(open.keySet());
        }
        numbers.forEach(number -> answered(peer, number, null));
    }
}
