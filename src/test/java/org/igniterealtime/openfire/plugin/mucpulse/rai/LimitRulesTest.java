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
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.SERVICE;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

/** R3, R11: how many may subscribe, for how long, and how often they are told that they cannot. */
class LimitRulesTest {

    private static final JID PARIS = new JID("paris@example.net/palace");
    private static final JID ANONYMOUS = new JID("a1b2c3@example.org/a1b2c3");

    private final RaiFixture server = new RaiFixture();

    private static JID remote(final int number, final String domain) {
        return new JID("u" + number + "@" + domain + "/x");
    }

    private int subscriptions() {
        return server.rai().subscriptionCounts().getOrDefault(SERVICE, 0);
    }

    private void assertRefusedOnce(final JID session, final PacketError.Condition condition) {
        assertThat(server.sentTo(session)).singleElement().satisfies(refusal -> {
            assertThat(refusal).isInstanceOf(Presence.class);
            assertThat(refusal.getError().getCondition()).isEqualTo(condition);
        });
    }

    // R11: other domains

    @Test
    void r11_oneOtherDomainHasALimitOfItsOwn() {
        server.settings.subscriptionsPerDomain(3);
        for (int i = 0; i < 5; i++) {
            server.subscribe(remote(i, "example.net"));
        }

        assertThat(subscriptions()).isEqualTo(3);
        assertRefusedOnce(remote(4, "example.net"), PacketError.Condition.resource_constraint);

        server.subscribe(remote(1, "component.example.org"));
        server.subscribe(ROMEO_PHONE);
        assertThat(subscriptions()).isEqualTo(5);
    }

    @Test
    void r11_renewalsTakeNoPlaceOfADomainAndEndsFreeOne() {
        server.settings.subscriptionsPerDomain(2);
        for (int i = 0; i < 3; i++) {
            server.subscribe(remote(0, "example.net"));
        }
        server.subscribe(remote(1, "example.net"));
        assertThat(subscriptions()).isEqualTo(2);

        server.unsubscribe(remote(0, "example.net"));
        server.subscribe(remote(2, "example.net"));
        server.subscribe(remote(3, "example.net"));
        assertThat(subscriptions()).isEqualTo(2);
        assertRefusedOnce(remote(3, "example.net"), PacketError.Condition.resource_constraint);

        server.unsubscribe(remote(1, "example.net"));
        server.unsubscribe(remote(2, "example.net"));
        server.subscribe(remote(4, "example.net"));
        server.subscribe(remote(5, "example.net"));
        assertThat(subscriptions()).isEqualTo(2);
    }

    @Test
    void r11_otherDomainsTogetherHaveAShareOfTheService() {
        server.settings.subscriptionsPerService(8).remoteShare(25);
        for (int i = 0; i < 8; i++) {
            server.subscribe(remote(1, "d" + i + ".example.net"));
        }
        assertThat(subscriptions()).isEqualTo(2);

        for (int i = 0; i < 8; i++) {
            server.subscribe(remote(i, RaiFixture.DOMAIN));
        }
        assertThat(subscriptions()).isEqualTo(8);
    }

    @Test
    void r11_renewalIsNotRefusedAtTheLimitOfADomain() {
        server.settings.subscriptionsPerDomain(1);
        server.subscribe(PARIS);
        server.takeSent();

        server.subscribe(PARIS);

        assertThat(server.takeSent()).isEmpty();
        assertThat(subscriptions()).isEqualTo(1);
    }

    @Test
    void r11_remoteSubscriptionEndsADayAfterItsLastRenewal() {
        server.subscribe(PARIS);
        server.subscribe(ROMEO_PHONE);
        server.pass(Duration.ofHours(20));
        server.subscribe(PARIS);
        server.subscribe(ROMEO_PHONE);
        server.pass(Duration.ofHours(23));
        assertThat(subscriptions()).isEqualTo(2);

        server.pass(Duration.ofHours(2));

        assertThat(server.rai().subscriptionsOf(ROMEO_PHONE.asBareJID())).isNotNull();
        assertThat(subscriptions()).isEqualTo(1);
        server.subscribe(PARIS);
        assertThat(subscriptions()).isEqualTo(2);
    }

    @Test
    void r11_expiredSubscriptionTakesNobodysPlace() {
        server.settings.subscriptionsPerDomain(1);
        server.subscribe(remote(1, "other.example.com"));
        // Not when it is looked for expired subscriptions, but between two times.
        server.pass(SubscriptionManager.EXPIRY_INTERVAL.dividedBy(2));
        server.subscribe(PARIS);
        server.pass(SubscriptionManager.REMOTE_LIFETIME.minusNanos(1));
        server.subscribe(remote(1, "example.net"));
        assertRefusedOnce(remote(1, "example.net"), PacketError.Condition.resource_constraint);
        assertThat(subscriptions()).isEqualTo(1);
        server.takeSent();

        server.pass(Duration.ofNanos(1));
        server.subscribe(remote(2, "example.net"));

        assertThat(server.takeSent()).isEmpty();
        assertThat(subscriptions()).isEqualTo(1);
    }

    @Test
    void r11_clockThatIsSetDoesNotEndRemoteSubscriptions() {
        server.subscribe(PARIS);
        server.executor.setClock(Duration.ofDays(30));
        server.pass(Duration.ofHours(1));

        assertThat(subscriptions()).isEqualTo(1);
    }

    @Test
    void r11_switchingRemoteUsersOffEndsTheirSubscriptions() {
        server.subscribe(PARIS);
        server.subscribe(ROMEO_PHONE);

        server.settings.remoteUsers(false);
        server.settingsChanged();

        assertThat(subscriptions()).isEqualTo(1);
    }

    @Test
    void r11_switchingAnonymousUsersOffEndsTheirSubscriptions() {
        server.users.anonymous(ANONYMOUS);
        server.settings.anonymousUsers(true);
        server.settingsChanged();
        server.subscribe(ANONYMOUS);
        server.subscribe(ROMEO_PHONE);
        assertThat(subscriptions()).isEqualTo(2);

        server.settings.anonymousUsers(false);
        server.settingsChanged();

        assertThat(subscriptions()).isEqualTo(1);
    }

    // R11: refusals

    @Test
    void r11_refusalIsToldOnceInFiveMinutesAndCounted() {
        server.settings.subscriptionsPerService(0);
        for (int i = 0; i < 100; i++) {
            server.subscribe(ROMEO_PHONE);
        }

        assertRefusedOnce(ROMEO_PHONE, PacketError.Condition.resource_constraint);
        assertThat(server.rai().counters().total(RaiMetrics.REFUSED_LIMIT)).isEqualTo(1);
        assertThat(server.rai().counters().total(RaiMetrics.REFUSED_REPEATED)).isEqualTo(99);

        server.takeSent();
        server.pass(RefusalLimiter.SILENCE.minusSeconds(1));
        server.subscribe(ROMEO_PHONE);
        assertThat(server.takeSent()).isEmpty();

        server.pass(Duration.ofSeconds(1));
        server.subscribe(ROMEO_PHONE);
        assertRefusedOnce(ROMEO_PHONE, PacketError.Condition.resource_constraint);
    }

    @Test
    void r11_everyKindOfRefusalIsToldOnce() {
        server.settings.remoteUsers(false);
        for (int i = 0; i < 3; i++) {
            server.subscribe(PARIS);
            server.subscribe(ROMEO_PHONE.asBareJID());
        }
        assertRefusedOnce(PARIS, PacketError.Condition.forbidden);
        assertRefusedOnce(ROMEO_PHONE.asBareJID(), PacketError.Condition.bad_request);

        server.executor.limit(0);
        for (int i = 0; i < 3; i++) {
            server.subscribe(ROMEO_PHONE);
        }
        assertRefusedOnce(ROMEO_PHONE, PacketError.Condition.resource_constraint);
    }

    @Test
    void r11_whoWasAdmittedSinceIsToldAgain() {
        server.settings.subscriptionsPerService(1);
        server.subscribe(JULIET_PHONE);
        server.subscribe(ROMEO_PHONE);
        server.unsubscribe(JULIET_PHONE);
        server.subscribe(ROMEO_PHONE);
        server.unsubscribe(ROMEO_PHONE);
        server.subscribe(JULIET_PHONE);
        server.takeSent();

        server.subscribe(ROMEO_PHONE);

        assertRefusedOnce(ROMEO_PHONE, PacketError.Condition.resource_constraint);
    }

    @Test
    @Tag("slow")
    void r11_memoryOfRefusalsIsBoundedAndThenNobodyIsTold() {
        final RefusalLimiter refusals = new RefusalLimiter(server.executor.ticker());
        for (int i = 0; i < RefusalLimiter.MAXIMUM; i++) {
            assertThat(refusals.claim(SERVICE, remote(i, "example.net"))).isTrue();
        }

        assertThat(refusals.claim(SERVICE, ROMEO_PHONE)).isFalse();
        assertThat(refusals.size()).isEqualTo(RefusalLimiter.MAXIMUM);

        server.executor.advance(RefusalLimiter.SILENCE);
        assertThat(refusals.claim(SERVICE, ROMEO_PHONE)).isTrue();
        assertThat(refusals.size()).isEqualTo(1);
    }

    // R3: errors

    private void error(final JID from, final PacketError.Condition condition) {
        final Message error = new Message();
        error.setFrom(from);
        error.setTo(SERVICE);
        error.setError(condition);
        server.rai().errorReceived(error);
        server.settle();
    }

    @ParameterizedTest
    @EnumSource(value = PacketError.Condition.class, names = {"remote_server_not_found", "remote_server_timeout"})
    void r3_subscriptionOfAServerThatCannotBeReachedStaysAndItsRoomsAreArmed(final PacketError.Condition condition) {
        server.join(PARIS, ORCHARD);
        server.leave(PARIS, ORCHARD);
        server.subscribe(PARIS);
        server.join(JULIET_PHONE, ORCHARD);
        server.say(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(PARIS)).containsExactly(ORCHARD);
        server.say(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(PARIS)).isEmpty();

        error(PARIS, condition);

        assertThat(subscriptions()).isEqualTo(1);
        assertThat(server.takeNotifiedRooms(PARIS)).isEmpty();
        server.say(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(PARIS)).containsExactly(ORCHARD);
        server.pass(DomainChecks.ROUNDS.get(0));
        assertThat(server.probed).containsExactly(PARIS);
    }

    @ParameterizedTest
    @EnumSource(value = PacketError.Condition.class, mode = EnumSource.Mode.EXCLUDE,
        names = {"remote_server_not_found", "remote_server_timeout"})
    void r3_everyOtherErrorOfTheSessionEndsItsSubscription(final PacketError.Condition condition) {
        server.subscribe(PARIS);

        error(PARIS, condition);

        assertThat(subscriptions()).isZero();
    }

    @Test
    void r3_errorOfSomebodyElseEndsNothing() {
        server.subscribe(PARIS);

        for (final String other : List.of("example.net", "paris@example.net", "paris@example.net/other")) {
            error(new JID(other), PacketError.Condition.service_unavailable);
        }

        assertThat(subscriptions()).isEqualTo(1);
    }

    @Test
    void r11_notificationsToOneSessionAreNotMoreThanItsRooms() {
        server.join(PARIS, ORCHARD);
        server.leave(PARIS, ORCHARD);
        server.subscribe(PARIS);
        server.join(JULIET_PHONE, ORCHARD);
        for (int i = 0; i < 10; i++) {
            server.say(JULIET_PHONE, ORCHARD);
        }

        assertThat(server.sentTo(PARIS)).hasSize(1).allMatch(Packet.class::isInstance);
    }
}
