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

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

/** What User Chatting remembers, in a real database. */
class JdbcChattingStoreTest {

    private static final JID ALICE = new JID("alice@example.org");
    private static final JID BOB = new JID("bob@example.org");
    private static final JID GARDEN = new JID("garden@conference.example.org");
    private static final JID ATTIC = new JID("attic@conference.example.org");
    private static final Publication ONE = new Publication(ALICE, "1");
    private static final Publication TWO = new Publication(ALICE, "2");
    private static final Publication OTHER = new Publication(BOB, "1");

    private TestDatabase database;
    private JdbcChattingStore store;

    @BeforeEach
    void open() throws Exception {
        database = new TestDatabase();
        store = new JdbcChattingStore(database);
    }

    @AfterEach
    void nothingIsLeftOpen() throws Exception {
        assertThat(database.openCount()).isZero();
        assertThat(database.uncleanCount()).isZero();
        database.close();
    }

    @Test
    void choicesAreKept() throws Exception {
        final Consent no = new Consent(new ChattingPreferences(false, Set.of(), true), null);
        final Consent yes =
            new Consent(new ChattingPreferences(true, Set.of(GARDEN, ATTIC), false), Instant.ofEpochMilli(1_234_567_890_123L));
        store.keep(ALICE, no);
        store.keep(BOB, yes);

        assertThat(store.consents()).containsOnlyKeys(ALICE, BOB).containsEntry(ALICE, no).containsEntry(BOB, yes);
    }

    @Test
    void aNewChoiceReplacesTheOldOne() throws Exception {
        store.keep(ALICE, new Consent(new ChattingPreferences(true, Set.of(GARDEN), true), null));
        final Consent now = new Consent(new ChattingPreferences(false, Set.of(), false), Instant.EPOCH);
        store.keep(ALICE, now);

        assertThat(store.consents()).containsOnlyKeys(ALICE).containsEntry(ALICE, now);
    }

    @Test
    void choicesAreForgotten() throws Exception {
        store.keep(ALICE, new Consent(new ChattingPreferences(true, Set.of(), false), null));
        store.forget(ALICE);
        store.forget(BOB);

        assertThat(store.consents()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish=2", "publish=-1", "privateRooms=2", "excludedRooms='@'", "excludedRooms='attic'",
        "excludedRooms='attic@conference.example.org/nick'", "excludedRooms='attic@conference.example.org, b@c d'"})
    void s7_aChoiceThatCannotBeReadIsANoAndTheOthersAreRead(final String broken) throws Exception {
        final Consent other = new Consent(new ChattingPreferences(true, Set.of(GARDEN), true), Instant.EPOCH);
        store.keep(ALICE, new Consent(new ChattingPreferences(true, Set.of(ATTIC), true), Instant.EPOCH));
        store.keep(BOB, other);
        database.execute("UPDATE ofMucPulseConsent SET " + broken + " WHERE userJID='" + ALICE + "'");

        assertThat(store.consents()).containsOnlyKeys(ALICE, BOB).containsEntry(BOB, other)
            .containsEntry(ALICE, new Consent(new ChattingPreferences(false, Set.of(), false), Instant.EPOCH));
    }

    @Test
    void s7_anExcludedRoomIsFoundInWhateverSpellingItIsStored() throws Exception {
        store.keep(ALICE, new Consent(new ChattingPreferences(true, Set.of(ATTIC), false), null));
        database.execute("UPDATE ofMucPulseConsent SET excludedRooms='Attic@Conference.example.org'");

        assertThat(store.consents().get(ALICE).preferences().excludedRooms()).containsExactly(ATTIC);
    }

    @Test
    void manyLongRoomsFit() throws Exception {
        final Set<JID> rooms = IntStream.range(0, 1000)
            .mapToObj(number -> new JID("r" + number + "x".repeat(200) + "@conference.example.org"))
            .collect(Collectors.toSet());
        store.keep(ALICE, new Consent(new ChattingPreferences(true, rooms, false), null));

        assertThat(store.consents().get(ALICE).preferences().excludedRooms()).isEqualTo(rooms);
    }

    @Test
    void publicationsAreNotedAndRetractedAndForgotten() throws Exception {
        store.add(List.of(ONE, TWO, OTHER));
        assertThat(store.publications()).containsExactlyInAnyOrder(ONE, TWO, OTHER);
        assertThat(store.retractions()).isEmpty();

        store.retract(List.of(ONE, OTHER));
        assertThat(store.publications()).containsExactly(TWO);
        assertThat(store.retractions()).containsExactlyInAnyOrder(ONE, OTHER);

        store.remove(List.of(ONE, TWO));
        assertThat(store.publications()).isEmpty();
        assertThat(store.retractions()).containsExactly(OTHER);
    }

    @Test
    void whatIsPublishedAgainIsNoLongerRetracted() throws Exception {
        store.add(List.of(ONE));
        store.retract(List.of(ONE));
        store.add(List.of(ONE));

        assertThat(store.publications()).containsExactly(ONE);
        assertThat(store.retractions()).isEmpty();
    }

    @Test
    void manyAreNotedAtOnce() throws Exception {
        final List<Publication> many =
            IntStream.range(0, 1201).mapToObj(number -> new Publication(ALICE, "i" + number)).toList();
        store.add(many);

        assertThat(store.publications()).hasSize(1201);
        assertThat(database.openedCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "prepareStatement", "commit"})
    void aDatabaseThatFailsIsSaidToFailAndHoldsNothingHalf(final String failing) throws Exception {
        store.add(List.of(ONE));
        store.keep(ALICE, new Consent(new ChattingPreferences(true, Set.of(), false), null));
        database.failAt(failing);

        assertThatThrownBy(() -> store.add(List.of(TWO, OTHER))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.retract(List.of(ONE))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.remove(List.of(ONE))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.keep(ALICE, new Consent(new ChattingPreferences(false, Set.of(), false), null)))
            .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.forget(ALICE)).isInstanceOf(IOException.class);

        database.recover();
        assertThat(store.publications()).containsExactly(ONE);
        assertThat(store.consents().get(ALICE).preferences().publish()).isTrue();
    }

    @Test
    void aDatabaseThatCannotBeReadIsSaidToFail() {
        database.failAt("open");

        assertThatThrownBy(store::consents).isInstanceOf(IOException.class);
        assertThatThrownBy(store::publications).isInstanceOf(IOException.class);
        assertThatThrownBy(store::retractions).isInstanceOf(IOException.class);
    }
}
