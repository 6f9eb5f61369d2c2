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
import java.util.Objects;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RawSession;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * R10: "Who is removed because a message could not be delivered has not seen it: the visit ends with what reached
 * them."
 *
 * @see <a href="https://xmpp.org/extensions/xep-0045.html#impl-service-ghosts">XEP-0045, ghost users</a>
 * @see <a href="https://xmpp.org/extensions/xep-0198.html">XEP-0198: Stream Management</a>
 */
class RaiGhostIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private static final String JOIN = "<x xmlns='http://jabber.org/protocol/muc'/>";

    private final RaiScene scene = new RaiScene(openfire);

    private void enterRemotely(final String session, final String room) {
        openfire.control().route("<presence from='" + session + "' to='" + room + "/Ghost'>" + JOIN + "</presence>");
        awaitOccupant(room, "Ghost", true);
    }

    private void awaitOccupant(final String room, final String nickname, final boolean present) {
        Awaitility.await().atMost(PATIENCE).until(() -> !scene.owner().stanzas(stanza -> stanza.isPresence()
            && (room + "/" + nickname).equals(stanza.from())
            && present != "unavailable".equals(stanza.type())).isEmpty());
    }

    private void bounce(final String session, final String room, final String id) {
        openfire.control().route("<message type='error' id='" + id + "' from='" + session + "' to='" + room + "/"
            + RaiScene.OWNER + "'><error type='cancel'><remote-server-not-found"
            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");
    }

    /** The notification that answers the request of a new session, which ends right afterwards. */
    private String listOf(final String user, final String room) {
        final String session = user + "/again" + TestClient.newId();
        openfire.control().route("<presence from='" + session + "' to='" + scene.service() + "'>" + RaiScene.REQUEST
            + "</presence>");
        final String list = Awaitility.await().atMost(PATIENCE).until(() -> openfire.control().receivedByPeer("ghosts")
            .stream().filter(xml -> xml.contains(session) && tells(xml, room)).findFirst().orElse(null), Objects::nonNull);
        openfire.control().route("<presence type='unavailable' from='" + session + "' to='" + scene.service() + "'/>");
        return list;
    }

    private static boolean tells(final String notification, final String room) {
        return notification.contains("<activity>" + room + "</activity>");
    }

    @Test
    void r10_ghostOfAnotherServerIsToldOfWhatBouncedAndNotOfWhatReachedIt() {
        final String domain = openfire.control().openPeer("ghosts");
        try {
            final String session = "mercutio@" + domain + "/sword";
            final String missed = scene.room();
            final String seen = scene.room();
            enterRemotely(session, missed);
            enterRemotely(session, seen);
            scene.say(seen);

            final String id = TestClient.newId();
            scene.owner().send(RaiScene.groupchat(missed, id, "<body>Nobody hears that</body>"));
            scene.owner().sync();
            bounce(session, missed, id);
            awaitOccupant(missed, "Ghost", false);
            awaitOccupant(seen, "Ghost", false);

            // For some seconds, errors that may follow are waited for, and what is told is rather too much.
            Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() ->
                !tells(listOf("mercutio@" + domain, missed), seen));
            assertThat(listOf("mercutio@" + domain, missed)).matches(list -> tells(list, missed))
                .matches(list -> !tells(list, seen));
        } finally {
            openfire.control().closePeer("ghosts");
        }
    }

    @Test
    void r10_whatALostConnectionDidNotAcknowledgeWasNotSeen() {
        final String user = openfire.newUser("bob");
        final String room = scene.room();
        final RawSession session = RawSession.login(openfire.server(), user, "phone");
        session.send("<enable xmlns='urn:xmpp:sm:3'/>");
        session.send("<presence to='" + room + "/Bob'>" + JOIN + "</presence>");
        awaitOccupant(room, "Bob", true);
        scene.say(room);

        session.close();
        awaitOccupant(room, "Bob", false);

        assertThat(scene.list(openfire.login(user, "laptop"))).contains(room);
    }

    @Test
    void r10_whatALostConnectionWithoutAcknowledgementsWasSentWasSeen() {
        final String user = openfire.newUser("bob");
        final String room = scene.room();
        final RawSession session = RawSession.login(openfire.server(), user, "phone");
        session.send("<presence to='" + room + "/Bob'>" + JOIN + "</presence>");
        awaitOccupant(room, "Bob", true);
        scene.say(room);

        session.close();
        awaitOccupant(room, "Bob", false);

        assertThat(scene.list(openfire.login(user, "laptop"))).doesNotContain(room);
    }
}
