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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.COVEN;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.CRONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.FIRST;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.HAG;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.MACBETH;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SECOND;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.THIRD;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.occupant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeCapabilities;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeMuc;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/** The steps of a request: each is taken once, in one order, with one look at the room. */
class RequestFlowTest {

    private static final String A = "urn:example:a";
    private static final String B = "urn:example:b";

    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final FakeUsers users = new FakeUsers("shakespeare.lit");
    private final FakeMuc rooms = new FakeMuc(users);
    private final FakeCapabilities capabilities = new FakeCapabilities();
    private final List<String> steps = new ArrayList<>();
    private final FakeMepSettings settings = new FakeMepSettings().unhurried();
    private MucEventing mep;
    /** The first word of the step that fails, after it was recorded. */
    private String failing = "none";

    @BeforeEach
    void occupantsAreInTheRoom() {
        rooms.create(COVEN);
        mep = new MucEventing(settings, executor, Runnable::run, new RecordingSteps(), rooms, capabilities,
            new StepStore(), executor, executor.ticker(), Relay.NONE, users);
        join(CRONE, FIRST);
        join(WICCA, SECOND, A, B);
        join(HAG, THIRD, A);
        rooms.get(COVEN).affiliate(CRONE.asBareJID(), Affiliation.OWNER);
    }

    private void take(final String step) {
        steps.add(step);
        if (step.startsWith(failing)) {
            throw new IllegalStateException(failing);
        }
    }

    private void join(final JID session, final String nickname, final String... interests) {
        rooms.get(COVEN).nicknames.put(session, nickname);
        mep.presenceInRoom(occupant(nickname), session, capabilities.interestedIn(interests));
        mep.occupantJoined(COVEN, session, nickname);
        executor.runUntilIdle();
    }

    /** Hands in a request; returns how often the room was looked up until all steps were taken. */
    private int looks(final String type, final JID from, final JID to, final String content) {
        final IQ request = Stanzas.iq("<iq type='" + type + "' id='1' from='" + from + "' to='" + to
            + "'><pubsub xmlns='" + PUBSUB + "'>" + content + "</pubsub></iq>");
        steps.clear();
        rooms.takeQuestions();
        mep.take(request);
        executor.runUntilIdle();
        return rooms.takeQuestions();
    }

    private int publish(final JID to, final String node, final String item) {
        return looks("set", CRONE, to, "<publish node='" + node + "'><item id='" + item + "'><x xmlns='" + node
            + "'/></item></publish>");
    }

    @Test
    void m3_publishingLooksAtTheRoomOnce() {
        assertThat(publish(occupant(FIRST), A, "1")).isEqualTo(1);
        assertThat(steps).containsExactly("reply " + CRONE, "event to 2");
    }

    @Test
    void m8_everyOtherRequestLooksAtTheRoomOnce() {
        publish(occupant(FIRST), A, "1");
        publish(COVEN, B, "1");

        assertThat(looks("get", HAG, occupant(FIRST), "<items node='" + A + "'/>")).isEqualTo(1);
        assertThat(looks("get", HAG, COVEN, "<subscriptions/>")).isEqualTo(1);
        assertThat(looks("set", HAG, COVEN, "<subscribe node='" + B + "' jid='" + HAG + "'/>")).isEqualTo(1);
        assertThat(steps).containsExactly("reply " + HAG, "late to " + HAG);
        assertThat(looks("set", CRONE, occupant(FIRST), "<retract node='" + A + "'><item id='1'/></retract>"))
            .isEqualTo(1);
        assertThat(looks("set", CRONE, occupant("nobody"), "<retract node='" + A + "'><item id='1'/></retract>"))
            .isEqualTo(1);
    }

    @Test
    void m7_outsidersAreAnsweredAfterOneLookAtTheRoom() {
        assertThat(looks("get", MACBETH, COVEN, "<items node='" + A + "'/>")).isEqualTo(1);
        assertThat(steps).containsExactly("reply " + MACBETH);
    }

    @Test
    void m10_changesAreStoredThenAnsweredThenBroadcast() {
        publish(COVEN, A, "1");

        assertThat(steps).containsExactly("store " + A, "reply " + CRONE, "event to 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"store", "reply", "event"})
    void m10_failureOfOneStepDoesNotPreventTheOthers(final String step) {
        failing = step;

        assertThatThrownBy(() -> publish(COVEN, A, "1")).hasMessage(step);
        executor.runUntilIdle();

        assertThat(steps).containsExactly("store " + A, "reply " + CRONE, "event to 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reply", "late"})
    void m5_failureOfTheReplyDoesNotPreventTheLastItem(final String step) {
        publish(COVEN, B, "1");
        failing = step;

        assertThatThrownBy(() -> looks("set", HAG, COVEN, "<subscribe node='" + B + "' jid='" + HAG + "'/>"))
            .hasMessage(step);

        assertThat(steps).containsExactly("reply " + HAG, "late to " + HAG);
    }

    @Test
    void m5_whoJoinsIsSentAllLastItemsAfterOneLookAtTheRoom() {
        publish(occupant(FIRST), A, "1");
        publish(occupant(FIRST), B, "1");
        publish(COVEN, A, "1");
        steps.clear();
        rooms.takeQuestions();

        join(MACBETH, "thane", A, B);

        assertThat(steps).hasSize(3).allMatch(step -> step.equals("late to " + MACBETH));
        assertThat(rooms.takeQuestions()).isEqualTo(1);
    }

    /** Records what is sent. What is made at the moment of sending is not made: that moment never comes. */
    private final class RecordingSteps implements StanzaSender {

        @Override
        public void send(@Nonnull final Packet stanza) {
            take("reply " + stanza.getTo());
        }

        @Override
        public void sendLate(@Nonnull final JID recipient, @Nonnull final Supplier<? extends Packet> stanza) {
            take("late to " + recipient);
        }

        @Override
        public void sendToAll(@Nonnull final Message template, @Nonnull final Collection<JID> recipients,
                              @Nonnull final BooleanSupplier holds) {
            take("event to " + recipients.size());
        }

        @Override
        public boolean offer(@Nonnull final Packet stanza) {
            send(stanza);
            return true;
        }
    }

    private final class StepStore implements NodeStore {

        @Override
        public void change(@Nonnull final JID room, @Nonnull final String node, @Nonnull final NodeChange change) {
            take("store " + node);
        }

        @Override
        public void deleteRoom(@Nonnull final JID room) {
            steps.add("delete " + room);
        }

        @Override
        @Nonnull
        public List<StoredNode> load(@Nonnull final JID room, final long mostBytes) {
            return List.of();
        }
    }
}
