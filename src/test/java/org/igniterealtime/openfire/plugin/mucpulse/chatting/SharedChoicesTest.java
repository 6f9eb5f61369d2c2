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
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.InMemoryJournal;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What users choose on one server of a cluster is obeyed on all. */
class SharedChoicesTest {

    /** Not as long as it takes until a server is asked again. */
    private static final Duration SHORTLY = ChoiceQuestions.ANSWER_TIME.minusSeconds(1);

    private final ChattingCluster world = new ChattingCluster();

    @Test
    void k3_noOnOneServerIsObeyedOnAnotherAtOnce() {
        world.choose("b", ALICE, true);
        world.join("b", GARDEN, ALICE);
        assertThat(world.first.believed(ALICE)).containsExactly("garden");

        world.choose("a", ALICE, false);
        world.work();

        assertThat(world.first.believed(ALICE)).isEmpty();
        assertThat(world.at("b").chatting.stated(ALICE)).get().extracting(ChattingPreferences::publish)
            .isEqualTo(false);
    }

    @Test
    void k3_yesOnOneServerIsObeyedOnAnother() {
        world.join("b", GARDEN, ALICE);
        world.choose("a", ALICE, true);
        world.work();

        assertThat(world.first.believed(ALICE)).containsExactly("garden");
    }

    @Test
    void k3_lastChoiceIsTheOneInTheDatabaseThoughAnotherServerWroteLate() {
        world.choose("a", ALICE, false);
        world.work();
        // Server b was slow to write what it knew before.
        world.first.database.remember(ALICE, new ChattingPreferences(true, Set.of(), false));

        world.network.die("a");
        world.work();

        assertThat(world.first.database.choice(ALICE)).isEqualTo(ChattingPreferences.NOTHING);
    }

    /** One server has written a choice, and its message is lost with it. */
    private void chooseAndDie(final boolean publish) {
        world.choose("a", ALICE, publish);
        world.network.die("a");
        world.work();
    }

    @Test
    void k5_noOfWhichAServerThatDiedCouldNotTellIsObeyed() {
        world.choose("b", ALICE, true);
        world.join("b", GARDEN, ALICE);
        world.work();
        assertThat(world.first.believed(ALICE)).containsExactly("garden");

        chooseAndDie(false);

        assertThat(world.first.believed(ALICE)).isEmpty();
        assertThat(world.first.database.choice(ALICE)).isEqualTo(ChattingPreferences.NOTHING);
        world.first.pass(Duration.ofHours(1));
        world.work();
        assertThat(world.first.believed(ALICE)).isEmpty();
        assertThat(world.first.database.choice(ALICE)).isEqualTo(ChattingPreferences.NOTHING);
    }

    @Test
    void k5_lastChoiceOfWhichAServerThatDiedCouldNotTellAppliesWhereTheOneBeforeIsOld() {
        world.choose("b", ALICE, false);
        world.join("b", GARDEN, ALICE);
        world.work();
        world.first.pass(Duration.ofMinutes(20));
        world.work();

        chooseAndDie(true);

        assertThat(world.first.believed(ALICE)).containsExactly("garden");
        assertThat(world.at("c").chatting.choice(ALICE).publish()).isTrue();
    }

    @Test
    void k5_nothingFurtherIsPublishedUntilTheDatabaseWasReadAfterAServerHasLeft() {
        world.choose("b", ALICE, true);
        world.work();
        world.first.database.remember(ALICE, ChattingPreferences.NOTHING);
        world.first.database.failing = true;
        world.network.die("a");
        world.join("b", GARDEN, ALICE);
        world.work();
        assertThat(world.first.node.events).isEmpty();

        world.first.database.failing = false;
        world.first.pass(Duration.ofMinutes(1));
        world.work();

        assertThat(world.first.node.events).isEmpty();
    }

    @Test
    void k5_noThatAServerWritesWhileItStopsIsObeyed() {
        world.choose("b", ALICE, true);
        world.join("b", GARDEN, ALICE);
        world.network.die("a");
        world.work();
        assertThat(world.first.believed(ALICE)).containsExactly("garden");

        world.first.database.remember(ALICE, ChattingPreferences.NOTHING);
        world.first.pass(ConsentRelay.STOP_TIME.plusSeconds(1));
        world.work();

        assertThat(world.first.believed(ALICE)).isEmpty();
    }

    @Test
    void k3_ofTwoChoicesAtTheSameTimeNoPrevailsOnAllServers() {
        world.network.separate("a", "b");
        world.network.separate("a", "c");
        world.choose("a", ALICE, false);
        world.choose("b", ALICE, true);
        world.join("b", GARDEN, ALICE);
        world.network.reunite("a", "b");
        world.network.reunite("a", "c");
        world.work();
        world.first.pass(Duration.ofSeconds(30));
        world.work();

        assertThat(world.first.believed(ALICE)).isEmpty();
        world.servers.values().forEach(server ->
            assertThat(server.chatting.stated(ALICE)).get().extracting(ChattingPreferences::publish).isEqualTo(false));
        assertThat(world.first.database.choice(ALICE)).isEqualTo(ChattingPreferences.NOTHING);
    }

    @Test
    void k3_laterChoiceOfWhoKnewTheEarlierOnePrevailsAtOnce() {
        world.choose("a", ALICE, false);
        world.work();
        world.choose("b", ALICE, true);
        world.join("c", GARDEN, ALICE);
        world.work();

        assertThat(world.first.believed(ALICE)).containsExactly("garden");
    }

    @Test
    void k3_deletedAccountsChoiceEndsOnAllServers() {
        world.choose("a", ALICE, true);
        world.work();

        world.at("a").chatting.userDeleted(ALICE);
        world.work();

        world.servers.values().forEach(server -> assertThat(server.chatting.stated(ALICE)).isEmpty());
        assertThat(world.first.database.choice(ALICE)).isNull();
    }

    @Test
    void k5_nothingFurtherIsPublishedUntilWhatWasLostIsKnown() {
        world.choose("b", ALICE, true);
        world.work();
        world.choose("a", ALICE, false);
        world.network.lose("a", "b");
        world.first.database.remember(ALICE, new ChattingPreferences(true, Set.of(), false));

        world.join("b", GARDEN, ALICE);
        assertThat(world.first.node.events).isEmpty();
        world.first.pass(ChoiceQuestions.DELAY);
        world.work();
        world.first.pass(Duration.ofMinutes(1));
        world.work();

        assertThat(world.first.node.events).isEmpty();
    }

    @Test
    void k5_nothingFurtherIsPublishedWhileTheDatabaseCannotBeReadAgain() {
        world.choose("b", ALICE, true);
        world.work();
        world.first.database.failing = true;
        world.network.separate("a", "b");
        world.network.reunite("a", "b");
        world.work();
        world.join("b", GARDEN, ALICE);
        world.work();
        world.first.pass(Duration.ofMinutes(2));
        assertThat(world.first.node.events).isEmpty();

        world.first.database.failing = false;
        world.first.pass(Duration.ofMinutes(1));
        world.work();

        assertThat(world.first.believed(ALICE)).containsExactly("garden");
    }

    @Test
    void k5_choiceThatAServerDoesNotHaveInMemoryIsReadFromTheDatabase() {
        world.network.separate("a", "b");
        world.first.pass(ConsentRelay.STOP_TIME.multipliedBy(2));
        world.first.database.remember(BOB, new ChattingPreferences(true, Set.of(), false));
        world.join("b", ATTIC, BOB);
        assertThat(world.first.believed(BOB)).isEmpty();

        world.network.reunite("a", "b");
        world.work();

        assertThat(world.first.believed(BOB)).containsExactly("attic");
    }

    @Test
    void k5_whatTheJournalHasOfAClusterPermitsNothing() {
        final ChattingFixture server = new ChattingFixture();
        final InMemoryJournal journal = new InMemoryJournal();
        server.journal = journal;
        server.crashAndStart();
        server.database.failing = true;
        server.choose(ALICE, true, false);
        server.choose(BOB, false, false);
        server.database.failing = false;
        server.database.remember(BOB, new ChattingPreferences(true, Set.of(), false));
        server.cluster.join("other");
        server.journal = journal.afterCrash();

        server.crashAndStart();
        server.join(GARDEN, session(ALICE, "phone"));
        server.join(CELLAR, session(BOB, "phone"));
        server.pass(Duration.ofMinutes(1));

        assertThat(server.node.events).isEmpty();
        assertThat(server.database.choice(ALICE)).isNull();
        assertThat(server.database.choice(BOB)).isEqualTo(ChattingPreferences.NOTHING);
    }

    /** Choices of which all together are more than may wait to be sent to another server. */
    private Map<JID, ChattingPreferences> chooseMuch(final String id) {
        final Map<JID, ChattingPreferences> choices = new HashMap<>();
        for (int user = 0; user < 50; user++) {
            final Set<JID> rooms = new HashSet<>();
            for (int room = 0; room < 6; room++) {
                rooms.add(new JID("r" + "o".repeat(1_000) + user + 'x' + room, ChattingFixture.SERVICE, null));
            }
            final ChattingPreferences choice = new ChattingPreferences(true, rooms, false);
            choices.put(new JID("user" + user + "@example.org"), choice);
        }
        choices.forEach((user, choice) -> world.choose(id, user, choice));
        return choices;
    }

    @Test
    void k5_moreThanMayWaitToBeSentIsSaidToAServerThatTakesItSlowly() {
        world.network.separate("a", "b");
        world.network.separate("b", "c");
        final Map<JID, ChattingPreferences> choices = chooseMuch("a");
        world.choose("b", ALICE, true);
        world.work();
        world.network.limit(1 << 18);

        world.network.reunite("a", "b");
        world.first.run();
        world.join("b", GARDEN, ALICE);
        int rounds = 0;
        for (world.first.pass(SHORTLY); world.network.isBusy(); world.first.pass(SHORTLY)) {
            assertThat(world.first.node.events).as("while not all is said").isEmpty();
            assertThat(rounds++).isLessThan(20);
            world.network.deliver();
        }

        choices.forEach((user, choice) -> assertThat(world.at("b").chatting.stated(user)).contains(choice));
        assertThat(rounds).isGreaterThan(2);
        assertThat(world.network.droppedCount()).isZero();
        assertThat(world.first.believed(ALICE)).containsExactly("garden");
    }
}
