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

import java.sql.SQLException;
import org.apache.log4j.Level;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.LogListener;
import org.igniterealtime.openfire.plugin.mucpulse.store.Journal;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** S3: what waits for a database that is away is bounded, and what is dropped makes the plugin tell too much. */
class RaiWriteBehindLimitsTest {

    private static final JID ROMEO = new JID("romeo@example.org");

    private final LogListener log = new LogListener(RaiWriteBehind.class);
    private TestDatabase database;
    private RaiWriteBehind writeBehind;

    @BeforeEach
    void theDatabaseIsAway() throws Exception {
        database = new TestDatabase();
        writeBehind =
            new RaiWriteBehind(new RaiTables(database), 100_000, user -> user.getDomain().equals("example.org"), Journal.NONE);
        database.failAt("open");
    }

    @AfterEach
    void close() throws SQLException {
        log.close();
        database.close();
    }

    private static JID room(final int number) {
        return new JID("r" + number, "conference.example.org", null, true);
    }

    private static JID remote(final int number, final String domain) {
        return new JID("u" + number, domain, null, true);
    }

    private long written(final String where) throws SQLException {
        database.recover();
        writeBehind.flush();
        return Long.parseLong(database.rows("SELECT COUNT(*) FROM " + where).get(0));
    }

    @Test
    void s3_visitsOfOneUserTakeOnlyTheirShare() throws SQLException {
        for (int i = 0; i < VisitShares.PER_USER + 500; i++) {
            writeBehind.visited(ROMEO, room(i), i + 1);
        }
        writeBehind.flush();
        writeBehind.visited(new JID("juliet@example.org"), room(0), 1);
        writeBehind.visited(ROMEO, room(0), 1_000_000);

        assertThat(writeBehind.dropped()).isEqualTo(500);
        assertThat(log.heard(Level.WARN)).filteredOn(line -> line.contains("dropped")).hasSize(1);
        assertThat(written("ofMucPulseLastVisit")).isEqualTo(VisitShares.PER_USER + 1L);
        assertThat(written("ofMucPulseLastVisit WHERE lastVisit=1000000")).isEqualTo(1);
    }

    @Test
    void s3_visitsOfOneOtherDomainTakeOnlyTheirShare() throws SQLException {
        for (int i = 0; i < 26_000; i++) {
            writeBehind.visited(remote(i, "example.net"), room(0), i + 1);
        }
        for (int i = 0; i < 1_000; i++) {
            writeBehind.visited(remote(i, "example.com"), room(0), i + 1);
        }

        assertThat(writeBehind.dropped()).isEqualTo(1_000);
        assertThat(written("ofMucPulseLastVisit")).isEqualTo(26_000);
    }

    @Test
    void s3_shareIsFreeAgainOnceItIsWritten() throws SQLException {
        for (int i = 0; i < VisitShares.PER_USER; i++) {
            writeBehind.visited(ROMEO, room(i), i + 1);
        }
        database.recover();
        writeBehind.flush();

        writeBehind.visited(ROMEO, room(-1), 5);

        assertThat(writeBehind.dropped()).isZero();
    }

    @Test
    void s3_activitiesAreBoundedAndTheirLossIsNoted() {
        for (int i = 0; i <= RaiWriteBehind.OTHERS; i++) {
            writeBehind.changed(room(i), new Activity(i + 1, ROMEO, 0));
            if (i % 40_000 == 0) {
                writeBehind.flush();
            }
        }
        writeBehind.changed(room(0), new Activity(1_000_000, ROMEO, 0));

        assertThat(writeBehind.dropped()).isEqualTo(1);
        assertThat(writeBehind.takeActivityLoss()).isTrue();
        assertThat(writeBehind.takeActivityLoss()).isFalse();
        assertThat(writeBehind.takeForgettingLoss()).isFalse();
    }

    @Test
    void s3_whatIsToBeForgottenIsBoundedAndTheLossIsNoted() {
        for (int i = 0; i <= RaiWriteBehind.OTHERS; i++) {
            writeBehind.forgetRoom(room(i));
        }
        assertThat(writeBehind.takeForgettingLoss()).isTrue();
        assertThat(writeBehind.takeForgettingLoss()).isFalse();

        for (int i = 0; i <= RaiWriteBehind.OTHERS; i++) {
            writeBehind.forgetUser(remote(i, "example.org"));
        }
        assertThat(writeBehind.takeForgettingLoss()).isTrue();
        assertThat(writeBehind.takeActivityLoss()).isFalse();
        assertThat(writeBehind.dropped()).isEqualTo(2);
    }

    @Test
    void s3_subdomainsOfOneOtherDomainShare() {
        for (int i = 0; i < 26_000; i++) {
            writeBehind.visited(remote(i, "s" + i + ".example.net"), room(0), i + 1);
        }

        assertThat(writeBehind.dropped()).isEqualTo(1_000);
    }

    @Test
    void s3_tablesAreLookedThroughAfterMuchFromOneDomainAndMoreThanThatIsNotWritten() {
        final VisitShares shares = new VisitShares(Integer.MAX_VALUE, user -> user.getDomain().equals("example.org"));
        int taken = 0;
        int looks = 0;
        for (int i = 0; i < VisitShares.WRITTEN_PER_DOMAIN + 10; i++) {
            taken += shares.claim(remote(i, "s" + i % 7 + ".example.net")) ? 1 : 0;
            looks += shares.takeLookDue() ? 1 : 0;
        }
        assertThat(taken).isEqualTo(VisitShares.WRITTEN_PER_DOMAIN);
        assertThat(looks).isEqualTo(2);
        assertThat(shares.claim(remote(1, "example.com"))).isTrue();

        shares.purged();

        assertThat(shares.claim(remote(1, "example.net"))).isTrue();
    }
}
