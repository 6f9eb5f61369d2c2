/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
package org.igniterealtime.openfire.plugin.mucpulse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.CHATTING;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.awaitIn;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.awaitLeft;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.consent;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.itemId;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.items;

import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What contacts are told, U2 and U3, and what the user's own client is not.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0194.html">XEP-0194</a>
 */
class ChattingPublishIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private final ChattingParty party = new ChattingParty(openfire);

    @Test
    void u2_contactsAreToldExactlyWhatTheSpecificationShows() {
        final TestClient owner = party.user("owner");
        final String room = openfire.newRoom("garden");
        Rooms.create(owner, room, "Owner", RoomConfig.open().name("The garden"));
        final TestClient alice = party.user("alice");
        final TestClient bob = party.contactOf(alice, "bob");
        consent(alice);

        alice.joinRoom(room, "Alice");

        final Stanza in = awaitIn(bob, alice, room);
        System.err.println("DEBUGX " + in.xml());
        alice.leaveRoom(room, "Alice");
        final Stanza left = awaitLeft(bob, alice, itemId(in));
        System.err.println("DEBUGX " + left.xml());
        System.err.println("DEBUGX " + items(alice, alice.bareJid()));
        System.err.println("DEBUGX " + alice.stanzas(s -> true).stream().map(Stanza::xml).toList());
        System.err.println("DEBUGX " + bob.stanzas(s -> true).stream().map(Stanza::xml).toList());
    }
}
