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
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.BOB;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.GARDEN;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** U5: a choice belongs to the account that made it. S7: where that cannot be found out, nothing is published. */
class AccountRulesTest {

    private static final JID PHONE = session(ALICE, "phone");
    private static final Instant LATER = BEGINNING.plus(Duration.ofDays(1));
    private static final ChattingPreferences ALL = new ChattingPreferences(true, Set.of(ATTIC), true);
    private static final ChattingPreferences NO = new ChattingPreferences(false, Set.of(ATTIC), true);

    private final ChattingFixture world = new ChattingFixture();

    @Test
    void u5_theAccountIsNotedWithTheChoice() {
        world.start();
        world.accounts.put(ALICE, Optional.of(LATER));
        world.consent(ALICE);

        assertThat(world.database.consents.get(ALICE).accountCreated()).isEqualTo(LATER);
    }

    @Test
    void u5_aYesOfAnAccountThatIsGoneIsGone() {
        world.database.remember(ALICE, ALL);
        world.withoutAccount.add(ALICE);
        world.start();
        assertThat(world.database.consents).isEmpty();

        // When somebody else registers the name
        world.withoutAccount.clear();
        world.accounts.put(ALICE, Optional.of(LATER));
        world.change(GARDEN, new RoomAccess(true, true, false));
        world.join(GARDEN, PHONE);
        world.pass(Duration.ofMinutes(1));

        assertThat(world.node.calls).isZero();
        assertThat(world.chatting.stated(ALICE)).isEmpty();
    }

    @Test
    void u5_aYesOfAnotherAccountOfThatNameIsGone() {
        world.database.remember(ALICE, ALL);
        world.accounts.put(ALICE, Optional.of(LATER));
        world.change(GARDEN, new RoomAccess(true, true, false));
        world.start();

        world.join(GARDEN, PHONE);

        assertThat(world.node.calls).isZero();
        assertThat(world.chatting.stated(ALICE)).isEmpty();
        assertThat(world.database.consents).isEmpty();
    }

    @Test
    void u5_ofANoOfAnotherAccountNothingButTheNoIsLeft() {
        world.settings = ChattingFixture.withMode(world.settings, Mode.OPT_OUT);
        world.database.remember(ALICE, NO);
        world.accounts.put(ALICE, Optional.of(LATER));
        world.start();

        world.join(GARDEN, PHONE);

        assertThat(world.node.calls).isZero();
        assertThat(world.chatting.stated(ALICE)).contains(new ChattingPreferences(false, Set.of(), false));
        assertThat(world.database.consents).containsEntry(ALICE,
            new Consent(new ChattingPreferences(false, Set.of(), false), LATER));
    }

    @Test
    void u5_aChoiceOfTheSameAccountCounts() {
        world.database.remember(ALICE, ALL);
        world.start();
        world.join(GARDEN, PHONE);
        world.join(ATTIC, PHONE);

        assertThat(world.believed(ALICE)).containsExactly("garden");
        assertThat(world.chatting.stated(ALICE)).contains(ALL);
    }

    @Test
    void u5_anAccountThatIsReplacedWithoutAWordIsNoticedAtTheMomentOfPublishing() {
        world.database.remember(ALICE, ALL);
        world.start();
        world.accounts.put(ALICE, Optional.of(LATER));

        world.join(GARDEN, PHONE);

        assertThat(world.node.calls).isZero();
        assertThat(world.chatting.stated(ALICE)).isEmpty();
    }

    @Test
    void u5_aChoiceFromBeforeAccountsWereNotedIsThatOfTheAccountThatIsThere() {
        world.database.consents.put(ALICE, new Consent(ALL, null));
        world.database.consents.put(BOB, new Consent(ALL, null));
        world.withoutAccount.add(BOB);
        world.start();

        assertThat(world.database.consents).containsOnlyKeys(ALICE)
            .containsEntry(ALICE, new Consent(ALL, BEGINNING));
        assertThat(world.chatting.stated(ALICE)).contains(ALL);
    }

    @Test
    void s7_whereNobodyKnowsWhenAnAccountWasMadeAYesOfAnEarlierRunIsNotPublished() {
        world.settings = ChattingFixture.withMode(world.settings, Mode.OPT_OUT);
        world.accounts.put(ALICE, Optional.empty());
        world.database.consents.put(ALICE, new Consent(ALL, null));
        world.start();
        world.join(GARDEN, PHONE);
        assertThat(world.node.calls).isZero();

        // Until the user says it again
        world.consent(ALICE);
        assertThat(world.believed(ALICE)).containsExactly("garden");
    }

    @Test
    void s7_whileAccountsCannotBeLookedUpNothingIsPublishedAndNothingIsLost() {
        world.settings = ChattingFixture.withMode(world.settings, Mode.OPT_OUT);
        world.database.remember(ALICE, ALL);
        world.failAccounts(true);
        world.start();
        world.join(GARDEN, PHONE);
        assertThat(world.node.calls).isZero();
        assertThat(world.chatting.stated(ALICE)).contains(new ChattingPreferences(false, Set.of(ATTIC), false));
        assertThat(world.database.consents).containsEntry(ALICE, new Consent(ALL, BEGINNING));

        world.failAccounts(false);
        world.pass(PublishingWorker.RETRY_INTERVAL);

        assertThat(world.believed(ALICE)).containsExactly("garden");
        assertThat(world.chatting.stated(ALICE)).contains(ALL);
    }

    @Test
    void s7_aNoIsWrittenAlsoWhereTheAccountCannotBeLookedUp() {
        world.start();
        world.failAccounts(true);
        world.choose(ALICE, false, false);
        world.choose(BOB, true, false);

        assertThat(world.database.consents).containsOnlyKeys(ALICE);

        world.failAccounts(false);
        world.pass(PublishingWorker.RETRY_INTERVAL);
        assertThat(world.database.consents).containsOnlyKeys(ALICE, BOB);
    }

    @Test
    void u5_aChoiceOfWhoHasNoAccountIsNotKept() {
        world.start();
        world.withoutAccount.add(ALICE);
        world.consent(ALICE);

        assertThat(world.database.consents).isEmpty();
        assertThat(world.chatting.stated(ALICE)).isEmpty();
    }

    @Test
    void u5_forgettingWhatIsKnownMakesNoYesOfANo() {
        world.settings = ChattingFixture.withMode(world.settings, Mode.OPT_OUT);
        world.start();
        world.join(GARDEN, PHONE);
        world.choose(ALICE, false, true, ATTIC);

        world.chatting.reset(ALICE);
        world.run();

        assertThat(world.believed(ALICE)).isEmpty();
        assertThat(world.chatting.stated(ALICE)).contains(new ChattingPreferences(false, Set.of(), false));
        world.crashAndStart();
        world.join(GARDEN, PHONE);
        assertThat(world.believed(ALICE)).isEmpty();
    }

    @Test
    void u5_forgettingWhatIsKnownPublishesNoRoomThatWasExcluded() {
        world.settings = ChattingFixture.withMode(world.settings, Mode.OPT_OUT);
        world.start();
        world.choose(ALICE, true, false, GARDEN);
        world.join(GARDEN, PHONE);

        world.chatting.reset(ALICE);
        world.run();

        assertThat(world.believed(ALICE)).isEmpty();
        assertThat(world.node.calls).isZero();
    }

    @Test
    void u5_forgettingWhatIsKnownOfWhoWithheldNothingLeavesNothing() {
        world.start();
        world.consent(ALICE);
        world.chatting.reset(ALICE);
        world.chatting.reset(BOB);
        world.run();

        assertThat(world.database.consents).isEmpty();
    }

    @Test
    void s7_nothingIsPublishedBeforeItIsKnownWhereAnAdministratorSwitchedItOff() {
        world.settings = ChattingFixture.incomplete(world.settings);
        world.start();
        world.consent(ALICE);
        world.join(GARDEN, PHONE);
        assertThat(world.node.calls).isZero();

        world.set(Mode.OPT_IN, ATTIC);
        world.join(ATTIC, PHONE);

        assertThat(world.believed(ALICE)).containsExactly("garden");
    }
}
