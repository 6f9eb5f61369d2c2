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
 * Finds out which features clients support, by sending disco#info requests to those that announced a hash of their
 * capabilities (XEP-0115, XEP-0390). An answer is used only if its hash is the announced one. The nodes that an answer
 * declares interest in ({@code NODE+notify}) are cached by hash, and so are shared by all sessions that announce it.
 * <p>
 * Where several sessions announce the same hash, only the first is asked. If it does not answer within
 * {@link #FIRST_PATIENCE}, or its answer does not match the hash, each of the others is asked itself: a client that is
 * silent or lies can only delay what is learned of the others. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0115.html">XEP-0115: Entity Capabilities</a>
 * @see <a href="https://xmpp.org/extensions/xep-0390.html">XEP-0390: Entity Capabilities 2.0</a>
 */
public final class DiscoCapabilities implements Capabilities {

    /** The time that the first session to announce a hash has to answer, before the others are asked. */
    static final Duration FIRST_PATIENCE = Duration.ofSeconds(10);
    /** The time that each other session has to answer. */
    static final Duration PATIENCE = Duration.ofMinutes(1);
    /** The number of nodes that are kept of an answer (the first in alphabetical order). */
    static final int MAX_INTERESTS = 64;
    /** The length, in characters, above which the name of a node is ignored. */
    static final int MAX_INTEREST_LENGTH = 256;

    private static final Logger Log = LoggerFactory.getLogger(DiscoCapabilities.class);

    private static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
    private static final String NOTIFY = "+notify";
    private static final QName QUERY = QName.get("query", DISCO_INFO);
    private static final QName FEATURE = QName.get("feature", DISCO_INFO);
    /** The total size of the answers that are cached, in characters. */
    private static final int REMEMBERED = 4_000_000;
    /** What an entry of the cache is taken to need besides its strings, in characters. */
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
     * @param serverDomain the domain of this server, from which the requests are sent
     * @param serverCaps the capabilities that the server itself has cached
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

    /** Returns the number of requests that are not answered yet. */
    int open() {
        return questions.open();
    }

    /** A disco#info request to one session. */
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
            // The server matches results to requests by the id alone, so that it must not be possible to guess it.
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

        /** Returns the nodes of interest in an answer, or nothing if it is an error or does not match the hash. */
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

        /**
         * Ends this request, at most once. Notifies all sessions that wait for the hash, or asks each of the others
         * itself where there is no answer that can be used.
         */
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
