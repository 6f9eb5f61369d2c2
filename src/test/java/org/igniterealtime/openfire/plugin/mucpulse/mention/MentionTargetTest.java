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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

/** N2: whom the URI of a reference names, as clients write them. */
class MentionTargetTest {

    private static final JID ROOM = new JID("garden@conference.example.org");

    @ParameterizedTest
    @CsvSource({
        "xmpp:juliet@example.org, juliet@example.org",
        "XMPP:Juliet@Example.ORG, juliet@example.org",
        "xmpp:juliet%40example.org, juliet@example.org",
        "xmpp:ju%6Ciet@example.org, juliet@example.org",
        "xmpp:juliet@example.org?message, juliet@example.org",
        "xmpp:juliet@example.org#x, juliet@example.org",
        "xmpp:o\\27hara@example.org, o\\27hara@example.org",
        "xmpp:o%5C27hara@example.org, o\\27hara@example.org",
        "xmpp://romeo@example.org/juliet@example.org, juliet@example.org",
        "xmpp:ji%C5%99%C3%AD@example.org, ji\u0159\u00ed@example.org"})
    void n2_bareJidNamesAUser(final String uri, final String user) {
        assertThat(MentionTarget.parse(uri, ROOM)).containsExactly(new MentionTarget.User(new JID(user)));
    }

    @ParameterizedTest
    @CsvSource({
        "xmpp:garden@conference.example.org/Juliet, Juliet",
        "xmpp:Garden@Conference.Example.org/Juliet, Juliet",
        "xmpp:garden@conference.example.org/Lady%20Juliet, Lady Juliet",
        "xmpp:garden@conference.example.org/Lady Juliet, Lady Juliet",
        "xmpp:garden%40conference.example.org/Juliet, Juliet",
        "xmpp:garden@conference.example.org/a%2Fb, a/b",
        "xmpp:garden@conference.example.org/a/b, a/b",
        "xmpp:garden@conference.example.org/a+b, a+b",
        "xmpp:garden@conference.example.org/100%, 100%",
        "xmpp:garden@conference.example.org/who%3F%23, who?#",
        "xmpp:garden@conference.example.org/%E2%98%BA, \u263a",
        // NFKC, as the server prepares resources.
        "xmpp:garden@conference.example.org/%EF%AC%81sh, fish"})
    void n2_occupantJidNamesANickname(final String uri, final String nickname) {
        assertThat(MentionTarget.parse(uri, ROOM)).containsExactly(new MentionTarget.Nickname(nickname));
    }

    @Test
    void n2_signsThatSomeClientsDoNotEncodeAreReadBothWays() {
        assertThat(MentionTarget.parse("xmpp:garden@conference.example.org/who?#1", ROOM)).containsExactly(
            new MentionTarget.Nickname("who?#1"), new MentionTarget.Nickname("who"));
        assertThat(MentionTarget.parse("xmpp:garden@conference.example.org/juliet?join", ROOM)).containsExactly(
            new MentionTarget.Nickname("juliet?join"), new MentionTarget.Nickname("juliet"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "xmpp:", "xmpp://", "xmpp:///", "xmpp:/", "xmpp:@", "xmpp:example.org", "juliet@example.org",
        "https://example.org/juliet", "mailto:juliet@example.org", "xmpp:juliet@example.org/phone",
        "xmpp:attic@conference.example.org/juliet", "xmpp:garden@conference.example.org/", "xmpp:a@b@c/d",
        "xmpp:garden@conference.example.org/%00", "xmpp:juliet%2Fx@example.org%2Fphone", "xmpp:%", "xmpp:%@%"})
    void n2_anythingElseNamesNobody(final String uri) {
        assertThat(MentionTarget.parse(uri, ROOM)).isEmpty();
    }

    @Test
    void s2_uriWithoutEndIsNotRead() {
        final String address = "xmpp:" + "%61".repeat(100) + "@" + "a.".repeat(70) + "org";
        final String occupant = "xmpp:garden@conference.example.org/";

        assertThat(MentionTarget.parse(address, ROOM)).hasSize(1);
        assertThat(MentionTarget.parse(occupant + "%E2%98%BA".repeat(80), ROOM)).hasSize(1);
        assertThat(MentionTarget.parse("xmpp:" + "a".repeat(1_000_000) + "@example.org", ROOM)).isEmpty();
        assertThat(MentionTarget.parse("xmpp:" + "a".repeat(MentionTarget.LONGEST_PART) + "@example.org", ROOM)).isEmpty();
        assertThat(MentionTarget.parse(occupant + "a".repeat(2_000), ROOM)).isEmpty();
        assertThat(MentionTarget.parse(occupant + "\u263a".repeat(100), ROOM)).isEmpty();
    }
}
