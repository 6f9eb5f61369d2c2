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
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.ACTIVITY;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.COVEN;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.CRONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.FIRST;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SECOND;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** S3: how much memory the interests of occupants take. */
class InterestBudgetTest {

    private static final long HEAP_SHARE = 10_000_000;

    private final InterestBudget budget =
        new InterestBudget(HEAP_SHARE, user -> "example.org".equals(user.getDomain()));

    /** As many and as long ones as are kept of an answer. */
    private static Set<String> large(final int number) {
        return IntStream.range(0, 64).mapToObj(i -> number + "/" + i + "/" + "x".repeat(240))
            .collect(Collectors.toUnmodifiableSet());
    }

    @Test
    void s3_interestsOfOneUserAreBounded() {
        int taken = 0;
        for (int i = 0; i < 100; i++) {
            final JID session = new JID("a@example.org/" + i);
            taken += budget.take(session, large(i)).isEmpty() ? 0 : 1;
        }

        assertThat(taken).isBetween(5, 10);
        assertThat(budget.ofUser(new JID("a@example.org"))).isLessThanOrEqualTo(InterestBudget.MAX_OF_USER);
        assertThat(budget.take(new JID("b@example.org/1"), large(1_000))).contains(large(1_000));
    }

    @Test
    void s3_interestsOfOneDomainAndOfAllUsersAreBounded() {
        for (int i = 0; i < 1_000; i++) {
            budget.take(new JID("u" + i, "sub" + i + ".elsewhere.lit", "r"), large(i));
        }
        assertThat(budget.inAll()).isBetween(InterestBudget.MAX_OF_DOMAIN - 100_000, InterestBudget.MAX_OF_DOMAIN);
        assertThat(budget.take(new JID("b@lit.elsewhere/1"), large(2_000))).contains(large(2_000));

        for (int i = 0; i < 1_000; i++) {
            budget.take(new JID("u", "d" + i + ".lit", "r"), large(i + 10_000));
        }
        assertThat(budget.inAll()).isBetween(HEAP_SHARE / 2 - 100_000, HEAP_SHARE / 2);

        for (int i = 0; i < 1_000; i++) {
            budget.take(new JID("u" + i, "example.org", "r"), large(i + 20_000));
        }
        assertThat(budget.inAll()).isBetween(HEAP_SHARE - 100_000, HEAP_SHARE);
    }

    @Test
    void s3_usersOfThisServerHaveNoShareOfADomainInCommon() {
        // Each takes all that a user may have; together they have more than the users of another domain.
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j < 10; j++) {
                budget.take(new JID("u" + i, "example.org", "r" + j), large(100 * i + j));
            }
        }
        assertThat(budget.inAll()).isGreaterThan(InterestBudget.MAX_OF_DOMAIN);

        assertThat(budget.take(new JID("b@example.org/1"), large(5_000))).contains(large(5_000));
    }

    @Test
    void s3_whatManyAreInterestedInCountsOnceAndIsOneObject() {
        final Set<String> first = budget.take(new JID("a@example.org/1"), large(1)).orElseThrow();
        for (int i = 0; i < 1_000; i++) {
            assertThat(budget.take(new JID("a@example.org/" + i), large(1)).orElseThrow()).isSameAs(first);
            assertThat(budget.take(new JID("u" + i + "@example.org/r"), large(1)).orElseThrow()).isSameAs(first);
        }

        assertThat(budget.inAll()).isEqualTo(InterestBudget.size(first));
        assertThat(budget.ofUser(new JID("a@example.org"))).isEqualTo(InterestBudget.size(first));
    }

    @Test
    void s3_nothingIsHeldOfThoseWhoHaveLeft() {
        final Set<JID> sessions = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            final JID session = new JID("a@example.org/" + i);
            if (budget.take(session, large(i / 2 * 2)).isPresent()) {
                sessions.add(session);
            }
        }
        sessions.forEach(session ->
            budget.release(session, large(Integer.parseInt(session.getResource()) / 2 * 2)));

        assertThat(budget.inAll()).isZero();
        assertThat(budget.take(new JID("a@example.org/x"), large(100))).contains(large(100));
    }

    /** A server with a session that there was no memory for, which is interested in {@link MepFixture#ACTIVITY}. */
    private static MepFixture withSessionWithoutMemory() {
        final MepFixture server = new MepFixture();
        server.affiliate(WICCA, Affiliation.OWNER);
        server.join(WICCA, SECOND);
        server.publish(WICCA, COVEN, ACTIVITY, "1");
        for (int i = 0; i < 10; i++) {
            server.join(new JID(CRONE.getNode(), CRONE.getDomain(), "s" + i), FIRST,
                large(i).toArray(new String[0]));
        }
        final Set<String> last = new HashSet<>(large(100));
        last.add(ACTIVITY);
        server.join(CRONE, FIRST, last.toArray(new String[0]));
        server.publish(WICCA, COVEN, ACTIVITY, "2");
        assertThat(server.eventsOf(CRONE)).isEmpty();
        return server;
    }

    @Test
    void s3_whoThereWasNoMemoryForIsServedAsSoonAsThereIs() {
        final MepFixture server = withSessionWithoutMemory();
        final int questions = server.capabilities.questions();
        server.pass(Duration.ofHours(3));
        assertThat(server.eventsOf(CRONE)).isEmpty();
        for (int i = 0; i < 10; i++) {
            server.leave(new JID(CRONE.getNode(), CRONE.getDomain(), "s" + i));
        }
        assertThat(server.eventsOf(CRONE)).isEmpty();

        server.pass(Duration.ofMinutes(61));

        assertThat(server.eventsOf(CRONE)).as("last item").hasSize(1);
        server.publish(WICCA, COVEN, ACTIVITY, "3");
        assertThat(server.eventsOf(CRONE)).hasSize(1);
        assertThat(server.capabilities.questions()).as("questions to clients").isEqualTo(questions);
    }

    @Test
    void s3_whoThereWasNoMemoryForIsServedWithTheNextPresence() {
        final MepFixture server = withSessionWithoutMemory();
        server.present(CRONE, FIRST);
        assertThat(server.eventsOf(CRONE)).isEmpty();
        for (int i = 0; i < 10; i++) {
            server.leave(new JID(CRONE.getNode(), CRONE.getDomain(), "s" + i));
        }

        server.present(CRONE, FIRST);

        assertThat(server.eventsOf(CRONE)).as("last item").hasSize(1);
    }

    @Test
    void s3_whatTheServerItselfKnowsCountsWhereThereIsNoMemory() {
        final MepFixture server = withSessionWithoutMemory();

        server.capabilities.serverKnows(CRONE, ACTIVITY);
        server.publish(WICCA, COVEN, ACTIVITY, "3");

        assertThat(server.eventsOf(CRONE)).hasSize(1);
    }

    @Test
    void s3_sessionsInARoomAreServedWithinTheBudgetOfTheirUser() {
        final MepFixture server = new MepFixture();
        server.affiliate(WICCA, Affiliation.OWNER);
        server.join(WICCA, "w", ACTIVITY);
        for (int i = 0; i < 60; i++) {
            final JID session = new JID(CRONE.getNode(), CRONE.getDomain(), "s" + i);
            server.join(session, FIRST, large(i).toArray(new String[0]));
            // Of whom nothing is remembered twice.
            server.join(session, FIRST, large(i).toArray(new String[0]));
        }

        final InterestBudget interests = server.mep.memory().interests();
        assertThat(interests.ofUser(CRONE.asBareJID())).isBetween(1L, InterestBudget.MAX_OF_USER);
        server.forgetEvents();
        server.publish(WICCA, COVEN, ACTIVITY, "1");
        assertThat(server.eventsOf(WICCA)).hasSize(1);
        for (int i = 0; i < 60; i++) {
            server.leave(new JID(CRONE.getNode(), CRONE.getDomain(), "s" + i));
        }
        assertThat(interests.ofUser(CRONE.asBareJID())).isZero();
        assertThat(interests.inAll()).isEqualTo(InterestBudget.size(Set.of(ACTIVITY)));
        server.destroy(COVEN);
        assertThat(interests.inAll()).isZero();
    }
}
