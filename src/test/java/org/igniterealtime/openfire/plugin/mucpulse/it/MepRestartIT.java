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
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.MOOD;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.OWNER;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.activity;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.assertError;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.awaitEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.interest;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.itemIds;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.occupant;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.owned;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publish;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.pubsub;

import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What is left when the server, or the plugin alone, is started again: the second half of M10.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html">XEP-0316</a>
 */
class MepRestartIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own();

    private static final String ODD = "<odd xmlns='urn:example:odd' a='&lt;&amp;'><b> Grüße \uD83D\uDE00 </b></odd>";

    /** M10: "Those of a persistent room survive a restart"; an occupant's do not. */
    @Test
    void m10_nodesOfPersistentRoomsSurviveARestart() {
        final MepScene before = new MepScene(openfire);
        final String room = before.room();
        final String temporary = before.room(RoomConfig.temporary());
        final String destroyed = before.room();
        final TestClient owner = before.owner();
        final String user = owner.user();
        MepScene.create(owner, room, "urn:example:odd", "title", "Odd & <ends>", "max_items", "3", "item_expire",
            "86400", "notify_retract", "0");
        for (int i = 1; i <= 4; i++) {
            publish(owner, room, "urn:example:odd", "i" + i, ODD);
        }
        publish(owner, room, ACTIVITY, "1", activity("Only one"));
        publish(owner, occupant(room, OWNER), MOOD, "1", "<mood xmlns='" + MOOD + "'/>");
        publish(owner, temporary, ACTIVITY, "1", activity("Gone"));
        publish(owner, destroyed, ACTIVITY, "1", activity("Gone"));
        Rooms.destroy(owner, destroyed);
        final String configuration = owner.query("get", room, owned("<configure node='urn:example:odd'/>")).xml()
            .replaceAll(" id=\"[^\"]*\"", "");
        final TestClient bob = before.enter(room, "Bob", ACTIVITY);
        final String stamp = stamp(awaitEvent(bob, room, ACTIVITY, "1"));

        // When the server stops at once, and starts again
        openfire.server().stop();
        openfire.server().startAgain();

        final TestClient again = openfire.login(user, "test");
        final MepScene after = new MepScene(openfire, again);
        after.join(again, room, OWNER, interest(again, ACTIVITY));
        assertThat(itemIds(again, room, "urn:example:odd")).containsExactly("i2", "i3", "i4");
        again.query("get", room, pubsub("<items node='urn:example:odd'><item id='i4'/></items>"))
            .assertSimilarTo("<iq type='result' from='" + room + "' to='" + again.jid() + "'><pubsub xmlns='"
                + MepScene.PUBSUB + "'><items node='urn:example:odd'><item id='i4'>" + ODD + "</item></items></pubsub>"
                + "</iq>");
        assertThat(again.query("get", room, owned("<configure node='urn:example:odd'/>")).xml()
            .replaceAll(" id=\"[^\"]*\"", "")).isEqualTo(configuration);
        assertThat(stamp(awaitEvent(again, room, ACTIVITY, "1"))).isEqualTo(stamp);
        assertError(again.query("get", occupant(room, OWNER), pubsub("<items node='" + MOOD + "'/>")), "cancel",
            "item-not-found");
        for (final String gone : new String[] {temporary, destroyed}) {
            Rooms.create(again, gone, OWNER, RoomConfig.open());
            assertError(again.query("get", gone, pubsub("<items node='" + ACTIVITY + "'/>")), "cancel",
                "item-not-found");
        }
        // And the node goes on
        publish(again, room, "urn:example:odd", "i5", ODD);
        assertThat(itemIds(again, room, "urn:example:odd")).containsExactly("i3", "i4", "i5");
    }

    /** Whoever is in a room while the plugin is started is an occupant like any other. */
    @Test
    void r15_whoeverIsInTheRoomIsSoWithItsNodesAfterAReloadOfThePlugin() {
        final MepScene scene = new MepScene(openfire);
        final String room = scene.room();
        final TestClient bob = openfire.login("bob");
        final String caps = interest(bob, ACTIVITY);
        scene.join(bob, room, "Bob", caps);
        publish(scene.owner(), room, ACTIVITY, "1", activity("Before"));
        final String id = awaitEvent(bob, room, ACTIVITY, "1").id();
        publish(bob, occupant(room, "Bob"), ACTIVITY, "b", activity("Bob's"));
        awaitEvent(bob, occupant(room, "Bob"), ACTIVITY, "b");

        openfire.control().reloadPlugin();

        assertThat(itemIds(bob, room, ACTIVITY)).containsExactly("1");
        assertThat(itemIds(bob, occupant(room, "Bob"), ACTIVITY)).containsExactly("b");
        assertThat(itemIds(scene.owner(), occupant(room, "Bob"), ACTIVITY)).containsExactly("b");
        scene.announce(bob, room, "Bob", caps);
        assertThat(awaitEvent(bob, room, ACTIVITY, "1").id()).as("the same event").isEqualTo(id);
        publish(scene.owner(), room, ACTIVITY, "2", activity("After"));
        awaitEvent(bob, room, ACTIVITY, "2");
    }

    /** What somebody announced to the room, and to it alone, holds after a reload: nothing is announced again. */
    @Test
    void r15_whoeverIsInTheRoomIsToldOfWhatInterestsThemAfterAReloadOfThePlugin() {
        final MepScene scene = new MepScene(openfire);
        final String room = scene.room();
        final TestClient carol = openfire.login("carol");
        scene.join(carol, room, "Carol", interest(carol, ACTIVITY));
        publish(scene.owner(), room, ACTIVITY, "1", activity("Before"));
        awaitEvent(carol, room, ACTIVITY, "1");

        openfire.control().reloadPlugin();

        publish(scene.owner(), room, ACTIVITY, "2", activity("After"));
        awaitEvent(carol, room, ACTIVITY, "2");
    }

    private static String stamp(final Stanza event) {
        return event.child(MepScene.DELAY, "delay").orElseThrow().getAttribute("stamp");
    }
}
