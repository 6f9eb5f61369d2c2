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
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsCluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is served by the servers of a cluster that others leave and join. */
@NeedsCluster
class ClusterMembershipIT {

    @RegisterExtension
    static final Cluster cluster = Cluster.of(2);

    @Test
    void survivorServesWhenTheOtherServerLeaves() {
        cluster.server(2).stop();
        cluster.awaitMembers();

        assertServes(1);
    }

    @Test
    void survivorServesWhenTheOtherServerDies() {
        cluster.server(2).kill();
        cluster.awaitMembers();

        assertServes(1);
    }

    @Test
    void survivorServesWhenTheSeniorServerDies() {
        cluster.server(1).kill();
        cluster.awaitMembers();

        assertServes(2);
    }

    @Test
    void bothServeDuringASplitAndAfterIt() {
        cluster.isolate(2);
        assertServes(1);
        assertServes(2);

        cluster.heal();
        assertServes(1);
        assertServes(2);
    }

    /** The features that the server announces are there, and each answers. */
    private static void assertServes(final int number) {
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

        bob.send("<presence to='" + service + "'>" + RaiScene.REQUEST + "</presence>");
        bob.sync();
        alice.say(room, "Is anybody there?");
        bob.await(stanza -> RaiScene.tellsOf(stanza, room), RaiScene.PATIENCE);
    }
}
