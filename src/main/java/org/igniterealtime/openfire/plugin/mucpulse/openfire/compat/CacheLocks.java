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
package org.igniterealtime.openfire.plugin.mucpulse.openfire.compat;

import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.locks.Lock;
import javax.annotation.Nonnull;
import org.jivesoftware.util.cache.Cache;
import org.jivesoftware.util.cache.CacheFactory;

/**
 * Locks that the servers of a cluster have in common. They belong to a key of a cache, which need not be in it. Newer
 * servers ask the cache for them, older ones the factory of caches. Immutable.
 */
public final class CacheLocks {

    private final MethodHandle lock;
    private final boolean ofCache;

    /**
     * Finds the method of this server.
     *
     * @throws IllegalStateException where this server has none
     */
    public CacheLocks() {
        final MethodHandle found = ServerMethods.find(Cache.class, "getLock", Serializable.class);
        ofCache = found != null;
        lock = found != null ? found
            : ServerMethods.lookUp(CacheFactory.class, new Class<?>[] {Object.class, Cache.class}, "getLock");
    }

    /**
     * The lock of a key.
     *
     * @param cache a cache that the servers of a cluster have in common
     * @param key what the lock is for
     */
    @Nonnull
    public Lock of(@Nonnull final Cache<String, ?> cache, @Nonnull final String key) {
        return ServerMethods.call(() ->
            (Lock) (ofCache ? lock.invoke(cache, (Serializable) key) : lock.invoke((Object) key, cache)));
    }
}
