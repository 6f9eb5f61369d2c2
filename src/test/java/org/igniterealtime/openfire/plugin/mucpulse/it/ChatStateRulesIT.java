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
package org.igniterealtime.openfire.plugin.mucpulse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChatStateTroupe.PATIENCE;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChatStateTroupe.STATES;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChatStateTroupe.assertNoErrors;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChatStateTroupe.features;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChatStateTroupe.state;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChatStateTroupe.stateOf;

import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C1 to C10 between real clients. */
class ChatStateRulesIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    @AfterEach
    void resetSettings() {
        ChatStateTroupe.resetSettings(openfire);
    }

    // C1, C3, C4

    @Test
    void c3_goneAndRepetitionsAreDroppedInSilence() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);

        troupe.says(troupe.alice, "composing", "composing", "gone", "composing", "paused", "paused", "inactive",
            "active");

        assertThat(troupe.heard(troupe.bob))
            .containsExactly("Alice composing", "Alice paused", "Alice inactive", "Alice active");
        assertNoErrors(troupe.alice);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<no-store xmlns='urn:xmpp:hints'/><no-permanent-store xmlns='urn:xmpp:hints'/>",
        "<thread>t</thread>", "<body/>", "<origin-id xmlns='urn:xmpp:sid:0' id='o'/>", "<x xmlns='jabber:x:event'/>"})
    void c1_whatClientsSendAlongMakesNoContent(final String escort) {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);

        troupe.send(troupe.alice, state("composing") + escort);
        troupe.send(troupe.alice, escort + state("composing"));
        troupe.send(troupe.alice, state("gone") + escort);

        assertThat(troupe.heard(troupe.bob)).containsExactly("Alice composing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "composing", "gone"})
    void c1_anEmptySubjectIsAChangeOfTheSubject(final String state) {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        troupe.send(troupe.alice, "<subject>Hail</subject>");
        troupe.bob.await(stanza -> stanza.isMessage() && stanza.xml().contains("<subject>Hail</subject>"));

        troupe.send(troupe.alice, "<subject/>" + state(state));

        troupe.bob.await(stanza -> stanza.isMessage() && stanza.has("jabber:client", "subject")
            && stateOf(stanza).equals("active"));
        final TestClient carol = openfire.login("carol");
        carol.joinRoom(troupe.room, "Carol");
        carol.await(stanza -> stanza.isMessage() && stanza.has("jabber:client", "subject"));
        carol.assertNone(stanza -> stanza.xml().contains("<subject>Hail"));
    }

    @Test
    void c3_contentMakesActive() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);

        troupe.says(troupe.alice, "composing");
        troupe.send(troupe.alice, "<body>Hail</body>");
        troupe.says(troupe.alice, "active", "composing");
        troupe.send(troupe.alice, "<displayed xmlns='urn:xmpp:chat-markers:0' id='m'/>");
        troupe.says(troupe.alice, "active", "composing");
        troupe.send(troupe.alice, "<subject>Hail</subject>");
        troupe.says(troupe.alice, "active");

        assertThat(troupe.heard(troupe.bob)).containsExactly("Alice composing", "Alice composing", "Alice active",
            "Alice composing", "Alice active");
    }

    @Test
    void c3_whoHasNoVoiceIsDroppedInSilenceButToldWhenTheySpeak() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire, RoomConfig.open().moderated());
        Rooms.role(troupe.alice, troupe.room, "Bob", "visitor");
        troupe.settle();
        troupe.bob.clear();

        troupe.says(troupe.bob, "composing", "paused");
        assertNoErrors(troupe.bob);
        troupe.send(troupe.bob, "<body>Hail</body>" + state("active"));
        assertThat(troupe.bob.await(Stanza::isError).errorCondition()).contains("forbidden");
        troupe.says(troupe.alice, "composing");
        assertThat(troupe.heard(troupe.alice)).containsExactly("Alice composing");

        Rooms.role(troupe.alice, troupe.room, "Bob", "participant");
        troupe.settle();
        troupe.says(troupe.bob, "composing");
        assertThat(troupe.heard(troupe.alice)).containsExactly("Bob composing");
    }

    @Test
    void c3_newNicknameIsTheSameOccupant() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        troupe.says(troupe.alice, "composing");
        troupe.alice.send("<presence to='" + troupe.room + "/Alicia'/>");
        troupe.bob.await(stanza -> stanza.isPresence() && stanza.from().equals(troupe.room + "/Alicia"));
        troupe.settle();

        troupe.says(troupe.alice, "composing", "paused");

        assertThat(troupe.heard(troupe.bob)).containsExactly("Alice composing", "Alicia paused");
    }

    @Test
    void c3_sessionsOfOneOccupantRepeatEachOtherUntilTheyLeave() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        final TestClient phone = openfire.login(troupe.alice.user(), "phone");
        phone.joinRoom(troupe.room, "Alice");
        troupe.says(troupe.alice, "composing");
        troupe.alice.sync();

        troupe.says(phone, "composing", "paused");
        phone.sync();
        // A server may tell nobody, as the occupant stays.
        troupe.alice.send("<presence type='unavailable' to='" + troupe.room + "/Alice'/>");
        troupe.alice.sync();
        troupe.says(phone, "paused");
        phone.leaveRoom(troupe.room, "Alice");
        phone.joinRoom(troupe.room, "Alice");
        troupe.says(phone, "paused");
        phone.sync();

        assertThat(troupe.heard(troupe.bob)).containsExactly("Alice composing", "Alice paused", "Alice paused");
    }

    @Test
    void c3_whoWasKickedBeginsAnew() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        troupe.says(troupe.bob, "composing");
        troupe.settle();
        Rooms.kick(troupe.alice, troupe.room, "Bob");
        troupe.settle();
        troupe.bob.joinRoom(troupe.room, "Bob");
        troupe.says(troupe.bob, "composing");

        assertThat(troupe.heard(troupe.alice)).containsExactly("Bob composing", "Bob composing");
    }

    @Test
    void c4_severalStates() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);

        troupe.send(troupe.alice, state("composing") + state("paused"));
        troupe.send(troupe.alice, "<body>both</body>" + state("composing") + state("active"));
        troupe.send(troupe.alice, "<body>none</body>" + state("composing") + state("paused"));
        troupe.send(troupe.alice, "<body>other</body>" + state("gone"));

        assertThat(stateOf(awaitBody(troupe, "both"))).isEqualTo("active");
        assertThat(stateOf(awaitBody(troupe, "none"))).isEmpty();
        assertThat(stateOf(awaitBody(troupe, "other"))).isEqualTo("active");
        assertThat(troupe.heard(troupe.bob)).isEmpty();
    }

    private static Stanza awaitBody(final ChatStateTroupe troupe, final String body) {
        return troupe.bob.await(stanza -> stanza.body().filter(body::equals).isPresent());
    }

    // C5, S1, S2

    /**
     * In several rooms at once, so that more than one worker would meet it. What is nested deeper is the server's, as if
     * the plugin was not there: see {@link StanzaSafetyIT}.
     */
    @Test
    void s2_notificationsThatAreNestedOrLongDoNoHarm() {
        ChatStateTroupe.set(openfire, "rate.window", "2");
        final String nested = "<no-store xmlns='urn:xmpp:hints'>".repeat(90) + "</no-store>".repeat(90);
        final String wide = "<thread>" + "t".repeat(50_000) + "</thread>";
        for (final String burden : new String[] {nested, wide, nested}) {
            final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
            for (int i = 0; i < 5; i++) {
                troupe.says(troupe.alice, "composing", "paused");
            }
            troupe.send(troupe.alice, state("composing") + burden);
            troupe.settle();
        }

        final ChatStateTroupe other = ChatStateTroupe.in(openfire);
        for (int i = 0; i < 5; i++) {
            other.says(other.alice, "composing", "paused");
        }
        other.says(other.alice, "inactive");
        assertThat(other.awaitState(other.bob, "Alice", "inactive").isError()).isFalse();
        assertThat(openfire.control().threads()).filteredOn(thread -> thread.startsWith("mucpulse-sender"))
            .isNotEmpty();
    }

    // C2

    @Test
    void c2_relayTouchesNothing() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        troupe.set("policy", "relay");

        troupe.says(troupe.alice, "composing", "composing", "gone");
        troupe.send(troupe.alice, state("composing") + state("paused"));
        troupe.send(troupe.alice, "<body>x</body>" + state("gone"));

        assertThat(troupe.bob.await(stanza -> stanza.body().isPresent()))
            .satisfies(content -> assertThat(stateOf(content)).isEqualTo("gone"));
        assertThat(troupe.heard(troupe.bob)).containsExactly("Alice composing", "Alice composing", "Alice gone",
            "Alice composing+paused");
    }

    @Test
    void c2_suppressLeavesContentOnly() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        troupe.set("policy", "suppress");

        troupe.says(troupe.alice, "composing", "paused", "gone");
        troupe.send(troupe.alice, "<body>content</body>" + state("active"));

        assertThat(stateOf(awaitBody(troupe, "content"))).isEmpty();
        assertThat(troupe.heard(troupe.bob)).isEmpty();
        assertNoErrors(troupe.alice);
    }

    @Test
    void c2_serviceHasAPolicyOfItsOwn() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        troupe.set("policy", "suppress");
        troupe.set("policy.services", openfire.server().mucDomain() + "=relay");

        troupe.says(troupe.alice, "gone");

        assertThat(troupe.heard(troupe.bob)).containsExactly("Alice gone");
    }

    // C5

    @Test
    void c5_largeRoomsAreSpared() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        troupe.set("occupants", "2");
        troupe.says(troupe.alice, "composing");
        assertThat(troupe.heard(troupe.bob)).containsExactly("Alice composing");
        final TestClient carol = openfire.login("carol");
        carol.joinRoom(troupe.room, "Carol");
        carol.sync();

        troupe.says(troupe.alice, "paused");
        troupe.send(troupe.alice, "<body>content</body>" + state("active"));
        assertThat(stateOf(awaitBody(troupe, "content"))).isEqualTo("active");
        assertThat(troupe.heard(troupe.bob)).isEmpty();

        carol.leaveRoom(troupe.room, "Carol");
        carol.sync();
        troupe.says(troupe.alice, "composing");
        assertThat(troupe.heard(troupe.bob)).containsExactly("Alice composing");
    }

    @Test
    void c5_atMostTenInTenSecondsAndTheLastArrives() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        troupe.set("rate.window", "4");
        for (int i = 0; i < 10; i++) {
            troupe.says(troupe.alice, "composing", "paused");
        }
        troupe.send(troupe.alice, state("inactive") + "<thread>t</thread>");
        assertThat(troupe.heard(troupe.bob)).hasSize(10).endsWith("Alice composing", "Alice paused");

        final Stanza last = troupe.awaitState(troupe.bob, "Alice", "inactive");

        assertThat(last.has("jabber:client", "thread")).isTrue();
        assertThat(last.to()).isEqualTo(troupe.bob.jid());
        assertThat(troupe.heard(troupe.bob)).isEmpty();
        assertNoErrors(troupe.alice);
    }

    @Test
    void c5_whoSpokeOrLeftIsNotSaidToType() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        final TestClient carol = openfire.login("carol");
        carol.joinRoom(troupe.room, "Carol");
        troupe.set("rate", "1");
        troupe.set("rate.window", "2");
        for (final TestClient speaker : List.of(troupe.alice, carol, troupe.bob)) {
            troupe.says(speaker, "paused", "composing");
        }
        troupe.says(troupe.bob, "inactive");
        troupe.send(troupe.alice, "<body>said</body>");
        carol.sync();
        carol.leaveRoom(troupe.room, "Carol");
        assertThat(troupe.heard(troupe.bob)).containsOnly("Alice paused", "Carol paused", "Bob paused");

        // The positive control
        troupe.awaitState(troupe.bob, "Bob", "inactive");

        assertThat(troupe.heard(troupe.bob)).isEmpty();
        assertNoErrors(carol);
    }

    // C7

    @Test
    void c7_whatIsDroppedLeavesNoTrace() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        final RaiScene scene = new RaiScene(openfire);
        final TestClient carol = openfire.login("carol");
        carol.joinRoom(troupe.room, "Carol");
        carol.leaveRoom(troupe.room, "Carol");
        carol.sync();
        scene.list(carol);

        troupe.says(troupe.alice, "gone");
        troupe.send(troupe.alice, state("composing") + state("paused"));
        troupe.settle();
        assertThat(scene.told(carol)).isEmpty();

        // The positive control
        troupe.send(troupe.alice, "<body>remarkable</body>");
        troupe.settle();
        scene.awaitTold(carol, troupe.room);
        carol.send("<presence to='" + troupe.room + "/Carol'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        carol.await(stanza -> stanza.body().filter("remarkable"::equals).isPresent());
        carol.sync();
        carol.assertNone(stanza -> stanza.isMessage() && !stateOf(stanza).isEmpty());
    }

    // C8

    @Test
    void c8_roomSaysWhetherItHasChatStates() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);

        for (final String policy : List.of("enforce", "relay", "suppress")) {
            troupe.set("policy", policy);
            assertThat(features(troupe.bob, troupe.room).contains(STATES)).isEqualTo(!"suppress".equals(policy));
        }
        assertThat(features(troupe.bob, openfire.server().mucDomain())).doesNotContain(STATES);
    }

    // C9

    @Test
    void c9_privateMessagesAndChatsAreNotTouched() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        troupe.set("policy", "suppress");
        final String two = state("composing") + state("paused");
        for (final String to : List.of(troupe.room + "/Bob", troupe.bob.jid())) {
            for (final String content : List.of(state("gone"), state("gone"), two,
                "<body>x</body>" + state("gone"))) {
                final String id = TestClient.newId();
                troupe.alice.send("<message type='chat' id='" + id + "' to='" + to + "'>" + content + "</message>");
                final Stanza got = troupe.bob.await(stanza -> id.equals(stanza.id()));
                assertThat(stateOf(got)).isEqualTo(content.contains("paused") ? "composing+paused" : "gone");
            }
        }
    }

    @Test
    void c9_whoIsNotInTheRoomIsTheServersBusiness() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        final TestClient carol = openfire.login("carol");

        troupe.says(carol, "gone");

        assertThat(carol.await(Stanza::isError).errorCondition()).isPresent();
    }

    // Addresses

    @Test
    void c3_roomsAreKnownHoweverTheirAddressesAreWritten() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        final String shouted = troupe.room.toUpperCase(Locale.ROOT);
        for (final String to : List.of(troupe.room, shouted, troupe.room)) {
            troupe.alice.send("<message type='groupchat' to='" + to + "'>" + state("composing") + "</message>");
        }

        assertThat(troupe.heard(troupe.bob)).containsExactly("Alice composing");
    }

    @Test
    void c3_remoteUsersAreTreatedAlike() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        final String peer = openfire.control().openPeer("chatstates");
        try {
            final String romeo = "romeo@" + peer + "/orchard";
            openfire.control().route("<presence from='" + romeo + "' to='" + troupe.room + "/Romeo'>"
                + "<x xmlns='http://jabber.org/protocol/muc'/></presence>");
            for (final String content : List.of(state("composing"), state("composing"), state("gone"),
                state("paused"))) {
                openfire.control().route("<message type='groupchat' from='" + romeo + "' to='" + troupe.room + "'>"
                    + content + "</message>");
            }
            troupe.awaitState(troupe.bob, "Romeo", "composing");
            troupe.awaitState(troupe.bob, "Romeo", "paused");
            assertThat(troupe.heard(troupe.bob)).isEmpty();

            troupe.says(troupe.alice, "composing");
            Awaitility.await().atMost(PATIENCE).until(() -> openfire.control().receivedByPeer("chatstates").stream()
                .anyMatch(stanza -> stanza.contains("Alice") && stanza.contains("composing")));
            assertThat(openfire.control().receivedByPeer("chatstates"))
                .noneMatch(stanza -> stanza.contains("type=\"error\"") || stanza.contains("<gone"));
        } finally {
            openfire.control().closePeer("chatstates");
        }
    }
}
