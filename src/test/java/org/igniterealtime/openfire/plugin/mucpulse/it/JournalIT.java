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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireServer;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens right before the server dies, or while its database is away, is remembered: D6, R10 and U5. */
class JournalIT {

    /** How long before the server dies. */
    private static final Duration SHORT = Duration.ofMillis(50);
    /** By when everything is in the database, and that has it on the disk. */
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private static final String VISITS = "SELECT lastVisit FROM ofMucPulseLastVisit WHERE userJID = ? AND roomJID = ?";
    private static final String CONSENTS = "SELECT publish FROM ofMucPulseConsent WHERE userJID = ?";

    private static final String OUTAGE = "Some of the database tables of MUC Pulse are missing";

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own()
        .expectLog(OUTAGE);

    private final RaiScene scene = new RaiScene(openfire);

    private static void pass(final Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(1)).until(() -> true);
    }

    private static List<Path> journal(final OpenfireServer server) throws IOException {
        try (Stream<Path> files = Files.list(server.home().resolve("mucpulse").resolve("journal"))) {
            return files.filter(file -> file.toString().endsWith(".journal")).toList();
        }
    }

    private static void awaitVisit(final String user, final String room, final long since) {
        Awaitility.await().atMost(PATIENCE.multipliedBy(2)).untilAsserted(() ->
            assertThat(openfire.control().query(VISITS, user, room)).singleElement().satisfies(row ->
                assertThat(Long.parseLong(row.get(0))).isGreaterThanOrEqualTo(since)));
    }

    private static long now() {
        return System.currentTimeMillis() * 1000;
    }

    /** R10: "never too little": it is of interest to the user, who is no more than a visitor, that they were there. */
    @Test
    void r10_visitRightBeforeACrashIsRemembered(final OpenfireServer server) {
        final String room = scene.room();
        final TestClient bob = openfire.login("bob");
        final String user = bob.user();
        final String jid = bob.bareJid();
        pass(SETTLED);
        final long before = now();
        bob.joinRoom(room, "Bob");
        pass(SHORT);

        server.kill();
        server.startAgain();

        awaitVisit(jid, room, before);
        final TestClient again = openfire.login(user, "again");
        final RaiScene after = new RaiScene(openfire);
        after.subscribe(again);
        after.awaitTold(again, room);
    }

    /** R14: what is to be forgotten is not brought back by what was noted before. */
    @Test
    void r14_whatIsForgottenRightBeforeACrashStaysForgotten(final OpenfireServer server) {
        final TestClient bob = openfire.login("bob");
        final TestClient carol = openfire.login("carol");
        final String room = scene.room();
        scene.visit(carol, room);
        scene.visit(bob, room);
        awaitVisit(bob.bareJid(), room, 0);
        awaitVisit(carol.bareJid(), room, 0);
        pass(SETTLED);
        final String jid = bob.bareJid();
        final long before = now();
        carol.joinRoom(room, "Carol");
        final String other = carol.bareJid();
        bob.disconnect();
        openfire.control().deleteUser(bob.user());
        pass(SHORT);

        server.kill();
        server.startAgain();

        awaitVisit(other, room, before);
        assertThat(openfire.control().query(VISITS, jid, room)).isEmpty();
    }

    @Test
    void u5_choiceRightBeforeACrashIsRemembered(final OpenfireServer server) {
        final TestClient alice = openfire.login("alice");
        ChattingParty.consent(alice);
        final String jid = alice.bareJid();
        awaitChoice(jid, "1");
        pass(SETTLED);

        // The answer says that it is kept.
        ChattingParty.choose(alice, false, false);
        server.kill();
        server.startAgain();

        awaitChoice(jid, "0");
    }

    private static void awaitChoice(final String user, final String publish) {
        Awaitility.await().atMost(PATIENCE.multipliedBy(2)).untilAsserted(() ->
            assertThat(openfire.control().query(CONSENTS, user)).containsExactly(List.of(publish)));
    }

    /** Also where the server is stopped in order before the database is back, and started before that, too. */
    @Test
    void d6_whatHappensInAnOutageIsRemembered(final OpenfireServer server) throws IOException {
        final String room = scene.room();
        final TestClient bob = openfire.login("bob");
        final String jid = bob.bareJid();
        pass(SETTLED);
        final long before = now();
        openfire.control().update("ALTER TABLE ofMucPulseLastVisit RENAME TO away");
        scene.visit(bob, room);
        // The table of what users chose is there: until it is noticed that another one is not, it is written.
        Awaitility.await().atMost(PATIENCE).until(() -> server.logs().contains(OUTAGE));
        ChattingParty.consent(bob);

        server.stop();
        assertThat(journal(server)).isNotEmpty();
        server.startAgain();
        assertThat(openfire.control().query("SELECT publish FROM ofMucPulseConsent WHERE userJID = ?", jid)).isEmpty();
        openfire.control().update("ALTER TABLE away RENAME TO ofMucPulseLastVisit");

        awaitVisit(jid, room, before);
        awaitChoice(jid, "1");
        server.stop();
        assertThat(journal(server)).isEmpty();
        server.startAgain();
    }
}
