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
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.assertError;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.create;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.itemIds;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.occupant;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publication;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publish;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.pubsub;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * "Limits, each a setting": M13.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0060.html#publisher-publish-error">XEP-0060 §7.1.3</a>
 */
class MepLimitsIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private final MepScene scene = new MepScene(openfire);
    private String room;
    private TestClient bob;
    private String own;

    @BeforeEach
    void enter() {
        room = scene.room();
        bob = scene.enter(room, "Bob");
        own = occupant(room, "Bob");
    }

    @AfterEach
    void resetSettings() {
        scene.resetSettings();
    }

    /** M13: "Payload 64 KiB", and no stanza longer than that: payload-too-big; below it everything arrives. */
    @Test
    void m13_payloadsMayBeAsLongAsAStanzaHolds() {
        final String frame = activity("");
        final int most = 65_536 - frame.length();

        publish(bob, own, ACTIVITY, "1", activity("x".repeat(most - 6_000)));
        assertError(bob.query("set", own, pubsub(publication(ACTIVITY, "2", activity("x".repeat(most + 1_000))))),
            "modify", "not-acceptable", "payload-too-big");
        assertError(bob.query("set", own, pubsub(publication(ACTIVITY, "3", activity("ü".repeat(most / 2 + 1_000))))),
            "modify", "not-acceptable", "payload-too-big");
        for (final String large : List.of(activity("x".repeat(400_000)),
            "<x xmlns='urn:example:x'>" + "<y/>".repeat(40_000) + "</x>")) {
            final Stanza refusal = bob.query("set", own, pubsub(publication(ACTIVITY, "4", large)));
            assertError(refusal, "modify", "not-acceptable", "payload-too-big");
            assertThat(refusal.xml()).doesNotContain("mucpulse");
        }

        assertThat(itemIds(bob, own, ACTIVITY)).containsExactly("1");
    }

    /** The same as a setting, which also holds for the nodes that there are. */
    @Test
    void m13_thePayloadsLengthIsASetting() {
        publish(bob, own, ACTIVITY, "1", activity("x".repeat(500)));
        scene.set("payload-size", "400");

        assertError(bob.query("set", own, pubsub(publication(ACTIVITY, "2", activity("x".repeat(500))))), "modify",
            "not-acceptable", "payload-too-big");
        assertError(bob.query("set", own, pubsub(publication("urn:example:new", "3", activity("x".repeat(500))))),
            "modify", "not-acceptable", "payload-too-big");
        publish(bob, own, ACTIVITY, "4", activity("x"));
    }

    /** M13: "Nodes per occupant 20 and per room 100": max-nodes-exceeded, by creation as by publication. */
    @Test
    void m13_occupantsAndRoomsHaveSoManyNodes() {
        scene.set("nodes.occupant", "2");
        scene.set("nodes.room", "3");

        for (final String[] limit : new String[][] {{own, "2"}, {room, "3"}}) {
            final TestClient owner = limit[0].equals(own) ? bob : scene.owner();
            for (int i = 0; i < Integer.parseInt(limit[1]); i++) {
                create(owner, limit[0], "urn:example:" + i);
            }
            assertError(owner.query("set", limit[0], pubsub("<create node='urn:example:more'/>")), "cancel",
                "conflict", "max-nodes-exceeded");
            assertError(owner.query("set", limit[0], pubsub(publication("urn:example:more", "1", activity("Here")))),
                "cancel", "conflict", "max-nodes-exceeded");
            // What is there goes on, and what is deleted makes room
            publish(owner, limit[0], "urn:example:0", "1", activity("Here"));
            MepScene.succeed(owner, "set", limit[0], MepScene.owned("<delete node='urn:example:1'/>"));
            publish(owner, limit[0], "urn:example:more", "1", activity("Here"));
        }
        final TestClient carol = scene.enter(room, "Carol");
        create(carol, occupant(room, "Carol"), "urn:example:0");
    }

    /** M13: "Items per node 250". */
    @Test
    void m13_nodesHaveSoManyItems() {
        scene.set("items", "3");

        create(scene.owner(), room, ACTIVITY);
        for (int i = 1; i <= 5; i++) {
            publish(scene.owner(), room, ACTIVITY, "i" + i, activity("Number " + i));
        }
        assertThat(itemIds(bob, room, ACTIVITY)).containsExactly("i3", "i4", "i5");
        assertError(bob.query("set", own, pubsub("<create node='" + ACTIVITY + "'/><configure>"
            + MepScene.form(MepScene.NODE_CONFIG, "max_items", "4") + "</configure>")), "modify", "not-acceptable");
        create(bob, own, ACTIVITY, "max_items", "max");
    }

    /** M13: "Publishes per occupant 10/s with burst 40": policy-violation, of the type wait. */
    @Test
    void m13_occupantsPublishSoOften() {
        scene.set("publishes", "1");
        scene.set("publishes.burst", "5");
        final TestClient carol = scene.enter(room, "Carol");

        final List<String> ids = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            final String id = TestClient.newId();
            ids.add(id);
            bob.send("<iq type='set' id='" + id + "' to='" + own + "'>"
                + pubsub(publication(ACTIVITY, id, activity("Number " + i))) + "</iq>");
        }
        final List<Stanza> answers = ids.stream()
            .map(id -> bob.await(stanza -> stanza.isIq() && id.equals(stanza.id()), MepScene.PATIENCE))
            .collect(Collectors.toList());

        final List<Stanza> refused = answers.stream().filter(Stanza::isError).collect(Collectors.toList());
        assertThat(answers.stream().limit(5)).noneMatch(Stanza::isError);
        assertThat(refused).hasSizeGreaterThan(10);
        refused.forEach(answer -> assertError(answer, "wait", "policy-violation"));
        // It is nobody else's fault, and what is only asked for is not counted
        publish(carol, occupant(room, "Carol"), ACTIVITY, "1", activity("Here"));
        for (int i = 0; i < 10; i++) {
            assertThat(itemIds(bob, own, ACTIVITY)).hasSize(1);
        }
        org.awaitility.Awaitility.await("the bucket to fill").atMost(MepScene.PATIENCE).until(() ->
            !bob.query("set", own, pubsub(publication(ACTIVITY, "later", activity("Later")))).isError());
    }

    /** M13: "bytes held: 2 MiB per bare JID over all rooms": resource-constraint, of the type wait. */
    @Test
    void m13_usersTakeSoMuchMemoryInAllRooms() {
        scene.set("bytes.user", "30000");
        final String elsewhere = scene.room();
        scene.join(bob, elsewhere, "Robert", "");
        publish(bob, own, ACTIVITY, "1", activity("x".repeat(20_000)));

        assertError(bob.query("set", occupant(elsewhere, "Robert"),
            pubsub(publication(ACTIVITY, "1", activity("x".repeat(20_000))))), "wait", "resource-constraint");
        publish(scene.enter(elsewhere, "Carol"), occupant(elsewhere, "Carol"), ACTIVITY, "1",
            activity("x".repeat(20_000)));
        MepScene.retract(bob, own, ACTIVITY, "1");
        publish(bob, occupant(elsewhere, "Robert"), ACTIVITY, "1", activity("x".repeat(20_000)));
    }

    /** M13: "no stanza that the plugin sends exceeds 64 KiB (a setting), the rest by RSM". */
    @Test
    void m13_longListsComeInPages() {
        create(bob, own, ACTIVITY, "max_items", "10");
        for (int i = 1; i <= 5; i++) {
            publish(bob, own, ACTIVITY, "i" + i, activity("x".repeat(25_000)));
        }

        final Stanza newest = bob.query("get", own, pubsub("<items node='" + ACTIVITY + "'/>"));
        assertThat(newest.xml().length()).isLessThan(65_536);
        assertThat(MepScene.itemIds(newest)).containsExactly("i4", "i5");
        assertThat(newest.xml()).contains("<count>5</count>");
        final Stanza before = bob.query("get", own, pubsub("<items node='" + ACTIVITY
            + "'/><set xmlns='http://jabber.org/protocol/rsm'><before>i4</before></set>"));
        assertThat(MepScene.itemIds(before)).containsExactly("i2", "i3");
    }

    /** M13: "reads and last-item deliveries have a rate of their own per bare JID". */
    @Test
    void m13_usersReadSoMuch() {
        scene.set("read-bytes", "1000");
        scene.set("read-bytes.burst", "60000");
        publish(bob, own, ACTIVITY, "1", activity("x".repeat(25_000)));
        final TestClient carol = scene.enter(room, "Carol");

        final List<Stanza> answers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            answers.add(carol.query("get", own, pubsub("<items node='" + ACTIVITY + "'/>")));
        }

        assertThat(answers.stream().limit(2)).noneMatch(Stanza::isError);
        answers.stream().skip(4).forEach(answer -> assertError(answer, "wait", "policy-violation"));
        assertThat(itemIds(bob, own, ACTIVITY)).containsExactly("1");
    }
}
