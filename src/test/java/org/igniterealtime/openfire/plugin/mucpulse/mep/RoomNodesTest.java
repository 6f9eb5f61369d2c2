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
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertLateEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertRefused;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.published;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.retracted;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.COVEN;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.CRONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.FIRST;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.HAG;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SECOND;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.THIRD;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MepSettings.Publishers;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** M6: the room speaks for itself, by those whom the node's policy admits and by other plugins. */
class RoomNodesTest {

    private static final String PINS = "urn:xmpp:pins:0";

    private final MepFixture server = new MepFixture();

    private static Element payload() {
        return DocumentHelper.createElement(QName.get("thing", PINS));
    }

    private <T> CompletionStage<T> settled(final CompletionStage<T> stage) {
        server.settle();
        return stage;
    }

    private IQ retract(final JID session, final String item) {
        return server.set(session, COVEN, "<pubsub xmlns='" + PUBSUB + "'><retract node='" + PINS + "'><item id='" + item
            + "'/></retract></pubsub>");
    }

    @ParameterizedTest
    @CsvSource({
        // policy, and whether it admits an owner, an admin, a moderator, a participant, a visitor
        "NOBODY,      false, false, false, false, false",
        "OWNER,       true,  false, false, false, false",
        "ADMIN,       true,  true,  false, false, false",
        "MODERATOR,   true,  true,  true,  false, false",
        "PARTICIPANT, true,  true,  true,  true,  false"})
    void m6_policyOfANodeSaysWhoPublishes(final Publishers policy, final boolean owner, final boolean admin,
                                          final boolean moderator, final boolean participant, final boolean visitor) {
        final List<Boolean> admitted = List.of(owner, admin, moderator, participant, visitor);
        final List<Affiliation> affiliations = List.of(Affiliation.OWNER, Affiliation.ADMIN, Affiliation.MEMBER,
            Affiliation.MEMBER, Affiliation.NONE);
        final List<Role> roles =
            List.of(Role.MODERATOR, Role.MODERATOR, Role.MODERATOR, Role.PARTICIPANT, Role.VISITOR);
        server.settings.otherPublishers = policy == Publishers.NOBODY ? Publishers.PARTICIPANT : Publishers.NOBODY;
        server.settings.publishers.put(PINS, policy);
        server.rooms.get(COVEN).moderated = true;
        server.join(CRONE, FIRST);

        for (int i = 0; i < admitted.size(); i++) {
            server.affiliate(CRONE, affiliations.get(i));
            server.giveRole(CRONE, roles.get(i));
            final IQ reply = server.publish(CRONE, COVEN, PINS, "1");
            if (admitted.get(i)) {
                server.done(reply);
            } else {
                assertRefused(reply, "auth", "forbidden");
            }
        }
    }

    @Test
    void m6_byDefaultOwnersAndAdminsPublish() {
        server.join(CRONE, FIRST);
        server.giveRole(CRONE, Role.MODERATOR);
        assertRefused(server.publish(CRONE, COVEN, PINS, "1"), "auth", "forbidden");

        server.affiliate(CRONE, Affiliation.ADMIN);
        server.done(server.publish(CRONE, COVEN, PINS, "1"));

        server.affiliate(CRONE, Affiliation.OWNER);
        server.done(server.publish(CRONE, COVEN, PINS, "1"));
    }

    @Test
    void m6_moderatorPins_lateJoinerSees_participantIsRefused_unpinRetracts() {
        server.settings.publishers.put(PINS, Publishers.MODERATOR);
        server.join(CRONE, FIRST, PINS);
        server.giveRole(CRONE, Role.MODERATOR);

        server.done(server.publish(CRONE, COVEN, PINS, "1"));
        assertEvent(server.eventOf(CRONE), COVEN, published(PINS, "1"));

        server.join(WICCA, SECOND, PINS);
        assertLateEvent(server.eventOf(WICCA), COVEN, Instant.parse("2026-01-01T00:00:00Z"), published(PINS, "1"));

        assertRefused(server.publish(WICCA, COVEN, PINS, "2"), "auth", "forbidden");
        assertRefused(retract(WICCA, "1"), "auth", "forbidden");
        assertThat(server.eventsOf(CRONE)).isEmpty();

        assertDone(retract(CRONE, "1"));
        assertEvent(server.eventOf(CRONE), COVEN, retracted(PINS, "1"));
        assertEvent(server.eventOf(WICCA), COVEN, retracted(PINS, "1"));
    }

    @Test
    void m6_whoIsNotAdmittedMayNeitherCreateNorConfigureNorDelete() {
        server.affiliate(HAG, Affiliation.OWNER);
        server.join(HAG, THIRD);
        server.join(CRONE, FIRST);
        server.publish(HAG, COVEN, PINS, "1");
        final String owner = "<pubsub xmlns='" + PUBSUB + "#owner'>";

        assertRefused(server.set(CRONE, COVEN, "<pubsub xmlns='" + PUBSUB + "'><create node='x'/></pubsub>"), "auth",
            "forbidden");
        assertRefused(server.set(CRONE, COVEN, owner + "<delete node='" + PINS + "'/></pubsub>"), "auth", "forbidden");
        assertRefused(server.set(CRONE, COVEN, owner + "<purge node='" + PINS + "'/></pubsub>"), "auth", "forbidden");
        assertRefused(server.get(CRONE, COVEN, owner + "<configure node='" + PINS + "'/></pubsub>"), "auth",
            "forbidden");
        assertRefused(server.set(CRONE, COVEN, owner + "<configure node='" + PINS + "'><x xmlns='jabber:x:data' "
            + "type='submit'/></configure></pubsub>"), "auth", "forbidden");
        assertRefused(server.get(CRONE, COVEN, owner + "<subscriptions node='" + PINS + "'/></pubsub>"), "auth",
            "forbidden");
        assertRefused(server.get(CRONE, COVEN, owner + "<affiliations node='" + PINS + "'/></pubsub>"), "auth",
            "forbidden");
    }

    // The API for other plugins

    @Test
    void s1_otherPluginIsToldOfWhateverFails() {
        server.join(CRONE, FIRST, PINS);
        server.rooms.fail(new NoClassDefFoundError("as the test wants it"));

        final CompletionStage<String> result = settled(server.mep.publish(COVEN, PINS, "1", payload()));
        server.rooms.fail(null);

        assertThat(result.toCompletableFuture()).isCompletedExceptionally();
        assertThat(settled(server.mep.publish(COVEN, PINS, "1", payload()))).isCompletedWithValue("1");
    }

    @Test
    void d5_roomThatIsNotInMemoryIsLoadedByTheThreadsForQueriesAlone() {
        server.slowDatabase();
        final List<CompletionStage<String>> results = new ArrayList<>();
        server.rooms.takeQuestions();

        results.add(server.mep.publish(COVEN, PINS, "1", payload()));
        results.add(server.mep.publish(COVEN, PINS, "2", payload()));
        results.add(server.mep.publish(new JID("nowhere@chat.shakespeare.lit"), PINS, "1", payload()));
        server.settle();
        assertThat(server.rooms.takeQuestions()).isZero();
        server.answerQueries();

        assertThat(results.get(0)).isCompletedWithValue("1");
        assertThat(results.get(1)).isCompletedWithValue("2");
        assertThat(results.get(2)).isCompletedExceptionally();
        assertThat(server.store.node(COVEN, PINS).items()).extracting(Item::id).containsExactly("2");
    }

    @Test
    void m6_otherPluginsPublishInTheRoomsName() {
        server.settings.otherPublishers = Publishers.NOBODY;
        server.join(CRONE, FIRST, PINS);
        final Element payload = payload();

        final CompletionStage<String> result = settled(server.mep.publish(COVEN, PINS, "1", payload));
        payload.addElement("later");

        assertThat(result).isCompletedWithValue("1");
        assertEvent(server.eventOf(CRONE), COVEN, published(PINS, "1"));
        server.join(WICCA, SECOND, PINS);
        assertLateEvent(server.eventOf(WICCA), COVEN, Instant.parse("2026-01-01T00:00:00Z"), published(PINS, "1"));
    }

    @Test
    void m6_otherPluginsCanHaveItemIdsMadeUp() {
        server.join(CRONE, FIRST, PINS);

        final String id = settled(server.mep.publish(COVEN, PINS, null, payload())).toCompletableFuture().join();

        assertEvent(server.eventOf(CRONE), COVEN, published(PINS, id));
    }

    @Test
    void m6_otherPluginsRetract() {
        server.join(CRONE, FIRST, PINS);
        settled(server.mep.publish(COVEN, PINS, "1", payload()));
        server.forgetEvents();

        assertThat(settled(server.mep.retract(COVEN, PINS, "1"))).isCompletedWithValue(true);
        assertEvent(server.eventOf(CRONE), COVEN, retracted(PINS, "1"));

        assertThat(settled(server.mep.retract(COVEN, PINS, "1"))).isCompletedWithValue(false);
        assertThat(settled(server.mep.retract(COVEN, "none", "1"))).isCompletedWithValue(false);
        assertThat(server.eventsOf(CRONE)).isEmpty();
    }

    @Test
    void m6_oldestItemGoesAndThatIsToldOf() {
        server.settings.itemsPerNode = 2;
        server.join(CRONE, FIRST, PINS);
        settled(server.mep.publish(COVEN, PINS, "1", payload()));
        settled(server.mep.publish(COVEN, PINS, "2", payload()));
        server.forgetEvents();

        settled(server.mep.publish(COVEN, PINS, "3", payload()));

        final List<Message> events = server.eventsOf(CRONE);
        assertThat(events).hasSize(2);
        assertEvent(events.get(0), COVEN, retracted(PINS, "1"));
        assertEvent(events.get(1), COVEN, published(PINS, "3"));
    }

    @Test
    void m6_roomThatNobodyIsInSpeaksToThoseWhoComeLater() {
        assertThat(settled(server.mep.publish(COVEN, PINS, "1", payload()))).isCompletedWithValue("1");
        assertThat(settled(server.mep.publish(COVEN, PINS, "2", payload()))).isCompletedWithValue("2");

        server.join(CRONE, FIRST, PINS);

        assertLateEvent(server.eventOf(CRONE), COVEN, Instant.parse("2026-01-01T00:00:00Z"), published(PINS, "2"));
        assertThat(server.store.node(COVEN, PINS).items()).hasSize(2);
    }

    @Test
    void m6_otherPluginsAreRefusedWhereThereIsNoRoom() {
        final JID heath = new JID("heath", MepFixture.SERVICE, null);

        assertFails(server.mep.publish(heath, PINS, "1", payload()));
        assertFails(server.mep.retract(heath, PINS, "1"));
        server.settings.roomsOff.add(COVEN.toString());
        assertFails(server.mep.publish(COVEN, PINS, "1", payload()));
    }

    @Test
    void m13_otherPluginsAreHeldToTheLimits() {
        server.settings.nodesPerRoom = 1;
        server.settings.payloadSize = 100;
        settled(server.mep.publish(COVEN, PINS, "1", payload()));
        final Element big = payload();
        big.setText("x".repeat(100));

        assertFails(server.mep.publish(COVEN, "another", "1", payload()));
        assertFails(server.mep.publish(COVEN, PINS, "1", big));
        assertFails(server.mep.publish(COVEN, "n".repeat(256), "1", payload()));
        assertFails(server.mep.publish(COVEN, "", "1", payload()));
        assertFails(server.mep.publish(COVEN, PINS, "i".repeat(256), payload()));
        assertFails(server.mep.publish(COVEN, PINS, "", payload()));
        assertThat(server.store.stored(COVEN)).containsExactly(PINS);
    }

    private void assertFails(final CompletionStage<?> stage) {
        assertThat(settled(stage)).isCompletedExceptionally();
        assertThat(stage.toCompletableFuture()).failsWithin(Duration.ZERO)
            .withThrowableThat().withCauseInstanceOf(IllegalArgumentException.class);
    }
}
