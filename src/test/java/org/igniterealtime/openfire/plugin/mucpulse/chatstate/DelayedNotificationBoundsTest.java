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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.HECATE;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.HECATE_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.ROOM;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.WITCH;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.state;

import java.time.Duration;
import java.util.List;
import org.dom4j.Element;
import org.dom4j.QName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * C5, S2, S3: what is held back is flat and short, and bounded for each user and in all. S1: it is sent or forgotten
 * whatever happens. C3: nobody's state is taken for that of somebody else.
 */
class DelayedNotificationBoundsTest {

    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final String HINTS = "urn:xmpp:hints";

    private final ChatStateWorld world = ChatStateWorld.withTwo();

    private void fillWindow(final JID session) {
        for (int i = 0; i < 5; i++) {
            world.says(session, "composing");
            world.says(session, "paused");
        }
        world.taken();
    }

    private static void nest(final Element outer, final int levels) {
        Element inner = outer;
        for (int level = 0; level < levels; level++) {
            inner = inner.addElement(QName.get("no-store", HINTS));
        }
    }

    private static int depth(final Element element) {
        return 1 + element.elements().stream().mapToInt(DelayedNotificationBoundsTest::depth).max().orElse(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 2_500, 200_000})
    void s2_whatIsNestedDoesNoHarmAndTheStateArrives(final int levels) {
        fillWindow(HECATE);
        final Message message = world.message(HECATE, state("composing"));
        nest(message.getElement(), levels);

        assertThat(world.feature.admits(message)).isFalse();
        world.advance(WINDOW);

        final List<Message> taken = world.taken();
        assertThat(taken).hasSize(1);
        assertThat(depth(taken.get(0).getElement())).isLessThanOrEqualTo(DelayedNotification.MAX_LEVELS + 1);
        assertThat(Notification.of(taken.get(0)).state()).isEqualTo(ChatState.COMPOSING);
    }

    @Test
    void s2_whatIsNestedWithinTheStateIsLeftOut() {
        fillWindow(HECATE);
        final Message message = world.message(HECATE, state("composing"));
        nest(message.getElement().elements().get(0), 2_500);
        assertThat(world.feature.admits(message)).isFalse();
        world.advance(WINDOW);

        assertThat(world.taken()).singleElement()
            .satisfies(one -> assertThat(depth(one.getElement())).isEqualTo(2));
    }

    @Test
    void s2_nestedContentIsLookedAtAndChangedWithoutHarm() {
        final Message message = world.message(HECATE, state("composing") + ChatStateWorld.BODY);
        nest(message.getElement(), 200_000);
        nest(message.getElement().elements().get(0), 200_000);

        assertThat(world.feature.admits(message)).isTrue();

        assertThat(message.getElement().elements().get(0).getQName()).isEqualTo(ChatState.ACTIVE.qName());
        assertThat(message.getElement().elements().get(0).nodeCount()).isZero();
        assertThat(world.feature.isDispensable(message)).isFalse();
    }

    @Test
    void c5_whatIsHeldIsShortHoweverLongItWas() {
        fillWindow(HECATE);
        final String long1 = "<thread>" + "t".repeat(60_000) + "</thread>";
        final String many = "<store xmlns='urn:xmpp:hints'/>".repeat(1_000);
        final String wide = "<origin-id xmlns='urn:xmpp:sid:0' id='" + "i".repeat(60_000) + "'/>";
        world.send(HECATE, "<no-store xmlns='urn:xmpp:hints'/>" + long1 + many + wide + state("composing"));

        assertThat(world.feature.limits().delayedBytes()).isBetween(1L, (long) DelayedNotification.MAX_BYTES);
        world.advance(WINDOW);
        final Message sent = world.taken().get(0);
        assertThat(sent.toXML().length()).isLessThan(DelayedNotification.MAX_BYTES);
        assertThat(sent.getElement().element(QName.get("no-store", HINTS))).isNotNull();
        assertThat(Notification.of(sent)).isEqualTo(new Notification(ChatState.COMPOSING, false, false, true));
        assertThat(world.feature.limits().delayedBytes()).isZero();
    }

    @Test
    void c5_anEmptyBodyIsNotSentLater() {
        fillWindow(HECATE);
        world.send(HECATE, state("composing") + "<body/><thread>t</thread>");
        world.advance(WINDOW);

        assertThat(world.taken()).singleElement().satisfies(one -> {
            assertThat(one.getElement().element("body")).isNull();
            assertThat(one.getThread()).isEqualTo("t");
        });
    }

    @Test
    void s3_whatIsHeldOfOneUserIsBoundedOverAllRooms() {
        final OccupantStateLimits limits = new OccupantStateLimits();
        final String thread = "<thread>" + "t".repeat(3_000) + "</thread>";
        int held = 0;
        for (int room = 0; room < 100; room++) {
            final DelayedNotification one = DelayedNotification.of(
                world.message(session(room), state("composing") + thread), ChatState.COMPOSING);
            held += limits.reserve(one) ? 1 : 0;
        }

        assertThat(held).isBetween(5, OccupantStateLimits.MAX_BYTES_PER_USER / 6_000);
        assertThat(limits.delayedBytes()).isLessThanOrEqualTo(OccupantStateLimits.MAX_BYTES_PER_USER);
        assertThat(limits.reserve(DelayedNotification.of(world.message(WITCH, state("paused")), ChatState.PAUSED)))
            .isTrue();
    }

    private static JID session(final int number) {
        return new JID(HECATE.getNode(), HECATE.getDomain(), "r" + number);
    }

    @Test
    void s3_whereNothingMoreCanBeHeldNobodySeemsToType() {
        fillWindow(HECATE);
        world.says(HECATE, "composing");
        final DelayedNotification filler = DelayedNotification.of(
            world.message(HECATE, state("paused") + "<thread>" + "t".repeat(2_000) + "</thread>"), ChatState.PAUSED);
        boolean some = true;
        while (some) {
            some = world.feature.limits().reserve(filler);
        }
        world.send(HECATE, state("active") + "<thread>" + "t".repeat(3_000) + "</thread>");
        world.advance(WINDOW);

        assertThat(world.heard()).isEmpty();
    }

    @Test
    void s3_aUserIsRememberedInSoManyRoomsAndNoMore() {
        final OccupantStateLimits limits = world.feature.limits();
        for (int room = 0; room < OccupantStateLimits.MAX_ROOMS; room++) {
            limits.addSession(session(room));
        }

        assertThat(world.says(HECATE, "composing")).isFalse();
        assertThat(world.says(WITCH, "composing")).isTrue();
        assertThat(world.send(HECATE, state("active") + ChatStateWorld.BODY)).isTrue();
        assertThat(world.feature.occupantCount()).isOne();

        limits.removeSession(session(0));
        assertThat(world.says(HECATE, "composing")).isTrue();
    }

    @Test
    void s3_nothingIsRememberedOfThoseWhoAreGone() {
        fillWindow(HECATE);
        world.says(HECATE, "composing");
        fillWindow(WITCH);
        world.says(WITCH, "composing");
        assertThat(world.feature.limits().sessions()).isEqualTo(2);

        world.leave(HECATE);
        world.rename("First Witch", "Second Witch");
        world.destroyRoom();

        assertThat(world.feature.limits().sessions()).isZero();
        assertThat(world.feature.limits().delayedBytes()).isZero();
        assertThat(world.feature.occupantCount()).isZero();
    }

    @Test
    void s3_whoTakesTheNicknameOfAnotherSessionOfTheirsEndsItsMemory() {
        world.join(HECATE_PHONE, "Queen");
        fillWindow(HECATE);
        world.says(HECATE, "composing");
        world.says(HECATE_PHONE, "composing");
        world.rename("Queen", "Hecate");

        assertThat(world.feature.occupantCount()).isOne();
        assertThat(world.feature.limits().delayedBytes()).isZero();
        assertThat(world.feature.limits().sessions()).isOne();
    }

    @Test
    void s3_whoLeftWithoutAWordIsForgottenAllTheSame() {
        fillWindow(HECATE);
        world.says(HECATE, "composing");
        world.occupants().remove(HECATE);
        world.advance(DepartedSessions.INTERVAL.plusSeconds(1));

        assertThat(world.feature.occupantCount()).isZero();
        assertThat(world.feature.limits().sessions()).isZero();
        assertThat(world.executor.waitingCount()).isZero();
    }

    @Test
    void s1_whatCannotBeSentWhateverTheReasonIsTriedAgainAndForgottenInTheEnd() {
        fillWindow(HECATE);
        world.says(HECATE, "inactive");
        world.overflowing(true);
        for (int attempt = 0; attempt < DelayedSender.MAX_ATTEMPTS; attempt++) {
            final Duration wait = attempt == 0 ? WINDOW : DelayedSender.RETRY_DELAY;
            assertThatThrownBy(() -> world.advance(wait)).isInstanceOf(StackOverflowError.class);
            world.executor.setTime(world.executor.nextDue().orElseThrow());
        }
        assertThat(world.feature.limits().delayedBytes()).isZero();

        // And what comes later is sent
        world.overflowing(false);
        world.advance(WINDOW);
        world.says(HECATE, "composing");
        assertThat(world.heard()).containsExactly("Hecate composing");
    }

    @Test
    void s1_aReleaseThatCannotBePlannedIsPlannedNextTime() {
        fillWindow(HECATE);
        world.rejecting(true);
        assertThatThrownBy(() -> world.says(HECATE, "composing")).isInstanceOf(OutOfMemoryError.class);
        world.rejecting(false);
        assertThat(world.says(HECATE, "inactive")).isFalse();
        world.advance(WINDOW);

        assertThat(world.heard()).containsExactly("Hecate inactive");
    }

    @Test
    void s1_aReleaseThatTheExecutorRefusesIsPlannedNextTime() {
        fillWindow(HECATE);
        world.executor.refuseLater(true);
        assertThat(world.says(HECATE, "composing")).isFalse();
        world.executor.refuseLater(false);
        assertThat(world.says(HECATE, "inactive")).isFalse();
        world.advance(WINDOW);

        assertThat(world.heard()).containsExactly("Hecate inactive");
    }

    @Test
    void c3_nicknamesThatTheServerTellsApartAreTwo() {
        final JID other = new JID("paris@example.org/palace");
        world.join(other, "\u0130lke");
        world.join(HECATE_PHONE, "i\u0307lke");

        assertThat(world.says(other, "composing")).isTrue();
        assertThat(world.says(HECATE_PHONE, "composing")).isTrue();
        assertThat(world.says(HECATE_PHONE, "composing")).isFalse();
        world.rename("\u0130lke", "Other");
        assertThat(world.says(HECATE_PHONE, "composing")).isFalse();
        assertThat(world.says(other, "composing")).isFalse();
    }

    @Test
    void c5_theOriginalIsNotHeld() {
        final Message message = world.message(HECATE, state("composing") + "<thread>t</thread>");
        final DelayedNotification held =
            DelayedNotification.of(message, ChatState.COMPOSING);
        message.getElement().elements().forEach(Element::detach);

        assertThat(held.getTo()).isEqualTo(ROOM);
        assertThat(held.getElement().elements()).hasSize(2);
    }
}
