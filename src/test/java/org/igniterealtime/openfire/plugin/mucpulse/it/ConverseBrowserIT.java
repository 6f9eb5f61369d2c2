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
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.igniterealtime.openfire.plugin.mucpulse.harness.ConverseClient;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsChromium;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsConverse;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireException;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireServer;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.WebSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Converse.js as it is published, in a real browser: rooms that are not open show that something was said there, and how
 * often the user was mentioned (XEP-0437, XEP-0452). It is given the settings that readme.html recommends.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437</a>
 * @see <a href="https://xmpp.org/extensions/xep-0452.html">XEP-0452</a>
 */
@NeedsChromium
@NeedsConverse
class ConverseBrowserIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own(builder -> builder.web());

    private static final Pattern RECIPE =
        Pattern.compile("<pre id=\"converse\">converse\\.initialize\\(\\{\\n(.*?)\\}\\);</pre>", Pattern.DOTALL);
    private static final Pattern MARK = Pattern.compile("\\bunread-msgs\\b");
    private static final Pattern OPEN = Pattern.compile("\\bopen\\b");
    private static final double PATIENCE = 60_000;

    private final RaiScene scene = new RaiScene(openfire);

    /** The settings as an administrator copies them. */
    private static String recipe() throws IOException {
        final Matcher recipe = RECIPE.matcher(Files.readString(Path.of("readme.html")));
        assertThat(recipe.find()).as("There is a recipe for Converse in readme.html").isTrue();
        return recipe.group(1);
    }

    private String room(final String user, final String name) {
        final String room = scene.room(RoomConfig.open().name(name));
        Rooms.affiliate(scene.owner(), room, user + "@" + openfire.server().domain(), "member");
        return room;
    }

    private void mention(final String room, final String user) {
        scene.send(room, "<body>" + user + ": art thou gone so?</body>"
            + MentionScene.reference("xmpp:" + user + "@" + openfire.server().domain()));
    }

    /** Skips a test on a server that no browser can reach; a server opens that port a moment after the others. */
    static void checkThatWebSocketWorks(final OpenfireServer server, final String user) {
        try {
            Awaitility.await().atMost(RaiScene.PATIENCE).until(() -> problemWithWebSocket(server, user).isEmpty());
        } catch (ConditionTimeoutException e) {
            assumeTrue(false, "The WebSocket of this server does not work: " + problemWithWebSocket(server, user));
        }
    }

    private static String problemWithWebSocket(final OpenfireServer server, final String user) {
        try {
            WebSession.login(server, WebSession.Transport.WEBSOCKET, user, "check").close();
            return "";
        } catch (OpenfireException | CompletionException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void marked(final Locator room) {
        assertThat(room).hasClass(MARK, new LocatorAssertions.HasClassOptions().setTimeout(PATIENCE));
    }

    private static void counts(final Locator room, final String mentions) {
        assertThat(room.locator(".msgs-indicator"))
            .hasText(mentions, new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE));
    }

    private static void open(final Locator room) {
        room.locator(".open-room").click();
        assertThat(room).hasClass(OPEN, new LocatorAssertions.HasClassOptions().setTimeout(PATIENCE));
    }

    /** Waits until a user is in one room and not in another, as the owner of both sees it. */
    private void awaitMove(final String user, final String from, final String to) {
        Awaitility.await().atMost(RaiScene.PATIENCE).until(() -> isInside(user, to) && !isInside(user, from));
    }

    private boolean isInside(final String user, final String room) {
        final List<Stanza> presence = scene.owner().stanzas(stanza -> stanza.isPresence()
            && (room + "/" + user).equals(stanza.from()));
        return !presence.isEmpty() && presence.get(presence.size() - 1).type().isEmpty();
    }

    @Test
    void closedRoomIsMarkedAndCountsMentionsUntilItIsOpened() throws IOException {
        final String user = openfire.newUser("juliet");
        checkThatWebSocketWorks(openfire.server(), user);
        final String balcony = room(user, "Balcony");
        final String orchard = room(user, "Orchard");
        final String rooms = "auto_join_rooms: [" + String.join(", ", List.of("'" + balcony + "'", "'" + orchard + "'")) + "]";
        try (ConverseClient juliet = ConverseClient.open(openfire.server(), user, recipe() + rooms)) {
            // Given a user who has one room open, and has had another one open
            open(juliet.room(balcony));
            awaitMove(user, orchard, balcony);
            open(juliet.room(orchard));
            awaitMove(user, balcony, orchard);
            assertThat(juliet.room(balcony)).not().hasClass(MARK);

            // When something is said in the one that is not open, and she is mentioned there
            scene.say(balcony);

            // Then it is marked, and counts
            marked(juliet.room(balcony));
            mention(balcony, user);
            counts(juliet.room(balcony), "1");
            mention(balcony, user);
            counts(juliet.room(balcony), "2");
            juliet.picture("closed");

            // When she opens it
            open(juliet.room(balcony));
            awaitMove(user, orchard, balcony);

            // Then she reads what was said while she was away
            assertThat(juliet.page().locator(".chat-msg__text:visible")
                .filter(new Locator.FilterOptions().setHasText("art thou gone so?")).first())
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));

            // And nothing is left of the mark, also when she has been told of the room that she left for it
            scene.say(orchard);
            marked(juliet.room(orchard));
            assertThat(juliet.room(balcony)).not().hasClass(MARK);
            assertThat(juliet.room(balcony).locator(".msgs-indicator")).hasCount(0);
            juliet.picture("opened");
            assertThat(juliet.complaints()).isEmpty();
        }
    }
}
