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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** What a message costs, and what a subscription costs. */
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ActivityBenchmark {

    private static final int SUBSCRIBERS = 10_000;
    private static final int ROOMS = 1_000;
    private static final JID ROOM = Bench.room(0);
    private static final JID AUTHOR = new JID("author@pulse.example/desk");

    /** A room with many subscribers. */
    @State(Scope.Benchmark)
    public static class Crowd {
        private final Message message = Bench.message();
        private Bench bench;

        /** Subscribes everybody, and tells them once. */
        @Setup
        public void prepare() {
            bench = crowd();
            bench.rai.messageBroadcast(ROOM, AUTHOR, message);
            bench.run();
            if (bench.sender.count() != SUBSCRIBERS) {
                throw new IllegalStateException("Only " + bench.sender.count() + " were told");
            }
        }
    }

    /** The same, with nobody told yet. */
    @State(Scope.Benchmark)
    public static class ArmedCrowd {
        private final Message message = Bench.message();
        private Bench bench;

        /** Subscribes everybody. */
        @Setup(Level.Invocation)
        public void prepare() {
            bench = crowd();
        }
    }

    /** A user with many rooms, all of them with activity. */
    @State(Scope.Benchmark)
    public static class Regular {
        private final JID session = Bench.session(0);
        private Bench bench;

        /** Has something said in every room. */
        @Setup
        public void prepare() {
            bench = new Bench(ROOMS);
            for (int i = 0; i < ROOMS; i++) {
                bench.visited(session, Bench.room(i));
                bench.rai.messageBroadcast(Bench.room(i), AUTHOR, Bench.message());
            }
            bench.run();
        }
    }

    private static Bench crowd() {
        final Bench bench = new Bench(1);
        for (int i = 0; i < SUBSCRIBERS; i++) {
            bench.visited(Bench.session(i), ROOM);
            bench.subscribe(Bench.session(i));
        }
        bench.run();
        return bench;
    }

    /** A message in a room all of whose subscribers were told: the thread that carries it, and the executor. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public void messageWhenAllAreTold(final Crowd crowd) {
        crowd.bench.rai.messageBroadcast(ROOM, AUTHOR, crowd.message);
        crowd.bench.run();
    }

    /** The first message, of which all subscribers are told. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 20)
    @Measurement(iterations = 20)
    public int firstMessage(final ArmedCrowd crowd) {
        crowd.bench.rai.messageBroadcast(ROOM, AUTHOR, crowd.message);
        crowd.bench.run();
        return crowd.bench.sender.count();
    }

    /** The list that answers a renewed subscription. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public int initialList(final Regular regular) {
        regular.bench.subscribe(regular.session);
        regular.bench.run();
        return regular.bench.sender.count();
    }
}
