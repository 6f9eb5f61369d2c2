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

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

/** The console of server "a" and what "b" knows of a user. */
class ClusterSubscriptionsTest {

    private static final JID ROMEO = new JID("romeo@example.org");
    private static final String SERVICE = "conference.example.org";

    private final RelayNetwork network = new RelayNetwork();
    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final RoomActivityIndicators here = mock(RoomActivityIndicators.class);
    private final RoomActivityIndicators there = mock(RoomActivityIndicators.class);
    private UserSection section;

    @BeforeEach
    void twoServers() {
        section = new SubscriptionSection(start("a", here), new FakeCluster());
        start("b", there);
        subscribed(here, "phone");
        subscribed(there, "laptop");
    }

    private ClusterSubscriptions start(final String id, final RoomActivityIndicators rai) {
        final Hooks hooks = new Hooks(new ErrorHandler(executor.ticker()));
        final ClusterSubscriptions subscriptions = new ClusterSubscriptions(rai, network.join(id, hooks), executor,
            executor.ticker());
        hooks.relay().add(subscriptions.relayListener());
        return subscriptions;
    }

    private static void subscribed(final RoomActivityIndicators rai, final String... resources) {
        when(rai.subscriptionsOf(ROMEO)).thenReturn(CompletableFuture.completedFuture(
            List.of(resources).stream().map(ClusterSubscriptionsTest::session).toList()));
    }

    private static SubscribedSession session(final String resource) {
        return new SubscribedSession(SERVICE, new JID(ROMEO + "/" + resource));
    }

    private void settle() {
        executor.runUntilIdle();
        network.deliver();
        executor.runUntilIdle();
        network.deliver();
    }

    private UserSection.Content content() {
        final CompletionStage<UserSection.Content> content = section.content(ROMEO);
        settle();
        executor.advance(Duration.ofSeconds(1));
        return content.toCompletableFuture().join();
    }

    @Test
    void k7_sessionsOfAllServersAreShownWithTheirServers() {
        assertThat(content()).isEqualTo(new UserSection.Content(List.of(), List.of(
            Text.verbatim(ROMEO + "/phone", SERVICE, Text.of("health.cluster.here")),
            Text.verbatim(ROMEO + "/laptop", SERVICE, Text.verbatim("b"))), List.of(), true));
    }

    @Test
    void k7_serverByItselfIsNotNamed() {
        network.die("b");

        assertThat(content().items()).containsExactly(Text.verbatim(ROMEO + "/phone", SERVICE));
    }

    @Test
    void k7_serverThatDoesNotAnswerIsNamed() {
        subscribed(here);
        network.mute("b");

        assertThat(content()).isEqualTo(new UserSection.Content(
            List.of(Text.of("user.subscriptions.none"), Text.of("cluster.silent", "b")), List.of(), List.of(), true));
    }

    @Test
    void k7_manySessionsOfAnotherServerAreCounted() {
        final int more = 3;
        subscribed(there, IntStream.range(0, ClusterSubscriptions.MOST + more).mapToObj(i -> "r" + i).toArray(String[]::new));

        final List<Text> items = content().items();
        assertThat(items).hasSize(1 + ClusterSubscriptions.MOST + 1)
            .endsWith(Text.of("user.subscriptions.more", more, Text.verbatim("b")));
    }

    @Test
    void k7_subscriptionsEndOnAllServers() {
        section.forget(ROMEO);
        settle();

        verify(here).endSubscriptions(ROMEO);
        verify(there).endSubscriptions(ROMEO);
    }
}
