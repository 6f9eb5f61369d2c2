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
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.BODY;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.HECATE;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.HECATE_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.ROOM;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.WITCH;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.state;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateSettings.Policy;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** Of whom something is remembered, and when it is forgotten, together with what it takes in memory (S3). */
class RememberedOccupantsTest {

    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final ChatStateWorld world = ChatStateWorld.withTwo();

    private void holdBackOf(final JID session) {
        for (int i = 0; i < 5; i++) {
            world.says(session, "composing");
            world.says(session, "paused");
        }
        assertThat(world.says(session, "inactive")).isFalse();
        assertThat(world.feature.limits().delayedBytes()).isPositive();
        world.taken();
    }

    private void assertNothingIsRemembered() {
        assertThat(world.feature.occupantCount()).isZero();
        assertThat(world.feature.limits().sessions()).isZero();
        assertThat(world.feature.limits().delayedBytes()).isZero();
    }

    private void isInAsManyRoomsAsCanBeRemembered(final JID user) {
        while (!world.feature.limits().isFull(user)) {
            world.feature.limits().addSession(user);
        }
    }

    private Message broadcast(final String content) {
        final Message message = world.message(HECATE, content);
        message.setFrom(ROOM + "/Hecate");
        return message;
    }

    @Test
    void s3_destroyedRoomReleasesWhatWasHeldOfItsOccupants() {
        holdBackOf(HECATE);
        world.feature.roomDestroyed(ROOM);

        assertNothingIsRemembered();
    }

    @ParameterizedTest
    @EnumSource(value = Policy.class, names = "ENFORCE", mode = EnumSource.Mode.EXCLUDE)
    void s3_whatIsNoLongerEnforcedIsForgottenWithTheNextNotification(final Policy policy) {
        holdBackOf(HECATE);
        world.policy(policy);
        world.feature.messageBroadcast(ROOM, HECATE, broadcast(state("paused")));

        assertNothingIsRemembered();
    }

    @Test
    void s3_stoppedFeatureRemembersNothing() {
        holdBackOf(HECATE);
        world.says(WITCH, "composing");
        world.taken();

        world.slowly();
        world.feature.stop();

        assertNothingIsRemembered();
        assertThat(world.routedWithoutPlugin()).containsExactly("Hecate inactive");
    }

    @Test
    void s3_roomWithoutRememberedOccupantsIsNotRememberedEither() {
        final OccupantChatStates occupantStates = new OccupantChatStates();
        final OccupantKey hecate = OccupantKey.of(HECATE, "Hecate");
        occupantStates.compute("a@x", hecate, occupantState -> true);
        assertThat(occupantStates.rooms()).isEmpty();

        occupantStates.compute("a@x", hecate, occupantState -> {
            occupantState.becomeActive(HECATE);
            return true;
        });
        occupantStates.remove("a@x", OccupantKey.of(WITCH, "Witch"));
        assertThat(occupantStates.rooms()).containsExactly("a@x");
        occupantStates.remove("a@x", hecate);
        assertThat(occupantStates.rooms()).isEmpty();

        occupantStates.compute("a@x", hecate, occupantState -> {
            occupantState.becomeActive(HECATE);
            return true;
        });
        occupantStates.removeSession("a@x", HECATE);
        assertThat(occupantStates.rooms()).isEmpty();

        occupantStates.compute("a@x", hecate, occupantState -> {
            occupantState.becomeActive(HECATE);
            return true;
        });
        assertThat(occupantStates.clear()).isEmpty();
        assertThat(occupantStates.rooms()).isEmpty();
    }

    @Test
    void s1_roomThatCannotBeLookedAtKeepsNoOtherFromIt() {
        final OccupantChatStates states = new OccupantChatStates();
        final DepartedSessions departed = new DepartedSessions(world.executor, world.rooms, states);
        for (final String room : List.of("a@x", "b@x")) {
            states.compute(room, OccupantKey.of(HECATE, "Hecate"), state -> {
                state.becomeActive(HECATE);
                return true;
            });
        }
        departed.check(ROOM, WITCH);
        world.rooms.observe(() -> {
            world.rooms.observe(() -> { });
            throw new NoClassDefFoundError("as the test wants it");
        });

        assertThatThrownBy(() -> world.advance(DepartedSessions.INTERVAL.plusSeconds(1)))
            .isInstanceOf(NoClassDefFoundError.class);
        assertThat(states.rooms()).hasSize(1);

        world.advance(DepartedSessions.INTERVAL.plusSeconds(1));
        assertThat(states.rooms()).isEmpty();
    }

    @Test
    void s3_sessionOfWhichNothingWasHeardTakesNothingAlong() {
        world.join(HECATE_PHONE, "Hecate");
        world.says(HECATE, "composing");
        world.leave(HECATE_PHONE);

        assertThat(world.feature.limits().sessions()).isOne();
    }

    @Test
    void s3_remoteUserWhoseAddressIsSpelledInCapitalsTakesWhatWasHeldAlong() {
        final JID remote = new JID("Macbeth", "Dunsinane.Example.NET", "Castle", true);
        world.join(remote, "Macbeth");
        holdBackOf(remote);

        world.leave(remote);

        assertNothingIsRemembered();
    }

    @Test
    void s3_contentWithoutAStateIsNothingToRemember() {
        world.says(HECATE, "composing");

        world.send(WITCH, BODY);

        assertThat(world.feature.occupantCount()).isOne();
    }

    @ParameterizedTest
    @EnumSource(value = Policy.class, names = "ENFORCE", mode = EnumSource.Mode.EXCLUDE)
    void s3_nothingIsRememberedWhereNothingIsEnforced(final Policy policy) {
        world.policy(policy);

        world.feature.messageBroadcast(ROOM, HECATE, broadcast(BODY + state("active")));

        assertNothingIsRemembered();
    }

    @Test
    void s3_whoIsInTooManyRoomsIsStillHeardWhereTheyAreKnown() {
        world.says(HECATE, "composing");
        isInAsManyRoomsAsCanBeRemembered(HECATE);

        assertThat(world.says(HECATE, "paused")).isTrue();
    }

    @Test
    void s3_whatWouldBeDroppedAnywayIsCountedForItsOwnReasonThoughNothingMoreCanBeRemembered() {
        isInAsManyRoomsAsCanBeRemembered(HECATE);

        assertThat(world.says(HECATE, "gone")).isFalse();

        assertThat(world.count(ChatStateMetrics.DROPPED_GONE)).isOne();
        assertThat(world.count(ChatStateMetrics.DROPPED_TOO_FAST)).isZero();
    }

    @Test
    void s3_whoIsInTooManyRoomsIsNotSaidToTypeAfterTheySpoke() {
        holdBackOf(HECATE);
        isInAsManyRoomsAsCanBeRemembered(HECATE);

        world.feature.messageBroadcast(ROOM, HECATE, broadcast(BODY + state("active")));

        assertThat(world.feature.limits().delayedBytes()).isZero();
    }

    @Test
    void c5_whatTheRoomBroadcastCancelsWhatIsHeldThoughItsMessageWasNotSeenBefore() {
        holdBackOf(HECATE);

        world.feature.messageBroadcast(ROOM, HECATE, broadcast(BODY));

        assertThat(world.feature.limits().delayedBytes()).isZero();
    }

    @Test
    void s3_whatIsNoLongerSaidIsNotHeldFurther() {
        holdBackOf(HECATE);
        world.voice(HECATE, false);

        world.advance(WINDOW);

        assertThat(world.feature.limits().delayedBytes()).isZero();
        assertThat(world.heard()).isEmpty();
    }

    @Test
    void s3_nothingIsPlannedForWhatCannotBeHeld() {
        for (int i = 0; i < 5; i++) {
            world.says(HECATE, "composing");
            world.says(HECATE, "paused");
        }
        final int waiting = world.executor.waitingCount();
        final DelayedNotification filler = DelayedNotification.of(world.message(HECATE, state("paused")), ChatState.PAUSED);
        boolean some = true;
        while (some) {
            some = world.feature.limits().reserve(filler);
        }

        assertThat(world.says(HECATE, "inactive")).isFalse();

        assertThat(world.executor.waitingCount()).isEqualTo(waiting);
    }

    @Test
    void c5_whatWasGivenToTheRouterIsNotGivenToItAgain() {
        world.slowly();
        holdBackOf(HECATE);
        world.advance(WINDOW);
        world.advance(DelayedSender.RETRY_DELAY.multipliedBy(3));

        assertThat(world.routedWithoutPlugin()).containsExactly("Hecate inactive");
    }

    @Test
    void s3_whoIsStillInTheRoomStaysRemembered() {
        world.says(HECATE, "composing");
        world.says(WITCH, "composing");
        world.occupants().remove(WITCH);

        world.advance(DepartedSessions.INTERVAL.plusSeconds(1));
        assertThat(world.feature.occupantCount()).isOne();
        assertThat(world.says(HECATE, "composing")).isFalse();

        world.occupants().remove(HECATE);
        world.advance(DepartedSessions.INTERVAL.plusSeconds(1));
        assertNothingIsRemembered();
    }

    @Test
    void s3_departureIsLookedForOnceForEachSession() {
        final AtomicBoolean twice = new AtomicBoolean();
        world.says(HECATE, "composing");
        world.betweenTwoLooks(() -> twice.set(true));
        world.says(HECATE, "paused");
        assertThat(twice).isFalse();

        // One look was already taken; a message that the room sends round needs none.
        world.feature.messageBroadcast(ROOM, HECATE, broadcast(BODY + state("active")));
        assertThat(twice).isFalse();
    }

    @Test
    void s3_broadcastWithoutASenderIsNobodys() {
        world.says(HECATE, "composing");
        final Message broadcast = broadcast(BODY);
        broadcast.setFrom((JID) null);

        world.feature.messageBroadcast(ROOM, HECATE, broadcast);

        assertThat(world.says(HECATE, "composing")).isFalse();
    }
}
