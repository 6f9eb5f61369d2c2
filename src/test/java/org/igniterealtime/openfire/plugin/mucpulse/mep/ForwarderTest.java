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

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeCapabilities;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** A server that tells home what its sessions have announced. */
class ForwarderTest {

    private static final JID ROOM = new JID("orchard@conference.example.org");
    private static final int SESSIONS = 3_000;

    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final LocalAnnouncements announcements = new LocalAnnouncements();
    private final Forwarder forwarder = new Forwarder(new Home(), () -> Optional.of("home"), address -> true,
        new FakeCapabilities(), announcements, executor);
    private boolean congested;
    private int messages;
    private long bytes;
    /** What home has heard last of each session: the hash that it has announced, or that it has left. */
    private final Map<JID, String> heard = new ConcurrentHashMap<>();
    private Runnable beforeSending = () -> { };

    private final class Home implements Relay {

        @Override
        public Set<String> peers() {
            return Set.of("home");
        }

        @Override
        public void toAll(final String topic, final byte[] message) {
            throw new AssertionError("Home is told");
        }

        @Override
        public void send(final String peer, final String topic, final byte[] message) {
            beforeSending.run();
            messages++;
            bytes += message.length;
            try {
                final RelayMessage read = RelayMessageReader.read(message);
                if (read instanceof RelayMessage.Present present) {
                    heard.put(present.session(), present.caps().map(CapsAnnouncement::hash).orElse("none"));
                } else if (read instanceof RelayMessage.Left left) {
                    heard.put(left.session(), "left");
                }
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean isCongested(final String peer) {
            return congested;
        }
    }

    private static JID session(final int number) {
        return new JID("user" + number, "example.org", "phone");
    }

    private static CapsAnnouncement caps(final String hash, final String node) {
        return new CapsAnnouncement(CapsAnnouncement.Generation.CAPS, "sha-1", hash, node);
    }

    private void announce(final JID session, final CapsAnnouncement caps) {
        forwarder.presenceInRoom(new JID(ROOM.getNode(), ROOM.getDomain(), session.getNode()), session, caps);
    }

    @Test
    void k2_reportIsSentInPartsWhateverLengthAnnouncementsHave() {
        for (int i = 0; i < SESSIONS; i++) {
            announcements.put(ROOM, session(i), caps("hash" + i, "n".repeat(1_000)));
        }
        forwarder.report();
        assertThat(bytes).as("sent at once").isLessThan(70_000);

        congested = true;
        final int before = messages;
        executor.advance(Duration.ofSeconds(10));
        assertThat(messages).as("while too much waits").isEqualTo(before);

        congested = false;
        executor.advance(Duration.ofSeconds(10));
        assertThat(messages).isEqualTo(SESSIONS);
        assertThat(executor.waitingCount()).isZero();
    }

    @Test
    void k5_reportSaysWhatAppliesWhenItIsSent() {
        for (int i = 0; i < 4; i++) {
            announcements.put(ROOM, session(i), caps("old", "n"));
        }
        congested = true;
        forwarder.report();
        announce(session(1), caps("new", "n"));
        forwarder.occupantLeft(ROOM, session(2));
        forwarder.sessionEnded(session(3));

        congested = false;
        executor.advance(Duration.ofSeconds(1));

        assertThat(heard).containsOnly(Map.entry(session(0), "old"), Map.entry(session(1), "new"),
            Map.entry(session(2), "left"));
    }

    @Test
    void k5_whatIsAnnouncedWhileItIsReportedIsWhatHomeHearsLast() throws InterruptedException {
        announcements.put(ROOM, session(1), caps("old", "n"));
        final Thread announcing = new Thread(() -> announce(session(1), caps("new", "n")));
        beforeSending = () -> {
            beforeSending = () -> { };
            announcing.start();
            try {
                announcing.join(200);
            } catch (final InterruptedException e) {
                throw new AssertionError(e);
            }
        };

        forwarder.report();
        announcing.join();

        assertThat(heard).containsOnly(Map.entry(session(1), "new"));
    }
}
