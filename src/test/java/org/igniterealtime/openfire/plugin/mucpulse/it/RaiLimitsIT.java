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
import static org.igniterealtime.openfire.plugin.mucpulse.it.RaiScene.REQUEST;

import java.util.List;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Who may subscribe, and how often: R11.
 *
 * <p>"Servers may place restrictions on who may subscribe to room activity notifications, e.g. by only serving local
 * users, or only permitting a sensible number of active subscriptions."
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437</a>
 */
class RaiLimitsIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private static final String STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas";

    private final RaiScene scene = new RaiScene(openfire);

    @AfterEach
    void settingsAreTheDefaults() {
        for (final String name : new String[] {"subscriptions.user", "subscriptions.service",
                "subscriptions.domain", "remote", "anonymous"}) {
            openfire.control().deleteProperty("mucpulse.rai." + name);
        }
    }

    /** Ends what the users of other servers are subscribed to; they would count in the next test as well. */
    private void endRemoteSubscriptions(final TestClient witness) {
        scene.setting("remote", "false");
        // Whoever is answered after that finds them gone.
        scene.list(witness);
        openfire.control().deleteProperty("mucpulse.rai.remote");
    }

    private void closePeer() {
        endRemoteSubscriptions(openfire.login("witness"));
        openfire.control().closePeer("peer");
    }

    /** R11: over the limit of one user, "the existing state is untouched". */
    @Test
    void r11_tooManySessionsOfOneUserAreRefused() {
        final TestClient bob = openfire.login("bob");
        final TestClient phone = openfire.login(bob.user(), "phone");
        final TestClient carol = openfire.login("carol");
        final String room = scene.roomWithMember(bob);
        scene.setting("subscriptions.user", "1");
        scene.list(bob);

        assertRefused(scene.subscribeInVain(phone), phone, "wait", "resource-constraint");

        // Those that exist go on, and can be renewed; others are not concerned; and there is a limit, not an end.
        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);
        assertThat(scene.list(bob)).containsExactly(room);
        scene.list(carol);
        assertThat(phone.stanzas(RaiScene::isNotification)).isEmpty();
    }

    /** R3: "… ends the subscription and frees its slot at once": by unavailable presence to the service. */
    @Test
    void r11_slotIsFreedByUnavailablePresence() {
        final TestClient bob = openfire.login("bob");
        final TestClient phone = openfire.login(bob.user(), "phone");
        scene.setting("subscriptions.user", "1");
        scene.list(bob);
        scene.subscribeInVain(phone);

        scene.unsubscribe(bob);

        assertThat(scene.list(phone)).isEmpty();
        scene.subscribeInVain(bob);
    }

    /** R3: "… frees its slot at once": by the end of the session. */
    @Test
    void r11_slotIsFreedByTheEndOfTheSession() {
        final TestClient bob = openfire.login("bob");
        final TestClient phone = openfire.login(bob.user(), "phone");
        scene.setting("subscriptions.user", "1");
        scene.list(bob);
        scene.subscribeInVain(phone);

        bob.disconnect();

        awaitAdmitted(phone);
    }

    /** R3: "… frees its slot at once": by a lost connection. */
    @Test
    void r11_slotIsFreedByACutConnection() {
        final TestClient bob = openfire.login("bob");
        final TestClient phone = openfire.login(bob.user(), "phone");
        scene.setting("subscriptions.user", "1");
        scene.list(bob);
        scene.subscribeInVain(phone);

        bob.cut();

        awaitAdmitted(phone);
    }

    /** R3: "… frees its slot at once": by a bounced notification. */
    @Test
    void r11_slotIsFreedByABounce() {
        final TestClient bob = openfire.login("bob");
        final TestClient phone = openfire.login(bob.user(), "phone");
        scene.setting("subscriptions.user", "1");
        scene.list(bob);
        scene.subscribeInVain(phone);

        bob.send("<message type='error' to='" + scene.service() + "'><error type='cancel'><gone xmlns='" + STANZAS
                + "'/></error></message>");
        bob.sync();

        assertThat(scene.list(phone)).isEmpty();
    }

    /** R11: "subscriptions per service". */
    @Test
    void r11_tooManySessionsOfOneServiceAreRefused() {
        // Nobody is left of earlier tests.
        Awaitility.await().atMost(PATIENCE).until(() -> openfire.control().sessions(), List::isEmpty);
        final TestClient bob = openfire.login("bob");
        endRemoteSubscriptions(bob);
        final TestClient carol = openfire.login("carol");
        final TestClient dave = openfire.login("dave");
        final String room = scene.roomWithMember(bob);
        scene.setting("subscriptions.service", "2");
        scene.list(bob);
        scene.list(carol);

        assertRefused(scene.subscribeInVain(dave), dave, "wait", "resource-constraint");
        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);

        scene.unsubscribe(carol);
        assertThat(scene.list(dave)).isEmpty();
    }

    /** R11: "anonymous users (not) … not admitted: type='auth' forbidden". */
    @Test
    void r11_anonymousUsersAreRefusedUnlessAllowed() {
        final TestClient nobody = openfire.anonymous();
        assertRefused(scene.subscribeInVain(nobody), nobody, "auth", "forbidden");

        scene.setting("anonymous", "true");
        final String room = scene.room();
        nobody.joinRoom(room, "Nobody");
        nobody.leaveRoom(room, "Nobody");
        nobody.sync();
        scene.subscribe(nobody);
        scene.say(room);

        scene.awaitTold(nobody, room);
        assertThat(nobody.stanzas(stanza -> stanza.isPresence() && stanza.isError())).hasSize(1);
    }

    /** R11: "remote users (allowed)". */
    @Test
    void r11_remoteUsersAreToldUnlessRefused() {
        final String domain = openfire.control().openPeer("peer");
        try {
            final String romeo = "romeo@" + domain + "/orchard";
            final String room = scene.room();
            openfire.control().route("<presence from='" + romeo + "' to='" + room + "/Romeo'>"
                    + "<x xmlns='http://jabber.org/protocol/muc'/></presence>");
            openfire.control().route("<presence type='unavailable' from='" + romeo + "' to='" + room + "/Romeo'/>");
            remoteRequest(romeo, "first");
            scene.say(room);
            awaitAtPeer(1, "to=\"" + romeo + "\"", "<activity>" + room + "</activity>");

            // A bounced notification ends it, and that of another remote user goes on.
            final String juliet = "juliet@" + domain + "/balcony";
            final String other = scene.room();
            for (final String user : new String[] {romeo, juliet}) {
                openfire.control().route("<presence from='" + user + "' to='" + other + "/" + user.charAt(0) + "'>"
                        + "<x xmlns='http://jabber.org/protocol/muc'/></presence>");
                openfire.control().route("<presence type='unavailable' from='" + user + "' to='" + other + "/"
                        + user.charAt(0) + "'/>");
            }
            remoteRequest(juliet, "second");
            openfire.control().route("<message type='error' from='" + romeo + "' to='" + scene.service() + "'>"
                    + "<error type='cancel'><service-unavailable xmlns='" + STANZAS + "'/></error></message>");
            scene.say(other);
            awaitAtPeer(1, "to=\"" + juliet + "\"", "<activity>" + other + "</activity>");
            remoteRequest(romeo, "third");
            awaitAtPeer(1, "to=\"" + romeo + "\"", "<activity>" + other + "</activity>");

            // And when they are not allowed
            openfire.control().route("<presence type='unavailable' from='" + romeo + "' to='" + scene.service()
                    + "'/>");
            scene.setting("remote", "false");
            remoteRequest(romeo, "refused");
            awaitAtPeer(1, "<presence", "id=\"refused\"", "type=\"error\"", "from=\"" + scene.service() + "\"",
                    "type=\"auth\"", "<forbidden");
        } finally {
            closePeer();
        }
    }

    /**
     * R3: "where the server could not be reached (remote-server-not-found, remote-server-timeout) the subscription stays
     * and its rooms are armed again".
     */
    @Test
    void r3_subscriptionStaysWhereTheOtherServerCouldNotBeReached() {
        final String domain = openfire.control().openPeer("peer");
        try {
            final String romeo = "mercutio@" + domain + "/orchard";
            final String room = scene.room();
            visitRemotely(romeo, room);
            remoteRequest(romeo, "first");
            scene.say(room);
            awaitAtPeer(1, "to=\"" + romeo + "\"", "<activity>" + room + "</activity>");
            for (final String condition : new String[] {"remote-server-not-found", "remote-server-timeout"}) {
                openfire.control().route("<message type='error' from='" + romeo + "' to='" + scene.service() + "'>"
                        + "<error type='wait'><" + condition + " xmlns='" + STANZAS + "'/></error></message>");
            }
            scene.say(room);
            awaitAtPeer(2, "to=\"" + romeo + "\"", "<activity>" + room + "</activity>");
        } finally {
            closePeer();
        }
    }

    /** R11: "at most 1 000 per domain and a quarter of the service's limit in all". */
    @Test
    void r11_sessionsOfAnotherDomainDoNotTakeThePlacesOfOthers() {
        final String domain = openfire.control().openPeer("peer");
        try {
            scene.setting("subscriptions.domain", "2");
            for (int i = 0; i < 3; i++) {
                remoteRequest("u" + i + "@" + domain + "/x", "r" + i);
            }
            awaitAtPeer(1, "<presence", "id=\"r2\"", "type=\"error\"", "type=\"wait\"", "<resource-constraint");
            scene.setting("subscriptions.domain", "1000");
            scene.setting("subscriptions.service", "8");
            remoteRequest("u3@" + domain + "/x", "r3");
            awaitAtPeer(1, "<presence", "id=\"r3\"", "type=\"error\"", "type=\"wait\"", "<resource-constraint");
            final TestClient bob = openfire.login("bob");
            assertThat(scene.list(bob)).isEmpty();
            assertThat(openfire.control().receivedByPeer("peer").stream().filter(xml -> xml.startsWith("<presence")))
                    .hasSize(2);
        } finally {
            closePeer();
        }
    }

    /** R11: "Switching remote or anonymous users off ends theirs." */
    @Test
    void r11_switchingUsersOffEndsTheirSubscriptions() {
        final String domain = openfire.control().openPeer("peer");
        try {
            scene.setting("anonymous", "true");
            final TestClient nobody = openfire.anonymous();
            final String romeo = "tybalt@" + domain + "/orchard";
            final TestClient bob = openfire.login("bob");
            final String room = scene.roomWithMember(bob);
            scene.visit(nobody, room);
            visitRemotely(romeo, room);
            scene.subscribe(nobody);
            remoteRequest(romeo, "first");
            scene.list(bob);
            scene.setting("anonymous", "false");
            scene.setting("remote", "false");
            scene.say(room);
            scene.awaitTold(bob, room);
            // Admitted again, both have to ask.
            scene.setting("anonymous", "true");
            scene.setting("remote", "true");
            assertThat(nobody.stanzas(RaiScene::isNotification)).isEmpty();
            assertThat(openfire.control().receivedByPeer("peer")).noneMatch(xml -> xml.contains("<activity>"));
            remoteRequest(romeo, "second");
            awaitAtPeer(1, "to=\"" + romeo + "\"", "<activity>" + room + "</activity>");
        } finally {
            closePeer();
        }
    }

    /** R11: "A session is told of a refusal once in 5 minutes; what it repeats meanwhile is ignored and counted". */
    @Test
    void r11_refusalIsToldOnce() {
        final TestClient bob = openfire.login("bob");
        scene.setting("subscriptions.service", "0");
        scene.subscribeInVain(bob);
        for (int i = 0; i < 20; i++) {
            scene.subscribe(bob);
        }
        assertThat(bob.stanzas(stanza -> stanza.isPresence() && stanza.isError())).hasSize(1);
    }

    private void visitRemotely(final String user, final String room) {
        openfire.control().route("<presence from='" + user + "' to='" + room + "/Guest'>"
                + "<x xmlns='http://jabber.org/protocol/muc'/></presence>");
        openfire.control().route("<presence type='unavailable' from='" + user + "' to='" + room + "/Guest'/>");
    }

    private void remoteRequest(final String user, final String id) {
        openfire.control().route("<presence id='" + id + "' from='" + user + "' to='" + scene.service() + "'>"
                + REQUEST + "</presence>");
    }

    private static void awaitAtPeer(final int count, final String... parts) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(openfire.control().receivedByPeer("peer").stream().filter(xml -> {
                    for (final String part : parts) {
                        if (!xml.contains(part)) {
                            return false;
                        }
                    }
                    return true;
                })).as("%s", (Object) parts).hasSize(count));
    }

    private void awaitAdmitted(final TestClient client) {
        final String room = scene.roomWithMember(client);
        scene.say(room);
        // Whoever was refused is not told so again for a while.
        Awaitility.await().atMost(PATIENCE).until(() -> {
            client.send("<presence to='" + scene.service() + "'>" + REQUEST + "</presence>");
            client.sync();
            return RaiScene.namedTo(client).contains(room);
        });
    }

    private void assertRefused(final Stanza refusal, final TestClient client, final String type,
            final String condition) {
        refusal.assertSimilarTo("<presence type='error' id='" + refusal.id() + "' from='" + scene.service() + "' to='"
                + client.jid() + "'><error type='" + type + "' code='" + ("auth".equals(type) ? 403 : 500) + "'><"
                + condition + " xmlns='" + STANZAS + "'/></error></presence>");
    }
}
