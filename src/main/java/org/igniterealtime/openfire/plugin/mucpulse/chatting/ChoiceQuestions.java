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

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;

/**
 * Knows which other servers have yet to say what was chosen of late, and asks them. Questions are numbered, as what was
 * said to an earlier one may be lost in part. For the feature's executor alone, but for what says otherwise.
 */
final class ChoiceQuestions {

    /** How long another server is waited for until it is asked again, unless it was heard to be saying it. */
    static final Duration ANSWER_TIME = Duration.ofSeconds(10);
    /** How often it is asked in a row. One that never answers does not have the feature. */
    static final int QUESTIONS = 6;
    /** How long after something was lost the other server is asked, once for all that is lost meanwhile. */
    static final Duration DELAY = Duration.ofSeconds(1);
    /** Of an answer of a version that does not number questions. */
    static final int UNKNOWN = -1;

    private final Relay relay;
    private final SerialExecutor executor;
    private final ChoiceSender sender;
    private final Owner owner;
    private final Map<String, Question> unanswered = new HashMap<>();
    private int last = ChoiceSender.UNASKED;
    /** Ask the servers from which something was lost. */
    private final Map<String, Coalescer> asking = new ConcurrentHashMap<>();

    /** Hears of questions, on the feature's executor. */
    interface Owner {

        /** A server was asked, as something was lost that it had sent. */
        void asked();

        /** A server is not waited for any longer. */
        void answered();
    }

    private static final class Question {

        private final int number;
        /** How often it was asked since something of the answer was heard. */
        private int asked = 1;
        /** Whether the answer was heard to go on since it was last asked. */
        private boolean isBeingAnswered;

        Question(final int number) {
            this.number = number;
        }
    }

    ChoiceQuestions(@Nonnull final Relay relay, @Nonnull final SerialExecutor executor,
                    @Nonnull final ChoiceSender sender, @Nonnull final Owner owner) {
        this.relay = relay;
        this.executor = executor;
        this.sender = sender;
        this.owner = owner;
    }

    /** Waits for a server that has joined, and says everything unasked. */
    void await(@Nonnull final String peer) {
        await(peer, new Question(ChoiceSender.UNASKED));
    }

    /** Waits for a server that is to be asked, whatever it says to earlier questions. */
    void awaitAnew(@Nonnull final String peer) {
        last++;
        await(peer, new Question(last));
    }

    private void await(final String peer, final Question question) {
        unanswered.put(peer, question);
        executor.schedule(ANSWER_TIME, () -> askAgain(peer, question));
    }

    /** Has a server asked soon that is waited for. Safe for use by several threads. */
    void askSoon(@Nonnull final String peer) {
        asking.computeIfAbsent(peer, unused -> Coalescer.after(executor, () -> DELAY, () -> ask(peer))).request();
    }

    private void ask(final String peer) {
        final Question question = unanswered.get(peer);
        if (question != null) {
            sender.ask(peer, question.number);
            owner.asked();
        }
    }

    private void askAgain(final String peer, final Question question) {
        if (unanswered.get(peer) != question) {
            return;
        }
        if (question.isBeingAnswered) {
            question.isBeingAnswered = false;
            question.asked = 1;
        } else if (question.asked >= QUESTIONS || !relay.peers().contains(peer)) {
            unanswered.remove(peer);
            owner.answered();
            return;
        } else {
            question.asked++;
            sender.ask(peer, question.number);
        }
        executor.schedule(ANSWER_TIME, () -> askAgain(peer, question));
    }

    /** A server has said something of its answer to a question. */
    void heard(@Nonnull final String peer, final int number, final boolean isComplete) {
        final Question question = unanswered.get(peer);
        if (question == null || number != question.number && number != UNKNOWN) {
            return;
        }
        if (isComplete) {
            unanswered.remove(peer);
            owner.answered();
        } else {
            question.isBeingAnswered = true;
        }
    }

    /** A server has left, and is not waited for. */
    void forget(@Nonnull final String peer) {
        unanswered.remove(peer);
        asking.remove(peer);
    }

    /** Whether no server is waited for. */
    boolean areAnswered() {
        return unanswered.isEmpty();
    }
}
