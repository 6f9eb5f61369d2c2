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
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertLateEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertResult;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.published;
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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Histogram;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeCapabilities;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** M3 to M5: who is told of what, and when. */
class EventsTest {

    private static final String CONFERENCE_INFO = "urn:ietf:params:xml:ns:conference-info";
    private static final String ACTIVITY_PAYLOAD = "<activity xmlns='" + ACTIVITY
        + "'><other/><text xml:lang='en'>I'll give thee a wind.</text></activity>";
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final MepFixture server = new MepFixture();

    private IQ subscribe(final JID session, final JID service, final String node) {
        return server.set(session, service, "<pubsub xmlns='" + PUBSUB + "'><subscribe node='" + node + "' jid='"
            + session.asBareJID() + "'/></pubsub>");
    }

    // The examples of XEP-0316

    @Test
    void xep0316_listing1And2_roomTellsThoseWhoseCapabilitiesShowInterest() throws DocumentException {
        server.join(CRONE, FIRST, CONFERENCE_INFO);
        server.join(WICCA, SECOND, CONFERENCE_INFO);
        server.join(HAG, THIRD, ACTIVITY);
        final String payload = "<conference-info xmlns='" + CONFERENCE_INFO + "'><conference-description>"
            + "<available-media label='4'><type>video</type><status>sendonly</status></available-media>"
            + "</conference-description></conference-info>";
        final Element element = DocumentHelper.parseText(payload).getRootElement();

        server.mep.publish(COVEN, CONFERENCE_INFO, "ehs51f40", element);
        server.settle();

        for (final JID witch : List.of(CRONE, WICCA)) {
            assertEvent(server.eventOf(witch), COVEN,
                "<items node='" + CONFERENCE_INFO + "'><item id='ehs51f40'>" + payload + "</item></items>");
        }
        assertThat(server.eventsOf(HAG)).isEmpty();
    }

    @Test
    void xep0316_listing3And4_occupantTellsEverybodyFromItsOccupantJid() {
        server.join(CRONE, FIRST, ACTIVITY);
        server.join(WICCA, SECOND, ACTIVITY);
        server.join(HAG, THIRD, MOOD);

        final IQ reply = server.set(WICCA, occupant(SECOND), "<pubsub xmlns='" + PUBSUB + "'><publish node='" + ACTIVITY
            + "'><item>" + ACTIVITY_PAYLOAD + "</item></publish></pubsub>");

        final Element item = server.done(reply).element("publish").element("item");
        assertResult(reply, "<pubsub xmlns='" + PUBSUB + "'><publish node='" + ACTIVITY + "'><item id='"
            + item.attributeValue("id") + "'/></publish></pubsub>");
        for (final JID witch : List.of(CRONE, WICCA)) {
            assertEvent(server.eventOf(witch), occupant(SECOND), "<items node='" + ACTIVITY + "'><item id='"
                + item.attributeValue("id") + "'>" + ACTIVITY_PAYLOAD + "</item></items>");
        }
        assertThat(server.eventsOf(HAG)).isEmpty();
    }

    // M3

    @Test
    void m3_nodeIsCreatedOnFirstPublish() {
        server.join(CRONE, FIRST);

        server.done(server.publish(CRONE, occupant(FIRST), ACTIVITY, "1"));

        assertResult(server.get(CRONE, occupant(FIRST), "<pubsub xmlns='" + PUBSUB + "'><items node='" + ACTIVITY
            + "'/></pubsub>"), "<pubsub xmlns='" + PUBSUB + "'>" + published(ACTIVITY, "1") + "</pubsub>");
    }

    @Test
    void m3_generatedItemIdsDiffer() {
        server.join(CRONE, FIRST);
        final String request = "<pubsub xmlns='" + PUBSUB + "'><publish node='" + ACTIVITY + "'><item id=''>"
            + ACTIVITY_PAYLOAD + "</item></publish></pubsub>";

        final String one = id(server.set(CRONE, occupant(FIRST), request));
        final String other = id(server.set(CRONE, occupant(FIRST), request));

        assertThat(one).isNotEmpty().isNotEqualTo(other);
    }

    private String id(final IQ reply) {
        return server.done(reply).element("publish").element("item").attributeValue("id");
    }

    @Test
    void m3_eventsHaveIdsOfTheirOwn() {
        server.join(CRONE, FIRST, ACTIVITY);

        server.publish(CRONE, occupant(FIRST), ACTIVITY, "1");
        final String one = server.eventOf(CRONE).getID();
        server.publish(CRONE, occupant(FIRST), ACTIVITY, "2");

        assertThat(server.eventOf(CRONE).getID()).isNotEmpty().isNotEqualTo(one);
    }

    @Test
    void m3_occupantJidIsWrittenAsTheOccupantWritesIt() {
        server.join(CRONE, "FirstWitch", ACTIVITY);

        server.publish(CRONE, new JID(COVEN.getNode(), COVEN.getDomain(), "firstwitch"), ACTIVITY, "1");

        assertThat(server.eventOf(CRONE).getFrom().getResource()).isEqualTo("FirstWitch");
    }

    // M4

    @Test
    void m4_withoutKnownCapabilitiesNobodyIsToldUntilTheyAreKnown() {
        server.capabilities.slowly();
        server.join(CRONE, FIRST, ACTIVITY);
        server.join(WICCA, SECOND);
        server.publish(WICCA, occupant(SECOND), ACTIVITY, "1");
        assertThat(server.eventsOf(CRONE)).isEmpty();

        server.capabilities.answer();
        server.settle();

        assertLateEvent(server.eventOf(CRONE), occupant(SECOND), BEGINNING, published(ACTIVITY, "1"));
    }

    @Test
    void m4_capabilitiesThatAreNotBelievedShowNoInterest() {
        server.join(CRONE, FIRST, FakeCapabilities.unbelievable());

        server.publish(CRONE, occupant(FIRST), ACTIVITY, "1");

        assertThat(server.eventsOf(CRONE)).isEmpty();
    }

    @Test
    void m4_serversKnowledgeCountsWhileThePresenceIsNotUnderstood() {
        server.capabilities.slowly();
        server.capabilities.serverKnows(CRONE, ACTIVITY);
        server.join(CRONE, FIRST, MOOD);
        server.publish(CRONE, occupant(FIRST), ACTIVITY, "1");
        assertEvent(server.eventOf(CRONE), occupant(FIRST), published(ACTIVITY, "1"));

        server.capabilities.answer();
        server.settle();
        server.publish(CRONE, occupant(FIRST), ACTIVITY, "2");
        assertThat(server.eventsOf(CRONE)).isEmpty();
    }

    @Test
    void m4_whereThePresenceSaysNothingTheServersKnowledgeCounts() {
        server.capabilities.serverKnows(CRONE, ACTIVITY);
        server.join(CRONE, FIRST);

        server.publish(CRONE, occupant(FIRST), ACTIVITY, "1");

        assertEvent(server.eventOf(CRONE), occupant(FIRST), published(ACTIVITY, "1"));
    }

    @Test
    void m4_presenceInTheRoomOutweighsTheServersKnowledge() {
        server.capabilities.serverKnows(CRONE, ACTIVITY);
        server.join(CRONE, FIRST, MOOD);

        server.publish(CRONE, occupant(FIRST), ACTIVITY, "1");

        assertThat(server.eventsOf(CRONE)).isEmpty();
    }

    @Test
    void m4_explicitSubscriptionIsInterestToo() {
        server.join(CRONE, FIRST);
        server.join(WICCA, SECOND);
        server.publish(CRONE, occupant(FIRST), ACTIVITY, "1");
        server.done(subscribe(WICCA, occupant(FIRST), ACTIVITY));
        server.forgetEvents();

        server.publish(CRONE, occupant(FIRST), ACTIVITY, "2");

        assertEvent(server.eventOf(WICCA), occupant(FIRST), published(ACTIVITY, "2"));
        assertThat(server.eventsOf(CRONE)).isEmpty();
    }

    @Test
    void m4_whoIsInterestedInBothWaysIsToldOnce() {
        server.join(CRONE, FIRST, ACTIVITY);
        server.publish(CRONE, occupant(FIRST), ACTIVITY, "1");
        server.done(subscribe(CRONE, occupant(FIRST), ACTIVITY));
        server.forgetEvents();

        server.publish(CRONE, occupant(FIRST), ACTIVITY, "2");

        server.eventOf(CRONE);
    }

    @Test
    void m4_subscriptionIsToOneNodeOfOneOccupant() {
        server.join(CRONE, FIRST);
        server.join(WICCA, SECOND);
        server.publish(CRONE, occupant(FIRST), ACTIVITY, "1");
        server.done(subscribe(WICCA, occupant(FIRST), ACTIVITY));
        server.forgetEvents();

        server.publish(CRONE, occupant(FIRST), MOOD, "1");
        server.publish(WICCA, occupant(SECOND), ACTIVITY, "1");

        assertThat(server.eventsOf(WICCA)).isEmpty();
    }

    @Test
    void m4_capabilitiesAreThoseOfTheSessionNotOfTheUser() {
        server.join(WICCA, SECOND, ACTIVITY);
        server.join(WICCA_PHONE, SECOND, MOOD);

        server.publish(WICCA, occupant(SECOND), ACTIVITY, "1");

        assertThat(server.eventsOf(WICCA)).hasSize(1);
        assertThat(server.eventsOf(WICCA_PHONE)).isEmpty();
    }

    @Test
    void m4_changedCapabilitiesTakeEffect() {
        server.join(CRONE, FIRST, ACTIVITY);
        server.present(CRONE, FIRST, server.capabilities.interestedIn(MOOD));

        server.publish(CRONE, occupant(FIRST), ACTIVITY, "1");
        server.publish(CRONE, occupant(FIRST), MOOD, "1");

        assertEvent(server.eventOf(CRONE), occupant(FIRST), published(MOOD, "1"));
    }

    @Test
    void m4_answerAboutEarlierCapabilitiesDoesNotCount() {
        server.capabilities.slowly();
        server.join(CRONE, FIRST, ACTIVITY);
        server.present(CRONE, FIRST, server.capabilities.interestedIn(MOOD));
        server.capabilities.answer();
        server.settle();

        server.publish(CRONE, occupant(FIRST), ACTIVITY, "1");

        assertThat(server.eventsOf(CRONE)).isEmpty();
    }

    @Test
    void m4_samePresenceAgainAsksNobodyAgain() {
        server.join(CRONE, FIRST, ACTIVITY);

        server.present(CRONE, FIRST, server.capabilities.interestedIn(ACTIVITY));
        server.present(CRONE, FIRST, server.capabilities.interestedIn(ACTIVITY));

        assertThat(server.capabilities.questions()).isEqualTo(1);
    }

    @Test
    void m4_answerForASessionThatIsGoneIsDropped() {
        server.capabilities.slowly();
        server.join(CRONE, FIRST, ACTIVITY);
        server.leave(CRONE);
        server.join(WICCA, SECOND);
        server.publish(WICCA, occupant(SECOND), ACTIVITY, "1");

        server.capabilities.answer();
        server.settle();

        assertThat(server.eventsOf(CRONE)).isEmpty();
    }

    @Test
    void m4_presenceOfAnAttemptToEnterThatFailedCountsForNothing() {
        server.join(WICCA, SECOND);
        server.present(CRONE, FIRST, server.capabilities.interestedIn(ACTIVITY));

        server.publish(WICCA, occupant(SECOND), ACTIVITY, "1");

        assertThat(server.eventsOf(CRONE)).isEmpty();
        assertThat(server.capabilities.questions()).isZero();
    }

    @Test
    void m4_enteringAgainWithoutHavingLeftKeepsTheCapabilities() {
        server.join(CRONE, FIRST, ACTIVITY);
        server.join(CRONE, FIRST, ACTIVITY);

        server.publish(CRONE, occupant(FIRST), ACTIVITY, "1");

        assertEvent(server.eventOf(CRONE), occupant(FIRST), published(ACTIVITY, "1"));
    }

    // M5

    @Test
    void m5_newcomerGetsTheLastItemsOfTheRoomAndOfEveryOccupant() {
        server.affiliate(HAG, Affiliation.OWNER);
        server.join(CRONE, FIRST);
        server.join(HAG, THIRD);
        server.publish(HAG, COVEN, ACTIVITY, "r1");
        server.publish(HAG, COVEN, ACTIVITY, "r2");
        server.publish(CRONE, occupant(FIRST), ACTIVITY, "c");
        server.publish(CRONE, occupant(FIRST), MOOD, "m");
        server.publish(HAG, occupant(THIRD), ACTIVITY, "h");
        server.pass(Duration.ofMinutes(5));

        server.join(WICCA, SECOND, ACTIVITY);

        final List<Message> events = server.eventsOf(WICCA);
        assertThat(events).hasSize(3);
        assertLateEvent(events.get(0), COVEN, BEGINNING, published(ACTIVITY, "r2"));
        final boolean crone = events.get(1).getFrom().equals(occupant(FIRST));
        assertLateEvent(events.get(crone ? 1 : 2), occupant(FIRST), BEGINNING, published(ACTIVITY, "c"));
        assertLateEvent(events.get(crone ? 2 : 1), occupant(THIRD), BEGINNING, published(ACTIVITY, "h"));
    }

    @Test
    void m5_newCapabilitiesBringTheLastItemsOfWhatIsNewOfInterest() {
        server.join(CRONE, FIRST, ACTIVITY);
        server.publish(CRONE, occupant(FIRST), ACTIVITY, "a");
        server.publish(CRONE, occupant(FIRST), MOOD, "m");
        server.forgetEvents();

        server.present(CRONE, FIRST, server.capabilities.interestedIn(ACTIVITY, MOOD));

        assertLateEvent(server.eventOf(CRONE), occupant(FIRST), BEGINNING, published(MOOD, "m"));
    }

    @Test
    void m5_newCapabilitiesBringNothingOfWhatIsSubscribedToAnyway() {
        server.join(CRONE, FIRST, ACTIVITY);
        server.publish(CRONE, occupant(FIRST), MOOD, "m");
        server.done(subscribe(CRONE, occupant(FIRST), MOOD));
        server.forgetEvents();

        server.present(CRONE, FIRST, server.capabilities.interestedIn("urn:example:other"));

        assertThat(server.eventsOf(CRONE)).isEmpty();
    }

    @Test
    void m5_whoTheServerKnowsGetsTheLastItemsOnEntering() {
        server.join(CRONE, FIRST);
        server.publish(CRONE, occupant(FIRST), ACTIVITY, "a");
        server.capabilities.serverKnows(WICCA, ACTIVITY);

        server.join(WICCA, SECOND);

        assertLateEvent(server.eventOf(WICCA), occupant(FIRST), BEGINNING, published(ACTIVITY, "a"));
    }

    @Test
    void m5_subscriptionBringsTheLastItem() {
        server.join(CRONE, FIRST);
        server.join(WICCA, SECOND);
        server.publish(CRONE, occupant(FIRST), ACTIVITY, "a");
        server.pass(Duration.ofSeconds(1));

        server.done(subscribe(WICCA, occupant(FIRST), ACTIVITY));
        assertLateEvent(server.eventOf(WICCA), occupant(FIRST), BEGINNING, published(ACTIVITY, "a"));

        server.done(subscribe(WICCA, occupant(FIRST), ACTIVITY));
        assertThat(server.eventsOf(WICCA)).isEmpty();
    }

    @Test
    void m5_retractedItemIsNotTheLastOne() {
        server.join(CRONE, FIRST);
        server.publish(CRONE, occupant(FIRST), ACTIVITY, "a");
        server.done(server.set(CRONE, occupant(FIRST), "<pubsub xmlns='" + PUBSUB + "'><retract node='" + ACTIVITY
            + "'><item id='a'/></retract></pubsub>"));

        server.join(WICCA, SECOND, ACTIVITY);

        assertThat(server.eventsOf(WICCA)).isEmpty();
    }

    @Test
    void delayFromTheRequestToTheEventIsRecorded() {
        final Histogram delays = server.mep.counters().histogram(MepMetrics.DELAY);
        server.join(CRONE, FIRST, ACTIVITY);
        server.join(WICCA, SECOND, ACTIVITY);
        server.done(server.publish(CRONE, MepFixture.occupant(FIRST), ACTIVITY, "1"));
        server.done(server.publish(CRONE, MepFixture.occupant(FIRST), "urn:x:nobody", "1"));

        assertThat(server.eventsOf(WICCA)).hasSize(1);
        assertThat(delays.buckets().get(delays.buckets().size() - 1).count()).isPositive()
            .isLessThanOrEqualTo(server.mep.counters().total(MepMetrics.EVENTS));
    }
}
