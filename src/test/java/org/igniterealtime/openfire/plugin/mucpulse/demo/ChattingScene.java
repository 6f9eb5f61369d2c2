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
package org.igniterealtime.openfire.plugin.mucpulse.demo;

import java.time.Duration;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.jivesoftware.smack.roster.Roster;

/**
 * Shows that contacts are told which rooms a user is in, as far as the user wants it: by default not at all, and never of
 * private rooms.
 */
final class ChattingScene implements Scene {

    private static final String CHATTING = "urn:xmpp:chatting:0";
    private static final String COMMANDS = "http://jabber.org/protocol/commands";
    private static final String INFO = "http://jabber.org/protocol/disco#info";

    @Override
    public String title() {
        return "User Chatting (XEP-0194)";
    }

    @Override
    public void play(final Stage stage) {
        stage.step("Dave is a contact of Bob's. His client says that it is interested in the rooms of contacts.");
        befriend(stage.client("dave"), stage.client("bob"));
        final String caps = stage.client("dave").caps(CHATTING + "+notify");
        stage.client("dave").send("<presence>" + caps + "</presence>");
        stage.client("dave").await(stanza -> stanza.isIq() && "get".equals(stanza.type()) && stanza.has(INFO, "query"),
            Duration.ofSeconds(5));

        stage.step("Bob has not agreed to anything. He joins the lobby: nobody is told.");
        stage.client("bob").joinRoom(stage.room("lobby"), "Bob");
        stage.receivesNoMore("dave", chatting());

        stage.step("Bob opens the command for it. Every client that knows ad-hoc commands shows this form.");
        stage.sends("bob", "<iq type='set' id='cmd1' to='" + domain(stage) + "'><command xmlns='" + COMMANDS
            + "' node='mucpulse#chatting' action='execute'/></iq>");
        final Stanza form = stage.receives("bob", stanza -> "cmd1".equals(stanza.id()));
        final String session = form.child(COMMANDS, "command").orElseThrow().getAttribute("sessionid");

        stage.step("He agrees. Dave is told at once of the room that Bob is in already.");
        stage.sends("bob", "<iq type='set' id='cmd2' to='" + domain(stage) + "'><command xmlns='" + COMMANDS
            + "' node='mucpulse#chatting' sessionid='" + session + "' action='complete'>"
            + "<x xmlns='jabber:x:data' type='submit'><field var='publish'><value>1</value></field></x></command></iq>");
        stage.receives("bob", stanza -> "cmd2".equals(stanza.id()));
        final Stanza lobby = stage.receives("dave", chatting());
        stage.check(stage.jid("bob").equals(lobby.from()), "the event comes from Bob himself");
        stage.check(lobby.xml().contains("xmpp:" + stage.room("lobby") + "?join"), "it names the lobby");

        stage.step("Bob joins the vault as well, which is hidden and has a password: nobody is told of that.");
        stage.client("bob").joinRoom(stage.room("vault"), "Bob", Stage.VAULT_PASSWORD);
        stage.client("bob").sync();
        stage.receivesNoMore("dave", chatting());

        stage.step("Bob leaves. Dave is told that he is no longer in the lobby, and finds nothing left.");
        stage.client("bob").leaveRoom(stage.room("vault"), "Bob");
        stage.client("bob").leaveRoom(stage.room("lobby"), "Bob");
        final Stanza left = stage.receives("dave", chatting());
        stage.check(left.descendants(CHATTING, "uri").isEmpty(), "the event is empty");
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> stage.client("dave").query("get",
            stage.jid("bob"), "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='" + CHATTING
                + "'/></pubsub>").descendants(CHATTING, "room").isEmpty());
        stage.remarks("dave looks into Bob's node: it is empty");
    }

    private static String domain(final Stage stage) {
        return stage.jid("bob").replaceAll(".*@", "");
    }

    private static Predicate<Stanza> chatting() {
        return stanza -> stanza.isMessage() && !stanza.descendants(CHATTING, "room").isEmpty();
    }

    private static void befriend(final TestClient subscriber, final TestClient user) {
        // The library refuses otherwise.
        Roster.getInstanceFor(user.connection()).setSubscriptionMode(Roster.SubscriptionMode.manual);
        subscriber.send("<presence type='subscribe' to='" + user.bareJid() + "'/>");
        user.await(stanza -> stanza.isPresence() && "subscribe".equals(stanza.type()));
        user.send("<presence type='subscribed' to='" + subscriber.bareJid() + "'/>");
        subscriber.await(stanza -> stanza.isPresence() && "subscribed".equals(stanza.type()));
    }
}
