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

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_LAPTOP;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiSettings.Interest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * R4: all rooms of a service that has 10,000 are of interest, and in all of them something was said. What is bounded is
 * what does not depend on how busy the machine is: how often rooms and the database are asked, and how many bytes are
 * allocated. The limits of time are there to notice what grows with the square of the number of rooms.
 */
class ManyRoomsTest {

    private static final int ROOMS = 10_000;
    private static final int MEGABYTE = 1 << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final RaiFixture server = new RaiFixture();
    private final List<JID> all = new ArrayList<>();

    @BeforeEach
    void somethingIsSaidEverywhere() {
        server.settings.interest(Interest.ALL);
        server.lazily();
        for (int i = 0; i < ROOMS; i++) {
            final JID room = RaiFixture.room("r" + i);
            all.add(room);
            server.rooms.create(room);
            server.visitAndSay(JULIET_PHONE, room);
        }
        server.settle();
    }

    private static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /** What was sent to a session since the last call. */
    private List<Message> taken(final JID session) {
        return server.takeSent().stream().filter(stanza -> session.equals(stanza.getTo()))
            .map(Message.class::cast).toList();
    }

    private static List<JID> rooms(final List<Message> notifications) {
        return notifications.stream().flatMap(message -> RaiFixture.roomsIn(message).stream()).toList();
    }

    @Test
    @Timeout(120)
    void r4_firstListAfterALongAbsenceNamesEveryRoomOnce() {
        // He has seen all of it, long ago.
        all.forEach(room -> server.visitLog.visited(ROMEO, room, server.timestamps().next()));
        server.pass(Duration.ofDays(100));
        all.forEach(room -> server.visitAndSay(JULIET_PHONE, room));
        server.settle();
        server.takeSent();
        server.rooms.takeLooks();
        final long before = allocated();

        server.subscribe(ROMEO_PHONE);
        server.settle();

        final long bytes = allocated() - before;
        final List<Message> list = taken(ROMEO_PHONE);
        assertThat(server.rooms.takeLooks()).as("looks at rooms").isLessThan(ROOMS + 100);
        assertThat(rooms(list)).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all);
        assertThat(list).as("R2: split only where it would pass the limit").hasSizeLessThan(20);
        assertThat(list).allSatisfy(message -> assertThat(message.toXML().length()).isLessThan(64 * 1024));
        assertThat(bytes).isLessThan(250L * MEGABYTE);
    }

    @Test
    @Timeout(120)
    void r4_toldOfAllRoomsAMessageCostsNothingPerRoom() {
        server.subscribe(ROMEO_PHONE);
        server.settle();
        assertThat(rooms(taken(ROMEO_PHONE))).hasSize(ROOMS);
        final JID last = all.get(ROOMS - 1);
        server.join(JULIET_PHONE, last);
        server.settle();
        server.say(JULIET_PHONE, last);
        server.settle();
        final long before = allocated();

        for (int i = 0; i < 100; i++) {
            server.say(JULIET_PHONE, last);
            server.settle();
        }

        assertThat(taken(ROMEO_PHONE)).isEmpty();
        assertThat((allocated() - before) / 100).isLessThan(256 * 1024L);

        server.join(ROMEO_LAPTOP, last);
        server.leave(ROMEO_LAPTOP, last);
        server.say(JULIET_PHONE, last);
        server.settle();
        assertThat(rooms(taken(ROMEO_PHONE))).containsExactly(last);
    }

    /** Fifty at once cost one look at the database, and what they have in common is put together once. */
    @Test
    @Timeout(240)
    void r4_manyWhoAskForAllRoomsShareOneLookUp() {
        final Set<JID> sessions = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            sessions.add(new JID("u" + i + "@" + RaiFixture.DOMAIN + "/x"));
        }
        server.directory.takeBatches();
        final long before = allocated();

        sessions.forEach(server::subscribe);
        server.settle();

        assertThat(server.directory.takeBatches()).hasSizeLessThanOrEqualTo(2);
        final List<Packet> sent = server.takeSent();
        sessions.forEach(session -> assertThat(sent.stream().filter(stanza -> session.equals(stanza.getTo()))
            .mapToInt(stanza -> RaiFixture.roomsIn((Message) stanza).size()).sum()).isEqualTo(ROOMS));
        assertThat((allocated() - before) / sessions.size()).isLessThan(250L * MEGABYTE);
    }
}
