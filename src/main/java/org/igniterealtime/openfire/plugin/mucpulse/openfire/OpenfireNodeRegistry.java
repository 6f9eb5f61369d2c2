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

import java.util.HashMap;
import java.util.Map;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.NodeRegistry;
import org.jivesoftware.util.cache.Cache;
import org.jivesoftware.util.cache.CacheFactory;

/**
 * The servers that have the plugin, in a cache that all members of the cluster have in common. Entries are kept for six
 * hours, which is what the server does with caches that nothing else is said of. The cache is created by the first use,
 * and stays when the plugin is stopped: removing it would remove it on all servers. Safe for use by several threads.
 */
final class OpenfireNodeRegistry implements NodeRegistry {

    private static final String NAME = "MUC Pulse Nodes";

    /** The cache, which is that of this server alone where it is in no cluster. */
    @Nonnull
    static Cache<String, String> cache() {
        return CacheFactory.createCache(NAME);
    }

    @Override
    @Nonnull
    public Map<String, String> nodes() {
        final Map<String, String> nodes = new HashMap<>();
        cache().entrySet().forEach(node -> nodes.put(node.getKey(), node.getValue()));
        return nodes;
    }

    @Override
    public void enter(@Nonnull final String node, @Nonnull final String description) {
        cache().put(node, description);
    }

    @Override
    public void remove(@Nonnull final String node) {
        cache().remove(node);
    }
}
