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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.ALICE;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.ATTIC;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.BOB;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.CELLAR;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.GARDEN;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.feature.AdHocCommand;
import org.igniterealtime.openfire.plugin.mucpulse.feature.CommandInput;
import org.igniterealtime.openfire.plugin.mucpulse.feature.CommandOutcome;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakePersonalEventing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xmpp.packet.JID;

/** Who and what is published, and who and what is not: U1, U4, U5, and the second half of U6. */
class ConsentRulesTest {

    private static final JID PHONE = session(ALICE, "phone");
    private static final JID DESK = session(ALICE, "desk");

    private final ChattingFixture world = ChattingFixture.started();

    @Test
    void u1_nothingIsPublishedBeforeTheUserSaysSo() {
        world.join(GARDEN, PHONE);
        world.pass(Duration.ofMinutes(1));

        assertThat(world.node.calls).isZero();

        // And what the user says counts for the rooms that they are in already
        world.consent(ALICE);
        assertThat(world.believed(ALICE)).containsExactly("garden");
    }

    /** Whoever says no while something is being published is answered when that is retracted, and not before. */
    @Test
    void u5_noHasItsEffectWhenWhatWasUnderWayIsRetracted() {
        world.consent(ALICE);
        final List<CompletableFuture<?>> effects = new ArrayList<>();
        final List<Set<String>> believed = new ArrayList<>();
        world.node.observe(event -> {
            if (effects.isEmpty()) {
                world.chatting.choose(ALICE, ChattingPreferences.NOTHING);
                final CompletableFuture<?> effect = world.chatting.effectOfEarlierChoices().toCompletableFuture();
                effects.add(effect);
                assertThat(effect).isNotDone();
                effect.thenRun(() -> believed.add(world.believed(ALICE)));
            }
        });

        world.join(GARDEN, PHONE);

        assertThat(world.node.events).as("was published, and retracted").hasSize(2);
        assertThat(believed).containsExactly(Set.of());
    }

    static Stream<Function<ChattingFixture, CommandOutcome>> noByCommand() {
        final List<String> no = List.of("0");
        final List<String> account = List.of(ALICE.toString());
        final JID administrator = session(BOB, "desk");
        return Stream.of(
            at -> new ChattingCommand(at.chatting)
                .complete(new CommandInput(PHONE, Map.of("publish", no), true)),
            at -> new ChattingAdminCommand(at.chatting, ALICE::equals)
                .complete(new CommandInput(administrator, Map.of("accountjid", account, "publish", no), true)),
            at -> new ChattingAdminCommand(at.chatting, ALICE::equals)
                .complete(new CommandInput(administrator,
                    Map.of("accountjid", account, "action", List.of("reset")), true)));
    }

    @ParameterizedTest
    @MethodSource("noByCommand")
    void u5_whoeverSaysNoByACommandIsToldSoAfterItsEffect(final Function<ChattingFixture, CommandOutcome> no) {
        world.consent(ALICE);
        final List<CommandOutcome> outcomes = new ArrayList<>();
        final List<Set<String>> believed = new ArrayList<>();
        world.node.observe(event -> {
            if (outcomes.isEmpty()) {
                outcomes.add(no.apply(world));
                final CompletableFuture<?> told = outcomes.get(0).done().toCompletableFuture();
                assertThat(told).isNotDone();
                told.thenRun(() -> believed.add(world.believed(ALICE)));
            }
        });

        world.join(GARDEN, PHONE);

        assertThat(outcomes).singleElement().matches(CommandOutcome::good);
        assertThat(believed).containsExactly(Set.of());
    }

    @ParameterizedTest
    @CsvSource({"publish,0", "private_rooms,0", "excluded_rooms,garden@conference.example.org"})
    void u5_whateverIsTakenBackByACommandIsToldAfterItsEffect(final String field, final String value) {
        final Map<String, List<String>> all = Map.of("publish", List.of("1"), "private_rooms", List.of("1"));
        final Map<String, List<String>> less = new HashMap<>(all);
        less.put(field, List.of(value));
        final AdHocCommand command = new ChattingCommand(world.chatting);

        assertThat(command.complete(new CommandInput(PHONE, all, true)).done().toCompletableFuture())
            .as("nothing is taken back").isCompleted();
        final CompletableFuture<?> told =
            command.complete(new CommandInput(PHONE, less, true)).done().toCompletableFuture();
        assertThat(told).isNotDone();
        world.run();
        assertThat(told).isCompleted();
    }

    @Test
    void u5_noHasItsEffectThoughItCannotBeRetractedNow() {
        world.consent(ALICE);
        world.join(GARDEN, PHONE);
        world.node.failing = true;
        world.chatting.choose(ALICE, ChattingPreferences.NOTHING);
        final CompletableFuture<?> effect = world.chatting.effectOfEarlierChoices().toCompletableFuture();

        world.run();

        assertThat(effect).isCompleted();
    }

    @Test
    void u1_optOutPublishesThoseWhoSayNothing() {
        world.set(Mode.OPT_OUT);
        world.choose(BOB, false, false);

        world.join(GARDEN, PHONE);
        world.join(GARDEN, session(BOB, "phone"));

        assertThat(world.believed(ALICE)).containsExactly("garden");
        assertThat(world.believed(BOB)).isEmpty();
        assertThat(world.node.events).hasSize(1);
    }

    @Test
    void u1_offPublishesNobodyAndTakesAllAwayAtOnce() {
        world.consent(ALICE);
        world.join(GARDEN, PHONE);
        world.join(ATTIC, PHONE);

        world.set(Mode.OFF);

        assertThat(world.believed(ALICE)).isEmpty();
        assertThat(world.held(ALICE)).isEmpty();
        world.join(CELLAR, PHONE);
        assertThat(world.believed(ALICE)).isEmpty();

        world.set(Mode.OPT_IN);
        assertThat(world.believed(ALICE)).containsExactly("attic", "cellar", "garden");
    }

    static Stream<RoomAccess> privateRooms() {
        return Stream.of(new RoomAccess(true, false, false), new RoomAccess(false, true, false),
            new RoomAccess(false, false, true));
    }

    @ParameterizedTest
    @MethodSource("privateRooms")
    void u4_privateRoomsAreNotPublished(final RoomAccess access) {
        world.change(GARDEN, access);
        world.consent(ALICE);
        world.join(GARDEN, PHONE);
        world.join(ATTIC, PHONE);
        world.pass(Duration.ofMinutes(1));

        assertThat(world.node.events).extracting(event -> ChattingFixture.room(event.payload())).containsExactly("attic");
    }

    @ParameterizedTest
    @MethodSource("privateRooms")
    void u4_privateRoomsArePublishedWhereTheUserAsksForIt(final RoomAccess access) {
        world.change(GARDEN, access);
        world.choose(ALICE, true, true);
        world.join(GARDEN, PHONE);

        assertThat(world.believed(ALICE)).containsExactly("garden");

        world.choose(ALICE, true, false);
        assertThat(world.believed(ALICE)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("privateRooms")
    void u4_aRoomThatBecomesPrivateIsTakenAwayAtOnceWhereTheServerTells(final RoomAccess access) {
        world.consent(ALICE);
        world.join(GARDEN, PHONE);

        world.change(GARDEN, access);
        world.chatting.roomConfigured(GARDEN);
        world.run();

        assertThat(world.believed(ALICE)).isEmpty();
        assertThat(world.held(ALICE)).isEmpty();

        world.change(GARDEN, RoomAccess.OPEN);
        world.chatting.roomConfigured(GARDEN);
        world.run();
        assertThat(world.believed(ALICE)).containsExactly("garden");
    }

    @Test
    void u4_aRoomThatBecomesPrivateIsTakenAwayWithinASecondWhereNothingTells() {
        world.consent(ALICE);
        world.join(GARDEN, PHONE);

        world.change(GARDEN, new RoomAccess(true, false, false));
        world.pass(RoomWatch.POLL_INTERVAL);

        assertThat(world.believed(ALICE)).isEmpty();

        world.change(GARDEN, RoomAccess.OPEN);
        world.pass(RoomWatch.POLL_INTERVAL);
        assertThat(world.believed(ALICE)).containsExactly("garden");
    }

    @Test
    void u4_aRoomIsLookedAtAgainAtTheMomentOfPublishing() {
        world.consent(ALICE);
        // When the room becomes private while the item is written down
        world.database.failing = true;
        world.join(GARDEN, PHONE);
        world.change(GARDEN, new RoomAccess(false, true, false));
        world.database.failing = false;
        world.pass(PublishingWorker.RETRY_INTERVAL);

        assertThat(world.node.events).isEmpty();
    }

    @Test
    void u4_roomsOnTheAdministratorsListAreNeverPublished() {
        world.set(Mode.OPT_IN, GARDEN);
        world.choose(ALICE, true, true);
        world.join(GARDEN, PHONE);
        world.join(ATTIC, PHONE);
        assertThat(world.believed(ALICE)).containsExactly("attic");

        world.set(Mode.OPT_IN, ATTIC);

        assertThat(world.believed(ALICE)).containsExactly("garden");
        assertThat(world.held(ALICE)).containsExactly("garden");
    }

    @Test
    void u4_takingBackConsentInThreeRoomsTakesAllThreeAway() {
        world.consent(ALICE);
        List.of(GARDEN, ATTIC, CELLAR).forEach(room -> world.join(room, PHONE));
        assertThat(world.believed(ALICE)).hasSize(3);

        world.choose(ALICE, false, false);

        assertThat(world.believed(ALICE)).isEmpty();
        assertThat(world.held(ALICE)).isEmpty();
        assertThat(world.database.publications).isEmpty();
    }

    @Test
    void u5_roomsThatTheUserExcludesAreNotPublished() {
        world.choose(ALICE, true, true, GARDEN);
        world.join(GARDEN, PHONE);
        world.join(ATTIC, PHONE);
        assertThat(world.believed(ALICE)).containsExactly("attic");

        world.choose(ALICE, true, true, ATTIC);
        assertThat(world.believed(ALICE)).containsExactly("garden");
    }

    @Test
    void u5_aChoiceThatIsForgottenCountsAsNone() {
        world.consent(ALICE);
        world.join(GARDEN, PHONE);

        world.chatting.reset(ALICE);
        world.run();

        assertThat(world.believed(ALICE)).isEmpty();
        assertThat(world.chatting.stated(ALICE)).isEmpty();
        assertThat(world.database.consents).isEmpty();
    }

    @Test
    void u5_aChoiceCountsAtOnceForWhoeverAsks() {
        world.chatting.choose(ALICE, new ChattingPreferences(true, java.util.Set.of(GARDEN), false));

        // Before anything has run
        assertThat(world.chatting.choice(ALICE).publish()).isTrue();
        assertThat(world.chatting.choice(ALICE).excludedRooms()).containsExactly(GARDEN);
        assertThat(world.database.consents).isEmpty();
        world.run();
        assertThat(world.database.consents).containsOnlyKeys(ALICE);
    }

    @Test
    void u5_aChoiceThatCannotBeWrittenIsWrittenLater() {
        world.database.failing = true;
        world.consent(ALICE);
        world.choose(ALICE, false, true);
        assertThat(world.chatting.choice(ALICE).privateRooms()).isTrue();

        world.database.failing = false;
        world.pass(PublishingWorker.RETRY_INTERVAL);

        assertThat(world.database.choice(ALICE)).isEqualTo(new ChattingPreferences(false, java.util.Set.of(), true));
    }

    @Test
    void u5_choicesSurviveARestart() {
        world.choose(ALICE, true, false, ATTIC);

        world.crashAndStart();
        world.join(GARDEN, PHONE);
        world.join(ATTIC, PHONE);

        assertThat(world.believed(ALICE)).containsExactly("garden");
    }

    @Test
    void s3_startIsOneTaskForEachRoomHoweverManyAreInIt() {
        final ChattingFixture full = new ChattingFixture();
        for (int i = 0; i < 100; i++) {
            full.rooms.get(GARDEN).occupants.add(new JID("u" + i + "@example.org/r"));
        }

        full.chatting.start();

        assertThat(full.executor.waitingCount()).isEqualTo(1 + full.rooms.loaded().size());
    }

    @Test
    void u5_nothingIsPublishedBeforeItIsKnownWhoAgreed() {
        final ChattingFixture late = new ChattingFixture();
        late.settings = new ChattingSettings(Mode.OPT_OUT,
            java.util.Set.of(), true, Duration.ofSeconds(10));
        late.database.remember(ALICE, new ChattingPreferences(false, java.util.Set.of(), false));
        late.database.failing = true;
        late.start();
        late.join(GARDEN, PHONE);
        late.join(GARDEN, session(BOB, "phone"));
        late.pass(Duration.ofSeconds(5));
        assertThat(late.node.calls).isZero();
        assertThat(late.chatting.isReady()).isFalse();

        late.database.failing = false;
        late.pass(PublishingWorker.RETRY_INTERVAL);

        assertThat(late.chatting.isReady()).isTrue();
        assertThat(late.believed(ALICE)).isEmpty();
        assertThat(late.believed(BOB)).containsExactly("garden");
    }

    @Test
    void u5_whatIsChosenBeforeTheDatabaseIsReadPrevails() {
        final ChattingFixture late = new ChattingFixture();
        late.database.remember(ALICE, new ChattingPreferences(true, java.util.Set.of(), false));
        late.database.remember(BOB, new ChattingPreferences(true, java.util.Set.of(), false));
        late.chatting.choose(ALICE, new ChattingPreferences(false, java.util.Set.of(), false));
        late.chatting.reset(BOB);
        late.start();

        assertThat(late.chatting.choice(ALICE).publish()).isFalse();
        assertThat(late.chatting.stated(BOB)).isEmpty();
        assertThat(late.database.consents).containsOnlyKeys(ALICE);
    }

    @Test
    void u6_usersOfOtherServersAndAnonymousOnesAreNotPublished() {
        final JID remote = new JID("carol@elsewhere.example/phone");
        final JID nobody = session(new JID("x7f3@example.org"), "x7f3");
        world.withoutAccount.add(nobody.asBareJID());
        world.set(Mode.OPT_OUT);
        world.join(GARDEN, remote);
        world.join(GARDEN, nobody);
        world.join(GARDEN, PHONE);

        assertThat(world.node.events).extracting(FakePersonalEventing.Event::user).containsExactly(ALICE);
        assertThat(world.node.calls).isEqualTo(1);
    }

    @Test
    void u6_whoCannotBeLookedUpIsNotPublished() {
        world.consent(ALICE);
        world.failAccounts(true);
        world.join(GARDEN, PHONE);
        assertThat(world.node.calls).isZero();

        world.failAccounts(false);
        world.pass(PublishingWorker.RETRY_INTERVAL);
        assertThat(world.believed(ALICE)).containsExactly("garden");

        // And what is published is taken away where it can no longer be told whether it may be
        world.failAccounts(true);
        world.setTopic(GARDEN, "Roses");
        world.pass(RoomWatch.POLL_INTERVAL);
        assertThat(world.believed(ALICE)).isEmpty();
    }

    @Test
    void u6_aDeletedUserIsNotPublishedAgain() {
        world.set(Mode.OPT_OUT);
        world.choose(ALICE, true, true);
        world.join(GARDEN, PHONE);

        // When the sessions are there a moment longer than the account
        world.chatting.userDeleted(ALICE);
        world.run();
        world.setTopic(GARDEN, "Roses");
        world.chatting.subjectChanged(GARDEN, ChattingFixture.ALICE);
        world.pass(Duration.ofMinutes(1));

        assertThat(world.believed(ALICE)).isEmpty();
        assertThat(world.database.consents).isEmpty();
        assertThat(world.database.publications).isEmpty();
        world.leave(GARDEN, PHONE);
        assertThat(world.believed(ALICE)).isEmpty();
    }

    @Test
    void u2_twoSessionsInDifferentRoomsEachCount() {
        world.consent(ALICE);
        world.join(GARDEN, PHONE);
        world.join(ATTIC, DESK);
        assertThat(world.believed(ALICE)).containsExactly("attic", "garden");

        world.leave(GARDEN, PHONE);
        assertThat(world.believed(ALICE)).containsExactly("attic");
    }

    @Test
    void u4_nothingIsPublishedWhereTheServerHasNoPersonalEventing() {
        world.node.offered = false;
        world.consent(ALICE);
        world.join(GARDEN, PHONE);

        assertThat(world.node.calls).isZero();
    }
}
