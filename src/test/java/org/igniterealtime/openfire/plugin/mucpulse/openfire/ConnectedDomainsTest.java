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
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import java.time.Duration;
import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ManualTicker;
import org.jivesoftware.openfire.RoutingTable;
import org.jivesoftware.openfire.session.DomainPair;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;
import org.xmpp.packet.JID;

/** S9: which domains are known to be quick. */
@ExtendWith(MockitoExtension.class)
class ConnectedDomainsTest {

    @Mock
    private RoutingTable routes;
    private final ManualTicker ticker = new ManualTicker();
    private ConnectedDomains domains;

    @BeforeEach
    void connect() {
        domains = new ConnectedDomains(routes, () -> List.of("conference.example.org", "example.org"), ticker);
        lenient().when(routes.hasServerRoute(new DomainPair("conference.example.org", "there.example"))).thenReturn(true);
        lenient().when(routes.hasComponentRoute(new JID("gateway.example.org"))).thenReturn(true);
    }

    @Test
    void s9_serverWithAnOpenSessionIsConnected() {
        assertThat(domains.test("there.example")).isTrue();
        assertThat(domains.test("dark.example")).isFalse();
    }

    @Test
    void s9_componentIsConnected() {
        assertThat(domains.test("gateway.example.org")).isTrue();
    }

    @Test
    void s9_answerIsRememberedForASecond() {
        domains.test("dark.example");
        domains.test("dark.example");
        verify(routes, times(2)).hasServerRoute(any());
        lenient().when(routes.hasServerRoute(new DomainPair("example.org", "dark.example"))).thenReturn(true);

        ticker.advance(Duration.ofSeconds(1));

        assertThat(domains.test("dark.example")).isTrue();
    }
}
