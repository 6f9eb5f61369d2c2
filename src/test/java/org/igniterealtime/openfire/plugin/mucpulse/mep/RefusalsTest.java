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
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertRefused;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertResult;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertUnsupported;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertXml;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.ACTIVITY;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.COVEN;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.CRONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.FIRST;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.MACBETH;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.MOOD;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SECOND;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.occupant;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** M7, M13 and the error table of XEP-0060: which request is refused, and in which words. */
class RefusalsTest {

    private static final String PAYLOAD = "<thing xmlns='" + ACTIVITY + "'/>";
    private static final JID OWN = occupant(FIRST);
    private static final String LONG = "n".repeat(256);

    private final MepFixture server = new MepFixture();

    @BeforeEach
    void twoWitchesMeet() {
        server.join(CRONE, FIRST);
        server.join(WICCA, SECOND);
    }

    private static String pubsub(final String content) {
        return "<pubsub xmlns='" + PUBSUB + "'>" + content + "</pubsub>";
    }

    private static String owner(final String content) {
        return "<pubsub xmlns='" + PUBSUB + "#owner'>" + content + "</pubsub>";
    }

    private static String form(final String type, final String... options) {
        final StringBuilder form = new StringBuilder("<x xmlns='jabber:x:data' type='submit'>");
        form.append("<field var='FORM_TYPE' type='hidden'><value>").append(PUBSUB).append(type)
            .append("</value></field>");
        for (int i = 0; i < options.length; i += 2) {
            form.append("<field var='pubsub#").append(options[i]).append("'><value>").append(options[i + 1])
                .append("</value></field>");
        }
        return form.append("</x>").toString();
    }

    private static String publish(final String item, final String... options) {
        return pubsub("<publish node='" + ACTIVITY + "'>" + item + "</publish>" + (options.length == 0 ? ""
            : "<publish-options>" + form("#publish-options", options) + "</publish-options>"));
    }

    private void create(final String node, final String... options) {
        server.done(server.set(CRONE, OWN, pubsub("<create node='" + node + "'/><configure>"
            + form("#node_config", options) + "</configure>")));
    }

    private void exists() {
        server.done(server.set(CRONE, OWN, publish("<item id='1'>" + PAYLOAD + "</item>")));
    }

    // M7: who

    @Test
    void m7_publishingToSomebodyElseIsForbidden() {
        assertRefused(server.publish(WICCA, OWN, ACTIVITY, "1"), "auth", "forbidden");

        exists();
        assertRefused(server.publish(WICCA, OWN, ACTIVITY, "1"), "auth", "forbidden");
    }

    @Test
    void m7_changingWhatIsSomebodyElsesIsForbidden() {
        exists();

        for (final String request : List.of(
            pubsub("<create node='x'/>"),
            pubsub("<create/>"),
            pubsub("<retract node='" + ACTIVITY + "'><item id='1'/></retract>"),
            owner("<delete node='" + ACTIVITY + "'/>"),
            owner("<purge node='" + ACTIVITY + "'/>"),
            owner("<configure node='" + ACTIVITY + "'>" + form("#node_config", "title", "x") + "</configure>"))) {
            assertRefused(server.set(WICCA, OWN, request), "auth", "forbidden");
        }
        for (final String request : List.of("configure", "subscriptions", "affiliations")) {
            assertRefused(server.get(WICCA, OWN, owner("<" + request + " node='" + ACTIVITY + "'/>")), "auth",
                "forbidden");
        }
    }

    @Test
    void m7_publishingWithoutVoiceInAModeratedRoomIsForbidden() {
        server.giveRole(CRONE, Role.VISITOR);
        server.rooms.get(COVEN).moderated = true;
        assertRefused(server.publish(CRONE, OWN, ACTIVITY, "1"), "auth", "forbidden");

        server.rooms.get(COVEN).moderated = false;
        server.done(server.publish(CRONE, OWN, ACTIVITY, "1"));

        server.rooms.get(COVEN).moderated = true;
        server.giveRole(CRONE, Role.PARTICIPANT);
        server.done(server.publish(CRONE, OWN, ACTIVITY, "1"));
    }

    @Test
    void m7_whoIsNotInTheRoomIsNotAuthorized() {
        exists();

        for (final IQ reply : List.of(
            server.publish(MACBETH, COVEN, ACTIVITY, "1"),
            server.publish(MACBETH, OWN, ACTIVITY, "1"),
            server.publish(MACBETH, occupant("macbeth"), ACTIVITY, "1"),
            server.get(MACBETH, COVEN, pubsub("<items node='" + ACTIVITY + "'/>")),
            server.get(MACBETH, OWN, pubsub("<items node='" + ACTIVITY + "'/>")),
            server.set(MACBETH, OWN, pubsub("<subscribe node='" + ACTIVITY + "' jid='" + MACBETH + "'/>")),
            server.set(MACBETH, OWN, owner("<delete node='" + ACTIVITY + "'/>")),
            server.set(MACBETH, OWN, pubsub("<nonsense/>")),
            server.get(MACBETH, COVEN, owner("<default/>")))) {
            assertRefused(reply, "auth", "not-authorized", "presence-subscription-required");
        }
    }

    /** The answer to somebody who is not in the room, without what is the request's. */
    private static String answer(final IQ reply) {
        assertRefused(reply, "auth", "not-authorized", "presence-subscription-required");
        final IQ copy = reply.createCopy();
        copy.getChildElement().detach();
        copy.setID("id");
        copy.setFrom(COVEN);
        return copy.toXML();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void s4_answersToOutsidersAreTheSameWhateverThereIs(final boolean databaseIsSlow) {
        exists();
        if (databaseIsSlow) {
            // The room is being read: who is in it waits, who is not learns nothing of that
            server.leave(CRONE);
            server.leave(WICCA);
            server.slowDatabase();
            server.join(CRONE, FIRST);
        }
        final Set<String> answers = new HashSet<>();
        for (final JID to : List.of(COVEN, OWN, occupant(SECOND), occupant("nobody"),
            new JID("heath", MepFixture.SERVICE, null), new JID("heath", MepFixture.SERVICE, FIRST))) {
            for (final String node : List.of(ACTIVITY, "unheard of")) {
                for (final String action : List.of("items", "subscriptions", "affiliations", "publish", "retract")) {
                    for (final String type : List.of("get", "set")) {
                        answers.add(answer(server.answered(server.stanza(type, MACBETH, to,
                            pubsub("<" + action + " node='" + node + "'/>")))));
                    }
                }
                for (final String namespace : List.of("info", "items")) {
                    answers.add(answer(server.get(MACBETH, to, "<query xmlns='http://jabber.org/protocol/disco#"
                        + namespace + "' node='" + node + "'/>")));
                }
            }
        }
        assertThat(answers).hasSize(1);
    }

    @Test
    void m7_anotherSessionOfAnOccupantIsNotInTheRoom() {
        assertRefused(server.publish(MepFixture.WICCA_PHONE, occupant(SECOND), ACTIVITY, "1"), "auth",
            "not-authorized", "presence-subscription-required");
    }

    @Test
    void m7_whoLeftIsNotInTheRoomAnyLonger() {
        server.leave(CRONE);

        assertRefused(server.publish(CRONE, OWN, ACTIVITY, "1"), "auth", "not-authorized",
            "presence-subscription-required");
    }

    @Test
    void m7_roomThatNobodyIsInAdmitsNobody() {
        server.rooms.create(new JID("heath", MepFixture.SERVICE, null));

        assertRefused(server.publish(CRONE, new JID("heath", MepFixture.SERVICE, null), ACTIVITY, "1"), "auth",
            "not-authorized", "presence-subscription-required");
    }

    @Test
    void m7_roomThatIsNotThereAdmitsNobodyEither() {
        assertRefused(server.publish(CRONE, new JID("heath", MepFixture.SERVICE, null), ACTIVITY, "1"), "auth",
            "not-authorized", "presence-subscription-required");
    }

    @Test
    void m7_occupantWhoIsNotThereIsNotFound() {
        assertRefused(server.publish(CRONE, occupant("nobody"), ACTIVITY, "1"), "cancel", "item-not-found");
    }

    // M7: the error table

    @Test
    void m7_refusalRepeatsTheRequest() {
        final IQ request = server.stanza("set", WICCA, OWN, publish("<item id='1'>" + PAYLOAD + "</item>"));

        final IQ reply = server.answered(request);

        assertThat(reply.getElement().elements()).hasSize(2);
        assertXml(reply.getChildElement(), publish("<item id='1'>" + PAYLOAD + "</item>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<publish><item>" + PAYLOAD + "</item></publish>",
        "<publish node=''><item>" + PAYLOAD + "</item></publish>",
        "<retract><item id='1'/></retract>",
        "<subscribe jid='crone1@shakespeare.lit'/>",
        "<unsubscribe jid='crone1@shakespeare.lit'/>"})
    void m7_setWithoutNodeIsRefused(final String action) {
        assertRefused(server.set(CRONE, OWN, pubsub(action)), "modify", "bad-request", "nodeid-required");
    }

    @Test
    void m7_otherRequestsWithoutNodeAreRefused() {
        assertRefused(server.get(CRONE, OWN, pubsub("<items/>")), "modify", "bad-request", "nodeid-required");
        for (final String action : List.of("delete", "purge")) {
            assertRefused(server.set(CRONE, OWN, owner("<" + action + "/>")), "modify", "bad-request",
                "nodeid-required");
        }
        for (final String action : List.of("configure", "subscriptions", "affiliations")) {
            assertRefused(server.get(CRONE, OWN, owner("<" + action + "/>")), "modify", "bad-request",
                "nodeid-required");
        }
        assertRefused(server.set(CRONE, OWN, owner("<configure>" + form("#node_config") + "</configure>")), "modify",
            "bad-request", "nodeid-required");
    }

    @Test
    void m7_whatIsNotThereIsNotFound() {
        assertRefused(server.get(CRONE, OWN, pubsub("<items node='x'/>")), "cancel", "item-not-found");
        assertRefused(server.get(CRONE, OWN, pubsub("<subscriptions node='x'/>")), "cancel", "item-not-found");
        assertRefused(server.get(CRONE, OWN, pubsub("<affiliations node='x'/>")), "cancel", "item-not-found");
        assertRefused(server.set(CRONE, OWN, pubsub("<subscribe node='x' jid='" + CRONE + "'/>")), "cancel",
            "item-not-found");
        assertRefused(server.set(CRONE, OWN, pubsub("<unsubscribe node='x' jid='" + CRONE + "'/>")), "cancel",
            "item-not-found");
        assertRefused(server.set(CRONE, OWN, pubsub("<retract node='x'><item id='1'/></retract>")), "cancel",
            "item-not-found");
        for (final String action : List.of("delete", "purge")) {
            assertRefused(server.set(CRONE, OWN, owner("<" + action + " node='x'/>")), "cancel", "item-not-found");
        }
        for (final String action : List.of("configure", "subscriptions", "affiliations")) {
            assertRefused(server.get(CRONE, OWN, owner("<" + action + " node='x'/>")), "cancel", "item-not-found");
        }
        exists();
        assertRefused(server.set(CRONE, OWN, pubsub("<retract node='" + ACTIVITY + "'><item id='2'/></retract>")),
            "cancel", "item-not-found");
    }

    @Test
    void m7_publishingNothingToANodeThatKeepsItemsIsRefused() {
        assertRefused(server.set(CRONE, OWN, publish("")), "modify", "bad-request", "item-required");

        exists();
        assertRefused(server.set(CRONE, OWN, publish("")), "modify", "bad-request", "item-required");
    }

    @Test
    void m7_publishingWithoutPayloadToANodeThatDeliversPayloadsIsRefused() {
        assertRefused(server.set(CRONE, OWN, publish("<item id='1'/>")), "modify", "bad-request", "payload-required");

        create(ACTIVITY, "persist_items", "0");
        assertRefused(server.set(CRONE, OWN, publish("<item id='1'/>")), "modify", "bad-request", "payload-required");
        assertRefused(server.set(CRONE, OWN, publish("")), "modify", "bad-request", "payload-required");
    }

    @Test
    void m7_publishingAnItemToANodeThatNeitherKeepsNorDeliversIsRefused() {
        create(ACTIVITY, "persist_items", "0", "deliver_payloads", "0");

        assertRefused(server.set(CRONE, OWN, publish("<item id='1'/>")), "modify", "bad-request", "item-forbidden");
        assertRefused(server.set(CRONE, OWN, publish("<item>" + PAYLOAD + "</item>")), "modify", "bad-request",
            "item-forbidden");
    }

    @Test
    void m7_payloadThatIsNotOneElementOfTheRightNamespaceIsRefused() {
        assertRefused(server.set(CRONE, OWN, publish("<item>" + PAYLOAD + PAYLOAD + "</item>")), "modify",
            "bad-request", "invalid-payload");

        create(ACTIVITY, "type", MOOD);
        assertRefused(server.set(CRONE, OWN, publish("<item>" + PAYLOAD + "</item>")), "modify", "bad-request",
            "invalid-payload");
        server.done(server.set(CRONE, OWN, publish("<item><mood xmlns='" + MOOD + "'/></item>")));
    }

    @Test
    void m7_severalItemsAtOnceAreNotOffered() {
        exists();

        assertRefused(server.set(CRONE, OWN, publish("<item>" + PAYLOAD + "</item><item>" + PAYLOAD + "</item>")),
            "modify", "bad-request", "max-items-exceeded");
        assertRefused(server.set(CRONE, OWN, pubsub("<retract node='" + ACTIVITY
            + "'><item id='1'/><item id='2'/></retract>")), "modify", "bad-request", "max-items-exceeded");
    }

    @Test
    void m7_creatingWhatIsThereIsAConflict() {
        exists();

        assertRefused(server.set(CRONE, OWN, pubsub("<create node='" + ACTIVITY + "'/>")), "cancel", "conflict");
    }

    @Test
    void m7_retractingWithoutItemIsRefused() {
        exists();

        for (final String items : List.of("", "<item/>", "<item id=''/>")) {
            assertRefused(server.set(CRONE, OWN, pubsub("<retract node='" + ACTIVITY + "'>" + items + "</retract>")),
                "modify", "bad-request", "item-required");
        }
    }

    @Test
    void m7_nodeThatKeepsNothingHasNothingToDeleteOrToGive() {
        create(ACTIVITY, "persist_items", "0");

        assertUnsupported(server.set(CRONE, OWN, pubsub("<retract node='" + ACTIVITY
            + "'><item id='1'/></retract>")), "persistent-items");
        assertUnsupported(server.set(CRONE, OWN, owner("<purge node='" + ACTIVITY + "'/>")), "persistent-items");
        assertUnsupported(server.get(CRONE, OWN, pubsub("<items node='" + ACTIVITY + "'/>")), "persistent-items");
    }

    @Test
    void m7_subscribingWithoutOrWithoutOwnJidIsRefused() {
        exists();

        assertRefused(server.set(CRONE, OWN, pubsub("<subscribe node='" + ACTIVITY + "'/>")), "modify", "bad-request",
            "jid-required");
        for (final String jid : List.of(WICCA.toString(), WICCA.toBareJID(), occupant(SECOND).toString(),
            COVEN.toString(), "@", "a@b@c", "", CRONE.toBareJID() + "/elsewhere")) {
            assertRefused(server.set(CRONE, OWN, pubsub("<subscribe node='" + ACTIVITY + "' jid='" + jid + "'/>")),
                "modify", "bad-request", "invalid-jid");
        }
    }

    @Test
    void m7_unsubscribingIsRefusedWhereThereIsNoSubscriptionOrItIsSomebodyElses() {
        exists();
        server.done(server.set(WICCA, OWN, pubsub("<subscribe node='" + ACTIVITY + "' jid='" + WICCA + "'/>")));

        assertRefused(server.set(CRONE, OWN, pubsub("<unsubscribe node='" + ACTIVITY + "' jid='" + CRONE + "'/>")),
            "cancel", "unexpected-request", "not-subscribed");
        assertRefused(server.set(CRONE, OWN, pubsub("<unsubscribe node='" + ACTIVITY + "' jid='" + WICCA + "'/>")),
            "auth", "forbidden");
        assertRefused(server.set(CRONE, OWN, pubsub("<unsubscribe node='" + ACTIVITY + "'/>")), "modify", "bad-request",
            "jid-required");
    }

    @Test
    void m7_whatIsNotOfferedIsNamed() {
        exists();
        final String subject = " node='" + ACTIVITY + "' jid='" + CRONE + "'/>";

        assertUnsupported(server.set(CRONE, OWN, pubsub("<subscribe" + subject + "<options><x xmlns='jabber:x:data' "
            + "type='submit'/></options>")), "subscription-options");
        assertUnsupported(server.get(CRONE, OWN, pubsub("<options" + subject)), "subscription-options");
        assertUnsupported(server.set(CRONE, OWN, pubsub("<options" + subject)), "subscription-options");
        assertUnsupported(server.get(CRONE, OWN, pubsub("<default/>")), "retrieve-default-sub");
        assertUnsupported(server.set(CRONE, OWN, owner("<subscriptions node='" + ACTIVITY + "'/>")),
            "manage-subscriptions");
        assertUnsupported(server.set(CRONE, OWN, owner("<affiliations node='" + ACTIVITY + "'/>")),
            "modify-affiliations");
    }

    @Test
    void m7_redirectionIsNotOffered() {
        exists();

        assertRefused(server.set(CRONE, OWN, owner("<delete node='" + ACTIVITY + "'><redirect uri='xmpp:a@b'/></delete>")),
            "cancel", "feature-not-implemented");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<nonsense/>", "<publish xmlns='urn:example:other' node='x'/>", "<configure node='x'/>",
        "<publish-options/>", "<items node='x'/>", "<publish node='x'><nonsense/></publish>",
        "<publish node='x'><item xmlns='urn:example:other'>" + PAYLOAD + "</item></publish>",
        "<create node='x'/><create node='y'/>", "<create node='x'/><retract node='x'><item id='1'/></retract>"})
    void m7_nonsenseIsABadRequest(final String action) {
        assertRefused(server.set(CRONE, OWN, pubsub(action)), "modify", "bad-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<nonsense/>", "<publish node='x'/>", "<create node='x'/>", "<items node='" + ACTIVITY
        + "' max_items='0'/>", "<items node='" + ACTIVITY + "' max_items='many'/>", "<items node='" + ACTIVITY
        + "'><item/></items>"})
    void m7_askingForNonsenseIsABadRequest(final String action) {
        exists();

        assertRefused(server.get(CRONE, OWN, pubsub(action)), "modify", "bad-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<nonsense/>", "<default/>", "<configure node='x'/>"})
    void m7_orderingNonsenseAsOwnerIsABadRequest(final String action) {
        assertRefused(server.set(CRONE, OWN, owner(action)), "modify", "bad-request");
    }

    @Test
    void m7_idsThatCannotBeStoredAreRefused() {
        assertRefused(server.publish(CRONE, OWN, LONG, "1"), "modify", "not-acceptable");
        assertRefused(server.publish(CRONE, OWN, ACTIVITY, LONG), "modify", "not-acceptable");
        server.done(server.publish(CRONE, OWN, "n".repeat(255), "i".repeat(255)));
    }

    @Test
    void m7_subscriptionIdsAreUnknownWhereItemsAreAskedFor() {
        exists();

        assertRefused(server.get(CRONE, OWN, pubsub("<items node='" + ACTIVITY + "' subid='1'/>")), "modify",
            "not-acceptable", "invalid-subid");
    }

    // M8: what options must not say

    @ParameterizedTest
    @ValueSource(strings = {"open", "roster", "authorize", "whitelist", "nonsense"})
    void m8_otherAccessModelsAreNotAcceptable(final String model) {
        assertRefused(server.set(CRONE, OWN, pubsub("<create node='x'/><configure>"
            + form("#node_config", "access_model", model) + "</configure>")), "modify", "not-acceptable",
            "unsupported-access-model");
        assertRefused(server.set(CRONE, OWN, publish("<item>" + PAYLOAD + "</item>", "access_model", model)), "modify",
            "not-acceptable", "unsupported-access-model");
        exists();
        assertRefused(server.set(CRONE, OWN, owner("<configure node='" + ACTIVITY + "'>"
            + form("#node_config", "access_model", model) + "</configure>")), "modify", "not-acceptable",
            "unsupported-access-model");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deliver_payloads=maybe", "notify_retract=2", "notify_delete=yes", "notify_config=",
        "persist_items=on", "max_items=0", "max_items=-1", "max_items=251", "max_items=many", "item_expire=-1",
        "item_expire=soon", "item_expire=99999999999", "max_payload_size=0", "max_payload_size=65537",
        "send_last_published_item=sometimes", "deliver_notifications=0", "publish_model=open", "node_type=tree",
        "notification_type=normal", "subscribe=0"})
    void m9_valuesThatMakeNoSenseOrHaveNoEffectAreNotAcceptable(final String option) {
        exists();
        final String[] parts = option.split("=", 2);

        assertRefused(server.set(CRONE, OWN, owner("<configure node='" + ACTIVITY + "'>"
            + form("#node_config", parts) + "</configure>")), "modify", "not-acceptable");
        assertRefused(server.set(CRONE, OWN, pubsub("<create node='x'/><configure>" + form("#node_config", parts)
            + "</configure>")), "modify", "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<field var='pubsub#node_type'><value>collection</value></field>",
        "<field var='pubsub#node_type'><value>leaf</value><value>collection</value></field>",
        "<field var='pubsub#collection'><value>blogs</value></field>",
        "<field var='pubsub#children'><value>one</value><value>other</value></field>"})
    void m7_whatNeedsCollectionsNamesThemAsUnsupported(final String field) {
        exists();
        final String form = "<x xmlns='jabber:x:data' type='submit'>" + field + "</x>";

        assertUnsupportedCollections(
            server.set(CRONE, OWN, pubsub("<create node='x'/><configure>" + form + "</configure>")));
        assertUnsupportedCollections(server.set(CRONE, OWN, pubsub("<create/><configure>" + form + "</configure>")));
        assertUnsupportedCollections(
            server.set(CRONE, OWN, owner("<configure node='" + ACTIVITY + "'>" + form + "</configure>")));
        assertUnsupportedCollections(server.get(CRONE, OWN, owner("<default>" + form + "</default>")));
        assertThatThereIsOnlyTheNodeOfBefore();
    }

    @Test
    void m7_collectionsOfEarlierVersionsAreUnsupportedToo() {
        exists();

        assertUnsupportedCollections(server.set(CRONE, OWN, pubsub("<create node='x' type='collection'/>")));
        assertUnsupportedCollections(
            server.set(CRONE, OWN, pubsub("<create node='x' type='collection'/><configure/>")));
        assertUnsupportedCollections(server.get(CRONE, OWN, owner("<default type='collection'/>")));
        assertUnsupportedCollections(server.set(CRONE, OWN, owner("<collection node='" + ACTIVITY
            + "'><associate node='x'/></collection>")));
        assertRefused(server.set(CRONE, OWN, pubsub("<create node='x' type='tree'/>")), "modify", "not-acceptable");
        assertThatThereIsOnlyTheNodeOfBefore();
        server.done(server.set(CRONE, OWN, pubsub("<create node='x' type='leaf'/>")));
    }

    @Test
    void m7_nodeThatIsCreatedByPublishingIsNoCollection() {
        assertUnsupportedCollections(
            server.set(CRONE, OWN, publish("<item>" + PAYLOAD + "</item>", "node_type", "collection")));
        exists();

        assertRefused(server.set(CRONE, OWN, publish("<item>" + PAYLOAD + "</item>", "node_type", "collection")),
            "cancel", "conflict", "precondition-not-met");
    }

    @Test
    void m9_rootIsWhereNodesAreAnyway() {
        create("x", "collection", "", "node_type", "leaf");
        server.done(server.set(CRONE, OWN,
            owner("<configure node='x'>" + form("#node_config", "collection", "") + "</configure>")));
    }

    private static void assertUnsupportedCollections(final IQ reply) {
        assertUnsupported(reply, "collections");
    }

    private void assertThatThereIsOnlyTheNodeOfBefore() {
        final Element nodes = server.get(CRONE, OWN,
            "<query xmlns='http://jabber.org/protocol/disco#items'/>").getChildElement();
        assertThat(nodes.elements("item")).extracting(item -> item.attributeValue("node")).containsExactly(ACTIVITY);
    }

    @Test
    void m9_titleThatCannotBeStoredIsNotAcceptable() {
        exists();

        assertRefused(server.set(CRONE, OWN, owner("<configure node='" + ACTIVITY + "'>"
            + form("#node_config", "title", LONG) + "</configure>")), "modify", "not-acceptable");
    }

    @Test
    void m9_formOfAnotherTypeIsNotAcceptable() {
        exists();

        assertRefused(server.set(CRONE, OWN, owner("<configure node='" + ACTIVITY + "'>"
            + form("#subscribe_options", "title", "x") + "</configure>")), "modify", "not-acceptable");
        assertRefused(server.set(CRONE, OWN, owner("<configure node='" + ACTIVITY
            + "'><x xmlns='jabber:x:data' type='result'/></configure>")), "modify", "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_items=2", "max_items=max", "persist_items=0", "access_model=open", "title=Other",
        "send_last_published_item=never", "unheard_of=1", "publish_model=open", "max_items=nonsense"})
    void m8_publishOptionsThatTheNodeDoesNotMeetAreAConflict(final String option) {
        exists();

        assertRefused(server.set(CRONE, OWN, publish("<item id='2'>" + PAYLOAD + "</item>", option.split("=", 2))),
            "cancel", "conflict", "precondition-not-met");

        assertResult(server.get(CRONE, OWN, pubsub("<items node='" + ACTIVITY + "'/>")),
            pubsub("<items node='" + ACTIVITY + "'><item id='1'>" + PAYLOAD + "</item></items>"));
    }

    @Test
    void m8_publishOptionsThatNobodyKnowsAreAConflictOnANewNodeToo() {
        assertRefused(server.set(CRONE, OWN, publish("<item>" + PAYLOAD + "</item>", "unheard_of", "1")), "cancel",
            "conflict", "precondition-not-met");
        assertRefused(server.get(CRONE, OWN, pubsub("<items node='" + ACTIVITY + "'/>")), "cancel", "item-not-found");
    }

    // M13

    @Test
    void m13_requestIsRefusedWhereTheFeatureWasSwitchedOffSince() {
        final IQ request = server.stanza("set", CRONE, OWN, publish("<item id='1'>" + PAYLOAD + "</item>"));
        assertThat(server.claims(request)).isTrue();

        server.settings.roomsOff.add(OWN.toBareJID());
        server.mep.take(request);
        server.settle();

        assertRefused(server.onlyReply(request), "cancel", "service-unavailable");
        server.settings.roomsOff.clear();
        assertRefused(server.get(CRONE, OWN, pubsub("<items node='" + ACTIVITY + "'/>")), "cancel", "item-not-found");
    }

    @Test
    void m13_payloadOverTheLimitIsTooBig() {
        final int around = "<thing xmlns=\"\"></thing>".length() + ACTIVITY.length();
        server.settings.payloadSize = around + 10;

        server.done(server.set(CRONE, OWN, publish("<item><thing xmlns='" + ACTIVITY + "'>" + "é".repeat(5)
            + "</thing></item>")));
        assertRefused(server.set(CRONE, OWN, publish("<item><thing xmlns='" + ACTIVITY + "'>" + "é".repeat(5)
            + "x</thing></item>")), "modify", "not-acceptable", "payload-too-big");
    }

    private IQ publishOversized(final JID from, final JID to) {
        final IQ request = server.stanza("set", from, to, publish("<item>" + "<y/>".repeat(2_000) + "</item>"));
        request.setChildElement(Oversized.of(request.getChildElement()));
        return server.answered(request);
    }

    @Test
    void m13_publicationThatIsTooLargeToBeLookedAtIsTooBigToo() {
        final IQ refusal = publishOversized(CRONE, OWN);
        assertRefused(refusal, "modify", "not-acceptable", "payload-too-big");
        assertThat(refusal.getChildElement().hasContent()).isFalse();
        assertRefused(publishOversized(WICCA, OWN), "auth", "forbidden");
        assertRefused(publishOversized(MACBETH, OWN), "auth", "not-authorized", "presence-subscription-required");
    }

    /** A server with a former version of the plugin does not know the mark of such a publication. */
    @Test
    void k7_publicationThatIsTooLargeIsRefusedByAFormerVersionAsWell() {
        final IQ request = server.stanza("set", CRONE, OWN, publish("<item>" + "<y/>".repeat(2_000) + "</item>"));
        final Element passedOn = Oversized.of(request.getChildElement());
        final Element publish = passedOn.element("publish");
        publish.remove(publish.element("too-large"));
        request.setChildElement(passedOn);

        assertRefused(server.answered(request), "modify", "bad-request", "max-items-exceeded");
    }

    @Test
    void m13_payloadLimitThatWasLoweredCountsForNodesThatAreThere() {
        exists();
        server.settings.payloadSize = 10;

        assertRefused(server.set(CRONE, OWN, publish("<item>" + PAYLOAD + "</item>")), "modify", "not-acceptable",
            "payload-too-big");
    }

    @Test
    void m13_nodesOfAnOccupantAreLimited() {
        server.settings.nodesPerOccupant = 2;
        create("a");
        server.done(server.publish(CRONE, OWN, "b", "1"));

        assertRefused(server.publish(CRONE, OWN, "c", "1"), "cancel", "conflict", "max-nodes-exceeded");
        assertRefused(server.set(CRONE, OWN, pubsub("<create node='c'/>")), "cancel", "conflict",
            "max-nodes-exceeded");
        server.done(server.publish(CRONE, OWN, "b", "2"));
        server.done(server.publish(WICCA, occupant(SECOND), "c", "1"));
        server.done(server.set(CRONE, OWN, owner("<delete node='a'/>")));
        server.done(server.publish(CRONE, OWN, "c", "1"));
    }

    @Test
    void m13_nodesOfARoomAreLimited() {
        server.settings.nodesPerRoom = 1;
        server.settings.nodesPerOccupant = 0;
        server.affiliate(CRONE, Affiliation.OWNER);
        server.done(server.publish(CRONE, COVEN, "a", "1"));

        assertRefused(server.publish(CRONE, COVEN, "b", "1"), "cancel", "conflict", "max-nodes-exceeded");
    }

    @Test
    void m13_publishingTooOftenIsAPolicyViolationForAWhile() {
        server.settings.publishesPerSecond = 2;
        server.settings.publishBurst = 3;
        for (int i = 0; i < 3; i++) {
            server.done(server.publish(CRONE, OWN, ACTIVITY, "1"));
        }

        assertRefused(server.publish(CRONE, OWN, ACTIVITY, "1"), "wait", "policy-violation");
        assertRefused(server.set(CRONE, OWN, pubsub("<create/>")), "wait", "policy-violation");
        assertRefused(server.set(CRONE, OWN, owner("<purge node='" + ACTIVITY + "'/>")), "wait", "policy-violation");
        server.done(server.publish(WICCA, occupant(SECOND), ACTIVITY, "1"));
        server.done(server.get(CRONE, OWN, pubsub("<items node='" + ACTIVITY + "'/>")));

        server.pass(Duration.ofMillis(500));
        server.done(server.publish(CRONE, OWN, ACTIVITY, "1"));
        assertRefused(server.publish(CRONE, OWN, ACTIVITY, "1"), "wait", "policy-violation");
    }

    @Test
    void m13_itemsOfANodeAreLimited() {
        server.settings.itemsPerNode = 3;
        create(ACTIVITY, "max_items", "max");
        for (int i = 0; i < 5; i++) {
            server.done(server.publish(CRONE, OWN, ACTIVITY, "i" + i));
        }

        assertThat(server.done(server.get(CRONE, OWN, pubsub("<items node='" + ACTIVITY + "'/>"))).element("items")
            .elements()).extracting(item -> item.attributeValue("id")).containsExactly("i2", "i3", "i4");
    }

    @Test
    void m13_requestsThatCannotBeTakenAreRefusedAtOnce() {
        server.executor.limit(0);
        final IQ request = server.stanza("set", CRONE, OWN, publish("<item>" + PAYLOAD + "</item>"));
        server.mep.take(request);
        server.settle();

        assertRefused(server.onlyReply(request), "wait", "resource-constraint");
    }

    @Test
    void s8_nothingWaitsForTheDatabaseWhereNobodyCouldEndThat() {
        final JID heath = new JID("heath", MepFixture.SERVICE, null);
        server.rooms.create(heath);
        server.slowDatabase();
        server.executor.refuseLater(true);
        server.join(heath, CRONE, FIRST);
        final JID own = new JID("heath", MepFixture.SERVICE, FIRST);
        final IQ first = server.stanza("get", CRONE, own, pubsub("<items node='x'/>"));
        server.mep.take(first);
        server.settle();

        assertRefused(server.onlyReply(first), "wait", "internal-server-error");
    }

    @Test
    void m13_whereTheDatabaseIsSilentNotEverythingWaitsForIt() {
        final JID heath = new JID("heath", MepFixture.SERVICE, null);
        server.rooms.create(heath);
        server.slowDatabase();
        server.join(heath, CRONE, FIRST);
        final JID own = new JID("heath", MepFixture.SERVICE, FIRST);
        final IQ first = server.stanza("get", CRONE, own, pubsub("<items node='x'/>"));
        server.mep.take(first);
        for (int i = 0; i < 99; i++) {
            server.mep.take(server.stanza("get", CRONE, own, pubsub("<items node='x'/>")));
        }

        final IQ oneTooMany = server.stanza("get", CRONE, own, pubsub("<items node='x'/>"));
        server.mep.take(oneTooMany);
        server.settle();
        assertRefused(server.onlyReply(oneTooMany), "wait", "internal-server-error");

        // What waits is answered in good time, and nothing more waits from then on
        server.pass(Duration.ofSeconds(9));
        assertRefused(server.onlyReply(first), "wait", "internal-server-error");
        assertRefused(server.get(CRONE, own, pubsub("<items node='x'/>")), "wait", "internal-server-error");
        server.answerQueries();
        assertRefused(server.get(CRONE, own, pubsub("<items node='x'/>")), "cancel", "item-not-found");
    }
}
