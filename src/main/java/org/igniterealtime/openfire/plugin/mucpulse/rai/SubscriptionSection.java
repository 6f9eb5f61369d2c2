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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserSection;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster;
import org.xmpp.packet.JID;

/** The subscriptions of a user's sessions on all servers, on the console's page of the user. */
public final class SubscriptionSection implements UserSection {

    private final ClusterSubscriptions subscriptions;
    private final Cluster cluster;

    /**
     * Creates the section.
     *
     * @param subscriptions finds and ends subscriptions
     * @param cluster knows the servers by their names
     */
    public SubscriptionSection(@Nonnull final ClusterSubscriptions subscriptions, @Nonnull final Cluster cluster) {
        this.subscriptions = subscriptions;
        this.cluster = cluster;
    }

    @Override
    @Nonnull
    public String id() {
        return "subscriptions";
    }

    @Override
    @Nonnull
    public Text title() {
        return Text.of("user.subscriptions");
    }

    @Override
    @Nonnull
    public CompletionStage<Content> content(@Nonnull final JID user) {
        return subscriptions.of(user).thenApply(this::content);
    }

    /** Servers are named only where there are several. */
    private Content content(final ClusterSubscriptions.Found found) {
        if (found.elsewhere().isEmpty() && found.silent().isEmpty()) {
            return Content.list(found.here().stream()
                .map(one -> Text.verbatim(one.session().toString(), one.service())).toList(),
                Text.of("user.subscriptions.none"));
        }
        final List<Text> items = new ArrayList<>();
        found.here().forEach(one -> items.add(line(one, Text.of("health.cluster.here"))));
        found.elsewhere().forEach((server, there) -> {
            final Text name = Text.verbatim(cluster.name(server));
            there.sessions().forEach(one -> items.add(line(one, name)));
            if (there.more() > 0) {
                items.add(Text.of("user.subscriptions.more", there.more(), name));
            }
        });
        final List<Text> intro = new ArrayList<>();
        if (items.isEmpty()) {
            intro.add(Text.of("user.subscriptions.none"));
        }
        if (!found.silent().isEmpty()) {
            intro.add(Text.of("cluster.silent",
                found.silent().stream().map(cluster::name).collect(Collectors.joining(", "))));
        }
        return new Content(intro, items, List.of(), !items.isEmpty() || !found.silent().isEmpty());
    }

    private static Text line(final SubscribedSession one, final Text server) {
        return Text.verbatim(one.session().toString(), one.service(), server);
    }

    @Override
    @Nonnull
    public String button() {
        return "endSubscriptions";
    }

    @Override
    @Nonnull
    public Text buttonLabel() {
        return Text.of("user.subscriptions.end");
    }

    @Override
    @Nonnull
    public String done() {
        return "user.subscriptions.ended";
    }

    @Override
    public boolean isStored() {
        return false;
    }

    @Override
    public void forget(@Nonnull final JID user) {
        subscriptions.end(user);
    }
}
