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
package org.igniterealtime.openfire.plugin.mucpulse.mention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.mention.MentionFixture.JULIET;
import static org.igniterealtime.openfire.plugin.mucpulse.mention.MentionFixture.NURSE;
import static org.igniterealtime.openfire.plugin.mucpulse.mention.MentionFixture.ROOM;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.JID;

/** Whom a nickname means: N2. */
class NicknamesTest {

    private static final JID PHONE = new JID("juliet@example.org/phone");
    private static final String OCCUPANT = "xmpp:" + ROOM + '/';

    private final MentionFixture world = new MentionFixture();

    @AfterEach
    void close() {
        assertThat(world.mentions.bytesWaiting()).isZero();
        assertThat(world.errors.count()).isZero();
        world.close();
    }

    private void visit(final JID user, final Affiliation affiliation, final String nickname) {
        world.room.affiliate(user, affiliation);
        final JID session = new JID(user.getNode(), user.getDomain(), "visit");
        world.enter(session, nickname);
        world.leave(session);
    }

    private void assertMeant(final String nickname, final JID... users) {
        world.users.available.clear();
        world.mention(OCCUPANT + nickname);
        assertThat(world.told()).containsExactlyInAnyOrder(
            Arrays.stream(users).map(JID::toString).toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({"Jules, Jules", "Jules, jULES", "\u00c5sa, \u00e5sa", "Jules, %4Aules", "Lady Juliet, lady%20juliet",
        "\ufb01sh, fish"})
    void n2_nicknameOfTheLastVisitIsFoundInEverySpellingThatIsOneToTheServer(final String used, final String named)
        throws SQLException {
        // The server prepares nicknames when somebody enters.
        visit(JULIET, Affiliation.MEMBER, new JID("a", "b", used).getResource());
        assertMeant(named, JULIET);

        assertThat(world.nicknames.flush()).isTrue();
        assertMeant(named, JULIET);
        assertThat(world.database.rows("SELECT userJID, roomJID FROM ofMucPulseNickname WHERE userJID='" + JULIET + "'"))
            .containsExactly(JULIET + "|" + ROOM);
    }

    @Test
    void n2_lastNicknameAloneCountsAlsoAfterARestart() {
        visit(JULIET, Affiliation.MEMBER, "jules");
        assertThat(world.nicknames.flush()).isTrue();
        world.room.nicknames.put(PHONE, "capulet");
        world.recorder.nicknameChanged(ROOM, PHONE, "jules", "capulet");
        world.run();
        world.leave(PHONE);

        assertMeant("jules");
        assertMeant("capulet", JULIET);
        assertThat(world.nicknames.flush()).isTrue();
        assertMeant("jules");
        assertMeant("capulet", JULIET);
    }

    @Test
    void n2_registeredNicknameIsThatOfTheMember() {
        visit(NURSE, Affiliation.MEMBER, "jules");
        world.room.affiliate(JULIET, Affiliation.MEMBER);
        world.room.registered.put(JULIET, "jules");

        assertMeant("JULES", JULIET);
    }

    @Test
    void n2_nicknameOfSomebodyInTheRoomIsTheirs() {
        visit(NURSE, Affiliation.MEMBER, "jules");
        world.room.affiliate(JULIET, Affiliation.MEMBER);
        world.enter(PHONE, "Jules");

        assertMeant("jules");

        world.users.available.add(new JID("juliet@example.org/laptop"));
        world.mention(OCCUPANT + "jules");
        assertThat(world.told()).containsExactly("juliet@example.org/laptop");
    }

    @Test
    void n2_nicknameThatSeveralUsedIsThatOfAll() {
        visit(NURSE, Affiliation.MEMBER, "capulet");
        assertThat(world.nicknames.flush()).isTrue();
        visit(JULIET, Affiliation.ADMIN, "CAPULET");

        assertMeant("Capulet", NURSE, JULIET);
    }

    @Test
    void n2_onlyAffiliatedUsersAreRemembered() throws SQLException {
        visit(JULIET, Affiliation.NONE, "jules");
        visit(NURSE, Affiliation.OUTCAST, "nurse");
        assertThat(world.nicknames.flush()).isTrue();
        assertThat(world.database.rows("SELECT userJID FROM ofMucPulseNickname WHERE nickname<>'romeo'")).isEmpty();

        // Who becomes a member while they are there.
        world.room.unaffiliate(JULIET);
        world.enter(PHONE, "jules");
        world.room.affiliate(JULIET, Affiliation.MEMBER);
        world.leave(PHONE);

        assertMeant("jules", JULIET);
    }

    @Test
    void n2_nicknameOfWhoEnteredUnheardIsRememberedWhenTheyLeave() throws SQLException {
        // As before the plugin was loaded, or while mentions were off.
        world.room.affiliate(JULIET, Affiliation.MEMBER);
        world.room.nicknames.put(PHONE, "jules");
        final JID stranger = new JID("paris@example.org/x");

        world.recorder.occupantLeaves(ROOM, PHONE, "jules");
        world.recorder.occupantLeaves(ROOM, stranger, "paris");
        world.leave(PHONE);

        assertMeant("jules", JULIET);
        assertThat(world.nicknames.flush()).isTrue();
        assertThat(world.database.rows("SELECT userJID FROM ofMucPulseNickname WHERE nickname='paris'")).isEmpty();
    }

    @Test
    void n2_whoLeavesUnderTheNicknameThatIsNotedCostsNoLookAtTheRoom() {
        world.room.affiliate(JULIET, Affiliation.MEMBER);
        world.enter(PHONE, "jules");
        world.muc.takeLooks();

        world.recorder.occupantLeaves(ROOM, PHONE, "jules");
        world.run();

        assertThat(world.muc.takeLooks()).isZero();
    }

    /** As newer servers report it. */
    private void leaveAs(final JID session, final String nickname) {
        world.recorder.occupantLeaves(ROOM, session, nickname);
        world.leave(session);
    }

    @Test
    void n2_whoLeavesAfterHoursCostsNoLookAtTheRoomAndIsNotWrittenAgain() throws SQLException {
        world.room.affiliate(JULIET, Affiliation.MEMBER);
        world.enter(PHONE, "jules");
        assertThat(world.nicknames.flush()).isTrue();
        final List<String> written = world.database.rows("SELECT * FROM ofMucPulseNickname");
        world.executor.advance(NicknameRecorder.FRESH.multipliedBy(100));
        world.muc.takeLooks();

        leaveAs(PHONE, "jules");

        assertThat(world.muc.takeLooks()).isZero();
        assertThat(world.nicknames.flush()).isTrue();
        assertThat(world.database.rows("SELECT * FROM ofMucPulseNickname")).isEqualTo(written);
    }

    @Test
    void n2_whoWasThereBeforeTheStartCostsOneLookAndAnonymousUsersNone() {
        world.room.affiliate(JULIET, Affiliation.MEMBER);
        world.room.nicknames.put(PHONE, "jules");
        final JID anonymous = new JID("x1@example.org/x1");
        world.users.anonymous(anonymous);
        world.room.nicknames.put(anonymous, "mask");
        world.muc.takeLooks();

        leaveAs(PHONE, "jules");
        assertThat(world.muc.takeLooks()).isEqualTo(1);
        leaveAs(anonymous, "mask");
        assertThat(world.muc.takeLooks()).isZero();
        world.enter(anonymous, "mask");
        world.executor.advance(NicknameRecorder.FRESH.multipliedBy(2));
        world.muc.takeLooks();
        leaveAs(anonymous, "mask");
        assertThat(world.muc.takeLooks()).isZero();

        assertMeant("jules", JULIET);
    }

    @Test
    void n2_whoLeavesUnderANicknameThatWasNotHeardIsLookedAt() {
        world.room.affiliate(JULIET, Affiliation.MEMBER);
        world.enter(PHONE, "jules");
        // Changed while mentions were off.
        leaveAs(PHONE, "capulet");

        assertMeant("jules");
        assertMeant("capulet", JULIET);
    }

    @Test
    void n2_whoBecameAMemberAndChangedTheNicknameLeavesUnderTheNewOne() {
        world.enter(PHONE, "jules");
        world.room.affiliate(JULIET, Affiliation.MEMBER);
        world.room.nicknames.put(PHONE, "capulet");
        world.recorder.nicknameChanged(ROOM, PHONE, "jules", "capulet");
        world.run();
        leaveAs(PHONE, "capulet");

        assertMeant("jules");
        assertMeant("capulet", JULIET);
    }

    @Test
    void n2_thousandsWhoLeaveAtOnceShareFewLooksAtTheirRoomsWhichLeaveTimeForMentions() {
        final int rooms = 3 * DepartureChecks.BURST;
        final int users = 50;
        for (int room = 0; room < rooms; room++) {
            final JID jid = new JID("r" + room + "@conference.example.org");
            world.muc.create(jid).affiliate(JULIET, Affiliation.MEMBER);
            for (int user = 0; user < users; user++) {
                world.recorder.occupantJoined(jid, new JID("u" + user + "@elsewhere.example/x"), "n" + user);
            }
        }
        world.run();
        world.muc.takeLooks();

        for (int user = 0; user < users; user++) {
            for (int room = 0; room < rooms; room++) {
                final JID jid = new JID("r" + room + "@conference.example.org");
                final JID session = new JID("u" + user + "@elsewhere.example/x");
                world.recorder.occupantLeaves(jid, session, "n" + user);
                world.recorder.occupantLeft(jid, session);
            }
        }
        world.recorder.occupantLeaves(new JID("r0@conference.example.org"), PHONE, "jules");
        world.run();
        assertThat(world.muc.takeLooks()).isEqualTo(DepartureChecks.BURST);

        world.executor.advance(Duration.ofSeconds(5));
        world.run();
        assertThat(world.muc.takeLooks()).isBetween(rooms - DepartureChecks.BURST, rooms);
        assertThat(world.nicknames.of(JULIET)).hasSize(1);
        world.executor.advance(Duration.ofMinutes(1));
        world.run();
        assertThat(world.muc.takeLooks()).isZero();
    }

    @Test
    void n2_whoComesBackUnderAnotherNicknameBeforeTheLookKeepsThatOne() {
        world.room.affiliate(JULIET, Affiliation.MEMBER);
        for (int i = 0; i < DepartureChecks.BURST; i++) {
            world.recorder.occupantLeaves(new JID("r" + i + "@conference.example.org"), PHONE, "jules");
        }
        leaveAs(PHONE, "jules");
        world.enter(PHONE, "capulet");
        world.executor.advance(Duration.ofSeconds(5));
        world.run();
        leaveAs(PHONE, "capulet");

        assertMeant("jules");
        assertMeant("capulet", JULIET);
    }

    @Test
    void s3_memoryOfWhoWasHeardAndOfWhoLeftIsBounded() {
        final HeardOccupants heard = new HeardOccupants();
        assertThat(heard.isHeard(ROOM, PHONE, "jules")).isFalse();
        for (int i = 0; i < HeardOccupants.MOST; i++) {
            heard.heard(ROOM, new JID("u" + i + "@elsewhere.example/x"), "n");
        }
        assertThat(heard.isHeard(ROOM, PHONE, "jules")).isFalse();
        heard.heard(ROOM, PHONE, "jules");
        assertThat(heard.isHeard(ROOM, new JID("u0@elsewhere.example/x"), "n")).as("perhaps forgotten").isTrue();
        assertThat(heard.isHeard(ROOM, PHONE, "capulet")).isFalse();
        heard.left(ROOM, PHONE);
        assertThat(heard.isHeard(ROOM, PHONE, "capulet")).isTrue();

        final String nickname = "n".repeat(1_000);
        final DepartureChecks departures = new DepartureChecks(world.executor, world.muc,
            (room, user, name) -> { }, world.executor.ticker());
        final int fitting = (int) (DepartureChecks.BYTES / (2 * nickname.length()));
        for (int i = 0; i < DepartureChecks.BURST + 2 * fitting; i++) {
            departures.left(new JID("r" + i + "@conference.example.org"), JULIET, nickname);
        }
        world.muc.takeLooks();
        world.executor.advance(Duration.ofHours(1));
        world.run();
        assertThat(world.muc.takeLooks()).isBetween(fitting / 2, fitting);
    }

    @Test
    void n2_nothingIsRememberedWhereMentionsAreOff() {
        world.settings = new MentionSettings(false, MentionSettings.DEFAULTS.servicesOff(),
            MentionSettings.DEFAULTS.roomsOff(), true, MentionSettings.DEFAULTS.chosen(), 20, 30, 65_536, Duration.ofDays(1));
        visit(JULIET, Affiliation.MEMBER, "jules");
        world.settings = MentionSettings.DEFAULTS;

        assertMeant("jules");
    }

    @Test
    void n2_nicknamesOfAnEarlierRoomOrAccountOfThatNameAreNotUsed() {
        visit(JULIET, Affiliation.MEMBER, "jules");
        final Instant later = world.executor.instant().plusSeconds(1);

        world.room.created = later;
        assertMeant("jules");
        world.room.created = Instant.EPOCH;
        world.users.accounts.put(JULIET, Optional.of(later));
        assertMeant("jules");
        world.users.accounts.put(JULIET, Optional.empty());
        assertMeant("jules", JULIET);
        world.users.withoutAccount.add(JULIET);
        assertMeant("jules");
        world.users.withoutAccount.clear();
        // Whether it is this account cannot be found out: S7.
        world.users.failAccounts(true);
        assertMeant("jules");
    }

    @Test
    void n2_nicknamesEndWithTheUserAndTheRoomAndByTheirAge() throws SQLException {
        visit(JULIET, Affiliation.MEMBER, "jules");
        assertThat(world.nicknames.flush()).isTrue();
        world.recorder.forgetUser(JULIET);
        assertMeant("jules");
        assertThat(world.nicknames.flush()).isTrue();
        assertMeant("jules");

        visit(JULIET, Affiliation.MEMBER, "jules");
        assertMeant("jules", JULIET);
        assertThat(world.nicknames.flush()).isTrue();
        world.recorder.roomDestroyed(ROOM);
        assertMeant("jules");
        assertThat(world.nicknames.flush()).isTrue();
        assertThat(world.database.rows("SELECT * FROM ofMucPulseNickname")).isEmpty();

        world.run();
        visit(JULIET, Affiliation.MEMBER, "jules");
        assertThat(world.nicknames.flush()).isTrue();
        world.executor.advance(Duration.ofDays(179));
        world.nicknames.purge();
        assertMeant("jules", JULIET);
        world.executor.advance(Duration.ofDays(2));
        world.nicknames.purge();
        assertMeant("jules");
    }

    @Test
    void n2_aVisitIsNotWrittenAgainAndAgain() throws SQLException {
        visit(JULIET, Affiliation.MEMBER, "jules");
        assertThat(world.nicknames.flush()).isTrue();
        final int opened = world.database.openedCount();
        for (int i = 0; i < 100; i++) {
            visit(JULIET, Affiliation.MEMBER, "jules");
        }
        assertThat(world.nicknames.flush()).isTrue();

        assertThat(world.database.openedCount()).isEqualTo(opened);
        assertThat(world.nicknames.of(JULIET)).hasSize(1);
    }

    @Test
    void n2_oldestAreDeletedWhereThereAreTooMany() throws SQLException {
        final NicknameTable table = new NicknameTable(world.database);
        for (int i = 0; i < 10; i++) {
            visit(new JID("user" + i + "@example.org"), Affiliation.MEMBER, "n" + i);
        }
        assertThat(world.nicknames.flush()).isTrue();

        table.purge(0, 4);

        assertThat(world.database.rows("SELECT nickname FROM ofMucPulseNickname ORDER BY lastUsed"))
            .containsExactly("n6", "n7", "n8", "n9");
    }

    @Test
    void s3_whatWaitsAndWhatIsNotedOfAUserAndADomainIsBounded() {
        int noted = 0;
        for (int i = 0; i < Nicknames.WAITING_PER_USER + 10; i++) {
            noted += world.nicknames.note(JULIET, new JID("r" + i + "@conference.example.org"), "n") ? 1 : 0;
        }
        assertThat(noted).isEqualTo(Nicknames.WAITING_PER_USER);
        assertThat(world.nicknames.dropped()).isEqualTo(10);
        assertThat(new NicknameProbe(world.nicknames).statuses()).singleElement().satisfies(status ->
            assertThat(status.value()).isEqualTo(Text.of("value.number", 10L)));

        for (int i = 0; i < NicknameRecorder.BURST_OF_DOMAIN + 100; i++) {
            visit(new JID("u" + i + "@s" + i + ".elsewhere.example"), Affiliation.MEMBER, "puppet");
        }
        assertThat(world.nicknames.flush()).isTrue();
        assertThat(count("nickname='puppet'")).isEqualTo(NicknameRecorder.BURST_OF_DOMAIN);
        for (int i = 0; i < NicknameRecorder.BURST_OF_USER + 50; i++) {
            visit(NURSE, Affiliation.MEMBER, "n" + i);
        }
        assertThat(world.nicknames.of(NURSE).get(0).nickname()).isEqualTo("n" + (NicknameRecorder.BURST_OF_USER - 1));
    }

    private int count(final String condition) {
        try {
            return Integer.parseInt(
                world.database.rows("SELECT COUNT(*) FROM ofMucPulseNickname WHERE " + condition).get(0));
        } catch (final SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void n2_databaseThatFailsKeepsNobodyElseFromBeingTold() {
        visit(JULIET, Affiliation.MEMBER, "jules");
        assertThat(world.nicknames.flush()).isTrue();
        visit(NURSE, Affiliation.MEMBER, "nurse");
        world.database.failAt("prepareStatement");

        world.users.available.clear();
        world.broadcast(MentionFixture.reference(OCCUPANT + "jules") + MentionFixture.reference(OCCUPANT + "nurse")
            + MentionFixture.reference("xmpp:juliet@example.org"));
        world.run();
        assertThat(world.told()).containsExactly("juliet@example.org", "nurse@example.org");

        world.database.recover();
        assertMeant("jules", JULIET);
    }

    @Test
    void n2_databaseThatHangsHoldsUpNobodyButNicknamesOfTheAbsent() {
        visit(JULIET, Affiliation.MEMBER, "jules");
        world.users.available.clear();

        world.broadcast(MentionFixture.reference(OCCUPANT + "jules"));
        world.broadcast(MentionFixture.reference("xmpp:juliet@example.org"));
        world.executor.runUntilIdle();

        assertThat(world.told()).containsExactly("juliet@example.org");
        assertThat(world.mentions.bytesWaiting()).isPositive();
        world.run();
        assertThat(world.told()).containsExactly("juliet@example.org");
    }

    @Test
    void n2_olderNicknameOfAnotherServerNeverReplacesANewerOne() throws SQLException {
        final NicknameTable table = new NicknameTable(world.database);
        final long now = MonotonicTimestamps.of(world.executor.instant());
        final NicknameChanges newer = new NicknameChanges();
        final NicknameChanges older = new NicknameChanges();
        final KnownNickname last = new KnownNickname(JULIET, ROOM, "new", now + 5);
        newer.nicknames().put(last.key(), last);
        older.nicknames().put(last.key(), new KnownNickname(JULIET, ROOM, "old", now));

        table.write(newer);
        table.write(older);

        assertThat(table.of(JULIET, 10)).containsExactly(last);
    }
}
