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
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.HAG;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.MOOD;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.THIRD;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.occupant;

import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** M3, M10: what happened at an occupant's node is not told from an address that is somebody else's by then. */
class PassedNicknameTest {

    private static final JID OWN = occupant(FIRST);

    private final MepFixture server = new MepFixture();

    @BeforeEach
    void twoWitchesMeet() {
        server.affiliate(HAG, Affiliation.OWNER);
        server.join(CRONE, FIRST);
        server.join(HAG, THIRD, ACTIVITY);
        server.done(server.publish(CRONE, OWN, ACTIVITY, "1"));
        server.forgetEvents();
    }

    static Stream<String> changes() {
        final String form = "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>" + PUBSUB
            + "#node_config</value></field>%s</x>";
        return Stream.of(
            "<pubsub xmlns='" + PUBSUB + "'><publish node='" + ACTIVITY + "'><item id='2'><thing xmlns='" + ACTIVITY
                + "'/></item></publish></pubsub>",
            "<pubsub xmlns='" + PUBSUB + "'><retract node='" + ACTIVITY + "' notify='true'><item id='1'/></retract>"
                + "</pubsub>",
            "<pubsub xmlns='" + PUBSUB + "#owner'><purge node='" + ACTIVITY + "'/></pubsub>",
            "<pubsub xmlns='" + PUBSUB + "#owner'><delete node='" + ACTIVITY + "'/></pubsub>",
            "<pubsub xmlns='" + PUBSUB + "#owner'><configure node='" + ACTIVITY + "'>"
                + form.formatted("<field var='pubsub#notify_config'><value>1</value></field>") + "</configure></pubsub>");
    }

    /** The server has another user under the nickname, of which the feature has not heard. */
    private void passOn() {
        server.rooms.get(COVEN).nicknames.remove(CRONE);
        server.rooms.get(COVEN).nicknames.put(WICCA, FIRST);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void m3_whatHappensIsToldFromTheOccupantsAddress(final String change) {
        server.done(server.set(CRONE, OWN, change));

        assertThat(server.eventsOf(HAG)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void m3_nothingIsToldFromANicknameThatIsSomebodyElsesOnceTheRequestIsAnswered(final String change) {
        server.sender.observe(stanza -> {
            if (stanza instanceof IQ) {
                passOn();
            }
        });

        server.done(server.set(CRONE, OWN, change));

        assertThat(server.eventsOf(HAG)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void m3_nothingIsToldFromANicknameThatIsSomebodyElsesAtTheMomentOfSending(final String change) {
        server.sender.hold();
        server.done(server.set(CRONE, OWN, change));

        passOn();
        server.sender.release();
        server.settle();

        assertThat(server.eventsOf(HAG)).isEmpty();
    }

    @Test
    void m3_nothingIsToldFromANicknameThatWasGivenUp() {
        server.sender.hold();
        server.done(server.publish(CRONE, OWN, ACTIVITY, "2"));

        server.rename(FIRST, "hecate");
        server.sender.release();
        server.settle();

        assertThat(server.eventsOf(HAG)).isEmpty();
        server.done(server.publish(CRONE, occupant("hecate"), ACTIVITY, "3"));
        assertThat(server.eventOf(HAG).getFrom()).isEqualTo(occupant("hecate"));
    }

    @Test
    void m3_lastItemIsNotSentFromANicknameThatIsSomebodyElsesByThen() {
        server.sender.hold();
        server.join(WICCA_PHONE, "late", ACTIVITY);

        passOn();
        server.sender.release();
        server.settle();

        assertThat(server.eventsOf(WICCA_PHONE)).isEmpty();
    }

    @Test
    void m3_anotherSessionOfTheOccupantKeepsTheNickname() {
        final JID phone = new JID(CRONE.getNode(), CRONE.getDomain(), "another");
        server.join(phone, FIRST);
        server.sender.hold();
        server.done(server.publish(CRONE, OWN, ACTIVITY, "2"));

        server.leave(CRONE);
        server.sender.release();
        server.settle();

        assertThat(server.eventOf(HAG).getFrom()).isEqualTo(OWN);
    }

    @Test
    void m3_nodesOfTheRoomDoNotDependOnWhoPublishes() {
        server.join(WICCA, "listener", MOOD);
        server.sender.hold();
        server.done(server.publish(HAG, COVEN, MOOD, "1"));

        server.leave(HAG);
        server.sender.release();
        server.settle();

        assertThat(server.eventOf(WICCA).getFrom()).isEqualTo(COVEN);
    }
}
