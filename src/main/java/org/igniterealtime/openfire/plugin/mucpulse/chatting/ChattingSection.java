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

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserSection;
import org.xmpp.packet.JID;

/** What a user chose to have published, and what is, on the console's page of the user. */
public final class ChattingSection implements UserSection {

    private final UserChatting chatting;

    /**
     * Creates the section.
     *
     * @param chatting the feature
     */
    public ChattingSection(@Nonnull final UserChatting chatting) {
        this.chatting = chatting;
    }

    @Override
    @Nonnull
    public String id() {
        return "chatting";
    }

    @Override
    @Nonnull
    public Text title() {
        return Text.of("user.chatting");
    }

    @Override
    @Nonnull
    public CompletionStage<Content> content(@Nonnull final JID user) {
        final boolean stated = chatting.stated(user).isPresent();
        final ChattingPreferences choice = chatting.choice(user);
        return CompletableFuture.completedFuture(new Content(
            List.of(Text.of(stated ? "user.chatting.stated" : "user.chatting.silent")), List.of(), List.of(
                new Fact(Text.of("user.chatting.publish"), List.of(flag(choice.publish()))),
                new Fact(Text.of("user.chatting.private"), List.of(flag(choice.privateRooms()))),
                new Fact(Text.of("user.chatting.excluded"), rooms(choice.excludedRooms())),
                new Fact(Text.of("user.chatting.published"), rooms(chatting.publishedRooms(user)))), stated));
    }

    private static Text flag(final boolean value) {
        return Text.of(value ? "value.true" : "value.false");
    }

    private static List<Text> rooms(final Collection<JID> rooms) {
        return rooms.isEmpty() ? List.of(Text.of("value.none"))
            : rooms.stream().map(JID::toString).sorted().map(Text::verbatim).toList();
    }

    @Override
    @Nonnull
    public String button() {
        return "resetChatting";
    }

    @Override
    @Nonnull
    public Text buttonLabel() {
        return Text.of("user.chatting.reset");
    }

    @Override
    @Nonnull
    public String done() {
        return "user.chatting.forgotten";
    }

    @Override
    public void forget(@Nonnull final JID user) {
        chatting.reset(user);
    }
}
