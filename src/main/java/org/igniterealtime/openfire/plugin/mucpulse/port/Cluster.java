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
package org.igniterealtime.openfire.plugin.mucpulse.port;

import java.util.Optional;
import java.util.Set;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * The servers that form one with this server. A server that is not clustered is a cluster of itself alone. Events come
 * to {@link ClusterListener}s. Implementations are safe for use by several threads, and never block.
 */
public interface Cluster {

    /** How far a server has come in joining others. */
    enum State {
        /** The server is by itself. */
        SINGLE,
        /** The server is meant to join a cluster, and has not: plugins are started some seconds before that. */
        JOINING,
        /** The server is a member of a cluster, perhaps the only one. */
        JOINED
    }

    /**
     * How far this server has come.
     *
     * @return the state
     */
    @Nonnull
    State state();

    /**
     * The id of this server, which lasts beyond restarts.
     *
     * @return the id
     */
    @Nonnull
    String self();

    /**
     * The ids of all members, as this server sees them now.
     *
     * @return the ids, this server's own among them
     */
    @Nonnull
    Set<String> members();

    /**
     * What a person calls a member.
     *
     * @param member the id of the member
     * @return the name of its machine, where no other member has the same, otherwise the id
     */
    @Nonnull
    default String name(@Nonnull final String member) {
        return member;
    }

    /**
     * Whether this server does what only one member is to do.
     *
     * @return {@code true} for a server by itself, {@code false} while it is joining
     */
    boolean isSenior();

    /**
     * The member that does what only one is to do.
     *
     * @return its id, which can be that of a server that this one has not heard of yet; empty where it is not known
     */
    @Nonnull
    default Optional<String> senior() {
        return isSenior() ? Optional.of(self()) : Optional.empty();
    }

    /**
     * Whether a session of this domain is connected to this server, and not to another member.
     *
     * @param session a full JID
     * @return {@code true} for every session where the server is by itself
     */
    boolean isHere(@Nonnull JID session);

    /**
     * Whether this server is shutting down, and other members go on without it. True until the end, although the server
     * leaves the cluster before it stops its plugins.
     *
     * @return whether others are left
     */
    boolean isLeavingOthers();
}
