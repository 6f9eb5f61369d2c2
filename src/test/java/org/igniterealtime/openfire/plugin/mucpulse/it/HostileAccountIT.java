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
package org.igniterealtime.openfire.plugin.mucpulse.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * S1, S3: a server with 256 MB of heap, and one account that does its worst within the default limits. Two other users
 * are served meanwhile as they are otherwise, nothing of theirs is lost, and afterwards the server is as it was.
 */
class HostileAccountIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own(builder -> builder.heap(256))
        // The server's own measure against clients that do not read.
        .expectLog("Closing connection due to exception in session");

    private static final int IDLE_ROUNDS = 9;
    private static final int ROUNDS_OF_ALL = 24;
    private static final long PACE_MILLIS = 500;
    /** Slow enough for the limit on commands, of which each round has two, however fast the server is. */
    private static final long IDLE_PACE_MILLIS = 250;
    /** What a busy machine may add, beside the factor of two. */
    private static final double NOISE_MILLIS = 250;
    /** What one account may take while it is there, with what the server itself holds for its connections. */
    private static final long HEAP_MEANWHILE = 24L << 20;
    /** What the server itself keeps of sessions and rooms for a while. */
    private static final long HEAP_ALLOWANCE = 16L << 20;
    private static final int THREADS_ALLOWANCE = 12;
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    private static HostileAccount hostile;

    private boolean withstood;

    private static List<String> workers() {
        return openfire.control().threads().stream()
            .filter(name -> name.startsWith("mucpulse") && !name.contains("query")).toList();
    }

    @BeforeAll
    static void register() {
        hostile = new HostileAccount(openfire);
    }

    /** What one attack broke must not be held against the next. */
    @AfterEach
    void stop() {
        hostile.close();
        if (!withstood) {
            openfire.control().reloadPlugin();
        }
    }

    @ParameterizedTest
    @EnumSource
    void s3_othersAreServedMeanwhileAndNothingIsLeftOf(final HostileAccount.Attack attack) {
        endure(attack.rounds(), 1, attack);
    }

    @Test
    void s3_othersAreServedWhileOneAccountDoesAllOfItAtOnce() {
        endure(ROUNDS_OF_ALL, 4, HostileAccount.Attack.values());
    }

    private void endure(final int rounds, final int share, final HostileAccount.Attack... attacks) {
        final ServedPair pair = new ServedPair(openfire);
        pair.rounds(IDLE_ROUNDS / 3, IDLE_PACE_MILLIS);
        final ServedPair.Latencies idle = pair.rounds(IDLE_ROUNDS, IDLE_PACE_MILLIS);
        final long heap = openfire.control().usedHeap();
        final int threads = openfire.control().threads().size();
        final List<String> workers = workers();

        for (final HostileAccount.Attack attack : attacks) {
            attack.begin(hostile, share);
        }
        final ServedPair.Latencies meanwhile = pair.rounds(rounds, PACE_MILLIS);
        final long most = openfire.control().usedHeap();
        pair.newcomer();
        hostile.close();

        System.out.printf("%s: idle %s; meanwhile %s; heap %d MB, %d MB, ", List.of(attacks), idle, meanwhile, heap >> 20,
            most >> 20);
        assertServedAsBefore(idle, meanwhile);
        assertThat(most).as("bytes of the heap meanwhile").isLessThan(heap + HEAP_MEANWHILE);
        Awaitility.await("the heap is free again, " + (heap >> 20) + " MB or little more are used").atMost(RECOVERY)
            .pollInterval(Duration.ofSeconds(1))
            .untilAsserted(() -> assertThat(openfire.control().usedHeap()).isLessThan(heap + HEAP_ALLOWANCE));
        System.out.printf("afterwards %d MB%n", openfire.control().usedHeap() >> 20);
        Awaitility.await("the threads are gone").atMost(RECOVERY)
            .untilAsserted(() -> assertThat(openfire.control().threads().size()).isLessThan(threads + THREADS_ALLOWANCE));
        assertThat(workers()).isEqualTo(workers);
        pair.rounds(2, IDLE_PACE_MILLIS);
        pair.newcomer();
        withstood = true;
    }

    private static void assertServedAsBefore(final ServedPair.Latencies idle, final ServedPair.Latencies meanwhile) {
        final SoftAssertions all = new SoftAssertions();
        for (final ServedPair.Feature feature : ServedPair.Feature.values()) {
            all.assertThat(meanwhile.median(feature)).as("milliseconds of %s", feature)
                .isLessThan(2 * idle.median(feature) + NOISE_MILLIS);
        }
        all.assertAll();
    }
}
