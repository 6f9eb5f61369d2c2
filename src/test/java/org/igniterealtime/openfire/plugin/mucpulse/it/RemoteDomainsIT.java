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
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.ACTIVITY;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.activity;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.occupant;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publish;
import static org.igniterealtime.openfire.plugin.mucpulse.it.RaiScene.PATIENCE;
import static org.igniterealtime.openfire.plugin.mucpulse.it.RaiScene.REQUEST;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** S9 and S1: domains that block or fail are nobody else's concern. */
class RemoteDomainsIT {

    @RegisterExtension
    static final OpenfireExtension openfire =
        OpenfireExtension.shared().expectLog("for the test|Out of memory in|Something failed in|Primary packet routing");

    private static final int DOMAINS = 10;

    private final RaiScene scene = new RaiScene(openfire);
    private final MepScene mep = new MepScene(openfire);
    private final List<String> peers = new ArrayList<>();

    @AfterEach
    void closePeers() {
        for (final String peer : peers) {
            openfire.control().route("<presence type='unavailable' from='romeo@" + peer + "." + openfire.server().domain()
                + "/orchard' to='" + scene.service() + "'/>");
            openfire.control().closePeer(peer);
        }
    }

    /** Opens a domain with one user, who has visited rooms and wants to be told of them. */
    private void subscriber(final String peer, final String... rooms) {
        final String user = "romeo@" + openfire.control().openPeer(peer) + "/orchard";
        peers.add(peer);
        for (final String room : rooms) {
            openfire.control().route("<presence from='" + user + "' to='" + room + "/" + peer + "'>"
                + "<x xmlns='http://jabber.org/protocol/muc'/></presence>");
            openfire.control().route("<presence type='unavailable' from='" + user + "' to='" + room + "/" + peer
                + "'/>");
        }
        openfire.control().route("<presence id='s' from='" + user + "' to='" + scene.service() + "'>" + REQUEST
            + "</presence>");
    }

    private long notifications(final String peer) {
        return openfire.control().receivedByPeer(peer).stream().filter(xml -> xml.contains("<activity")).count();
    }

    private void awaitTold(final String peer) {
        Awaitility.await().atMost(PATIENCE).until(() -> notifications(peer) == 1);
    }

    @Test
    void s9_domainsThatBlockDelayNobodyElse() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomVisitedBy(bob);
        final String other = mep.room();
        final TestClient carol = mep.enter(other, "Carol");
        for (int number = 0; number < DOMAINS; number++) {
            subscriber("dark" + number, room);
        }
        subscriber("healthy", room);
        scene.list(bob);
        for (int number = 0; number < DOMAINS; number++) {
            openfire.control().holdPeer("dark" + number);
        }

        final long begun = System.nanoTime();
        scene.say(room);
        scene.awaitTold(bob, room);
        publish(carol, occupant(other, "Carol"), ACTIVITY, "1", activity("Here"));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
        // Threads that are held up are made up for after a second.
        awaitTold("healthy");

        for (int number = 0; number < DOMAINS; number++) {
            openfire.control().releasePeer("dark" + number);
        }
        for (int number = 0; number < DOMAINS; number++) {
            awaitTold("dark" + number);
        }
        Awaitility.await().atMost(PATIENCE).until(() -> openfire.control().threads().stream()
            .filter(name -> name.startsWith("mucpulse-remote-")).count() <= 21);
    }

    @Test
    void s1_domainThatFailsEndsNoWorker() {
        final TestClient bob = openfire.login("bob");
        final List<String> rooms = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
            rooms.add(scene.roomVisitedBy(bob));
        }
        for (int number = 0; number < 8; number++) {
            subscriber("failing" + number, rooms.toArray(new String[0]));
        }
        subscriber("sound", rooms.toArray(new String[0]));
        scene.list(bob);
        for (int number = 0; number < 8; number++) {
            openfire.control().failPeer("failing" + number);
        }

        for (int number = 0; number < 4; number++) {
            scene.say(rooms.get(number));
            scene.awaitTold(bob, rooms.get(number));
            final int told = number + 1;
            Awaitility.await().atMost(PATIENCE).until(() -> notifications("sound") == told);
        }
        // Newer servers answer some of it with an error, which ends the subscription.
        for (int number = 0; number < 8; number++) {
            assertThat(notifications("failing" + number)).isPositive();
        }
    }
}
