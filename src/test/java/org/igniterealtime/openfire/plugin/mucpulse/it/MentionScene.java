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

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Xml;
import org.w3c.dom.Element;

/**
 * What the tests of mentions do again and again. One owner makes all rooms, stays in them and speaks there.
 *
 * <p>What is not forwarded can only be seen by what is: {@link #forwarded} mentions the client once more, in a room of
 * which it is a member, before it says what else came.
 */
final class MentionScene {

    static final String MENTIONS = "urn:xmpp:mmn:0";
    static final String OWNER = "Owner";
    /** Much longer than anything takes, on a machine that has other things to do. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final OpenfireExtension openfire;
    private TestClient owner;

    MentionScene(final OpenfireExtension openfire) {
        this.openfire = openfire;
    }

    TestClient owner() {
        if (owner == null) {
            owner = openfire.login("owner");
        }
        return owner;
    }

    String room(final RoomConfig config) {
        final String room = openfire.newRoom("room");
        Rooms.create(owner(), room, OWNER, config);
        return room;
    }

    /** A room that everybody may enter, with a member. */
    String roomWithMember(final String bareJid) {
        final String room = room(RoomConfig.open());
        Rooms.affiliate(owner(), room, bareJid, "member");
        return room;
    }

    static String reference(final String uri) {
        return "<reference xmlns='urn:xmpp:reference:0' type='mention' begin='0' end='4' uri='" + Xml.escape(uri) + "'/>";
    }

    /** The owner mentions somebody; the room has broadcast it then. Returns the owner's own copy. */
    Stanza mention(final String room, final String uri) {
        return send(room, "<body>Hear, hear</body>" + reference(uri));
    }

    /** The owner sends any message; the room has broadcast it then. */
    Stanza send(final String room, final String content) {
        final String id = TestClient.newId();
        owner().send("<message type='groupchat' id='" + id + "' to='" + Xml.escape(room) + "'>" + content + "</message>");
        final Stanza copy = owner().await(stanza -> stanza.isMessage() && id.equals(stanza.id()), PATIENCE);
        if (copy.isError()) {
            throw new AssertionError("The room refused the message: " + copy);
        }
        owner().sync();
        return copy;
    }

    static boolean isNotification(final Stanza stanza) {
        return stanza.isMessage() && !stanza.isError() && stanza.has(MENTIONS, "mentions");
    }

    Stanza await(final TestClient client) {
        return client.await(MentionScene::isNotification, PATIENCE);
    }

    /** What was forwarded to a client since the last call, by the rooms, without that of the control. */
    List<String> forwarded(final TestClient client) {
        final String control = roomWithMember(client.bareJid());
        // So late that all has come by then, also what had to be looked for in the database, by nicknames.
        mention(control, "xmpp:" + control + "/nobody");
        mention(control, "xmpp:" + client.bareJid());
        client.await(stanza -> isNotification(stanza) && control.equals(stanza.from()), PATIENCE);
        client.sync();
        final List<String> rooms = client.untaken(MentionScene::isNotification).stream().map(Stanza::from)
                .collect(Collectors.toList());
        client.clear();
        return rooms;
    }

    static Element original(final Stanza notification) {
        return notification.descendants("jabber:client", "message").get(0);
    }

    boolean announces(final TestClient client, final String room) {
        return client.query("get", room, "<query xmlns='http://jabber.org/protocol/disco#info'/>")
                .descendants("http://jabber.org/protocol/disco#info", "feature").stream()
                .anyMatch(feature -> MENTIONS.equals(feature.getAttribute("var")));
    }
}
