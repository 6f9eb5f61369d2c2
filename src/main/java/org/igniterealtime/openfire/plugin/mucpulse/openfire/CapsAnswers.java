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

import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.xmpp.packet.IQ;

/**
 * Reads what clients answer about their capabilities, and extracts the little that is kept of it. Safe for use by
 * several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0030.html#info">XEP-0030 §3</a>
 */
final class CapsAnswers {

    /** The number of nodes that are kept of an answer (the first in alphabetical order). */
    static final int MAX_INTERESTS = 64;
    /** The length, in characters, above which the name of a node is ignored. */
    static final int MAX_INTEREST_LENGTH = 256;

    private static final String DISCO_INFO = Namespaces.DISCO_INFO;
    private static final String NOTIFY = "+notify";
    private static final QName QUERY = QName.get("query", DISCO_INFO);
    private static final QName FEATURE = QName.get("feature", DISCO_INFO);

    private final Set<String> clientFeatures;
    private final Interner<Set<String>> sets = Interners.newWeakInterner();

    /**
     * What is kept of an answer. Answers that are equal share their sets.
     *
     * @param interests the nodes that the client is interested in, without {@code +notify}
     * @param features those of the client's features that matter to the plugin
     */
    record Answer(@Nonnull Set<String> interests, @Nonnull Set<String> features) {
    }

    /**
     * Creates a reader.
     *
     * @param clientFeatures the features of clients that matter to the plugin
     */
    CapsAnswers(@Nonnull final Set<String> clientFeatures) {
        this.clientFeatures = Set.copyOf(clientFeatures);
    }

    private boolean isOfInterest(final String feature) {
        return feature.endsWith(NOTIFY) || clientFeatures.contains(feature);
    }

    /**
     * Reads an answer.
     *
     * @param announcement what the client announced
     * @param result the client's result
     * @return what is kept of it, or nothing if it does not match what was announced
     */
    @Nonnull
    Optional<Answer> read(@Nonnull final CapsAnnouncement announcement, @Nonnull final IQ result) {
        final Element query = result.getElement().element(QUERY);
        if (query == null || !CapsHash.isReasonable(query)
            || !CapsHash.matches(announcement, query, this::isOfInterest)) {
            return Optional.empty();
        }
        final List<String> features = query.elements(FEATURE).stream()
            .map(feature -> feature.attributeValue("var")).filter(Objects::nonNull).toList();
        return Optional.of(new Answer(
            interests(features),
            // The strings of the plugin are kept, not the equal ones of the answer.
            sets.intern(clientFeatures.stream().filter(features::contains)
                .collect(Collectors.toUnmodifiableSet()))));
    }

    /**
     * The nodes that a client is interested in, as far as they are kept.
     *
     * @param features the client's features
     * @return the ids of the nodes, without {@code +notify}; one object for all that are equal
     */
    @Nonnull
    Set<String> interests(@Nonnull final Collection<String> features) {
        return sets.intern(features.stream().filter(feature -> feature.endsWith(NOTIFY))
            .map(feature -> feature.substring(0, feature.length() - NOTIFY.length()))
            .filter(node -> !node.isEmpty() && node.length() <= MAX_INTEREST_LENGTH)
            .sorted().limit(MAX_INTERESTS).collect(Collectors.toUnmodifiableSet()));
    }
}
