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

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What thousands of subscribers cost a server: all of them at once (R18), and one message for many (R13). Prints what
 * it measures; what it asserts are ratios, and bounds that a slow machine keeps as well.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RaiLoad {

    @RegisterExtension
    static final OpenfireExtension openfire = LoadScene.server();

    private static final int ALL = Integer.getInteger("load.sessions", LoadScene.USERS);
    private static final int SOME = ALL / 5;
    private static final int FANS = 20;
    private static final String RAI = "urn:xmpp:rai:0";
    private static final String WITNESS = "witness";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static LoadScene scene;
    private static LoadSessions sessions;
    private static TestClient witness;
    private static int nextProbe;

    @BeforeAll
    static void logIn() {
        scene = new LoadScene(openfire, LoadScene.ROOMS, FANS);
        scene.furnish(WITNESS);
        sessions = new LoadSessions(openfire.server(), LoadScene.PASSWORD);
        sessions.login(scene.users(ALL));
    }

    @AfterAll
    static void logOut() {
        sessions.close();
        scene.close();
    }

    private static String presence(final String type, final String content) {
        return "<presence to='" + openfire.server().mucDomain() + "'" + type + ">" + content + "</presence>";
    }

    private static long processorTime() {
        return scene.processorTime().toMillis();
    }

    private static long most(final List<Long> times) {
        return times.isEmpty() ? 0 : Collections.max(times);
    }

    /** What a storm cost, in milliseconds. */
    private record Storm(int sessions, long time, long processorTime, List<Long> told, List<Long> asked,
                         List<Long> looked) {

        @Override
        public String toString() {
            return sessions + " sessions answered in " + time + " ms, processor time " + processorTime
                + " ms; meanwhile a message told in " + LoadScene.median(told) + " ms (most " + most(told) + ", " + told.size()
                + " of them), a MEP request answered in " + LoadScene.median(asked) + " ms (most " + most(asked)
                + "), the metrics read in " + LoadScene.median(looked) + " ms (most " + most(looked) + ")";
        }
    }

    private static Storm storm(final int count) throws InterruptedException {
        final CountDownLatch left = new CountDownLatch(count);
        final BitSet answered = new BitSet();
        sessions.listen((session, notification) -> {
            if (notification.contains(RAI) && !answered.get(session)) {
                answered.set(session);
                assertThat(notification.split("<activity>", -1)).hasSize(LoadScene.ROOMS_PER_USER + 1);
                left.countDown();
            }
        });
        final List<Long> told = new ArrayList<>();
        final List<Long> asked = new ArrayList<>();
        final List<Long> looked = new ArrayList<>();
        final long processor = processorTime();
        final long begun = System.nanoTime();
        sessions.sendAll(count, presence("", "<rai xmlns='" + RAI + "'/>"));
        while (!left.await(50, TimeUnit.MILLISECONDS)) {
            assertThat(System.nanoTime() - begun).isLessThan(PATIENCE.toNanos());
            if (told.size() < scene.probes() / 3) {
                probe(told, asked, looked);
            }
        }
        final Storm storm = new Storm(count, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun),
            processorTime() - processor, told, asked, looked);
        System.out.println(openfire.server().title() + ": " + storm);
        sessions.listen((session, notification) -> { });
        return storm;
    }

    private static void probe(final List<Long> told, final List<Long> asked, final List<Long> looked) {
        final String room = scene.probe(nextProbe++);
        long begun = System.nanoTime();
        scene.say(room);
        witness.await(stanza -> stanza.xml().contains(RAI) && stanza.xml().contains(room), PATIENCE);
        told.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        begun = System.nanoTime();
        scene.askPubsub(room);
        asked.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        begun = System.nanoTime();
        scene.readMetrics();
        looked.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }

    /** What it costs the server alone that so many send presence to a service, in milliseconds of processor time. */
    private static long presenceAlone(final int count) {
        final long processor = processorTime();
        sessions.sendAll(count, presence("", ""));
        Awaitility.await().pollDelay(Duration.ofSeconds(10)).atMost(PATIENCE).until(() -> true);
        return processorTime() - processor;
    }

    private static void quiet(final int count) {
        sessions.sendAll(count, presence(" type='unavailable'", ""));
        Awaitility.await().pollDelay(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> true);
    }

    @Test
    @Order(1)
    void r18_thousandsWhoSubscribeAtOnceAreAnsweredInTimeThatGrowsAsTheirNumber() throws InterruptedException {
        witness = openfire.login(WITNESS, "load");
        witness.send(presence("", "<rai xmlns='" + RAI + "'/>"));
        witness.sync();
        storm(SOME);
        quiet(SOME);
        final Storm some = storm(SOME);
        quiet(SOME);

        final Storm all = storm(ALL);

        quiet(ALL);
        System.out.printf("%d presence stanzas that ask for nothing: processor time %d ms%n", ALL, presenceAlone(ALL));
        System.out.printf("%d to %d sessions: %.1f times the time, %.1f times the processor time%n", SOME, ALL,
            (double) all.time() / some.time(), (double) all.processorTime() / some.processorTime());
        assertThat(all.processorTime()).isLessThan(6 * some.processorTime());
        assertThat(all.time()).isLessThan(60_000);
        assertThat(LoadScene.median(all.told())).isLessThan(1_000);
        assertThat(LoadScene.median(all.asked())).isLessThan(1_000);
        assertThat(LoadScene.median(all.looked())).isLessThan(1_000);
    }

    @Test
    @Order(2)
    void r13_oneMessageIsToldToAThousandAtOnce() throws InterruptedException {
        sessions.sendAll(LoadScene.FAN, presence("", "<rai xmlns='" + RAI + "'/>"));
        Awaitility.await().pollDelay(Duration.ofSeconds(10)).atMost(PATIENCE).until(() -> true);
        final List<Long> times = new ArrayList<>();
        for (int i = 0; i < scene.fans(); i++) {
            final String room = scene.fan(i);
            final CountDownLatch left = new CountDownLatch(LoadScene.FAN);
            sessions.listen((session, notification) -> {
                if (notification.contains(RAI) && notification.contains(room)) {
                    left.countDown();
                }
            });
            final long begun = System.nanoTime();
            scene.say(room);
            assertThat(left.await(1, TimeUnit.MINUTES)).isTrue();
            times.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
            Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        }
        final List<Long> warm = times.subList(scene.fans() / 4, scene.fans());

        System.out.println(openfire.server().title() + ": one message told to " + LoadScene.FAN + " in " + LoadScene.median(warm)
            + " ms (median), first " + times.get(0) + " ms, all " + times);
        assertThat(LoadScene.median(warm)).isLessThan(3_000);
    }
}
