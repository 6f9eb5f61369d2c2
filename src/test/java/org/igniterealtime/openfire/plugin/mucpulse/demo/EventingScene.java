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

import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.jivesoftware.smackx.caps.EntityCapsManager;
import org.jivesoftware.smackx.disco.ServiceDiscoveryManager;

/**
 * Shows that a room and its occupants are pubsub services: an activity is shared with one room only, and a moderator pins
 * a message. A late joiner gets both.
 */
final class EventingScene implements Scene {

    private static final String EVENT = "http://jabber.org/protocol/pubsub#event";
    private static final String ACTIVITY = "http://jabber.org/protocol/activity";
    private static final String PINS = "urn:xmpp:pins:0";

    @Override
    public String title() {
        return "MUC Eventing Protocol (XEP-0316)";
    }

    @Override
    public void play(final Stage stage) {
        final String lobby = stage.room("lobby");

        stage.step("Carol joins the lobby. Her client says that it is interested in activities and in pins.");
        joinInterested(stage, "carol", "Carol");

        stage.step("Alice shares what she is doing, with this room only: she publishes to her occupant JID.");
        stage.sends("alice", "<iq type='set' id='activity1' to='" + lobby + "/Alice'>"
            + "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='" + ACTIVITY + "'><item>"
            + "<activity xmlns='" + ACTIVITY + "'><other/><text>I am writing a play.</text></activity>"
            + "</item></publish></pubsub></iq>");
        final Stanza shared = stage.receives("carol", eventOf(ACTIVITY));
        stage.check((lobby + "/Alice").equals(shared.from()), "the event comes from Alice's occupant JID");

        stage.step("Alice made Dave a moderator. He pins a message, which moderators may do in this server's rooms.");
        stage.client("dave").joinRoom(lobby, "Dave");
        Rooms.role(stage.client("alice"), lobby, "Dave", "moderator");
        stage.sends("dave", "<iq type='set' id='pin1' to='" + lobby + "'>"
            + "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='" + PINS + "'><item id='rehearsal'>"
            + "<pin xmlns='" + PINS + "' id='m42'/></item></publish></pubsub></iq>");
        final Stanza pinned = stage.receives("carol", eventOf(PINS));
        stage.check(lobby.equals(pinned.from()), "the event comes from the room itself");

        stage.step("Carol is a participant: she may look at pins, not make them.");
        stage.sends("carol", "<iq type='set' id='pin2' to='" + lobby + "'>"
            + "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='" + PINS + "'><item id='graffiti'>"
            + "<pin xmlns='" + PINS + "' id='m43'/></item></publish></pubsub></iq>");
        final Stanza refused = stage.receives("carol", stanza -> stanza.isIq() && "pin2".equals(stanza.id()));
        stage.check(refused.errorCondition().filter("forbidden"::equals).isPresent(), "her attempt is forbidden");

        stage.step("Bob comes late. He gets the last of everything that his client is interested in.");
        joinInterested(stage, "bob", "Bob");
        stage.receives("bob", eventOf(PINS));
        stage.receives("bob", eventOf(ACTIVITY));

        stage.client("carol").leaveRoom(lobby, "Carol");
        stage.client("dave").leaveRoom(lobby, "Dave");
        stage.client("bob").leaveRoom(lobby, "Bob");
    }

    private static Predicate<Stanza> eventOf(final String node) {
        return stanza -> stanza.isMessage() && stanza.descendants(EVENT, "items").stream()
            .anyMatch(items -> node.equals(items.getAttribute("node")));
    }

    /** Joins the lobby with capabilities that show interest; the client itself answers when it is asked for them. */
    private static void joinInterested(final Stage stage, final String user, final String nick) {
        final var connection = stage.client(user).connection();
        final ServiceDiscoveryManager disco = ServiceDiscoveryManager.getInstanceFor(connection);
        final EntityCapsManager caps = EntityCapsManager.getInstanceFor(connection);
        final String before = caps.getLocalNodeVer();
        disco.addFeature(ACTIVITY + "+notify");
        disco.addFeature(PINS + "+notify");
        // The library computes the new hash a moment later.
        Awaitility.await().until(() -> !caps.getLocalNodeVer().equals(before));
        final String[] nodeAndVer = caps.getLocalNodeVer().split("#");
        stage.sends(user, "<presence to='" + stage.room("lobby") + "/" + nick + "'>"
            + "<x xmlns='http://jabber.org/protocol/muc'/><c xmlns='http://jabber.org/protocol/caps' hash='sha-1'"
            + " node='" + nodeAndVer[0] + "' ver='" + nodeAndVer[1] + "'/></presence>");
        stage.client(user).await(stanza -> stanza.isPresence() && stanza.mucStatus().contains(110));
    }
}
