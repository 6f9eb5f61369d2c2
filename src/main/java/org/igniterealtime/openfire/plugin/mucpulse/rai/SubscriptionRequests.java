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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.igniterealtime.openfire.plugin.mucpulse.port.ServiceStanzaListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.CanonicalAddress;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.ErrorConditions;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

/**
 * Reads the stanzas that are sent to a service: requests for a subscription, unavailable presence, and errors that
 * answer notifications. Runs on the server's threads, and hands on to the feature's executor. Safe for use by several
 * threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437</a>
 */
final class SubscriptionRequests implements ServiceStanzaListener {

    private final Supplier<RaiSettings> settings;
    private final SerialExecutor executor;
    private final StanzaSender sender;
    private final Subscriptions subscriptions;
    private final SubscriptionManager manager;
    private final RefusalLimiter refusals;
    private final Counters counters;

    SubscriptionRequests(@Nonnull final Supplier<RaiSettings> settings, @Nonnull final SerialExecutor executor,
             @Nonnull final StanzaSender sender, @Nonnull final Subscriptions subscriptions,
             @Nonnull final SubscriptionManager manager, @Nonnull final RefusalLimiter refusals,
             @Nonnull final Counters counters) {
        this.settings = settings;
        this.executor = executor;
        this.sender = sender;
        this.subscriptions = subscriptions;
        this.manager = manager;
        this.refusals = refusals;
        this.counters = counters;
    }

    @Override
    public void presenceReceived(@Nonnull final Presence presence) {
        final JID session = presence.getFrom();
        if (session == null) {
            return;
        }
        final String service = CanonicalAddress.of(presence.getTo()).getDomain();
        if (presence.getType() == Presence.Type.error) {
            undelivered(service, session, presence.getError());
        } else if (presence.getType() == Presence.Type.unavailable) {
            unsubscribe(service, session);
        } else if (settings.get().enabled() && Rai.isRequest(presence)) {
            final String id = presence.getID();
            if (session.getResource() == null) {
                refuse(service, session, id, PacketError.Condition.bad_request, RaiMetrics.REFUSED_MALFORMED);
            } else {
                subscribe(service, session, id);
            }
        }
    }

    private void subscribe(final String service, final JID session, @Nullable final String id) {
        subscriptions.ensure(service);
        if (!executor.tryExecute(() -> manager.subscribe(service, session, id))) {
            refuse(service, session, id, PacketError.Condition.resource_constraint, RaiMetrics.REFUSED_BUSY);
        }
    }

    private void refuse(final String service, final JID session, @Nullable final String id,
                        final PacketError.Condition condition, final Metric reason) {
        if (refusals.claim(service, session)) {
            counters.count(service, reason);
            sender.offer(Rai.refusal(service, session, id, condition));
        } else {
            counters.count(service, RaiMetrics.REFUSED_REPEATED);
        }
    }

    private void unsubscribe(final String service, final JID session) {
        if (subscriptions.of(service) != null) {
            executor.execute(() -> manager.unsubscribe(service, session));
        }
    }

    @Override
    public void errorReceived(@Nonnull final Message message) {
        final JID session = message.getFrom();
        if (session != null) {
            undelivered(CanonicalAddress.of(message.getTo()).getDomain(), session, message.getError());
        }
    }

    /** An error ends a subscription, unless it says that the session's server could not be reached. */
    private void undelivered(final String service, final JID session, @Nullable final PacketError error) {
        if (!ErrorConditions.isServerUnreachable(error)) {
            unsubscribe(service, session);
        } else if (subscriptions.of(service) != null) {
            executor.execute(() -> manager.undelivered(service, session));
        }
    }

    /** A session of this server ended. */
    void sessionEnded(@Nonnull final JID session) {
        subscriptions.services().forEach(service -> unsubscribe(service, session));
    }
}
