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

import org.igniterealtime.openfire.plugin.mucpulse.harness.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;

/** What the tests of clusters do again and again. */
final class ClusterScene {

    private ClusterScene() {
    }

    /** The features that a server announces are there, and each answers. */
    static void assertServes(final Cluster cluster, final int number) {
        final TestClient alice = cluster.login(number, "alice");
        final TestClient bob = cluster.login(number, "bob");
        final String service = cluster.server(number).mucDomain();
        final String room = cluster.newRoom("served");
        Rooms.create(alice, room, "Alice", RoomConfig.open());
        Rooms.affiliate(alice, room, bob.bareJid(), "member");

        assertThat(alice.query("get", service, "<query xmlns='http://jabber.org/protocol/disco#info'/>").xml())
            .contains(RaiScene.RAI);
        assertThat(alice.query("get", room, "<query xmlns='http://jabber.org/protocol/disco#info'/>").xml())
            .contains("type=\"mep\"", "http://jabber.org/protocol/chatstates");
        assertThat(alice.query("set", MepScene.occupant(room, "Alice"), MepScene.pubsub(
            MepScene.publication(MepScene.ACTIVITY, "1", MepScene.activity("Here")))).type()).isEqualTo("result");

        subscribe(bob, service);
        alice.say(room, "Is anybody there?");
        awaitTold(bob, room);
    }

    static void subscribe(final TestClient client, final String service) {
        client.send("<presence to='" + service + "'>" + RaiScene.REQUEST + "</presence>");
        client.sync();
    }

    static void awaitTold(final TestClient client, final String room) {
        client.await(stanza -> RaiScene.tellsOf(stanza, room), RaiScene.PATIENCE);
    }
}
