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
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChatStateTroupe.state;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.MessageContents;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** "No effect on content": every kind of message with content arrives as it does without the rules, but for the state. */
class ChatStateContentIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    /** A state at the top level, with the closing tag or without. */
    private static final Pattern STATE = Pattern.compile(
        "<(active|composing|paused|inactive|gone) xmlns=[\"']http://jabber.org/protocol/chatstates[\"']\\s*(/>|></\\1>)");
    /** What the server makes up anew for each message. */
    private static final Pattern STANZA_ID = Pattern.compile("(<stanza-id [^>]*\\bid=[\"'])[^\"']+");

    @AfterEach
    void resetSettings() {
        ChatStateTroupe.resetSettings(openfire);
    }

    private static List<String> got(final ChatStateTroupe troupe, final String policy, final List<String> contents) {
        troupe.set("policy", policy);
        final List<String> got = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            final String id = "content-" + i;
            troupe.alice.send(RaiScene.groupchat(troupe.room, id, contents.get(i)));
            final Stanza stanza = troupe.bob.await(one -> id.equals(one.id()));
            assertThat(stanza.isError()).isFalse();
            got.add(STANZA_ID.matcher(stanza.xml()).replaceAll("$1"));
        }
        return got;
    }

    private static List<String> contents(final String state, final boolean first) {
        return MessageContents.all().map(content -> first ? state + content : content + state).toList();
    }

    private static List<String> withoutStates(final List<String> stanzas) {
        return stanzas.stream().map(stanza -> STATE.matcher(stanza).replaceAll("")).toList();
    }

    private static long states(final String stanza) {
        return STATE.matcher(stanza).results().count();
    }

    @Test
    void c1_contentWithoutAStateArrivesByteForByte() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        final List<String> contents = contents("", false);

        final List<String> relayed = got(troupe, "relay", contents);

        assertThat(got(troupe, "enforce", contents)).isEqualTo(relayed);
        assertThat(got(troupe, "suppress", contents)).isEqualTo(relayed);
    }

    @Test
    void c1_contentWithActiveArrivesByteForByte() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        for (final boolean first : new boolean[] {true, false}) {
            final List<String> contents = contents(state("active"), first);
            assertThat(got(troupe, "enforce", contents)).isEqualTo(got(troupe, "relay", contents));
        }
    }

    @Test
    void c4_contentWithAnotherStateArrivesByteForByteButForTheState() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        for (final String other : List.of("composing", "gone")) {
            final List<String> contents = contents(state(other), false);
            final List<String> relayed = got(troupe, "relay", contents);

            final List<String> enforced = got(troupe, "enforce", contents);

            assertThat(withoutStates(enforced)).isEqualTo(withoutStates(relayed));
            for (int i = 0; i < enforced.size(); i++) {
                assertThat(states(enforced.get(i))).isEqualTo(states(relayed.get(i)));
                assertThat(enforced.get(i)).contains("<active ");
            }
        }
    }

    @Test
    void c2_contentWithAStateArrivesByteForByteWithoutIt() {
        final ChatStateTroupe troupe = ChatStateTroupe.in(openfire);
        final List<String> plain = got(troupe, "relay", contents("", false));
        for (final String any : List.of("active", "composing")) {
            assertThat(got(troupe, "suppress", contents(state(any), false))).isEqualTo(plain);
        }
    }
}
