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
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.port.SessionProbe;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.ErrorConditions;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.Namespaces;
import org.jivesoftware.openfire.IQRouter;
import org.xmpp.component.IQResultListener;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * Asks sessions by service discovery, which every client answers, in the server's name. Safe for use by several
 * threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0030.html">XEP-0030</a>
 */
public final class DiscoProbe implements SessionProbe {

    /** How long a session has time to answer. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private final IQRouter router;
    private final StanzaSender sender;
    private final JID server;
    private final Function<String, Optional<Instant>> connections;
    private final ErrorHandler errors;
    private final SecureRandom random = new SecureRandom();

    /**
     * Creates it.
     *
     * @param router hears the answers
     * @param sender sends the questions
     * @param serverDomain who asks: the server
     * @param connections tells since when a domain is connected
     * @param errors takes what fails in a thread of the server
     */
    public DiscoProbe(@Nonnull final IQRouter router, @Nonnull final StanzaSender sender,
                      @Nonnull final String serverDomain,
                      @Nonnull final Function<String, Optional<Instant>> connections,
                      @Nonnull final ErrorHandler errors) {
        this.router = router;
        this.sender = sender;
        this.connections = connections;
        this.errors = errors;
        this.server = new JID(null, serverDomain, null, true);
    }

    @Override
    public void probe(@Nonnull final JID session, @Nonnull final Consumer<Finding> finding) {
        final IQ query = new IQ(IQ.Type.get);
        // The server tells the answer from others by this alone: nobody else can know it.
        query.setID(Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX));
        query.setFrom(server);
        query.setTo(session);
        query.setChildElement("query", Namespaces.DISCO_INFO);
        final Answer answer = new Answer(session, finding);
        router.addIQResultListener(query.getID(), answer, PATIENCE.toMillis());
        if (!sender.offer(query)) {
            answer.settle(Finding.UNREACHABLE);
        }
    }

    @Override
    @Nonnull
    public Optional<Instant> connectedSince(@Nonnull final String domain) {
        return connections.apply(domain);
    }

    private final class Answer implements IQResultListener {
        private final JID session;
        private final Consumer<Finding> finding;
        private final AtomicBoolean settled = new AtomicBoolean();

        private Answer(final JID session, final Consumer<Finding> finding) {
            this.session = session;
            this.finding = finding;
        }

        @Override
        public void receivedAnswer(final IQ answer) {
            if (answer.getType() == IQ.Type.result && session.equals(answer.getFrom())) {
                settle(Finding.THERE);
            } else {
                settle(ErrorConditions.isServerUnreachable(answer.getError()) ? Finding.UNREACHABLE : Finding.GONE);
            }
        }

        @Override
        public void answerTimeout(final String id) {
            settle(Finding.SILENT);
        }

        private void settle(final Finding found) {
            if (settled.compareAndSet(false, true)) {
                errors.run("a probe of a session", () -> finding.accept(found));
            }
        }
    }
}
