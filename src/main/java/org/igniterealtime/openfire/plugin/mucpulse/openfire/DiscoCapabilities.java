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

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import javax.annotation.concurrent.GuardedBy;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HookList;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.CapsAnswers.Answer;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.CapsQuestions.Wish;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ServerCaps;
import org.igniterealtime.openfire.plugin.mucpulse.port.Capabilities;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.jivesoftware.openfire.IQRouter;
import org.xmpp.component.IQResultListener;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * Finds out which features clients support, by sending disco#info requests to those that announced a hash of their
 * capabilities (XEP-0115, XEP-0390). An answer is used only if its hash is the announced one. The nodes that an answer
 * declares interest in ({@code NODE+notify}), and those of its features that matter to the plugin, are cached by hash,
 * and so are shared by all sessions that announce it.
 * <p>
 * Where several sessions announce the same hash, only the first is asked. If it does not answer in time, or its answer
 * does not match the hash, each of the others is asked itself: a client that is silent or lies can only delay what is
 * learned of the others. Safe for use by several threads.
 * <p>
 * Users of this server are sent requests from the server's domain. Users of other servers are sent them from the domain
 * of the group chat service first, as stanzas are exchanged between it and their server already; a connection from the
 * server's own domain takes time to be made, and may be refused, and the domain may be blocked. Where there is no
 * result, a second request is sent from the server's domain.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0115.html">XEP-0115: Entity Capabilities</a>
 * @see <a href="https://xmpp.org/extensions/xep-0390.html">XEP-0390: Entity Capabilities 2.0</a>
 */
public final class DiscoCapabilities implements Capabilities {

    /**
     * What follows the domain of a service in the address from which requests are sent. The service ignores answers to
     * such an address that arrive too late; Openfire 4.2 would handle an answer to the bare domain as a request.
     */
    static final String QUESTIONER = "/mucpulse-capabilities";
    /** The time that the first session to announce a hash has to answer each request, before the others are asked. */
    static final Duration FIRST_PATIENCE = Duration.ofSeconds(10);
    /** The time that each other session has to answer. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String ASKING = "a question for capabilities";
    private static final String DISCO_INFO = Namespaces.DISCO_INFO;
    /** The total size of the answers that are cached, in characters. */
    private static final int REMEMBERED = 4_000_000;
    /** What an entry of the cache is taken to need besides its strings, in characters. */
    private static final int ENTRY = 200;

    private final IQRouter router;
    private final StanzaSender sender;
    private final String serverDomain;
    private final ServerCaps serverCaps;
    private final CapsAnswers answers;
    private final SecureRandom random = new SecureRandom();
    private final Cache<Hash, Answer> known = CacheBuilder.newBuilder().maximumWeight(REMEMBERED)
        .weigher((Hash hash, Answer answer) ->
            ENTRY + hash.value().length() + answer.interests().stream().mapToInt(String::length).sum())
        .build();
    private final CapsQuestions<Hash> questions;
    private final ErrorHandler errors;
    private final HookList<Consumer<JID>> listeners;

    /** The hash of an announcement, which is the same for all clients with the same capabilities. */
    private record Hash(CapsAnnouncement.Generation generation, String algorithm, String value) {

        // Written out: see the description of the plugin's package.
        @Override
        public boolean equals(final Object other) {
            return other instanceof Hash that && generation == that.generation && algorithm.equals(that.algorithm)
                && value.equals(that.value);
        }

        @Override
        public int hashCode() {
            return value.hashCode();
        }

        private static Hash of(final CapsAnnouncement announcement) {
            return new Hash(announcement.generation(), announcement.algorithm(), announcement.hash());
        }
    }

    /**
     * Creates an instance without cached answers.
     *
     * @param router the server's router, which passes on the results of requests
     * @param sender sends the requests
     * @param serverDomain the domain of this server
     * @param serverCaps the capabilities that the server itself has cached
     * @param clientFeatures the features of clients that are cached
     * @param ticker a monotonic source of time
     * @param errors takes what fails in a thread of the server
     */
    public DiscoCapabilities(@Nonnull final IQRouter router, @Nonnull final StanzaSender sender,
                             @Nonnull final String serverDomain, @Nonnull final ServerCaps serverCaps,
                             @Nonnull final Set<String> clientFeatures, @Nonnull final Ticker ticker,
                             @Nonnull final ErrorHandler errors) {
        this.router = router;
        this.sender = sender;
        this.serverDomain = serverDomain;
        this.serverCaps = serverCaps;
        this.answers = new CapsAnswers(clientFeatures);
        this.questions = new CapsQuestions<>(ticker, serverDomain);
        this.errors = errors;
        this.listeners = new HookList<>("a listener for capabilities", errors);
    }

    @Override
    public boolean announces(@Nonnull final JID session, @Nonnull final String feature) {
        return serverCaps.knows(session, feature).orElse(false);
    }

    @Override
    @Nonnull
    public Set<String> knownInterests(@Nonnull final JID session) {
        return answers.interests(serverCaps.features(session));
    }

    @Override
    public boolean lacks(@Nonnull final JID session, @Nonnull final String feature) {
        return !serverCaps.knows(session, feature).orElse(true);
    }

    @Override
    @Nonnull
    public Optional<Set<String>> interests(@Nonnull final CapsAnnouncement announcement) {
        return Optional.ofNullable(known.getIfPresent(Hash.of(announcement))).map(Answer::interests);
    }

    @Override
    @Nonnull
    public Optional<Set<String>> features(@Nonnull final CapsAnnouncement announcement) {
        return Optional.ofNullable(known.getIfPresent(Hash.of(announcement))).map(Answer::features);
    }

    @Override
    public void listen(@Nonnull final Consumer<JID> listener) {
        listeners.add(listener);
    }

    @Override
    public void ask(@Nonnull final JID session, @Nonnull final JID room,
                    @Nonnull final CapsAnnouncement announcement) {
        if (announcement.generation().digest(announcement.algorithm()).isPresent()) {
            final Wish<Hash> wish = new Wish<>(Hash.of(announcement), room.getDomain(), announcement);
            if (questions.want(session, wish)) {
                new Question(session, wish, FIRST_PATIENCE).askNext();
            }
        }
    }

    private void tell(final JID session) {
        listeners.forEach(listener -> listener.accept(session));
    }

    private void askForItself(final JID session, final Wish<Hash> wish) {
        // A failure for one session must not keep the others from being asked.
        errors.run(ASKING, () -> new Question(session, wish, PATIENCE).askNext());
    }

    /** Returns the number of sessions that were sent a request and have not answered yet. */
    int open() {
        return questions.open();
    }

    /** Returns the number of sessions that wait for an answer, their own or that of another one. */
    int waiting() {
        return questions.waiting();
    }

    /** The question to one session, for which requests are sent from several addresses, one after the other. */
    private final class Question {

        private final JID session;
        private final Wish<Hash> wish;
        private final Duration patience;
        @GuardedBy("this")
        private final Deque<JID> addresses = new ArrayDeque<>();

        Question(final JID session, final Wish<Hash> wish, final Duration patience) {
            this.session = session;
            this.wish = wish;
            this.patience = patience;
            if (!session.getDomain().equals(serverDomain)) {
                addresses.add(new JID(wish.service() + QUESTIONER, true));
            }
            addresses.add(new JID(null, serverDomain, null, true));
        }

        /** Sends a request from the next address. Settles the question without an answer if there is none left. */
        void askNext() {
            boolean sent = false;
            try {
                JID address = nextAddress();
                while (address != null && !sent) {
                    sent = new Attempt(this).ask(address);
                    address = sent ? null : nextAddress();
                }
            } finally {
                if (!sent) {
                    settle(Optional.empty());
                }
            }
        }

        @Nullable
        private synchronized JID nextAddress() {
            return addresses.poll();
        }

        /**
         * Ends this question; called once. Notifies all sessions that wait for the hash, or asks each of the others
         * itself where there is no answer that can be used.
         */
        private void settle(final Optional<Answer> answer) {
            questions.end(session);
            if (answer.isPresent()) {
                known.put(wish.key(), answer.get());
                questions.known(wish.key()).forEach(DiscoCapabilities.this::tell);
            } else {
                questions.failed(wish.key(), session).forEach(DiscoCapabilities.this::askForItself);
            }
        }
    }

    /** A disco#info request to one session, from one address. */
    private final class Attempt implements IQResultListener {

        private final Question question;
        private final AtomicBoolean ended = new AtomicBoolean();

        Attempt(final Question question) {
            this.question = question;
        }

        /** Sends the request. Returns {@code false} if it could not be sent, and will never be answered. */
        boolean ask(final JID address) {
            final IQ query = new IQ(IQ.Type.get);
            // The server matches results to requests by the id alone, so that it must not be possible to guess it.
            query.setID(Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX));
            query.setFrom(address);
            query.setTo(question.session);
            query.setChildElement("query", DISCO_INFO).addAttribute("node", question.wish.announcement().node());
            boolean sent = false;
            try {
                router.addIQResultListener(query.getID(), this, question.patience.toMillis());
                sent = sender.offer(query);
            } finally {
                if (!sent) {
                    ended.set(true);
                }
            }
            return sent;
        }

        @Override
        public void receivedAnswer(final IQ answer) {
            if (ended.compareAndSet(false, true)) {
                errors.run("an answer about capabilities", () -> take(answer));
            }
        }

        private void take(final IQ answer) {
            if (answer.getType() != IQ.Type.result || !question.session.equals(answer.getFrom())) {
                question.askNext();
                return;
            }
            Optional<Answer> believed = Optional.empty();
            try {
                believed = answers.read(question.wish.announcement(), answer);
            } finally {
                // A client that answers something else would answer the same to another address.
                question.settle(believed);
            }
        }

        @Override
        public void answerTimeout(final String id) {
            if (ended.compareAndSet(false, true)) {
                errors.run(ASKING, question::askNext);
            }
        }
    }
}
