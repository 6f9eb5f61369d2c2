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
package org.igniterealtime.openfire.plugin.mucpulse.it;

import org.igniterealtime.openfire.plugin.mucpulse.harness.Federation;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.PeerDomain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Addresses at other servers that are spelled in more than one way. */
class FederationAddressIT {

    @RegisterExtension
    static final Federation federation = Federation.ofPeers();

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own(federation::connect);

    private final RaiScene scene = new RaiScene(openfire);

    @Test
    void r1_addressesAreComparedAsAddressesHoweverTheyAreSpelled() {
        final PeerDomain domain = federation.newDomain("spelled");
        final RemoteUser lower = new RemoteUser(domain, "romeo", "Orchard");
        final String room = lower.memberRoom(scene);
        // The server itself refuses domains that are not spelled as they were authenticated.
        final RemoteUser upper = new RemoteUser(domain, "ROMEO@" + domain.name() + "/Orchard");
        scene.say(room);

        upper.ask(scene.service());

        lower.awaitTold(room);
    }

    @Test
    void r1_domainsAreTheSameInEitherAlphabet() {
        final PeerDomain domain = federation.peer().domain("b\u00fccher-und-mehr.example");
        final RemoteUser romeo = new RemoteUser(domain, "romeo", "orchard");
        final RemoteUser ascii = new RemoteUser(domain, "romeo@xn--bcher-und-mehr-gsb.example/orchard");
        final String room = scene.room();
        romeo.enter(room, "Romeo");
        romeo.leave(room, "Romeo");
        scene.say(room);

        romeo.ask(scene.service());
        romeo.awaitTold(room);
        final String member = ascii.memberRoom(scene);
        scene.say(member);

        romeo.awaitTold(member);
    }
}
