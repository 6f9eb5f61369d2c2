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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.Message;

/** C1: what is a standalone notification, and what is content. */
class NotificationTest {

    static final String COMPOSING = "<composing xmlns='http://jabber.org/protocol/chatstates'/>";

    @ParameterizedTest
    @EnumSource(ChatState.class)
    void c1_everyStateIsUnderstood(final ChatState state) {
        final Notification notification =
            Notification.of(Stanzas.groupchat("<" + state.qName().getName() + " xmlns='" + ChatState.NAMESPACE + "'/>"));

        assertThat(notification).isEqualTo(new Notification(state, false, state == ChatState.ACTIVE, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        // Converse.js
        "<no-store xmlns='urn:xmpp:hints'/><no-permanent-store xmlns='urn:xmpp:hints'/>",
        // Fluux, Gajim, Conversations
        "<no-store xmlns='urn:xmpp:hints'/>",
        "<no-copy xmlns='urn:xmpp:hints'/><no-store xmlns='urn:xmpp:hints'/>",
        "<store xmlns='urn:xmpp:hints'/>",
        "<thread>act4scene1</thread>",
        "<thread parent='act3'>act4scene1</thread>",
        "<origin-id xmlns='urn:xmpp:sid:0' id='o1'/>",
        "<stanza-id xmlns='urn:xmpp:sid:0' id='s1' by='coven@conference.example.org'/>",
        "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='dd72603deec90a38ba552f7c68cbcc61bca202cd'/>",
        "<delay xmlns='urn:xmpp:delay' stamp='2026-01-01T00:00:00Z'/>",
        "<x xmlns='jabber:x:delay' stamp='20260101T00:00:00'/>",
        "<x xmlns='jabber:x:event'><composing/></x>",
        "<no-store xmlns='urn:xmpp:hints'/><thread>t</thread><origin-id xmlns='urn:xmpp:sid:0' id='o1'/>"})
    void c1_whatClientsSendAlongIsNoContent(final String escort) {
        assertThat(Notification.of(Stanzas.groupchat(COMPOSING + escort)).standalone()).isTrue();
        assertThat(Notification.of(Stanzas.groupchat(escort + COMPOSING)).standalone()).isTrue();
        assertThat(Notification.of(Stanzas.groupchat(" " + escort + "\n " + COMPOSING + " ")).standalone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<body/>", "<body></body>", "<body xml:lang='la'/><body/>",
        "<body/><no-store xmlns='urn:xmpp:hints'/>"})
    void c1_anEmptyBodyIsNone(final String empty) {
        assertThat(Notification.of(Stanzas.groupchat(COMPOSING + empty)).standalone()).isTrue();
        assertThat(Notification.of(Stanzas.groupchat(empty + COMPOSING)).standalone()).isTrue();
        assertThat(Notification.ofBroadcast(Stanzas.groupchat(empty + COMPOSING)).standalone()).isTrue();
    }

    @Test
    void c1_aBodyWithAnElementInItIsContent() {
        assertThat(Notification.of(Stanzas.groupchat(COMPOSING + "<body><unknown xmlns='urn:example'/></body>"))
            .standalone()).isFalse();
    }

    @Test
    void c1_anEmptyBodyOfAnotherNamespaceIsContent() {
        assertThat(Notification.of(Stanzas.groupchat(COMPOSING + "<body xmlns='urn:example'/>")).standalone())
            .isFalse();
    }

    static Stream<String> contents() {
        return MessageContents.all();
    }

    @ParameterizedTest
    @MethodSource("contents")
    void c1_everythingElseIsContent(final String content) {
        assertThat(Notification.of(Stanzas.groupchat(content + COMPOSING)).standalone()).isFalse();
        assertThat(Notification.of(Stanzas.groupchat(COMPOSING + content)).standalone()).isFalse();
        assertThat(Notification.of(Stanzas.groupchat(
            "<no-store xmlns='urn:xmpp:hints'/>" + COMPOSING + "<thread>t</thread>" + content)).standalone()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("contents")
    void c1_whatHasNoStateIsNoNotification(final String content) {
        assertThat(Notification.of(Stanzas.groupchat(content))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<no-store xmlns='urn:xmpp:hints'/>", "<thread>t</thread>",
        "<composing xmlns='jabber:x:event'/>", "<composing/>",
        "<typing xmlns='http://jabber.org/protocol/chatstates'/>",
        "<Composing xmlns='http://jabber.org/protocol/chatstates'/>",
        "<x xmlns='urn:example'><composing xmlns='http://jabber.org/protocol/chatstates'/></x>"})
    void c1_whatOnlyLooksLikeAStateIsNone(final String content) {
        assertThat(Notification.of(Stanzas.groupchat(content))).isNull();
    }

    @Test
    void c1_unknownStateMakesContent() {
        assertThat(Notification.of(Stanzas.groupchat(COMPOSING
            + "<typing xmlns='http://jabber.org/protocol/chatstates'/>")).standalone()).isFalse();
    }

    @Test
    void c1_threadOfAnotherNamespaceIsContent() {
        assertThat(Notification.of(Stanzas.groupchat(COMPOSING + "<thread xmlns='urn:example'/>")).standalone())
            .isFalse();
    }

    @Test
    void c1_namespaceOfAnotherStreamMakesNoDifference() {
        assertThat(Notification.of(Stanzas.message("<message type='groupchat'><thread>t</thread>" + COMPOSING
            + "</message>")).standalone()).isTrue();
        assertThat(Notification.of(Stanzas.message("<message xmlns='jabber:server' type='groupchat'><thread>t</thread>"
            + COMPOSING + "</message>")).standalone()).isTrue();
    }

    @Test
    void c1_prefixMakesNoDifference() {
        assertThat(Notification.of(Stanzas.groupchat(
            "<cs:paused xmlns:cs='http://jabber.org/protocol/chatstates'/>")).state()).isEqualTo(ChatState.PAUSED);
    }

    @Test
    void c1_whatTheRoomAddsIsNoContent() {
        final String added = "<addresses xmlns='http://jabber.org/protocol/address'>"
            + "<address type='ofrom' jid='hecate@example.org/broom'/></addresses>";

        assertThat(Notification.ofBroadcast(Stanzas.groupchat(COMPOSING + added)).standalone()).isTrue();
        assertThat(Notification.of(Stanzas.groupchat(COMPOSING + added)).standalone()).isFalse();
        assertThat(Notification.ofBroadcast(Stanzas.groupchat(added + "<body>a</body>" + COMPOSING)).standalone()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("contents")
    void c1_contentIsContentAlsoWhenTheRoomSendsItRound(final String content) {
        assertThat(Notification.ofBroadcast(Stanzas.groupchat(content + COMPOSING)).standalone()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("contents")
    void c1_whatIsReadOfAMessageForEachRecipientIsTheSame(final String content) {
        final String added = "<addresses xmlns='http://jabber.org/protocol/address'><address type='ofrom' jid='a@b/c'/>"
            + "</addresses><stanza-id xmlns='urn:xmpp:sid:0' id='s1' by='coven@conference.example.org'/>";

        for (final String other : List.of("", added, "<body/>")) {
            for (final String state : List.of("", COMPOSING, COMPOSING + COMPOSING)) {
                for (final String children : List.of(content + other + state, state + content + other, other + state)) {
                    final Message message = Stanzas.groupchat(children);
                    final Notification all = Notification.ofBroadcast(message);
                    assertThat(Notification.isStandaloneBroadcast(message)).as(children)
                        .isEqualTo(all != null && all.standalone());
                }
            }
        }
    }

    @Test
    void c4_severalStatesAreSeen() {
        final String active = "<active xmlns='http://jabber.org/protocol/chatstates'/>";

        assertThat(Notification.of(Stanzas.groupchat(COMPOSING + active)))
            .isEqualTo(new Notification(ChatState.COMPOSING, true, true, true));
        assertThat(Notification.of(Stanzas.groupchat(COMPOSING + COMPOSING)))
            .isEqualTo(new Notification(ChatState.COMPOSING, true, false, true));
        assertThat(Notification.of(Stanzas.groupchat(active + "<body>a</body>" + COMPOSING + COMPOSING)))
            .isEqualTo(new Notification(ChatState.ACTIVE, true, true, false));
    }
}
