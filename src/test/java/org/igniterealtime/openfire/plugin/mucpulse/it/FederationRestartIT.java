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

import static org.igniterealtime.openfire.plugin.mucpulse.it.RaiScene.PATIENCE;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Federation;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsProsody;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers that end and come back, in an orderly way or not, and what their users are told then. */
@NeedsProsody
class FederationRestartIT {

    @RegisterExtension
    static final Federation federation = Federation.withProsody();

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own(federation::connect);

    private final RaiScene scene = new RaiScene(openfire);

    @Test
    void r15_remoteSessionIsToldAfterARestartOfThisServer() {
        final TestClient romeo = federation.login("romeo");
        final TestClient owner = scene.owner();
        final String room = scene.roomWithMember(romeo);
        scene.list(romeo);
        romeo.clear();

        openfire.server().stop();
        openfire.server().startAgain();
        final TestClient back = openfire.login(owner.user(), "again");
        back.joinRoom(room, RaiScene.OWNER);

        Awaitility.await("told of what is said").atMost(PATIENCE).pollInterval(Duration.ofSeconds(2)).until(() -> {
            back.say(room, "Is anybody there?");
            return RaiScene.namedTo(romeo).contains(room);
        });
    }

    @Test
    void r3_subscriptionOutlivesAMomentWithoutTheOtherServer() {
        final TestClient romeo = federation.login("romeo");
        final String room = scene.roomWithMember(romeo);
        scene.list(romeo);
        federation.prosody().stop();
        scene.say(room);

        federation.prosody().start();
        final TestClient again = federation.login(romeo.user(), Federation.PROSODY, "again");
        again.send("<presence to='" + scene.service() + "'>" + RaiScene.REQUEST + "</presence>");

        again.await(stanza -> RaiScene.tellsOf(stanza, room), PATIENCE);
    }
}
