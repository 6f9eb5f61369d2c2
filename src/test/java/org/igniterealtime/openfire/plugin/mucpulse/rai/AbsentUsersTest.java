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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.BALCONY;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.NURSE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.NURSE_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_LAPTOP;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiSettings.Interest;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** Other plugins learn who misses what is said in a room: by the rules by which indicators are sent, and no others. */
class AbsentUsersTest {

    private final RaiFixture server = new RaiFixture();
    private AbsentUsers absent;

    @BeforeEach
    void julietIsInTheOrchard() {
        absent = server.rai().absentUsers(server.queries, server.visitLog);
        server.join(JULIET_PHONE, ORCHARD);
    }

    private AbsentUsers.Page page(final JID room, @Nullable final JID after, final int limit) {
        final CompletableFuture<AbsentUsers.Page> page = absent.find(room, after, limit).toCompletableFuture();
        server.settle();
        assertThat(page).isDone();
        return page.join();
    }

    private List<JID> users() {
        final AbsentUsers.Page page = page(ORCHARD, null, AbsentUsers.MAX_LIMIT);
        assertThat(page.next()).isNull();
        return page.users();
    }

    @Test
    void r4_whoIsInterestedAndHasSeenLessIsFound() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.join(NURSE_PHONE, ORCHARD);
        server.leave(NURSE_PHONE, ORCHARD);
        assertThat(users()).isEmpty();

        server.say(JULIET_PHONE, ORCHARD);
        assertThat(users()).containsExactlyInAnyOrder(ROMEO, NURSE);

        server.settings.interest(Interest.AFFILIATED);
        assertThat(users()).containsExactly(ROMEO);
        server.settings.interest(Interest.VISITED);
        assertThat(users()).containsExactly(NURSE);
        server.settings.interest(Interest.ALL);
        assertThat(users()).containsExactlyInAnyOrder(ROMEO, NURSE);
    }

    @Test
    void r6_whoIsInTheRoomWithAnySessionIsNotFound() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.join(ROMEO_LAPTOP, ORCHARD);
        server.say(JULIET_PHONE, ORCHARD);
        assertThat(users()).isEmpty();

        server.leave(ROMEO_LAPTOP, ORCHARD);
        assertThat(users()).isEmpty();
        server.say(JULIET_PHONE, ORCHARD);
        assertThat(users()).containsExactly(ROMEO);
    }

    @Test
    void r7_authorIsNotFound() {
        server.say(JULIET_PHONE, ORCHARD);
        server.leave(JULIET_PHONE, ORCHARD);
        server.rooms.get(ORCHARD).members.add(JULIET);

        assertThat(users()).isEmpty();
    }

    @Test
    void r8_whoWasToldIsNotFoundUntilTheNextVisit() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.subscribe(ROMEO_PHONE);
        server.say(JULIET_PHONE, ORCHARD);
        assertThat(server.takeNotifiedRooms(ROMEO_PHONE)).containsExactly(ORCHARD);
        assertThat(users()).isEmpty();

        server.unsubscribe(ROMEO_PHONE);
        assertThat(users()).containsExactly(ROMEO);
    }

    @Test
    void r17_whoHadItDisplayedElsewhereIsNotFound() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        final Message message = Stanzas.groupchat(
            "<body>But soft!</body><stanza-id xmlns='urn:xmpp:sid:0' by='" + ORCHARD + "' id='s1'/>");
        server.send(JULIET_PHONE, ORCHARD, message);
        assertThat(users()).containsExactly(ROMEO);

        server.rai().displays().publishing(ROMEO, ORCHARD, "s1").orElseThrow().run();
        assertThat(users()).isEmpty();
    }

    @Test
    void r9_whoMayNotKnowIsNotFound() {
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.join(NURSE_PHONE, ORCHARD);
        server.leave(NURSE_PHONE, ORCHARD);
        server.say(JULIET_PHONE, ORCHARD);

        server.rooms.get(ORCHARD).membersOnly = true;
        assertThat(users()).containsExactly(ROMEO);
        server.ban(ROMEO, ORCHARD);
        assertThat(users()).isEmpty();
    }

    @Test
    void r4_pagesNameEverybodyOnce() {
        final Set<JID> members = server.rooms.get(ORCHARD).members;
        for (int i = 0; i < 2_500; i++) {
            members.add(new JID("member" + i + "@example.org"));
        }
        for (int i = 0; i < 40; i++) {
            final JID visitor = new JID("visitor" + i + "@example.org/phone");
            server.join(visitor, ORCHARD);
            server.leave(visitor, ORCHARD);
        }
        server.say(JULIET_PHONE, ORCHARD);

        final List<JID> all = new ArrayList<>();
        JID next = null;
        int pages = 0;
        do {
            final AbsentUsers.Page page = page(ORCHARD, next, 700);
            assertThat(page.users()).hasSizeLessThanOrEqualTo(700);
            all.addAll(page.users());
            next = page.next();
            pages++;
        } while (next != null);

        assertThat(all).doesNotHaveDuplicates().hasSize(2_540).containsAll(members);
        assertThat(pages).isEqualTo(4);
    }

    /** A room whose many members have all seen everything costs so much at a time, and no more. */
    @Test
    void r11_searchEndsAfterSomeStepsAndGoesOn() {
        for (int i = 0; i < 12_000; i++) {
            server.visitLog.visited(new JID("visitor" + i + "@example.org"), ORCHARD, Long.MAX_VALUE);
        }
        server.rooms.get(ORCHARD).members.add(ROMEO);
        server.say(JULIET_PHONE, ORCHARD);

        final AbsentUsers.Page first = page(ORCHARD, null, 10);
        assertThat(first.next()).isNotNull();
        final AbsentUsers.Page second = page(ORCHARD, first.next(), 10);
        assertThat(second.next()).isNull();
        assertThat(first.users().size() + second.users().size()).isEqualTo(1);
    }

    @Test
    void r9_roomsThatThereAreNotAndLimitsThatAreNoneAreRefused() {
        server.settings.roomsOff(Set.of(BALCONY.toString()));

        refused(RaiFixture.room("nowhere"), 10);
        refused(BALCONY, 10);
        refused(ORCHARD, 0);
        refused(ORCHARD, AbsentUsers.MAX_LIMIT + 1);
        refused(new JID(ORCHARD + "/Juliet"), 10);
        refused(new JID(RaiFixture.SERVICE), 10);
        server.settings.enabled(false);
        refused(ORCHARD, 10);
    }

    private void refused(final JID room, final int limit) {
        final CompletableFuture<AbsentUsers.Page> page = absent.find(room, null, limit).toCompletableFuture();
        server.settle();
        assertThatThrownBy(page::join).hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void s3_searchesAreBounded() {
        server.lazily();
        final List<CompletableFuture<AbsentUsers.Page>> pages = new ArrayList<>();
        for (int i = 0; i <= AbsentUserFinder.SEARCHES; i++) {
            pages.add(absent.find(ORCHARD, null, 1).toCompletableFuture());
        }
        assertThatThrownBy(pages.get(AbsentUserFinder.SEARCHES)::join)
            .hasCauseInstanceOf(RejectedExecutionException.class);

        server.settle();
        assertThat(pages.subList(0, AbsentUserFinder.SEARCHES)).allMatch(CompletableFuture::isDone);
        assertThat(users()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "exception"})
    void s1_whateverIsThrownFailsTheCallAlone(final String kind) {
        server.rooms.fail(kind.equals("error") ? new LinkageError("no such room") : new IllegalStateException("away"));
        final CompletableFuture<AbsentUsers.Page> page = absent.find(ORCHARD, null, 1).toCompletableFuture();
        server.settle();
        assertThat(page).isCompletedExceptionally();

        server.rooms.fail(null);
        assertThat(users()).isEmpty();
    }
}
