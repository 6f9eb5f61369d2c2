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

import java.lang.reflect.Field;
import java.time.Instant;
import java.util.Date;
import java.util.Deque;
import org.jivesoftware.openfire.Connection;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.streammanagement.StreamManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Presence;

/** R10: what a client that lost its connection acknowledged is what reached it. */
class StreamAcknowledgementsTest {

    private static final JID ROOM = new JID("room@conference.example.org");
    private static final Instant LAST_ACTIVE = Instant.parse("2026-01-01T00:00:00Z");

    private final LocalClientSession session = mock(LocalClientSession.class);
    private final StreamAcknowledgements acknowledgements = new StreamAcknowledgements();
    private StreamManager manager;

    @BeforeEach
    void streamIsManaged() throws ReflectiveOperationException {
        final Connection connection = mock(Connection.class);
        when(session.getConnection()).thenReturn(connection);
        manager = new StreamManager(session);
        set("namespace", StreamManager.NAMESPACE_V3);
        when(session.getStreamManager()).thenReturn(manager);
        when(session.getLastActiveDate()).thenReturn(Date.from(LAST_ACTIVE));
    }

    private Field field(final String name) throws ReflectiveOperationException {
        final Field field = StreamManager.class.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private void set(final String name, final Object value) throws ReflectiveOperationException {
        field(name).set(manager, value);
    }

    @SuppressWarnings("unchecked")
    private StreamManager.UnackedPacket sent(final JID from) throws ReflectiveOperationException {
        final Message message = new Message();
        message.setFrom(from);
        final StreamManager.UnackedPacket sent = new StreamManager.UnackedPacket(1, message);
        ((Deque<StreamManager.UnackedPacket>) field("unacknowledgedServerStanzas").get(manager)).addLast(sent);
        return sent;
    }

    @Test
    void r10_firstMessageOfTheRoomThatWasNotAcknowledgedCounts() throws ReflectiveOperationException {
        when(session.isClosed()).thenReturn(true);
        sent(new JID("other@conference.example.org/nick"));
        final StreamManager.UnackedPacket first = sent(new JID("room@conference.example.org/nick"));
        sent(new JID("room@conference.example.org/nick"));

        assertThat(acknowledgements.since(session, ROOM)).hasValue(first.timestamp.toInstant());
    }

    @Test
    void r10_sessionThatIsConnectedHasSeenEverything() throws ReflectiveOperationException {
        sent(new JID("room@conference.example.org/nick"));

        assertThat(acknowledgements.since(session, ROOM)).isEmpty();
    }

    @Test
    void r10_presenceThatWasNotAcknowledgedDoesNotCount() throws ReflectiveOperationException {
        when(session.isDetached()).thenReturn(true);
        final Presence presence = new Presence();
        presence.setFrom(new JID("room@conference.example.org/nick"));
        @SuppressWarnings("unchecked")
        final Deque<StreamManager.UnackedPacket> list =
            (Deque<StreamManager.UnackedPacket>) field("unacknowledgedServerStanzas").get(manager);
        list.add(new StreamManager.UnackedPacket(1, presence));

        assertThat(acknowledgements.since(session, ROOM)).isEmpty();
    }

    @Test
    void r10_whereTheServerGaveUpCountingTheSessionSawWhatWasBeforeItWasLastActive()
        throws ReflectiveOperationException {
        when(session.isDetached()).thenReturn(true);
        set("namespace", null);

        assertThat(acknowledgements.since(session, ROOM)).hasValue(LAST_ACTIVE);
    }

    @Test
    void r10_nothingIsKnownOfASessionThatIsGoneOrElsewhere() {
        assertThat(acknowledgements.since(null, ROOM)).isEmpty();
        assertThat(acknowledgements.since(mock(ClientSession.class), ROOM)).isEmpty();
    }
}
