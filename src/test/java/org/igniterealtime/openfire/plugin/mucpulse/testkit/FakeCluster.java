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
package org.igniterealtime.openfire.plugin.mucpulse.testkit;

import java.util.HashSet;
import java.util.Set;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster;
import org.xmpp.packet.JID;

/** A cluster as the test says it is: at first, the server is by itself. */
public final class FakeCluster implements Cluster {

    /** The id of this server. */
    public static final String SELF = "self";

    /** The other members. */
    public final Set<String> others = new HashSet<>();
    /** The sessions that are connected to other members. */
    public final Set<JID> elsewhere = new HashSet<>();
    /** Whether the server does what only one member is to do. */
    public boolean senior = true;
    private State state = State.SINGLE;
    private boolean shuttingDown;
    @Nullable
    private Error failure;

    /** Has the question for the state fail from now on, or not. */
    public void fail(@Nullable final Error thrown) {
        failure = thrown;
    }

    /** The server is meant to join a cluster, and has not. */
    public void joining() {
        state = State.JOINING;
    }

    /** The server is in a cluster with others. */
    public void join(final String... members) {
        state = State.JOINED;
        others.addAll(Set.of(members));
    }

    /** The server is shutting down, and has left the cluster. */
    public void shutDown() {
        state = State.JOINING;
        shuttingDown = true;
    }

    @Override
    @Nonnull
    public State state() {
        if (failure != null) {
            throw failure;
        }
        return state;
    }

    @Override
    @Nonnull
    public String self() {
        return SELF;
    }

    @Override
    @Nonnull
    public Set<String> members() {
        final Set<String> members = new HashSet<>(Set.of(SELF));
        if (state == State.JOINED) {
            members.addAll(others);
        }
        return members;
    }

    @Override
    public boolean isSenior() {
        return senior && state != State.JOINING;
    }

    @Override
    public boolean isHere(@Nonnull final JID session) {
        return state != State.JOINED || !elsewhere.contains(session);
    }

    @Override
    public boolean isLeavingOthers() {
        return shuttingDown && !others.isEmpty();
    }
}
