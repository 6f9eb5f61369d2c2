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
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What it costs to tell a thousand sessions of a message in a room that they are not in, against what it costs the
 * server to deliver a message to a thousand occupants of a room, and a thousand messages of one client to as many
 * sessions; all to the same sessions, in turns. What this process takes to read is printed as well.
 */
class FanOutLoad {

    @RegisterExtension
    static final OpenfireExtension openfire = LoadScene.server();

    /** How many are subscribed; the first {@link LoadScene#FAN} of them are told, and are the occupants. */
    private static final int SUBSCRIBED = Integer.getInteger("load.subscribed", LoadScene.FAN);
    private static final int ROUNDS = 120;
    private static final int WARM = 60;
    private static final Duration PAUSE = Duration.ofMillis(150);

    private static LoadScene scene;
    private static LoadSessions sessions;
    private static String crowd;

    /** What one way of delivery cost in all rounds that count. */
    private static final class Cost {
        private final List<Long> times = new ArrayList<>();
        private Duration server = Duration.ZERO;
        private long reader;

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%d ms (median of %d), the server's processor time %.1f ms, of those who"
                + " read %.1f ms; all %s", LoadScene.median(times), times.size(), server.toNanos() / 1e6 / times.size(),
                reader / 1e6 / times.size(), times);
        }

        double ratio(final Cost other) {
            return (double) server.toNanos() / other.server.toNanos();
        }
    }

    @BeforeAll
    static void logIn() {
        scene = new LoadScene(openfire, 0, ROUNDS);
        scene.furnish("witness");
        crowd = scene.crowd();
        sessions = new LoadSessions(openfire.server(), LoadScene.PASSWORD);
        sessions.login(scene.users(SUBSCRIBED));
    }

    @AfterAll
    static void logOut() {
        sessions.close();
        scene.close();
    }

    private static void measure(final Cost cost, final int round, final Predicate<String> isMeant,
                                final Runnable action) throws InterruptedException {
        final CountDownLatch left = new CountDownLatch(LoadScene.FAN);
        sessions.listen((session, message) -> {
            if (isMeant.test(message)) {
                left.countDown();
            }
        });
        final Duration server = scene.processorTime();
        final long reader = sessions.processorTime();
        final long begun = System.nanoTime();
        action.run();
        assertThat(left.await(1, TimeUnit.MINUTES)).isTrue();
        final long time = System.nanoTime() - begun;
        Awaitility.await().pollDelay(PAUSE).until(() -> true);
        if (round >= WARM) {
            cost.times.add(TimeUnit.NANOSECONDS.toMillis(time));
            cost.reader += sessions.processorTime() - reader;
            cost.server = cost.server.plus(scene.processorTime()).minus(server);
        }
    }

    @Test
    void r13_aThousandAreToldOfAMessageForTheCostOfAMessageToAsManyOccupants() throws InterruptedException {
        final String service = openfire.server().mucDomain();
        final CountDownLatch joined = new CountDownLatch(LoadScene.FAN);
        sessions.listen((session, message) -> joined.countDown());
        sessions.sendEach(LoadScene.FAN, number -> "<presence to='" + crowd + "/u" + number
            + "'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>");
        // The subject, which is the last that one who joins gets.
        assertThat(joined.await(2, TimeUnit.MINUTES)).isTrue();
        sessions.sendAll(SUBSCRIBED, "<presence to='" + service + "'><rai xmlns='urn:xmpp:rai:0'/></presence>");
        Awaitility.await().pollDelay(Duration.ofSeconds(10)).atMost(Duration.ofSeconds(11)).until(() -> true);
        final Cost told = new Cost();
        final Cost delivered = new Cost();
        final Cost routed = new Cost();

        for (int i = 0; i < ROUNDS; i++) {
            final String room = scene.fan(i);
            measure(told, i, message -> message.contains("urn:xmpp:rai:0") && message.contains(room),
                () -> scene.say(room));
            measure(delivered, i, message -> message.contains("groupchat"), () -> scene.say(crowd));
            final String id = TestClient.newId();
            final String all = IntStream.range(0, LoadScene.FAN).mapToObj(number -> "<message type='headline' to='u"
                + number + "@" + openfire.server().domain() + "/load'><body>" + id + "</body></message>")
                .collect(Collectors.joining());
            measure(routed, i, message -> message.contains(id), () -> scene.send(all));
        }

        final String title = openfire.server().title();
        System.out.println(title + ": a message told to 1000 of " + SUBSCRIBED + " subscribed: " + told);
        System.out.println(title + ": a message delivered to 1000 occupants: " + delivered);
        System.out.println(title + ": 1000 messages from one client: " + routed);
        System.out.printf(Locale.ROOT, "ratio of the server's processor time: %.2f, %.2f%n", told.ratio(delivered),
            told.ratio(routed));
        assertThat(LoadScene.median(told.times)).isLessThan(3_000);
    }
}
