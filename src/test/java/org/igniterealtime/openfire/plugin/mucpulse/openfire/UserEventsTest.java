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

import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import com.google.common.base.Ticker;
import java.util.Map;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.port.UserEventListener;
import org.jivesoftware.openfire.RoutingTable;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.event.GroupEventDispatcher;
import org.jivesoftware.openfire.event.GroupEventListener;
import org.jivesoftware.openfire.event.SessionEventDispatcher;
import org.jivesoftware.openfire.event.SessionEventListener;
import org.jivesoftware.openfire.event.UserEventDispatcher;
import org.jivesoftware.openfire.group.Group;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.Session;
import org.jivesoftware.openfire.user.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import org.mockito.Captor;
import org.mockito.Mock;
import org.mockito.MockedStatic;
import org.mockito.junit.jupiter.MockitoExtension;
import org.xmpp.packet.JID;

/** Events of sessions, accounts and groups. */
@ExtendWith(MockitoExtension.class)
class UserEventsTest {

    private static final JID ROMEO = new JID("romeo@example.org");
    private static final JID ROMEO_PHONE = new JID("romeo@example.org/phone");

    @Mock
    private XMPPServer server;
    @Mock
    private UserEventListener listener;
    @Mock
    private Session session;
    @Mock
    private ClientSession successor;
    @Mock
    private RoutingTable routes;
    @Mock
    private User user;
    @Mock
    private Group group;
    @Mock
    private MockedStatic<SessionEventDispatcher> sessions;
    @Mock
    private MockedStatic<UserEventDispatcher> accounts;
    @Mock
    private MockedStatic<GroupEventDispatcher> groups;
    @Captor
    private ArgumentCaptor<SessionEventListener> sessionListener;
    @Captor
    private ArgumentCaptor<org.jivesoftware.openfire.event.UserEventListener> accountListener;
    @Captor
    private ArgumentCaptor<GroupEventListener> groupListener;

    private UserEvents events;

    @BeforeEach
    void listen() {
        lenient().when(server.getRoutingTable()).thenReturn(routes);
        lenient().when(user.getUsername()).thenReturn("romeo");
        lenient().when(server.createJID("romeo", null)).thenReturn(ROMEO);
        final ErrorHandler errors = new ErrorHandler(Ticker.systemTicker());
        final Hooks hooks = new Hooks(errors);
        hooks.users().add(listener);
        events = new UserEvents(server, hooks.users(), errors);
        events.start();
        sessions.verify(() -> SessionEventDispatcher.addListener(sessionListener.capture()));
        accounts.verify(() -> UserEventDispatcher.addListener(accountListener.capture()));
        groups.verify(() -> GroupEventDispatcher.addListener(groupListener.capture()));
    }

    @AfterEach
    void nothingElseWasHeard() {
        verifyNoMoreInteractions(listener);
    }

    /** The next session of an address can be at work before the server tells of the end of the one before. */
    @Test
    void r3_endOfASessionThatWasReplacedIsNoneOfItsSuccessors() {
        when(session.getAddress()).thenReturn(ROMEO_PHONE);
        when(session.getStreamID()).thenReturn(() -> "old");
        when(successor.getStreamID()).thenReturn(() -> "new");
        when(routes.getClientRoute(ROMEO_PHONE)).thenReturn(successor);

        sessionListener.getValue().sessionDestroyed(session);

        verifyNoInteractions(listener);
    }

    @Test
    void r3_sessionThatBeginsIsTold() {
        when(session.getAddress()).thenReturn(ROMEO_PHONE);

        sessionListener.getValue().resourceBound(session);

        verify(listener).sessionBegins(ROMEO_PHONE);
    }

    @Test
    void stopRemovesEveryListener() {
        events.stop();

        sessions.verify(() -> SessionEventDispatcher.removeListener(sessionListener.getValue()));
        accounts.verify(() -> UserEventDispatcher.removeListener(accountListener.getValue()));
        groups.verify(() -> GroupEventDispatcher.removeListener(groupListener.getValue()));
    }

    @Test
    void r3_endOfASessionIsReported() {
        when(session.getAddress()).thenReturn(ROMEO_PHONE);

        sessionListener.getValue().sessionDestroyed(session);

        verify(listener).sessionEnded(ROMEO_PHONE);
    }

    @Test
    void r3_endOfAnAnonymousSessionIsReported() {
        when(session.getAddress()).thenReturn(ROMEO_PHONE);

        sessionListener.getValue().anonymousSessionDestroyed(session);

        verify(listener).sessionEnded(ROMEO_PHONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.org", "romeo@example.org"})
    void sessionThatNeverHadAResourceIsNotReported(final String address) {
        when(session.getAddress()).thenReturn(address.isEmpty() ? null : new JID(address));

        sessionListener.getValue().sessionDestroyed(session);

        verifyNoInteractions(listener);
    }

    @Test
    void beginningsAreNotReported() {
        sessionListener.getValue().sessionCreated(session);
        sessionListener.getValue().anonymousSessionCreated(session);
        sessionListener.getValue().resourceBound(session);
        accountListener.getValue().userCreated(user, Map.of());
        accountListener.getValue().userModified(user, Map.of());

        verifyNoInteractions(listener);
    }

    @Test
    void r14_deletionOfAUserIsReported() {
        accountListener.getValue().userDeleting(user, Map.of());

        verify(listener).userDeleted(ROMEO);
    }

    @Test
    void r4_everyChangeOfAGroupIsReported() {
        final GroupEventListener heard = groupListener.getValue();
        heard.groupCreated(group, Map.of());
        heard.groupDeleting(group, Map.of());
        heard.groupModified(group, Map.of());
        heard.memberAdded(group, Map.of());
        heard.memberRemoved(group, Map.of());
        heard.adminAdded(group, Map.of());
        heard.adminRemoved(group, Map.of());

        verify(listener, times(7)).groupsChanged();
    }
}
