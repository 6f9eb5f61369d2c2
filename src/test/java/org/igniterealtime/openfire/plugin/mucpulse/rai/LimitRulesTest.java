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
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.BALCONY;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.SERVICE;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.IQ;
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

    private final RefusalLimiter refusals = new RefusalLimiter(server.users, server.executor.ticker());

    /** How many of these sessions are sent a refusal. */
    private int claims(final int count, final IntFunction<JID> sessions) {
        return (int) IntStream.range(0, count).filter(i -> refusals.claim(SERVICE, sessions.apply(i))).count();
    }

    @Test
    void s3_refusalsOfOneAccountTakeNoPlacesOfOthers() {
        assertThat(claims(200, i -> new JID("romeo", RaiFixture.DOMAIN, "r" + i))).isEqualTo(RefusalLimiter.PER_USER);
        assertThat(claims(200, i -> new JID("Paris", "Example.net", "r" + i, true))).isEqualTo(RefusalLimiter.PER_USER);
        assertThat(claims(1, i -> PARIS)).as("however the address is spelled").isZero();
        assertThat(refusals.claim(SERVICE, JULIET_PHONE)).isTrue();

        server.executor.advance(RefusalLimiter.SILENCE);
        assertThat(refusals.claim(SERVICE, ROMEO_PHONE)).isTrue();
    }

    @Test
    void s3_refusalsOfOneDomainTakeNoPlacesOfOthers() {
        final int many = 2 * RefusalLimiter.PER_DOMAIN;
        assertThat(claims(many, i -> remote(i, "s" + i % 7 + ".example.net"))).isEqualTo(RefusalLimiter.PER_DOMAIN);
        assertThat(refusals.claim(SERVICE, remote(0, "example.com"))).isTrue();

        refusals.forget(SERVICE, remote(0, "s0.example.net"));
        assertThat(refusals.claim(SERVICE, remote(many, "example.net"))).isTrue();
        assertThat(refusals.claim(SERVICE, remote(many + 1, "example.net"))).isFalse();
    }

    @Test
    @Tag("slow")
    void s3_refusalsOfOtherDomainsTakeNoPlacesOfThisOne() {
        assertThat(claims(2 * RefusalLimiter.FOREIGN, i -> remote(i, "example" + i % 50 + ".net")))
            .isEqualTo(RefusalLimiter.FOREIGN);
        server.users.anonymous(ANONYMOUS);
        assertThat(refusals.claim(SERVICE, ANONYMOUS)).isFalse();
        assertThat(refusals.claim(SERVICE, ROMEO_PHONE)).isTrue();
    }

    @Test
    @Tag("slow")
    void s3_questionsOfOtherServersTakeNoPlacesOfThoseOfThisOne() {
        final Subscriptions subscriptions = new Subscriptions();
        subscriptions.ensure(SERVICE);
        final RoomApproaches approaches =
            new RoomApproaches(subscriptions, server.users, server.executor.ticker());
        ask(approaches, ROMEO_PHONE);
        for (int i = 0; i < 2 * RoomApproaches.MAXIMUM; i++) {
            ask(approaches, remote(i, "example.net"));
        }

        assertThat(approaches.isApproaching(ROMEO_PHONE, ORCHARD)).isTrue();
        assertThat(approaches.isApproaching(ROMEO_PHONE, BALCONY)).isFalse();
        assertThat(approaches.isApproaching(JULIET_PHONE, ORCHARD)).isFalse();
        assertThat(IntStream.range(0, 2 * RoomApproaches.MAXIMUM)
            .filter(i -> approaches.isApproaching(remote(i, "example.net"), ORCHARD)).count())
            .isLessThanOrEqualTo(RoomApproaches.MAXIMUM / 2);
    }

    private static void ask(final RoomApproaches approaches, final JID session) {
        final IQ request = new IQ(IQ.Type.get);
        request.setFrom(session);
        request.setTo(ORCHARD);
        request.setChildElement("query", "http://jabber.org/protocol/disco#info");
        approaches.requested(request);
    }

    @Test
    @Tag("slow")
    void r11_memoryOfRefusalsIsBoundedAndThenNobodyIsTold() {
        for (int i = 0; i < RefusalLimiter.MAXIMUM; i++) {
            assertThat(refusals.claim(SERVICE, new JID("u" + i, RaiFixture.DOMAIN, "x"))).isTrue();
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

    @ParameterizedTest
    @ValueSource(strings = {"<error/>", "<error type='cancel'/>",
        "<error><never-heard xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"})
    void r3_errorWithoutAKnownConditionEndsTheSubscription(final String error) {
        server.subscribe(ROMEO_PHONE);

        server.rai().errorReceived(Stanzas.message("<message from='" + ROMEO_PHONE + "' to='" + SERVICE
            + "' type='error'>" + error + "</message>"));
        server.settle();

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

    @Test
    void r11_subdomainsOfOneDomainTakeOnlyTheirShareTogether() {
        server.settings.subscriptionsPerDomain(2);
        for (int i = 0; i < 20; i++) {
            server.subscribe(remote(i, "s" + i + ".wild.example.net"));
        }
        assertThat(subscriptions()).isEqualTo(2 * SubscriptionPolicy.DOMAINS_OF_ONE);

        server.subscribe(remote(1, "example.com"));
        assertThat(subscriptions()).isEqualTo(2 * SubscriptionPolicy.DOMAINS_OF_ONE + 1);
    }

    @Test
    void r11_placesOfSubdomainsAreFreeAgain() {
        server.settings.subscriptionsPerDomain(1);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < SubscriptionPolicy.DOMAINS_OF_ONE; i++) {
                server.subscribe(remote(i, "s" + round + i + ".example.net"));
            }
            assertThat(subscriptions()).isEqualTo(SubscriptionPolicy.DOMAINS_OF_ONE);
            for (int i = 0; i < SubscriptionPolicy.DOMAINS_OF_ONE; i++) {
                server.unsubscribe(remote(i, "s" + round + i + ".example.net"));
            }
        }
        assertThat(subscriptions()).isZero();
    }

    @Test
    void r3_whatWasInALostNotificationIsToldOnceTheServerIsBack() {
        server.join(PARIS, ORCHARD);
        server.leave(PARIS, ORCHARD);
        server.subscribe(PARIS);
        server.connected(false);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(PARIS)).containsExactly(ORCHARD);
        error(PARIS, PacketError.Condition.remote_server_not_found);
        server.pass(Duration.ofMinutes(2));
        assertThat(server.takeNotifiedRooms(PARIS)).isEmpty();

        server.connected(true);
        server.pass(ConnectionWatch.INTERVAL);

        assertThat(server.takeNotifiedRooms(PARIS)).containsExactly(ORCHARD);
        server.pass(Duration.ofMinutes(2));
        assertThat(server.takeNotifiedRooms(PARIS)).isEmpty();
    }

    @Test
    void r11_sessionsOfADomainWhoseConnectionWasLostAreAskedThoughNothingWasSent() {
        server.subscribe(PARIS);
        server.pass(ConnectionWatch.INTERVAL);

        server.connected(false);
        server.pass(ConnectionWatch.INTERVAL.plus(DomainChecks.ROUNDS.get(0)));

        assertThat(server.probed).containsExactly(PARIS);
    }

    @Test
    void r11_whatWaitsToBeSentToASubscriptionThatHasEndedIsNotSent() {
        server.join(PARIS, ORCHARD);
        server.leave(PARIS, ORCHARD);
        server.subscribe(PARIS);
        server.sender.hold();
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        server.settings.remoteUsers(false);
        server.settingsChanged();

        server.sender.release();

        assertThat(server.takeNotifiedRooms(PARIS)).isEmpty();
    }

    /** Addresses as long as they may be: 1023 bytes for each part. */
    private static JID longest(final char fill) {
        final String part = String.valueOf(fill).repeat(1023);
        final StringBuilder domain = new StringBuilder();
        while (domain.length() < 1023 - 60) {
            domain.append(String.valueOf(fill).repeat(60)).append('.');
        }
        return new JID(part, domain.append("example").toString(), part, true);
    }

    @Test
    void r15_addressesOfFullLengthAreSubscribedToldAndHandedOver() {
        final JID session = longest('a');
        for (final JID room : List.of(ORCHARD, BALCONY)) {
            server.join(session, room);
            server.leave(session, room);
        }
        server.subscribe(session);
        server.visitAndSay(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(session)).containsExactly(ORCHARD);

        server.loadAgain(server.unload(), server.executor.instant());
        server.visitAndSay(JULIET_PHONE, BALCONY);

        assertThat(subscriptions()).isEqualTo(1);
        assertThat(server.takeNotifiedRooms(session)).containsExactly(BALCONY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MERCUTIO@Verona.Example/sword", "mercutio@VERONA.example/sword",
        "mercutio@verona.example/sword"})
    void r3_oneSessionIsOneInWhateverSpelling(final String spelling) {
        final int at = spelling.indexOf('@');
        // The server leaves a sender's address as it came.
        final JID spelled =
            new JID(spelling.substring(0, at), spelling.substring(at + 1, spelling.indexOf('/')), "sword", true);
        server.subscribe(new JID("mercutio@verona.example/sword"));
        server.subscribe(spelled);
        assertThat(subscriptions()).isEqualTo(1);

        server.unsubscribe(spelled);
        assertThat(subscriptions()).isZero();
    }

    @Test
    void r11_spellingsOfADomainAreOneDomain() {
        server.settings.subscriptionsPerDomain(2);
        for (final String domain : List.of("verona.example", "VERONA.example", "Verona.Example", "verona.EXAMPLE")) {
            server.subscribe(new JID("u" + domain.hashCode(), domain, "x", true));
        }

        assertThat(subscriptions()).isEqualTo(2);
    }

    @Test
    void r6_sessionThatIsSpelledWithCapitalLettersIsNotToldOfTheRoomItIsIn() {
        final JID spelled = new JID("MERCUTIO", "Verona.Example", "sword", true);
        server.join(spelled, ORCHARD);
        server.subscribe(spelled);
        server.join(JULIET_PHONE, ORCHARD);
        server.say(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(spelled)).isEmpty();

        server.leave(spelled, ORCHARD);
        server.say(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(spelled)).containsExactly(ORCHARD);
    }

    @Test
    void r3_internationalDomainIsOneDomain() {
        final JID session = new JID("mercutio@straße.example/sword");
        server.settings.subscriptionsPerDomain(1);
        server.subscribe(session);
        server.subscribe(new JID("tybalt@straße.example/sword"));
        assertThat(subscriptions()).isEqualTo(1);

        error(new JID(session.toString()), PacketError.Condition.service_unavailable);

        assertThat(subscriptions()).isZero();
    }

    @Test
    void r11_spellingsOfAServiceAreOneService() {
        server.settings.subscriptionsPerService(2).remoteShare(100);
        for (final String service : List.of("CONFERENCE.example.org", "Conference.Example.Org", SERVICE)) {
            final Presence request = RaiFixture.request(remote(service.hashCode(), "example.net"));
            request.setTo(new JID(null, service, null, true));
            server.present(request);
        }

        assertThat(server.rai().subscriptionCounts()).containsOnly(Map.entry(SERVICE, 2));
    }
}
