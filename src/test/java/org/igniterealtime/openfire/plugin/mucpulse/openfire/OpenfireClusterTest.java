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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.verify;

import com.google.common.base.Ticker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster.State;
import org.igniterealtime.openfire.plugin.mucpulse.port.ClusterListener;
import org.jivesoftware.openfire.RoutingTable;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.cluster.ClusterManager;
import org.jivesoftware.openfire.cluster.ClusterNodeInfo;
import org.jivesoftware.openfire.cluster.NodeID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.InOrder;
import org.mockito.Mock;
import org.mockito.MockedStatic;
import org.mockito.junit.jupiter.MockitoExtension;
import org.xmpp.packet.JID;

/** A server that joins and leaves a cluster, or never does. */
@ExtendWith(MockitoExtension.class)
class OpenfireClusterTest {

    private static final JID ALICE = new JID("alice@example.org/phone");

    @Mock
    private XMPPServer server;
    @Mock
    private RoutingTable routes;
    @Mock
    private ClusterListener listener;

    private MockedStatic<ClusterManager> manager;
    private OpenfireCluster cluster;

    @BeforeEach
    void createCluster() {
        manager = mockStatic(ClusterManager.class);
        final ErrorHandler errors = new ErrorHandler(Ticker.systemTicker());
        final Hooks hooks = new Hooks(errors);
        hooks.cluster().add(listener);
        final NodeID self = node("self");
        lenient().when(server.getNodeID()).thenReturn(self);
        lenient().when(server.getRoutingTable()).thenReturn(routes);
        cluster = new OpenfireCluster(server, hooks.cluster(), errors);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static byte[] id(final String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private static NodeID node(final String name) {
        return NodeID.getInstance(id(name));
    }

    private void inClusterWith(final String... others) {
        final List<ClusterNodeInfo> nodes = Stream.concat(Stream.of("self"), Stream.of(others)).map(name -> {
            final ClusterNodeInfo info = mock(ClusterNodeInfo.class);
            lenient().when(info.getNodeID()).thenReturn(node(name));
            return info;
        }).toList();
        manager.when(ClusterManager::getNodesInfo).thenReturn(nodes);
    }

    @Test
    void k7_membersAreCalledByTheirMachinesWhereThatTellsThemApart() {
        final List<ClusterNodeInfo> nodes = Stream.of("self", "one", "two", "three").map(name -> {
            final ClusterNodeInfo info = mock(ClusterNodeInfo.class);
            lenient().when(info.getNodeID()).thenReturn(node(name));
            return info;
        }).toList();
        manager.when(ClusterManager::getNodesInfo).thenReturn(nodes);
        lenient().when(nodes.get(0).getHostName()).thenReturn("same (10.0.0.1)");
        lenient().when(nodes.get(1).getHostName()).thenReturn("same (10.0.0.1)");
        lenient().when(nodes.get(2).getHostName()).thenReturn("juliet (10.0.0.2)");
        lenient().when(nodes.get(3).getHostName()).thenReturn("null (10.0.0.3)");

        assertThat(Stream.of("self", "one", "two", "three", "stranger").map(cluster::name))
            .containsExactly("self", "one", "juliet (10.0.0.2)", "three", "stranger");
    }

    private void enabled() {
        manager.when(ClusterManager::isClusteringEnabled).thenReturn(true);
    }

    @Test
    void k4_serverByItselfIsAClusterOfOne() {
        cluster.start();

        assertThat(cluster.state()).isEqualTo(State.SINGLE);
        assertThat(cluster.members()).containsExactly("self");
        assertThat(cluster.isSenior()).isTrue();
        assertThat(cluster.isHere(ALICE)).isTrue();
        assertThat(cluster.isLeavingOthers()).isFalse();
    }

    /** The server says that it is the senior one until it has joined. */
    @Test
    void k4_serverIsNotSeniorBeforeItHasJoined() {
        enabled();
        manager.when(ClusterManager::isSeniorClusterMember).thenReturn(true);
        cluster.start();

        assertThat(cluster.state()).isEqualTo(State.JOINING);
        assertThat(cluster.isSenior()).isFalse();

        inClusterWith("other");
        cluster.joinedCluster();

        assertThat(cluster.state()).isEqualTo(State.JOINED);
        assertThat(cluster.isSenior()).isTrue();
        assertThat(cluster.members()).containsExactlyInAnyOrder("self", "other");
        verify(listener).joined();
    }

    @Test
    void pluginThatIsLoadedLaterFindsTheClusterJoined() {
        enabled();
        manager.when(ClusterManager::isClusteringStarted).thenReturn(true);
        inClusterWith("other");

        cluster.start();

        assertThat(cluster.state()).isEqualTo(State.JOINED);
        assertThat(cluster.members()).containsExactlyInAnyOrder("self", "other");
    }

    @Test
    void membersComeAndGo() {
        enabled();
        inClusterWith();
        cluster.joinedCluster();

        cluster.joinedCluster(id("second"));
        cluster.joinedCluster(id("third"));
        cluster.leftCluster(id("second"));
        cluster.markedAsSeniorClusterMember();

        assertThat(cluster.members()).containsExactlyInAnyOrder("self", "third");
        final InOrder order = inOrder(listener);
        order.verify(listener).joined();
        order.verify(listener).memberJoined("second");
        order.verify(listener).memberJoined("third");
        order.verify(listener).memberLeft("second");
        order.verify(listener).becameSenior();
    }

    @Test
    void sessionIsHereWhereItsConnectionIs() {
        enabled();
        inClusterWith("other");
        cluster.joinedCluster();
        final JID bob = new JID("bob@example.org/phone");
        lenient().when(routes.isLocalRoute(ALICE)).thenReturn(true);

        assertThat(cluster.isHere(ALICE)).isTrue();
        assertThat(cluster.isHere(bob)).isFalse();

        cluster.leftCluster();
        assertThat(cluster.isHere(bob)).isTrue();
        assertThat(cluster.members()).containsExactly("self");
    }

    /** The server leaves the cluster before it stops its plugins. */
    @Test
    void k4_serverThatShutsDownKnowsThatOthersGoOn() {
        enabled();
        inClusterWith("other");
        cluster.joinedCluster();
        assertThat(cluster.isLeavingOthers()).isFalse();

        lenient().when(server.isShuttingDown()).thenReturn(true);
        cluster.leftCluster();

        assertThat(cluster.isLeavingOthers()).isTrue();
        verify(listener).left();
    }

    @Test
    void k4_lastServerLeavesNobody() {
        enabled();
        inClusterWith("other");
        cluster.joinedCluster();
        cluster.leftCluster(id("other"));

        lenient().when(server.isShuttingDown()).thenReturn(true);
        cluster.leftCluster();

        assertThat(cluster.isLeavingOthers()).isFalse();
    }

    @Test
    void s1_listenerThatFailsDoesNotEndTheThreadOfTheServer() {
        doThrow(new StackOverflowError("as the test wants it")).when(listener).memberLeft(any());

        cluster.leftCluster(id("other"));
        cluster.joinedCluster(id("third"));

        verify(listener).memberJoined("third");
    }

    /** The side of a split that gives way lists the other side later than it joins, and hears of no server of it. */
    @Test
    void k4_serverThatShutsDownAfterASplitHasHealedKnowsThatOthersGoOn() {
        enabled();
        inClusterWith();
        cluster.joinedCluster();
        inClusterWith("other");
        assertThat(cluster.members()).containsExactlyInAnyOrder("self", "other");

        lenient().when(server.isShuttingDown()).thenReturn(true);
        inClusterWith();
        cluster.leftCluster();

        assertThat(cluster.isLeavingOthers()).isTrue();
    }

    @Test
    void k4_serverThatShutsDownKnowsOfOthersThatAreListedOnlyNow() {
        enabled();
        inClusterWith();
        cluster.joinedCluster();
        inClusterWith("other");
        lenient().when(server.isShuttingDown()).thenReturn(true);

        cluster.leftCluster();

        assertThat(cluster.isLeavingOthers()).isTrue();
    }

    /** The server goes on listing a member for a moment after it has said that it has left. */
    @Test
    void k5_memberThatHasLeftIsNoneThoughItIsStillListed() {
        enabled();
        inClusterWith("other");
        cluster.joinedCluster();

        cluster.leftCluster(id("other"));
        assertThat(cluster.members()).containsExactly("self");
        inClusterWith();
        assertThat(cluster.members()).containsExactly("self");

        lenient().when(server.isShuttingDown()).thenReturn(true);
        cluster.leftCluster();
        assertThat(cluster.isLeavingOthers()).isFalse();
    }

    @Test
    void k5_memberThatIsBackIsOneThoughItIsStillListedFromBefore() {
        enabled();
        inClusterWith("other");
        cluster.joinedCluster();
        cluster.leftCluster(id("other"));

        cluster.joinedCluster(id("other"));

        assertThat(cluster.members()).containsExactlyInAnyOrder("self", "other");
    }

    /** Who is not the senior member of the side that gives way hears nothing at all when the split has healed. */
    @Test
    void k5_memberThatIsListedAgainIsOneThoughNobodySaysSo() {
        enabled();
        inClusterWith("other");
        cluster.joinedCluster();
        cluster.leftCluster(id("other"));
        inClusterWith();
        assertThat(cluster.members()).containsExactly("self");

        inClusterWith("other");

        assertThat(cluster.members()).containsExactlyInAnyOrder("self", "other");
    }

    @Test
    void k5_serverThatLeavesAndJoinsGoesByWhatIsListed() {
        enabled();
        inClusterWith("other");
        cluster.joinedCluster();
        cluster.leftCluster(id("other"));
        cluster.leftCluster();

        cluster.joinedCluster();

        assertThat(cluster.members()).containsExactlyInAnyOrder("self", "other");
    }
}
