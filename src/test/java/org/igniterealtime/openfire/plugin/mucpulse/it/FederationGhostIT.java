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

import static org.assertj.core.api.Assumptions.assumeThat;
import static org.igniterealtime.openfire.plugin.mucpulse.it.RaiScene.PATIENCE;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Federation;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsProsody;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Occupants whose server is gone, whom this server removes when it cannot deliver something to them. */
@NeedsProsody
class FederationGhostIT {

    @RegisterExtension
    static final Federation federation = Federation.withProsody();

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own(federation::connect);

    private final RaiScene scene = new RaiScene(openfire);

    /** Openfire 4.2 lets them stay. */
    @BeforeEach
    void assumeGhostsAreRemoved() {
        assumeThat(openfire.control().majorVersion()).as("the version of Openfire").isGreaterThanOrEqualTo(5);
    }

    /**
     * Somebody speaks in a room, and then an occupant is removed from it. What the server writes into a connection of
     * which it has not noticed yet that it is gone does not come back: then somebody speaks again. Nothing is said after
     * the occupant was removed.
     */
    private void speakUntilRemoved(final String room, final String nick) {
        Awaitility.await("removed from the room").atMost(PATIENCE).pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofSeconds(3)).until(() -> {
                final boolean removed = !scene.owner().untaken(stanza -> stanza.isPresence()
                    && "unavailable".equals(stanza.type()) && stanza.from().equals(room + "/" + nick)).isEmpty();
                if (!removed) {
                    scene.say(room);
                }
                return removed;
            });
    }

    @Test
    void r10_memberWhoseServerWasKilledIsToldWhatWasSaidMeanwhile() {
        final TestClient romeo = federation.login("romeo");
        final String room = scene.roomWithMember(romeo);
        scene.join(romeo, room);

        federation.prosody().kill();
        speakUntilRemoved(room, romeo.user());
        federation.prosody().start();
        final TestClient again = federation.login(romeo.user(), Federation.PROSODY, "again");
        again.send("<presence to='" + scene.service() + "'>" + RaiScene.REQUEST + "</presence>");

        again.await(stanza -> RaiScene.tellsOf(stanza, room), PATIENCE);
    }

    @Test
    void r10_memberWhoseServerCouldNotBeReachedIsToldWhatWasSaidMeanwhile() {
        final RemoteUser romeo = new RemoteUser(federation.newDomain("ghost"), "romeo", "orchard");
        final String room = romeo.memberRoom(scene);
        romeo.enter(room, "Romeo");

        federation.peer().goAway();
        speakUntilRemoved(room, "Romeo");
        federation.peer().comeBack();
        romeo.ask(scene.service());

        romeo.awaitTold(room);
    }
}
