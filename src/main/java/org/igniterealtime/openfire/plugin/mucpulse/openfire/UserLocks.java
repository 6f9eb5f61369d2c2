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

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.CacheLocks;
import org.jivesoftware.openfire.cluster.ClusterManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Has the servers of a cluster do things for the same user one after the other. A server by itself, on which one thread
 * does them, waits for nobody. Safe for use by several threads.
 */
final class UserLocks {

    private static final Logger Log = LoggerFactory.getLogger(UserLocks.class);

    /** How long one server waits for another one. What it does then can fail, but not for ever. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final CacheLocks locks = new CacheLocks();

    /**
     * Does something while no other server does anything for the user, or when that has taken too long. To be called by
     * threads that may wait some seconds.
     *
     * @param user the bare JID of the user
     * @param work what is to be done
     * @return the result of the work
     */
    @Nonnull
    <T> T alone(@Nonnull final JID user, @Nonnull final Supplier<T> work) {
        if (!ClusterManager.isClusteringStarted()) {
            return work.get();
        }
        final Lock lock = locks.of(OpenfireNodeRegistry.cache(), user.toString());
        final boolean locked = tryLock(lock);
        try {
            return work.get();
        } finally {
            if (locked) {
                unlock(lock);
            }
        }
    }

    private static boolean tryLock(final Lock lock) {
        try {
            return lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (final RuntimeException | Error e) {
            Log.debug("The servers of the cluster cannot be kept apart now.", e);
            return false;
        }
    }

    private static void unlock(final Lock lock) {
        try {
            lock.unlock();
        } catch (final RuntimeException | Error e) {
            // The cluster frees what it has lost with one of its members.
            Log.debug("A lock of the cluster was gone before its end.", e);
        }
    }
}
