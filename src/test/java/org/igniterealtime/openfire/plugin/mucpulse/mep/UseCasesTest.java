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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertDone;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertRefused;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertResult;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.published;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.retracted;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.ACTIVITY;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.COVEN;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.CRONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.FIRST;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.HAG;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.MOOD;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SECOND;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.THIRD;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.occupant;

import java.util.List;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** M8: the use cases of XEP-0060 that are offered. The crone owns what the others watch. */
class UseCasesTest {

    private static final JID OWN = occupant(FIRST);

    private final MepFixture server = new MepFixture();

    @BeforeEach
    void threeWitchesMeet() {
        server.settings.unhurried();
        server.affiliate(HAG, Affiliation.OWNER);
        server.join(CRONE, FIRST);
        server.join(WICCA, SECOND, ACTIVITY, MOOD);
        server.join(HAG, THIRD);
    }

    private static String pubsub(final String content) {
        return "<pubsub xmlns='" + PUBSUB + "'>" + content + "</pubsub>";
    }

    private static String owner(final String content) {
        return "<pubsub xmlns='" + PUBSUB + "#owner'>" + content + "</pubsub>";
    }

    private static String form(final String... options) {
        final StringBuilder form = new StringBuilder("<x xmlns='jabber:x:data' type='submit'>");
        for (int i = 0; i < options.length; i += 2) {
            form.append("<field var='pubsub#").append(options[i]).append("'><value>").append(options[i + 1])
                .append("</value></field>");
        }
        return form.append("</x>").toString();
    }

    private static String item(final String node, final String id) {
        return "<item id='" + id + "'><thing xmlns='" + node + "'/></item>";
    }

    private String items(final String node) {
        return pubsub("<items node='" + node + "'/>");
    }

    private void subscribe(final JID session, final JID service, final String node, final String jid) {
        assertResult(server.set(session, service, pubsub("<subscribe node='" + node + "' jid='" + jid + "'/>")),
            pubsub("<subscription node='" + node + "' jid='" + jid + "' subscription='subscribed'/>"));
    }

    /** A room node of the hag's with ten items, 0 to 9. */
    private void tenItems() {
        for (int i = 0; i < 10; i++) {
            server.done(server.publish(HAG, COVEN, ACTIVITY, Integer.toString(i)));
        }
    }

    // Create

    @Test
    void m8_createsANodeByName() {
        assertResult(server.set(CRONE, OWN, pubsub("<create node='" + ACTIVITY + "'/>")),
            pubsub("<create node='" + ACTIVITY + "'/>"));

        assertResult(server.get(WICCA, OWN, items(ACTIVITY)), items(ACTIVITY));
        assertThat(server.eventsOf(WICCA)).isEmpty();
    }

    @Test
    void m8_createsANodeAndMakesUpItsName() {
        final IQ reply = server.set(CRONE, OWN, pubsub("<create/>"));

        final String node = server.done(reply).element("create").attributeValue("node");
        assertThat(node).isNotEmpty();
        assertResult(server.get(WICCA, OWN, items(node)), items(node));
    }

    @Test
    void m8_createsAndConfiguresANode() {
        server.done(server.set(CRONE, OWN, pubsub("<create node='" + ACTIVITY + "'/><configure>"
            + form("max_items", "2", "access_model", "presence", "notify_retract", "false") + "</configure>")));

        for (final String id : List.of("1", "2", "3")) {
            server.done(server.publish(CRONE, OWN, ACTIVITY, id));
        }
        assertResult(server.get(WICCA, OWN, items(ACTIVITY)),
            pubsub("<items node='" + ACTIVITY + "'>" + item(ACTIVITY, "2") + item(ACTIVITY, "3") + "</items>"));
    }

    @Test
    void m8_createsAndConfiguresNothingInParticular() {
        server.done(server.set(CRONE, OWN, pubsub("<create node='" + ACTIVITY + "'/><configure/>")));

        server.done(server.get(CRONE, OWN, items(ACTIVITY)));
    }

    // Delete

    @Test
    void m8_deletesANodeAndTells() {
        server.publish(CRONE, OWN, ACTIVITY, "1");
        server.forgetEvents();

        assertDone(server.set(CRONE, OWN, owner("<delete node='" + ACTIVITY + "'/>")));

        assertEvent(server.eventOf(WICCA), OWN, "<delete node='" + ACTIVITY + "'/>");
        assertRefused(server.get(CRONE, OWN, items(ACTIVITY)), "cancel", "item-not-found");
    }

    @Test
    void m8_subscriptionEndsWithTheNode() {
        server.publish(CRONE, OWN, "x", "1");
        subscribe(HAG, OWN, "x", HAG.toString());
        server.set(CRONE, OWN, owner("<delete node='x'/>"));
        server.publish(CRONE, OWN, "x", "2");

        assertResult(server.get(HAG, OWN, pubsub("<subscriptions node='x'/>")), pubsub("<subscriptions node='x'/>"));
    }

    // Configure

    private static String configuration(final String title, final String maxItems) {
        return "<field var='FORM_TYPE' type='hidden'><value>" + PUBSUB + "#node_config</value></field>"
            + "<field var='pubsub#title' type='text-single'><value>" + title + "</value></field>"
            + "<field var='pubsub#type' type='text-single'><value/></field>"
            + "<field var='pubsub#deliver_payloads' type='boolean'><value>1</value></field>"
            + "<field var='pubsub#notify_config' type='boolean'><value>0</value></field>"
            + "<field var='pubsub#notify_delete' type='boolean'><value>1</value></field>"
            + "<field var='pubsub#notify_retract' type='boolean'><value>1</value></field>"
            + "<field var='pubsub#persist_items' type='boolean'><value>1</value></field>"
            + "<field var='pubsub#max_items' type='text-single'><value>" + maxItems + "</value></field>"
            + "<field var='pubsub#item_expire' type='text-single'><value>max</value></field>"
            + "<field var='pubsub#max_payload_size' type='text-single'><value>65536</value></field>"
            + "<field var='pubsub#send_last_published_item' type='list-single'><value>on_sub_and_presence</value>"
            + "<option><value>never</value></option><option><value>on_sub</value></option>"
            + "<option><value>on_sub_and_presence</value></option></field>"
            + "<field var='pubsub#access_model' type='list-single'><value>presence</value>"
            + "<option><value>presence</value></option></field>";
    }

    @Test
    void m8_handsOutTheConfigurationAndTakesItBack() {
        server.publish(CRONE, OWN, ACTIVITY, "1");
        assertResult(server.get(CRONE, OWN, owner("<configure node='" + ACTIVITY + "'/>")), owner("<configure node='"
            + ACTIVITY + "'><x xmlns='jabber:x:data' type='form'>" + configuration("", "1") + "</x></configure>"));

        assertDone(server.set(CRONE, OWN, owner("<configure node='" + ACTIVITY
            + "'><x xmlns='jabber:x:data' type='submit'>" + configuration("New", "5") + "</x></configure>")));

        assertResult(server.get(CRONE, OWN, owner("<configure node='" + ACTIVITY + "'/>")), owner("<configure node='"
            + ACTIVITY + "'><x xmlns='jabber:x:data' type='form'>" + configuration("New", "5") + "</x></configure>"));
    }

    @Test
    void m8_incompleteFormLeavesTheRestAsItIs() {
        server.publish(CRONE, OWN, ACTIVITY, "1");
        server.set(CRONE, OWN, owner("<configure node='" + ACTIVITY + "'>" + form("max_items", "5") + "</configure>"));

        assertDone(server.set(CRONE, OWN, owner("<configure node='" + ACTIVITY + "'>" + form("title", "New")
            + "</configure>")));

        assertResult(server.get(CRONE, OWN, owner("<configure node='" + ACTIVITY + "'/>")), owner("<configure node='"
            + ACTIVITY + "'><x xmlns='jabber:x:data' type='form'>" + configuration("New", "5") + "</x></configure>"));
    }

    @Test
    void m8_cancelledFormChangesNothing() {
        server.publish(CRONE, OWN, ACTIVITY, "1");

        assertDone(server.set(CRONE, OWN, owner("<configure node='" + ACTIVITY
            + "'><x xmlns='jabber:x:data' type='cancel'/></configure>")));

        assertResult(server.get(CRONE, OWN, owner("<configure node='" + ACTIVITY + "'/>")), owner("<configure node='"
            + ACTIVITY + "'><x xmlns='jabber:x:data' type='form'>" + configuration("", "1") + "</x></configure>"));
    }

    @Test
    void m8_fixedOptionsMayBeRepeated() {
        server.publish(CRONE, OWN, ACTIVITY, "1");

        assertDone(server.set(CRONE, OWN, owner("<configure node='" + ACTIVITY + "'>" + form("deliver_notifications",
            "1", "publish_model", "publishers", "node_type", "leaf", "notification_type", "headline", "subscribe",
            "true", "access_model", "presence", "unheard_of", "1") + "</configure>")));
    }

    @Test
    void m8_saysWhatANewNodeGets() {
        assertResult(server.get(CRONE, OWN, owner("<default/>")), owner("<default><x xmlns='jabber:x:data' "
            + "type='form'>" + configuration("", "1") + "</x></default>"));
        assertResult(server.get(WICCA, COVEN, owner("<default/>")), owner("<default><x xmlns='jabber:x:data' "
            + "type='form'>" + configuration("", "20") + "</x></default>"));
    }

    // Publish

    @Test
    void m8_publishingUnderTheSameIdReplaces() {
        server.done(server.set(HAG, COVEN, pubsub("<create node='" + ACTIVITY + "'/>")));
        server.publish(HAG, COVEN, ACTIVITY, "1");
        server.publish(HAG, COVEN, ACTIVITY, "2");
        server.publish(HAG, COVEN, ACTIVITY, "1");

        assertThat(server.eventsOf(WICCA)).hasSize(3);
        assertResult(server.get(WICCA, COVEN, items(ACTIVITY)), pubsub("<items node='" + ACTIVITY + "'>"
            + item(ACTIVITY, "2") + item(ACTIVITY, "1") + "</items>"));
    }

    @Test
    void m8_publishOptionsAreTheConfigurationOfANewNode() {
        server.done(server.set(CRONE, OWN, pubsub("<publish node='" + ACTIVITY + "'>" + item(ACTIVITY, "1")
            + "</publish><publish-options>" + form("max_items", "max", "title", "T") + "</publish-options>")));

        assertResult(server.get(CRONE, OWN, owner("<configure node='" + ACTIVITY + "'/>")), owner("<configure node='"
            + ACTIVITY + "'><x xmlns='jabber:x:data' type='form'>" + configuration("T", "250") + "</x></configure>"));
    }

    @Test
    void m8_publishOptionsThatTheNodeMeetsDoNoHarm() {
        server.publish(CRONE, OWN, ACTIVITY, "1");

        server.done(server.set(CRONE, OWN, pubsub("<publish node='" + ACTIVITY + "'>" + item(ACTIVITY, "2")
            + "</publish><publish-options>" + form("max_items", "1", "persist_items", "true", "access_model", "presence",
                "send_last_published_item", "on_sub_and_presence", "item_expire", "max") + "</publish-options>")));
        server.done(server.set(CRONE, OWN, pubsub("<publish node='" + ACTIVITY + "'>" + item(ACTIVITY, "3")
            + "</publish><publish-options/>")));
    }

    // Retract and purge

    @Test
    void m8_retractsAnItemAndTells() {
        server.publish(CRONE, OWN, ACTIVITY, "1");
        server.forgetEvents();

        assertDone(server.set(CRONE, OWN, pubsub("<retract node='" + ACTIVITY + "'><item id='1'/></retract>")));

        assertEvent(server.eventOf(WICCA), OWN, retracted(ACTIVITY, "1"));
        assertResult(server.get(WICCA, OWN, items(ACTIVITY)), items(ACTIVITY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "1"})
    void m8_retractTellsWhereThePublisherWantsIt(final String yes) {
        server.set(CRONE, OWN, pubsub("<create node='" + ACTIVITY + "'/><configure>" + form("notify_retract", "0")
            + "</configure>"));
        server.publish(CRONE, OWN, ACTIVITY, "1");
        server.publish(CRONE, OWN, ACTIVITY, "2");
        server.forgetEvents();

        assertDone(server.set(CRONE, OWN, pubsub("<retract node='" + ACTIVITY + "' notify='" + yes
            + "'><item id='2'/></retract>")));

        assertEvent(server.eventOf(WICCA), OWN, retracted(ACTIVITY, "2"));
    }

    @Test
    void m8_purgesANodeAndTellsOnce() {
        tenItems();
        server.forgetEvents();

        assertDone(server.set(HAG, COVEN, owner("<purge node='" + ACTIVITY + "'/>")));

        assertEvent(server.eventOf(WICCA), COVEN, "<purge node='" + ACTIVITY + "'/>");
        assertResult(server.get(WICCA, COVEN, items(ACTIVITY)), items(ACTIVITY));
    }

    // Subscribe

    static Stream<Arguments> ownJids() {
        return Stream.of(Arguments.of(HAG.toString()), Arguments.of(HAG.toBareJID()),
            Arguments.of(occupant(THIRD).toString()));
    }

    @ParameterizedTest
    @MethodSource("ownJids")
    void m8_subscribesUnderEachOfOnesOwnJidsAndUnsubscribes(final String jid) {
        server.publish(CRONE, OWN, ACTIVITY, "1");
        subscribe(HAG, OWN, ACTIVITY, jid);
        server.forgetEvents();

        server.publish(CRONE, OWN, ACTIVITY, "2");
        assertEvent(server.eventOf(HAG), OWN, published(ACTIVITY, "2"));

        assertDone(server.set(HAG, OWN, pubsub("<unsubscribe node='" + ACTIVITY + "' jid='" + jid + "'/>")));
        server.publish(CRONE, OWN, ACTIVITY, "3");
        assertThat(server.eventsOf(HAG)).isEmpty();
    }

    @Test
    void m8_unsubscribingDoesNotMindASubscriptionIdThatNobodyGaveOut() {
        server.publish(CRONE, OWN, ACTIVITY, "1");
        subscribe(HAG, OWN, ACTIVITY, HAG.toString());

        assertDone(server.set(HAG, OWN, pubsub("<unsubscribe node='" + ACTIVITY + "' jid='" + HAG + "' subid='1'/>")));
    }

    @Test
    void m8_subscriptionIsThatOfTheSession() {
        server.join(WICCA_PHONE, SECOND);
        server.publish(CRONE, OWN, "x", "1");
        subscribe(WICCA, OWN, "x", WICCA.toString());
        server.forgetEvents();

        server.publish(CRONE, OWN, "x", "2");

        assertThat(server.eventsOf(WICCA)).hasSize(1);
        assertThat(server.eventsOf(WICCA_PHONE)).isEmpty();
        assertRefused(server.set(WICCA_PHONE, OWN, pubsub("<unsubscribe node='x' jid='" + WICCA_PHONE + "'/>")),
            "cancel", "unexpected-request", "not-subscribed");
    }

    // Retrieve

    @Test
    void m8_givesAllItemsOldestFirst() {
        server.publish(HAG, COVEN, ACTIVITY, "1");
        server.publish(HAG, COVEN, ACTIVITY, "2");

        assertResult(server.get(WICCA, COVEN, items(ACTIVITY)), pubsub("<items node='" + ACTIVITY + "'>"
            + item(ACTIVITY, "1") + item(ACTIVITY, "2") + "</items>"));
    }

    static Stream<Arguments> selections() {
        return Stream.of(
            // what is asked for, which items are given, what is said of the page
            Arguments.of("", "><item id='3'/><item id='7'/></items>", "37", null),
            Arguments.of("", "><item id='3'/><item id='x'/></items>", "3", null),
            Arguments.of("", "><item id='x'/></items>", "", null),
            Arguments.of(" max_items='3'", "/>", "789", null),
            Arguments.of(" max_items='30'", "/>", "0123456789", null),
            Arguments.of("", "/><set xmlns='http://jabber.org/protocol/rsm'/>", "0123456789",
                "<first index='0'>0</first><last>9</last>"),
            Arguments.of("", "/><set xmlns='http://jabber.org/protocol/rsm'><max>3</max></set>", "012",
                "<first index='0'>0</first><last>2</last>"),
            Arguments.of("", "/><set xmlns='http://jabber.org/protocol/rsm'><max>3</max><after>2</after></set>", "345",
                "<first index='3'>3</first><last>5</last>"),
            Arguments.of("", "/><set xmlns='http://jabber.org/protocol/rsm'><max>3</max><after>8</after></set>", "9",
                "<first index='9'>9</first><last>9</last>"),
            Arguments.of("", "/><set xmlns='http://jabber.org/protocol/rsm'><max>3</max><after>9</after></set>", "", ""),
            Arguments.of("", "/><set xmlns='http://jabber.org/protocol/rsm'><max>3</max><before/></set>", "789",
                "<first index='7'>7</first><last>9</last>"),
            Arguments.of("", "/><set xmlns='http://jabber.org/protocol/rsm'><max>3</max><before>7</before></set>", "456",
                "<first index='4'>4</first><last>6</last>"),
            Arguments.of("", "/><set xmlns='http://jabber.org/protocol/rsm'><max>3</max><index>4</index></set>", "456",
                "<first index='4'>4</first><last>6</last>"),
            Arguments.of("", "/><set xmlns='http://jabber.org/protocol/rsm'><max>0</max></set>", "", ""));
    }

    @ParameterizedTest
    @MethodSource("selections")
    void m8_givesSomeItems(final String attribute, final String rest, final String ids, final String page) {
        tenItems();

        final IQ reply = server.get(WICCA, COVEN, pubsub("<items node='" + ACTIVITY + "'" + attribute + rest));

        final StringBuilder expected = new StringBuilder("<items node='" + ACTIVITY + "'>");
        ids.chars().forEach(id -> expected.append(item(ACTIVITY, Character.toString(id))));
        expected.append("</items>");
        if (page != null) {
            expected.append("<set xmlns='http://jabber.org/protocol/rsm'>").append(page)
                .append("<count>10</count></set>");
        }
        assertResult(reply, pubsub(expected.toString()));
    }

    @Test
    void m8_pageThatNobodyCanFindIsNotFound() {
        tenItems();

        assertRefused(server.get(WICCA, COVEN, pubsub("<items node='" + ACTIVITY
            + "'/><set xmlns='http://jabber.org/protocol/rsm'><after>x</after></set>")), "cancel", "item-not-found");
        assertRefused(server.get(WICCA, COVEN, pubsub("<items node='" + ACTIVITY
            + "'/><set xmlns='http://jabber.org/protocol/rsm'><before>x</before></set>")), "cancel", "item-not-found");
        assertRefused(server.get(WICCA, COVEN, pubsub("<items node='" + ACTIVITY
            + "'/><set xmlns='http://jabber.org/protocol/rsm'><max>-1</max></set>")), "modify", "bad-request");
    }

    // Subscriptions and affiliations

    @Test
    void m8_saysWhatOneIsSubscribedTo() {
        server.publish(CRONE, OWN, ACTIVITY, "1");
        server.publish(CRONE, OWN, MOOD, "1");
        subscribe(HAG, OWN, ACTIVITY, HAG.toString());
        subscribe(WICCA, OWN, MOOD, WICCA.toString());
        final String subscription = "<subscription node='" + ACTIVITY + "' jid='" + occupant(THIRD)
            + "' subscription='subscribed'/>";

        assertResult(server.get(HAG, OWN, pubsub("<subscriptions node='" + ACTIVITY + "'/>")),
            pubsub("<subscriptions node='" + ACTIVITY + "'>" + subscription + "</subscriptions>"));
        assertResult(server.get(HAG, OWN, pubsub("<subscriptions node='" + MOOD + "'/>")),
            pubsub("<subscriptions node='" + MOOD + "'/>"));
        assertResult(server.get(HAG, COVEN, pubsub("<subscriptions/>")), pubsub("<subscriptions/>"));

        subscribe(CRONE, OWN, ACTIVITY, CRONE.toString());
        assertResult(server.get(CRONE, OWN, pubsub("<subscriptions/>")), pubsub("<subscriptions><subscription node='"
            + ACTIVITY + "' jid='" + OWN + "' subscription='subscribed'/></subscriptions>"));
    }

    @Test
    void m8_saysWhatOneIsAffiliatedWith() {
        server.publish(CRONE, OWN, ACTIVITY, "1");
        server.publish(CRONE, OWN, MOOD, "1");
        server.publish(HAG, COVEN, ACTIVITY, "1");
        subscribe(WICCA, OWN, MOOD, WICCA.toString());

        assertResult(server.get(CRONE, OWN, pubsub("<affiliations/>")), pubsub("<affiliations>"
            + "<affiliation node='" + ACTIVITY + "' affiliation='owner'/>"
            + "<affiliation node='" + MOOD + "' affiliation='owner'/></affiliations>"));
        assertResult(server.get(WICCA, OWN, pubsub("<affiliations node='" + ACTIVITY + "'/>")),
            pubsub("<affiliations node='" + ACTIVITY + "'/>"));
        assertResult(server.get(WICCA, OWN, pubsub("<affiliations node='" + MOOD + "'/>")), pubsub("<affiliations node='"
            + MOOD + "'><affiliation node='" + MOOD + "' affiliation='subscriber'/></affiliations>"));
        assertResult(server.get(HAG, COVEN, pubsub("<affiliations/>")), pubsub("<affiliations>"
            + "<affiliation node='" + ACTIVITY + "' affiliation='owner'/></affiliations>"));
        assertResult(server.get(CRONE, COVEN, pubsub("<affiliations/>")), pubsub("<affiliations/>"));
    }

    @Test
    void m8_tellsTheOwnerWhoIsSubscribedByOccupantJid() {
        server.join(WICCA_PHONE, SECOND);
        server.publish(CRONE, OWN, ACTIVITY, "1");
        for (final JID session : List.of(WICCA, WICCA_PHONE, HAG)) {
            subscribe(session, OWN, ACTIVITY, session.toString());
        }

        assertResult(server.get(CRONE, OWN, owner("<subscriptions node='" + ACTIVITY + "'/>")), owner(
            "<subscriptions node='" + ACTIVITY + "'>"
            + "<subscription jid='" + occupant(SECOND) + "' subscription='subscribed'/>"
            + "<subscription jid='" + occupant(THIRD) + "' subscription='subscribed'/></subscriptions>"));
    }

    @Test
    void m8_tellsTheOwnerWhoIsAffiliatedByOccupantJid() {
        server.publish(CRONE, OWN, ACTIVITY, "1");
        subscribe(WICCA, OWN, ACTIVITY, WICCA.toString());
        subscribe(CRONE, OWN, ACTIVITY, CRONE.toString());
        server.publish(HAG, COVEN, MOOD, "1");

        assertResult(server.get(CRONE, OWN, owner("<affiliations node='" + ACTIVITY + "'/>")), owner(
            "<affiliations node='" + ACTIVITY + "'><affiliation jid='" + OWN + "' affiliation='owner'/>"
            + "<affiliation jid='" + occupant(SECOND) + "' affiliation='subscriber'/></affiliations>"));
        assertResult(server.get(HAG, COVEN, owner("<affiliations node='" + MOOD + "'/>")), owner(
            "<affiliations node='" + MOOD + "'><affiliation jid='" + COVEN + "' affiliation='owner'/></affiliations>"));
    }
}
