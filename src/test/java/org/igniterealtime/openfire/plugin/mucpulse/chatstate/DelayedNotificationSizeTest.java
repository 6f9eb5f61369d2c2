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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import static org.assertj.core.api.Assertions.assertThat;

import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateSettings.Policy;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.Message;

/** What a notification that is held back is taken to need in memory, and what is left out of it (C5, S3). */
class DelayedNotificationSizeTest {

    private static final String STATE = "<paused xmlns='http://jabber.org/protocol/chatstates'/>";

    private static DelayedNotification hold(final String attributes, final String content) {
        final Message message = Stanzas.message("<message xmlns='jabber:client' from='hecate@example.org/broom' "
            + "to='coven@conference.example.org'" + attributes + '>' + STATE + content + "</message>");
        return DelayedNotification.of(message, ChatState.PAUSED);
    }

    private static int more(final String content) {
        return hold("", content).bytes() - hold("", "").bytes();
    }

    @Test
    void s3_messageTakesItsAddressesAndItsState() {
        final int from = 100 + "from".length() + 2 * "hecate@example.org/broom".length();
        final int to = 100 + "to".length() + 2 * "coven@conference.example.org".length();

        assertThat(hold("", "").bytes()).isEqualTo(200 + from + to + 200);
        assertThat(hold(" id='12345'", "").bytes()).isEqualTo(200 + from + to + 200 + 100 + "id".length() + 2 * 5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // 200 and the names for an element, 100 for an attribute, 50 for a text or a namespace, 2 for each character
        "<a xmlns='urn:b'/>|261",
        "<a xmlns='urn:b'>text</a>|319",
        "<a xmlns='urn:b' cd='efg'/>|369",
        "<a xmlns='urn:b' cd='efg' h=''/>|470",
        "<a xmlns='urn:b'><i/></a>|467",
        "<a xmlns='urn:b' xmlns:j='urn:k'/>|316",
        "<a xmlns='urn:b'><i/><i/></a>|673",
    })
    void s3_elementTakesItsNamesAttributesAndTexts(final String content, final int bytes) {
        assertThat(more(content)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "4, 0"})
    void s2_elementsAreHeldDownToTheThirdLevel(final int levels, final int held) {
        final String content = "<thread>".repeat(levels) + "</thread>".repeat(levels);

        assertThat(hold("", content).getElement().elements()).hasSize(held == 0 ? 1 : 2);
    }

    @ParameterizedTest
    @CsvSource({"256, true", "257, false"})
    void s3_attributeThatIsTooLongIsLeftOut(final int length, final boolean kept) {
        final DelayedNotification held = hold(" id='" + "i".repeat(length) + "'", "");

        assertThat(held.getID() != null).isEqualTo(kept);
        assertThat(held.getFrom()).hasToString("hecate@example.org/broom");
    }

    @Test
    void s3_addressIsHeldHoweverLong() {
        final String from = "hecate@example.org/" + "b".repeat(500);
        final String to = "c".repeat(500) + "@conference.example.org";
        final Message message = Stanzas.message(
            "<message xmlns='jabber:client' from='" + from + "' to='" + to + "'>" + STATE + "</message>");

        final DelayedNotification held = DelayedNotification.of(message, ChatState.PAUSED);

        assertThat(held.getFrom()).hasToString(from);
        assertThat(held.getTo()).hasToString(to);
    }

    @Test
    void s3_asMuchIsHeldAsThereIsRoomForAndNotOneCharacterMore() {
        // The size of a state is kept free, wherever in the message it stands.
        final int room = DelayedNotification.MAX_BYTES - 200 - hold("", "").bytes();
        final int fits = (room - 200 - "thread".length() - "jabber:client".length() - 50) / 2;

        assertThat(hold("", "<thread>" + "t".repeat(fits) + "</thread>").getThread()).hasSize(fits);
        assertThat(hold("", "<thread>" + "t".repeat(fits + 1) + "</thread>").getThread()).isNull();
        // What comes after something that was too much is held all the same.
        assertThat(hold("", "<thread>" + "t".repeat(fits + 1) + "</thread><store xmlns='urn:xmpp:hints'/>").getElement()
            .elements()).extracting(element -> element.getName()).containsExactly("paused", "store");
    }

    @Test
    void c5_momentsAreRememberedForAsManyNotificationsAsMayPass() {
        final SlidingWindow window = new SlidingWindow();
        for (int moment = 0; moment < 10; moment++) {
            window.add(moment, 3);
        }

        assertThat(window.isFull(9, 10, 3)).isTrue();
        assertThat(window.isFull(9, 10, 4)).as("a fourth moment is not remembered").isFalse();
        assertThat(window.untilOpen(9, 10, 4)).isZero();
        assertThat(window.untilOpen(100, 10, 3)).isZero();
    }

    @Test
    void c2_contentIsLeftAsItIsWhereEverythingIsRelayed() {
        final Notification content = new Notification(ChatState.COMPOSING, true, false, false);

        assertThat(ChatStateRules.decide(content, Policy.RELAY)).isEqualTo(Decision.KEEP);
        assertThat(ChatStateRules.decide(content, Policy.SUPPRESS)).isEqualTo(Decision.STRIP);
    }
}
