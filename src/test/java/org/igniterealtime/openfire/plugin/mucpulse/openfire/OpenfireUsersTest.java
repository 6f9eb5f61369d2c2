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
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import org.jivesoftware.openfire.RoutingTable;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.group.Group;
import org.jivesoftware.openfire.group.GroupJID;
import org.jivesoftware.openfire.group.GroupManager;
import org.jivesoftware.openfire.session.ClientSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mock;
import org.mockito.MockedStatic;
import org.mockito.junit.jupiter.MockitoExtension;
import org.xmpp.packet.JID;

/** What the server knows of users. */
@ExtendWith(MockitoExtension.class)
class OpenfireUsersTest {

    private static final JID ROMEO = new JID("romeo@example.org");
    private static final JID ROMEO_PHONE = new JID("romeo@example.org/phone");
    private static final JID PARIS = new JID("paris@example.net/palace");

    @Mock
    private XMPPServer server;
    @Mock
    private SessionManager sessions;
    @Mock
    private RoutingTable routes;
    @Mock
    private ClientSession session;

    private OpenfireUsers users;

    @BeforeEach
    void thereIsAServer() {
        lenient().when(server.isLocal(ROMEO)).thenReturn(true);
        lenient().when(server.isLocal(ROMEO_PHONE)).thenReturn(true);
        lenient().when(server.getSessionManager()).thenReturn(sessions);
        lenient().when(server.getRoutingTable()).thenReturn(routes);
        users = new OpenfireUsers(server);
    }

    @Test
    void r11_localUsersAreThoseOfTheServersDomain() {
        assertThat(users.isLocal(ROMEO)).isTrue();
        assertThat(users.isLocal(PARIS)).isFalse();
    }

    @Test
    void r11_anonymousUsersAreThoseWhoseSessionSaysSo() {
        when(sessions.getSession(ROMEO_PHONE)).thenReturn(session);
        assertThat(users.isAnonymous(ROMEO_PHONE)).isFalse();

        when(session.isAnonymousUser()).thenReturn(true);

        assertThat(users.isAnonymous(ROMEO_PHONE)).isTrue();
        assertThat(users.isAnonymous(PARIS)).isFalse();
    }

    @Test
    void r3_localSessionsAreReachableWhileTheyAreConnected() {
        assertThat(users.isReachable(ROMEO_PHONE)).isFalse();

        when(routes.hasClientRoute(ROMEO_PHONE)).thenReturn(true);

        assertThat(users.isReachable(ROMEO_PHONE)).isTrue();
    }

    @Test
    void r3_remoteSessionsAreTakenToBeReachable() {
        assertThat(users.isReachable(PARIS)).isTrue();
    }

    @Test
    void r4_identitiesAreTheUserAndTheGroups(@Mock final MockedStatic<GroupManager> managers,
                                             @Mock final GroupManager manager) {
        final Group group = mock(Group.class);
        final GroupJID groupJid = mock(GroupJID.class);
        when(groupJid.toBareJID()).thenReturn("c1imor8@example.org");
        when(group.getJID()).thenReturn(groupJid);
        managers.when(GroupManager::getInstance).thenReturn(manager);
        when(manager.getGroups(ROMEO)).thenReturn(List.of(group));

        assertThat(users.identities(ROMEO)).containsExactly("romeo@example.org", "c1imor8@example.org");
    }

    @Test
    void r4_userWithoutGroupsHasOneIdentity(@Mock final MockedStatic<GroupManager> managers,
                                            @Mock final GroupManager manager) {
        managers.when(GroupManager::getInstance).thenReturn(manager);
        when(manager.getGroups(ROMEO)).thenReturn(List.of());

        assertThat(users.identities(ROMEO)).containsExactly("romeo@example.org");
    }
}
