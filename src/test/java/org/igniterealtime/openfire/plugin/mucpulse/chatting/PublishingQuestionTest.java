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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.ALICE;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.GARDEN;

import java.util.concurrent.CompletableFuture;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.feature.RoomQuestion.Explanation;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** The console says why it is published that somebody is in a room, or not, as it is decided. */
class PublishingQuestionTest {

    private static final JID PHONE = ChattingFixture.session(ALICE, "phone");

    private final ChattingFixture server = ChattingFixture.started();

    private Explanation ask() {
        final CompletableFuture<Explanation> answer =
            server.chatting.question().explain(ALICE, GARDEN).toCompletableFuture();
        server.run();
        return answer.join();
    }

    private String verdict() {
        final String verdict = ask().verdict().key();
        assertThat(verdict.equals("why.chatting.published"))
            .isEqualTo(server.chatting.publishedRooms(ALICE).contains(GARDEN));
        return verdict;
    }

    @Test
    void consentIsNeededAndEnough() {
        server.join(GARDEN, PHONE);
        assertThat(verdict()).isEqualTo("why.chatting.unasked");

        server.consent(ALICE);
        assertThat(verdict()).isEqualTo("why.chatting.published");
        assertThat(ask().facts()).anySatisfy(fact -> {
            assertThat(fact.label().key()).isEqualTo("why.chatting.choice");
            assertThat(fact.values()).containsExactly(Text.of("why.yes"));
        });

        server.choose(ALICE, true, false, GARDEN);
        assertThat(verdict()).isEqualTo("why.chatting.spared");
    }

    @Test
    void absenceIsSaid() {
        server.consent(ALICE);

        assertThat(verdict()).isEqualTo("why.chatting.outside");
    }

    @Test
    void privateRoomTakesMoreConsent() {
        server.consent(ALICE);
        server.join(GARDEN, PHONE);
        server.change(GARDEN, new RoomAccess(false, true, false));
        server.run();
        assertThat(ask().verdict().key()).isEqualTo("why.chatting.private");

        server.choose(ALICE, true, true);
        assertThat(verdict()).isEqualTo("why.chatting.published");
    }

    @Test
    void administratorIsFirst() {
        server.consent(ALICE);
        server.join(GARDEN, PHONE);
        server.set(Mode.OPT_IN, GARDEN);
        assertThat(verdict()).isEqualTo("why.chatting.excluded");

        server.settings = ChattingFixture.incomplete(server.settings);
        assertThat(ask().verdict().key()).isEqualTo("why.chatting.unset");

        server.set(Mode.OFF);
        assertThat(verdict()).isEqualTo("why.off");
    }

    @Test
    void accountIsNeeded() {
        server.consent(ALICE);
        server.withoutAccount.add(ALICE);
        server.join(GARDEN, PHONE);

        assertThat(verdict()).isEqualTo("why.chatting.account");
    }
}
