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

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChatStateTroupe.PATIENCE;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChatStateTroupe.STATES;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.awaitEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publish;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Federation;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsProsody;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is found out about the clients of another server that is a real one: M4 and C6. */
@NeedsProsody
class FederationClientsIT {

    @RegisterExtension
    static final Federation federation = Federation.withProsody();

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own(federation::connect);

    private final MepScene scene = new MepScene(openfire);

    @Test
    void m4_clientOfAnotherServerIsNotifiedOfWhatItIsInterestedIn() {
        final String room = scene.room();
        final TestClient romeo = federation.login("romeo");
        final MepAnswers answers = MepAnswers.with(romeo, "urn:example:remote+notify");
        scene.join(romeo, room, "Romeo", MepAnswers.caps("urn:example:remote+notify"));

        publish(scene.owner(), room, "urn:example:remote", "1", "<x xmlns='urn:example:remote'/>");

        awaitEvent(romeo, room, "urn:example:remote", "1");
        assertThat(answers.questions()).hasSize(1);
    }

    @Test
    void c6_clientOfAnotherServerWithoutChatStatesIsSpared() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        final TestClient without = federation.login("romeo");
        MepAnswers.with(without, "urn:example:without");
        scene.join(without, troupe.room, "Romeo", MepAnswers.caps("urn:example:without"));
        final TestClient with = federation.login("juliet");
        MepAnswers.with(with, "urn:example:with", STATES);
        scene.join(with, troupe.room, "Juliet", MepAnswers.caps("urn:example:with", STATES));
        ChatStateTroupe.set(openfire, "rate.window", "1");
        try {
            Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1_100)).until(() -> {
                with.clear();
                without.clear();
                troupe.says(troupe.alice, "composing");
                troupe.send(troupe.alice, "<body>content</body>");
                troupe.awaitState(with, "Alice", "composing");
                without.await(stanza -> stanza.body().isPresent(), PATIENCE);
                return without.untaken(troupe::isStandalone).isEmpty();
            });
        } finally {
            ChatStateTroupe.resetSettings(openfire);
        }
    }
}
