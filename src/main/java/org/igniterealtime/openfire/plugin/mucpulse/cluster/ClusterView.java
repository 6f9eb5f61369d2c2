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
package org.igniterealtime.openfire.plugin.mucpulse.cluster;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster;

/**
 * How the relay sees the cluster at one moment. Immutable.
 *
 * @param state how far this server has come in joining others
 * @param self the id of this server
 * @param members the ids of all members, this server's own among them
 * @param nodes what each listed server says of itself, by its id
 * @param peers the members with which messages are exchanged; never this server
 * @param home the server that is home, empty where nobody is
 */
public record ClusterView(@Nonnull Cluster.State state, @Nonnull String self, @Nonnull Set<String> members,
                          @Nonnull Map<String, String> nodes, @Nonnull Set<String> peers,
                          @Nonnull Optional<String> home) {

    private static final char SEPARATOR = ';';

    /** Takes copies. */
    public ClusterView {
        members = Set.copyOf(members);
        nodes = Map.copyOf(nodes);
        peers = Set.copyOf(peers);
    }

    /** What a server says of itself. */
    @Nonnull
    static String describe(@Nonnull final String pluginVersion) {
        return FrameFormat.VERSION + String.valueOf(SEPARATOR) + pluginVersion;
    }

    /** Whether frames of this server are understood there, and its frames here. */
    static boolean isUnderstood(@Nonnull final String description) {
        return description.startsWith(FrameFormat.VERSION + String.valueOf(SEPARATOR));
    }

    /** Whether this server is home. */
    public boolean isHere() {
        return home.isPresent() && home.get().equals(self);
    }

    /**
     * Whether a member has the plugin.
     *
     * @param member the id of the member
     * @return whether it is listed, in whatever version
     */
    public boolean hasPlugin(@Nonnull final String member) {
        return nodes.containsKey(member);
    }

    /**
     * The version of the plugin of a member.
     *
     * @param member the id of the member
     * @return the version; empty text where the member does not have the plugin
     */
    @Nonnull
    public String pluginVersion(@Nonnull final String member) {
        final String description = nodes.getOrDefault(member, "");
        return description.substring(description.indexOf(SEPARATOR) + 1);
    }
}
