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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.databases.FilledDatabase;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireServer;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What the plugin costs a real server on whose PostgreSQL it remembers a million visits, a hundred thousand rooms and ten
 * thousand nodes: its start, the memory that it takes, and the first list of a user with a thousand rooms. Prints what
 * it measures.
 */
class LargeDatabaseLoad {

    @RegisterExtension
    static final OpenfireExtension openfire = LoadScene.server();

    private static final int VISITS = 1_000_000;
    private static final int ROOMS = 100_000;
    private static final int NODES = 10_000;
    private static final int ROOMS_OF_FIRST = 1_000;
    private static final int ROUNDS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** What the plugin does in its first minute, such as looking for what is gone, is done then. */
    private static final Duration FIRST_MINUTE = Duration.ofSeconds(90);
    private static final String RAI = "urn:xmpp:rai:0";
    private static final String FIRST = "u0";

    private static long millisSince(final long begun) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    private static void run(final String sql) {
        openfire.control().update(sql);
    }

    private static void fill() throws SQLException {
        final OpenfireServer server = openfire.server();
        final int users = 2 + (VISITS - ROOMS_OF_FIRST) / 100;
        run("INSERT INTO ofUser (username, plainPassword, name, creationDate, modificationDate) SELECT concat('u', seq), '"
            + LoadScene.PASSWORD + "', 'User', '001767225600000', '001767225600000' FROM generate_series(0," + users
            + ") AS s(seq)");
        run("INSERT INTO ofMucRoom (serviceID, roomID, creationDate, modificationDate, name, naturalName, lockedDate,"
            + " emptyDate, canChangeSubject, maxUsers, publicRoom, moderated, membersOnly, canInvite, canDiscoverJID,"
            + " logEnabled, retireOnDeletion, preserveHistOnDel, rolesToBroadcast, useReservedNick, canChangeNick,"
            + " canRegister) SELECT (SELECT MIN(serviceID) FROM ofMucService), 1000000+seq, '001600000000000',"
            + " '001600000000000', concat('r', seq), concat('Room ', seq), '000000000000000', '001600000000000', 0, 30, 1,"
            + " 0, 0, 0, 1, 0, 0, 0, 7, 0, 1, 1 FROM generate_series(0," + (ROOMS - 1) + ") AS s(seq)");
        run("INSERT INTO ofMucAffiliation (roomID, jid, affiliation) SELECT 1000000+seq, concat('u', seq % 9000, '@"
            + server.domain() + "'), 10 FROM generate_series(0," + (ROOMS - 1) + ") AS s(seq)");
        new FilledDatabase(LargeDatabaseLoad::run, true, server.domain(), server.mucDomain())
            .fillTables(VISITS, ROOMS, NODES, ROOMS_OF_FIRST);
    }

    private static boolean isAnnounced(final TestClient client) {
        return client.query("get", openfire.server().mucDomain(),
            "<query xmlns='http://jabber.org/protocol/disco#info'/>").xml().contains(RAI);
    }

    /** From the installation of the plugin until its feature is announced, in milliseconds. */
    private static long load(final TestClient client) {
        final long begun = System.nanoTime();
        openfire.control().loadPlugin();
        Awaitility.await().pollInterval(Duration.ofMillis(50)).atMost(PATIENCE).until(() -> isAnnounced(client));
        return millisSince(begun);
    }

    private static long megabytes() {
        // What waits to be closed or cleared is gone after the second look.
        openfire.control().usedHeap();
        return openfire.control().usedHeap() / 1_000_000;
    }

    private static List<Long> lists() {
        final List<Long> times = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            try (TestClient first = TestClient.login(openfire.server(), FIRST, LoadScene.PASSWORD, "list" + round)) {
                first.sync();
                final long begun = System.nanoTime();
                first.send("<presence to='" + openfire.server().mucDomain() + "'><rai xmlns='" + RAI + "'/></presence>");
                final String list = first.await(stanza -> stanza.xml().startsWith("<message") && stanza.xml().contains(RAI),
                    PATIENCE).xml();
                times.add(millisSince(begun));
                // Of the user's own rooms, too.
                assertThat(list.split("<activity>", -1)).hasSizeGreaterThan(ROOMS_OF_FIRST);
            }
        }
        return times;
    }

    @Test
    void r14_aServerThatRemembersAMillionVisitsStartsAndAnswersInTime() throws SQLException {
        assumeTrue("postgresql".equals(System.getProperty("database")), "Needs -Ddatabase=postgresql");
        openfire.control().createUser("looker", "looker");
        TestClient client = openfire.login("looker", "first");
        openfire.control().unloadPlugin();
        final long without = megabytes();
        final long emptyLoad = load(client);
        final long empty = megabytes();
        openfire.control().unloadPlugin();
        // What the database is filled with is years old.
        openfire.control().setProperty("mucpulse.rai.retention", "3650");
        fill();

        final long load = load(client);
        final long early = megabytes();
        Awaitility.await().pollDelay(FIRST_MINUTE).atMost(PATIENCE).until(() -> true);
        final long late = megabytes();
        final String title = openfire.server().title();
        System.out.println(title + ": loaded in " + load + " ms (without data " + emptyLoad + " ms); heap in use without the"
            + " plugin " + without + " MB, with it without data " + empty + " MB, with data " + early + " MB, after its first "
            + "minute " + late + " MB");
        final long started = System.nanoTime();
        openfire.server().stop();
        openfire.server().startAgain();
        client = openfire.login("looker", "second");
        final TestClient again = client;
        Awaitility.await().pollInterval(Duration.ofMillis(50)).atMost(PATIENCE).until(() -> isAnnounced(again));
        System.out.println(title + ": stopped and started again in " + millisSince(started) + " ms");
        final List<Long> lists = lists();
        System.out.println(title + ": lists of " + ROOMS_OF_FIRST + " rooms and more, in milliseconds " + lists);

        assertThat(load - emptyLoad).isLessThan(10_000);
        assertThat(Math.max(early, late) - without).isLessThan(200);
        assertThat(openfire.control().query("SELECT COUNT(*) FROM ofMucPulseLastVisit").get(0).get(0))
            .isGreaterThanOrEqualTo(String.valueOf(VISITS));
    }
}
