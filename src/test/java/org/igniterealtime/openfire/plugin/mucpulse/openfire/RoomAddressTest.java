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

import com.google.common.base.Ticker;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.jivesoftware.openfire.component.InternalComponentManager;
import org.jivesoftware.openfire.muc.MultiUserChatManager;
import org.jivesoftware.openfire.muc.MultiUserChatService;
import org.xmpp.packet.JID;

/** M12: addresses are read without parsing them, and mean what they mean to the server all the same. */
class RoomAddressTest {

    private static final String SERVICE = "conference.example.org";

    private static final MucServices SERVICES = services();

    private static MucServices services() {
        final MultiUserChatService service = mock(MultiUserChatService.class);
        when(service.getServiceDomain()).thenReturn(SERVICE);
        final MultiUserChatManager manager = mock(MultiUserChatManager.class);
        when(manager.getMultiUserChatServices()).thenReturn(List.of(service));
        final ErrorHandler errors = new ErrorHandler(Ticker.systemTicker());
        final MucServices services = new MucServices(manager, mock(InternalComponentManager.class),
            new ManualSerialExecutor(), new Hooks(errors).services(), errors);
        services.start();
        return services;
    }

    @Provide
    Arbitrary<String> addresses() {
        return Arbitraries.of("@", "/", "/", ".", "a", "room", "Nick", "example.org", SERVICE, SERVICE, '@' + SERVICE,
            "CONFERENCE.example.ORG", "rooms.example.org").list().ofMinSize(1).ofMaxSize(6)
            .map(parts -> String.join("", parts));
    }

    @Property(tries = 5000)
    void m12_roomAddressesAreThoseOfTheirDomain(@ForAll("addresses") final String address) {
        final boolean room = SERVICES.isRoomAddress(address);
        final boolean service = SERVICES.isServiceAddress(address);

        final JID parsed;
        try {
            parsed = new JID(address);
        } catch (final IllegalArgumentException e) {
            // No stanza has it.
            return;
        }
        assertThat(room).isEqualTo(parsed.getNode() != null && parsed.getDomain().equals(SERVICE));
        assertThat(service).isEqualTo(parsed.getNode() == null && parsed.getResource() == null
            && parsed.getDomain().equals(SERVICE));
    }
}
