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

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.port.ServiceDiscovery;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.jivesoftware.openfire.IQRouter;
import org.xmpp.component.IQResultListener;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * Asks services and rooms in the server's name, through the server's router, so that the answer passes the plugin like
 * that for a client. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0030.html">XEP-0030</a>
 */
final class RoutedDiscovery implements ServiceDiscovery {

    /** How long there is time for an answer. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final IQRouter router;
    private final Executor executor;
    private final JID server;
    private final SecureRandom random = new SecureRandom();

    /**
     * Creates it.
     *
     * @param router takes the questions, and hears the answers
     * @param executor runs what may block, such as a service that looks into the database; may reject tasks
     * @param serverDomain who asks: the server
     */
    RoutedDiscovery(@Nonnull final IQRouter router, @Nonnull final Executor executor,
                    @Nonnull final String serverDomain) {
        this.router = router;
        this.executor = executor;
        this.server = new JID(null, serverDomain, null, true);
    }

    @Override
    @Nonnull
    public CompletionStage<Optional<Set<String>>> features(@Nonnull final JID address) {
        final IQ query = new IQ(IQ.Type.get);
        // The server tells the answer from others by this alone: nobody else can know it.
        query.setID(Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX));
        query.setFrom(server);
        query.setTo(address);
        query.setChildElement("query", Namespaces.DISCO_INFO);
        final CompletableFuture<Optional<Set<String>>> answered = new CompletableFuture<>();
        try {
            executor.execute(() -> ask(query, answered));
        } catch (final RejectedExecutionException e) {
            answered.completeExceptionally(e);
        }
        return answered;
    }

    private void ask(final IQ query, final CompletableFuture<Optional<Set<String>>> answered) {
        try {
            router.addIQResultListener(query.getID(), new Listener(answered), PATIENCE.toMillis());
            router.route(query);
        } catch (final RuntimeException | Error e) {
            answered.completeExceptionally(e);
        }
    }

    /** Hears the answer to one question. */
    private static final class Listener implements IQResultListener {

        private final CompletableFuture<Optional<Set<String>>> answered;

        private Listener(final CompletableFuture<Optional<Set<String>>> answered) {
            this.answered = answered;
        }

        @Override
        public void receivedAnswer(final IQ answer) {
            answered.complete(announced(answer));
        }

        @Override
        public void answerTimeout(final String id) {
            answered.completeExceptionally(new TimeoutException());
        }
    }

    private static Optional<Set<String>> announced(final IQ answer) {
        final Element query = answer.getType() == IQ.Type.result ? answer.getChildElement() : null;
        return Optional.ofNullable(query).map(found -> found.elements("feature").stream()
            .map(feature -> feature.attributeValue("var", "")).collect(Collectors.toUnmodifiableSet()));
    }
}
