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

import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.log4j.Level;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.LogListener;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.InMemoryJournal;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** D6, R10: visits that the database did not get before a crash. */
class VisitJournalTest {

    private static final JID ORCHARD = new JID("orchard@conference.example.org");
    private static final JID BALCONY = new JID("balcony@conference.example.org");
    private static final JID ROMEO = new JID("romeo@example.org");
    private static final JID JULIET = new JID("juliet@example.org");
    private static final JID LONG = new JID("j\u00fcliet".repeat(100), "example.org", null);

    private InMemoryJournal journal = new InMemoryJournal();

    private RaiWriteBehind run(final TestDatabase database) {
        return new RaiWriteBehind(new RaiTables(database), 100, user -> true, journal);
    }

    /** The next run, after a crash. */
    private RaiWriteBehind next(final TestDatabase database) {
        journal = journal.afterCrash();
        return run(database);
    }

    @Test
    void r10_visitThatWasNotWrittenIsKnownAfterACrash() throws SQLException, IOException {
        try (TestDatabase database = new TestDatabase()) {
            final RaiWriteBehind first = run(database);
            first.visited(ROMEO, ORCHARD, 5);
            first.visited(ROMEO, ORCHARD, 7);
            first.visited(LONG, BALCONY, 6);

            final RaiWriteBehind second = next(database);
            final long newest = second.replay();

            assertThat(newest).isEqualTo(7);
            assertThat(second.visits(ROMEO)).isEqualTo(Map.of(ORCHARD, 7L));
            assertThat(second.flush()).isTrue();
            assertThat(new RaiTables(database).visits(List.of(ROMEO)).get(ROMEO)).isEqualTo(Map.of(ORCHARD, 7L));
            assertThat(new RaiTables(database).visits(List.of(LONG)).get(LONG)).isEqualTo(Map.of(BALCONY, 6L));
        }
    }

    @Test
    void r10_nothingIsReplayedWhereThereWasNoCrash() throws SQLException, IOException {
        try (TestDatabase database = new TestDatabase()) {
            assertThat(run(database).replay()).isEqualTo(MonotonicTimestamps.NEVER);
            assertThat(journal.added()).isZero();
        }
    }

    @Test
    void r14_whatWasForgottenBeforeACrashStaysForgotten() throws SQLException, IOException {
        try (TestDatabase database = new TestDatabase()) {
            final RaiWriteBehind first = run(database);
            first.visited(ROMEO, ORCHARD, 5);
            first.visited(JULIET, BALCONY, 6);
            first.changed(ORCHARD, new Activity(7, JULIET, 6));
            first.changed(BALCONY, new Activity(8, JULIET, 6));
            first.flush();
            first.forgetUser(JULIET);
            first.forgetRoom(ORCHARD);
            first.visited(JULIET, ORCHARD, 9);

            final RaiWriteBehind second = next(database);
            second.replay();

            assertThat(second.visits(ROMEO)).isEmpty();
            assertThat(second.visits(JULIET)).isEqualTo(Map.of(ORCHARD, 9L));
            // Before it is written, too.
            assertThat(second.activities()).isEqualTo(Map.of(BALCONY, new Activity(8, null, 6)));
            second.flush();
            assertThat(new RaiTables(database).activities()).isEqualTo(Map.of(BALCONY, new Activity(8, null, 6)));
        }
    }

    @Test
    void d6_whatIsDroppedIsNotInTheJournal() throws SQLException, IOException {
        try (TestDatabase database = new TestDatabase(); LogListener log = new LogListener(RaiWriteBehind.class)) {
            final RaiWriteBehind first = new RaiWriteBehind(new RaiTables(database), 1, user -> true, journal);
            first.visited(ROMEO, ORCHARD, 5);
            first.visited(ROMEO, BALCONY, 6);

            assertThat(journal.added()).isEqualTo(1);
            assertThat(log.heard(Level.WARN)).hasSize(1);
        }
    }

    // Whatever happened, and wherever the crash came: what the database had before the crash is replayed as well.

    private sealed interface Event {
        record Visit(JID user, JID room) implements Event {
        }

        record ForgetUser(JID user) implements Event {
        }

        record ForgetRoom(JID room) implements Event {
        }

        record Flush() implements Event {
        }
    }

    @Provide
    Arbitrary<List<Event>> events() {
        final Arbitrary<JID> users = Arbitraries.of(ROMEO, JULIET, LONG);
        final Arbitrary<JID> rooms = Arbitraries.of(ORCHARD, BALCONY);
        final Arbitrary<Event> visits = Combinators.combine(users, rooms).as(Event.Visit::new);
        final Arbitrary<Event> other = Arbitraries.oneOf(users.map(Event.ForgetUser::new),
            rooms.map(Event.ForgetRoom::new), Arbitraries.just(new Event.Flush()));
        return Arbitraries.oneOf(visits, visits, other).list().ofMaxSize(20);
    }

    @Property(tries = 200)
    void d6_replayEndsWhereTheRunsBeforeEnded(@ForAll("events") final List<Event> before,
                                              @ForAll("events") final List<Event> after,
                                              @ForAll final boolean replaced) throws SQLException, IOException {
        journal = new InMemoryJournal();
        final Map<JID, Map<JID, Long>> expected = new HashMap<>();
        try (TestDatabase database = new TestDatabase()) {
            final RaiWriteBehind first = run(database);
            apply(before, first, expected, 0);
            journal = replaced ? journal.afterReplacement() : journal.afterCrash();
            final RaiWriteBehind second = run(database);
            second.replay();
            assertVisits(second, expected);
            apply(after, second, expected, 1000);
            final RaiWriteBehind third = next(database);
            third.replay();
            assertVisits(third, expected);
            assertThat(third.flush()).isTrue();
            assertVisits(run(database), expected);
        }
    }

    private static void assertVisits(final RaiWriteBehind log, final Map<JID, Map<JID, Long>> expected) {
        for (final JID user : List.of(ROMEO, JULIET, LONG)) {
            assertThat(log.visits(user)).as("of %s", user).isEqualTo(expected.getOrDefault(user, Map.of()));
        }
    }

    private static void apply(final List<Event> events, final RaiWriteBehind log,
                              final Map<JID, Map<JID, Long>> expected, final long start) {
        long now = start;
        for (final Event event : events) {
            now++;
            if (event instanceof Event.Visit visit) {
                log.visited(visit.user(), visit.room(), now);
                expected.computeIfAbsent(visit.user(), user -> new HashMap<>()).put(visit.room(), now);
            } else if (event instanceof Event.ForgetUser forget) {
                log.forgetUser(forget.user());
                expected.remove(forget.user());
            } else if (event instanceof Event.ForgetRoom forget) {
                log.forgetRoom(forget.room());
                final Set<Map<JID, Long>> all = new HashSet<>(expected.values());
                all.forEach(visits -> visits.remove(forget.room()));
            } else {
                log.flush();
            }
        }
    }
}
