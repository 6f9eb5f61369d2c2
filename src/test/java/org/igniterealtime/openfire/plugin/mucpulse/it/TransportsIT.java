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
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.List;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.WebSession;
import org.igniterealtime.openfire.plugin.mucpulse.harness.WebSession.Transport;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * R1 to R8, N1 and N3 for clients in browsers, which connect by WebSocket or by BOSH.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7395">RFC 7395: XMPP over WebSocket</a>
 * @see <a href="https://xmpp.org/extensions/xep-0206.html">XEP-0206: XMPP Over BOSH</a>
 */
class TransportsIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own(builder -> builder.web());

    private final RaiScene scene = new RaiScene(openfire);

    private static void checkThatItWorks(final Transport transport) {
        assumeFalse(transport == Transport.BOSH && openfire.server().isEmbedded(),
            "Openfire 4.2 does not always answer this client by BOSH");
    }

    private String roomWithMember(final String user) {
        final String room = scene.room();
        Rooms.affiliate(scene.owner(), room, user + "@" + openfire.server().domain(), "member");
        return room;
    }

    private void mention(final String room, final String user) {
        scene.send(room, "<body>Hear, hear</body>"
            + MentionScene.reference("xmpp:" + user + "@" + openfire.server().domain()));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void r1_listAndNotificationsReachClientsInBrowsers(final Transport transport) {
        checkThatItWorks(transport);
        final String user = openfire.newUser("bob");
        final String first = roomWithMember(user);
        final String second = roomWithMember(user);
        scene.say(first);
        try (WebSession bob = WebSession.login(openfire.server(), transport, user, "browser")) {
            bob.send("<presence to='" + scene.service() + "'>" + RaiScene.REQUEST + "</presence>");
            assertThat(RaiScene.roomsOf(bob.await(RaiScene::isNotification))).containsExactly(first);

            scene.say(second);
            scene.say(second);
            assertThat(RaiScene.roomsOf(bob.await(stanza -> RaiScene.tellsOf(stanza, second)))).containsExactly(second);

            // R6, R8: inside it is not told, and afterwards once more.
            bob.send("<presence to='" + first + "/Bob'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
            bob.await(stanza -> stanza.isPresence() && stanza.mucStatus().contains(110));
            scene.say(first);
            bob.await(stanza -> stanza.isMessage() && stanza.from().startsWith(first + "/"));
            bob.send("<presence type='unavailable' to='" + first + "/Bob'/>");
            bob.await(stanza -> stanza.isPresence() && stanza.from().equals(first + "/Bob")
                && "unavailable".equals(stanza.type()));
            bob.sync();
            assertThat(bob.untaken(RaiScene::isNotification)).isEmpty();
            scene.say(first);
            bob.await(stanza -> RaiScene.tellsOf(stanza, first));
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void n3_mentionsReachClientsInBrowsers(final Transport transport) {
        checkThatItWorks(transport);
        final String user = openfire.newUser("bob");
        final String room = roomWithMember(user);
        try (WebSession bob = WebSession.login(openfire.server(), transport, user, "browser")) {
            bob.sync();
            mention(room, user);

            assertThat(bob.await(MentionScene::isNotification).from()).isEqualTo(room);
            mention(room, user);
            bob.await(MentionScene::isNotification);
            bob.sync();
            assertThat(bob.untaken(MentionScene::isNotification)).isEmpty();
        }
    }

    /** R3: "the session's end … ends the subscription". */
    @ParameterizedTest
    @EnumSource(Transport.class)
    void r3_subscriptionEndsWithTheConnection(final Transport transport) {
        checkThatItWorks(transport);
        final String user = openfire.newUser("bob");
        final String room = roomWithMember(user);
        try (RaiScene.Setting limit = scene.setting("subscriptions.user", "1")) {
            assertThat(limit).isNotNull();
            final WebSession first = WebSession.login(openfire.server(), transport, user, "first");
            first.send("<presence to='" + scene.service() + "'>" + RaiScene.REQUEST + "</presence>");
            first.sync();
            scene.say(room);
            first.await(stanza -> RaiScene.tellsOf(stanza, room));
            first.close();
            Awaitility.await().atMost(RaiScene.PATIENCE).until(() ->
                openfire.control().sessions().stream().noneMatch(first.jid()::equals));

            final WebSession second = WebSession.login(openfire.server(), transport, user, "second");
            second.send("<presence to='" + scene.service() + "'>" + RaiScene.REQUEST + "</presence>");
            assertThat(RaiScene.roomsOf(second.await(RaiScene::isNotification))).isEqualTo(List.of(room));
            second.close();
        }
    }
}
