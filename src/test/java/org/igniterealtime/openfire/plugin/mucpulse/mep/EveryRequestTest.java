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
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.ACTIVITY;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.COVEN;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.CRONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.FIRST;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SECOND;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.occupant;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MepSettings.Publishers;
import org.igniterealtime.openfire.plugin.mucpulse.port.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

/**
 * M8, M13: what holds for every kind of request alike, so that no use case is without it: each change counts against
 * the rate of changes and asks for memory, and each list comes in pages (XEP-0059).
 */
class EveryRequestTest {

    private static final String OWNER = PUBSUB + "#owner";
    private static final String CONFIGURATION = "<configure node='x'><x xmlns='jabber:x:data' type='submit'>"
        + "<field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/pubsub#node_config</value></field>"
        + "<field var='pubsub#title'><value>TITLE</value></field></x></configure>";
    private static final JID OWN = occupant(FIRST);

    private final MepFixture server = new MepFixture();

    @BeforeEach
    void twoWitchesMeet() {
        server.join(CRONE, FIRST);
        server.join(WICCA, SECOND);
    }

    private static String in(final String namespace, final String content) {
        return "<pubsub xmlns='" + namespace + "'>" + content + "</pubsub>";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        PUBSUB + "|<publish node='x'><item id='2'><a xmlns='b'/></item></publish>",
        PUBSUB + "|<create node='y'/>",
        PUBSUB + "|<retract node='x'><item id='1'/></retract>",
        OWNER + "|<purge node='x'/>",
        OWNER + "|<configure node='x'><x xmlns='jabber:x:data' type='cancel'/></configure>",
        OWNER + "|<delete node='x'/>"})
    void m13_everyKindOfChangeCountsAgainstTheRate(final String namespace, final String content) {
        server.settings.publishesPerSecond = 1;
        server.settings.publishBurst = 1;
        server.done(server.publish(CRONE, OWN, "x", "1"));

        assertRefused(server.set(CRONE, OWN, in(namespace, content)), "wait", "policy-violation");

        server.pass(Duration.ofSeconds(1));
        server.done(server.set(CRONE, OWN, in(namespace, content)));
    }

    @Test
    void m13_changesDoNotCountAgainstTheRateOfReading() {
        server.settings.readBurst = 1;

        for (int i = 0; i < 3; i++) {
            server.done(server.publish(CRONE, OWN, "x", "1"));
        }

        server.done(server.get(CRONE, OWN, in(PUBSUB, "<items node='x'/>")));
        assertRefused(server.get(CRONE, OWN, in(PUBSUB, "<items node='x'/>")), "wait", "policy-violation");
    }

    @Test
    void m13_configurationThatGrowsAsksForMemory() {
        server.done(server.publish(CRONE, OWN, "x", "1"));
        server.settings.bytesPerUser = (int) server.mep.memory().ofUser(CRONE.asBareJID()) + 100;

        assertRefused(server.set(CRONE, OWN, in(OWNER, CONFIGURATION.replace("TITLE", "t".repeat(200)))), "wait",
            "resource-constraint");
        server.done(server.set(CRONE, OWN, in(OWNER, CONFIGURATION)));
    }

    @Test
    void m10_sessionThatJoinsAgainUnderAnotherNicknameLeavesNoNodesBehind() {
        server.done(server.publish(CRONE, OWN, "x", "1"));

        server.join(CRONE, "crone");

        assertThat(server.mep.memory().total()).isZero();
    }

    @Test
    void m5_sessionThatEntersTwoRoomsAtOnceGetsTheLastItemsOfBoth() {
        final JID heath = new JID("heath@chat.shakespeare.lit");
        server.rooms.create(heath);
        final JID hag = new JID("hag66@shakespeare.lit/pda");
        server.join(heath, WICCA, SECOND);
        server.done(server.publish(CRONE, OWN, ACTIVITY, "1"));
        server.done(server.publish(WICCA, new JID("heath", heath.getDomain(), SECOND), ACTIVITY, "2"));

        server.present(hag, "thirdwitch", server.capabilities.interestedIn(ACTIVITY));
        server.join(COVEN, hag, "thirdwitch");
        server.mep.presenceInRoom(new JID("heath", heath.getDomain(), "thirdwitch"), hag,
            server.capabilities.interestedIn(ACTIVITY));
        server.join(heath, hag, "thirdwitch");

        assertThat(server.eventsOf(hag)).extracting(event -> event.getFrom().toBareJID())
            .containsExactlyInAnyOrder(COVEN.toString(), heath.toString());
    }

    @Test
    void m6_visitorIsNoParticipantWhereEverybodyMayTalk() {
        server.settings.otherPublishers = Publishers.PARTICIPANT;
        server.done(server.publish(CRONE, COVEN, "x", "1"));

        server.giveRole(CRONE, Role.VISITOR);

        assertRefused(server.publish(CRONE, COVEN, "x", "1"), "auth", "forbidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscriptions/>PAGE</pubsub>",
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><affiliations/>PAGE</pubsub>",
        "<query xmlns='http://jabber.org/protocol/disco#items'>PAGE</query>",
        "<query xmlns='http://jabber.org/protocol/disco#items' node='x'>PAGE</query>",
        "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><subscriptions node='x'/>PAGE</pubsub>",
        "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><affiliations node='x'/>PAGE</pubsub>",
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='x'/>PAGE</pubsub>"})
    void m8_everyListComesInPages(final String request) {
        server.settings.otherPublishers = Publishers.PARTICIPANT;
        for (final String node : List.of("x", "y")) {
            server.done(server.publish(CRONE, OWN, node, "1"));
            server.done(server.set(CRONE, OWN, in(OWNER, "<configure node='" + node + "'><x xmlns='jabber:x:data' "
                + "type='submit'><field var='pubsub#max_items'><value>2</value></field></x></configure>")));
            server.done(server.publish(CRONE, OWN, node, "2"));
            for (final JID session : List.of(CRONE, WICCA)) {
                server.done(server.set(session, OWN,
                    in(PUBSUB, "<subscribe node='" + node + "' jid='" + session + "'/>")));
            }
        }

        final List<String> pages = new ArrayList<>();
        String after = "";
        for (int i = 0; i < 2; i++) {
            final Element answer = server.done(server.get(CRONE, OWN, request.replace("PAGE",
                "<set xmlns='http://jabber.org/protocol/rsm'><max>1</max>" + after + "</set>")));
            final Element set = answer.element("set");
            assertThat(set).as(answer.asXML()).isNotNull();
            assertThat(set.elementText("count")).isEqualTo("2");
            final Element list = answer.getName().equals("query") ? answer : answer.elements().get(0);
            pages.add(list.elements().stream().filter(entry -> !entry.getName().equals("set")).map(Element::asXML)
                .reduce("", String::concat));
            after = "<after>" + set.elementText("last") + "</after>";
        }

        assertThat(pages).doesNotHaveDuplicates().doesNotContain("");
    }
}
