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

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Calls;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserList;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster;

/** The sessions that are subscribed on this server, on the console's page of users. */
final class SubscriberList implements UserList {

    private final Executor executor;
    private final Subscriptions subscriptions;
    private final Cluster cluster;

    /**
     * Creates the list.
     *
     * @param executor the feature's executor
     * @param subscriptions all subscriptions of this server
     * @param cluster says whether there are other servers
     */
    SubscriberList(@Nonnull final Executor executor, @Nonnull final Subscriptions subscriptions,
                   @Nonnull final Cluster cluster) {
        this.executor = executor;
        this.subscriptions = subscriptions;
        this.cluster = cluster;
    }

    @Override
    @Nonnull
    public String id() {
        return "subscribers";
    }

    @Override
    @Nonnull
    public Text title() {
        return Text.of("users.subscribers");
    }

    @Override
    @Nonnull
    public List<String> columns() {
        return List.of("users.subscribers.session", "users.subscribers.service", "users.subscribers.since",
            "users.subscribers.rooms");
    }

    @Override
    @Nonnull
    public Optional<Text> place() {
        return cluster.members().size() < 2 ? Optional.empty() : Optional.of(Text.of("users.subscribers.here"));
    }

    @Override
    @Nonnull
    public CompletionStage<List<Line>> lines(final int limit) {
        return Calls.call(executor, () -> subscriptions.some(limit, SubscriberList::line));
    }

    private static Line line(final Subscription one) {
        final String resource = one.session().getResource();
        return new Line(one.session().asBareJID(), List.of(Text.verbatim(resource == null ? "" : resource),
            Text.verbatim(one.service().service()), Text.verbatim(one.made()),
            Text.of("value.number", one.notifiedRooms().size())));
    }
}
