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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.igniterealtime.openfire.plugin.mucpulse.mention.MentionFixture.JULIET;
import static org.igniterealtime.openfire.plugin.mucpulse.mention.MentionFixture.ROMEO;
import static org.igniterealtime.openfire.plugin.mucpulse.mention.MentionFixture.reference;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.when;

import com.google.common.base.Strings;
import com.google.common.base.Utf8;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.MockedStatic;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/** How much is forwarded: N5, S2 and S3. */
class MentionLimitsTest {

    private static final String URI = "xmpp:juliet@example.org";

    private final MentionFixture world = new MentionFixture();

    @BeforeEach
    void fortyAreMembers() {
        world.room.affiliate(JULIET, Affiliation.MEMBER);
        for (int i = 0; i < 40; i++) {
            world.room.affiliate(member(i), Affiliation.MEMBER);
        }
    }

    @AfterEach
    void close() {
        assertThat(world.mentions.bytesWaiting()).isZero();
        assertThat(world.errors.count()).isZero();
        world.close();
    }

    private static JID member(final int number) {
        return new JID("member" + number + "@example.org");
    }

    private static String references(final int from, final int to) {
        return IntStream.range(from, to).mapToObj(i -> reference("xmpp:" + member(i))).collect(Collectors.joining());
    }

    @Test
    void n5_soManyMentionsOfAMessageAreForwarded() {
        world.broadcast("<body>x</body>" + references(0, 25) + references(0, 25));
        world.run();

        assertThat(world.told()).hasSize(20).contains(member(0).toString(), member(19).toString())
            .doesNotContain(member(20).toString());
        // Each of the last five is there twice.
        assertThat(world.counted(MentionMetrics.OVER_MESSAGE)).isEqualTo(10);
    }

    @Test
    void n5_soManyMentionsOfAnAuthorAreForwardedInAMinute() {
        world.broadcast(references(0, 20));
        world.broadcast(references(20, 40));
        world.run();
        assertThat(world.told()).hasSize(30);
        assertThat(world.counted(MentionMetrics.OVER_AUTHOR)).isEqualTo(10);

        // Of another author, and of the same with another session.
        world.room.affiliate(new JID("nurse@example.org"), Affiliation.MEMBER);
        world.enter(new JID("nurse@example.org/x"), "nurse");
        world.broadcast(new JID("nurse@example.org/x"), reference(URI));
        world.broadcast(new JID(ROMEO.toBareJID() + "/laptop"), reference(URI));
        world.run();
        assertThat(world.told()).hasSize(1);

        world.executor.advance(Duration.ofMinutes(1));
        world.broadcast(references(0, 20));
        world.run();
        assertThat(world.told()).hasSize(20);
    }

    @Test
    void n5_sessionsWithoutAnAccountCountAsOneAuthor() {
        for (int i = 0; i < 35; i++) {
            final JID stranger = new JID("anon" + i + "@example.org/x");
            world.users.anonymous(stranger);
            world.room.nicknames.put(stranger, "stranger" + i);
            world.broadcast(stranger, reference("xmpp:" + member(i)));
        }
        world.run();

        assertThat(world.told()).hasSize(30);
        assertThat(world.counted(MentionMetrics.OVER_AUTHOR)).isEqualTo(5);
    }

    @Test
    void n5_allUsersOfAnotherDomainCountAsTen() {
        world.settings = new MentionSettings(true, MentionSettings.DEFAULTS.servicesOff(),
            MentionSettings.DEFAULTS.roomsOff(), true, MentionSettings.DEFAULTS.chosen(), 20, 2, 65_536, Duration.ofDays(1));
        for (int i = 0; i < 40; i++) {
            final JID puppet = new JID("p@s" + i + ".elsewhere.example/x");
            world.room.nicknames.put(puppet, "puppet" + i);
            world.broadcast(puppet, reference("xmpp:" + member(i)));
        }
        world.run();

        assertThat(world.told()).hasSize(20);
    }

    @Test
    void s2_thousandsOfReferencesAndEndlessUrisAreNoHarm() {
        world.broadcast("<body>x</body>" + references(0, 10_000));
        world.broadcast("<body>x</body>" + IntStream.range(0, 20).mapToObj(i ->
            reference("xmpp:" + Strings.repeat("%61", 4_000) + i + "@example.org")).collect(Collectors.joining()));
        world.run();

        assertThat(world.told()).isEmpty();
        assertThat(world.counted(MentionMetrics.OVER_MESSAGE)).isEqualTo(9_980);
        assertThat(world.counted(MentionMetrics.TOO_LONG)).isEqualTo(1);
    }

    /** Preparing an address takes more than linear time, and that thread holds the lock of the room. */
    @Test
    void s2_urisAreNotReadOnTheThreadThatCarriesTheMessage() {
        try (MockedStatic<MentionTarget> parser = mockStatic(MentionTarget.class, CALLS_REAL_METHODS)) {
            world.broadcast("<body>x</body>" + reference(URI));
            parser.verify(() -> MentionTarget.parse(any(), any()), never());
            world.run();
            parser.verify(() -> MentionTarget.parse(any(), any()));
        }
    }

    @Test
    void n5_mentionsThatAreOverTheRateAreNotRead() {
        try (MockedStatic<MentionTarget> parser = mockStatic(MentionTarget.class, CALLS_REAL_METHODS)) {
            for (int i = 0; i < 3; i++) {
                world.broadcast("<body>x</body>" + references(0, 20));
                world.run();
            }
            parser.verify(() -> MentionTarget.parse(any(), any()), times(30));
        }
    }

    @Test
    void s2_nestedForwardingIsForwardedAndNotRead() {
        final String nested = Strings.repeat("<forwarded xmlns='urn:xmpp:forward:0'>", 90) + reference("xmpp:" + member(1))
            + Strings.repeat("</forwarded>", 90);
        world.broadcast("<body>x</body>" + nested + reference(URI));
        world.run();

        assertThat(world.told()).containsExactly(JULIET.toString());
    }

    @Test
    void n5_longMessagesAreNotForwarded() {
        world.broadcast("<body>" + Strings.repeat("x", 50_000) + "</body>" + reference(URI));
        world.run();
        assertThat(world.sender.take()).singleElement().satisfies(sent ->
            assertThat(sent.toXML().length()).isBetween(50_000, 65_536));

        world.broadcast("<body>" + Strings.repeat("\u20ac", 22_000) + "</body>" + reference(URI));
        world.run();
        assertThat(world.told()).isEmpty();
        assertThat(world.counted(MentionMetrics.TOO_LONG)).isEqualTo(1);
    }

    @Test
    void n5_notificationIsWithinTheLimitWhateverTheAddresses() {
        // Each of these takes four bytes in XML.
        final String longest = Strings.repeat(">", 1_000);
        world.room.nicknames.put(ROMEO, longest);
        final JID far = world.login(JULIET, longest);
        final JID phone = world.login(JULIET, "phone");
        final Map<JID, Integer> forwarded = new HashMap<>();
        for (int length = 30_000; length < 60_000; length += 500) {
            world.broadcast("<body>" + longest + Strings.repeat("x", length) + "</body>" + reference(URI));
            world.run();
            for (final Packet sent : world.sender.take()) {
                forwarded.merge(sent.getTo(), 1, Integer::sum);
                assertThat(Utf8.encodedLength(sent.toXML())).isLessThanOrEqualTo(world.settings.stanzaSize());
            }
            world.executor.advance(Duration.ofMinutes(1));
        }

        assertThat(forwarded.get(far)).isPositive().isLessThan(forwarded.get(phone));
        assertThat(world.counted(MentionMetrics.TOO_LONG)).isPositive();
        assertThat(world.counted(MentionMetrics.FORWARDED)).isEqualTo(forwarded.get(far) + forwarded.get(phone));
    }

    @Test
    void s3_whatWaitsIsBoundedForEachAuthorAndInAll() {
        final String content = "<body>" + Strings.repeat("x", 50_000) + "</body>" + reference(URI);
        for (int i = 0; i < 15; i++) {
            world.broadcast(content);
        }
        assertThat(world.mentions.bytesWaiting()).isLessThanOrEqualTo(MucMentions.BYTES_PER_AUTHOR);
        assertThat(world.counted(MentionMetrics.BUSY)).isPositive();
        for (int i = 0; i < 40; i++) {
            final JID author = new JID("member" + i + "@example.org/x");
            world.room.nicknames.put(author, "m" + i);
            for (int k = 0; k < 10; k++) {
                world.broadcast(author, content);
            }
        }
        assertThat(world.mentions.bytesWaiting()).isLessThanOrEqualTo(MucMentions.BYTES);

        world.run();
        world.sender.take();
        assertThat(world.mentions.bytesWaiting()).isZero();
    }

    @Test
    void s3_whatTheExecutorFailsToTakeDoesNotWait() {
        final SerialExecutor broken = mock(SerialExecutor.class);
        when(broken.tryExecute(any())).thenThrow(new OutOfMemoryError("for the test"));
        final MucMentions mentions = new MucMentions(() -> world.settings, broken, world.queries, world.muc, world.users,
            mock(MentionedUsers.class), mock(MentionDelivery.class), world.counters, world.executor, world.executor.ticker());

        assertThatThrownBy(() -> mentions.messageBroadcast(MentionFixture.ROOM, ROMEO, Stanzas.message(
            "<message type='groupchat' from='" + MentionFixture.ROOM + "/romeo'>" + reference(URI) + "</message>")))
            .isInstanceOf(OutOfMemoryError.class);

        assertThat(mentions.bytesWaiting()).isZero();
    }

    @Test
    void s1_executorThatTakesNoMoreIsCounted() {
        world.executor.limit(0);
        world.broadcast(reference(URI));
        assertThat(world.counted(MentionMetrics.BUSY)).isEqualTo(1);

        world.executor.limit(10);
        world.queries.reject(true);
        world.broadcast(reference(URI) + reference("xmpp:" + MentionFixture.ROOM + "/nobody"));
        world.run();
        assertThat(world.told()).containsExactly(JULIET.toString());
        assertThat(world.counted(MentionMetrics.BUSY)).isEqualTo(2);
    }
}
