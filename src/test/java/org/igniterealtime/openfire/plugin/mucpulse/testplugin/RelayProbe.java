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
package org.igniterealtime.openfire.plugin.mucpulse.testplugin;

import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.util.cache.Cache;
import org.jivesoftware.util.cache.CacheFactory;

/**
 * Sends over the relay between the servers of a cluster, and hears what comes, as a feature does. Safe for use by
 * several threads.
 */
final class RelayProbe {

    private static final String TOPIC = "test";
    private static final String PING = "ping ";
    private static final String PONG = "pong ";

    private final Supplier<Plugin> plugin;
    private final List<String> events = new CopyOnWriteArrayList<>();
    /** The hooks to which listeners were added. */
    private WeakReference<Object> listening = new WeakReference<>(null);
    private final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();

    RelayProbe(final Supplier<Plugin> plugin) {
        this.plugin = plugin;
    }

    private Object relay() throws ReflectiveOperationException {
        final Plugin found = plugin.get();
        final Object relay = Reflect.field(found.getClass(), found, "relay");
        if (relay == null) {
            throw new IllegalStateException("The plugin is not started");
        }
        return relay;
    }

    /** Begins to record what the relay of the plugin that runs says; what was recorded before is forgotten. */
    synchronized void listen() throws ReflectiveOperationException {
        final Object relay = relay();
        final Object hooks = Reflect.field(relay.getClass(), relay, "hooks");
        events.clear();
        if (listening.get() == hooks) {
            return;
        }
        listening = new WeakReference<>(hooks);
        add(Reflect.call(hooks, "relay"), "RelayListener", relay.getClass().getClassLoader());
        add(Reflect.call(hooks, "home"), "HomeListener", relay.getClass().getClassLoader());
    }

    private void add(final Object list, final String type, final ClassLoader loader)
            throws ReflectiveOperationException {
        final Class<?> port = loader.loadClass("org.igniterealtime.openfire.plugin.mucpulse.port." + type);
        Reflect.call(list, "add", Proxy.newProxyInstance(loader, new Class<?>[] {port}, (proxy, method, args) -> {
            switch (method.getName()) {
                case "topic":
                    return TOPIC;
                case "received":
                    received((String) args[0], new String((byte[]) args[1], StandardCharsets.UTF_8));
                    return null;
                case "homeMoved":
                    record("homeMoved", ((Optional<?>) args[0]).map(Object::toString).orElse("nobody"), args[1]);
                    return null;
                case "hashCode":
                    return System.identityHashCode(proxy);
                case "equals":
                    return proxy == args[0];
                default:
                    record(method.getName(), args);
                    return null;
            }
        }));
    }

    private void record(final String event, final Object... words) {
        final List<String> line = new ArrayList<>(List.of(event));
        Arrays.stream(words).map(String::valueOf).forEach(line::add);
        events.add(String.join(" ", line));
    }

    private void received(final String peer, final String text) throws ReflectiveOperationException {
        if (text.startsWith(PING)) {
            send(peer, PONG + text.substring(PING.length()));
        } else if (text.startsWith(PONG)) {
            pongs.add(text.substring(PONG.length()));
        } else {
            record("received", peer, text);
        }
    }

    /**
     * Sends messages to a peer that answers each, one after the other.
     *
     * @return how long each took to there and back, in microseconds, the shortest first
     */
    List<String> latency(final String peer, final int times) throws ReflectiveOperationException, InterruptedException {
        final List<Long> durations = new ArrayList<>();
        for (int number = 1; number <= times; number++) {
            final long begun = System.nanoTime();
            send(peer, PING + number);
            if (!Integer.toString(number).equals(pongs.poll(30, TimeUnit.SECONDS))) {
                throw new IllegalStateException("No answer to message " + number);
            }
            durations.add((System.nanoTime() - begun) / 1000);
        }
        return durations.stream().sorted().map(String::valueOf).toList();
    }

    List<String> events() {
        return List.copyOf(events);
    }

    List<String> peers() throws ReflectiveOperationException {
        return ((Set<?>) Reflect.call(relay(), "peers")).stream().map(Object::toString).sorted().toList();
    }

    /** The server that is home, and whether that is this one. */
    List<String> home() throws ReflectiveOperationException {
        final Object relay = relay();
        return List.of(((Optional<?>) Reflect.call(relay, "server")).map(Object::toString).orElse(""),
                Reflect.call(relay, "isHere").toString());
    }

    void send(final String peer, final String text) throws ReflectiveOperationException {
        Reflect.call(relay(), "send", peer, TOPIC, text.getBytes(StandardCharsets.UTF_8));
    }

    void toAll(final String text, final int times) throws ReflectiveOperationException {
        final Object relay = relay();
        for (int number = 1; number <= times; number++) {
            Reflect.call(relay, "toAll", TOPIC, (text + number).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Cache<String, String> nodes() {
        return CacheFactory.createCache("MUC Pulse Nodes");
    }

    /** What the servers say of themselves in the list of those that have the plugin. */
    List<String> listed() {
        return nodes().entrySet().stream().map(node -> node.getKey() + '=' + node.getValue()).sorted().toList();
    }

    /** Has a server say something else of itself, until its plugin renews that. */
    void list(final String node, final String description) {
        nodes().put(node, description);
    }
}
