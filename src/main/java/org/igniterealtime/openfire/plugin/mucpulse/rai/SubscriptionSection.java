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

import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserSection;
import org.xmpp.packet.JID;

/** The subscriptions of a user's sessions, on the console's page of the user. */
public final class SubscriptionSection implements UserSection {

    private final RoomActivityIndicators rai;

    /**
     * Creates the section.
     *
     * @param rai the feature
     */
    public SubscriptionSection(@Nonnull final RoomActivityIndicators rai) {
        this.rai = rai;
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
        return rai.subscriptionsOf(user).thenApply(sessions -> Content.list(sessions.stream()
            .map(session -> Text.verbatim(session.session().toString(), session.service())).toList(),
            Text.of("user.subscriptions.none")));
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
        rai.endSubscriptions(user);
    }
}
