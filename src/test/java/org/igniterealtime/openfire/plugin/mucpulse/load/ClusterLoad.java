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
package org.igniterealtime.openfire.plugin.mucpulse.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsCluster;
import org.igniterealtime.openfire.plugin.mucpulse.load.ClusterCrowd.Round;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What the plugin costs group chat in a cluster: two clusters of two servers have the same to do, in turns. First one
 * has the plugin, then the other, so that what tells two processes from each other cancels out.
 */
@NeedsCluster
class ClusterLoad {

    @RegisterExtension
    static final Cluster first = cluster("first");
    @RegisterExtension
    static final Cluster second = cluster("second");

    /** How many rounds at most come before those that count. */
    private static final int WARM = Integer.getInteger("load.warm", 80);
    /** How many of them at least. */
    private static final int SHORT = 16;
    /**
     * Which part of the processor time compilers may take in the last rounds before those that count. A plugin that has
     * just been loaded has much of the server compiled again, once.
     */
    private static final double WARM_ENOUGH = 0.01;
    private static final int ROUNDS = Integer.getInteger("load.rounds", 24);
    private static final Duration ROUND = Duration.ofMillis(2_500);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static ClusterCrowd atFirst;
    private static ClusterCrowd atSecond;

    /** Rounds with the plugin and without, in pairs. */
    private static final class Pairs {
        private final List<Round> with = new ArrayList<>();
        private final List<Round> without = new ArrayList<>();

        double ratio(final ToDoubleFunction<Round> value) {
            final double[] ratios = new double[with.size()];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] = value.applyAsDouble(with.get(i)) / value.applyAsDouble(without.get(i));
            }
            return median(ratios);
        }

        static double median(final List<Round> rounds, final ToDoubleFunction<Round> value) {
            return median(rounds.stream().mapToDouble(value).toArray());
        }

        private static double median(final double[] values) {
            final double[] sorted = values.clone();
            Arrays.sort(sorted);
            return (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "with the plugin %.0f deliveries a second and %.0f µs of processor time"
                + " for a message, without %.0f and %.0f: ratios %.3f and %.3f (medians of %d)",
                median(with, Round::perSecond), median(with, Round::processor), median(without, Round::perSecond),
                median(without, Round::processor), ratio(Round::perSecond), ratio(Round::processor), with.size());
        }

        /** Whether nearly nothing is compiled any more. */
        boolean isWarm() {
            return with.size() >= SHORT && Math.max(compiling(with), compiling(without)) < WARM_ENOUGH;
        }

        private static double compiling(final List<Round> rounds) {
            return rounds.subList(rounds.size() - SHORT, rounds.size()).stream().mapToDouble(Round::compiling).average()
                .orElseThrow();
        }
    }

    private static Cluster cluster(final String name) {
        // Compiled as on the servers that people run. Most occupants only listen, for longer than a server waits for a word.
        return Cluster.of(2).named(name).withoutPlugin()
            .with(server -> server.jvmOption("-XX:TieredStopAtLevel=4").property("xmpp.client.idle", "-1"));
    }

    @BeforeAll
    static void enter() throws InterruptedException {
        atFirst = new ClusterCrowd(first);
        atSecond = new ClusterCrowd(second);
        atFirst.enter();
        atSecond.enter();
    }

    @AfterAll
    static void leave() {
        atFirst.close();
        atSecond.close();
    }

    private static void load(final Cluster cluster) {
        for (int number = 1; number <= 2; number++) {
            cluster.server(number).control().loadPlugin();
        }
        for (int number = 1; number <= 2; number++) {
            final String peer = "server-" + (3 - number);
            final int at = number;
            Awaitility.await("peers of " + number).atMost(PATIENCE)
                .until(() -> cluster.server(at).control().relay().peers().equals(List.of(peer)));
        }
    }

    private static void unload(final Cluster cluster) {
        for (int number = 1; number <= 2; number++) {
            cluster.server(number).control().unloadPlugin();
        }
    }

    /** Has both clusters speak, one after the other. */
    private static void speak(final ClusterCrowd with, final ClusterCrowd without, final Pairs pairs) {
        if (pairs.with.size() % 2 == 0) {
            pairs.with.add(with.speak(ROUND));
            pairs.without.add(without.speak(ROUND));
        } else {
            pairs.without.add(without.speak(ROUND));
            pairs.with.add(with.speak(ROUND));
        }
    }

    private static Pairs measure(final String what, final ClusterCrowd with, final ClusterCrowd without) {
        final Pairs warming = new Pairs();
        while (warming.with.size() < WARM && !warming.isWarm()) {
            speak(with, without, warming);
        }
        final Pairs pairs = new Pairs();
        final long[] before = with.pluginCosts();
        for (int i = 0; i < ROUNDS; i++) {
            speak(with, without, pairs);
        }
        final long[] after = with.pluginCosts();
        final long messages = pairs.with.stream().mapToLong(Round::messages).sum();
        System.out.println(what + ": " + pairs);
        System.out.printf(Locale.ROOT, "  compilers with the plugin %.1f %%, without %.1f %%, after %d rounds; the plugin's"
            + " own threads, for a message: %.1f µs, %d bytes; load %.1f%n",
            100 * Pairs.median(pairs.with, Round::compiling), 100 * Pairs.median(pairs.without, Round::compiling),
            warming.with.size(), (after[0] - before[0]) / 1e3 / messages, (after[1] - before[1]) / messages,
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        return pairs;
    }

    private static double mean(final Pairs one, final Pairs other, final ToDoubleFunction<Round> value) {
        return Math.sqrt(one.ratio(value) * other.ratio(value));
    }

    private static void print(final String what, final Pairs one, final Pairs other) {
        System.out.printf(Locale.ROOT, "%s: %.3f times the deliveries, %.3f times the processor time%n", what,
            mean(one, other, Round::perSecond), mean(one, other, Round::processor));
    }

    @Test
    void k2_groupChatOfAClusterLosesNothing() {
        load(first);
        final Pairs firstAlone = measure("The first cluster", atFirst, atSecond);
        atFirst.subscribe();
        final Pairs firstSubscribed = measure("The first, all subscribed", atFirst, atSecond);
        unload(first);
        load(second);
        final Pairs secondAlone = measure("The second cluster", atSecond, atFirst);
        atSecond.subscribe();
        final Pairs secondSubscribed = measure("The second, all subscribed", atSecond, atFirst);

        print("With the plugin", firstAlone, secondAlone);
        print("With the plugin, to whose activity indicators all occupants are subscribed", firstSubscribed,
            secondSubscribed);
        assertThat(mean(firstAlone, secondAlone, Round::perSecond)).isGreaterThan(0.8);
        assertThat(mean(firstSubscribed, secondSubscribed, Round::perSecond)).isGreaterThan(0.8);
    }
}
