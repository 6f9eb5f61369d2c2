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

import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;

/**
 * Shows that typing notifications are kept within the rules: what says something new arrives, what does not is dropped
 * without a word, and there are rooms that have none at all.
 */
final class ChatStateScene implements Scene {

    private static final String STATES = "http://jabber.org/protocol/chatstates";
    private static final String POLICY = "mucpulse.chatstate.policy";

    @Override
    public String title() {
        return "Chat State Notifications (XEP-0085) in rooms";
    }

    @Override
    public void play(final Stage stage) {
        final String lobby = stage.room("lobby");
        stage.client("bob").joinRoom(lobby, "Bob");

        stage.step("Alice begins to type. Bob is told.");
        stage.sends("alice", typing(lobby, "composing"));
        stage.receives("bob", stanza -> shows(stanza, "composing"));

        stage.step("Her client repeats itself, and says that she is gone, which has no meaning in a room.");
        stage.sends("alice", typing(lobby, "composing"));
        stage.sends("alice", typing(lobby, "gone"));
        stage.client("alice").sync();
        stage.receivesNoMore("bob", ChatStateScene::isStandalone);
        stage.client("alice").assertNone(Stanza::isError);
        stage.remarks("alice gets no error");

        stage.step("She sends what she wrote. That is never dropped.");
        stage.sends("alice", "<message type='groupchat' id='said1' to='" + lobby + "'><body>It is written.</body>"
            + "<active xmlns='" + STATES + "'/></message>");
        stage.receives("bob", stanza -> "said1".equals(stanza.id()));

        stage.step("The administrator suppresses chat states. The rooms no longer announce them.");
        stage.setProperty(POLICY, "suppress");
        Awaitility.await().until(() -> !announced(stage, lobby));
        stage.sends("alice", typing(lobby, "composing"));
        stage.sends("alice", "<message type='groupchat' id='said2' to='" + lobby + "'><body>So be it.</body>"
            + "<active xmlns='" + STATES + "'/></message>");
        final Stanza bare = stage.receives("bob", stanza -> "said2".equals(stanza.id()));
        stage.check(!bare.has(STATES, "active"), "the message comes without its state");
        stage.receivesNoMore("bob", ChatStateScene::isStandalone);

        stage.deleteProperty(POLICY);
        stage.client("bob").leaveRoom(lobby, "Bob");
    }

    private static String typing(final String room, final String state) {
        return "<message type='groupchat' to='" + room + "'><" + state + " xmlns='" + STATES
            + "'/><no-store xmlns='urn:xmpp:hints'/></message>";
    }

    private static boolean shows(final Stanza stanza, final String state) {
        return isStandalone(stanza) && stanza.has(STATES, state);
    }

    private static boolean isStandalone(final Stanza stanza) {
        return stanza.isMessage() && stanza.body().isEmpty()
            && stanza.children().stream().anyMatch(child -> STATES.equals(child.getNamespaceURI()));
    }

    private static boolean announced(final Stage stage, final String room) {
        return stage.client("bob").query("get", room, "<query xmlns='http://jabber.org/protocol/disco#info'/>")
            .descendants("http://jabber.org/protocol/disco#info", "feature").stream()
            .anyMatch(feature -> STATES.equals(feature.getAttribute("var")));
    }
}
