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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import javax.annotation.concurrent.GuardedBy;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.feature.OtherServerException;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.xmpp.packet.JID;

/**
 * Calls of other plugins and of administrators on this server, which are carried out at home. Fail with an
 * {@link OtherServerException} where nobody is home, or home has not answered in time. Safe for use by several
 * threads.
 */
final class RemoteCalls implements RoomPublisher, NodeAdministration {

    /** How long an answer is waited for. */
    static final Duration PATIENCE = Duration.ofSeconds(10);
    /** The number of calls that may be open. */
    static final int MAX_OPEN = 1_000;
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Relay relay;
    private final Supplier<Optional<String>> home;
    private final Ticker ticker;
    private final Coalescer tick;
    @GuardedBy("this")
    private final Map<Long, Open> open = new HashMap<>();
    @GuardedBy("this")
    private long last;

    /** What is called. */
    enum Operation {
        /** {@link RoomPublisher#publish}. */
        PUBLISH,
        /** {@link RoomPublisher#retract}. */
        RETRACT,
        /** {@link NodeAdministration#nodes}. */
        NODES,
        /** {@link NodeAdministration#deleteNode}. */
        DELETE_NODE,
        /** {@link NodeAdministration#deleteItem}. */
        DELETE_ITEM
    }

    /** How a call ended. */
    enum Status {
        /** With a result. */
        DONE,
        /** With an {@link IllegalArgumentException}. */
        REFUSED,
        /** With an {@link IllegalStateException}. */
        FAILED
    }

    private record Open(CompletableFuture<List<String>> result, long since) {
    }

    /**
     * Creates it.
     *
     * @param relay carries calls to home
     * @param home gives the server that is home
     * @param executor looks for calls that were not answered
     * @param ticker a monotonic source of time
     */
    RemoteCalls(@Nonnull final Relay relay, @Nonnull final Supplier<Optional<String>> home,
                @Nonnull final SerialExecutor executor, @Nonnull final Ticker ticker) {
        this.relay = relay;
        this.home = home;
        this.ticker = ticker;
        this.tick = new Coalescer(task -> executor.schedule(TICK, task), this::tick);
    }

    @Override
    @Nonnull
    public CompletionStage<String> publish(@Nonnull final JID room, @Nonnull final String node,
                                           @Nullable final String itemId, @Nonnull final Element payload) {
        final String id = itemId == null ? Ids.random() : itemId;
        final Payload content;
        try {
            content = Payload.of(payload);
        } catch (final IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        return call(Operation.PUBLISH, List.of(room.toString(), node, id, content.xml()), values -> values.get(0));
    }

    @Override
    @Nonnull
    public CompletionStage<Boolean> retract(@Nonnull final JID room, @Nonnull final String node,
                                            @Nonnull final String itemId) {
        return call(Operation.RETRACT, List.of(room.toString(), node, itemId), RemoteCalls::flag);
    }

    @Override
    @Nonnull
    public CompletionStage<List<NodeView>> nodes(@Nonnull final JID room) {
        return call(Operation.NODES, List.of(room.toString()), RemoteCalls::views);
    }

    @Override
    @Nonnull
    public CompletionStage<Boolean> deleteNode(@Nonnull final JID address, @Nonnull final String node) {
        return call(Operation.DELETE_NODE, List.of(address.toString(), node), RemoteCalls::flag);
    }

    @Override
    @Nonnull
    public CompletionStage<Boolean> deleteItem(@Nonnull final JID address, @Nonnull final String node,
                                               @Nonnull final String itemId) {
        return call(Operation.DELETE_ITEM, List.of(address.toString(), node, itemId), RemoteCalls::flag);
    }

    /** Each server counts the nodes that it has itself. */
    @Override
    @Nonnull
    public CompletionStage<Map<String, NodeCount>> census() {
        return CompletableFuture.completedFuture(Map.of());
    }

    private <T> CompletionStage<T> call(final Operation operation, final List<String> arguments,
                                        final Function<List<String>, T> read) {
        final Optional<String> server = home.get();
        final CompletableFuture<List<String>> result = new CompletableFuture<>();
        final long number = server.isEmpty() ? -1 : begin(result);
        if (server.isEmpty() || number < 0) {
            return CompletableFuture.failedFuture(new OtherServerException("No server of the cluster can do it now"));
        }
        tick.request();
        relay.send(server.get(), EventingCluster.TOPIC,
            new RelayMessage.Call(number, operation, arguments).toBytes());
        return result.thenApply(read);
    }

    private synchronized long begin(final CompletableFuture<List<String>> result) {
        if (open.size() >= MAX_OPEN) {
            return -1;
        }
        open.put(++last, new Open(result, ticker.read()));
        return last;
    }

    private synchronized Optional<Open> end(final long number) {
        return Optional.ofNullable(open.remove(number));
    }

    /** Home says what came of a call. */
    void ended(@Nonnull final RelayMessage.Outcome outcome) {
        end(outcome.number()).ifPresent(call -> {
            final String why = outcome.values().isEmpty() ? "" : outcome.values().get(0);
            switch (outcome.status()) {
                case DONE -> call.result().complete(outcome.values());
                case REFUSED -> call.result().completeExceptionally(new IllegalArgumentException(why));
                default -> call.result().completeExceptionally(new IllegalStateException(why));
            }
        });
    }

    /** Home has moved: what is open is not answered any more. */
    void failAll() {
        failThoseBefore(Long.MAX_VALUE);
    }

    private boolean failThoseBefore(final long moment) {
        final List<Open> ended = new ArrayList<>();
        final boolean more;
        synchronized (this) {
            for (final Iterator<Open> all = open.values().iterator(); all.hasNext();) {
                final Open call = all.next();
                if (moment == Long.MAX_VALUE || call.since() - moment <= 0) {
                    all.remove();
                    ended.add(call);
                }
            }
            more = !open.isEmpty();
        }
        ended.forEach(call -> call.result().completeExceptionally(
            new OtherServerException("The server that has the nodes has not answered")));
        return more;
    }

    private void tick() {
        if (failThoseBefore(ticker.read() - PATIENCE.toNanos())) {
            tick.request();
        }
    }

    private static Boolean flag(final List<String> values) {
        return Boolean.valueOf(values.get(0));
    }

    private static List<NodeView> views(final List<String> values) {
        final List<NodeView> views = new ArrayList<>();
        final Iterator<String> next = values.iterator();
        while (next.hasNext()) {
            final JID address = new JID(next.next(), true);
            final String id = next.next();
            final String title = next.next();
            final List<NodeView.ItemView> items = new ArrayList<>();
            for (int left = Integer.parseInt(next.next()); left > 0; left--) {
                items.add(new NodeView.ItemView(next.next(), Instant.ofEpochMilli(Long.parseLong(next.next())),
                    next.next()));
            }
            views.add(new NodeView(address, id, title, items));
        }
        return views;
    }
}
