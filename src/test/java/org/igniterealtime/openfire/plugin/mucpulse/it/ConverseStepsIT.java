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

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import org.assertj.core.api.Assertions;
import org.igniterealtime.openfire.plugin.mucpulse.harness.ConverseClient;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsChromium;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsConverse;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The first steps that readme.html describes for Converse.js: a mention is written, and a user agrees to User Chatting.
 * How it marks rooms is in {@link ConverseBrowserIT}.
 */
@NeedsChromium
@NeedsConverse
class ConverseStepsIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own(builder -> builder.web());

    private static final double PATIENCE = 60_000;

    private final RaiScene scene = new RaiScene(openfire);
    private String room;

    @BeforeEach
    void makeRoom() {
        room = scene.room(RoomConfig.open().name("Lounge"));
    }

    private String addressOf(final String user) {
        return user + "@" + openfire.server().domain();
    }

    private static void write(final Page page, final String text) {
        final Locator field = page.locator("textarea.chat-textarea:visible");
        field.click();
        page.keyboard().type(text);
        // Closes the list of suggestions, which would take the Enter.
        page.keyboard().press("Escape");
        page.keyboard().press("Enter");
    }

    private ConverseClient converse(final String user) {
        return ConverseClient.open(openfire.server(), user,
            "view_mode: 'fullscreen', muc_nickname_from_jid: true, auto_join_rooms: ['" + room + "']");
    }

    @Test
    void mention_isWrittenByConverseWithTheNickname() {
        final TestClient juliet = openfire.login("juliet");
        Rooms.affiliate(scene.owner(), room, juliet.bareJid(), "member");
        juliet.joinRoom(room, juliet.user());
        final String romeo = openfire.newUser("romeo");
        ConverseBrowserIT.checkThatWebSocketWorks(openfire.server(), romeo);
        try (ConverseClient converse = converse(romeo)) {
            converse.room(room).locator(".open-room").click();
            juliet.await(stanza -> stanza.isPresence() && (room + "/" + romeo).equals(stanza.from()), RaiScene.PATIENCE);
            juliet.leaveRoom(room, juliet.user());

            write(converse.page(), "@" + juliet.user() + " where art thou");

            final var forwarded = juliet.await(MentionScene::isNotification, RaiScene.PATIENCE);
            Assertions.assertThat(forwarded.from()).isEqualTo(room);
            Assertions.assertThat(forwarded.xml()).contains("where art thou");
        }
    }

    @Test
    void chatting_userAgreesInConverse() {
        final String romeo = openfire.newUser("romeo");
        ConverseBrowserIT.checkThatWebSocketWorks(openfire.server(), romeo);
        try (ConverseClient converse = converse(romeo)) {
            converse.room(room).locator(".open-room").click();
            final Page page = converse.page();
            page.locator(".show-client-info").click();
            page.locator("#commands-tab").click();
            page.locator("converse-adhoc-commands input[name=jid]").fill(openfire.server().domain());
            page.locator("converse-adhoc-commands input[type=submit]").click();
            page.locator("a[data-command-node='mucpulse#chatting']").click();
            page.locator("converse-adhoc-commands input[name=publish]").waitFor();
            converse.picture("command");
            page.locator("converse-adhoc-commands input[name=publish]").check();
            page.locator("converse-adhoc-commands input[data-action=complete]").click();
            assertThat(page.locator("converse-adhoc-commands .alert").first())
                .containsText("Completed", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
            converse.picture("agreed");

            final TestClient reader = TestClient.login(openfire.server(), romeo, romeo, "reader");
            ChattingParty.awaitItems(reader, addressOf(romeo), room);
            reader.close();
        }
    }
}
