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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserList;
import org.xmpp.packet.JID;

/** The users who made a choice about what is published, on the console's page of users. */
final class ConsentList implements UserList {

    private final UserChatting chatting;

    /**
     * Creates the list.
     *
     * @param chatting the feature
     */
    ConsentList(@Nonnull final UserChatting chatting) {
        this.chatting = chatting;
    }

    @Override
    @Nonnull
    public String id() {
        return "consents";
    }

    @Override
    @Nonnull
    public Text title() {
        return Text.of("users.consents");
    }

    @Override
    @Nonnull
    public List<String> columns() {
        return List.of("users.consents.publish", "users.consents.private", "users.consents.excluded");
    }

    @Override
    @Nonnull
    public CompletionStage<List<Line>> lines(final int limit) {
        return CompletableFuture.completedFuture(chatting.users().stream().limit(limit)
            .flatMap(user -> chatting.stated(user).stream().map(choice -> line(user, choice))).toList());
    }

    private static Line line(final JID user, final ChattingPreferences choice) {
        return new Line(user, List.of(flag(choice.publish()), flag(choice.privateRooms()),
            Text.of("value.number", choice.excludedRooms().size())));
    }

    private static Text flag(final boolean value) {
        return Text.of(value ? "value.true" : "value.false");
    }
}
