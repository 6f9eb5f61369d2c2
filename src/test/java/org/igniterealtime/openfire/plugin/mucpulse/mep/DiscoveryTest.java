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
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertXml;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.COVEN;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.CRONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.FIRST;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.HAG;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.MACBETH;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SECOND;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.occupant;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/** M1 and M2: what rooms, occupants and nodes say of themselves. */
class DiscoveryTest {

    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";

    /** What the use cases of this feature are, as XEP-0060 §10 names them. */
    private static final Set<String> FEATURES = Set.of("access-presence", "auto-create", "auto-subscribe", "config-node",
        "config-node-max", "create-and-configure", "create-nodes", "delete-items", "delete-nodes",
        "filtered-notifications", "instant-nodes", "item-ids", "last-published", "meta-data", "multi-items",
        "persistent-items", "publish", "publish-options", "purge-nodes", "retract-items", "retrieve-affiliations", "retrieve-default",
        "retrieve-items", "retrieve-subscriptions", "rsm", "subscribe");

    private final MepFixture server = new MepFixture();

    @BeforeEach
    void twoWitchesMeet() {
        server.affiliate(HAG, Affiliation.OWNER);
        server.join(CRONE, FIRST);
        server.join(WICCA, SECOND);
        server.join(HAG, "hecate");
    }

    private static IQ result(final JID to, final String namespace, final String content) {
        return Stanzas.iq("<iq type='result' id='k3hs5174' from='" + COVEN + "' to='" + to + "'><query xmlns='"
            + namespace + "'>" + content + "</query></iq>");
    }

    private static final String PLAIN_ROOM = "<identity category='conference' type='text' name='The Coven'/>"
        + "<feature var='" + INFO + "'/><feature var='http://jabber.org/protocol/muc'/>";

    private static Set<String> features(final IQ result) {
        final Set<String> features = new TreeSet<>();
        result.getChildElement().elements("feature").forEach(feature ->
            assertThat(features.add(feature.attributeValue("var"))).as(feature.asXML()).isTrue());
        return features;
    }

    @Test
    void m1_roomSaysThatItIsAPubsubServiceWithExactlyTheseFeatures() {
        final IQ result = result(MACBETH, INFO, PLAIN_ROOM);

        server.mep.decorate(result);

        final List<Element> identities = result.getChildElement().elements("identity");
        assertThat(identities).hasSize(2);
        assertXml(identities.get(1), "<identity xmlns='" + INFO + "' category='pubsub' type='mep'/>");
        final Set<String> expected = new TreeSet<>(Set.of(INFO, "http://jabber.org/protocol/muc", PUBSUB));
        FEATURES.forEach(feature -> expected.add(PUBSUB + '#' + feature));
        assertThat(features(result)).isEqualTo(expected);
    }

    @Test
    void m1_everythingThatXep0316ListsIsAmongThem() {
        final IQ result = result(MACBETH, INFO, PLAIN_ROOM);

        server.mep.decorate(result);

        assertThat(features(result)).contains(PUBSUB + "#access-presence", PUBSUB + "#auto-create",
            PUBSUB + "#auto-subscribe", PUBSUB + "#config-node", PUBSUB + "#create-and-configure",
            PUBSUB + "#create-nodes", PUBSUB + "#filtered-notifications", PUBSUB + "#persistent-items",
            PUBSUB + "#publish", PUBSUB + "#retrieve-items", PUBSUB + "#subscribe");
    }

    @Test
    void m1_resultThatPassesTwiceIsCompletedOnce() {
        final IQ once = result(MACBETH, INFO, PLAIN_ROOM);
        server.mep.decorate(once);
        final IQ twice = once.createCopy();

        server.mep.decorate(twice);

        assertXml(twice.getElement(), once.toXML());
    }

    @Test
    void m1_roomWithoutTheFeatureSaysNothing() {
        final IQ result = result(MACBETH, INFO, PLAIN_ROOM);
        final String before = result.toXML();

        server.settings.roomsOff.add(COVEN.toString());
        server.mep.decorate(result);

        assertXml(result.getElement(), before);
    }

    @Test
    void m1_answerAboutANodeOfTheServersIsLeftAlone() {
        final IQ result = Stanzas.iq("<iq type='result' id='i' from='" + COVEN + "' to='" + CRONE + "'><query xmlns='"
            + INFO + "' node='x-roomuser-item'><identity category='conference' type='text' name='wyrd'/></query></iq>");
        final String before = result.toXML();

        server.mep.decorate(result);

        assertXml(result.getElement(), before);
    }

    @Test
    void m2_roomListsItsNodesNextToWhatTheServerLists() {
        server.done(server.publish(HAG, COVEN, "urn:example:a", "1"));
        server.done(server.set(HAG, COVEN, "<pubsub xmlns='" + PUBSUB + "'><create node='urn:example:b'/><configure>"
            + "<x xmlns='jabber:x:data' type='submit'><field var='pubsub#title'><value>Bs</value></field></x>"
            + "</configure></pubsub>"));
        final String occupants = "<item jid='" + occupant(FIRST) + "'/>";
        final IQ result = result(CRONE, ITEMS, occupants);

        server.mep.decorate(result);
        server.mep.decorate(result);

        assertXml(result.getChildElement(), "<query xmlns='" + ITEMS + "'>" + occupants
            + "<item jid='" + COVEN + "' node='urn:example:a' name='urn:example:a'/>"
            + "<item jid='" + COVEN + "' node='urn:example:b' name='Bs'/></query>");
    }

    @Test
    void m2_whoIsNotInTheRoomIsNotToldOfItsNodes() {
        server.done(server.publish(HAG, COVEN, "urn:example:a", "1"));
        final IQ result = result(MACBETH, ITEMS, "<item jid='" + occupant(FIRST) + "'/>");
        final String before = result.toXML();

        server.mep.decorate(result);

        assertXml(result.getElement(), before);
    }

    @Test
    void m2_occupantListsItsNodes() {
        server.done(server.publish(CRONE, occupant(FIRST), "urn:example:a", "1"));
        server.done(server.publish(CRONE, occupant(FIRST), "urn:example:b", "1"));

        final IQ reply = server.get(WICCA, occupant(FIRST), "<query xmlns='" + ITEMS + "'/>");

        assertResult(reply, "<query xmlns='" + ITEMS + "'><item jid='" + occupant(FIRST)
            + "' node='urn:example:a' name='urn:example:a'/><item jid='" + occupant(FIRST)
            + "' node='urn:example:b' name='urn:example:b'/></query>");
    }

    @Test
    void m2_nodeListsItsItems() {
        server.done(server.publish(HAG, COVEN, "urn:example:a", "1"));
        server.done(server.publish(HAG, COVEN, "urn:example:a", "2"));

        final IQ reply = server.get(WICCA, COVEN, "<query xmlns='" + ITEMS + "' node='urn:example:a'/>");

        assertResult(reply, "<query xmlns='" + ITEMS + "' node='urn:example:a'><item jid='" + COVEN
            + "' name='1'/><item jid='" + COVEN + "' name='2'/></query>");
    }

    @Test
    void m2_nodeDoesNotListItemsThatHaveExpired() {
        server.done(server.set(HAG, COVEN, "<pubsub xmlns='" + PUBSUB + "'><create node='urn:example:a'/><configure>"
            + "<x xmlns='jabber:x:data' type='submit'><field var='pubsub#item_expire'><value>60</value></field></x>"
            + "</configure></pubsub>"));
        server.done(server.publish(HAG, COVEN, "urn:example:a", "old"));
        server.pass(Duration.ofSeconds(30));
        server.done(server.publish(HAG, COVEN, "urn:example:a", "new"));
        server.pass(Duration.ofSeconds(30));

        final IQ reply = server.get(WICCA, COVEN, "<query xmlns='" + ITEMS + "' node='urn:example:a'/>");

        assertResult(reply, "<query xmlns='" + ITEMS + "' node='urn:example:a'><item jid='" + COVEN
            + "' name='new'/></query>");
    }

    @Test
    void m2_nodeDescribesItself() {
        server.done(server.publish(CRONE, occupant(FIRST), "urn:example:a", "1"));
        server.done(server.set(CRONE, occupant(FIRST), "<pubsub xmlns='" + PUBSUB + "#owner'><configure "
            + "node='urn:example:a'><x xmlns='jabber:x:data' type='submit'><field var='pubsub#title'><value>As</value>"
            + "</field><field var='pubsub#type'><value>urn:example:a</value></field></x></configure></pubsub>"));
        server.pass(Duration.ofHours(1));

        final IQ reply = server.get(WICCA, occupant(FIRST), "<query xmlns='" + INFO + "' node='urn:example:a'/>");

        assertResult(reply, "<query xmlns='" + INFO + "' node='urn:example:a'>"
            + "<identity category='pubsub' type='leaf'/><feature var='" + PUBSUB + "'/>"
            + "<x xmlns='jabber:x:data' type='result'>"
            + "<field var='FORM_TYPE' type='hidden'><value>" + PUBSUB + "#meta-data</value></field>"
            + "<field var='pubsub#type' type='text-single'><value>urn:example:a</value></field>"
            + "<field var='pubsub#title' type='text-single'><value>As</value></field>"
            + "<field var='pubsub#creation_date' type='text-single'><value>2026-01-01T00:00:00Z</value></field>"
            + "<field var='pubsub#access_model' type='list-single'><value>presence</value></field>"
            + "<field var='pubsub#publish_model' type='list-single'><value>publishers</value></field>"
            + "<field var='pubsub#max_items' type='text-single'><value>1</value></field>"
            + "<field var='pubsub#owner' type='jid-multi'><value>" + occupant(FIRST) + "</value></field></x></query>");
    }

    @Test
    void m7_nodesDescribeThemselvesToOccupantsOnly() {
        server.done(server.publish(CRONE, occupant(FIRST), "urn:example:a", "1"));

        for (final String namespace : List.of(INFO, ITEMS)) {
            final IQ reply =
                server.get(MACBETH, occupant(FIRST), "<query xmlns='" + namespace + "' node='urn:example:a'/>");

            assertRefused(reply, "auth", "not-authorized", "presence-subscription-required");
        }
    }

    @Test
    void m2_nodeThatIsNotThereIsNotFound() {
        for (final String namespace : List.of(INFO, ITEMS)) {
            assertRefused(server.get(CRONE, COVEN, "<query xmlns='" + namespace + "' node='unheard of'/>"), "cancel",
                "item-not-found");
        }
    }
}
