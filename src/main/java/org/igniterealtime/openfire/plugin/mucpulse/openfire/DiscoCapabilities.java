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
import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.CapsQuestions.Wish;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ServerCaps;
import org.igniterealtime.openfire.plugin.mucpulse.port.Capabilities;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.jivesoftware.openfire.IQRouter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.component.IQResultListener;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * Asks clients what they announced, and believes only what fits it. Of each answer it keeps what the plugin can be
 * interested in, once for all who announced the same. Where several sessions announce the same, the first is asked for
 * all of them; if that leads to nothing, each is asked for itself, so that a client which is silent or lies only delays
 * the others. Safe for use by several threads.
 */
public final class DiscoCapabilities implements Capabilities {

    /** How long the first to announce something has time to answer for all. */
    static final Duration FIRST_PATIENCE = Duration.ofSeconds(10);
    /** How long everybody else has time. */
    static final Duration PATIENCE = Duration.ofMinutes(1);
    /** How many nodes of an answer are kept, the first ones by their names, and how long their names may be. */
    static final int MAX_INTERESTS = 64;
    static final int MAX_INTEREST_LENGTH = 256;

    private static final Logger Log = LoggerFactory.getLogger(DiscoCapabilities.class);

    private static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
    private static final String NOTIFY = "+notify";
    private static final QName QUERY = QName.get("query", DISCO_INFO);
    private static final QName FEATURE = QName.get("feature", DISCO_INFO);
    /** How much is remembered of answers, in characters. */
    private static final int REMEMBERED = 4_000_000;
    private static final int ENTRY = 200;

    private final IQRouter router;
    private final StanzaSender sender;
    private final String serverDomain;
    private final ServerCaps serverCaps;
    private final SecureRandom random = new SecureRandom();
    private final Cache<Hash, Set<String>> known = CacheBuilder.newBuilder().maximumWeight(REMEMBERED)
        .weigher((Hash hash, Set<String> nodes) ->
            ENTRY + hash.value().length() + nodes.stream().mapToInt(String::length).sum())
        .build();
    private final Interner<Set<String>> sets = Interners.newWeakInterner();
    private final CapsQuestions<Hash> questions;
    private volatile Consumer<JID> listener = session -> { };

    /** What an announcement stands for, whatever the client's name. */
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
     * Creates it.
     *
     * @param router hears the answers
     * @param sender sends the questions
     * @param serverDomain who asks: the server
     * @param serverCaps what the server knows
     * @param ticker a monotonic source of time
     */
    public DiscoCapabilities(@Nonnull final IQRouter router, @Nonnull final StanzaSender sender,
                             @Nonnull final String serverDomain, @Nonnull final ServerCaps serverCaps,
                             @Nonnull final Ticker ticker) {
        this.router = router;
        this.sender = sender;
        this.serverDomain = serverDomain;
        this.serverCaps = serverCaps;
        this.questions = new CapsQuestions<>(ticker, serverDomain);
    }

    @Override
    public boolean announces(@Nonnull final JID session, @Nonnull final String feature) {
        return serverCaps.knows(session, feature).orElse(false);
    }

    @Override
    public boolean lacks(@Nonnull final JID session, @Nonnull final String feature) {
        return !serverCaps.knows(session, feature).orElse(true);
    }

    @Override
    @Nonnull
    public Optional<Set<String>> interests(@Nonnull final CapsAnnouncement announcement) {
        return Optional.ofNullable(known.getIfPresent(Hash.of(announcement)));
    }

    @Override
    public void listen(@Nonnull final Consumer<JID> newListener) {
        listener = newListener;
    }

    @Override
    public void ask(@Nonnull final JID session, @Nonnull final CapsAnnouncement announcement) {
        if (announcement.generation().digest(announcement.algorithm()).isPresent()) {
            final Wish<Hash> wish = new Wish<>(Hash.of(announcement), announcement);
            if (questions.want(session, wish)) {
                new Question(session, wish).ask(FIRST_PATIENCE);
            }
        }
    }

    private void tell(final JID session) {
        try {
            listener.accept(session);
        } catch (final RuntimeException e) {
            Log.warn("Could not tell that the capabilities of a client are known.", e);
        }
    }

    /** How many questions are open. */
    int open() {
        return questions.open();
    }

    /** A question on its way to a client. */
    private final class Question implements IQResultListener {

        private final JID session;
        private final Wish<Hash> wish;
        private final AtomicBoolean settled = new AtomicBoolean();

        Question(final JID session, final Wish<Hash> wish) {
            this.session = session;
            this.wish = wish;
        }

        void ask(final Duration patience) {
            final IQ query = new IQ(IQ.Type.get);
            // The server tells the answer from others by this alone: nobody else can know it.
            query.setID(Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX));
            query.setFrom(new JID(null, serverDomain, null, true));
            query.setTo(session);
            query.setChildElement("query", DISCO_INFO).addAttribute("node", wish.announcement().node());
            boolean sent = false;
            try {
                router.addIQResultListener(query.getID(), this, patience.toMillis());
                sent = sender.offer(query);
            } finally {
                if (!sent) {
                    settle(Optional.empty());
                }
            }
        }

        @Override
        public void receivedAnswer(final IQ answer) {
            Optional<Set<String>> nodes = Optional.empty();
            try {
                nodes = believed(answer);
            } catch (final RuntimeException | StackOverflowError | OutOfMemoryError e) {
                Log.warn("Could not read what {} answered about its capabilities.", session, e);
            } finally {
                settle(nodes);
            }
        }

        @Override
        public void answerTimeout(final String id) {
            settle(Optional.empty());
        }

        /** The nodes of an answer, if it is one that was announced. */
        private Optional<Set<String>> believed(final IQ answer) {
            final Element query = answer.getElement().element(QUERY);
            if (answer.getType() != IQ.Type.result || query == null || !session.equals(answer.getFrom())
                || !CapsHash.isReasonable(query) || !CapsHash.matches(wish.announcement(), query)) {
                return Optional.empty();
            }
            return Optional.of(sets.intern(query.elements(FEATURE).stream()
                .map(feature -> feature.attributeValue("var"))
                .filter(feature -> feature != null && feature.endsWith(NOTIFY))
                .map(feature -> feature.substring(0, feature.length() - NOTIFY.length()))
                .filter(node -> !node.isEmpty() && node.length() <= MAX_INTEREST_LENGTH)
                .sorted().limit(MAX_INTERESTS).collect(Collectors.toUnmodifiableSet())));
        }

        /** Tells those who want to know; where there is nothing to tell, asks each of the others for itself. */
        private void settle(final Optional<Set<String>> nodes) {
            if (!settled.compareAndSet(false, true)) {
                return;
            }
            questions.end(session);
            if (nodes.isPresent()) {
                known.put(wish.key(), nodes.get());
                questions.known(wish.key()).forEach(DiscoCapabilities.this::tell);
            } else {
                questions.failed(wish.key(), session)
                    .forEach((other, wanted) -> new Question(other, wanted).ask(PATIENCE));
            }
        }
    }
}
