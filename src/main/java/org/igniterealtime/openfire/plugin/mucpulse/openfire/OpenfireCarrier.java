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

import com.google.common.base.Suppliers;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.Carrier;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.DetachedTasks;
import org.jivesoftware.util.cache.CacheFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes frames to other servers as tasks of Openfire's cluster. A call can wait for half a minute, after which the
 * Hazelcast plugin logs an error. Safe for use by several threads.
 */
final class OpenfireCarrier implements Carrier {

    private static final Logger Log = LoggerFactory.getLogger(OpenfireCarrier.class);
    private static final byte[] NOTHING = {};

    private final Supplier<Set<String>> members;
    /** Created when the first one is sent, as no server by itself needs them. */
    private final Supplier<DetachedTasks> tasks;

    /**
     * Creates a carrier.
     *
     * @param members gives the ids of the members of this moment: the server logs a warning about tasks for others
     */
    OpenfireCarrier(@Nonnull final Supplier<Set<String>> members) {
        this(members, () -> new DetachedTasks(RelayTask.class));
    }

    /** Creates a carrier of other tasks. */
    OpenfireCarrier(@Nonnull final Supplier<Set<String>> members, @Nonnull final Supplier<DetachedTasks> tasks) {
        this.members = members;
        this.tasks = Suppliers.memoize(tasks::get);
    }

    @Override
    @Nonnull
    public byte[] carry(@Nonnull final String peer, @Nonnull final byte[] frame) {
        if (!members.get().contains(peer)) {
            return NOTHING;
        }
        try {
            final Object answer = CacheFactory.doSynchronousClusterTask(tasks.get().create(frame), node(peer));
            return answer instanceof byte[] bytes ? bytes : NOTHING;
        } catch (final RuntimeException | Error e) {
            Log.debug("Server {} cannot be reached now.", peer, e);
            return NOTHING;
        }
    }

    @Override
    public void carryWithoutWaiting(@Nonnull final String peer, @Nonnull final byte[] frame) {
        if (members.get().contains(peer)) {
            try {
                CacheFactory.doClusterTask(tasks.get().create(frame), node(peer));
            } catch (final RuntimeException | Error e) {
                Log.debug("Server {} cannot be reached now.", peer, e);
            }
        }
    }

    private static byte[] node(final String peer) {
        return peer.getBytes(StandardCharsets.UTF_8);
    }
}
