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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What a room of 200 gets, and how fast, while 50 of them type and 5 talk: with chat states as they come, with the rules
 * as they are by default, and with the rules but for the one on large rooms, in one run on one server. Of the stanzas
 * there have to be five times fewer; how long content takes is compared with a margin that a busy machine does not
 * break.
 */
class ChatStateLoadIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own();

    private static final int OCCUPANTS = 200;
    private static final int TYPISTS = 50;
    private static final int TALKERS = 5;
    private static final int OBSERVERS = 3;
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Duration MEASUREMENT = Duration.ofSeconds(15);
    private static final long BETWEEN_STATES = 1_000;
    private static final long BETWEEN_WORDS = 400;
    /** What clients send who type: some repeat themselves, and some say goodbye when the window is closed. */
    private static final List<String> TYPING =
        List.of("composing", "composing", "paused", "active", "composing", "gone");
    private static final double FEWER = 5;

    private final List<TestClient> occupants = new ArrayList<>();
    private final AtomicInteger last = new AtomicInteger();
    private String room;

    @AfterEach
    void resetSettings() {
        ChatStateTroupe.resetSettings(openfire);
    }

    @Test
    void largeRoomGetsFarFewerStanzasAndContentIsNoSlower() {
        furnish();
        measure("warm", "relay", "100", WARM_UP);

        final Figures relay = measure("relay", "relay", "100", MEASUREMENT);
        final Figures enforce = measure("enforce", "enforce", "100", MEASUREMENT);
        final Figures rules = measure("rules", "enforce", "0", MEASUREMENT);

        System.out.printf("%s, %d occupants, %d typing, %d talking:%n  relay: %s%n  enforce: %s%n"
            + "  enforce, large rooms not spared: %s%n", openfire.server().title(), OCCUPANTS, TYPISTS, TALKERS, relay,
            enforce, rules);
        // Where the server cannot keep up, fewer messages with content get through, and more is to be shared among them.
        assertThat(enforce.received() * FEWER).isLessThanOrEqualTo(relay.received());
        assertThat(enforce.perContent() * FEWER).isLessThanOrEqualTo(relay.perContent());
        assertThat(rules.perContent()).isLessThan(relay.perContent());
        assertThat(enforce.median()).isLessThan(2 * relay.median() + 50_000_000L);
    }

    private void furnish() {
        room = openfire.newRoom("crowd");
        final TestClient owner = openfire.login("owner");
        Rooms.create(owner, room, "Owner", RoomConfig.open().field("muc#roomconfig_enablelogging", "0")
            .field("muc#roomconfig_maxusers", "0"));
        occupants.add(owner);
        while (occupants.size() < OCCUPANTS) {
            final TestClient occupant = openfire.login("occupant");
            occupant.joinRoom(room, "Occupant " + occupants.size());
            occupants.add(occupant);
        }
    }

    private Figures measure(final String name, final String policy, final String large, final Duration duration) {
        ChatStateTroupe.set(openfire, "policy", policy);
        ChatStateTroupe.set(openfire, "occupants", large);
        final ScheduledExecutorService typing = Executors.newScheduledThreadPool(2);
        for (int i = 0; i < TYPISTS; i++) {
            final TestClient composer = occupants.get(TALKERS + i);
            final AtomicInteger next = new AtomicInteger(i);
            typing.scheduleAtFixedRate(() -> composer.send(message(name, ChatStateTroupe.state(
                TYPING.get(next.getAndIncrement() % TYPING.size())))), i * BETWEEN_STATES / TYPISTS, BETWEEN_STATES,
                TimeUnit.MILLISECONDS);
        }
        final List<Long> latencies = new ArrayList<>();
        final long end = System.nanoTime() + duration.toNanos();
        for (int words = 0; System.nanoTime() < end; words++) {
            latencies.add(talk(name, occupants.get(words % TALKERS)));
            pause(BETWEEN_WORDS - TimeUnit.NANOSECONDS.toMillis(latencies.get(words)));
        }
        typing.shutdownNow();
        settle();
        return figures(name, latencies);
    }

    /** Says something, and tells how long it took until the observers had it. */
    private long talk(final String name, final TestClient talker) {
        final String mark = "said-" + last.incrementAndGet() + "-";
        final long start = System.nanoTime();
        talker.send(message(name, "<body>" + mark + "</body>" + ChatStateTroupe.state("active")));
        for (int i = 1; i <= OBSERVERS; i++) {
            occupants.get(OCCUPANTS - i).await(stanza -> stanza.xml().contains(mark), ChatStateTroupe.PATIENCE);
        }
        return System.nanoTime() - start;
    }

    private String message(final String name, final String content) {
        return RaiScene.groupchat(room, name + '-' + TestClient.newId(), content);
    }

    private static void pause(final long millis) {
        if (millis > 0) {
            Awaitility.await().pollDelay(Duration.ofMillis(millis)).pollInterval(Duration.ofMillis(1))
                .until(() -> true);
        }
    }

    private void settle() {
        occupants.forEach(TestClient::sync);
        occupants.forEach(TestClient::sync);
    }

    private Figures figures(final String name, final List<Long> latencies) {
        final String mark = "id=\"" + name + "-";
        final AtomicInteger received = new AtomicInteger();
        final AtomicInteger content = new AtomicInteger();
        for (final TestClient occupant : occupants) {
            for (final Stanza stanza : occupant.stanzas(one -> one.xml().startsWith("<message")
                && one.xml().contains(mark))) {
                received.incrementAndGet();
                if (stanza.xml().contains("<body>said-")) {
                    content.incrementAndGet();
                }
            }
        }
        // Whatever else, everybody gets what was said.
        assertThat(content.get()).isEqualTo(latencies.size() * OCCUPANTS);
        return new Figures(received.get(), latencies.size(), latencies.stream().sorted().toList());
    }

    /** What was measured; times in nanoseconds. */
    private record Figures(int received, int content, List<Long> latencies) {

        double perContent() {
            return (double) received / content;
        }

        long median() {
            return latencies.get(latencies.size() / 2);
        }

        @Override
        public String toString() {
            return String.format("%d stanzas for %d messages with content, %.0f each; content took %.1f ms (median), "
                + "%.1f ms (90 %%)", received, content, perContent(), median() / 1e6,
                latencies.get(latencies.size() * 9 / 10) / 1e6);
        }
    }
}
