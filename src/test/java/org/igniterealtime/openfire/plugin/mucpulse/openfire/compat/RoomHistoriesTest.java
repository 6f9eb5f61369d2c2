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
package org.igniterealtime.openfire.plugin.mucpulse.openfire.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomHistory;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.jivesoftware.openfire.muc.HistoryStrategy;
import org.jivesoftware.openfire.muc.MUCRoom;
import org.jivesoftware.openfire.muc.MUCRoomHistory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** R15: what rooms keep of what was said in them. */
class RoomHistoriesTest {

    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:10Z");
    private static final JID ROMEO = new JID("romeo@example.org");

    private final RoomHistories histories = new RoomHistories(MUCRoom.class.getClassLoader());
    private final MUCRoom room = mock(MUCRoom.class);
    private final MUCRoomHistory kept = mock(MUCRoomHistory.class);
    private final HistoryStrategy strategy = mock(HistoryStrategy.class);
    private final List<Message> messages = new ArrayList<>();

    @BeforeEach
    void thereIsAHistory() {
        when(room.getRoomHistory()).thenReturn(kept);
        when(kept.getMessageHistory()).thenAnswer(call -> messages.iterator());
        when(strategy.getType()).thenReturn(HistoryStrategy.Type.number);
        when(strategy.getMaxNumber()).thenReturn(2);
    }

    private static String delay(final String time, final String from) {
        return "<delay xmlns='urn:xmpp:delay' stamp='2026-01-01T00:00:" + time + "Z' from='" + from + "'/>";
    }

    private void keep(final String content) {
        final Message message = Stanzas.groupchat("<body>O Romeo</body>" + content);
        message.setFrom("orchard@conference.example.org/Romeo");
        messages.add(message);
    }

    private RoomHistory history() {
        return histories.since(room, strategy, SINCE);
    }

    @Test
    void r15_whatWasSaidSinceIsFoundWithItsAuthorWhereTheRoomShowsThat() {
        keep(delay("09.999", "romeo@example.org/phone"));
        keep(delay("12.000", "orchard@conference.example.org/Romeo"));
        keep(delay("10.000", "romeo@example.org/phone"));

        assertThat(history().messages()).extracting(RoomHistory.Entry::moment)
            .containsExactly(SINCE, SINCE.plusSeconds(2));
        assertThat(history().messages()).extracting(RoomHistory.Entry::author).containsExactly(ROMEO, null);
    }

    @Test
    void r15_momentThatAClientClaimsCountsForNothing() {
        keep(delay("01.000", "juliet@example.org") + delay("11.000", "romeo@example.org/phone"));

        assertThat(history().messages()).extracting(RoomHistory.Entry::author).containsExactly(ROMEO);
    }

    @ParameterizedTest
    @CsvSource({"number, 1, 0, true", "number, 1, 1, true", "number, 0, 1, true", "number, 0, 2, false",
        "number, 0, 0, true", "all, 0, 2, true", "none, 0, 0, false"})
    void r15_historyIsCompleteUnlessSomethingOfItMayBeGone(final HistoryStrategy.Type type, final int before,
                                                           final int since, final boolean complete) {
        when(strategy.getType()).thenReturn(type);
        for (int i = 0; i < before; i++) {
            keep(delay("01.000", "romeo@example.org/phone"));
        }
        for (int i = 0; i < since; i++) {
            keep(delay("11.000", "romeo@example.org/phone"));
        }

        assertThat(history().complete()).isEqualTo(complete);
        assertThat(history().messages()).hasSize(since);
    }

    @Test
    void r15_historyWithoutMomentsSaysNothing() {
        keep("");
        assertThat(history()).isSameAs(RoomHistory.UNKNOWN);

        messages.clear();
        keep("<delay xmlns='urn:xmpp:delay' stamp='yesterday'/>");
        assertThat(history()).isSameAs(RoomHistory.UNKNOWN);
    }
}
