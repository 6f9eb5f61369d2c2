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
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.EVENT;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.PATIENCE;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.activity;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.assertError;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.awaitEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.configure;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.create;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.itemIds;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.occupant;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.owned;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publication;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publish;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.pubsub;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.subscribe;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.succeed;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * "Node options that take effect": M9.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0060.html#registrar-formtypes-config">XEP-0060 §16.4.4</a>
 */
class MepConfigurationIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private final MepScene scene = new MepScene(openfire);
    private String room;
    private TestClient bob;
    private String own;
    private TestClient carol;

    @BeforeEach
    void enter() {
        room = scene.room();
        bob = scene.enter(room, "Bob");
        own = occupant(room, "Bob");
        carol = scene.enter(room, "Carol", ACTIVITY);
    }

    /** "Default max_items 1 on occupant nodes, 20 on room nodes": the oldest give way. */
    @Test
    void m9_asManyItemsAreKeptAsTheNodeHolds() {
        for (int i = 1; i <= 22; i++) {
            publish(scene.owner(), room, ACTIVITY, "i" + i, activity("Number " + i));
            publish(bob, own, ACTIVITY, "i" + i, activity("Number " + i));
        }

        assertThat(itemIds(bob, room, ACTIVITY)).hasSize(20).startsWith("i3").endsWith("i22");
        assertThat(itemIds(bob, own, ACTIVITY)).containsExactly("i22");
    }

    /** max_items, also for those that are there already; "max" is as many as the service allows. */
    @Test
    void m9_maxItemsTakesEffect() {
        create(bob, own, ACTIVITY, "max_items", "3");
        for (int i = 1; i <= 5; i++) {
            publish(bob, own, ACTIVITY, "i" + i, activity("Number " + i));
        }
        assertThat(itemIds(bob, own, ACTIVITY)).containsExactly("i3", "i4", "i5");

        configure(bob, own, ACTIVITY, "max_items", "2");
        assertThat(itemIds(bob, own, ACTIVITY)).containsExactly("i4", "i5");
        configure(bob, own, ACTIVITY, "max_items", "max");
        publish(bob, own, ACTIVITY, "i6", activity("Number 6"));
        assertThat(itemIds(bob, own, ACTIVITY)).containsExactly("i4", "i5", "i6");
    }

    /** title and type are what others see. */
    @Test
    void m9_titleAndTypeAreShown() {
        create(bob, own, ACTIVITY, "title", "Doing", "type", ACTIVITY);

        assertThat(succeed(carol, "get", own, "<query xmlns='" + MepScene.ITEMS + "'/>").xml()).contains("Doing");
        assertThat(succeed(carol, "get", own, "<query xmlns='" + MepScene.INFO + "' node='" + ACTIVITY + "'/>").xml())
            .contains("Doing");
        assertError(bob.query("set", own, pubsub(publication(ACTIVITY, "1", "<other xmlns='urn:example:other'/>"))),
            "modify", "bad-request", "invalid-payload");
    }

    /** deliver_payloads: events say that something was published, and not what; who asks gets it. */
    @Test
    void m9_withoutPayloadsEventsSayThatSomethingWasPublished() {
        create(bob, own, ACTIVITY, "deliver_payloads", "0");

        publish(bob, own, ACTIVITY, "1", activity("Here"));

        awaitEvent(carol, own, ACTIVITY, "1").assertSimilarTo("<message type='headline' from='" + own + "' to='"
            + carol.jid() + "'><event xmlns='" + EVENT + "'><items node='" + ACTIVITY + "'><item id='1'/></items></event>"
            + "</message>");
        assertThat(succeed(carol, "get", own, pubsub("<items node='" + ACTIVITY + "'/>"))
            .descendants(ACTIVITY, "activity")).hasSize(1);
    }

    /** notify_retract: also of a purge; a request may demand it all the same (XEP-0060 §7.2.1). */
    @Test
    void m9_withoutNotifyRetractDeletionsAreSilent() {
        create(bob, own, ACTIVITY, "notify_retract", "0", "max_items", "5");
        for (int i = 1; i <= 3; i++) {
            publish(bob, own, ACTIVITY, "i" + i, activity("Number " + i));
            awaitEvent(carol, own, ACTIVITY, "i" + i);
        }

        MepScene.retract(bob, own, ACTIVITY, "i1");
        assertThat(scene.told(carol, room)).isEmpty();
        succeed(bob, "set", own, pubsub("<retract node='" + ACTIVITY + "' notify='true'><item id='i2'/></retract>"));
        assertThat(awaitEvent(carol, own, ACTIVITY).descendants(EVENT, "retract").get(0).getAttribute("id"))
            .isEqualTo("i2");
        succeed(bob, "set", own, owned("<purge node='" + ACTIVITY + "'/>"));
        assertThat(scene.told(carol, room)).isEmpty();
        assertThat(itemIds(carol, own, ACTIVITY)).isEmpty();
    }

    /** notify_delete. */
    @Test
    void m9_withoutNotifyDeleteANodeGoesSilently() {
        create(bob, own, ACTIVITY, "notify_delete", "0");
        publish(bob, own, ACTIVITY, "1", activity("Here"));
        awaitEvent(carol, own, ACTIVITY, "1");

        succeed(bob, "set", own, owned("<delete node='" + ACTIVITY + "'/>"));

        assertThat(scene.told(carol, room)).isEmpty();
        create(bob, own, ACTIVITY);
        succeed(bob, "set", own, owned("<delete node='" + ACTIVITY + "'/>"));
        assertThat(MepScene.subject(awaitEvent(carol, own, ACTIVITY)).getLocalName()).isEqualTo("delete");
    }

    /** notify_config: XEP-0060 §8.2.6, "the service MUST notify subscribers of the configuration change". */
    @Test
    void m9_changesAreToldWhereTheNodeSaysSo() {
        create(bob, own, ACTIVITY);
        configure(bob, own, ACTIVITY, "title", "Silent");
        assertThat(scene.told(carol, room)).isEmpty();

        configure(bob, own, ACTIVITY, "notify_config", "1", "title", "Loud");

        final Stanza event = awaitEvent(carol, own, ACTIVITY);
        assertThat(MepScene.subject(event).getLocalName()).isEqualTo("configuration");
        assertThat(event.xml()).contains("Loud");
        // What changes nothing is not told
        configure(bob, own, ACTIVITY, "title", "Loud");
        assertThat(scene.told(carol, room)).isEmpty();
    }

    /** persist_items: what is not kept is told, and then forgotten. */
    @Test
    void m9_whatIsNotKeptIsToldOnce() {
        create(bob, own, ACTIVITY, "persist_items", "0");

        publish(bob, own, ACTIVITY, "1", activity("Here"));

        awaitEvent(carol, own, ACTIVITY, "1");
        MepScene.assertUnsupported(carol.query("get", own, pubsub("<items node='" + ACTIVITY + "'/>")),
            "persistent-items");
        subscribe(scene.owner(), own, ACTIVITY);
        final TestClient late = scene.enter(room, "Late", ACTIVITY);
        assertThat(scene.told(late, room)).isEmpty();
        assertThat(scene.told(scene.owner(), room)).isEmpty();
    }

    /** send_last_published_item=never, on_sub and on_sub_and_presence. */
    @Test
    void m9_theLastItemIsSentWhenTheNodeSaysSo() {
        for (final String when : new String[] {"never", "on_sub", "on_sub_and_presence"}) {
            create(bob, own, "urn:example:" + when, "send_last_published_item", when);
            publish(bob, own, "urn:example:" + when, "1", "<x xmlns='urn:example:" + when + "'/>");
        }

        final TestClient present = scene.enter(room, "Present", "urn:example:never", "urn:example:on_sub",
            "urn:example:on_sub_and_presence");
        awaitEvent(present, own, "urn:example:on_sub_and_presence", "1");
        assertThat(scene.told(present, room)).isEmpty();

        final TestClient subscriber = scene.enter(room, "Subscriber");
        for (final String when : new String[] {"never", "on_sub", "on_sub_and_presence"}) {
            subscribe(subscriber, own, "urn:example:" + when);
        }
        awaitEvent(subscriber, own, "urn:example:on_sub", "1");
        awaitEvent(subscriber, own, "urn:example:on_sub_and_presence", "1");
        assertThat(scene.told(subscriber, room)).isEmpty();
    }

    /** item_expire: nobody gets what is too old, neither who asks nor who comes. */
    @Test
    void m9_itemsExpire() {
        create(bob, own, ACTIVITY, "item_expire", "1", "max_items", "5");
        publish(bob, own, ACTIVITY, "1", activity("Here"));
        awaitEvent(carol, own, ACTIVITY, "1");

        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200))
            .until(() -> itemIds(bob, own, ACTIVITY).isEmpty());

        final TestClient late = scene.enter(room, "Late", ACTIVITY);
        assertThat(scene.told(late, room)).isEmpty();
        configure(bob, own, ACTIVITY, "item_expire", "3600");
        publish(bob, own, ACTIVITY, "2", activity("There"));
        final TestClient later = scene.enter(room, "Later", ACTIVITY);
        awaitEvent(later, own, ACTIVITY, "2");
    }

    /** max_payload_size. */
    @Test
    void m9_payloadsAreNoLongerThanTheNodeTakes() {
        create(bob, own, ACTIVITY, "max_payload_size", "200");

        assertError(bob.query("set", own, pubsub(publication(ACTIVITY, "1", activity("x".repeat(200))))), "modify",
            "not-acceptable", "payload-too-big");
        publish(bob, own, ACTIVITY, "2", activity("x"));
        assertThat(itemIds(bob, own, ACTIVITY)).containsExactly("2");
    }
}
