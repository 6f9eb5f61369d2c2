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

import java.util.Optional;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.CanonicalAddress;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/**
 * Decides who may subscribe. There are limits on the subscriptions to a service, those of one bare JID, those of one
 * other domain (another server or a component), those of all its sister domains, and those of all other domains
 * together, so that none can take the places of others. Confined to the feature's executor.
 */
final class SubscriptionPolicy {

    private static final int PERCENT = 100;
    /** As many as how many domains all subdomains of one registered domain may take together. */
    static final int DOMAINS_OF_ONE = 4;

    private final Supplier<RaiSettings> settings;
    private final Users users;

    SubscriptionPolicy(@Nonnull final Supplier<RaiSettings> settings, @Nonnull final Users users) {
        this.settings = settings;
        this.users = users;
    }

    /** Where a session comes from. */
    @Nonnull
    Subscription.Origin originOf(@Nonnull final JID session) {
        if (!users.isLocal(session)) {
            return Subscription.Origin.REMOTE;
        }
        return users.isAnonymous(session) ? Subscription.Origin.ANONYMOUS : Subscription.Origin.LOCAL;
    }

    /** Whether sessions of some origin may subscribe at all. */
    boolean admits(@Nonnull final Subscription.Origin origin) {
        return switch (origin) {
            case LOCAL -> true;
            case ANONYMOUS -> settings.get().anonymousUsers();
            case REMOTE -> settings.get().remoteUsers();
        };
    }

    /**
     * Why a session cannot subscribe.
     *
     * @param subscriptions those of the service
     * @param all those of all services
     * @param session who asks
     * @param origin where the session comes from
     * @return the reason, empty where it can
     */
    @Nonnull
    Optional<PacketError.Condition> refusalOf(@Nonnull final ServiceSubscriptions subscriptions,
                                              @Nonnull final Subscriptions all, @Nonnull final JID session,
                                              @Nonnull final Subscription.Origin origin) {
        if (!admits(origin)) {
            return Optional.of(PacketError.Condition.forbidden);
        }
        final RaiSettings now = settings.get();
        final Subscriber subscriber = all.subscriber(CanonicalAddress.of(session).asBareJID());
        final int own = subscriber == null ? 0 : subscriber.count(subscriptions);
        final boolean full = subscriptions.size() >= now.subscriptionsPerService()
            || own >= now.subscriptionsPerUser()
            || origin == Subscription.Origin.REMOTE && isFull(subscriptions.remote(), session.getDomain());
        return full ? Optional.of(PacketError.Condition.resource_constraint) : Optional.empty();
    }

    private boolean isFull(final RemoteSubscriptions remote, final String domain) {
        final RaiSettings now = settings.get();
        // Rounded up, such that a low limit on the service does not shut out all other servers.
        final long inAll = ((long) now.subscriptionsPerService() * now.remoteShare() + PERCENT - 1) / PERCENT;
        return remote.size(domain) >= now.subscriptionsPerDomain() || remote.size() >= inAll
            || remote.sizeWithSubdomains(domain) >= (long) now.subscriptionsPerDomain() * DOMAINS_OF_ONE;
    }
}
