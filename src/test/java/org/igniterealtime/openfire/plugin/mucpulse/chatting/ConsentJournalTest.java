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
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.BEGINNING;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.GARDEN;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.session;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.InMemoryJournal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** D6, U5: what users chose, where the server crashes before that is written. */
class ConsentJournalTest {

    private static final ChattingPreferences ALL = new ChattingPreferences(true, Set.of(), false);

    private final ChattingFixture world = new ChattingFixture();
    private InMemoryJournal journal = new InMemoryJournal();

    @BeforeEach
    void start() {
        world.executor.advance(Duration.ofHours(1));
        world.journal = journal;
        world.crashAndStart();
    }

    /** The database is back when the server is started again. */
    private void crash() {
        journal = journal.afterCrash();
        startAgain();
    }

    private void startAgain() {
        world.executor.advance(Duration.ofHours(1));
        world.database.failing = false;
        world.journal = journal;
        world.crashAndStart();
        world.pass(PublishingWorker.RETRY_INTERVAL);
    }

    private boolean isWritten() {
        return world.chatting.consentTable().flush();
    }

    @Test
    void u5_choiceThatWasNotWrittenCountsAfterACrash() {
        world.database.failing = true;
        world.choose(ALICE, true, true, ATTIC);
        assertThat(isWritten()).isFalse();
        crash();

        world.join(GARDEN, session(ALICE, "phone"));

        assertThat(world.chatting.stated(ALICE)).contains(new ChattingPreferences(true, Set.of(ATTIC), true));
        assertThat(world.held(ALICE)).containsExactly("garden");
        assertThat(world.database.consents.get(ALICE)).isEqualTo(
            new Consent(new ChattingPreferences(true, Set.of(ATTIC), true), BEGINNING));
        assertThat(isWritten()).isTrue();
    }

    @Test
    void u5_lastChoicePrevails() {
        world.consent(ALICE);
        world.database.failing = true;
        world.choose(ALICE, true, true);
        world.choose(ALICE, false, false);
        crash();

        assertThat(world.chatting.stated(ALICE)).contains(ChattingPreferences.NOTHING);
        assertThat(world.database.choice(ALICE)).isEqualTo(ChattingPreferences.NOTHING);
    }

    @Test
    void u5_choiceThatWasTakenBackStaysTakenBack() {
        world.consent(ALICE);
        world.database.failing = true;
        world.chatting.reset(ALICE);
        world.run();
        crash();

        assertThat(world.chatting.stated(ALICE)).isEmpty();
        assertThat(world.database.choice(ALICE)).isNull();
    }

    @Test
    void d6_replayOfWhatIsWrittenChangesNothing() {
        world.consent(ALICE);
        world.choose(ALICE, false, false);
        world.consent(ALICE);
        for (int i = 0; i < 2; i++) {
            crash();
            assertThat(world.chatting.stated(ALICE)).contains(ALL);
            assertThat(world.database.consents.get(ALICE)).isEqualTo(new Consent(ALL, BEGINNING));
        }
    }

    @Test
    void u5_choiceInTheJournalIsNotThatOfALaterAccount() {
        world.database.failing = true;
        world.consent(ALICE);
        world.accounts.put(ALICE, Optional.of(world.executor.instant().plusSeconds(1)));
        crash();

        assertThat(world.chatting.stated(ALICE)).isEmpty();
        assertThat(world.database.choice(ALICE)).isNull();
        assertThat(isWritten()).isTrue();
    }

    @Test
    void u5_noInTheJournalStaysNoForALaterAccount() {
        world.settings = ChattingFixture.withMode(world.settings, Mode.OPT_OUT);
        world.database.failing = true;
        world.choose(ALICE, false, false);
        world.accounts.put(ALICE, Optional.of(world.executor.instant().plusSeconds(1)));
        crash();

        assertThat(world.chatting.stated(ALICE)).contains(ChattingPreferences.NOTHING);
        assertThat(world.database.choice(ALICE)).isEqualTo(ChattingPreferences.NOTHING);
    }

    @Test
    void u5_choiceOfAnAccountThatIsGoneEndsWithIt() {
        world.database.failing = true;
        world.consent(ALICE);
        world.withoutAccount.add(ALICE);
        crash();

        assertThat(world.database.choice(ALICE)).isNull();
        assertThat(isWritten()).isTrue();
    }

    @Test
    void u5_choiceWaitsForTheAccount() {
        world.database.failing = true;
        world.consent(ALICE);
        world.failAccounts(true);
        crash();
        world.join(GARDEN, session(ALICE, "phone"));
        assertThat(world.held(ALICE)).isEmpty();
        assertThat(isWritten()).isFalse();

        world.failAccounts(false);
        world.pass(PublishingWorker.RETRY_INTERVAL);

        assertThat(world.held(ALICE)).containsExactly("garden");
        assertThat(isWritten()).isTrue();
    }

    @Test
    void u5_choiceThatIsMadeAfterTheStartPrevails() {
        world.database.failing = true;
        world.consent(ALICE);
        world.failAccounts(true);
        crash();
        world.choose(ALICE, false, false);
        world.failAccounts(false);

        world.pass(PublishingWorker.RETRY_INTERVAL);

        assertThat(world.chatting.stated(ALICE)).contains(ChattingPreferences.NOTHING);
        assertThat(world.database.choice(ALICE)).isEqualTo(ChattingPreferences.NOTHING);
    }

    @Test
    void d6_replacementOfTheJournalHasWhatWaits() {
        world.database.failing = true;
        world.consent(ALICE);
        world.failAccounts(true);
        crash();
        // What was replayed, and could not be looked at yet.
        journal = journal.afterReplacement();
        world.failAccounts(false);
        startAgain();
        assertThat(world.chatting.stated(ALICE)).contains(ALL);

        world.database.failing = true;
        world.choose(ALICE, false, false);
        journal = journal.afterReplacement();
        startAgain();

        assertThat(world.chatting.stated(ALICE)).contains(ChattingPreferences.NOTHING);
    }
}
