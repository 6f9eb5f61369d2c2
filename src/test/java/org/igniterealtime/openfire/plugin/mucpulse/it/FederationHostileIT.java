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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Federation;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireException;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.PeerDomain;
import org.igniterealtime.openfire.plugin.mucpulse.harness.PeerDomain.Behaviour;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What another server may do without harming anybody but its own users: over real connections between servers. */
class FederationHostileIT {

    @RegisterExtension
    static final Federation federation = Federation.ofPeers();

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own(federation::connect);

    /** Domains that do not answer. Fewer than the server has threads for connecting. */
    private static final int DARK = 12;
    /** Within that, somebody else is told, however many domains do not answer. */
    private static final Duration PROMPT = Duration.ofSeconds(8);

    private final RaiScene scene = new RaiScene(openfire);

    /** The subscriptions of one test take no places in the next: switching other servers off ends them. */
    @AfterEach
    void endSubscriptions() {
        federation.restore();
        scene.with("remote", "false", () -> {
            final RemoteUser probe = user("probe");
            Awaitility.await().atMost(PATIENCE).until(() -> {
                probe.ask(scene.service());
                return probe.errors() > 0;
            });
        });
    }

    private static RemoteUser user(final String domain) {
        return new RemoteUser(federation.newDomain(domain), "romeo", "orchard");
    }

    private static String error(final String id, final String from, final String to,
                                final String condition) {
        return "<message type='error' id='" + id + "' from='" + from + "' to='" + to + "'><rai xmlns='urn:xmpp:rai:0'/>"
            + "<error type='cancel'><" + condition + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>";
    }

    @Test
    void r3_errorThatAnotherServerForgesEndsNobodysSubscription() {
        final RemoteUser romeo = user("victim");
        final TestClient bob = openfire.login("bob");
        romeo.subscribe(scene);
        scene.list(bob);
        final String room = romeo.memberRoom(scene);
        final String bobs = scene.roomWithMember(bob);

        for (final String victim : List.of(romeo.jid(), bob.jid())) {
            final PeerDomain evil = federation.newDomain("evil");
            evil.send(error("e", victim, scene.service(), "item-not-found"));
            evil.send("<presence type='unavailable' from='" + victim + "' to='" + scene.service() + "'/>");
            awaitRefused(evil);
        }

        scene.say(room);
        scene.say(bobs);
        romeo.awaitTold(room);
        scene.awaitTold(bob, bobs);
    }

    /** The server says that it takes nothing more on this connection. */
    private static void awaitRefused(final PeerDomain evil) {
        Awaitility.await().atMost(PATIENCE).until(() -> federation.peer().isClosed(evil));
    }

    @Test
    void s4_subscriptionThatAnotherServerForgesIsNobodys() {
        final RemoteUser romeo = user("victim");
        final String room = romeo.memberRoom(scene);
        final RemoteUser mallory = user("evil");
        mallory.subscribe(scene);

        mallory.domain().send("<presence from='" + romeo.jid() + "' to='" + scene.service() + "'>" + RaiScene.REQUEST
            + "</presence>");
        awaitRefused(mallory.domain());
        final String mallorys = mallory.memberRoom(scene);
        scene.say(room);
        scene.say(mallorys);

        mallory.awaitTold(mallorys);
        assertThat(romeo.told(room)).isZero();
        assertThat(mallory.told(room)).isZero();
    }

    @Test
    void r3_errorOfTheSessionsOwnServerEndsItsSubscriptionAndNothingElse() {
        final RemoteUser romeo = user("own");
        final RemoteUser juliet = new RemoteUser(romeo.domain(), "juliet", "balcony");
        romeo.subscribe(scene);
        juliet.subscribe(scene);
        final String inside = scene.room();
        romeo.enter(inside, "Romeo");
        final String room = romeo.memberRoom(scene);

        final Stanza told = romeo.domain().stanzas(RaiScene::isNotification).get(0);
        assertThat(told.to()).isEqualTo(romeo.jid());
        romeo.domain().send(error(told.id(), romeo.jid(), scene.service(), "item-not-found"));
        scene.with("subscriptions.domain", "2", () ->
            // There is a place again.
            new RemoteUser(romeo.domain(), "benvolio", "street").subscribe(scene));

        scene.say(room);
        scene.say(juliet.memberRoom(scene));
        Awaitility.await().atMost(PATIENCE).until(() -> juliet.domain().stanzas(stanza ->
            stanza.to().equals(juliet.jid()) && RaiScene.isNotification(stanza)).size() == 2);
        assertThat(romeo.told(room)).isZero();
        // Still in the room.
        scene.owner().say(inside, "Are you there?");
        romeo.await(stanza -> stanza.isMessage() && stanza.body().orElse("").equals("Are you there?"));
    }

    @Test
    void r3_serverThatCannotBeReachedForAMomentLosesNoSubscription() {
        final RemoteUser romeo = user("moment");
        romeo.subscribe(scene);
        final String room = romeo.memberRoom(scene);

        federation.peer().goAway();
        scene.say(room);
        federation.peer().comeBack();

        Awaitility.await("told of what is said again").atMost(PATIENCE).pollInterval(Duration.ofSeconds(1))
            .until(() -> {
                scene.say(room);
                return romeo.told(room) > 0;
            });
    }

    @Test
    void s9_domainsThatDoNotAnswerDelayNobodyElse() {
        final TestClient bob = openfire.login("bob");
        final RemoteUser healthy = user("healthy");
        scene.list(bob);
        healthy.subscribe(scene);
        final String room = scene.roomWithMember(bob);
        final String remote = healthy.memberRoom(scene);
        final List<RemoteUser> dark = new ArrayList<>();
        final Behaviour[] ways = {Behaviour.SILENT, Behaviour.DEAF, Behaviour.RESETTING, Behaviour.REFUSING};
        for (int number = 0; number < DARK; number++) {
            final RemoteUser user = user("dark");
            user.subscribe(scene);
            Rooms.affiliate(scene.owner(), room, user.bareJid(), "member");
            dark.add(user);
        }
        for (int number = 0; number < DARK; number++) {
            dark.get(number).domain().behave(ways[number % ways.length]);
            federation.peer().disconnect(dark.get(number).domain());
        }

        final long begun = System.nanoTime();
        scene.say(room);
        scene.awaitTold(bob, room);
        scene.say(remote);
        healthy.awaitTold(remote);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PROMPT);
    }

    @Test
    void r11_oneDomainTakesNoMoreThanItsPlacesAndNobodyElses() {
        final PeerDomain flood = federation.newDomain("flood");
        final List<RemoteUser> users = IntStream.range(0, 60)
            .mapToObj(number -> new RemoteUser(flood, "bot" + number, "r")).toList();
        final RemoteUser romeo = user("other");
        final TestClient bob = openfire.login("bob");

        scene.with("subscriptions.domain", "20", () -> {
            users.forEach(user -> user.ask(scene.service()));
            Awaitility.await().atMost(PATIENCE).until(() -> users.stream().filter(user -> user.errors() > 0).count() == 40);
            assertThat(flood.stanzas(Stanza::isError)).allSatisfy(refusal -> {
                assertThat(refusal.isPresence()).isTrue();
                assertThat(refusal.errorCondition()).contains("resource-constraint");
                assertThat(refusal.errorType()).contains("wait");
            });
            romeo.subscribe(scene);
            scene.list(bob);
        });
    }

    @Test
    void r11_manyDomainsOfOneOwnerTakeNoMoreThanTheShareOfOtherServers() {
        final PeerDomain first = federation.newDomain("wild");
        final List<RemoteUser> users = new ArrayList<>();
        for (int number = 0; number < 15; number++) {
            final PeerDomain sub = federation.peer().domain("d" + number + "." + first.name());
            first.authenticate(sub.name());
            users.add(new RemoteUser(sub, "bot", "r"));
        }
        final TestClient bob = openfire.login("bob");

        // A quarter of 40 places.
        scene.with("subscriptions.service", "40", () -> {
            for (final RemoteUser user : users) {
                first.send("<presence id='w' from='" + user.jid() + "' to='" + scene.service() + "'>" + RaiScene.REQUEST
                    + "</presence>");
            }
            Awaitility.await().atMost(PATIENCE).until(() -> users.stream().filter(user -> user.errors() > 0).count() == 5);
            scene.list(bob);
        });
    }

    @Test
    void s2_oversizedStanzasStopNothing() {
        final TestClient bob = openfire.login("bob");
        scene.list(bob);
        final RemoteUser mallory = user("huge");
        mallory.subscribe(scene);
        final String room = scene.roomWithMember(bob);

        final String huge = "x".repeat(3_000_000);
        try {
            mallory.presence(scene.service(), "", RaiScene.REQUEST + "<status>" + huge + "</status>");
            mallory.message(room, "type='groupchat'", "<body>" + huge + "</body>");
        } catch (OpenfireException e) {
            assertThat(e).hasMessageContaining("could not send");
        }
        scene.say(room);

        scene.awaitTold(bob, room);
        final RemoteUser other = user("small");
        other.subscribe(scene);
    }

    @Test
    void d2_addressesOfFullLengthAreRememberedAndTold() {
        final PeerDomain domain = federation.newDomain("long");
        final RemoteUser romeo = new RemoteUser(domain, "r".repeat(1023), "o".repeat(1023));
        final String room = scene.room();
        romeo.enter(room, "Romeo");
        romeo.leave(room, "Romeo");
        scene.say(room);

        romeo.ask(scene.service());

        romeo.awaitTold(room);
    }
}
