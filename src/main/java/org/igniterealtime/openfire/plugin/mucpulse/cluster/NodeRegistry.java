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
import javax.annotation.Nonnull;

/**
 * The list of the servers of the cluster that have the plugin, which all members have in common. Its methods may block,
 * and may throw where the cluster does not answer. Safe for use by several threads.
 */
public interface NodeRegistry {

    /**
     * Reads the list.
     *
     * @return what each listed server says of itself, by its id: the version of the frames that it understands, a
     *     semicolon, and the version of its plugin
     */
    @Nonnull
    Map<String, String> nodes();

    /**
     * Enters a server, or renews its entry.
     *
     * @param node the server's id
     * @param description what it says of itself
     */
    void enter(@Nonnull String node, @Nonnull String description);

    /**
     * Removes a server.
     *
     * @param node the server's id
     */
    void remove(@Nonnull String node);
}
