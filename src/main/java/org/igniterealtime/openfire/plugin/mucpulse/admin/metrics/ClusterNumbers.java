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
package org.igniterealtime.openfire.plugin.mucpulse.admin.metrics;

import com.google.common.base.Ticker;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import javax.annotation.concurrent.GuardedBy;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.feature.PeerQuestions;
import org.igniterealtime.openfire.plugin.mucpulse.feature.PeerQuestions.Answers;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.ActiveRoom;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.port.RelayListener;
import org.igniterealtime.openfire.plugin.mucpulse.store.BinaryRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Asks the other servers of the cluster for their metrics, of all services together, and for the rooms in which most
 * was said there, and answers theirs. However many pages are open, the others are asked every two seconds at most.
 * Safe for use by several threads.
 */
public final class ClusterNumbers implements ClusterSums {

    /** The topic of all messages. */
    static final String TOPIC = "console-numbers";
    /** How many rooms each server names. */
    static final int ROOMS = 30;
    /** How long answers are good. */
    private static final Duration FRESH = Duration.ofSeconds(2);
    /** How long a page waits at most, should nobody end the question. */
    private static final Duration PATIENCE = PeerQuestions.PATIENCE.plusMillis(200);

    private static final Logger Log = LoggerFactory.getLogger(ClusterNumbers.class);

    private final MetricRegistry metrics;
    private final IntFunction<List<ActiveRoom>> busiest;
    private final Cluster cluster;
    private final Relay relay;
    private final Ticker ticker;
    private final PeerQuestions<OfServer> questions;
    private final Object lock = new Object();
    @GuardedBy("lock")
    @Nullable
    private CompletableFuture<Answers<OfServer>> asked;
    @GuardedBy("lock")
    private long askedAt;

    /** What one server has answered. Immutable. */
    private record OfServer(@Nonnull Map<String, Long> totals, @Nonnull List<ActiveRoom> rooms) {

        OfServer {
            totals = Map.copyOf(totals);
            rooms = List.copyOf(rooms);
        }
    }

    /**
     * Creates it.
     *
     * @param metrics the metrics of this server
     * @param busiest gives the rooms in which most was said lately, at most so many of each feature
     * @param cluster knows the members
     * @param relay carries questions to them
     * @param executor runs the answering of questions
     * @param ticker a monotonic source of time
     */
    public ClusterNumbers(@Nonnull final MetricRegistry metrics, @Nonnull final IntFunction<List<ActiveRoom>> busiest,
                          @Nonnull final Cluster cluster, @Nonnull final Relay relay,
                          @Nonnull final SerialExecutor executor, @Nonnull final Ticker ticker) {
        this.metrics = metrics;
        this.busiest = busiest;
        this.cluster = cluster;
        this.relay = relay;
        this.ticker = ticker;
        this.questions =
            new PeerQuestions<>(TOPIC, relay, executor, ticker, question -> answer(), ClusterNumbers::read);
    }

    /** Hears the questions of other servers, and their answers. */
    @Nonnull
    public RelayListener relayListener() {
        return questions;
    }

    @Override
    public boolean isInCluster() {
        return cluster.members().size() > 1;
    }

    @Override
    @Nonnull
    public Supplier<Optional<Others>> ask() {
        if (!isInCluster()) {
            return Optional::empty;
        }
        final CompletableFuture<Answers<OfServer>> answers = fresh();
        return () -> Optional.of(sum(await(answers)));
    }

    private CompletableFuture<Answers<OfServer>> fresh() {
        synchronized (lock) {
            final long now = ticker.read();
            if (asked == null || now - askedAt >= FRESH.toNanos()) {
                asked = questions.ask(out -> { }).toCompletableFuture();
                askedAt = now;
            }
            return asked;
        }
    }

    private Answers<OfServer> await(final CompletableFuture<Answers<OfServer>> answers) {
        try {
            return answers.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (final TimeoutException | ExecutionException e) {
            Log.debug("The numbers of the other servers are not known.", e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Answers<>(Map.of(), relay.peers());
    }

    private Others sum(final Answers<OfServer> answers) {
        final Map<String, Long> totals = new HashMap<>();
        final List<ActiveRoom> rooms = new ArrayList<>();
        answers.answers().values().forEach(one -> {
            one.totals().forEach((metric, value) -> totals.merge(metric, value, Long::sum));
            rooms.addAll(one.rooms());
        });
        return new Others(answers.answers().size(), answers.silent().stream().map(cluster::name).toList(), totals,
            rooms);
    }

    private CompletionStage<byte[]> answer() {
        return metrics.count().handle((counted, failure) -> write());
    }

    private byte[] write() {
        final List<Measurement> all = metrics.all().toList();
        final List<ActiveRoom> rooms = busiest.apply(ROOMS).stream().limit(ROOMS).toList();
        return BinaryRecord.of(out -> {
            out.writeInt(all.size());
            for (final Measurement one : all) {
                BinaryRecord.writeText(out, one.metric().name());
                out.writeLong(metrics.value(one, MetricRegistry.SERVER));
            }
            out.writeInt(rooms.size());
            for (final ActiveRoom room : rooms) {
                BinaryRecord.writeText(out, room.room().toString());
                out.writeLong(room.messages());
            }
        });
    }

    private static OfServer read(final DataInputStream in) throws IOException {
        final Map<String, Long> totals = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            totals.put(BinaryRecord.readText(in), in.readLong());
        }
        final List<ActiveRoom> rooms = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            rooms.add(new ActiveRoom(new JID(BinaryRecord.readText(in), true), in.readLong()));
        }
        return new OfServer(totals, rooms);
    }
}
