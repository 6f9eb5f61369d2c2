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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.port.Account;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.store.Journal;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** Choices in memory: whose they are, what they take in memory, and when they are written (U1, U6, S3). */
class StatedChoicesTest {

    private static final JID ALICE = new JID("alice@example.org");
    private static final JID BOB = new JID("bob@example.org");
    private static final Instant MADE = Instant.parse("2025-01-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2025-02-01T00:00:00Z");
    private static final ChattingPreferences YES = new ChattingPreferences(true, Set.of(), false);
    /** What an address takes without its characters. */
    private static final int ADDRESS = 250;

    private final ChattingStore store = mock(ChattingStore.class);
    private final Accounts accounts = mock(Accounts.class);
    private final Map<JID, Consent> stored = new HashMap<>();
    private final ConsentEntries entries = new ConsentEntries(Journal.NONE, new MonotonicTimestamps(InstantSource.system()));
    private final Consents consents = new Consents(store, accounts, entries, () -> false,
        () -> ChattingSettings.Mode.OPT_IN);
    private final ConsentWriter writer =
        new ConsentWriter(store, accounts, entries, new ManualSerialExecutor(), PublishingWorker.RETRY_INTERVAL);

    @BeforeEach
    void everybodyHasAnAccount() throws IOException {
        when(accounts.account(any())).thenReturn(Optional.of(new Account(MADE)));
        when(store.consents()).thenReturn(stored);
    }

    /** A choice that takes as much as given. */
    private static ChattingPreferences taking(final int bytes) {
        final String domain = "x";
        final String node = "r".repeat(bytes - ADDRESS - domain.length() - 1);
        return new ChattingPreferences(true, Set.of(new JID(node, domain, null, true)), false);
    }

    private boolean hasPlaceFor(final int bytes) {
        return consents.set(BOB, taking(bytes));
    }

    @Test
    void s3_asMuchCanBeExcludedAsThereIsPlaceForAndNotOneCharacterMore() {
        assertThat(consents.set(ALICE, taking(ConsentEntries.MAX_BYTES + 1))).isFalse();
        assertThat(consents.stated(ALICE)).isEmpty();

        assertThat(consents.set(ALICE, taking(ConsentEntries.MAX_BYTES))).isTrue();

        assertThat(hasPlaceFor(300)).isFalse();
        assertThat(consents.set(BOB, YES)).isTrue();
    }

    @Test
    void s3_whatWasReadCountsAndWhatWasChosenMeanwhilePrevails() throws IOException {
        stored.put(ALICE, new Consent(taking(ConsentEntries.MAX_BYTES - 1_000), MADE));
        stored.put(BOB, new Consent(taking(ConsentEntries.MAX_BYTES - 1_000), MADE));
        consents.set(BOB, YES);
        consents.load();

        assertThat(consents.stated(BOB)).contains(YES);
        assertThat(hasPlaceFor(1_001)).isFalse();
        assertThat(hasPlaceFor(1_000)).isTrue();
    }

    @Test
    void u1_whatWasForgottenBeforeItWasReadStaysForgotten() throws IOException {
        stored.put(ALICE, new Consent(taking(ConsentEntries.MAX_BYTES), MADE));
        consents.accountDeleted(ALICE);
        consents.load();

        assertThat(consents.stated(ALICE)).isEmpty();
        assertThat(hasPlaceFor(ConsentEntries.MAX_BYTES)).isTrue();
    }

    @Test
    void s3_choiceOfAnAccountThatIsGoneTakesNoPlace() throws IOException {
        stored.put(ALICE, new Consent(taking(ConsentEntries.MAX_BYTES), MADE));
        consents.load();
        when(accounts.account(ALICE)).thenReturn(Optional.empty());

        assertThat(consents.verifyAll()).isTrue();

        assertThat(consents.stated(ALICE)).isEmpty();
        assertThat(hasPlaceFor(ConsentEntries.MAX_BYTES)).isTrue();
        writer.writeAll();
        verify(store).forget(ALICE);
    }

    @Test
    void u6_choiceThatMayBeAnothersTakesNoPlaceAndIsNotOverwritten() throws IOException {
        stored.put(ALICE, new Consent(taking(ConsentEntries.MAX_BYTES), MADE));
        consents.load();
        when(accounts.account(ALICE)).thenReturn(Optional.of(new Account(null)));

        consents.verifyAll();

        assertThat(consents.stated(ALICE)).contains(ChattingPreferences.NOTHING);
        assertThat(entries.hasUnwritten()).isFalse();
        assertThat(hasPlaceFor(ConsentEntries.MAX_BYTES)).isTrue();
    }

    @Test
    void u6_choiceOfAnotherAccountOfTheNameIsForgottenUnlessItKeptSomethingBack() throws IOException {
        stored.put(ALICE, new Consent(YES, MADE));
        stored.put(BOB, new Consent(ChattingPreferences.NOTHING, MADE));
        consents.load();
        when(accounts.account(any())).thenReturn(Optional.of(new Account(LATER)));

        consents.verifyAll();

        assertThat(consents.stated(ALICE)).isEmpty();
        assertThat(consents.stated(BOB)).contains(ChattingPreferences.NOTHING);
        writer.writeAll();
        verify(store).forget(ALICE);
        verify(store).keep(BOB, new Consent(ChattingPreferences.NOTHING, LATER));
    }

    @Test
    void u6_choiceIsComparedOnceAndThenTrusted() throws IOException {
        stored.put(ALICE, new Consent(YES, MADE));
        consents.load();
        assertThat(consents.stated(ALICE)).contains(new ChattingPreferences(false, Set.of(), false));
        consents.verifyAll();
        consents.verifyAll();

        verify(accounts, times(1)).account(ALICE);
        assertThat(consents.stated(ALICE)).contains(YES);
        assertThat(entries.hasUnwritten()).isFalse();
        assertThat(consents.effective(ALICE, new Account(MADE), Mode.OPT_IN)).isEqualTo(YES);
        assertThat(consents.effective(ALICE, new Account(null), Mode.OPT_IN)).isEqualTo(YES);
        assertThat(consents.effective(ALICE, new Account(LATER), Mode.OPT_IN))
            .isEqualTo(ChattingPreferences.defaults(Mode.OPT_IN));
    }

    @Test
    void u6_choiceOfWhichTheAccountIsNotKnownYetIsTheirsWhoHasTheName() {
        consents.set(ALICE, YES);

        assertThat(consents.effective(ALICE, new Account(LATER), Mode.OPT_IN)).isEqualTo(YES);
    }

    @Test
    void u1_choiceIsWrittenOnceWithItsAccount() throws IOException {
        assertThat(entries.hasUnwritten()).isFalse();
        consents.set(ALICE, YES);
        assertThat(entries.hasUnwritten()).isTrue();

        writer.writeAll();
        writer.writeAll();

        verify(store, times(1)).keep(ALICE, new Consent(YES, MADE));
        assertThat(entries.hasUnwritten()).isFalse();
        assertThat(consents.effective(ALICE, new Account(LATER), Mode.OPT_IN))
            .isEqualTo(ChattingPreferences.defaults(Mode.OPT_IN));
    }

    @Test
    void u1_choiceOfSomebodyWithoutAnAccountIsNotKept() throws IOException {
        when(accounts.account(ALICE)).thenReturn(Optional.empty());
        consents.set(ALICE, taking(ConsentEntries.MAX_BYTES));

        writer.writeAll();

        verify(store, never()).keep(any(), any());
        assertThat(consents.stated(ALICE)).isEmpty();
        assertThat(hasPlaceFor(ConsentEntries.MAX_BYTES)).isTrue();
    }

    @Test
    void u1_whatIsChosenWhileAnEarlierChoiceIsWrittenIsWrittenNext() throws IOException {
        final ChattingPreferences no = new ChattingPreferences(false, Set.of(), false);
        consents.set(ALICE, YES);
        when(accounts.account(ALICE)).thenAnswer(call -> {
            doReturn(Optional.of(new Account(MADE))).when(accounts).account(ALICE);
            consents.set(ALICE, no);
            return Optional.of(new Account(MADE));
        });

        writer.writeAll();
        assertThat(consents.stated(ALICE)).contains(no);
        assertThat(entries.hasUnwritten()).isTrue();
        writer.writeAll();

        verify(store).keep(ALICE, new Consent(no, MADE));
    }

    @Test
    void u1_whatIsChosenWhileTheAccountIsFoundToBeGoneStays() throws IOException {
        consents.set(ALICE, YES);
        when(accounts.account(ALICE)).thenAnswer(call -> {
            consents.set(ALICE, ChattingPreferences.NOTHING);
            return Optional.empty();
        });

        writer.writeAll();

        assertThat(consents.stated(ALICE)).contains(ChattingPreferences.NOTHING);
    }

    @Test
    void u1_whatCannotBeWrittenIsNoObstacleToOthersAndStaysToBeWritten() throws IOException {
        consents.set(ALICE, YES);
        consents.set(BOB, YES);
        final IOException failure = new IOException("as the test wants it");
        doThrow(failure).when(store).keep(ALICE, new Consent(YES, MADE));

        assertThatThrownBy(writer::writeAll).isSameAs(failure);
        verify(store).keep(BOB, new Consent(YES, MADE));
        assertThat(entries.hasUnwritten()).isTrue();

        doThrow(new IllegalStateException("as the test wants it")).when(store).keep(ALICE, new Consent(YES, MADE));
        assertThatThrownBy(writer::writeAll).isInstanceOf(IOException.class)
            .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void u6_resetForgetsAChoiceThatKeptNothingBackOnly() {
        consents.set(ALICE, new ChattingPreferences(true, Set.of(BOB), true));
        consents.reset(ALICE);
        assertThat(consents.stated(ALICE)).contains(ChattingPreferences.NOTHING);

        consents.set(ALICE, new ChattingPreferences(false, Set.of(), true));
        consents.reset(ALICE);
        assertThat(consents.stated(ALICE)).contains(ChattingPreferences.NOTHING);

        consents.set(ALICE, new ChattingPreferences(true, Set.of(), true));
        consents.reset(ALICE);
        assertThat(consents.stated(ALICE)).isEmpty();
    }

    @Test
    void choicesAndPublicationsAreEqualWhereAllTheirPartsAre() {
        final ChattingPreferences choice = new ChattingPreferences(true, Set.of(BOB), true);
        assertThat(choice).isEqualTo(new ChattingPreferences(true, Set.of(BOB), true))
            .hasSameHashCodeAs(new ChattingPreferences(true, Set.of(BOB), true))
            .isNotEqualTo(new ChattingPreferences(false, Set.of(BOB), true))
            .isNotEqualTo(new ChattingPreferences(true, Set.of(), true))
            .isNotEqualTo(new ChattingPreferences(true, Set.of(BOB), false)).isNotEqualTo(null);
        assertThat(new Consent(choice, MADE)).isEqualTo(new Consent(choice, MADE))
            .hasSameHashCodeAs(new Consent(choice, MADE)).isNotEqualTo(new Consent(choice, LATER))
            .isNotEqualTo(new Consent(choice, null)).isNotEqualTo(new Consent(YES, MADE)).isNotEqualTo(null);
        final JID room = new JID("garden@conference.example.org");
        assertThat(new UserAndRoom(ALICE, room)).isEqualTo(new UserAndRoom(ALICE, room))
            .hasSameHashCodeAs(new UserAndRoom(ALICE, room))
            .isNotEqualTo(new UserAndRoom(BOB, room)).isNotEqualTo(new UserAndRoom(ALICE, BOB)).isNotEqualTo(null);
        assertThat(new Publication(ALICE, "i")).isEqualTo(new Publication(ALICE, "i"))
            .hasSameHashCodeAs(new Publication(ALICE, "i")).isNotEqualTo(new Publication(BOB, "i"))
            .isNotEqualTo(new Publication(ALICE, "j")).isNotEqualTo(null);
    }
}
