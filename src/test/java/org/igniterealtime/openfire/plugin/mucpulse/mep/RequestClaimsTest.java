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
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.ACTIVITY;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.COVEN;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.CRONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.FIRST;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.HAG;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.MACBETH;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SECOND;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SERVICE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.THIRD;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.occupant;
import static org.mockito.Mockito.mock;

import java.util.List;
import java.util.Optional;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

/** M12: which requests are this feature's, and which go where they went without it. Only the crone has a node. */
class RequestClaimsTest {

    private static final JID FIRST_WITCH = occupant(FIRST);
    private static final JID SECOND_WITCH = occupant(SECOND);
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";

    private final MepFixture server = new MepFixture();

    @BeforeEach
    void threeWitchesMeet() {
        server.affiliate(HAG, Affiliation.OWNER);
        server.join(CRONE, FIRST);
        server.join(WICCA, SECOND);
        server.join(HAG, THIRD);
        server.done(server.publish(CRONE, FIRST_WITCH, ACTIVITY, "1"));
        server.done(server.publish(HAG, COVEN, ACTIVITY, "1"));
    }

    private boolean claims(final String type, final JID from, final JID to, final String content) {
        return server.claims(server.stanza(type, from, to, content));
    }

    private static String pubsub(final String content) {
        return "<pubsub xmlns='" + PUBSUB + "'>" + content + "</pubsub>";
    }

    private static String owner(final String content) {
        return "<pubsub xmlns='" + PUBSUB + "#owner'>" + content + "</pubsub>";
    }

    private static String items(final String node) {
        return pubsub("<items node='" + node + "'/>");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<vCard xmlns='vcard-temp'/>",
        "<query xmlns='jabber:iq:version'/>",
        "<ping xmlns='urn:xmpp:ping'/>",
        "<time xmlns='urn:xmpp:time'/>",
        "<query xmlns='http://jabber.org/protocol/disco#info'/>",
        "<query xmlns='http://jabber.org/protocol/disco#info' node='http://example.org#hash'/>",
        "<query xmlns='http://jabber.org/protocol/disco#items' node='http://jabber.org/protocol/commands'/>",
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:avatar:data'><item id='1'/></items>"
            + "</pubsub>",
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='eu.siacs.conversations.axolotl.devicelist'/>"
            + "</pubsub>",
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'/>",
        "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><default/></pubsub>",
        "<pubsub xmlns='http://jabber.org/protocol/pubsub#event'/>",
        "<items xmlns='http://jabber.org/protocol/pubsub' node='http://jabber.org/protocol/activity'/>"})
    void m12_whatIsAskedOfAnotherOccupantsClientGoesThere(final String content) {
        assertThat(claims("get", WICCA, FIRST_WITCH, content)).isFalse();
        assertThat(claims("get", CRONE, SECOND_WITCH, content)).isFalse();
    }

    @Test
    void m8_questionThatNamesNoNodeIsClaimedWhereTheOccupantHasSome() {
        for (final String question : List.of("subscriptions", "affiliations")) {
            assertThat(claims("get", WICCA, FIRST_WITCH, pubsub("<" + question + "/>"))).isTrue();
            assertThat(claims("get", CRONE, SECOND_WITCH, pubsub("<" + question + "/>"))).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<vCard xmlns='vcard-temp'/>",
        "<ping xmlns='urn:xmpp:ping'/>",
        "<query xmlns='http://jabber.org/protocol/disco#info'/>",
        "<query xmlns='http://jabber.org/protocol/disco#items'/>",
        "<pubsub xmlns='http://jabber.org/protocol/pubsub#event'/>",
        "<items xmlns='http://jabber.org/protocol/pubsub' node='http://jabber.org/protocol/activity'/>"})
    void m12_whatOutsidersAskOfAClientIsForTheServerToRefuse(final String content) {
        for (final JID to : List.of(FIRST_WITCH, SECOND_WITCH, occupant("nobody"),
            new JID("heath", SERVICE, "nobody"))) {
            assertThat(claims("get", MACBETH, to, content)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'/>",
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscriptions/></pubsub>",
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><affiliations/></pubsub>",
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='http://jabber.org/protocol/activity'/></pubsub>",
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='unheard of'/></pubsub>",
        "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><default/></pubsub>",
        "<query xmlns='http://jabber.org/protocol/disco#info' node='http://jabber.org/protocol/activity'/>",
        "<query xmlns='http://jabber.org/protocol/disco#info' node='http://example.org#hash'/>",
        "<query xmlns='http://jabber.org/protocol/disco#items' node='unheard of'/>"})
    void s4_whetherOutsidersRequestsAreClaimedDoesNotDependOnWhatThereIs(final String content) {
        for (final JID to : List.of(FIRST_WITCH, SECOND_WITCH, occupant("nobody"), COVEN,
            new JID("heath", SERVICE, null), new JID("heath", SERVICE, "nobody"))) {
            assertThat(claims("get", MACBETH, to, content)).as("claimed at %s", to).isTrue();
        }
    }

    @Test
    void m12_malformedRequestIsClaimedWhereItCouldReachAClientOtherwise() {
        for (final String content : List.of(pubsub("<publish node='x'/>") + "<x xmlns='urn:example:x'/>",
            "<x xmlns='urn:example:x'/>" + owner("<delete node='x'/>"), items("x") + items("y"))) {
            for (final JID from : List.of(CRONE, WICCA, MACBETH)) {
                for (final JID to : List.of(FIRST_WITCH, SECOND_WITCH, occupant("nobody"), COVEN)) {
                    assertThat(server.mep.claimsMalformed(server.stanza("set", from, to, content))).isPresent();
                }
            }
            assertThat(server.mep.claimsMalformed(server.stanza("get", WICCA, FIRST_WITCH, content))).isEmpty();
            assertThat(server.mep.claimsMalformed(server.stanza("get", WICCA, COVEN, content))).isPresent();
            assertThat(server.mep.claimsMalformed(server.stanza("get", MACBETH, FIRST_WITCH, content))).isPresent();
            assertThat(server.mep.claimsMalformed(server.stanza("get", MACBETH, SECOND_WITCH, content))).isPresent();
        }
        assertThat(server.mep.claimsMalformed(server.stanza("set", WICCA, FIRST_WITCH,
            "<x xmlns='urn:example:x'/><y xmlns='urn:example:x'/>"))).isEmpty();
    }

    private Optional<Element> oversized(final String type, final JID to, final String content) {
        return new RequestClaims(server.mep::isOffered, server.rooms, mock(KnownNodes.class))
            .claimsOversized(server.stanza(type, WICCA, to, content));
    }

    @Test
    void m12_ofALargeRequestOnlyWhatIsToBePublishedWhereIsKept() {
        final String publication = pubsub("<publish node='x'><item>" + "<y/>".repeat(1_000) + "</item></publish>");
        for (final JID to : List.of(FIRST_WITCH, SECOND_WITCH, COVEN)) {
            assertThat(oversized("set", to, publication)).hasValueSatisfying(content -> {
                assertThat(content.element("publish").attributeValue("node")).isEqualTo("x");
                assertThat(content.asXML()).hasSizeLessThan(300);
                assertThat(Oversized.hasMark(content)).isTrue();
            });
        }
        for (final String other : List.of(pubsub("<retract node='x'>" + "<y/>".repeat(1_000) + "</retract>"),
            pubsub("<publish><y/></publish>"), pubsub("<publish node='" + "x".repeat(300) + "'><y/></publish>"),
            owner("<publish node='x'><y/></publish>"))) {
            assertThat(oversized("set", FIRST_WITCH, other)).hasValueSatisfying(content ->
                assertThat(content.hasContent()).isFalse());
        }
        assertThat(oversized("set", FIRST_WITCH, "<x xmlns='urn:example:x'/>")).isEmpty();
        assertThat(oversized("set", new JID(SERVICE), publication)).isEmpty();
    }

    @Test
    void m12_onlyWhatIsSentToARoomOrAnOccupantIsClaimed() {
        for (final JID to : List.of(new JID(SERVICE), new JID(null, SERVICE, SECOND),
            new JID("shakespeare.lit/x@" + SERVICE))) {
            assertThat(claims("set", WICCA, to, pubsub("<publish node='x'/>"))).isFalse();
            assertThat(claims("get", WICCA, to, items("x"))).isFalse();
            assertThat(server.mep.claimsMalformed(server.stanza("set", WICCA, to, items("x") + items("y")))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<jingle xmlns='urn:xmpp:jingle:1' action='session-initiate' sid='1'/>",
        "<si xmlns='http://jabber.org/protocol/si' id='1'/>",
        "<open xmlns='http://jabber.org/protocol/ibb' sid='1'/>",
        "<command xmlns='http://jabber.org/protocol/commands' node='x'/>",
        "<query xmlns='http://jabber.org/protocol/disco#info'/>",
        "<query xmlns='http://jabber.org/protocol/disco#items' node='http://jabber.org/protocol/activity'/>",
        "<vCard xmlns='vcard-temp'/>"})
    void m12_whatIsOrderedOfAnotherOccupantsClientGoesThere(final String content) {
        assertThat(claims("set", WICCA, FIRST_WITCH, content)).isFalse();
        assertThat(claims("set", WICCA, SECOND_WITCH, content)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<query xmlns='http://jabber.org/protocol/muc#owner'/>",
        "<query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='member'/></query>",
        "<query xmlns='http://jabber.org/protocol/disco#info'/>",
        "<query xmlns='http://jabber.org/protocol/disco#items'/>",
        "<query xmlns='http://jabber.org/protocol/disco#info' node='x-roomuser-item'/>",
        "<query xmlns='http://jabber.org/protocol/disco#info' node='http://www.igniterealtime.org/projects/openfire/#x'/>",
        "<query xmlns='http://jabber.org/protocol/disco#items' node='http://jabber.org/protocol/commands'/>",
        "<query xmlns='urn:xmpp:mam:2'/>",
        "<vCard xmlns='vcard-temp'/>"})
    void m12_whatIsAskedOfTheRoomItselfGoesThere(final String content) {
        assertThat(claims("get", WICCA, COVEN, content)).isFalse();
        assertThat(claims("set", WICCA, COVEN, content)).isFalse();
        assertThat(claims("get", MACBETH, COVEN, content)).isFalse();
    }

    @Test
    void m12_everyPubsubRequestToTheRoomIsClaimed() {
        for (final JID from : List.of(CRONE, WICCA, MACBETH)) {
            for (final String type : List.of("get", "set")) {
                assertThat(claims(type, from, COVEN, items("x"))).isTrue();
                assertThat(claims(type, from, COVEN, owner("<default/>"))).isTrue();
                assertThat(claims(type, from, COVEN, pubsub(""))).isTrue();
            }
        }
    }

    @Test
    void m12_everyPubsubOrderToAnOccupantIsClaimed() {
        for (final JID from : List.of(CRONE, WICCA, MACBETH)) {
            for (final JID to : List.of(FIRST_WITCH, SECOND_WITCH, occupant("nobody"))) {
                assertThat(claims("set", from, to, pubsub("<publish node='x'/>"))).isTrue();
                assertThat(claims("set", from, to, owner("<delete node='x'/>"))).isTrue();
            }
        }
    }

    @Test
    void m12_everyPubsubRequestToOneselfIsClaimed() {
        assertThat(claims("get", WICCA, SECOND_WITCH, items("x"))).isTrue();
        assertThat(claims("get", WICCA, SECOND_WITCH, owner("<default/>"))).isTrue();
        assertThat(claims("get", WICCA, SECOND_WITCH, pubsub("<subscriptions/>"))).isTrue();
        assertThat(claims("get", WICCA, occupant("SecondWitch"), items("x"))).isTrue();
    }

    @Test
    void m12_questionAboutANodeThatIsThereIsClaimed() {
        for (final JID from : List.of(CRONE, WICCA, MACBETH)) {
            assertThat(claims("get", from, FIRST_WITCH, items(ACTIVITY))).isTrue();
            assertThat(claims("get", from, FIRST_WITCH, pubsub("<subscriptions node='" + ACTIVITY + "'/>"))).isTrue();
            assertThat(claims("get", from, FIRST_WITCH, owner("<configure node='" + ACTIVITY + "'/>"))).isTrue();
            for (final String namespace : List.of(INFO, ITEMS)) {
                assertThat(claims("get", from, COVEN, "<query xmlns='" + namespace + "' node='unheard of'/>")).isTrue();
                for (final JID to : List.of(FIRST_WITCH, COVEN)) {
                    assertThat(claims("get", from, to, "<query xmlns='" + namespace + "' node='" + ACTIVITY + "'/>"))
                        .isTrue();
                }
            }
        }
        assertThat(claims("get", WICCA, SECOND_WITCH, "<query xmlns='" + INFO + "' node='" + ACTIVITY + "'/>"))
            .isFalse();
    }

    @Test
    void m12_listOfAnOccupantsNodesIsClaimedWhereThereAreSome() {
        assertThat(claims("get", WICCA, FIRST_WITCH, "<query xmlns='" + ITEMS + "'/>")).isTrue();
        assertThat(claims("get", WICCA, SECOND_WITCH, "<query xmlns='" + ITEMS + "'/>")).isFalse();
        assertThat(claims("get", WICCA, FIRST_WITCH, "<query xmlns='" + INFO + "'/>")).isFalse();
        server.done(server.set(CRONE, FIRST_WITCH, owner("<delete node='" + ACTIVITY + "'/>")));
        assertThat(claims("get", WICCA, FIRST_WITCH, "<query xmlns='" + ITEMS + "'/>")).isFalse();
    }

    @Test
    void m12_questionAboutANodeIsNotClaimedOnceItIsGone() {
        server.leave(CRONE);

        assertThat(claims("get", WICCA, FIRST_WITCH, items(ACTIVITY))).isFalse();
        assertThat(claims("get", WICCA, FIRST_WITCH, "<query xmlns='" + ITEMS + "'/>")).isFalse();
    }

    @Test
    void m12_newNicknameTakesTheClaimsAlong() {
        server.rename(FIRST, "hecate");

        assertThat(claims("get", WICCA, occupant("hecate"), items(ACTIVITY))).isTrue();
        assertThat(claims("get", WICCA, FIRST_WITCH, items(ACTIVITY))).isFalse();
    }

    @Test
    void m12_stanzaWithoutContentIsNotClaimed() {
        assertThat(claims("get", WICCA, COVEN, "")).isFalse();
        assertThat(claims("get", WICCA, FIRST_WITCH, "")).isFalse();
    }

    @Test
    void m13_nothingIsClaimedWhereTheFeatureIsOff() {
        server.settings.enabled = false;
        assertNothingIsClaimed();

        server.settings.enabled = true;
        server.settings.servicesOff.add(SERVICE);
        assertNothingIsClaimed();

        server.settings.servicesOff.clear();
        server.settings.roomsOff.add(COVEN.toString());
        assertNothingIsClaimed();

        server.settings.roomsOff.clear();
        assertThat(claims("set", WICCA, COVEN, pubsub("<create/>"))).isTrue();
    }

    private void assertNothingIsClaimed() {
        for (final JID to : List.of(COVEN, FIRST_WITCH, SECOND_WITCH)) {
            assertThat(server.mep.claimsMalformed(server.stanza("set", WICCA, to, items("x") + items("y")))).isEmpty();
            for (final String content : List.of(items(ACTIVITY), owner("<delete node='x'/>"),
                "<query xmlns='" + ITEMS + "'/>", "<query xmlns='" + INFO + "' node='" + ACTIVITY + "'/>")) {
                assertThat(claims("get", WICCA, to, content)).isFalse();
                assertThat(claims("set", WICCA, to, content)).isFalse();
            }
        }
    }
}
