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
import static org.igniterealtime.openfire.plugin.mucpulse.it.RaiScene.PATIENCE;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.igniterealtime.openfire.plugin.mucpulse.store.Sql;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A user with more than a thousand rooms, none of them in memory: R1, R2 and R4. The rooms and their activity are
 * written to the database, and the plugin is loaded again to find them there.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437</a>
 */
class RaiScaleIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own();

    private static final int ROOMS = 1_000;
    private static final int LEAST_SIZE = 10_000;

    private final RaiScene scene = new RaiScene(openfire);

    /** "In a single notification"; R2: "it is split only where it would pass the stanza size limit". */
    @Test
    void r2_thousandRoomsTravelInOneMessageUnlessItGrowsTooLong() {
        final TestClient bob = openfire.login("bob");
        final TestClient carol = openfire.login("carol");
        final String group = "everybody-" + UUID.randomUUID();
        openfire.control().createGroup(group);
        openfire.control().addGroupMember(group, carol.bareJid());
        final List<String> rooms = storedRooms(bob.bareJid(), openfire.control().groupJid(group));
        openfire.control().reloadPlugin();
        RaiInterestIT.awaitAnnounced(bob, scene.service());

        // When a member of all of them subscribes
        bob.send("<presence to='" + scene.service() + "'>" + RaiScene.REQUEST + "</presence>");
        final Stanza list = bob.await(RaiScene::isNotification, PATIENCE);

        // Then one message lists them all, also to a member through a group
        assertThat(RaiScene.roomsOf(list)).containsExactlyInAnyOrderElementsOf(rooms);
        carol.send("<presence to='" + scene.service() + "'>" + RaiScene.REQUEST + "</presence>");
        assertThat(RaiScene.roomsOf(carol.await(RaiScene::isNotification, PATIENCE)))
                .containsExactlyInAnyOrderElementsOf(rooms);
        assertThat(scene.told(bob)).isEmpty();
        assertThat(openfire.control().isRoomLoaded(rooms.get(0))).isFalse();

        // When a message may not grow that long
        try (RaiScene.Setting size = scene.setting("stanza-size", Integer.toString(LEAST_SIZE))) {
            final String control = scene.roomWithMember(bob);
            bob.send("<presence to='" + scene.service() + "'>" + RaiScene.REQUEST + "</presence>");
            final List<String> told = new ArrayList<>();
            final List<Stanza> messages = new ArrayList<>();
            while (!told.containsAll(rooms)) {
                final Stanza message = bob.await(RaiScene::isNotification, PATIENCE);
                messages.add(message);
                told.addAll(RaiScene.roomsOf(message));
            }

            // Then it is split into no more messages than needed, each complete and within the limit
            final int total = messages.stream().mapToInt(RaiScaleIT::length).sum();
            assertThat(messages).as("split at %s", size).hasSizeGreaterThanOrEqualTo(total / LEAST_SIZE)
                    .hasSizeLessThanOrEqualTo(total / LEAST_SIZE * 5 / 4 + 1)
                    .allSatisfy(message -> assertThat(length(message)).isLessThanOrEqualTo(LEAST_SIZE))
                    .allSatisfy(message -> assertThat(message.has(RaiScene.HINTS, "no-store")).isTrue());
            assertThat(messages.stream().map(Stanza::id)).doesNotHaveDuplicates();
            assertThat(told).doesNotHaveDuplicates();
            assertThat(scene.told(bob, control)).isEmpty();
        }
    }

    private static int length(final Stanza stanza) {
        return stanza.xml().getBytes(StandardCharsets.UTF_8).length;
    }

    /** Rooms with somebody as a member, and a group as well, in which something was said. */
    private List<String> storedRooms(final String member, final String group) {
        final String service = openfire.control()
                .query("SELECT serviceID FROM ofMucService WHERE subdomain = 'conference'").get(0).get(0);
        final List<String> rooms = new ArrayList<>();
        for (int i = 0; i < ROOMS; i++) {
            final String name = "stored-" + i;
            final String id = Integer.toString(100_000 + i);
            openfire.control().update("INSERT INTO ofMucRoom (serviceID, roomID, creationDate, modificationDate, name,"
                    + " naturalName, lockedDate, emptyDate, canChangeSubject, maxUsers, publicRoom, moderated,"
                    + " membersOnly, canInvite, canDiscoverJID, logEnabled, rolesToBroadcast, useReservedNick,"
                    + " canChangeNick, canRegister" + extraColumns() + ") VALUES (?, ?, '000000000000001',"
                    + " '000000000000001', ?, ?, '000000000000000', NULL, 0, 0, 1, 0, 1, 0, 0, 0, 7, 0, 1, 1"
                    + extraValues() + ")", service, id, name, name);
            openfire.control().update("INSERT INTO ofMucMember (roomID, jid) VALUES (?, ?)", id, member);
            openfire.control().update("INSERT INTO ofMucMember (roomID, jid) VALUES (?, ?)", id, group);
            rooms.add(name + "@" + scene.service());
            openfire.control().update("INSERT INTO ofMucPulseLastActivity (roomKey, roomJID, lastActivity)"
                + " VALUES (?, ?, ?)", Sql.key(rooms.get(i)), rooms.get(i), Long.toString(System.currentTimeMillis() * 1000));
        }
        return rooms;
    }

    /** Newer servers want to know more of a room. */
    private static String extraColumns() {
        return openfire.control().majorVersion() < 5 ? "" : ", retireOnDeletion, preserveHistOnDel";
    }

    private static String extraValues() {
        return openfire.control().majorVersion() < 5 ? "" : ", 0, 1";
    }
}
