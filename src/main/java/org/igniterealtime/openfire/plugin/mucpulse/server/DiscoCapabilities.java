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
package org.igniterealtime.openfire.plugin.mucpulse.server;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jivesoftware.openfire.IQRouter;
import org.xmpp.component.IQResultListener;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * Asks clients what they announced, and believes only what fits it. Of each answer it keeps what the plugin can be
 * interested in. Where several sessions announce the same, the first is asked for all of them; if that leads to
 * nothing, each is asked for itself, so that a client which is silent or lies only delays the others. Safe for use by
 * several threads.
 */
public final class DiscoCapabilities implements Capabilities {

    /** How long the first to announce something has time to answer for all. */
    static final Duration FIRST_PATIENCE = Duration.ofSeconds(10);
    /** How long everybody else has time. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
    private static final QName QUERY = QName.get("query", DISCO_INFO);
    private static final QName FEATURE = QName.get("feature", DISCO_INFO);
    /** How much is remembered of answers, in characters. */
    private static final int REMEMBERED = 10_000_000;
    private static final int ENTRY = 200;
    /** How many may wait for an answer. */
    private static final int WAITING = 10_000;

    private final IQRouter router;
    private final StanzaSender sender;
    private final String serverDomain;
    private final ServerCaps serverCaps;
    private final SecureRandom random = new SecureRandom();
    private final Cache<Hash, Set<String>> known = CacheBuilder.newBuilder().maximumWeight(REMEMBERED)
        .weigher((Hash hash, Set<String> features) ->
            ENTRY + hash.value().length() + features.stream().mapToInt(String::length).sum())
        .build();
    /** Who waits for somebody else to answer, by what it announced. */
    private final Map<Hash, List<Question>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();

    /** What an announcement stands for, whatever the client's name. */
    private record Hash(CapsAnnouncement.Generation generation, String algorithm, String value) {

        // Written out: on Java 17, what the compiler makes of it holds the plugin's class loader.
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

    private record Question(JID session, CapsAnnouncement announcement, Consumer<Set<String>> answer) {

        /** One question instead of two to the same session. */
        private Question and(final Question other) {
            return new Question(session, announcement, answer.andThen(other.answer));
        }
    }

    /** What the server itself knows; the way to ask it differs between its versions. */
    @FunctionalInterface
    public interface ServerCaps {

        /**
         * Whether a client has a feature.
         *
         * @param session a full JID
         * @param feature the feature
         * @return whether it has, empty where the server knows nothing of the client
         */
        @Nonnull
        Optional<Boolean> knows(@Nonnull JID session, @Nonnull String feature);
    }

    /**
     * Creates it.
     *
     * @param router hears the answers
     * @param sender sends the questions
     * @param serverDomain who asks: the server
     * @param serverCaps what the server knows
     */
    public DiscoCapabilities(@Nonnull final IQRouter router, @Nonnull final StanzaSender sender,
                             @Nonnull final String serverDomain, @Nonnull final ServerCaps serverCaps) {
        this.router = router;
        this.sender = sender;
        this.serverDomain = serverDomain;
        this.serverCaps = serverCaps;
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
    public void resolve(@Nonnull final JID session, @Nonnull final CapsAnnouncement announcement,
                        @Nonnull final Consumer<Set<String>> answer) {
        final Hash hash = Hash.of(announcement);
        final Set<String> features = known.getIfPresent(hash);
        if (features != null) {
            answer.accept(features);
            return;
        }
        if (!CapsHash.isKnown(announcement.generation(), announcement.algorithm())) {
            return;
        }
        if (open.incrementAndGet() > WAITING) {
            open.decrementAndGet();
            return;
        }
        final Question question = new Question(session, announcement, answer);
        final boolean[] first = {false};
        waiting.compute(hash, (key, others) -> {
            first[0] = others == null;
            if (others == null) {
                return new ArrayList<>(0);
            }
            others.add(question);
            return others;
        });
        if (first[0]) {
            new Asked(question, true).ask(FIRST_PATIENCE);
        }
    }

    /** A question on its way to a client. */
    private final class Asked implements IQResultListener {

        private final Question question;
        private final boolean forAll;
        private final AtomicBoolean settled = new AtomicBoolean();

        Asked(final Question question, final boolean forAll) {
            this.question = question;
            this.forAll = forAll;
        }

        void ask(final Duration patience) {
            final IQ query = new IQ(IQ.Type.get);
            // The server tells the answer from others by this alone: nobody else can know it.
            query.setID(Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX));
            query.setFrom(new JID(null, serverDomain, null, true));
            query.setTo(question.session());
            query.setChildElement("query", DISCO_INFO).addAttribute("node", question.announcement().node());
            router.addIQResultListener(query.getID(), this, patience.toMillis());
            if (!sender.offer(query)) {
                settle(Optional.empty(), session -> false);
            }
        }

        @Override
        public void receivedAnswer(final IQ answer) {
            final Optional<Set<String>> features = believed(question, answer);
            features.ifPresent(some -> known.put(Hash.of(question.announcement()), some));
            settle(features, session -> !session.equals(question.session()));
        }

        @Override
        public void answerTimeout(final String id) {
            settle(Optional.empty(), session -> true);
        }

        /** Tells those who wait; where there is nothing to tell, asks those of them who may know, each for itself. */
        private void settle(final Optional<Set<String>> features, final Predicate<JID> mayKnow) {
            if (!settled.compareAndSet(false, true)) {
                return;
            }
            final List<Question> ended = new ArrayList<>(List.of(question));
            if (forAll) {
                ended.addAll(waiting.remove(Hash.of(question.announcement())));
            }
            final Map<JID, Question> again = new LinkedHashMap<>();
            if (features.isPresent()) {
                ended.forEach(one -> one.answer().accept(features.get()));
            } else if (forAll) {
                ended.stream().filter(one -> mayKnow.test(one.session()))
                    .forEach(one -> again.merge(one.session(), one, Question::and));
            }
            open.addAndGet(again.size() - ended.size());
            again.values().forEach(one -> new Asked(one, false).ask(PATIENCE));
        }
    }

    /** The features of an answer, if it is one that was announced. */
    private static Optional<Set<String>> believed(final Question question, final IQ answer) {
        final Element query = answer.getElement().element(QUERY);
        if (answer.getType() != IQ.Type.result || query == null || !question.session().equals(answer.getFrom())
            || !CapsHash.matches(question.announcement(), query)) {
            return Optional.empty();
        }
        return Optional.of(query.elements(FEATURE).stream()
            .map(feature -> feature.attributeValue("var"))
            .filter(feature -> feature != null && feature.endsWith("+notify"))
            .collect(Collectors.toUnmodifiableSet()));
    }
}
