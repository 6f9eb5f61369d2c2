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

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.feature.UserSection;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeCluster;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.RelayNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What servers "a" and "b" publish of a user, on the console of "a". */
class ClusterPublicationsTest {

    private static final JID ROMEO = new JID("romeo@example.org");
    private static final JID ORCHARD = new JID("orchard@conference.example.org");
    private static final JID BALCONY = new JID("balcony@conference.example.org");

    private final RelayNetwork network = new RelayNetwork();
    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final UserChatting here = mock(UserChatting.class);
    private final UserChatting there = mock(UserChatting.class);
    private UserSection section;

    @BeforeEach
    void twoServers() {
        section = new ChattingSection(here, start("a", here), new FakeCluster());
        start("b", there);
        when(here.stated(ROMEO)).thenReturn(Optional.empty());
        when(here.choice(ROMEO)).thenReturn(new ChattingPreferences(true, Set.of(), false));
        when(here.publishedRooms(ROMEO)).thenReturn(Set.of(ORCHARD));
        when(there.publishedRooms(ROMEO)).thenReturn(Set.of(ORCHARD, BALCONY));
    }

    private ClusterPublications start(final String id, final UserChatting chatting) {
        final Hooks hooks = new Hooks(new ErrorHandler(executor.ticker()));
        final ClusterPublications publications = new ClusterPublications(chatting, network.join(id, hooks), executor,
            executor.ticker());
        hooks.relay().add(publications.relayListener());
        return publications;
    }

    private UserSection.Content content() {
        final CompletionStage<UserSection.Content> content = section.content(ROMEO);
        executor.runUntilIdle();
        network.deliver();
        executor.runUntilIdle();
        network.deliver();
        executor.advance(Duration.ofSeconds(1));
        return content.toCompletableFuture().join();
    }

    private List<Text> published() {
        return content().facts().stream().filter(fact -> fact.label().key().equals("user.chatting.published"))
            .findFirst().orElseThrow().values();
    }

    @Test
    void k7_roomsThatAnyServerPublishesAreShownOnce() {
        assertThat(published()).containsExactly(Text.verbatim(BALCONY.toString()), Text.verbatim(ORCHARD.toString()));
        assertThat(content().intro()).containsExactly(Text.of("user.chatting.silent"));
    }

    @Test
    void k7_serverThatDoesNotAnswerIsNamed() {
        network.mute("b");

        assertThat(published()).containsExactly(Text.verbatim(ORCHARD.toString()));
        assertThat(content().intro()).containsExactly(Text.of("user.chatting.silent"), Text.of("cluster.silent", "b"));
    }

    @Test
    void k7_whatAServerNamesIsBounded() {
        when(here.publishedRooms(ROMEO)).thenReturn(Set.of());
        when(there.publishedRooms(ROMEO)).thenReturn(IntStream.range(0, ClusterPublications.MOST + 1)
            .mapToObj(i -> new JID("r" + i + "@conference.example.org")).collect(Collectors.toSet()));

        assertThat(published()).hasSize(ClusterPublications.MOST);
    }
}
