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
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.ACTIVITY;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.activity;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.occupant;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publication;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publish;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.pubsub;

import java.time.Duration;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireException;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is malformed or unexpected stops nothing, reaches nobody whom it should not, and is answered. */
class StanzaSafetyIT {

    @RegisterExtension
    static final OpenfireExtension openfire =
        OpenfireExtension.shared().expectLog("(?i)ofMucPulseRoomNode|nodes of|database");

    private static final String STATES = "http://jabber.org/protocol/chatstates";

    private final RaiScene rai = new RaiScene(openfire);
    private final MepScene mep = new MepScene(openfire);

    /** Has the server handle a stanza that a client might send, but would not survive when it comes back. */
    private static void route(final String stanza) {
        try {
            openfire.control().route(stanza);
        } catch (final OpenfireException e) {
            // The server itself may fail to write it.
            assertThat(e).hasMessageContaining("StackOverflowError");
        }
    }

    private static String nested(final int levels) {
        return "<a>".repeat(levels) + "</a>".repeat(levels);
    }

    /** R3: "Errors to messages of ours are ours: they never reach the room, whose server would throw the user out". */
    @ParameterizedTest
    @ValueSource(strings = {"gone", "item-not-found", "recipient-unavailable", "redirect", "remote-server-not-found",
        "remote-server-timeout"})
    void r3_errorToAMessageOfThePluginRemovesNobodyFromRooms(final String condition) {
        final String room = mep.room();
        final String other = mep.room();
        final TestClient bob = mep.enter(room, "Bob");
        mep.join(bob, other, "Bob", "");
        for (final String to : new String[] {occupant(room, "Bob"), occupant(room, "Owner"), room, mep.service()}) {
            bob.send("<message type='error' id='mucpulse-0123456789' to='" + to + "'><error type='cancel'><" + condition
                + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");
        }
        bob.send("<presence type='error' id='1' to='" + mep.service() + "'><error type='cancel'><" + condition
            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>");
        bob.sync();

        publish(bob, occupant(room, "Bob"), ACTIVITY, "1", activity("Still here"));
        publish(bob, occupant(other, "Bob"), ACTIVITY, "1", activity("Still here"));
        assertThat(bob.stanzas(stanza -> stanza.isPresence() && stanza.type().equals("unavailable"))).isEmpty();
    }

    /** S1, S2: "Depth … of what is … held back … bounded at the one entrance". */
    @Test
    void s2_chatStateThatIsNestedWithoutEndStopsNothing() {
        final TestClient carol = openfire.login("carol");
        final String told = rai.roomWithMember(carol);
        rai.list(carol);
        for (int number = 0; number < 4; number++) {
            final TestClient bob = openfire.login("bob");
            final String room = rai.room();
            rai.join(bob, room);
            for (int state = 0; state < 10; state++) {
                bob.send("<message type='groupchat' to='" + room + "'><" + (state % 2 == 0 ? "composing" : "paused")
                    + " xmlns='" + STATES + "'/></message>");
            }
            bob.sync();
            route("<message type='groupchat' from='" + bob.jid() + "' to='" + room + "'><composing xmlns='"
                + STATES + "'/><no-store xmlns='urn:xmpp:hints'>" + nested(2_500) + "</no-store></message>");
        }

        rai.say(told);

        assertThat(rai.told(carol)).containsExactly(told);
        final String room = mep.room();
        publish(mep.enter(room, "Dave"), occupant(room, "Dave"), ACTIVITY, "1", activity("Here"));
        assertThat(openfire.control().threads()).contains("mucpulse-sender-0", "mucpulse-sender-1", "mucpulse-rai",
            "mucpulse-mep");
    }

    /** R5, C3: a message that is too large to be read is one that was said. */
    @Test
    void r5_messageThatIsTooLargeToBeReadIsTold() {
        final TestClient carol = openfire.login("carol");
        final String told = rai.roomWithMember(carol);
        final TestClient bob = openfire.login("bob");
        rai.join(bob, told);
        rai.list(carol);
        bob.send("<message type='groupchat' to='" + told + "'><composing xmlns='" + STATES + "'/></message>");

        rai.say(bob, told, "x".repeat(300_000));
        bob.send(RaiScene.groupchat(told, "again", "<composing xmlns='" + STATES + "'/>"));

        assertThat(rai.told(carol)).containsExactly(told);
        bob.await(stanza -> stanza.isMessage() && "again".equals(stanza.id()));
    }

    /** M12: "A pubsub set never reaches another occupant's client, however it is malformed." */
    @Test
    void m12_malformedSetIsAnsweredAndReachesNobody() {
        final String room = mep.room();
        final TestClient bob = mep.enter(room, "Bob");
        final TestClient carol = mep.enter(room, "Carol");
        carol.clear();

        for (final String content : new String[] {
            pubsub(nested(300)),
            pubsub(publication(ACTIVITY, "1", "<x xmlns='urn:example:x'>" + nested(2_000) + "</x>")),
            pubsub(publication(ACTIVITY, "1", activity("Hi"))) + "<x xmlns='urn:example:x'/>",
            "<x xmlns='urn:example:x'/>" + pubsub(publication(ACTIVITY, "1", activity("Hi"))),
            pubsub("<a xmlns='urn:example:x'/>".repeat(20_000)),
        }) {
            final Stanza answer = bob.query("set", occupant(room, "Carol"), content);
            assertThat(answer.isError()).as(answer.toString()).isTrue();
            assertThat(answer.from()).isEqualTo(occupant(room, "Carol"));
        }

        carol.sync();
        assertThat(carol.stanzas(Stanza::isIq)).noneMatch(stanza -> stanza.type().equals("set"));
        publish(bob, occupant(room, "Bob"), ACTIVITY, "1", activity("Still here"));
    }

    /** S8: "An IQ is always answered: what cannot be decided within 10 s …". */
    @Test
    void s8_requestForARoomWhoseNodesCannotBeReadIsAnswered() {
        openfire.control().update("ALTER TABLE ofMucPulseRoomNode RENAME TO ofMucPulseRoomNodeAway");
        final long begun;
        final Stanza answer;
        try {
            final String room = mep.room();
            final TestClient bob = mep.enter(room, "Bob");
            begun = System.nanoTime();
            answer = bob.query("set", occupant(room, "Bob"), pubsub(publication(ACTIVITY, "1", activity("Here"))));
        } finally {
            openfire.control().update("ALTER TABLE ofMucPulseRoomNodeAway RENAME TO ofMucPulseRoomNode");
        }

        assertThat(answer.isError()).isTrue();
        assertThat(answer.errorCondition().orElseThrow()).isIn("internal-server-error", "resource-constraint");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(12));
    }
}
