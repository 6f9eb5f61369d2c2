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
import javax.annotation.Nonnull;

/**
 * The one server of the cluster on which runs what cannot be divided: the senior member, if it has the plugin, else the
 * peer with the smallest id. A server by itself is its own home. While a server is meant to join a cluster and has not,
 * nobody is home, for a minute at most. Events come to {@link HomeListener}s. Safe for use by several threads; nothing
 * blocks.
 */
public interface Home {

    /** The home of a server by itself. */
    Home HERE = () -> Optional.of("this");

    /**
     * The server that is home.
     *
     * @return its id, that of this server or of one of {@link Relay#peers()} ; empty where nobody
     *     is home
     */
    @Nonnull
    Optional<String> server();

    /**
     * Whether this server is home. Costs one volatile read.
     *
     * @return {@code false} also where nobody is
     */
    default boolean isHere() {
        return server().isPresent();
    }
}
