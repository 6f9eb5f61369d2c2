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

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import com.google.common.base.Ticker;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.log4j.Level;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.RoomEvents;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomEventListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.InOrder;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** Events of rooms, as Openfire 4.2 reports them and as newer ones do. */
@ExtendWith(MockitoExtension.class)
class RoomEventsTest {

    private static final JID ROOM = new JID("orchard@conference.example.org");
    private static final JID OCCUPANT = new JID("orchard@conference.example.org/romeo");
    private static final JID SESSION = new JID("romeo@example.org/phone");

    @Mock
    private RoomEventListener first;
    @Mock
    private RoomEventListener second;

    private RoomEvents events;

    @BeforeEach
    void thereAreListeners() {
        final ErrorHandler errors = new ErrorHandler(Ticker.systemTicker());
        final Hooks hooks = new Hooks(errors);
        hooks.rooms().add(first);
        hooks.rooms().add(second);
        events = new RoomEvents(new RoomEventHooks(hooks.rooms()), errors);
    }

    @Test
    void arrivalIsReported() {
        events.occupantJoined(ROOM, SESSION, "romeo");

        verify(first).occupantJoined(ROOM, SESSION, "romeo");
        verify(second).occupantJoined(ROOM, SESSION, "romeo");
        verifyNoMoreInteractions(first, second);
    }

    private static Stream<Consumer<RoomEvents>> departures() {
        return Stream.of(
            events -> events.occupantLeft(ROOM, SESSION),
            events -> events.occupantLeft(OCCUPANT, SESSION),
            events -> events.occupantLeft(ROOM, SESSION, null));
    }

    @Test
    void n2_departureIsReportedWithTheNicknameFirst() {
        for (final JID room : List.of(ROOM, OCCUPANT)) {
            events.occupantLeft(room, SESSION, "romeo");

            final InOrder order = inOrder(first);
            order.verify(first).occupantLeaves(ROOM, SESSION, "romeo");
            order.verify(first).occupantLeft(ROOM, SESSION);
            verifyNoMoreInteractions(first);
            clearInvocations(first);
        }
    }

    @ParameterizedTest
    @MethodSource("departures")
    void departureIsReportedWithTheBareRoom(final Consumer<RoomEvents> departure) {
        departure.accept(events);

        verify(first).occupantLeft(ROOM, SESSION);
        verify(second).occupantLeft(ROOM, SESSION);
        verifyNoMoreInteractions(first, second);
    }

    private static Stream<Consumer<RoomEvents>> ends() {
        return Stream.of(events -> events.roomDestroyed(ROOM), events -> events.roomDestroyed(7, ROOM));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void endOfARoomIsReported(final Consumer<RoomEvents> end) {
        end.accept(events);

        verify(first).roomDestroyed(ROOM);
        verify(second).roomDestroyed(ROOM);
        verifyNoMoreInteractions(first, second);
    }

    @Test
    void messageIsReportedAsItIs() {
        final Message message = new Message();

        events.messageReceived(OCCUPANT, SESSION, "romeo", message);

        verify(first).messageBroadcast(ROOM, SESSION, message);
        verifyNoMoreInteractions(first);
    }

    @Test
    void s2_messageThatIsTooLargeIsReportedAsUnread() {
        final Message message = new Message();
        message.setType(Message.Type.groupchat);
        message.setBody("x".repeat(StanzaBounds.DEFAULT.characters()));

        events.messageReceived(OCCUPANT, SESSION, "romeo", message);

        verify(first).messageBroadcastUnread(ROOM, SESSION, message);
        verify(second).messageBroadcastUnread(ROOM, SESSION, message);
        verifyNoMoreInteractions(first, second);
    }

    @Test
    void m10_newNicknameIsReported() {
        events.nicknameChanged(ROOM, SESSION, "romeo", "montague");

        verify(first).nicknameChanged(ROOM, SESSION, "romeo", "montague");
        verify(second).nicknameChanged(ROOM, SESSION, "romeo", "montague");
        verifyNoMoreInteractions(first, second);
    }

    @Test
    void r5_whatConcernsNobodyIsNotReported() {
        events.roomCreated(ROOM);
        events.roomCreated(7, ROOM);
        events.roomClearChatHistory(7, ROOM);
        events.occupantNickKicked(ROOM, "romeo");
        events.privateMessageRecieved(SESSION, SESSION, new Message());

        verifyNoInteractions(first, second);
    }

    @Test
    void c3_newSubjectIsReported() {
        events.roomSubjectChanged(OCCUPANT, SESSION, "Love");

        verify(first).subjectChanged(ROOM, SESSION);
        verifyNoMoreInteractions(first);
    }

    @Test
    void listenersAreToldInOrder() {
        events.roomDestroyed(ROOM);

        final InOrder order = inOrder(first, second);
        order.verify(first).roomDestroyed(ROOM);
        order.verify(second).roomDestroyed(ROOM);
    }

    @Test
    void listenerThatFailsDoesNotKeepOthersFromHearing() {
        doThrow(new IllegalStateException("as the test wants it")).when(first).roomDestroyed(any());
        final LogListener log = new LogListener(ErrorHandler.class);

        events.roomDestroyed(ROOM);

        log.close();
        verify(second).roomDestroyed(ROOM);
        assertThat(log.heard(Level.ERROR)).hasSize(1);
    }
}
