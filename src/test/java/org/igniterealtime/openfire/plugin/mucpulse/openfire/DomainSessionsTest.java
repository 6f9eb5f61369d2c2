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
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.jivesoftware.openfire.RoutingTable;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.session.DomainPair;
import org.jivesoftware.openfire.session.IncomingServerSession;
import org.jivesoftware.openfire.session.LocalIncomingServerSession;
import org.jivesoftware.openfire.session.LocalOutgoingServerSession;
import org.jivesoftware.openfire.session.LocalSession;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** R11: since when a domain is connected. */
class DomainSessionsTest {

    private static final Instant EARLY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATE = EARLY.plusSeconds(60);

    private final SessionManager manager = mock(SessionManager.class);
    private final RoutingTable routes = mock(RoutingTable.class);
    private final DomainSessions sessions =
        new DomainSessions(manager, routes, () -> List.of("conference.example.org", "example.org"));

    private static <T extends LocalSession> T session(final Class<T> type, final Instant created) {
        final T session = mock(type);
        when(session.getCreationDate()).thenReturn(Date.from(created));
        return session;
    }

    private void outgoing(final Instant created) {
        final DomainPair pair = new DomainPair("conference.example.org", "verona.example");
        final LocalOutgoingServerSession session = session(LocalOutgoingServerSession.class, created);
        when(routes.hasServerRoute(pair)).thenReturn(true);
        when(manager.getOutgoingServerSession(pair)).thenReturn(session);
    }

    private void incoming(final IncomingServerSession session) {
        when(manager.getIncomingServerSessions("verona.example")).thenReturn(List.of(session));
    }

    @Test
    void r11_oldestConnectionInEitherDirectionCounts() {
        outgoing(LATE);
        assertThat(sessions.apply("verona.example")).hasValue(LATE);

        incoming(session(LocalIncomingServerSession.class, EARLY));
        assertThat(sessions.apply("verona.example")).hasValue(EARLY);
    }

    @Test
    void r11_domainWithoutAConnectionIsNotConnected() {
        assertThat(sessions.apply("verona.example")).isEmpty();
    }

    @Test
    void r11_connectionOfAnotherServerOfTheClusterIsNotAskedForItsAge() {
        incoming(mock(IncomingServerSession.class));

        assertThat(sessions.apply("verona.example")).hasValue(Instant.EPOCH);
    }

    @Test
    void r11_componentWithinTheServerIsAlwaysConnected() {
        when(routes.hasComponentRoute(new JID("gateway.example.org"))).thenReturn(true);

        assertThat(sessions.apply("gateway.example.org")).hasValue(Instant.EPOCH);
    }
}
