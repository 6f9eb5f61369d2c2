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

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireServer;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What the server still knows after a restart or a crash, and what it must not know any longer: R10 and R14.
 *
 * <p>"'Last there' … survives a restart, as does each room's last activity; after a crash the plugin may tell too much,
 * never too little."
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437</a>
 */
class RaiRestartIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own();

    private static final String VISITS_OF_USER = "SELECT roomJID, lastVisit FROM ofMucPulseLastVisit WHERE userJID = ?";
    private static final String VISITS_OF_ROOM = "SELECT userJID, lastVisit FROM ofMucPulseLastVisit WHERE roomJID = ?";
    private static final String ACTIVITY =
            "SELECT lastActivity, lastAuthor, priorActivity FROM ofMucPulseLastActivity WHERE roomJID = ?";

    private final RaiScene scene = new RaiScene(openfire);

    /** R10, with an orderly stop: nothing is told too little, nor too much. */
    @Test
    void r10_restartKeepsVisitsAndActivity(final OpenfireServer server) {
        // Given rooms that a user has seen the last message of, or has not
        final String user = openfire.newUser("bob");
        final TestClient bob = openfire.login(user, "test");
        final TestClient other = openfire.login(user, "other");
        final String seen = scene.roomVisitedBy(bob);
        final String missed = scene.roomVisitedBy(bob);
        final String member = scene.roomWithMember(bob);
        final String own = scene.roomWithMember(bob);
        final String inside = scene.roomWithMember(bob);
        final String quiet = scene.roomVisitedBy(bob);
        scene.say(seen);
        scene.visit(bob, seen);
        scene.say(missed);
        scene.say(member);
        scene.join(other, own);
        scene.say(other, own, "My own");
        scene.say(other, own, "And another");
        scene.join(other, inside);
        scene.say(inside);
        assertThat(scene.list(bob)).as("before the restart").contains(missed, member).doesNotContain(seen, own, quiet);

        // When the server stops, while a session is in a room where something was just said, and starts again
        final String beacon = scene.beaconOf(bob);
        server.stop();
        server.startAgain();
        final TestClient again = openfire.login(user, "again");

        // Then the user is told of what was missed, and of that alone
        final RaiScene after = new RaiScene(openfire);
        assertThat(after.list(again, beacon)).containsExactlyInAnyOrder(missed, member);

        // And visits count still: the room is of interest without any affiliation
        final TestClient carol = openfire.login("carol");
        carol.joinRoom(quiet, "Carol");
        scene.say(carol, quiet, "Not quiet any more");
        after.awaitTold(again, quiet);
        carol.joinRoom(seen, "Carol");
        scene.say(carol, seen, "New");
        after.awaitTold(again, seen);
        assertThat(after.told(again)).containsExactly(quiet, seen);
    }

    /** R10: "never too little": a message is not forgotten, also where the crash comes right after it. */
    @Test
    void r10_killRightAfterAMessageIsToldNevertheless(final OpenfireServer server) {
        final String user = openfire.newUser("bob");
        final TestClient bob = openfire.login(user, "test");
        final String visited = scene.roomVisitedBy(bob);
        final String member = scene.roomWithMember(bob);
        final String hidden = scene.room(RoomConfig.open().hidden());
        awaitRows(2, VISITS_OF_ROOM, visited);
        scene.say(hidden);
        scene.say(visited);
        // The server need not even be done with this one.
        scene.owner().say(member, "Last words");

        server.kill();
        server.startAgain();
        final TestClient again = openfire.login(user, "again");
        scene.subscribe(again);

        scene.awaitTold(again, visited);
        scene.awaitTold(again, member);
        // Too much is fine, but only of what the user may know of.
        assertThat(RaiScene.namedTo(again)).doesNotContain(hidden);

        // And too much is told once: who was in the room since then is not told of it any more.
        scene.visit(again, visited);
        final RaiScene after = new RaiScene(openfire);
        after.awaitTold(again, after.beaconOf(again));
        assertThat(after.list(again)).contains(member).doesNotContain(visited, hidden);
    }

    /** R10: what was known before the crash is known after the next orderly restart as well. */
    @Test
    void r10_crashIsNotForgottenByTheNextRestart(final OpenfireServer server) {
        final String user = openfire.newUser("bob");
        final TestClient bob = openfire.login(user, "test");
        final String member = scene.roomWithMember(bob);
        scene.say(member);
        server.kill();
        server.startAgain();
        server.stop();
        server.startAgain();

        final TestClient again = openfire.login(user, "again");
        scene.subscribe(again);

        scene.awaitTold(again, member);
    }

    /** R14: "records … of deleted users … are purged". */
    @Test
    void r14_deletedUserIsForgotten() {
        final TestClient bob = openfire.login("bob");
        final TestClient carol = openfire.login("carol");
        final String room = scene.roomVisitedBy(bob);
        scene.visit(carol, room);
        bob.joinRoom(room, "Bob");
        scene.say(bob, room, "I was here");
        bob.leaveRoom(room, "Bob");
        awaitRows(1, VISITS_OF_USER, bob.bareJid());
        awaitRows(1, VISITS_OF_USER, carol.bareJid());
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(openfire.control().query(ACTIVITY, room))
                .singleElement().satisfies(row -> assertThat(row.get(1)).isEqualTo(bob.bareJid())));
        final String jid = bob.bareJid();
        bob.disconnect();

        openfire.control().deleteUser(bob.user());

        awaitRows(0, VISITS_OF_USER, jid);
        awaitRows(1, VISITS_OF_USER, carol.bareJid());
        // The room was active all the same.
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(openfire.control().query(ACTIVITY, room))
                .singleElement().satisfies(row -> assertThat(row.get(1)).isNull()));
    }

    /** R14: "records … of destroyed rooms are purged". */
    @Test
    void r14_destroyedRoomIsForgotten() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomVisitedBy(bob);
        final String other = scene.roomVisitedBy(bob);
        scene.say(room);
        scene.say(other);
        awaitRows(2, VISITS_OF_ROOM, room);
        awaitRows(1, ACTIVITY, room);

        Rooms.destroy(scene.owner(), room);

        awaitRows(0, VISITS_OF_ROOM, room);
        awaitRows(0, ACTIVITY, room);
        awaitRows(2, VISITS_OF_ROOM, other);
        awaitRows(1, ACTIVITY, other);
    }

    /** R10: activity names its author, and who spoke before, so that R7 holds after a restart. */
    @Test
    void r10_activityIsStoredWithItsAuthor() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);
        scene.say(room);
        scene.join(bob, room);
        scene.say(bob, room, "Answer");

        Awaitility.await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(openfire.control().query(ACTIVITY, room)).singleElement().satisfies(row -> {
                    assertThat(row.get(1)).isEqualTo(bob.bareJid());
                    assertThat(Long.parseLong(row.get(2))).isPositive().isLessThan(Long.parseLong(row.get(0)));
                }));
    }

    /** R14: "records of visits older than a retention period (default 180 days) … are purged". */
    @Test
    void r14_oldRecordsArePurged(final OpenfireServer server) {
        // Given visits and activity, some of which a run long ago has left
        final String user = openfire.newUser("bob");
        final TestClient bob = openfire.login(user, "test");
        final String visitedLongAgo = scene.roomVisitedBy(bob);
        final String visitedOfLate = scene.roomVisitedBy(bob);
        final String silent = scene.room();
        final String beacon = scene.beaconOf(bob);
        scene.say(silent);
        awaitRows(2, VISITS_OF_USER, bob.bareJid());
        awaitRows(1, ACTIVITY, silent);
        awaitRows(1, ACTIVITY, beacon);
        final String longAgo = stampBefore(Duration.ofDays(181));
        final String ofLate = stampBefore(Duration.ofDays(179));
        setVisit(longAgo, bob.bareJid(), visitedLongAgo);
        setVisit(ofLate, bob.bareJid(), visitedOfLate);
        assertThat(openfire.control().update("UPDATE ofMucPulseLastActivity SET lastActivity = ? WHERE roomJID = ?",
                longAgo, silent)).isOne();

        // The account and the rooms were there all the time.
        assertThat(openfire.control().update("UPDATE ofUser SET creationDate = '001000000000000' WHERE username = ?",
                user)).isOne();
        for (final String room : List.of(visitedLongAgo, visitedOfLate)) {
            assertThat(openfire.control().update("UPDATE ofMucRoom SET creationDate = '001000000000000' WHERE name = ?",
                    room.substring(0, room.indexOf('@')))).isOne();
        }

        // When the server starts again
        server.stop();
        server.startAgain();

        // Then the old ones are gone, and with them the interest
        awaitRows(0, ACTIVITY, silent);
        awaitRows(1, ACTIVITY, beacon);
        Awaitility.await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(openfire.control().query(VISITS_OF_USER, user + "@" + server.domain()))
                        .containsExactly(List.of(visitedOfLate, ofLate)));
        final TestClient again = openfire.login(user, "again");
        final TestClient carol = openfire.login("carol");
        for (final String room : List.of(visitedLongAgo, visitedOfLate)) {
            carol.joinRoom(room, "Carol");
            scene.say(carol, room, "Still here");
        }
        assertThat(new RaiScene(openfire).list(again, beacon)).containsExactly(visitedOfLate);
    }

    /** R15: "… nor does a restart of the server for remote sessions, which live on". */
    @Test
    void r15_remoteSubscriptionsSurviveARestart(final OpenfireServer server) {
        final String domain = openfire.control().openPeer("peer");
        final String romeo = "romeo@" + domain + "/orchard";
        final String told = scene.room();
        final String silent = scene.room();
        for (final String room : List.of(told, silent)) {
            openfire.control().route("<presence from='" + romeo + "' to='" + room + "/Romeo'>"
                    + "<x xmlns='http://jabber.org/protocol/muc'/></presence>");
            openfire.control().route("<presence type='unavailable' from='" + romeo + "' to='" + room + "/Romeo'/>");
        }
        openfire.control().route("<presence from='" + romeo + "' to='" + scene.service() + "'>" + RaiScene.REQUEST
                + "</presence>");
        scene.say(told);
        awaitAtPeer("<activity>" + told + "</activity>");

        server.stop();
        server.startAgain();
        openfire.control().openPeer("peer");
        final TestClient carol = openfire.login("carol");
        for (final String room : List.of(told, silent)) {
            carol.joinRoom(room, "Carol");
            scene.say(carol, room, "After the restart");
        }

        awaitAtPeer("<activity>" + silent + "</activity>");
        assertThat(openfire.control().receivedByPeer("peer")).noneMatch(xml -> xml.contains(told));
        openfire.control().closePeer("peer");
    }

    /** R14: a temporary room that died with the server has nothing to do with the next room of that name. */
    @Test
    void r14_visitsOfATemporaryRoomDoNotBelongToTheNextOfThatName(final OpenfireServer server) {
        final String user = openfire.newUser("bob");
        final TestClient bob = openfire.login(user, "test");
        final String room = scene.room(RoomConfig.temporary());
        scene.visit(bob, room);
        awaitRows(2, VISITS_OF_ROOM, room);
        server.kill();
        server.startAgain();

        // Somebody else makes a room of that name, right away and later.
        final RaiScene after = new RaiScene(openfire);
        final TestClient again = openfire.login(user, "again");
        final TestClient carol = openfire.login("carol");
        Rooms.create(carol, room, "Carol", RoomConfig.temporary());
        after.list(again);
        after.say(carol, room, "Something else");
        assertThat(after.told(again)).isEmpty();
        assertThat(after.list(again)).isEmpty();
        // And the records go by themselves.
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(openfire.control().query(VISITS_OF_ROOM, room))
                .extracting(row -> row.get(0)).containsExactly(carol.bareJid()));
    }

    /** R10: after a crash, a room that is made later does not count as active. */
    @Test
    void r10_roomMadeAfterACrashIsNotTold(final OpenfireServer server) {
        final String user = openfire.newUser("bob");
        final TestClient bob = openfire.login(user, "test");
        final String old = scene.roomWithMember(bob);
        server.kill();
        server.startAgain();

        final RaiScene after = new RaiScene(openfire);
        final TestClient again = openfire.login(user, "again");
        final String later = after.roomWithMember(again);

        assertThat(after.list(again)).contains(old).doesNotContain(later);
    }

    /** R14: an account that is deleted while the plugin is away takes its visits along, whoever has the name since. */
    @Test
    void r14_accountDeletedWhileThePluginIsAwayIsForgotten(final OpenfireServer server) {
        final TestClient bob = openfire.login("bob");
        final TestClient carol = openfire.login("carol");
        final TestClient dave = openfire.login("dave");
        final String room = scene.roomVisitedBy(bob);
        scene.visit(carol, room);
        scene.visit(dave, room);
        scene.join(bob, room);
        scene.say(bob, room, "I was here");
        scene.leave(bob, room);
        awaitRows(1, VISITS_OF_USER, bob.bareJid());
        awaitRows(1, VISITS_OF_USER, carol.bareJid());
        awaitRows(1, VISITS_OF_USER, dave.bareJid());

        openfire.control().unloadPlugin();
        bob.disconnect();
        carol.disconnect();
        openfire.control().deleteUser(bob.user());
        openfire.control().deleteUser(carol.user());
        openfire.control().createUser(carol.user(), "password");
        openfire.control().loadPlugin();

        awaitRows(0, VISITS_OF_USER, bob.bareJid());
        awaitRows(0, VISITS_OF_USER, carol.bareJid());
        awaitRows(1, VISITS_OF_USER, dave.bareJid());
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(openfire.control().query(ACTIVITY, room))
                .singleElement().satisfies(row -> assertThat(row.get(1)).isNotEqualTo(bob.bareJid())));
        assertThat(server.isRunning()).isTrue();
    }

    /** R15: "A reload … of the plugin in a running server loses nothing": no table holds a temporary room. */
    @Test
    void r15_temporaryRoomIsListedAfterAReload() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.room(RoomConfig.temporary());
        scene.visit(bob, room);
        scene.say(room);
        awaitRows(1, ACTIVITY, room);
        final String beacon = scene.beaconOf(bob);

        openfire.control().unloadPlugin();
        openfire.control().loadPlugin();

        assertThat(scene.list(bob, beacon)).containsExactly(room);
    }

    private static void awaitAtPeer(final String part) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(openfire.control().receivedByPeer("peer")).anyMatch(xml -> xml.contains(part)));
    }

    private static String stampBefore(final Duration age) {
        return Long.toString((System.currentTimeMillis() - age.toMillis()) * 1000);
    }

    private static void setVisit(final String stamp, final String user, final String room) {
        assertThat(openfire.control().update(
                "UPDATE ofMucPulseLastVisit SET lastVisit = ? WHERE userJID = ? AND roomJID = ?", stamp, user, room)).isOne();
    }

    private static void awaitRows(final int count, final String sql, final String parameter) {
        Awaitility.await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(openfire.control().query(sql, parameter)).hasSize(count));
    }
}
