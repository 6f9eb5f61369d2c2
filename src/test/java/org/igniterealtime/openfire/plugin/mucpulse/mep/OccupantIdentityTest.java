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
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertRefused;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.ACTIVITY;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.COVEN;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.CRONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.HAG;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.MOOD;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.occupant;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** M3: which occupant somebody is, is what the server says, however the nicknames are spelled. */
class OccupantIdentityTest {

    private static final String ITEMS = "http://jabber.org/protocol/disco#items";

    private final MepFixture server = new MepFixture();

    @BeforeEach
    void somebodyListens() {
        server.join(HAG, "Hecate", ACTIVITY, MOOD);
    }

    private static String items(final String node) {
        return "<pubsub xmlns='" + PUBSUB + "'><items node='" + node + "'/></pubsub>";
    }

    private List<String> itemIds(final JID from, final JID to) {
        return server.done(server.get(from, to, items(ACTIVITY))).element("items").elements().stream()
            .map(item -> item.attributeValue("id")).collect(Collectors.toList());
    }

    private boolean claims(final JID from, final JID to, final String content) {
        return server.claims(server.stanza("get", from, to, content));
    }

    @Test
    void m3_twoOccupantsForTheServerAreTwoWhateverTheirLowerCase() {
        final JID crone = occupant("\u0130lke");
        final JID wicca = occupant("i\u0307lke");
        server.join(CRONE, "\u0130lke");
        server.join(WICCA, "i\u0307lke");

        server.done(server.publish(CRONE, crone, ACTIVITY, "1"));
        assertThat(server.eventOf(HAG).getFrom()).isEqualTo(crone);
        assertRefused(server.publish(WICCA, crone, ACTIVITY, "2"), "auth", "forbidden");
        assertRefused(server.set(WICCA, crone, "<pubsub xmlns='" + PUBSUB + "#owner'><delete node='" + ACTIVITY
            + "'/></pubsub>"), "auth", "forbidden");
        server.done(server.publish(WICCA, wicca, ACTIVITY, "3"));
        assertThat(server.eventOf(HAG).getFrom()).isEqualTo(wicca);
        assertThat(itemIds(HAG, crone)).containsExactly("1");
        assertThat(itemIds(HAG, wicca)).containsExactly("3");

        server.leave(WICCA);
        assertThat(itemIds(HAG, crone)).containsExactly("1");
        assertThat(claims(HAG, wicca, items(ACTIVITY))).isFalse();
    }

    @Test
    void m3_oneOccupantForTheServerIsOneHoweverItIsAddressed() {
        server.join(CRONE, "\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2");
        final JID asTheServerSpellsIt = occupant("\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2");
        final JID otherwise = occupant("\u03c3\u03af\u03c2\u03c5\u03c6\u03bf\u03c3");

        server.done(server.publish(CRONE, otherwise, ACTIVITY, "1"));

        assertThat(server.eventOf(HAG).getFrom()).isEqualTo(asTheServerSpellsIt);
        assertThat(claims(HAG, otherwise, items(ACTIVITY))).isTrue();
        assertThat(itemIds(HAG, otherwise)).containsExactly("1");
        assertThat(claims(HAG, otherwise, "<query xmlns='" + ITEMS + "'/>")).isTrue();
        assertThat(claims(HAG, otherwise, items("unheard of"))).isFalse();
        assertThat(claims(CRONE, otherwise, items("unheard of"))).isTrue();
        assertRefused(server.publish(HAG, otherwise, ACTIVITY, "2"), "auth", "forbidden");
    }

    @Test
    void m3_nodesOfOneUserAreNotThoseOfTheNextWithThatNickname() {
        server.join(CRONE, "witch");
        server.done(server.publish(CRONE, occupant("witch"), ACTIVITY, "1"));
        // The server has let the next one in, and the feature has heard of neither
        server.rooms.get(COVEN).nicknames.remove(CRONE);
        server.rooms.get(COVEN).nicknames.put(WICCA, "Witch");

        assertThat(claims(HAG, occupant("witch"), items(ACTIVITY))).isFalse();
        server.done(server.publish(WICCA, occupant("witch"), ACTIVITY, "2"));

        assertThat(itemIds(HAG, occupant("witch"))).containsExactly("2");
        server.mep.occupantLeft(COVEN, CRONE);
        server.mep.occupantJoined(COVEN, WICCA, "Witch");
        server.settle();
        assertThat(itemIds(HAG, occupant("witch"))).containsExactly("2");
    }

    @Test
    void m10_sessionsOfOneUserWithOneNicknameAreOneOccupant() {
        server.join(WICCA, "Witch");
        server.join(WICCA_PHONE, "witch");

        server.done(server.publish(WICCA, occupant("witch"), ACTIVITY, "1"));
        assertThat(server.eventOf(HAG).getFrom()).isEqualTo(occupant("Witch"));
        server.done(server.publish(WICCA_PHONE, occupant("Witch"), ACTIVITY, "2"));
        assertThat(itemIds(HAG, occupant("witch"))).containsExactly("2");

        server.leave(WICCA);
        assertThat(itemIds(HAG, occupant("witch"))).containsExactly("2");
        server.leave(WICCA_PHONE);
        assertThat(claims(HAG, occupant("witch"), items(ACTIVITY))).isFalse();
    }

    @Test
    void m10_sessionsOfOneUserWithTwoNicknamesAreTwoOccupants() {
        server.join(WICCA, "witch");
        server.join(WICCA_PHONE, "other");
        server.done(server.publish(WICCA, occupant("witch"), ACTIVITY, "1"));

        assertRefused(server.publish(WICCA_PHONE, occupant("witch"), ACTIVITY, "2"), "auth", "forbidden");
        assertThat(claims(HAG, occupant("other"), items(ACTIVITY))).isFalse();
    }

    @Test
    void m10_occupantsThatBecomeOneKeepTheNodesOfBoth() {
        server.join(WICCA, "witch");
        server.join(WICCA_PHONE, "other");
        server.done(server.publish(WICCA, occupant("witch"), ACTIVITY, "1"));
        server.done(server.publish(WICCA_PHONE, occupant("other"), MOOD, "2"));

        server.rename("other", "witch");

        for (final String node : List.of(ACTIVITY, MOOD)) {
            assertThat(claims(HAG, occupant("witch"), items(node))).isTrue();
            assertThat(claims(HAG, occupant("other"), items(node))).isFalse();
        }
        server.leave(WICCA);
        server.done(server.publish(WICCA_PHONE, occupant("witch"), ACTIVITY, "3"));
        assertThat(itemIds(HAG, occupant("witch"))).containsExactly("3");
        server.leave(WICCA_PHONE);
        assertThat(claims(HAG, occupant("witch"), items(MOOD))).isFalse();
    }

    @Test
    void m13_occupantsThatBecomeOneHaveNoMoreNodesThanOneMayHave() {
        server.settings.nodesPerOccupant = 3;
        server.join(WICCA, "witch");
        server.join(WICCA_PHONE, "other");
        for (final String node : List.of("b", "d")) {
            server.done(server.publish(WICCA, occupant("witch"), node, "1"));
        }
        for (final String node : List.of("a", "b", "c")) {
            server.done(server.publish(WICCA_PHONE, occupant("other"), node, "2"));
        }

        server.rename("other", "witch");

        for (final String node : List.of("a", "b", "d")) {
            assertThat(claims(HAG, occupant("witch"), items(node))).isTrue();
        }
        assertThat(claims(HAG, occupant("witch"), items("c"))).isFalse();
        assertThat(claims(HAG, occupant("other"), items("c"))).isFalse();
        Recount.verify(server.mep);
        assertRefused(server.publish(WICCA, occupant("witch"), "c", "3"), "cancel", "conflict", "max-nodes-exceeded");
    }

    @Test
    void m10_nicknameThatIsSpelledOtherwiseKeepsItsNodes() {
        server.join(CRONE, "witch");
        server.done(server.publish(CRONE, occupant("witch"), ACTIVITY, "1"));
        server.forgetEvents();

        server.rename("witch", "WITCH");

        assertThat(itemIds(HAG, occupant("witch"))).containsExactly("1");
        server.done(server.publish(CRONE, occupant("witch"), ACTIVITY, "2"));
        assertThat(server.eventOf(HAG).getFrom()).isEqualTo(occupant("WITCH"));
    }

    @Test
    void m3_newNicknameIsTheOneThatTheServerHasAlready() {
        server.join(CRONE, "witch");
        server.done(server.publish(CRONE, occupant("witch"), ACTIVITY, "1"));
        server.forgetEvents();
        server.rooms.get(COVEN).nicknames.put(CRONE, "queen");

        final IQ old = server.publish(CRONE, occupant("witch"), ACTIVITY, "2");
        server.done(server.publish(CRONE, occupant("queen"), ACTIVITY, "3"));

        assertRefused(old, "cancel", "item-not-found");
        assertThat(server.eventOf(HAG).getFrom()).isEqualTo(occupant("queen"));
        server.mep.nicknameChanged(COVEN, CRONE, "witch", "queen");
        server.settle();
        assertThat(itemIds(HAG, occupant("queen"))).containsExactly("3");
    }
}
