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

import com.google.common.base.Strings;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HookList;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.port.ClusterListener;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.cluster.ClusterEventListener;
import org.jivesoftware.openfire.cluster.ClusterManager;
import org.jivesoftware.util.cache.CacheFactory;
import org.xmpp.packet.JID;

/**
 * Openfire's cluster. Safe for use by several threads.
 */
final class OpenfireCluster implements Cluster, ClusterEventListener {

    private final XMPPServer server;
    private final HookList<ClusterListener> listeners;
    private final ErrorHandler errors;
    /** The other members; those of the end, where the server has left the cluster because it is shutting down. */
    @GuardedBy("members")
    private final Set<String> others = new HashSet<>();
    /** Those that have left, and that the server lists for a moment all the same. */
    @GuardedBy("members")
    private final Set<String> gone = new HashSet<>();
    /** Guards what is known of members. */
    private final Object members = new Object();
    /** Whether the server's caches are those of the cluster, which is a little later than the server says so. */
    private volatile boolean joined;

    /**
     * Creates the view of the cluster; events are not heard before {@link #start()}.
     *
     * @param server the server
     * @param listeners who hears of the cluster
     * @param errors handles what they throw
     */
    OpenfireCluster(@Nonnull final XMPPServer server, @Nonnull final HookList<ClusterListener> listeners,
                    @Nonnull final ErrorHandler errors) {
        this.server = server;
        this.listeners = listeners;
        this.errors = errors;
    }

    /** Begins to listen. The plugin may be loaded into a server that joined its cluster long ago. */
    void start() {
        ClusterManager.addListener(this);
        if (ClusterManager.isClusteringStarted()) {
            joined = true;
            rememberOthers();
        }
    }

    /** Ends to listen. */
    void stop() {
        ClusterManager.removeListener(this);
    }

    /**
     * Adds those that the server lists. After a split, the side that gives way hears nothing of the members of the
     * other side, which are listed half a minute after it has joined.
     */
    private void rememberOthers() {
        final String self = self();
        synchronized (members) {
            final Set<String> listed = membersNow();
            gone.retainAll(listed);
            listed.stream().filter(member -> !member.equals(self) && !gone.contains(member)).forEach(others::add);
        }
    }

    private static Set<String> membersNow() {
        return ClusterManager.getNodesInfo().stream().map(node -> node.getNodeID().toString())
            .collect(Collectors.toSet());
    }

    @Override
    @Nonnull
    public State state() {
        if (joined) {
            return State.JOINED;
        }
        return ClusterManager.isClusteringEnabled() ? State.JOINING : State.SINGLE;
    }

    @Override
    @Nonnull
    public String self() {
        return server.getNodeID().toString();
    }

    @Override
    @Nonnull
    public Set<String> members() {
        final Set<String> all = new HashSet<>();
        synchronized (members) {
            if (joined) {
                rememberOthers();
                all.addAll(others);
            }
        }
        all.add(self());
        return Set.copyOf(all);
    }

    @Override
    @Nonnull
    public String name(@Nonnull final String member) {
        final Map<String, String> names = ClusterManager.getNodesInfo().stream().collect(Collectors.toMap(
            node -> node.getNodeID().toString(), node -> Strings.nullToEmpty(node.getHostName()), (one, other) -> one));
        final String name = names.getOrDefault(member, "");
        // Hazelcast adds the address in parentheses, to "null" where the machine does not know its name.
        return name.isBlank() || name.startsWith("null ") || Collections.frequency(names.values(), name) > 1 ? member
            : name;
    }

    @Override
    public boolean isSenior() {
        final State state = state();
        return state == State.SINGLE || state == State.JOINED && ClusterManager.isSeniorClusterMember();
    }

    @Override
    @Nonnull
    public Optional<String> senior() {
        return switch (state()) {
            case SINGLE -> Optional.of(self());
            case JOINING -> Optional.empty();
            case JOINED -> Optional.ofNullable(CacheFactory.getSeniorClusterMemberID()).map(OpenfireCluster::id);
        };
    }

    @Override
    public boolean isHere(@Nonnull final JID session) {
        return !joined || server.getRoutingTable().isLocalRoute(session);
    }

    @Override
    public boolean isLeavingOthers() {
        if (!server.isShuttingDown()) {
            return false;
        }
        synchronized (members) {
            if (joined) {
                rememberOthers();
            }
            return !others.isEmpty();
        }
    }

    @Override
    public void joinedCluster() {
        synchronized (members) {
            gone.clear();
        }
        errors.run("the listener for the cluster", this::rememberOthers);
        joined = true;
        notify(ClusterListener::joined);
    }

    @Override
    public void joinedCluster(final byte[] node) {
        final String member = id(node);
        synchronized (members) {
            gone.remove(member);
            others.add(member);
        }
        notify(listener -> listener.memberJoined(member));
    }

    @Override
    public void leftCluster() {
        final boolean isLast = server.isShuttingDown();
        if (isLast && joined) {
            errors.run("the listener for the cluster", this::rememberOthers);
        }
        synchronized (members) {
            joined = false;
            if (!isLast) {
                others.clear();
                gone.clear();
            }
        }
        notify(ClusterListener::left);
    }

    @Override
    public void leftCluster(final byte[] node) {
        final String member = id(node);
        synchronized (members) {
            others.remove(member);
            gone.add(member);
        }
        notify(listener -> listener.memberLeft(member));
    }

    @Override
    public void markedAsSeniorClusterMember() {
        notify(ClusterListener::becameSenior);
    }

    /** No error may end the server's thread, which nothing starts again. */
    private void notify(final Consumer<ClusterListener> event) {
        errors.run("the listener for the cluster", () -> listeners.forEach(event));
    }

    private static String id(final byte[] node) {
        return new String(node, StandardCharsets.UTF_8);
    }
}
