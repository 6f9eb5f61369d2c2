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
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.HAG;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.MOOD;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SECOND;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SERVICE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.THIRD;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.occupant;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaId;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** M5, M13, S3: what may be held and sent, for each user, for each room, and in all. */
class BudgetTest {

    private static final JID HEATH = new JID("heath", SERVICE, null);
    private static final JID OWN = occupant(FIRST);
    private static final JID OWN_ON_THE_HEATH = new JID("heath", SERVICE, FIRST);

    private final MepFixture server = new MepFixture();

    @BeforeEach
    void witchesMeetInTwoPlaces() {
        server.rooms.create(HEATH);
        server.affiliate(CRONE, Affiliation.OWNER);
        server.join(CRONE, FIRST);
        server.join(WICCA, SECOND);
        server.join(HEATH, CRONE, FIRST);
        server.settings.publishBurst = 10_000;
    }

    private IQ publish(final JID to, final String node, final String id, final int length) {
        return server.set(CRONE, to, pubsub("<publish node='" + node + "'><item id='" + id + "'><x xmlns='" + node
            + "'>" + "y".repeat(length) + "</x></item></publish>"));
    }

    private static String pubsub(final String content) {
        return "<pubsub xmlns='" + PUBSUB + "'>" + content + "</pubsub>";
    }

    private static String owned(final String content) {
        return "<pubsub xmlns='" + PUBSUB + "#owner'>" + content + "</pubsub>";
    }

    private void createWithManyItems(final JID to, final String node) {
        server.done(server.set(CRONE, to, pubsub("<create node='" + node + "'/><configure><x xmlns='jabber:x:data' "
            + "type='submit'><field var='pubsub#max_items'><value>max</value></field></x></configure>")));
    }

    private IQ items(final JID to, final String content) {
        return server.get(WICCA, to, pubsub(content));
    }

    private static List<String> ids(final Element answer) {
        return answer.element("items").elements().stream().map(item -> item.attributeValue("id")).toList();
    }

    // Bytes that are held

    @Test
    void m13_userHasOneShareOfTheMemoryInAllRooms() {
        server.settings.bytesPerUser = 20_000;
        server.done(publish(OWN, ACTIVITY, "1", 8_000));
        server.done(publish(COVEN, ACTIVITY, "1", 5_000));

        assertRefused(publish(OWN_ON_THE_HEATH, ACTIVITY, "1", 8_000), "wait", "resource-constraint");
        server.done(publish(OWN, ACTIVITY, "2", 8_000));
        Recount.verify(server.mep);

        server.done(server.set(CRONE, OWN, owned("<purge node='" + ACTIVITY + "'/>")));
        server.done(publish(OWN_ON_THE_HEATH, ACTIVITY, "1", 8_000));
        Recount.verify(server.mep);
    }

    @Test
    void m13_whatIsPublishedToTheNodesOfTheRoomCountsForThePublisher() {
        server.settings.bytesPerUser = 20_000;
        server.affiliate(WICCA, Affiliation.OWNER);
        createWithManyItems(COVEN, ACTIVITY);
        server.done(publish(COVEN, ACTIVITY, "1", 15_000));

        assertRefused(publish(COVEN, ACTIVITY, "2", 15_000), "wait", "resource-constraint");
        server.done(server.publish(WICCA, COVEN, ACTIVITY, "3"));
        Recount.verify(server.mep);
    }

    @Test
    void m13_roomHasAShareOfTheMemory() {
        server.settings.bytesPerRoom = 20_000;
        server.done(publish(COVEN, ACTIVITY, "1", 15_000));

        assertRefused(publish(OWN, MOOD, "1", 10_000), "wait", "resource-constraint");
        assertThat(server.mep.publish(COVEN, MOOD, "1", DocumentHelper.createElement("x").addAttribute("y",
            "z".repeat(10_000)))).satisfies(stage -> {
                server.settle();
                assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
            });
        server.done(publish(OWN_ON_THE_HEATH, MOOD, "1", 10_000));
        Recount.verify(server.mep);
    }

    @Test
    void m13_allRoomsTogetherHaveAShareOfTheHeap() {
        final MemoryUse memory = new MemoryUse(1_000_000, user -> true);
        final MepLimits limits = new MepLimits(100_000, 100_000, 5, 65_536, 1, 1, 1, 1);

        assertThat(memory.admit(COVEN, CRONE.asBareJID(), MemoryUse.Need.of(50_000), limits)).isTrue();
        assertThat(memory.admit(COVEN, CRONE.asBareJID(), MemoryUse.Need.of(50_001), limits)).isFalse();
        memory.charge(COVEN, CRONE.asBareJID(), 30_000);
        assertThat(memory.admit(HEATH, WICCA.asBareJID(), MemoryUse.Need.of(20_001), limits)).isFalse();
        memory.release(COVEN, CRONE.asBareJID(), 1);
        assertThat(memory.admit(HEATH, WICCA.asBareJID(), MemoryUse.Need.of(20_001), limits)).isTrue();
    }

    @Test
    void s3_nodesConfigurationsAndSubscriptionsAreCountedToo() {
        server.settings.bytesPerUser = 5_000;
        server.done(server.set(CRONE, OWN, pubsub("<create node='" + "n".repeat(255) + "'/>")));
        server.done(server.set(CRONE, OWN, pubsub("<create node='" + "m".repeat(255) + "'/>")));
        assertThat(server.mep.memory().ofUser(CRONE.asBareJID())).isGreaterThan(2_500);
        server.done(server.set(CRONE, OWN, owned("<configure node='" + "m".repeat(255) + "'><x xmlns='jabber:x:data' "
            + "type='submit'><field var='pubsub#title'><value>" + "t".repeat(255)
            + "</value></field></x></configure>")));
        Recount.verify(server.mep);
        server.settings.bytesPerUser = 100;

        assertRefused(server.set(WICCA, OWN, pubsub("<subscribe node='" + "n".repeat(255) + "' jid='" + WICCA
            + "'/>")), "wait", "resource-constraint");
        assertRefused(server.set(CRONE, OWN, pubsub("<create node='x'/>")), "wait", "resource-constraint");

        server.settings.bytesPerUser = 200;
        server.done(server.set(WICCA, OWN, pubsub("<subscribe node='" + "n".repeat(255) + "' jid='" + WICCA
            + "'/>")));
        Recount.verify(server.mep);
        server.leave(WICCA);
        assertThat(server.mep.memory().ofUser(WICCA.asBareJID())).isZero();
    }

    @Test
    void m13_whoLeavesAndARoomThatIsEmptyHoldNothing() {
        server.done(publish(OWN, ACTIVITY, "1", 5_000));
        server.done(publish(COVEN, ACTIVITY, "1", 5_000));
        server.leave(CRONE);
        server.leave(HEATH, CRONE);
        Recount.verify(server.mep);
        assertThat(server.mep.memory().total()).isBetween(5_000L, 8_000L);

        server.leave(WICCA);
        assertThat(server.mep.memory().keys()).isZero();

        // What comes back counts again, for who published it
        server.join(WICCA, SECOND);
        Recount.verify(server.mep);
        assertThat(server.mep.memory().ofUser(CRONE.asBareJID())).isBetween(5_000L, 8_000L);
    }

    @Test
    void m13_storedItemsForWhichThereIsNoMemoryStayInTheDatabase() {
        createWithManyItems(COVEN, ACTIVITY);
        for (int i = 0; i < 10; i++) {
            server.done(publish(COVEN, ACTIVITY, "i" + i, 5_000));
        }
        server.leave(CRONE);
        server.leave(WICCA);
        server.settings.bytesPerUser = 25_000;

        server.join(WICCA, SECOND);

        assertThat(ids(server.done(items(COVEN, "<items node='" + ACTIVITY + "'/>")))).containsExactly("i6", "i7", "i8",
            "i9");
        assertThat(server.store.node(COVEN, ACTIVITY).items()).hasSize(10);
        server.leave(WICCA);
        server.settings.bytesPerUser = 250_000;
        server.join(WICCA, SECOND);
        assertThat(ids(server.done(items(COVEN, "<items node='" + ACTIVITY + "'/>")))).hasSize(10);
    }

    @Test
    void m13_expiredItemsHoldNothing() {
        server.done(server.set(CRONE, OWN, pubsub("<create node='" + ACTIVITY + "'/><configure><x "
            + "xmlns='jabber:x:data' type='submit'><field var='pubsub#item_expire'><value>60</value></field></x>"
            + "</configure>")));
        server.done(publish(OWN, ACTIVITY, "1", 5_000));

        server.pass(Duration.ofMinutes(2));
        assertThat(ids(server.done(items(OWN, "<items node='" + ACTIVITY + "'/>")))).isEmpty();

        assertThat(server.mep.memory().total()).isLessThan(2_000);
        Recount.verify(server.mep);
    }

    @Test
    void m13_payloadIsHeldAsItsText() {
        final Element payload = DocumentHelper.createElement("x");
        for (int i = 0; i < 10_000; i++) {
            payload.addElement("y");
        }

        final Payload held = Payload.of(payload);

        assertThat(held.size()).isEqualTo(payload.asXML().length()).isLessThan(41_000);
        assertThat(held.toElement().orElseThrow().elements()).hasSize(10_000);
    }

    @Test
    void s2_payloadsThatAreNestedTooDeeplyAreRefused() {
        for (final int depth : new int[] {100, 101, 240}) {
            final IQ reply = server.set(CRONE, OWN, pubsub("<publish node='x'><item id='1'>" + "<x xmlns='urn:x'>"
                + "<x>".repeat(depth - 1) + "</x>".repeat(depth) + "</item></publish>"));
            if (depth == 100) {
                server.done(reply);
            } else {
                assertRefused(reply, "modify", "bad-request", "invalid-payload");
            }
        }
    }

    // How often, and how much

    @Test
    void m13_usersPublishSoOftenInAllRoomsTogether() {
        server.settings.publishBurst = 5;
        for (int i = 0; i < 5; i++) {
            server.done(server.publish(CRONE, i % 2 == 0 ? OWN : OWN_ON_THE_HEATH, ACTIVITY, "1"));
        }

        assertRefused(server.publish(CRONE, OWN_ON_THE_HEATH, ACTIVITY, "1"), "wait", "policy-violation");
        server.leave(HEATH, CRONE);
        server.join(HEATH, CRONE, FIRST);
        assertRefused(server.publish(CRONE, OWN_ON_THE_HEATH, ACTIVITY, "1"), "wait", "policy-violation");
        server.done(server.publish(WICCA, occupant(SECOND), ACTIVITY, "1"));
    }

    @Test
    void m13_aClockThatIsSetBackTakesNothingFromAnybody() {
        server.settings.publishBurst = 1;
        server.done(server.publish(CRONE, OWN, ACTIVITY, "1"));
        server.executor.setClockBack(Duration.ofHours(1));

        server.pass(Duration.ofMillis(200));

        server.done(server.publish(CRONE, OWN, ACTIVITY, "2"));
    }

    @Test
    void m13_usersAskSoOften() {
        server.settings.readBurst = 3;
        server.settings.readsPerSecond = 1;
        server.done(publish(OWN, ACTIVITY, "1", 1));
        for (int i = 0; i < 3; i++) {
            server.done(items(OWN, "<items node='" + ACTIVITY + "'/>"));
        }

        assertRefused(items(OWN, "<items node='" + ACTIVITY + "'/>"), "wait", "policy-violation");
        server.pass(Duration.ofSeconds(1));
        server.done(items(OWN, "<items node='" + ACTIVITY + "'/>"));
    }

    @Test
    void m13_usersReadSoManyBytes() {
        server.settings.readBytesBurst = 100_000;
        server.settings.readBytesPerSecond = 10_000;
        server.done(publish(OWN, ACTIVITY, "1", 30_000));
        for (int i = 0; i < 3; i++) {
            server.done(items(OWN, "<items node='" + ACTIVITY + "'/>"));
        }

        assertRefused(items(OWN, "<items node='" + ACTIVITY + "'/>"), "wait", "policy-violation");
        server.pass(Duration.ofSeconds(3));
        server.done(items(OWN, "<items node='" + ACTIVITY + "'/>"));
    }

    @Test
    void m13_lastItemsPastTheRateComeLaterHoweverOftenTheyAreWanted() {
        server.settings.readBytesBurst = 50_000;
        server.settings.readBytesPerSecond = 10_000;
        for (int i = 0; i < 8; i++) {
            server.done(publish(OWN, "urn:n" + i, "1", 10_000));
        }
        final String[] interests = {"urn:n0", "urn:n1", "urn:n2", "urn:n3", "urn:n4", "urn:n5", "urn:n6", "urn:n7"};

        server.join(HAG, THIRD, interests);
        final List<Message> told = new ArrayList<>(server.eventsOf(HAG));
        assertThat(told).hasSize(4);
        for (int i = 0; i < 5; i++) {
            server.present(HAG, THIRD, server.capabilities.interestedIn());
            server.present(HAG, THIRD, server.capabilities.interestedIn(interests));
        }
        assertThat(server.eventsOf(HAG)).isEmpty();
        server.pass(Duration.ofSeconds(20));
        told.addAll(server.eventsOf(HAG));

        assertThat(told).as("those of before, and all of those that it is interested in now").hasSize(4 + 8);
        assertThat(told.stream().map(Message::getID).distinct()).hasSize(8);
        assertThat(server.mep.counters().of(SERVICE, MepMetrics.LAST_ITEMS_DEFERRED)).isPositive();
    }

    // How long stanzas are

    @Test
    void m13_answersAreCutToWhatFitsAndTheClientCanGoOn() {
        createWithManyItems(COVEN, ACTIVITY);
        for (int i = 0; i < 20; i++) {
            server.done(publish(COVEN, ACTIVITY, "i" + i, 20_000));
        }
        server.settings.unhurried();

        final IQ newest = items(COVEN, "<items node='" + ACTIVITY + "'/>");
        assertThat(newest.toXML().length()).isLessThan(65_536);
        assertThat(ids(server.done(newest))).containsExactly("i17", "i18", "i19");
        final Element set = newest.getChildElement().element("set");
        assertThat(set.elementText("first")).isEqualTo("i17");
        assertThat(set.element("first").attributeValue("index")).isEqualTo("17");
        assertThat(set.elementText("last")).isEqualTo("i19");
        assertThat(set.elementText("count")).isEqualTo("20");

        final List<String> read = new ArrayList<>();
        String after = "";
        do {
            final IQ page = items(COVEN, "<items node='" + ACTIVITY + "'/><set xmlns='http://jabber.org/protocol/rsm'>"
                + "<max>10</max><after>" + after + "</after></set>");
            assertThat(page.toXML().length()).isLessThan(65_536);
            read.addAll(ids(server.done(page)));
            after = page.getChildElement().element("set").elementText("last");
        } while (read.size() < 20);
        assertThat(read).doesNotHaveDuplicates().startsWith("i0", "i1").endsWith("i18", "i19");
        assertThat(ids(server.done(items(COVEN, "<items node='" + ACTIVITY + "'/><set "
            + "xmlns='http://jabber.org/protocol/rsm'><before>i17</before></set>")))).containsExactly("i14", "i15", "i16");
        assertThat(ids(server.done(items(COVEN, "<items node='" + ACTIVITY + "' max_items='2'/>"))))
            .containsExactly("i18", "i19");
    }

    @Test
    void m13_everyPayloadThatIsTakenFitsIntoAnEvent() {
        server.settings.unhurried();
        server.settings.bytesPerUser = 10_000_000;
        server.join(HAG, THIRD, ACTIVITY);
        int taken = 0;
        for (int length = 58_000; length < 66_000; length += 250) {
            final IQ reply = publish(OWN, ACTIVITY, "1", length);
            if (reply.getType() == IQ.Type.result) {
                taken = length;
                assertThat(server.eventOf(HAG).toXML().length()).isLessThan(65_536);
                server.done(items(OWN, "<items node='" + ACTIVITY + "'/>"));
                assertThat(items(OWN, "<items node='" + ACTIVITY + "'/>").toXML()).contains("yyy").hasSizeLessThan(65_536);
            } else {
                assertRefused(reply, "modify", "not-acceptable", "payload-too-big");
            }
        }
        assertThat(taken).isBetween(60_000, 63_000);
    }

    @Test
    void m13_listsOfSubscribersAreCutToo() {
        server.settings.stanzaSize = 10_000;
        server.done(publish(OWN, ACTIVITY, "1", 1));
        for (int i = 0; i < 100; i++) {
            final JID session = new JID("witch" + i + "@shakespeare.lit/x");
            server.join(session, "witch" + i);
            server.done(server.set(session, OWN, pubsub("<subscribe node='" + ACTIVITY + "' jid='" + session + "'/>")));
        }
        final List<String> read = new ArrayList<>();
        String after = "";
        for (int i = 0; i < 5 && read.size() < 100; i++) {
            final IQ page = server.get(CRONE, OWN, "<pubsub xmlns='" + PUBSUB + "#owner'><subscriptions node='" + ACTIVITY
                + "'/>" + (after.isEmpty() ? "" : "<set xmlns='http://jabber.org/protocol/rsm'><after>" + after
                + "</after></set>") + "</pubsub>");
            assertThat(page.toXML().length()).isLessThan(10_000);
            server.done(page).element("subscriptions").elements().forEach(one -> read.add(one.attributeValue("jid")));
            after = page.getChildElement().element("set").elementText("last");
        }
        assertThat(read).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void m13_errorsDoNotSendLongRequestsBack() {
        final IQ reply = publish(occupant(SECOND), ACTIVITY, "1", 60_000);

        assertRefused(reply, "auth", "forbidden");
        assertThat(reply.toXML().length()).isLessThan(1_000);
        assertThat(reply.getChildElement().getName()).isEqualTo("pubsub");
    }

    // What is told

    @Test
    void m5_eventOfAnItemHasTheSameIdAtEachDeliveryAlsoAfterARestart() {
        server.join(HAG, THIRD, ACTIVITY);
        server.done(publish(COVEN, ACTIVITY, "1", 1));
        final String live = server.eventOf(HAG).getID();
        assertThat(StanzaId.isOurs(live)).isTrue();

        server.leave(HAG);
        server.join(HAG, THIRD, ACTIVITY);
        assertThat(server.eventOf(HAG).getID()).isEqualTo(live);

        server.start();
        server.leave(HAG);
        server.forgetEvents();
        server.join(HAG, THIRD, ACTIVITY);
        assertThat(server.eventOf(HAG).getID()).isEqualTo(live);
        server.done(publish(COVEN, ACTIVITY, "1", 1));
        assertThat(server.eventOf(HAG).getID()).as("published once more").isNotEqualTo(live);
    }

    @Test
    void m13_whoIsNoLongerInTheRoomIsToldNothing() {
        server.join(HAG, THIRD, ACTIVITY);
        server.rooms.get(COVEN).nicknames.remove(HAG);

        server.done(publish(OWN, ACTIVITY, "1", 1));

        assertThat(server.eventsOf(HAG)).isEmpty();
    }

    @Test
    void d3_onlyWhatChangedIsStored() {
        createWithManyItems(COVEN, ACTIVITY);
        for (int i = 0; i < 20; i++) {
            server.done(publish(COVEN, ACTIVITY, "i" + i, 100));
        }
        server.store.takeChanges();

        server.done(publish(COVEN, ACTIVITY, "i3", 100));
        server.done(server.set(CRONE, COVEN, pubsub("<retract node='" + ACTIVITY + "'><item id='i4'/></retract>")));
        server.done(publish(OWN, ACTIVITY, "1", 100));

        final List<NodeChange> changes = server.store.takeChanges();
        assertThat(changes).hasSize(2).allSatisfy(change -> {
            assertThat(change.emptied()).isFalse();
            assertThat(change.node()).isEmpty();
            assertThat(change.removed()).hasSize(1);
        });
        assertThat(changes.get(0).added().values()).extracting(Item::id).containsExactly("i3");
        assertThat(changes.get(1).added()).isEmpty();
    }

    @Test
    void m13_listsOfNodesAreCutToo() {
        server.settings.unhurried();
        server.settings.stanzaSize = 10_000;
        for (int i = 0; i < 40; i++) {
            server.done(server.publish(CRONE, COVEN, ("n" + i) + "x".repeat(200), "1"));
        }
        final IQ rooms = Stanzas.iq("<iq type='result' id='i' from='"
            + COVEN + "' to='" + CRONE + "'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>");
        server.mep.decorate(rooms);
        assertThat(rooms.toXML().length()).isBetween(5_000, 10_000);

        createWithManyItems(OWN, ACTIVITY);
        for (int i = 0; i < 60; i++) {
            server.done(server.publish(CRONE, OWN, ACTIVITY, "i" + i + "y".repeat(200)));
        }
        final IQ items = server.get(WICCA, OWN, "<query xmlns='http://jabber.org/protocol/disco#items' node='" + ACTIVITY
            + "'/>");
        assertThat(items.toXML().length()).isBetween(5_000, 10_000);
        assertThat(server.done(items).element("set").elementText("count")).isEqualTo("60");
    }

    // A reload of the plugin

    private void reload() {
        final List<byte[]> records = server.mep.handOver();
        server.start();
        server.mep.takeOver(records);
        server.settle();
        server.forgetEvents();
    }

    @Test
    void r15_nodesOfOccupantsAndSubscriptionsAreThereAfterAReload() {
        server.done(publish(OWN, ACTIVITY, "1", 10));
        createWithManyItems(OWN, MOOD);
        for (int i = 0; i < 5; i++) {
            server.done(publish(OWN, MOOD, "i" + i, 10));
        }
        server.done(publish(COVEN, ACTIVITY, "1", 10));
        for (final JID node : List.of(OWN, COVEN)) {
            server.done(server.set(WICCA, node, pubsub("<subscribe node='" + ACTIVITY + "' jid='" + WICCA + "'/>")));
        }
        final IQ before = items(OWN, "<items node='" + ACTIVITY + "'/>");

        reload();

        assertThat(server.done(items(OWN, "<items node='" + ACTIVITY + "'/>")).asXML())
            .isEqualTo(before.getChildElement().asXML());
        assertThat(ids(server.done(items(OWN, "<items node='" + MOOD + "'/>")))).containsExactly("i0", "i1", "i2", "i3",
            "i4");
        server.done(publish(OWN, ACTIVITY, "2", 10));
        server.done(publish(COVEN, ACTIVITY, "2", 10));
        assertThat(server.eventsOf(WICCA)).hasSize(2);
        Recount.verify(server.mep);
    }

    @Test
    void r15_nodesOfRoomsThatAreNotPersistentAreThereAfterAReload() {
        server.rooms.get(COVEN).persistent = false;
        server.done(publish(COVEN, ACTIVITY, "1", 10));

        reload();

        assertThat(ids(server.done(items(COVEN, "<items node='" + ACTIVITY + "'/>")))).containsExactly("1");
        Recount.verify(server.mep);
    }

    @Test
    void r15_whatBelongsToSomebodyElseNowIsNotTakenOver() {
        server.done(publish(OWN, ACTIVITY, "1", 10));
        final List<byte[]> records = server.mep.handOver();
        server.rooms.get(COVEN).nicknames.remove(CRONE);
        server.rooms.get(COVEN).nicknames.put(HAG, FIRST);
        server.start();
        server.mep.takeOver(records);
        server.settle();

        assertThat(server.mep.memory().total()).isZero();
    }

    @Test
    void s3_nodesOfAnOccupantWithManySessionsAreHandedOverOnce() {
        server.done(publish(OWN, ACTIVITY, "1", 10_000));
        final long alone = length(server.mep.handOver());
        for (int i = 0; i < 50; i++) {
            server.join(new JID(CRONE.getNode(), CRONE.getDomain(), "s" + i), FIRST);
        }

        assertThat(length(server.mep.handOver())).isLessThan(alone + 1_000);
    }

    @Test
    void r15_anyOfItsSessionsIsEnoughToFindAnOccupantAfterAReload() {
        final JID phone = new JID(CRONE.getNode(), CRONE.getDomain(), "phone");
        server.join(phone, FIRST);
        server.done(publish(OWN, ACTIVITY, "1", 10_000));
        final List<byte[]> records = server.mep.handOver();
        for (final JID gone : List.of(CRONE, phone)) {
            final String nickname = server.rooms.get(COVEN).nicknames.remove(gone);

            server.start();
            server.mep.takeOver(records);
            server.settle();

            assertThat(ids(server.done(items(OWN, "<items node='" + ACTIVITY + "'/>")))).containsExactly("1");
            Recount.verify(server.mep);
            server.rooms.get(COVEN).nicknames.put(gone, nickname);
        }
    }

    private static long length(final List<byte[]> records) {
        return records.stream().mapToLong(record -> record.length).sum();
    }

    @Test
    void s3_nodesThatAreTooManyAreNotHandedOver() {
        for (int i = 0; i < 10; i++) {
            server.done(publish(OWN, "n" + i, "1", 1_000));
        }
        server.done(publish(OWN_ON_THE_HEATH, ACTIVITY, "1", 1_000));
        final NodeHandover handover = new NodeHandover(server.settings, server.mep.memory(),
            new NodePersistence(server.rooms, server.store, server.executor), 6_000);

        assertThat(length(handover.write(server.mep.openRooms()))).isBetween(2_000L, 6_000L);
    }

    @Test
    void r15_recordsThatAreNotUnderstoodAreIgnored() {
        server.start();
        server.mep.takeOver(List.of(new byte[] {2, 0, 0, 0, 9}, new byte[0]));
        server.settle();

        assertThat(server.mep.memory().total()).isZero();
    }
}
