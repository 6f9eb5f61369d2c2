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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.dom4j.QName;
import org.jivesoftware.openfire.IQRouter;
import org.xmpp.component.IQResultListener;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * Asks clients what they announced, once for each announcement, and believes only what fits it. Of each answer it keeps
 * what the plugin can be interested in. Safe for use by several threads.
 */
public final class DiscoCapabilities implements Capabilities {

    private static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
    private static final QName QUERY = QName.get("query", DISCO_INFO);
    private static final QName FEATURE = QName.get("feature", DISCO_INFO);
    private static final int REMEMBERED = 10_000;
    /** Announcements that nobody answers for are forgotten; so many can be asked about at the same time. */
    private static final int ASKED = 10_000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final IQRouter router;
    private final StanzaSender sender;
    private final String serverDomain;
    private final ServerCaps serverCaps;
    private final Cache<CapsAnnouncement, Set<String>> known =
        CacheBuilder.newBuilder().maximumSize(REMEMBERED).build();
    private final Map<Question, List<Consumer<Set<String>>>> asked = new ConcurrentHashMap<>();

    private record Question(JID session, CapsAnnouncement announcement) {
    }

    /** What the server itself knows; the way to ask it differs between its versions. */
    @FunctionalInterface
    public interface ServerCaps {

        /**
         * Whether the server knows that a client has a feature.
         *
         * @param session a full JID
         * @param feature the feature
         * @return whether it does
         */
        boolean announces(@Nonnull JID session, @Nonnull String feature);
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
        return serverCaps.announces(session, feature);
    }

    @Override
    public void resolve(@Nonnull final JID session, @Nonnull final CapsAnnouncement announcement,
                        @Nonnull final Consumer<Set<String>> answer) {
        final Set<String> features = known.getIfPresent(announcement);
        if (features != null) {
            answer.accept(features);
            return;
        }
        if (!CapsHash.isKnown(announcement.generation(), announcement.algorithm()) || asked.size() >= ASKED) {
            return;
        }
        final Question question = new Question(session, announcement);
        final boolean[] first = {false};
        asked.compute(question, (key, waiting) -> {
            first[0] = waiting == null;
            final List<Consumer<Set<String>>> all = waiting == null ? new ArrayList<>(1) : waiting;
            all.add(answer);
            return all;
        });
        if (first[0]) {
            ask(question);
        }
    }

    private void ask(final Question question) {
        final IQ query = new IQ(IQ.Type.get);
        query.setFrom(new JID(null, serverDomain, null, true));
        query.setTo(question.session());
        query.setChildElement("query", DISCO_INFO).addAttribute("node", question.announcement().node());
        router.addIQResultListener(query.getID(), new IQResultListener() {
            @Override
            public void receivedAnswer(final IQ answer) {
                answered(question, answer);
            }

            @Override
            public void answerTimeout(final String id) {
                asked.remove(question);
            }
        }, PATIENCE.toMillis());
        if (!sender.offer(query)) {
            asked.remove(question);
        }
    }

    private void answered(final Question question, final IQ answer) {
        final List<Consumer<Set<String>>> waiting = asked.remove(question);
        final Element query = answer.getElement().element(QUERY);
        if (waiting == null || answer.getType() != IQ.Type.result || query == null
            || !question.session().equals(answer.getFrom())
            || !CapsHash.matches(question.announcement(), query)) {
            return;
        }
        final Set<String> features = query.elements(FEATURE).stream()
            .map(feature -> feature.attributeValue("var"))
            .filter(feature -> feature != null && feature.endsWith("+notify"))
            .collect(Collectors.toUnmodifiableSet());
        known.put(question.announcement(), features);
        waiting.forEach(one -> one.accept(features));
    }
}
