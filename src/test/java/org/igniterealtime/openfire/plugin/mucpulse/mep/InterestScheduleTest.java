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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** M4, S3: sessions whose interests are not known do not keep others from being looked at again. */
class InterestScheduleTest {

    private static final JID ROOM = new JID("coven@conference.example.org");
    private static final JID CRONE = new JID("crone1@shakespeare.lit/desktop");

    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final List<JID> seen = new ArrayList<>();
    private final InterestSchedule schedule =
        new InterestSchedule(executor, InterestScheduleTest::isLocal, (session, room, attempt, isOverdue) -> {
            seen.add(session);
            return true;
        });

    private static boolean isLocal(final JID session) {
        return "shakespeare.lit".equals(session.getDomain());
    }

    private static JID room(final int number) {
        return new JID("r" + number, "conference.example.org", null, true);
    }

    @Test
    void s3_userInManyRoomsTakesNothingFromOthers() {
        for (int i = 0; i < InterestSchedule.MAX_ENTRIES; i++) {
            schedule.begin(CRONE, room(i));
        }
        assertThat(schedule.rooms(CRONE)).hasSize(InterestSchedule.MAX_ENTRIES_OF_USER);
        final JID other = new JID("wiccarocks@shakespeare.lit/laptop");

        schedule.begin(other, ROOM);
        executor.advance(Duration.ofSeconds(3));

        assertThat(seen).contains(other);
    }

    @Test
    void s3_domainWithManyUsersAndSubdomainsTakesNothingFromOthers() {
        for (int i = 0; i < InterestSchedule.MAX_ENTRIES; i++) {
            schedule.begin(new JID("u" + i, "s" + i % 7 + ".elsewhere.lit", "r", true), ROOM);
        }
        schedule.begin(CRONE, ROOM);

        executor.advance(Duration.ofSeconds(3));

        assertThat(seen).contains(CRONE).hasSize(1 + InterestSchedule.MAX_ENTRIES_OF_DOMAIN);
    }

    @Test
    void s3_otherDomainsTakeNothingFromUsersOfThisServer() {
        for (int i = 0; i < InterestSchedule.MAX_ENTRIES; i++) {
            schedule.begin(new JID("u", "d" + i + ".lit", "r", true), ROOM);
        }
        for (int i = 0; i < InterestSchedule.MAX_ENTRIES; i++) {
            schedule.begin(new JID("u" + i, "shakespeare.lit", "r", true), ROOM);
        }

        executor.advance(Duration.ofSeconds(3));

        assertThat(seen).hasSize(InterestSchedule.MAX_ENTRIES);
        assertThat(seen.stream().filter(InterestScheduleTest::isLocal))
            .hasSize(InterestSchedule.MAX_ENTRIES - InterestSchedule.MAX_ENTRIES_OF_OTHERS);
    }

    @Test
    void s3_sessionsWithVeryLongAddressesAreNotKept() {
        final JID longest = new JID("u".repeat(200) + "@elsewhere.lit/"
            + "r".repeat(InterestSchedule.MAX_ADDRESS - 200 - "@elsewhere.lit/".length()));
        schedule.begin(longest, ROOM);
        schedule.begin(new JID(longest + "r"), ROOM);

        executor.advance(Duration.ofSeconds(3));

        assertThat(seen).containsOnly(longest);
    }

    @Test
    void s1_sessionThatCannotBeLookedAtKeepsNoOtherFromIt() {
        final JID other = new JID("other@elsewhere.lit/r");
        final InterestSchedule failing =
            new InterestSchedule(executor, InterestScheduleTest::isLocal, (session, room, attempt, isOverdue) -> {
                seen.add(session);
                throw new NoClassDefFoundError("as the test wants it");
            });
        failing.begin(CRONE, ROOM);
        failing.begin(other, ROOM);

        executor.advance(Duration.ofSeconds(3));

        assertThat(seen).containsExactlyInAnyOrder(CRONE, other);
    }

    @Test
    void s3_whatEndsMakesPlace() {
        for (int i = 0; i < 3 * InterestSchedule.MAX_ENTRIES_OF_USER; i++) {
            schedule.begin(CRONE, room(i));
            schedule.begin(CRONE, room(i));
            schedule.end(CRONE, room(i));
            schedule.end(CRONE, room(i));
        }

        schedule.begin(CRONE, ROOM);

        assertThat(schedule.rooms(CRONE)).containsExactly(ROOM);
    }

    @Test
    void m4_whoIsScheduledKeepsThePauses() {
        schedule.begin(CRONE, ROOM);
        executor.advance(Duration.ofSeconds(3));
        seen.clear();

        schedule.hasten(CRONE, ROOM);
        executor.advance(Duration.ofSeconds(5));
        assertThat(seen).isEmpty();

        schedule.end(CRONE, ROOM);
        schedule.hasten(CRONE, ROOM);
        executor.advance(Duration.ofSeconds(3));
        assertThat(seen).containsExactly(CRONE);
    }

    @Test
    void m4_presenceHasASessionLookedAtBeforeLong() {
        schedule.begin(CRONE, ROOM);
        executor.advance(Duration.ofHours(3));
        seen.clear();
        executor.advance(Duration.ofMinutes(1));
        assertThat(seen).isEmpty();

        schedule.hasten(CRONE, ROOM);
        executor.advance(Duration.ofSeconds(31));

        assertThat(seen).containsExactly(CRONE);
    }
}
