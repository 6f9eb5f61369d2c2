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

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserSection;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster;
import org.xmpp.packet.JID;

/** What a user chose to have published, and what is, on the console's page of the user. */
public final class ChattingSection implements UserSection {

    private final UserChatting chatting;
    private final ClusterPublications publications;
    private final Cluster cluster;

    /**
     * Creates the section.
     *
     * @param chatting the feature
     * @param publications knows what the servers of the cluster publish
     * @param cluster knows the servers by their names
     */
    public ChattingSection(@Nonnull final UserChatting chatting, @Nonnull final ClusterPublications publications,
                           @Nonnull final Cluster cluster) {
        this.chatting = chatting;
        this.publications = publications;
        this.cluster = cluster;
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
        return publications.of(user).thenApply(published -> content(user, published));
    }

    private Content content(final JID user, final ClusterPublications.Found published) {
        final boolean stated = chatting.stated(user).isPresent();
        final ChattingPreferences choice = chatting.choice(user);
        final List<Text> intro = new ArrayList<>();
        intro.add(Text.of(stated ? "user.chatting.stated" : "user.chatting.silent"));
        if (!published.silent().isEmpty()) {
            intro.add(Text.of("cluster.silent",
                published.silent().stream().map(cluster::name).collect(Collectors.joining(", "))));
        }
        return new Content(intro, List.of(), List.of(
            new Fact(Text.of("user.chatting.publish"), List.of(flag(choice.publish()))),
            new Fact(Text.of("user.chatting.private"), List.of(flag(choice.privateRooms()))),
            new Fact(Text.of("user.chatting.excluded"),
                rooms(choice.excludedRooms().stream().map(JID::toString).toList())),
            new Fact(Text.of("user.chatting.published"), rooms(published.rooms()))), stated);
    }

    private static Text flag(final boolean value) {
        return Text.of(value ? "value.true" : "value.false");
    }

    private static List<Text> rooms(final Collection<String> rooms) {
        return rooms.isEmpty() ? List.of(Text.of("value.none"))
            : rooms.stream().sorted().map(Text::verbatim).toList();
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
