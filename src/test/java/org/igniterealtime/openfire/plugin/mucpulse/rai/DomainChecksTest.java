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
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.SERVICE;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.igniterealtime.openfire.plugin.mucpulse.port.SessionProbe.Finding;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** R11: sessions of a domain whose server could not be reached are asked whether they are still there. */
class DomainChecksTest {

    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final Subscriptions subscriptions = new Subscriptions();
    private final Map<JID, Finding> findings = new HashMap<>();
    private final List<JID> asked = new ArrayList<>();
    private final List<Subscription> reached = new ArrayList<>();
    /** The session for which asking fails once. */
    private JID broken;
    private final DomainChecks checks = new DomainChecks(executor, (session, finding) -> {
        asked.add(session);
        if (session.equals(broken)) {
            broken = null;
            throw new IllegalStateException("for the test");
        }
        finding.accept(findings.getOrDefault(session, Finding.THERE));
    }, subscriptions, reached::add);

    private JID subscribe(final int number, final String domain) {
        final JID session = new JID("u" + number, domain, "x", true);
        final Subscription added =
            subscriptions.add(subscriptions.ensure(SERVICE), session, Subscription.Origin.REMOTE, Instant.EPOCH);
        subscriptions.ensure(SERVICE).remote().renewed(added, 0);
        return session;
    }

    private int size() {
        return subscriptions.ensure(SERVICE).size();
    }

    @Test
    void r11_whoIsGoneHasEndedAndWhoAnswersGoesOn() {
        final JID there = subscribe(1, "example.net");
        final JID gone = subscribe(2, "example.net");
        subscribe(3, "example.com");
        findings.put(gone, Finding.GONE);

        checks.unreachable(there);
        assertThat(asked).isEmpty();
        executor.advance(Duration.ofDays(1));

        assertThat(asked).containsExactlyInAnyOrder(there, gone);
        assertThat(size()).isEqualTo(2);
        assertThat(subscriptions.find(SERVICE, gone)).isNull();
    }

    @Test
    void r11_serverThatStaysUnreachableIsAskedAgainAndThenItsSessionsHaveEnded() {
        final JID session = subscribe(1, "example.net");
        findings.put(session, Finding.UNREACHABLE);

        checks.unreachable(session);
        executor.advance(Duration.ofMinutes(36));
        assertThat(asked).hasSize(2);
        assertThat(size()).isEqualTo(1);
        executor.advance(Duration.ofHours(3));

        assertThat(asked).hasSize(3);
        assertThat(size()).isZero();
    }

    @Test
    void r11_serverThatIsBackKeepsItsSubscriptions() {
        final JID session = subscribe(1, "example.net");
        findings.put(session, Finding.UNREACHABLE);
        checks.unreachable(session);
        executor.advance(Duration.ofMinutes(6));
        findings.clear();

        executor.advance(Duration.ofDays(1));

        assertThat(asked).hasSize(2);
        assertThat(size()).isEqualTo(1);
    }

    @Test
    void r11_oneCheckOfADomainIsUnderWayAtATimeAndFewAreAskedAtOnce() {
        for (int i = 0; i < 50; i++) {
            subscribe(i, "example.net");
        }
        for (int i = 0; i < 1000; i++) {
            checks.unreachable(new JID("u1@example.net/x"));
        }
        assertThat(executor.waitingCount()).isEqualTo(1);

        executor.advance(DomainChecks.ROUNDS.get(0));
        assertThat(asked).hasSize(DomainChecks.AT_A_TIME);
        executor.advance(DomainChecks.PAUSE.multipliedBy(2));

        assertThat(asked).hasSize(50);
        assertThat(executor.waitingCount()).isZero();
        checks.unreachable(new JID("u1@example.net/x"));
        executor.advance(Duration.ofHours(1));
        assertThat(asked).hasSize(100);
    }

    @Test
    void s1_failureForOneSessionKeepsNobodyElseFromBeingAskedNorTheNextCheckFromBeginning() {
        for (int i = 0; i < 50; i++) {
            final JID session = subscribe(i, "example.net");
            broken = i == 3 ? session : broken;
        }

        checks.lost("example.net");
        advance(DomainChecks.ROUNDS.get(0));
        advance(DomainChecks.PAUSE.multipliedBy(3));
        assertThat(asked).hasSize(50);
        checks.lost("example.net");
        advance(Duration.ofHours(1));

        assertThat(asked).hasSize(100);
    }

    /** As the real executor does, which logs what is thrown. */
    private void advance(final Duration time) {
        try {
            executor.advance(time);
        } catch (final IllegalStateException e) {
            assertThat(e).hasMessage("for the test");
            executor.advance(Duration.ZERO);
        }
    }

    @Test
    void r11_whoCouldNotBeReachedIsAskedAgainThoughOthersAnsweredAfterwards() {
        for (int i = 0; i < 30; i++) {
            findings.put(subscribe(i, "example.net"), i < DomainChecks.AT_A_TIME ? Finding.UNREACHABLE : Finding.THERE);
        }

        checks.lost("example.net");
        executor.advance(Duration.ofMinutes(36));

        assertThat(asked).hasSize(60);
    }

    @Test
    void r3_whoAnswersIsReportedSoThatWhatWasMissedCanBeTold() {
        final JID session = subscribe(1, "example.net");
        final JID gone = subscribe(2, "example.net");
        findings.put(gone, Finding.GONE);

        checks.lost("example.net");
        executor.advance(Duration.ofHours(1));

        assertThat(reached).extracting(Subscription::session).containsExactly(session);
    }

    @Test
    void r11_sessionThatDoesNotAnswerIsAskedAgainAndThenHasEnded() {
        final JID session = subscribe(1, "example.net");
        findings.put(session, Finding.SILENT);

        checks.lost("example.net");
        executor.advance(Duration.ofMinutes(36));
        assertThat(asked).hasSize(2);
        assertThat(size()).isEqualTo(1);
        executor.advance(Duration.ofHours(3));

        assertThat(asked).hasSize(3);
        assertThat(size()).isZero();
    }
}
