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

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this server in the {@link NodeRegistry} while it is in a cluster, and reads who else is there: when asked to,
 * and every half minute. What the registry throws is not an error: it does while the server leaves or joins. Safe for
 * use by several threads.
 */
final class NodeWatch {

    /** How often the registry is read at least. */
    static final Duration INTERVAL = Duration.ofSeconds(30);
    /** How often the entry of this server is renewed. */
    static final Duration RENEWAL = Duration.ofMinutes(10);
    /** How soon the registry is read when it is asked for, and after it has failed. */
    private static final Duration SOON = Duration.ofMillis(100);
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private static final Logger Log = LoggerFactory.getLogger(NodeWatch.class);

    private final Cluster cluster;
    private final NodeRegistry registry;
    private final RelayThreads threads;
    private final Consumer<Map<String, String>> found;
    private final Coalescer reading;
    private volatile String description = "";
    private volatile boolean closed;
    // The fields below are used by tasks of the registry's executor only.
    private boolean ticking;
    private boolean entered;
    private long enteredAt;

    /**
     * Creates it; nothing is read before {@link #start}.
     *
     * @param found is called with what was read, by a task of the registry's executor
     */
    NodeWatch(@Nonnull final Cluster cluster, @Nonnull final NodeRegistry registry, @Nonnull final RelayThreads threads,
              @Nonnull final Consumer<Map<String, String>> found) {
        this.cluster = cluster;
        this.registry = registry;
        this.threads = threads;
        this.found = found;
        reading = Coalescer.after(threads.registry(), () -> SOON, this::read);
    }

    /** Begins to list this server as soon as it is in a cluster. */
    void start(@Nonnull final String newDescription) {
        description = newDescription;
        if (cluster.state() != Cluster.State.SINGLE) {
            threads.registry().execute(this::beginTicking);
        }
    }

    /** The server has joined a cluster, where nobody knows it yet. */
    void joined() {
        threads.registry().execute(() -> {
            entered = false;
            beginTicking();
            read();
        });
    }

    /** Reads the registry soon. */
    void readSoon() {
        reading.request();
    }

    /** Removes a server that has left, unless it is back. */
    void forget(@Nonnull final String member) {
        threads.registry().execute(() -> attempt(() -> {
            if (cluster.state() == Cluster.State.JOINED && !cluster.members().contains(member)) {
                registry.remove(member);
            }
        }));
    }

    /**
     * Ends, and removes this server.
     *
     * @param then what to do after that
     */
    void stop(@Nonnull final Runnable then) {
        closed = true;
        if (cluster.state() == Cluster.State.JOINED) {
            threads.registry().execute(() -> attempt(() -> {
                registry.remove(cluster.self());
                then.run();
            }));
        }
    }

    private void beginTicking() {
        if (!ticking) {
            ticking = true;
            tick();
        }
    }

    private void tick() {
        if (closed || cluster.state() == Cluster.State.SINGLE) {
            ticking = false;
            return;
        }
        threads.registry().schedule(INTERVAL, this::tick);
        read();
    }

    private void read() {
        if (closed || description.isEmpty() || cluster.state() != Cluster.State.JOINED) {
            return;
        }
        if (!attempt(() -> {
            final Map<String, String> nodes = new HashMap<>(registry.nodes());
            enterInto(nodes);
            found.accept(Map.copyOf(nodes));
        })) {
            threads.registry().schedule(AGAIN, reading::request);
        }
    }

    private void enterInto(final Map<String, String> nodes) {
        final String self = cluster.self();
        final long now = threads.ticker().read();
        if (!entered || !description.equals(nodes.get(self)) || now - enteredAt > RENEWAL.toNanos()) {
            registry.enter(self, description);
            nodes.put(self, description);
            entered = true;
            enteredAt = now;
        }
    }

    /** The registry throws while the cluster is being left, joined or divided, which its caller cannot know. */
    private static boolean attempt(final Runnable task) {
        try {
            task.run();
            return true;
        } catch (final RuntimeException | Error e) {
            Log.debug("The list of the servers that have the plugin cannot be used now.", e);
            return false;
        }
    }
}
