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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ManualTicker;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomConfigurationListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** When a room counts as being configured: U4. */
class RoomConfigurationWatchTest {

    private static final JID GARDEN = new JID("garden@conference.example.org");
    private static final String OWNER = "owner@example.org/phone";
    private static final String FORM = "<query xmlns='http://jabber.org/protocol/muc#owner'>"
        + "<x xmlns='jabber:x:data' type='submit'/></query>";

    private final Rooms rooms = mock(Rooms.class);
    private final RoomConfigurationListener listener = mock(RoomConfigurationListener.class);
    private final ManualTicker ticker = new ManualTicker();
    private final Hooks hooks = new Hooks(new ErrorHandler(ticker));
    private final RoomConfigurationWatch watch =
        new RoomConfigurationWatch(rooms, hooks.roomConfigurations(), ticker);

    @BeforeEach
    void ownedRoom() {
        hooks.roomConfigurations().add(listener);
        when(rooms.affiliation(any(), any())).thenReturn(Affiliation.NONE);
        when(rooms.affiliation(GARDEN, new JID("owner@example.org"))).thenReturn(Affiliation.OWNER);
    }

    private static IQ request(final String from, final String to, final String id, final String content) {
        return Stanzas.iq("<iq from='" + from + "' to='" + to + "' type='set' id='" + id + "'>" + content + "</iq>");
    }

    private static IQ answer(final String from, final String to, final String id, final String type) {
        return Stanzas.iq("<iq from='" + from + "' to='" + to + "' type='" + type + "' id='" + id + "'/>");
    }

    private void configure(final String id) {
        watch.requested(request(OWNER, GARDEN.toString(), id, FORM));
    }

    @ParameterizedTest
    @ValueSource(strings = {"result", "error"})
    void u4_aConfigurationEndsWithTheAnswerToIt(final String type) {
        configure("1");
        verify(listener).roomConfiguring(GARDEN);
        verify(listener, never()).roomConfigured(any());

        watch.answered(answer(GARDEN.toString(), OWNER, "1", type));
        watch.answered(answer(GARDEN.toString(), OWNER, "1", type));

        verify(listener).roomConfigured(GARDEN);
    }

    @ParameterizedTest
    @CsvSource({
        "garden@conference.example.org, mallory@example.org/x, 1",
        "garden@conference.example.org, owner@example.org/laptop, 1",
        "garden@conference.example.org, owner@example.org/phone, 2",
        "attic@conference.example.org, owner@example.org/phone, 1",
        "garden@conference.example.org/mallory, owner@example.org/phone, 1"})
    void u4_otherAnswersOfARoomEndNoConfiguration(final String from, final String to, final String id) {
        configure("1");
        final IQ other = answer(from, to, id, "result");

        watch.answered(other);

        verify(listener, never()).roomConfigured(any());
    }

    @Test
    void u4_eachOfSeveralConfigurationsEndsForItself() {
        configure("1");
        configure("2");
        verify(listener, times(2)).roomConfiguring(GARDEN);

        watch.answered(answer(GARDEN.toString(), OWNER, "2", "result"));
        verify(listener).roomConfigured(GARDEN);
        watch.answered(answer(GARDEN.toString(), OWNER, "1", "error"));
        verify(listener, times(2)).roomConfigured(GARDEN);
    }

    @Test
    void u4_aConfigurationIsSeenWhereverTheServerFindsIt() {
        watch.requested(request(OWNER, GARDEN + "/nick", "1", FORM));
        watch.answered(answer(GARDEN + "/nick", OWNER, "1", "result"));
        watch.requested(request(OWNER, GARDEN.toString(), "2", "<other xmlns='urn:x'/>" + FORM));
        watch.answered(answer(GARDEN.toString(), OWNER, "2", "result"));

        verify(listener, times(2)).roomConfiguring(GARDEN);
        verify(listener, times(2)).roomConfigured(GARDEN);
    }

    @Test
    void u4_requestsThatConfigureNothingAreNotWaitedFor() {
        watch.requested(request("mallory@example.org/x", GARDEN.toString(), "1", FORM));
        watch.requested(request(OWNER, GARDEN.toString(), "1", "<query xmlns='http://jabber.org/protocol/muc#admin'/>"));
        final IQ get = request(OWNER, GARDEN.toString(), "1", FORM);
        get.setType(IQ.Type.get);
        watch.requested(get);

        watch.answered(answer(GARDEN.toString(), OWNER, "1", "result"));

        verify(listener, never()).roomConfiguring(any());
        verify(listener, never()).roomConfigured(any());
    }

    @Test
    void s3_answersAreWaitedForWithinBounds() {
        final String longId = "x".repeat(RoomConfigurationWatch.LONGEST_ID + 1);
        configure(longId);
        watch.answered(answer(GARDEN.toString(), OWNER, longId, "result"));
        configure("late");
        ticker.advance(RoomConfigurationWatch.LONGEST);
        watch.answered(answer(GARDEN.toString(), OWNER, "late", "result"));
        for (int number = 0; number <= RoomConfigurationWatch.MOST; number++) {
            configure("n" + number);
        }
        watch.answered(answer(GARDEN.toString(), OWNER, "n0", "result"));
        verify(listener, never()).roomConfigured(any());

        watch.answered(answer(GARDEN.toString(), OWNER, "n" + RoomConfigurationWatch.MOST, "result"));
        verify(listener).roomConfigured(GARDEN);
    }
}
