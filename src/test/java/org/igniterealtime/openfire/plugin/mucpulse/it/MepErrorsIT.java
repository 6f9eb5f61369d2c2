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
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.NODE_CONFIG;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.OWNER;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.activity;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.assertError;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.assertUnsupported;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.create;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.form;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.itemIds;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.occupant;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.owned;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publication;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publish;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.pubsub;

import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What is refused, and how: M7's "The error table of XEP-0060 applies". Each error has the right condition, type and
 * element of its own, and comes from whom the request was sent to.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0060.html">XEP-0060</a>
 */
class MepErrorsIT {

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
        publish(bob, own, ACTIVITY, "1", activity("Here"));
    }

    /** Without this, the tests below would not show what they refuse. */
    private void assertUnchanged() {
        assertThat(itemIds(bob, own, ACTIVITY)).containsExactly("1");
    }

    private Stanza set(final String content) {
        final Stanza answer = bob.query("set", own, pubsub(content));
        assertThat(answer.from()).isEqualTo(own);
        return answer;
    }

    private Stanza get(final String content) {
        return bob.query("get", own, pubsub(content));
    }

    private Stanza ownerSet(final String content) {
        return bob.query("set", own, owned(content));
    }

    /** RFC 6120 §8.3.1: the error carries what it refers to. */
    @Test
    void m7_anErrorHoldsTheRequest() {
        final Stanza answer = set(publication(ACTIVITY, "2", ""));

        answer.assertSimilarTo("<iq type='error' from='" + own + "' to='" + bob.jid() + "'>"
            + pubsub(publication(ACTIVITY, "2", "")) + "<error type='modify'>"
            + "<bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
            + "<payload-required xmlns='http://jabber.org/protocol/pubsub#errors'/></error></iq>");
    }

    /** XEP-0060 §7.1.3.5: "Bad Payload", and a request without an item, or without what it needs. */
    @Test
    void m7_whatCannotBePublishedIsRefused() {
        assertError(set("<publish><item id='2'>" + activity("There") + "</item></publish>"), "modify", "bad-request",
            "nodeid-required");
        assertError(set("<publish node=''><item id='2'>" + activity("There") + "</item></publish>"), "modify",
            "bad-request", "nodeid-required");
        assertError(set("<publish node='" + ACTIVITY + "'/>"), "modify", "bad-request", "item-required");
        assertError(set(publication(ACTIVITY, "2", "")), "modify", "bad-request", "payload-required");
        assertError(set(publication(ACTIVITY, "2", "Only text")), "modify", "bad-request", "payload-required");
        assertError(set(publication(ACTIVITY, "2", activity("One") + activity("Two"))), "modify", "bad-request",
            "invalid-payload");
        assertError(set("<publish node='" + ACTIVITY + "'><item id='2'>" + activity("One") + "</item><item id='3'>"
            + activity("Two") + "</item></publish>"), "modify", "bad-request", "max-items-exceeded");
        assertUnchanged();
    }

    /** XEP-0060 §7.1.3.5: "The namespace of the root payload element does not match the configured namespace." */
    @Test
    void m7_thePayloadHasToBeOfTheNodesType() {
        create(bob, own, "urn:example:typed", "type", ACTIVITY);

        assertError(set(publication("urn:example:typed", "1", "<mood xmlns='http://jabber.org/protocol/mood'/>")),
            "modify", "bad-request", "invalid-payload");
        publish(bob, own, "urn:example:typed", "2", activity("Here"));
        assertThat(itemIds(bob, own, "urn:example:typed")).containsExactly("2");
    }

    /** XEP-0060 §7.1.3.6: "If the event type is … transient … and the request contains an item": item-forbidden. */
    @Test
    void m7_aNodeThatOnlySaysThatSomethingHappenedTakesNoItem() {
        create(bob, own, "urn:example:bell", "persist_items", "0", "deliver_payloads", "0");

        assertError(set(publication("urn:example:bell", "1", activity("Here"))), "modify", "bad-request",
            "item-forbidden");
        final Stanza rung = set("<publish node='urn:example:bell'/>");
        assertThat(rung.type()).as("%s", rung).isEqualTo("result");
    }

    /** XEP-0060 §7.2.3. */
    @Test
    void m7_whatCannotBeRetractedIsRefused() {
        assertError(set("<retract><item id='1'/></retract>"), "modify", "bad-request", "nodeid-required");
        assertError(set("<retract node='" + ACTIVITY + "'/>"), "modify", "bad-request", "item-required");
        assertError(set("<retract node='" + ACTIVITY + "'><item/></retract>"), "modify", "bad-request",
            "item-required");
        assertError(set("<retract node='" + ACTIVITY + "'><item id='none'/></retract>"), "cancel", "item-not-found");
        assertError(set("<retract node='urn:example:none'><item id='1'/></retract>"), "cancel", "item-not-found");
        create(bob, own, "urn:example:transient", "persist_items", "0");
        assertUnsupported(set("<retract node='urn:example:transient'><item id='1'/></retract>"), "persistent-items");
        assertUnchanged();
    }

    /** XEP-0060 §8.1.2: "If the requested NodeID already exists, the service MUST return a conflict error." */
    @Test
    void m7_whatCannotBeCreatedIsRefused() {
        assertError(set("<create node='" + ACTIVITY + "'/>"), "cancel", "conflict");
        for (final String model : new String[] {"open", "whitelist", "roster", "authorize"}) {
            assertError(set("<create node='urn:example:new'/><configure>"
                + form(NODE_CONFIG, "access_model", model) + "</configure>"), "modify", "not-acceptable",
                "unsupported-access-model");
        }
        assertError(set("<create node='urn:example:new'/><configure>" + form(NODE_CONFIG, "max_items", "many")
            + "</configure>"), "modify", "not-acceptable");
        assertError(get("<items node='urn:example:new'/>"), "cancel", "item-not-found");
        assertUnchanged();
    }

    /** XEP-0060 §8.2 and §8.2.5.2: "Bad form". */
    @Test
    void m7_whatCannotBeConfiguredIsRefused() {
        assertError(bob.query("get", own, owned("<configure/>")), "modify", "bad-request", "nodeid-required");
        assertError(bob.query("get", own, owned("<configure node='urn:example:none'/>")), "cancel",
            "item-not-found");
        assertError(ownerSet("<configure node='urn:example:none'>" + form(NODE_CONFIG, "title", "None")
            + "</configure>"), "cancel", "item-not-found");
        assertError(ownerSet("<configure node='" + ACTIVITY + "'/>"), "modify", "bad-request");
        assertError(ownerSet("<configure node='" + ACTIVITY + "'>" + form(NODE_CONFIG, "access_model", "open")
            + "</configure>"), "modify", "not-acceptable", "unsupported-access-model");
        for (final String[] wrong : new String[][] {{"max_items", "-1"}, {"max_items", "0"}, {"max_items", "1000000"},
            {"deliver_payloads", "perhaps"}, {"send_last_published_item", "sometimes"}, {"item_expire", "soon"},
            {"max_payload_size", "1000000000"}}) {
            assertError(ownerSet("<configure node='" + ACTIVITY + "'>" + form(NODE_CONFIG, wrong) + "</configure>"),
                "modify", "not-acceptable");
        }
        assertError(ownerSet("<configure node='" + ACTIVITY + "'>" + form("urn:example:form", "title", "Wrong")
            + "</configure>"), "modify", "not-acceptable");
        assertThat(bob.query("get", own, owned("<configure node='" + ACTIVITY + "'/>")).xml()).doesNotContain("Wrong");
        assertUnchanged();
    }

    /** XEP-0060 §8.4.3 and §8.5.3. */
    @Test
    void m7_whatCannotBeDeletedOrPurgedIsRefused() {
        assertError(ownerSet("<delete node='urn:example:none'/>"), "cancel", "item-not-found");
        assertError(ownerSet("<delete/>"), "modify", "bad-request", "nodeid-required");
        assertError(ownerSet("<purge node='urn:example:none'/>"), "cancel", "item-not-found");
        assertError(ownerSet("<purge/>"), "modify", "bad-request", "nodeid-required");
        create(bob, own, "urn:example:transient", "persist_items", "0");
        assertUnsupported(ownerSet("<purge node='urn:example:transient'/>"), "persistent-items");
        assertUnchanged();
    }

    /** XEP-0060 §6.1.3.1: "JIDs Do Not Match": M8, "JID must be the requester's own". */
    @Test
    void m7_whatCannotBeSubscribedToIsRefused() {
        for (final String other : new String[] {scene.owner().jid(), scene.owner().bareJid(), occupant(room, OWNER),
            room, bob.bareJid() + "/other", "a@b@c/d//", "@"}) {
            assertError(set("<subscribe node='" + ACTIVITY + "' jid='" + other + "'/>"), "modify", "bad-request",
                "invalid-jid");
        }
        assertError(set("<subscribe node='" + ACTIVITY + "'/>"), "modify", "bad-request", "jid-required");
        assertError(set("<subscribe jid='" + bob.jid() + "'/>"), "modify", "bad-request", "nodeid-required");
        assertError(set("<subscribe node='urn:example:none' jid='" + bob.jid() + "'/>"), "cancel", "item-not-found");
        assertThat(get("<subscriptions/>").descendants(PUBSUB, "subscription")).isEmpty();
    }

    /** XEP-0060 §6.2.3. */
    @Test
    void m7_whatCannotBeUnsubscribedFromIsRefused() {
        assertError(set("<unsubscribe node='" + ACTIVITY + "' jid='" + bob.jid() + "'/>"), "cancel",
            "unexpected-request", "not-subscribed");
        MepScene.subscribe(bob, own, ACTIVITY);
        assertError(set("<unsubscribe node='" + ACTIVITY + "' jid='" + scene.owner().jid() + "'/>"), "auth",
            "forbidden");
        assertError(set("<unsubscribe node='urn:example:none' jid='" + bob.jid() + "'/>"), "cancel",
            "item-not-found");
        assertThat(get("<subscriptions/>").descendants(PUBSUB, "subscription")).hasSize(1);
    }

    /** XEP-0060 §6.5.9. */
    @Test
    void m7_whatCannotBeRetrievedIsRefused() {
        assertError(get("<items node='urn:example:none'/>"), "cancel", "item-not-found");
        assertError(get("<items/>"), "modify", "bad-request", "nodeid-required");
        assertError(get("<items node='" + ACTIVITY + "' max_items='none'/>"), "modify", "bad-request");
        assertError(get("<items node='" + ACTIVITY + "' max_items='-1'/>"), "modify", "bad-request");
        // What there is not is not an error, by §6.5.9: the answer is empty
        assertThat(itemIds(get("<items node='" + ACTIVITY + "'><item id='none'/></items>"))).isEmpty();
        assertError(get("<subscriptions node='urn:example:none'/>"), "cancel", "item-not-found");
    }

    /** XEP-0060: "feature-not-implemented … specifying … unsupported and a feature of …". */
    @Test
    void m7_whatIsNotOfferedIsNamed() {
        assertUnsupported(get("<options node='" + ACTIVITY + "' jid='" + bob.jid() + "'/>"), "subscription-options");
        assertUnsupported(set("<options node='" + ACTIVITY + "' jid='" + bob.jid() + "'>"
            + form(PUBSUB + "#subscribe_options", "deliver", "1") + "</options>"), "subscription-options");
        assertUnsupported(set("<subscribe node='" + ACTIVITY + "' jid='" + bob.jid() + "'/><options>"
            + form(PUBSUB + "#subscribe_options", "deliver", "1") + "</options>"), "subscription-options");
        assertUnsupported(ownerSet("<subscriptions node='" + ACTIVITY + "'><subscription jid='" + bob.jid()
            + "' subscription='none'/></subscriptions>"), "manage-subscriptions");
        assertUnsupported(ownerSet("<affiliations node='" + ACTIVITY + "'><affiliation jid='" + bob.bareJid()
            + "' affiliation='publisher'/></affiliations>"), "modify-affiliations");
        assertUnsupported(get("<default/>"), "retrieve-default-sub");
    }

    /** What makes no sense at all. */
    @Test
    void m7_whatMakesNoSenseIsABadRequest() {
        assertError(set(""), "modify", "bad-request");
        assertError(set("<nonsense/>"), "modify", "bad-request");
        assertError(set("<items node='" + ACTIVITY + "'/>"), "modify", "bad-request");
        assertError(get("<publish node='" + ACTIVITY + "'/>"), "modify", "bad-request");
        assertError(ownerSet("<default/>"), "modify", "bad-request");
        assertError(set("<publish xmlns='urn:example:other' node='" + ACTIVITY + "'/>"), "modify", "bad-request");
        assertUnchanged();
    }

    /** Ids of any length are refused rather than cut. */
    @Test
    void m7_whatIsTooLongIsNotAcceptable() {
        final String longId = "x".repeat(2000);
        assertError(set(publication(longId, "1", activity("There"))), "modify", "not-acceptable");
        assertError(set(publication(ACTIVITY, longId, activity("There"))), "modify", "not-acceptable");
        assertUnchanged();
    }

    /** What is sent to no room is the server's, and nothing of the plugin is seen in what it answers. */
    @Test
    void m12_aRoomInAResourceIsNoRoom() {
        final String domain = bob.bareJid().substring(bob.bareJid().indexOf('@') + 1);
        for (final String to : new String[] {domain + "/x@" + scene.service(), domain + "/x@" + scene.service() + "/y",
            bob.bareJid() + "/x@" + scene.service()}) {
            final Stanza answer = bob.query("set", to, pubsub(publication(ACTIVITY, "2", activity("There"))));
            assertThat(answer.from()).isEqualTo(to);
            assertThat(answer.xml()).doesNotContain("mucpulse");
            assertThat(bob.query("get", to, pubsub("<items node='urn:example:unheard'/>")).xml())
                .doesNotContain("mucpulse");
        }
        bob.assertNone(stanza -> stanza.xml().contains("x-mucpulse"));
        assertUnchanged();
    }

    /** A client that sends what the plugin sends to itself inside the server gets nowhere. */
    @Test
    void m7_aForgedInternalRequestIsRefused() {
        for (final String to : new String[] {room, scene.service()}) {
            final Stanza answer = bob.query("set", to, "<request xmlns='urn:x-mucpulse:request' secret='guess' to='"
                + occupant(room, OWNER) + "'>" + pubsub(publication(ACTIVITY, "2", activity("Forged"))) + "</request>");
            assertThat(answer.isError()).as("%s", answer).isTrue();
        }
        // The owner has no such node: its client is asked, and does not have it either
        assertThat(bob.query("get", occupant(room, OWNER), pubsub("<items node='" + ACTIVITY + "'/>")).isError())
            .isTrue();
        assertUnchanged();
    }
}
