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

import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.Session;
import org.junit.jupiter.api.Test;

/** C6 on a server that does not know which clients nobody looks at. */
class ClientStatesTest {

    private final ClientStates states = new ClientStates();

    @Test
    void c6_everyClientIsActiveWhereTheServerDoesNotKnow() {
        assertThat(states.isInactive(mock(LocalClientSession.class))).isFalse();
        assertThat(states.isInactive(mock(Session.class))).isFalse();
    }
}
